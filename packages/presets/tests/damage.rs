//! What a captured governance can do to the `ballast` preset: every step at the first moment, nobody vetoes.
//!
//! `--nocapture` prints the march; SECURITY.md quotes it.

use ballast_api::{Parameter, Values};
use ballast_economy::{EpochInputs, EpochState};
use ballast_guardrails::{Constitution, Level, LooseningDirection, ParameterId, Quantity, Rule, Values as _};
use ballast_math::{Duration, Policy, Quote, Ratio, Rho, Timestamp, Tokens, Usd, epoch_range};
use ballast_presets::{Preset, PresetName};

const DAY: u64 = 86_400;

fn ballast() -> (Preset, Constitution<Parameter>, Values) {
    let preset = Preset::load(PresetName::Ballast).expect("a preset that ships");
    let constitution = preset.constitution.read().expect("a constitution that ships");
    let values = Values { params: preset.params.clone(), sources: vec![], meters: Default::default() };
    (preset, constitution, values)
}

/// Where steps in the loosening direction take a value in so many days: the first after the delay, the next one as soon
/// as the interval and the delay of the next set have passed.
fn march(rule: &Rule, loosens: LooseningDirection, delay: u64, from: u128, days: u64) -> u128 {
    let every = rule.interval.max(Duration::new(delay));
    let mut value = from;
    let mut at = delay;
    while at <= days * DAY {
        let reach = rule.reach(value);
        value = if loosens == LooseningDirection::Down { reach.min } else { reach.max };
        at += every.seconds();
    }
    value
}

#[test]
fn a_captured_governance_marches_step_by_step_and_stops_at_the_hard_bounds() {
    let (_, constitution, values) = ballast();
    println!("{:38} {:>9} {:>9} {:>9} {:>9} {:>9}", "parameter", "now", "30 d", "90 d", "365 d", "bound");
    for id in values.parameters() {
        let Some(rule) = constitution.rule(&id) else { continue };
        let now = values.get(&id).expect("a value");
        let show = |number| Quantity(id.unit(), number).to_string().chars().take(9).collect::<String>();
        let after = [30, 90, 365]
            .map(|days| march(rule, id.loosens(), constitution.terms.delay.seconds(), now, days));
        let bound = if id.loosens() == LooseningDirection::Down { rule.bounds.min } else { rule.bounds.max };
        let [month, quarter, year] = after.map(show);
        println!(
            "{:38} {:>9} {month:>9} {quarter:>9} {year:>9} {:>9}",
            id.to_string(),
            show(now),
            show(bound)
        );
        assert!(after.iter().all(|value| rule.bounds.contain(*value)), "{id}");
    }
}

/// Every parameter at the end of its bounds where it loosens, as far as the whole still fits together.
fn loosest(constitution: &Constitution<Parameter>, values: &Values) -> Policy {
    let mut values = values.clone();
    for id in values.parameters() {
        let Some(rule) = constitution.rule(&id) else { continue };
        let mut tried = values.clone();
        tried.set(
            &id,
            if id.loosens() == LooseningDirection::Down { rule.bounds.min } else { rule.bounds.max },
        );
        if tried.validate().is_ok() {
            values = tried;
        }
    }
    values.params.policy
}

#[test]
fn even_at_the_loosest_bounds_no_epoch_mints_more_than_it_burned() {
    let (preset, constitution, values) = ballast();
    let mut policy = loosest(&constitution, &values);
    policy.mint.rho = Rho::Fixed(Ratio::ONE);
    assert_eq!(preset.emission_budget, Tokens::ZERO, "nothing may be minted by the calendar");
    let length = DAY;
    let mut state = EpochState::new(&policy, preset.seed_supply, preset.emission_budget, preset.window);
    let (mut minted, mut burned) = (0, 0);
    for epoch in 0..365 {
        // Demand that swings tenfold, at a price that falls all year: what the value-linked part likes best.
        let burn = Tokens::new(if epoch % 14 < 7 { 5_000_000_000_000 } else { 500_000_000_000 });
        let price = format!("0.{:03}", 900 - 2 * epoch).parse().expect("a price");
        let inputs = EpochInputs {
            range: epoch_range(Timestamp::new(0), Duration::new(length), epoch).expect("a year"),
            burned: burn,
            retired: Tokens::ZERO,
            usd_settled: Usd::new(burn.get()),
            gpu_seconds: 0,
            weight: 1,
            quote: Some(Quote::new(price, preset.decimals).expect("a quote")),
            reserve: None,
            carried: Tokens::ZERO,
        };
        let closing = state.close(&policy, &inputs, Level::Normal).expect("an epoch");
        let decision = closing.decision;
        assert!(decision.minted <= burn, "epoch {epoch}: {decision:?}");
        minted += decision.minted.get();
        burned += burn.get();
    }
    println!(
        "a year at the loosest bounds: {minted} minted, {burned} burned, net {}",
        minted as i128 - burned as i128
    );
    assert!(minted > 0 && minted <= burned);
}
