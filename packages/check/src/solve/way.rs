//! How governance would get there: one change after the other, each waiting for its delay and for the interval.

use ballast_math::Duration;
use serde::Serialize;

use super::ladder::Ladder;
use super::search::tried;
use crate::Base;

/// A value on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// What the parameter becomes.
    pub value: String,
    /// Seconds from now to the first moment at which it can be in force, when every change is made as soon as it can be.
    pub in_force_after: Duration,
}

/// The way from today's value to a looser one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// The values, each as far from the one before as one change may go.
    pub stops: Vec<Stop>,
    /// How many of them were tried.
    pub tried: usize,
    /// Seconds that every change waits after it is queued.
    pub delay: Duration,
    /// Blocks that it waits besides. How long they take is not counted.
    pub delay_blocks: u64,
    /// Seconds from one change to the next, at the least.
    pub interval: Duration,
    /// A pending set that touches the parameter and has to end first.
    pub pending: Option<u64>,
}

impl Way {
    /// The way to a value; none where it is longer than anybody would go.
    ///
    /// A change can only be queued once the one before it is made, because it names the value that it replaces; and not so early that
    /// its window is over before the interval is. So from one to the next it takes the delay or the interval, whichever is longer.
    pub fn to(goal: u128, ladder: &Ladder, base: &Base) -> Option<Self> {
        let values = ladder.stops(goal)?;
        let terms = base.guardrails.terms;
        let now = base.now();
        let mut executed = now.saturating_plus(terms.delay).max(ladder.next_change);
        let mut stops = vec![];
        for value in &values {
            let in_force = base.in_force(&ladder.parameter, executed);
            stops.push(Stop { value: ladder.show(*value), in_force_after: in_force.since(now) });
            executed = executed.saturating_plus(terms.delay.max(ladder.rule.interval));
        }
        Some(Self {
            stops,
            tried: tried(&values).len(),
            delay: terms.delay,
            delay_blocks: terms.delay_blocks,
            interval: ladder.rule.interval,
            pending: ladder.pending,
        })
    }
}
