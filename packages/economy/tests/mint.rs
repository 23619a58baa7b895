//! Each cap in turn decides a grant, and lets it pass when it is one unit wider.

#![allow(missing_docs)]

mod support;

use ballast_economy::*;
use ballast_guardrails::Level;
use ballast_math::*;
use rstest::rstest;
use support::*;

/// A stage on which exactly 1,000 tokens are requested and nothing stands in the way.
struct Stage {
    policy: Policy,
    state: EpochState,
    inputs: EpochInputs,
    level: Level,
}

const REQUESTED: Tokens = Tokens::new(1_000);

impl Stage {
    /// 1,000 micro-USD at a dollar for 10^6 base units: the value-linked part alone asks for 1,000.
    fn by_value() -> Self {
        let mut policy = plain_policy();
        policy.mint.rho = Rho::Fixed(Ratio::ZERO);
        policy.mint.value_share = Ratio::ONE;
        let mut state = EpochState::new(&policy, Tokens::new(1_000_000_000), Tokens::ZERO, 1);
        state.remint_credit = Tokens::new(1_000_000);
        let quote = Quote::new(Price::ONE, 6).unwrap();
        let inputs = EpochInputs {
            burned: Tokens::new(5_000),
            usd_settled: Usd::new(1_000),
            quote: Some(quote),
            ..idle_day(0)
        };
        Self { policy, state, inputs, level: Level::Normal }
    }

    /// A year as one epoch, whose schedule asks for 1,000 and in which nothing burned.
    fn by_schedule() -> Self {
        let mut policy = plain_policy();
        policy.mint.schedule = vec![Emission::Constant {
            start: Timestamp::new(0),
            rate: Rate { amount: REQUESTED, per: Duration::YEAR },
        }];
        let state = EpochState::new(&policy, Tokens::new(1_000_000_000), Tokens::new(9_999), 1);
        let inputs =
            EpochInputs { range: epoch_range(Timestamp::new(0), Duration::YEAR, 0).unwrap(), ..idle_day(0) };
        Self { policy, state, inputs, level: Level::Normal }
    }

