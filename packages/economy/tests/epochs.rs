//! What holds for every policy that validates and every history, recomputed from the history alone.

#![allow(missing_docs)]

mod support;

use ballast_economy::*;
use ballast_guardrails::Level;
use ballast_math::*;
use num_rational::BigRational;
use proptest::prelude::*;
use support::policies::*;
use support::*;

const YEAR: u64 = Duration::YEAR.seconds();

/// What happens in an epoch, in shares of what there is.
#[derive(Debug, Clone)]
struct Event {
    burned: Ratio,
    retired: Ratio,
    usd: u64,
    gpu_seconds: u64,
    idle: bool,
    quote: Option<Quote>,
    level: Level,
    reserve: Option<u128>,
    left_over: u128,
}

fn any_event() -> impl Strategy<Value = Event> {
    let level = prop_oneof![
        8 => Just(Level::Normal),
        2 => Just(Level::Caution),
        1 => Just(Level::Restricted),
        1 => Just(Level::Halted),
    ];
    let share = |likely: u32| {
        prop_oneof![
            3 => Just(0),
            likely => (0..=ONE / 4, 0..60u32).prop_map(|(share, shift)| share >> shift),
            1 => Just(ONE),
        ]
    };
    let retired = prop_oneof![9 => Just(0), 1 => 0..=ONE / 10];
    (
        (share(30), retired),
        (any::<u64>(), 4..64u32, any::<u32>()),
        prop::bool::weighted(0.1),
        prop::option::weighted(0.9, any_quote()),
        level,
        prop::option::weighted(0.2, amount_below(90)),
        0..5u128,
    )
        .prop_map(|((burned, retired), (usd, shift, gpu), idle, quote, level, reserve, left_over)| {
            Event {
                burned: Ratio::from_atomics(burned),
                retired: Ratio::from_atomics(retired),
                usd: usd >> shift,
                gpu_seconds: gpu.into(),
                idle,
                quote,
                level,
                reserve,
                left_over,
            }
        })
}

/// An epoch of the past: the supply before it, what went in, what came out.
struct Past {
    supply: Tokens,
    inputs: EpochInputs,
    level: Level,
    decision: Decision,
    net_emission: Option<SignedRatio>,
}

fn total(past: &[Past], amount: impl Fn(&Past) -> Tokens) -> u128 {
    past.iter().map(|past| amount(past).get()).sum()
}

/// The supply that an epoch that minted may have counted on at the start of its window, by the definition.
fn window_of(past: &[Past], length: u32) -> (&[Past], BigRational) {
    let window = &past[past.len().saturating_sub(length as usize)..];
    (window, int(window[0].supply.get()))
}

fn check_decision(policy: &Policy, past: &[Past], window: u32) {
    let Past { inputs, level, decision, .. } = past.last().unwrap();
    let requested = decision.requested.total().unwrap();

    // The grant is the smallest of the request and every cap, and the reason is a cap that is that small.
    let smallest = decision.caps.in_force().map(|(_, limit)| limit).min();
    assert_eq!(decision.granted, smallest.map_or(requested, |limit| limit.min(requested)));
    assert_eq!(decision.binding.is_some(), decision.granted < requested);
    if let Some(binding) = decision.binding {
        assert!(decision.caps.in_force().any(|found| found == (binding, decision.granted)));
    }

    let carried_in = decision.carried_in().unwrap();
    assert!(carried_in <= inputs.carried);
    assert!(decision.minted.is_zero() || carried_in == inputs.carried, "carried goes first");
    if *level >= Level::Caution {
        assert!(decision.granted <= inputs.burned);
    }
    if *level == Level::Halted || inputs.weight == 0 {
        assert_eq!(decision.granted, Tokens::ZERO);
    }
    let reminted = decision.granted.minus(decision.from_budget).unwrap();
    let round_trip = inputs.burned.times(policy.mint.round_trip, Rounding::Down).unwrap();
    assert!(reminted <= round_trip);

    // An epoch that mints keeps its window, recomputed, within its shares of the supply at the window's start.
    // (After a fall of the supply older mints can be too much by themselves; then nothing is added to them.)
    if !decision.minted.is_zero() {
        let (window_past, supply) = window_of(past, window);
        let minted = total(window_past, |past| past.decision.minted);
        let burned = total(window_past, |past| past.inputs.burned);
        assert!(int(minted) <= ratio(policy.mint.gross_emission_cap) * &supply, "gross emission");
        if let Some(share) = policy.mint.net_emission_cap {
            let years = frac(inputs.range.length().seconds() * u64::from(window), YEAR);
            assert!(int(minted) - int(burned) <= ratio(share) * supply * years, "net emission");
        }
        let max_supply = policy.mint.max_supply.unwrap_or(Tokens::MAX);
        let last = past.last().unwrap();
        let left = last.supply.minus(inputs.burned).unwrap().minus(inputs.retired).unwrap();
        assert!(left.plus(decision.minted).unwrap() <= max_supply);
    }
}

