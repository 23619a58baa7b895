//! Policies of every kind.

use ballast_math::*;
use proptest::prelude::*;

use super::*;

const YEAR: u64 = Duration::YEAR.seconds();

/// 10^27 base units: a billion tokens of 18 decimals.
pub const LARGEST: u128 = 1_000_000_000 * ONE;

fn any_rate() -> impl Strategy<Value = Rate> {
    (0..=LARGEST, 0..90u32, 1..10 * YEAR).prop_map(|(amount, shift, per)| Rate {
        amount: Tokens::new(amount >> shift),
        per: Duration::new(per),
    })
}

fn any_plain_emission() -> impl Strategy<Value = Emission> {
    let start = 0..5 * YEAR;
    prop_oneof![
        (start.clone(), any_rate())
            .prop_map(|(start, rate)| Emission::Constant { start: Timestamp::new(start), rate }),
        prop::collection::btree_map(start.clone(), any_rate(), 0..8).prop_map(|steps| Emission::Steps {
            steps: steps.into_iter().map(|(from, rate)| Step { from: Timestamp::new(from), rate }).collect()
        }),
        (start, 0..=LARGEST, 1..20 * YEAR).prop_map(|(start, total, half_life)| {
            Emission::ExponentialDecay {
                start: Timestamp::new(start),
                total: Tokens::new(total),
                half_life: Duration::new(half_life),
            }
        }),
    ]
}

fn any_baseline() -> impl Strategy<Value = Emission> {
    let baseline = (0..3 * YEAR, 1..u64::MAX, 0..64u32, 1..10 * YEAR, 1..10 * YEAR, any::<bool>()).prop_map(
        |(start, initial, shift, per, doubling, usd)| Baseline {
            start: Timestamp::new(start),
            initial: (initial >> shift).max(1),
            per: Duration::new(per),
            doubling: Duration::new(doubling),
            measure: if usd { WorkMeasure::Usd } else { WorkMeasure::GpuSeconds },
        },
    );
    (0..=LARGEST, 1..20 * YEAR, baseline).prop_map(|(total, half_life, baseline)| Emission::Baseline {
        total: Tokens::new(total),
        half_life: Duration::new(half_life),
        baseline,
    })
}

/// Fixed, or steered right up to the stability bound.
fn any_rho() -> impl Strategy<Value = Rho> {
    let percent = |range: std::ops::Range<i64>| range.prop_map(SignedRatio::percent);
    let steering = (
        percent(-100..0),
        percent(0..100),
        // Down to a plant that hardly answers, for which enormous gains validate.
        (0..2 * ONE, 0..60u32),
        (0..ONE, 0..60u32),
        (0..=ONE, 0..=ONE / 2, 0..=ONE / 2),
        1..=u128::MAX,
        0..10u32,
    )
        .prop_map(|(low, high, (gain, large), (leak, small), (rest, below, above), max_step, delay)| {
            let bound = stability_bound(delay).expect("a bound").atomics();
            Steering {
                target_low: low,
                target_high: high,
                gain: Ratio::from_atomics((gain / 5 * bound / ONE) << large),
                leak: Ratio::from_atomics((leak / 5 * bound / ONE) >> small),
                rest: Ratio::from_atomics(rest),
                min: Ratio::from_atomics(rest.saturating_sub(below)),
                max: Ratio::from_atomics(rest + above),
                max_step: Ratio::from_atomics(max_step),
                plant_gain: Ratio::from_atomics((ONE >> large).max(1)),
                delay,
            }
        });
    prop_oneof![
        3 => (0..=2 * ONE).prop_map(|rho| Rho::Fixed(Ratio::from_atomics(rho))),
        2 => steering.prop_map(Rho::Steered),
    ]
}

/// Every kind of policy that validates, the absurd ones included.
pub fn any_policy() -> impl Strategy<Value = Policy> {
    let schedule = (prop::collection::vec(any_plain_emission(), 0..=3), prop::option::of(any_baseline()))
        .prop_map(|(mut schedule, baseline)| {
            schedule.extend(baseline);
            schedule
        });
    let smoothing = (1..=ONE, 0..60u32, 1..YEAR).prop_map(|(weight, shift, period)| Smoothing {
        weight: Ratio::from_atomics((weight >> shift).max(1)),
        period: Duration::new(period),
    });
    let caps = (
        prop_oneof![Just(ONE), 0..=10 * ONE].prop_map(Ratio::from_atomics),
        prop::option::of(any_share()),
        any_share(),
        prop::option::of(amount_below(91).prop_map(Tokens::new)),
    );
    (
        schedule,
        any_rho(),
        smoothing,
        prop::option::of(any_rate()),
        any_share(),
        caps,
        any_share(),
        any_share(),
    )
        .prop_map(|(schedule, rho, smoothing, remint_cap, value_share, caps, caution, restricted)| {
            let (round_trip, net_emission_cap, gross_emission_cap, max_supply) = caps;
            let mut mint = MintPolicy::plain();
            (mint.schedule, mint.rho, mint.smoothing) = (schedule, rho, smoothing);
            (mint.remint_cap, mint.value_share) = (remint_cap, value_share);
            (mint.round_trip, mint.net_emission_cap) = (round_trip, net_emission_cap);
            (mint.gross_emission_cap, mint.max_supply) = (gross_emission_cap, max_supply);
            mint.breaker = BreakerFactors { caution, restricted: restricted.min(caution) };
            Policy { mint, ..plain_policy() }
        })
}
