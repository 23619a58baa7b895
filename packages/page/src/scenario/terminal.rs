//! What `ballast replay --scenario` prints.

use std::fmt::Write as _;

use anyhow::Result;
use ballast_replay::scenario::Comparison;

use super::{tables, words};
use crate::replay::start;
use crate::replay::words::levels;
use crate::table::visible;

/// Every epoch from the first trip to the recovery, with and without, and what it comes to.
pub fn terminal(comparison: &Comparison) -> Result<String> {
    let with = &comparison.with;
    let heading = format!("Scenario {}, preset {}", comparison.scenario.name(), with.meta.preset);
    let mut text = format!("{}\n{}", visible(&heading), start(with));
    if comparison.crisis.is_some() {
        let _ = writeln!(text, "{}\n", tables::epochs(comparison)?);
    }
    let _ = writeln!(text, "{}", visible(&words::crisis(comparison)));
    let cost = words::cost(comparison)?;
    if !cost.is_empty() {
        let _ = writeln!(text, "{}", visible(&cost));
    }
    let _ = writeln!(text, "{}", levels(&with.totals));
    if !comparison.promise_kept() {
        let _ = writeln!(text, "FAILED: an epoch above level 0 had a positive net emission.");
    }
    Ok(text)
}