    fn with(mut self, change: impl Fn(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn close(self) -> Decision {
        assert_eq!(self.policy.validate(), Ok(()));
        let (_, closing) = close_epoch(&self.policy, self.state, &self.inputs, self.level).unwrap();
        let decision = closing.decision;
        assert_eq!(decision.requested.total(), Ok(REQUESTED));
        decision
    }
}

#[rstest]
#[case::by_value(Stage::by_value())]
#[case::by_schedule(Stage::by_schedule())]
fn nothing_stands_in_the_way(#[case] stage: Stage) {
    let decision = stage.close();
    assert_eq!((decision.granted, decision.binding), (REQUESTED, None));
}

/// `limit(stage, n)` sets a stage up so that the cap in question is exactly n.
#[rstest]
#[case::breaker_by_burn_at_level_1(
    Cap::Breaker,
    Stage::by_value(),
    |stage: &mut Stage, max| {
        stage.policy.mint.breaker.caution = Ratio::ONE;
        stage.level = Level::Caution;
        stage.inputs.burned = Tokens::new(max);
    }
)]
#[case::breaker_by_factor_at_level_1(
    Cap::Breaker,
    Stage::by_value(),
    |stage: &mut Stage, max| {
        stage.policy.mint.breaker.caution = Ratio::of(max, 1_000).unwrap();
        stage.level = Level::Caution;
    }
)]
#[case::breaker_by_burn_at_level_2(
    Cap::Breaker,
    Stage::by_value(),
    |stage: &mut Stage, max| {
        stage.policy.mint.breaker = BreakerFactors { caution: Ratio::ONE, restricted: Ratio::ONE };
        stage.level = Level::Restricted;
        stage.inputs.burned = Tokens::new(max);
    }
)]
#[case::breaker_by_factor_at_level_2(
    Cap::Breaker,
    Stage::by_value(),
    |stage: &mut Stage, max| {
        let restricted = Ratio::of(max, 1_000).unwrap();
        stage.policy.mint.breaker = BreakerFactors { caution: Ratio::ONE, restricted };
        stage.level = Level::Restricted;
    }
)]
#[case::round_trip(
    Cap::RoundTrip,
    Stage::by_value(),
    |stage: &mut Stage, max| {
        stage.policy.mint.round_trip = Ratio::ONE;
        stage.inputs.burned = Tokens::new(max);
    }
)]
#[case::round_trip_of_a_multiple(
    Cap::RoundTrip,
    Stage::by_value(),
    |stage: &mut Stage, max| {
        stage.policy.mint.round_trip = Ratio::of(max, 500).unwrap();
        stage.inputs.burned = Tokens::new(500);
    }
)]
#[case::remint_credit(
    Cap::RemintCredit,
    Stage::by_value(),
    |stage: &mut Stage, max| {
        stage.inputs.burned = Tokens::new(400);
        stage.state.remint_credit = Tokens::new(max - 400);
    }
)]
#[case::net_emission(
    Cap::NetEmission,
    Stage::by_schedule(),
    |stage: &mut Stage, max| {
        stage.policy.mint.net_emission_cap = Some(Ratio::percent(1));
        stage.state.supply = Tokens::new(max * 100);
    }
)]
#[case::net_emission_with_a_burn(
    Cap::NetEmission,
    Stage::by_value(),
    |stage: &mut Stage, max| {
        stage.policy.mint.net_emission_cap = Some(Ratio::ZERO);
        stage.inputs.burned = Tokens::new(max);
    }
)]
#[case::gross_emission(
    Cap::GrossEmission,
    Stage::by_schedule(),
    |stage: &mut Stage, max| {
        stage.policy.mint.gross_emission_cap = Ratio::percent(10);
        stage.state.supply = Tokens::new(max * 10);
    }
)]
#[case::max_supply(
    Cap::MaxSupply,
    Stage::by_schedule(),
    |stage: &mut Stage, max| {
        stage.policy.mint.max_supply = Some(stage.state.supply.plus(Tokens::new(max)).unwrap());
    }
)]
#[case::max_supply_after_burns(
    Cap::MaxSupply,
    Stage::by_value(),
    |stage: &mut Stage, max| {
        // What burned in the epoch and what went into the reserve makes room.
        stage.inputs.retired = Tokens::new(1_000);
        stage.policy.mint.max_supply = Some(Tokens::new(stage.state.supply.get() - 6_000 + max));
    }
)]
#[case::reserve(
    Cap::Reserve,
    Stage::by_schedule(),
    |stage: &mut Stage, max| {
        stage.inputs.reserve = Some(Tokens::new(max));
    }
)]
fn a_cap_decides_one_unit_below_the_request(
    #[case] cap: Cap,
    #[case] mut stage: Stage,
    #[case] limit: fn(&mut Stage, u128),
    #[values(1_000, 999, 998)] max: u128,
) {
    limit(&mut stage, max);
    let decision = stage.close();
    let found = decision.caps.in_force().find(|(found, _)| *found == cap);
    assert_eq!(found, Some((cap, Tokens::new(max))));
    assert_eq!(decision.granted, Tokens::new(max));
    assert_eq!(decision.binding, (max < 1_000).then_some(cap));
}

#[rstest]
#[case::nobody_worked(Cap::NoWork, |stage: &mut Stage| stage.inputs.weight = 0)]
#[case::halted(Cap::Breaker, |stage: &mut Stage| stage.level = Level::Halted)]
#[case::caution_without_burns(Cap::Breaker, |stage: &mut Stage| {
    (stage.level, stage.inputs.burned) = (Level::Caution, Tokens::ZERO);
})]
#[case::an_empty_reserve(Cap::Reserve, |stage: &mut Stage| stage.inputs.reserve = Some(Tokens::ZERO))]
// Ties go to the first in the order of the caps: the reason that a provider can understand first.
#[case::nobody_worked_while_halted(Cap::NoWork, |stage: &mut Stage| {
    (stage.inputs.weight, stage.level) = (0, Level::Halted);
})]
fn nothing_is_granted(
    #[case] cap: Cap,
    #[case] change: fn(&mut Stage),
    #[values(Stage::by_value(), Stage::by_schedule())] mut stage: Stage,
) {
    change(&mut stage);
    let decision = stage.close();
    assert_eq!(
        (decision.granted, decision.minted, decision.binding),
        (Tokens::ZERO, Tokens::ZERO, Some(cap))
    );
}

