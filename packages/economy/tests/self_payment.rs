//! Paying yourself: what colluders get back of what they burned, over many epochs.

#![allow(missing_docs)]

mod support;

use ballast_economy::*;
use ballast_guardrails::Level;
use ballast_math::*;
use proptest::prelude::*;
use support::*;

proptest! {
    #![proptest_config(cases(400))]

    /// Guarantee 4: with γ ≤ 1, no schedule and weights by burn, colluders get back at most what they burned.
    #[test]
    fn paying_yourself_never_pays(
        gamma in any_share(),
        rho in 0..=2 * ONE,
        value_share in any_share(),
        weight in 1..=ONE,
        colluders in prop::collection::vec(any::<bool>(), 6),
        epochs in prop::collection::vec(
            (prop::collection::vec(amount_below(70), 6), any::<u64>(), any_quote(), 0..10u8), 5..60,
        ),
    ) {
        let mut policy = plain_policy();
        policy.mint.rho = Rho::Fixed(Ratio::from_atomics(rho));
        policy.mint.round_trip = gamma;
        policy.mint.value_share = value_share;
        policy.mint.smoothing.weight = Ratio::from_atomics(weight);
        prop_assert_eq!(policy.validate(), Ok(()));
        let mut state = EpochState::new(&policy, Tokens::new(1 << 100), Tokens::ZERO, 7);
        // The colluders burned before the game too: a credit that they did not pay for is there to be taken.
        state.remint_credit = Tokens::new(1 << 90);
        let (mut burned, mut rewarded, mut carried) = (0, 0, Tokens::ZERO);
        for (number, (burns, usd, quote, level)) in epochs.into_iter().enumerate() {
            let weight: u128 = burns.iter().sum();
            let inputs = EpochInputs {
                burned: Tokens::new(weight),
                weight,
                usd_settled: Usd::new(usd.into()),
                quote: Some(quote),
                carried,
                ..idle_day(number as u64)
            };
            let level = if level == 0 { Level::Caution } else { Level::Normal };
            let closing;
            (state, closing) = close_epoch(&policy, state, &inputs, level)?;
            let decision = closing.decision;
            carried = carried.minus(decision.carried_in()?)?;
            if let Some(mut pool) = RewardPool::new(decision.granted, weight) {
                for (burn, colludes) in burns.iter().zip(&colluders) {
                    let share = pool.take(WeightBy::Burned.of(Tokens::new(*burn), Usd::ZERO))?;
                    carried = carried.plus(share.carried)?;
                    // Epoch by epoch, and so over any number of them.
                    prop_assert!(share.reward.get() <= *burn);
                    if *colludes {
                        (burned, rewarded) = (burned + burn, rewarded + share.reward.get());
                    }
                }
                prop_assert!(pool.is_empty());
            }
            prop_assert!(int(rewarded) <= ratio(gamma) * int(burned));
        }
    }
}
