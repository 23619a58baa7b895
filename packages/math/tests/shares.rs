//! Sharing a grant and paying it out over time: to the unit, in any order.

#![allow(missing_docs)]

mod support;

use ballast_math::*;
use num_rational::BigRational;
use proptest::prelude::*;
use support::*;

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn shares_and_remainders_make_up_the_grant_in_any_order(
        granted in 1..=u128::MAX,
        weights in prop::collection::vec(0..=u128::MAX / 40, 1..40).prop_shuffle(),
        shift in 0..120u32,
    ) {
        let weights: Vec<u128> = weights.into_iter().map(|weight| weight >> shift).collect();
        let total: u128 = weights.iter().sum();
        let Some(mut pool) = RewardPool::new(Tokens::new(granted), total) else {
            prop_assert_eq!(total, 0);
            return Ok(());
        };
        let (mut paid, mut carried) = (BigRational::default(), 0);
        let mut taken = 0;
        for weight in weights {
            let shown = pool.share_of(weight)?;
            let share = pool.take(weight)?;
            prop_assert_eq!(Some(share.reward.get()), floor(&(int(granted) * frac(weight, total))));
            prop_assert_eq!(share.reward, shown);
            paid += int(share.reward.get());
            carried += share.carried.get();
            taken += weight;
            // Paid and carried never run ahead of the weight that was taken.
            prop_assert!(&paid + int(carried) <= int(granted) * frac(taken, total));
            prop_assert_eq!(pool.is_empty(), taken == total);
        }
        prop_assert_eq!(paid + int(carried), int(granted));
    }

    #[test]
    fn nobody_takes_more_than_is_left(
        granted in 1..=u128::MAX, weight in 1..u128::MAX, first in any_share(),
    ) {
        let mut pool = RewardPool::new(Tokens::new(granted), weight).unwrap();
        let first = Tokens::new(weight).times(first, Rounding::Down)?.get();
        pool.take(first)?;
        let before = pool;
        let left = weight - first;
        let operation = "weight left in the reward pool";
        prop_assert_eq!(
            pool.take(left + 1),
            Err(MathError::Underflow { operation, minuend: left, subtrahend: left + 1 })
        );
        prop_assert_eq!(pool, before);
        prop_assert!(pool.take(left).is_ok());
    }

    #[test]
    fn a_split_reward_is_whole_and_the_part_that_vests_rounds_up(
        reward in any_amount(), share in any_share(),
    ) {
        let policy = RewardPolicy { vesting_share: share, vesting_period: Duration::new(1), ..RewardPolicy::plain() };
        let (now, later) = policy.split(Tokens::new(reward))?;
        prop_assert_eq!(now.plus(later)?.get(), reward);
        prop_assert_eq!(Some(later.get()), rounded(&(int(reward) * ratio(share)), Rounding::Up));
    }
}

#[test]
fn there_is_no_pot_without_work_or_grant() {
    assert_eq!(RewardPool::new(Tokens::ZERO, 5), None);
    assert_eq!(RewardPool::new(Tokens::new(5), 0), None);
}

#[test]
fn weights_are_burns_or_dollars() {
    assert_eq!(WeightBy::Burned.of(Tokens::new(3), Usd::new(5)), 3);
    assert_eq!(WeightBy::Usd.of(Tokens::new(3), Usd::new(5)), 5);
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn a_stream_pays_evenly_and_in_full_however_often_it_is_asked(
        tokens in amount_below(120), start in any::<u32>(),
        period in prop_oneof![1 => Just(0), 9 => 0..u64::from(u32::MAX)],
        asked in prop::collection::vec(any_share(), 0..30),
    ) {
        let start = u64::from(start);
        let mut stream = Stream::default();
        prop_assert_eq!(stream.add(Tokens::new(tokens), Timestamp::new(start), Duration::new(period))?, Tokens::ZERO);
        let at = |share: &Ratio| start + (u128::from(period) * share.atomics() / ONE) as u64;
        let mut times: Vec<u64> = asked.iter().map(at).collect();
        times.sort_unstable();
        let mut paid = 0;
        for now in times {
            paid += stream.release(Timestamp::new(now))?.get();
            let linear = if period == 0 { int(tokens) } else { int(tokens) * frac(now - start, period) };
            // What one question at this time would have given: asking before cost nothing.
            prop_assert_eq!(Some(paid), floor(&linear));
            prop_assert_eq!(stream.unreleased().get(), tokens - paid);
        }
        paid += stream.release(Timestamp::new(start + period))?.get();
        prop_assert_eq!(paid, tokens);
        prop_assert_eq!(stream, Stream::default());
    }

    #[test]
    fn merging_keeps_the_mean_time_and_is_no_faster_while_both_would_run(
        first in amount_below(100), second in amount_below(100),
        (a, b) in (1..1_000_000_000u64, 1..1_000_000_000u64), wait in any_share(), look in any_share(),
    ) {
        prop_assume!(first > 0 && second > 0);
        let mut merged = Stream::default();
        merged.add(Tokens::new(first), Timestamp::new(0), Duration::new(a))?;
        let (mut apart, mut other) = (merged, Stream::default());
        let now = (u128::from(a) * wait.atomics() / ONE) as u64;
        let released = merged.add(Tokens::new(second), Timestamp::new(now), Duration::new(b))?;
        prop_assert_eq!(apart.release(Timestamp::new(now))?, released);
        other.add(Tokens::new(second), Timestamp::new(now), Duration::new(b))?;

        let left = first - released.get();
        let mean = (int(left) * int(a - now) + int(second) * int(b)) / int(left + second);
        prop_assert_eq!(int(merged.end().seconds() - now), mean.ceil());
        prop_assert_eq!(merged.unreleased().get(), left + second);

        // Until the shorter of the two would have ended: after that, the same mean puts the merged one ahead.
        let shorter = if left == 0 { b } else { b.min(a - now) };
        let later = now + (u128::from(shorter) * look.atomics() / ONE) as u64;
        let separately = apart.releasable(Timestamp::new(later))?.get() + other.releasable(Timestamp::new(later))?.get();
        // The two round down once each, and the first had a part of a unit in hand.
        prop_assert!(merged.releasable(Timestamp::new(later))?.get() <= separately + 2);
        prop_assert_eq!(merged.release(merged.end())?.get(), left + second);
    }
}

#[test]
fn adding_nothing_only_releases() {
    let mut stream = Stream::default();
    stream.add(Tokens::new(100), Timestamp::new(1_000), Duration::new(100)).unwrap();
    assert_eq!(stream.add(Tokens::ZERO, Timestamp::new(1_050), Duration::new(9_999)), Ok(Tokens::new(50)));
    assert_eq!((stream.unreleased(), stream.end()), (Tokens::new(50), Timestamp::new(1_100)));
    // Time before the start has released nothing.
    let mut early = Stream::default();
    early.add(Tokens::new(100), Timestamp::new(1_000), Duration::new(100)).unwrap();
    assert_eq!(early.releasable(Timestamp::new(999)), Ok(Tokens::ZERO));
    let mut endless = Stream::default();
    let overflow = Err(MathError::Overflow { operation: "end of vesting" });
    assert_eq!(endless.add(Tokens::new(1), Timestamp::new(1), Duration::MAX), overflow);
}