/// What an analyst would compute from the records: the window's flow, annualised, and the averages from the start.
fn check_measures(policy: &Policy, state: &EpochState, past: &[Past], window: u32) {
    let (window_past, _) = window_of(past, window);
    let Past { inputs, net_emission, .. } = past.last().unwrap();
    let net = int(total(window_past, |past| past.decision.minted))
        - int(total(window_past, |past| past.inputs.burned));
    let range = inputs.range.length().seconds() * window_past.len() as u64;
    match net_emission {
        None => assert_eq!(state.supply, Tokens::ZERO),
        Some(found) => {
            let exact = net * frac(YEAR, range) / int(state.supply.get()) * int(ONE);
            // A yearly token rounded off, and a unit of the last place.
            let error = frac(ONE, state.supply.get()) + int(1);
            let apart = int(found.atomics()) - exact.clamp(int(-i128::MAX), int(i128::MAX));
            assert!(apart <= error && apart >= -error, "net emission: off by {apart}");
        }
    }
    let smoothed = |amount: fn(&Past) -> Tokens| {
        past.iter().fold(HighPrecisionAmount::ZERO, |average, past| {
            let value = HighPrecisionAmount::whole(amount(past).get());
            policy.mint.smoothing.update(average, value, past.inputs.range.length()).unwrap()
        })
    };
    assert_eq!(state.smoothed_burn, smoothed(|past| past.inputs.burned));
    assert_eq!(state.smoothed_mint, smoothed(|past| past.decision.minted));
}

