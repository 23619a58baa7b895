//! Moves of the breaker, and what they stop.

use ballast_economy::Signal;
use ballast_guardrails::{Level, Transition};
use ballast_math::{Ratio, Timestamp, Tokens};
use cosmwasm_std::Event;

use super::define::event;

event! {
    /// The breaker's level rose.
    TripEvent = "ballast-trip" {
        /// The level before.
        from: Level,
        /// The level after.
        to: Level,
        /// What tripped it.
        signal: Option<Signal>,
        /// How far that had fallen, where it is measured.
        drawdown: Option<Ratio>,
        /// The threshold that it crossed, where it has one.
        threshold: Option<Ratio>,
    }
}

event! {
    /// The breaker's level fell.
    RecoveryEvent = "ballast-recovery" {
        /// The level before.
        from: Level,
        /// The level after.
        to: Level,
        /// What had held it up longest; absent when nothing was left to see.
        signal: Option<Signal>,
        /// How far that had fallen, where it is measured.
        drawdown: Option<Ratio>,
        /// The threshold that it lies below again, where it has one.
        threshold: Option<Ratio>,
    }
}

/// The event of a move: a [`TripEvent`] upwards, a [`RecoveryEvent`] downwards.
#[must_use]
pub fn level_event(transition: &Transition<Signal>) -> Event {
    let Transition { from, to, signal, drawdown, threshold, .. } = *transition;
    if to > from {
        TripEvent { from, to, signal, drawdown, threshold }.to_event()
    } else {
        RecoveryEvent { from, to, signal, drawdown, threshold }.to_event()
    }
}

event! {
    /// The guardian tripped the breaker.
    GuardianTripEvent = "ballast-guardian-trip" {
        /// UNIX time at which the trip ends.
        until: Timestamp,
    }
}

event! {
    /// A message was refused, and succeeds all the same so that the trip it caused stands.
    RefusedEvent = "ballast-refused" {
        /// Why, in words.
        reason: String,
        /// Base units given back, where the message pays with tokens.
        refunded: Option<Tokens>,
    }
}
