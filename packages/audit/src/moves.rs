//! The breaker's moves, as they were announced and as they follow.

use core::fmt;

use ballast_api::events::{RecoveryEvent, TripEvent};
use ballast_economy::{BreakerPolicy, BreakerState, Signal, Signals};
use ballast_guardrails::{Breaker, Level, Reading, Transition};
use ballast_math::Ratio;

use super::difference::{Difference, Place};

/// A move of the breaker, without its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    from: Level,
    to: Level,
    signal: Option<Signal>,
    drawdown: Option<Ratio>,
    threshold: Option<Ratio>,
}

impl From<&Transition<Signal>> for Move {
    fn from(transition: &Transition<Signal>) -> Self {
        let Transition { from, to, signal, drawdown, threshold, .. } = *transition;
        Self { from, to, signal, drawdown, threshold }
    }
}

impl From<TripEvent> for Move {
    fn from(TripEvent { from, to, signal, drawdown, threshold }: TripEvent) -> Self {
        Self { from, to, signal, drawdown, threshold }
    }
}

impl From<RecoveryEvent> for Move {
    fn from(RecoveryEvent { from, to, signal, drawdown, threshold }: RecoveryEvent) -> Self {
        Self { from, to, signal, drawdown, threshold }
    }
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} to {:?}", self.from, self.to)?;
        self.signal.map_or(Ok(()), |signal| write!(f, " by {signal:?}"))?;
        self.drawdown.map_or(Ok(()), |drawdown| write!(f, " at {drawdown}"))?;
        self.threshold.map_or(Ok(()), |threshold| write!(f, ", threshold {threshold}"))
    }
}

/// By what a move in the middle of an epoch is judged.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    pub policy: &'a BreakerPolicy,
    pub signals: Signals,
    /// Whether the guardian has just tripped it.
    pub guardian: bool,
}

impl Judge<'_> {
    /// The breaker after a move that a message announced.
    ///
    /// Usage and coverage stand still between two closes: what was read of them must be what the last close left. What was
    /// read of the market, and of the collateral at its price, is in no event; but the level must follow from it.
    pub fn follow(&self, place: &Place, breaker: &BreakerState, moved: &Move) -> Result<Breaker, Difference> {
        let Move { from, to, signal, drawdown, .. } = *moved;
        let what = |figure: &str| format!("{figure} of a move: {moved}");
        if from == to {
            return Err(place.differs(&format!("a move: {moved}"), "another level", "the same"));
        }
        place.same_debug(&what("level before"), &breaker.breaker.level(), &from)?;
        let known = match signal {
            Some(Signal::Usage) => Some(breaker.usage),
            Some(Signal::Coverage) => Some(breaker.coverage),
            _ => drawdown,
        };
        place.same_debug(&what("drawdown"), &known, &drawdown)?;
        let on = signal.is_none_or(|signal| self.signals.has(signal));
        place.same_debug(&what("signal is on"), &true, &on)?;
        self.agrees_with_what_is_known(place, breaker, moved)?;
        let thresholds = signal.and_then(|signal| self.policy.thresholds(signal));
        let demanded = signal.and_then(Signal::demanded);
        let demanded = demanded.filter(|_| signal != Some(Signal::Guardian) || self.guardian);
        let reading = thresholds.zip(drawdown);
        let reading = reading.map(|(thresholds, drawdown)| Reading { signal: (), drawdown, thresholds });
        let after = breaker.breaker.follow(to > from, reading, demanded, self.policy.recovery.exit);
        let threshold = thresholds.and_then(|thresholds| thresholds.of(from.max(to)));
        place.same_debug(&what("level after"), &after.level(), &to)?;
        place.same_debug(&what("threshold"), &threshold, &moved.threshold)?;
        Ok(after)
    }

    /// Nothing that is known calls for more than the level after a move, or holds the level that it leaves.
    fn agrees_with_what_is_known(
        &self,
        place: &Place,
        breaker: &BreakerState,
        moved: &Move,
    ) -> Result<(), Difference> {
        let known = [(Signal::Usage, breaker.usage), (Signal::Coverage, breaker.coverage)];
        let on = known.into_iter().filter(|(signal, _)| self.signals.has(*signal));
        for (signal, drawdown) in on {
            let Some(thresholds) = self.policy.thresholds(signal) else { continue };
            let falls = moved.to < moved.from;
            let (what, agrees) = if falls {
                // What can be read is told with a recovery.
                let measured = moved.signal.is_some_and(|signal| self.policy.thresholds(signal).is_some());
                let held = thresholds.held(drawdown, self.policy.recovery.exit) >= moved.from;
                ("lets the level go", measured && !held)
            } else {
                ("calls for no more", thresholds.level(drawdown) <= moved.to)
            };
            place.same(&format!("{signal:?} {what}: {moved}"), true, agrees)?;
        }
        Ok(())
    }
}