fn check_state(state: &EpochState, past: &[Past], supply: Tokens, budget: Tokens) {
    let granted = total(past, |past| past.decision.granted);
    let from_budget = total(past, |past| past.decision.from_budget);
    let minted = total(past, |past| past.decision.minted);
    let burned = total(past, |past| past.inputs.burned);
    let retired = total(past, |past| past.inputs.retired);
    assert_eq!(state.supply.get(), supply.get() + minted - burned - retired, "supply identity");
    assert_eq!(state.budget_left.get(), budget.get() - from_budget, "the budget pays once");
    assert_eq!(state.remint_credit.get(), burned - (granted - from_budget), "only what burned is re-minted");
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn every_history_keeps_every_promise(
        policy in any_policy(),
        supply in 1..=LARGEST,
        shift in 0..80u32,
        budget in 0..=LARGEST,
        window in 1..40u32,
        length in prop_oneof![Just(3_600), Just(86_400), 1..30 * 86_400u64],
        events in prop::collection::vec(any_event(), 60..90),
    ) {
        prop_assert_eq!(policy.validate(), Ok(()));
        let (supply, budget) = (Tokens::new((supply >> shift).max(1)), Tokens::new(budget));
        let mut state = EpochState::new(&policy, supply, budget, window);
        let (mut past, mut carried) = (Vec::new(), Tokens::ZERO);
        for (number, event) in events.iter().enumerate() {
            let before = state.clone();
            let burned = before.supply.times(event.burned, Rounding::Down)?;
            let retired = before.supply.minus(burned)?.times(event.retired, Rounding::Down)?;
            let inputs = EpochInputs {
                range: epoch_range(Timestamp::new(0), Duration::new(length), number as u64)?,
                burned,
                retired,
                usd_settled: Usd::new(event.usd.into()),
                gpu_seconds: event.gpu_seconds,
                weight: if event.idle { 0 } else { burned.get().max(1) },
                quote: event.quote,
                reserve: event.reserve.map(Tokens::new),
                carried,
            };
            // Never an error: an epoch that cannot be closed would stop the network.
            let (next, closing) = close_epoch(&policy, state, &inputs, event.level)?;
            let (decision, net_emission) = (closing.decision, closing.net_emission);
            // What the providers' roundings leave of this reward pool waits for the next one.
            let left_over = decision.granted.min(Tokens::new(event.left_over));
            carried = carried.minus(decision.carried_in()?)?.plus(left_over)?;
            prop_assert!(next.budget_left <= before.budget_left);
            prop_assert!(next.network_time.theta >= before.network_time.theta);
            if let Rho::Steered(steering) = &policy.mint.rho {
                prop_assert!(steering.min <= next.rho && next.rho <= steering.max);
                let moved = next.rho.atomics().abs_diff(before.rho.atomics());
                prop_assert!(moved <= steering.max_step.atomics());
            }
            past.push(Past { supply: before.supply, inputs, level: event.level, decision, net_emission });
            check_decision(&policy, &past, window);
            check_state(&next, &past, supply, budget);
            if number % 20 == 19 {
                check_measures(&policy, &next, &past, window);
            }
            state = next;
        }
    }
}

#[test]
fn a_supply_recorded_too_low_still_closes() {
    // Others may mint the same token: more can burn than was ever recorded.
    let policy = plain_policy();
    let state = EpochState::new(&policy, Tokens::new(10), Tokens::ZERO, 3);
    let inputs = EpochInputs { burned: Tokens::new(LARGEST), ..idle_day(0) };
    let (state, closing) = close_epoch(&policy, state, &inputs, Level::Normal).unwrap();
    let decision = closing.decision;
    assert_eq!(
        decision.caps.gross_emission,
        Some(Tokens::new(LARGEST)),
        "the supply at the start, as it must have been"
    );
    assert_eq!(decision.granted, Tokens::new(LARGEST));
    assert_eq!(state.supply, Tokens::new(LARGEST));
}

#[test]
fn a_price_that_collapsed_to_nothing_still_closes() {
    let mut policy = plain_policy();
    policy.mint.value_share = Ratio::ONE;
    policy.mint.round_trip = Ratio::ONE;
    let state = EpochState::new(&policy, Tokens::new(LARGEST), Tokens::ZERO, 3);
    let inputs = EpochInputs {
        burned: Tokens::new(5),
        usd_settled: Usd::new(u128::MAX),
        quote: Some(Quote::new(Price::from_atomics(1), 18).unwrap()),
        ..idle_day(0)
    };
    let (_, closing) = close_epoch(&policy, state, &inputs, Level::Normal).unwrap();
    let decision = closing.decision;
    assert_eq!((decision.granted, decision.binding), (Tokens::new(5), Some(Cap::RoundTrip)));
}

#[test]
fn dust_against_a_great_burn_still_closes() {
    // All but one unit of the supply burns: net emission, as a share of what is left, cannot be written.
    let mut policy = plain_policy();
    policy.mint.rho = Rho::Fixed(Ratio::ZERO);
    let state = EpochState::new(&policy, Tokens::new(LARGEST + 1), Tokens::ZERO, 3);
    let inputs = EpochInputs { burned: Tokens::new(LARGEST), ..idle_day(0) };
    let (state, closing) = close_epoch(&policy, state, &inputs, Level::Normal).unwrap();
    assert_eq!(state.supply, Tokens::new(1));
    assert_eq!(closing.net_emission, Some(SignedRatio::from_atomics(-i128::MAX)));
}

