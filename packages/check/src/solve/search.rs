//! Looking for the loosest value that passes, without trying them all.

use anyhow::Result;

use super::ladder::Ladder;

/// Stops on the way that are tried, at most; of more, some are picked evenly.
pub const MAX_TRIED: usize = 32;

/// What a search came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchOutcome {
    /// Today's value fails.
    TodayFails,
    /// Everything that was tried passes, the hard bound too.
    BoundPasses,
    /// The loosest value that passes, and the next tighter one than all that fail: no multiple of the resolution lies between.
    Between {
        /// The one.
        passes: u128,
        /// The other.
        fails: u128,
    },
}

/// Searches by bisection, then tries the stops on the way to what it found: where one fails, what lies beyond it is out of reach, and
/// the search goes on before it. So whatever the values between may do, those that governance would set on the way all pass.
///
/// `passes` is asked for the same value more than once.
pub fn search(ladder: &Ladder, mut passes: impl FnMut(u128) -> Result<bool>) -> Result<SearchOutcome> {
    if !passes(ladder.today)? {
        return Ok(SearchOutcome::TodayFails);
    }
    let (mut good, mut bad) = match passes(ladder.bound)? {
        true => (ladder.bound, None),
        false => (ladder.today, Some(ladder.bound)),
    };
    loop {
        if let Some(bad) = &mut bad {
            while let Some(middle) = ladder.between(good, *bad) {
                match passes(middle)? {
                    true => good = middle,
                    false => *bad = middle,
                }
            }
        }
        let mut reached = ladder.today;
        let mut hole = None;
        for stop in tried(&ladder.stops(good).unwrap_or_default()) {
            if !passes(stop)? {
                hole = Some(stop);
                break;
            }
            reached = stop;
        }
        match hole {
            Some(stop) => (good, bad) = (reached, Some(stop)),
            None => break,
        }
    }
    Ok(match bad {
        Some(fails) => SearchOutcome::Between { passes: good, fails },
        None => SearchOutcome::BoundPasses,
    })
}

/// The stops that are tried: all, or some of them, picked evenly, with the last.
pub fn tried(stops: &[u128]) -> Vec<u128> {
    let count = stops.len().min(MAX_TRIED);
    (1..=count).map(|place| stops[place * stops.len() / count - 1]).collect()
}