#[rstest]
#[case::normal(Level::Normal, 1_000)]
#[case::caution(Level::Caution, 500)]
#[case::restricted(Level::Restricted, 100)]
#[case::halted(Level::Halted, 0)]
fn a_level_leaves_its_share(#[case] level: Level, #[case] granted: u128) {
    let decision = Stage::by_value().with(|stage| stage.level = level).close();
    assert_eq!(decision.granted, Tokens::new(granted));
    assert_eq!(decision.caps.breaker, (level > Level::Normal).then_some(Tokens::new(granted)));
}

#[test]
fn a_cap_spares_the_budget_because_the_remint_goes_first() {
    // 600 by value and 400 by schedule; a reserve of 700 pays the re-mint in full and 100 of the schedule.
    let mut stage = Stage::by_value();
    stage.inputs.usd_settled = Usd::new(600);
    stage.inputs.reserve = Some(Tokens::new(700));
    stage.state.budget_left = Tokens::new(1_000);
    stage.policy.mint.schedule = vec![Emission::Constant {
        start: Timestamp::new(0),
        rate: Rate { amount: Tokens::new(400), per: Duration::DAY },
    }];
    let (state, closing) = close_epoch(&stage.policy, stage.state, &stage.inputs, stage.level).unwrap();
    let decision = closing.decision;
    assert_eq!((decision.granted, decision.from_budget), (Tokens::new(700), Tokens::new(100)));
    assert_eq!(state.budget_left, Tokens::new(900));
    assert_eq!(state.remint_credit, Tokens::new(1_000_000 + 5_000 - 600));
}

#[test]
fn a_schedule_ends_with_its_budget() {
    let mut stage = Stage::by_schedule();
    stage.state.budget_left = Tokens::new(1_700);
    let mut state = stage.state;
    for expected in [1_000, 700, 0] {
        let closing;
        (state, closing) = close_epoch(&stage.policy, state, &stage.inputs, stage.level).unwrap();
        let decision = closing.decision;
        assert_eq!((decision.granted, decision.from_budget), (Tokens::new(expected), Tokens::new(expected)));
        assert_eq!(decision.binding, None, "a spent budget asks for less, it does not cap");
    }
}

#[test]
fn carried_remainders_are_granted_before_anything_is_minted() {
    let with = |carried, reserve| {
        Stage::by_value()
            .with(|stage| {
                stage.inputs.carried = Tokens::new(carried);
                stage.inputs.reserve = Some(Tokens::new(reserve));
            })
            .close()
    };
    let decision = with(30, 5_000);
    assert_eq!((decision.granted, decision.carried_in().unwrap()), (REQUESTED, Tokens::new(30)));
    assert_eq!(decision.minted, Tokens::new(970));
    // A reward pool smaller than the remainders takes what it can and leaves the rest for the next.
    let decision = with(30, 20);
    assert_eq!((decision.granted, decision.carried_in().unwrap()), (Tokens::new(20), Tokens::new(20)));
    assert_eq!(decision.minted, Tokens::ZERO);
}

#[test]
fn the_smoothed_burn_counts_up_to_the_cap() {
    let mut policy = plain_policy();
    policy.mint.rho = Rho::Fixed(Ratio::percent(50));
    policy.mint.remint_cap = Some(Rate { amount: Tokens::new(7_000), per: Duration::days(7) });
    let state = EpochState::new(&policy, Tokens::new(1_000_000), Tokens::ZERO, 1);
    for (burned, reminted) in [(999, 499), (1_000, 500), (1_001, 500), (50_000, 500)] {
        let inputs = EpochInputs { burned: Tokens::new(burned), ..idle_day(0) };
        let (_, closing) = close_epoch(&policy, state.clone(), &inputs, Level::Normal).unwrap();
        let decision = closing.decision;
        assert_eq!(decision.granted, Tokens::new(reminted), "{burned} burned");
    }
}

#[test]
fn without_a_price_the_value_linked_part_is_nothing() {
    let mut stage = Stage::by_value();
    stage.inputs.quote = None;
    let (_, closing) = close_epoch(&stage.policy, stage.state, &stage.inputs, stage.level).unwrap();
    let decision = closing.decision;
    assert_eq!((decision.requested, decision.granted), (Request::default(), Tokens::ZERO));
}