#[test]
fn the_net_emission_cap_is_for_the_whole_window_however_few_of_its_epochs_have_been() {
    let mut policy = plain_policy();
    policy.mint.net_emission_cap = Some(Ratio::percent(10));
    for (window, expected) in [(1, 1_000), (30, 30_000), (120, 120_000)] {
        // A tenth of 3,650,000 a year is 1,000 a day.
        let state = EpochState::new(&policy, Tokens::new(3_650_000), Tokens::ZERO, window);
        assert_eq!(state.window.length(), window);
        let (_, closing) = close_epoch(&policy, state, &idle_day(0), Level::Normal).unwrap();
        assert_eq!(closing.decision.caps.net_emission, Some(Tokens::new(expected)));
    }
}

#[test]
fn a_new_policy_moves_rho_into_its_limits_and_nothing_else() {
    let steering = |min, rest, max| {
        Rho::Steered(Steering {
            target_low: SignedRatio::percent(-20),
            target_high: SignedRatio::percent(-10),
            gain: Ratio::percent(1),
            leak: Ratio::ZERO,
            rest: Ratio::percent(rest),
            min: Ratio::percent(min),
            max: Ratio::percent(max),
            max_step: Ratio::percent(1),
            plant_gain: Ratio::ONE,
            delay: 0,
        })
    };
    let with = |rho| {
        let mut policy = plain_policy();
        policy.mint.rho = rho;
        policy
    };
    let before = EpochState::new(&with(steering(0, 50, 90)), Tokens::new(7), Tokens::new(8), 3);
    assert_eq!(before.rho, Ratio::percent(50));
    for (rho, expected) in [
        (steering(60, 70, 80), 60),
        (steering(10, 20, 40), 40),
        (steering(10, 20, 80), 50),
        (Rho::Fixed(Ratio::percent(30)), 30),
    ] {
        let mut after = before.clone();
        after.adopt(&with(rho));
        assert_eq!(after, EpochState { rho: Ratio::percent(expected), ..before.clone() });
    }
}

#[test]
fn a_baseline_moves_by_its_own_measure() {
    // Dollars are no GPU seconds: only what the baseline measures moves it. Half of the total in two days of network time.
    let baseline = Baseline {
        start: Timestamp::new(0),
        initial: 1_000,
        per: Duration::DAY,
        doubling: Duration::YEAR,
        measure: WorkMeasure::GpuSeconds,
    };
    let mut policy = plain_policy();
    policy.mint.schedule =
        vec![Emission::Baseline { total: Tokens::new(1_000), half_life: Duration::days(2), baseline }];
    let state = EpochState::new(&policy, Tokens::new(1_000_000), Tokens::new(1_000), 1);
    let close = |gpu_seconds, usd| {
        let inputs = EpochInputs { gpu_seconds, usd_settled: Usd::new(usd), ..idle_day(0) };
        let (_, closing) = close_epoch(&policy, state.clone(), &inputs, Level::Normal).unwrap();
        closing.decision.granted.get()
    };
    assert_eq!(close(0, u64::MAX.into()), 0);
    // 1,000 · (1 − 2^(−1/2)) = 292.9
    assert_eq!(close(u64::MAX, 0), 292);
}

#[test]
fn a_state_comes_back_from_storage_as_it_was() {
    let mut state = EpochState::new(&plain_policy(), Tokens::new(7), Tokens::new(8), 3);
    state.window.push(Flow { minted: Tokens::new(1), burned: Tokens::new(2) }).unwrap();
    let bytes = postcard::to_allocvec(&state).unwrap();
    assert_eq!(postcard::from_bytes::<EpochState>(&bytes), Ok(state));
}
