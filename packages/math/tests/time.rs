//! Points and lengths of time: both sides of every boundary, and the forms in which they are stored.

use ballast_math::{Duration, Timestamp};

const LAST: u64 = u64::MAX;

#[test]
fn later_ends_at_the_end_of_time() {
    let almost = Timestamp::new(LAST - 1);
    let (one, two) = (Duration::new(1), Duration::new(2));
    assert_eq!(almost.checked_plus(one), Some(Timestamp::MAX));
    assert_eq!(almost.checked_plus(two), None);
    assert_eq!(almost.saturating_plus(one), Timestamp::MAX);
    assert_eq!(almost.saturating_plus(two), Timestamp::MAX);
}

#[test]
fn earlier_ends_at_the_beginning_of_time() {
    let second = Timestamp::new(1);
    assert_eq!(second.saturating_minus(Duration::new(1)), Timestamp::new(0));
    assert_eq!(second.saturating_minus(Duration::new(2)), Timestamp::new(0));
}

#[test]
fn no_time_has_passed_since_a_later_one() {
    let (earlier, later) = (Timestamp::new(5), Timestamp::new(6));
    assert_eq!(
        (later.since(earlier), later.checked_since(earlier)),
        (Duration::new(1), Some(Duration::new(1)))
    );
    assert_eq!((later.since(later), later.checked_since(later)), (Duration::ZERO, Some(Duration::ZERO)));
    assert_eq!((earlier.since(later), earlier.checked_since(later)), (Duration::ZERO, None));
    assert_eq!(Timestamp::MAX.since(Timestamp::default()), Duration::MAX);
}

#[test]
fn lengths_add_up_to_the_longest() {
    let almost = Duration::new(LAST - 1);
    assert_eq!(almost.saturating_plus(Duration::new(1)), Duration::MAX);
    assert_eq!(almost.saturating_plus(Duration::new(2)), Duration::MAX);
    assert_eq!(Duration::new(2).saturating_minus(Duration::new(1)), Duration::new(1));
    assert_eq!(Duration::new(1).saturating_minus(Duration::new(2)), Duration::ZERO);
}

#[test]
fn lengths_multiply_up_to_the_longest() {
    let third = Duration::new(LAST / 3);
    assert_eq!((third.checked_times(3), third.saturating_times(3)), (Some(Duration::MAX), Duration::MAX));
    assert_eq!((third.checked_times(4), third.saturating_times(4)), (None, Duration::MAX));
    assert_eq!(Duration::days(LAST), Duration::MAX);
    assert_eq!((Duration::hours(24), Duration::days(7)), (Duration::DAY, Duration::WEEK));
    assert_eq!(Duration::YEAR.seconds(), 31_536_000);
}

#[test]
fn parts_are_counted_whole() {
    assert_eq!(Duration::new(7_199).checked_over(Duration::HOUR), Some(1));
    assert_eq!(Duration::new(7_200).checked_over(Duration::HOUR), Some(2));
    assert_eq!(Duration::HOUR.checked_over(Duration::ZERO), None);
    assert_eq!((Duration::new(86_399).whole_days(), Duration::DAY.whole_days()), (0, 1));
    assert!(Duration::ZERO.is_zero() && !Duration::new(1).is_zero());
    assert_eq!((Timestamp::new(3_599).hour(), Timestamp::new(3_600).hour()), (0, 1));
}

#[test]
fn a_text_is_a_whole_number_of_at_most_64_bits() {
    assert_eq!("18446744073709551615".parse(), Ok(Timestamp::MAX));
    assert!("18446744073709551616".parse::<Timestamp>().is_err());
    assert!("1.5".parse::<Duration>().is_err());
    assert_eq!(Duration::DAY.to_string(), "86400");
    assert_eq!(u128::from(Duration::MAX), u128::from(LAST));
    assert_eq!(Duration::try_from(u128::from(LAST)), Ok(Duration::MAX));
    assert!(Duration::try_from(u128::from(LAST) + 1).is_err());
}

#[test]
fn json_and_binary_forms_are_those_of_the_number() {
    for seconds in [0, 127, 128, 1_700_000_000, LAST] {
        let (time, length) = (Timestamp::new(seconds), Duration::new(seconds));
        let json = seconds.to_string();
        assert_eq!(serde_json::to_string(&time).unwrap(), json);
        assert_eq!(serde_json::to_string(&length).unwrap(), json);
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), time);
        assert_eq!(serde_json::from_str::<Duration>(&json).unwrap(), length);
        let bytes = postcard::to_allocvec(&seconds).unwrap();
        assert_eq!(postcard::to_allocvec(&time).unwrap(), bytes);
        assert_eq!(postcard::to_allocvec(&length).unwrap(), bytes);
        assert_eq!(postcard::from_bytes::<Timestamp>(&bytes).unwrap(), time);
        assert_eq!(postcard::from_bytes::<Duration>(&bytes).unwrap(), length);
    }
    for wrong in ["-1", "1.0", "\"1\"", "[1]", "18446744073709551616"] {
        let expected = serde_json::from_str::<u64>(wrong).unwrap_err().to_string();
        assert_eq!(serde_json::from_str::<Timestamp>(wrong).unwrap_err().to_string(), expected);
        assert_eq!(serde_json::from_str::<Duration>(wrong).unwrap_err().to_string(), expected);
    }
}
