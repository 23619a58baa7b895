//! The circuit breaker: up at once, down one level after a dwell.
//!
//! ```text
//! up:    any signal at its entry threshold          → at once, any number of levels
//! down:  all signals below their exit thresholds,
//!        fresh, from one observation to another
//!        that is a dwell later                      → one level, and the dwell begins again
//! ```
//!
//! What an observation does depends on the state, the time and the signals alone. A query makes the same observation and
//! throws it away, so it never shows a level that a message would not enforce.

use ballast_math::{Duration, Ratio, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::cause::Cause;
use crate::level::Level;
use crate::observation::{Observation, Reading, Transition};
use crate::thresholds::Recovery;

/// The guardian's trip.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GuardianTrip {
    /// The first second after it.
    pub until: Timestamp,
    /// The first second at which another may begin.
    pub next: Timestamp,
}

/// Why the guardian's trip is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TripError {
    /// It is too long or no time at all.
    #[error("expected a trip of 1 to {max} s, found {found} s")]
    Length {
        /// The longest.
        max: Duration,
        /// What was asked for.
        found: Duration,
    },
    /// The guardian's last trip is too recent; it cannot be extended.
    #[error("the guardian may trip again from {next} on, now it is {now}: {} s to go", next.since(*now))]
    Cooldown {
        /// The first second.
        next: Timestamp,
        /// Now.
        now: Timestamp,
    },
}

/// The state of the breaker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Breaker {
    level: Level,
    /// The highest level since it was last asked for.
    peak: Level,
    /// The first of the calm observations that go on until now.
    calm_since: Option<Timestamp>,
    guardian: GuardianTrip,
}

impl Breaker {
    /// The level at the last observation.
    #[must_use]
    #[inline]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// Since when observations have been calm enough to leave the level.
    #[must_use]
    #[inline]
    pub const fn calm_since(&self) -> Option<Timestamp> {
        self.calm_since
    }

    /// The guardian's last trip.
    #[must_use]
    #[inline]
    pub const fn guardian_trip(&self) -> GuardianTrip {
        self.guardian
    }

    /// Whether the guardian's trip lasts.
    #[must_use]
    #[inline]
    pub fn is_tripped_by_guardian(&self, now: Timestamp) -> bool {
        now < self.guardian.until
    }

    /// The highest level since [`Breaker::take_peak`], the present one included.
    #[must_use]
    #[inline]
    pub fn peak(&self) -> Level {
        self.peak.max(self.level)
    }

    /// The highest level since this was last called, the present one included; the count begins again.
    #[inline]
    pub fn take_peak(&mut self) -> Level {
        let peak = self.peak();
        self.peak = self.level;
        peak
    }

    /// The earliest second at which the level could be one lower, if observations are calm from `now` on; `None` at 0.
    #[must_use]
    pub fn earliest_recovery(&self, recovery: &Recovery, now: Timestamp) -> Option<Timestamp> {
        let calm = self.calm_since.unwrap_or_else(|| now.max(self.guardian.until));
        (self.level > Level::Normal).then(|| calm.saturating_plus(recovery.dwell.of(self.level)))
    }

    /// What an observation does.
    ///
    /// `guardian` names the guardian's trip among the signals, for the record of it.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    #[must_use]
    pub fn observe<S: Copy, const N: usize>(
        self,
        now: Timestamp,
        observation: &Observation<S, N>,
        recovery: &Recovery,
        guardian: S,
    ) -> (Self, Option<Transition<S>>) {
        let tripped = self.is_tripped_by_guardian(now).then_some((guardian, Level::Halted));
        let demands = || observation.demand.into_iter().chain(tripped);
        let demanded = demands().map(|(_, level)| level).max().unwrap_or_default();
        let entry = |reading: &Reading<S>| reading.thresholds.level(reading.drawdown);
        let level = observation.worst(demanded, entry);
        if level > self.level {
            let cause = Cause::worst(observation, demands(), entry);
            let breaker = Self { level, peak: self.peak.max(level), calm_since: None, ..self };
            return (breaker, Some(cause.transition(now, self.level, level)));
        }
        let held = |reading: &Reading<S>| reading.thresholds.held(reading.drawdown, recovery.exit);
        if self.level == Level::Normal
            || !observation.fresh
            || observation.worst(demanded, held) >= self.level
        {
            return (Self { calm_since: None, ..self }, None);
        }
        let Some(calm_since) = self.calm_since else {
            return (Self { calm_since: Some(now), ..self }, None);
        };
        if now.since(calm_since) < recovery.dwell.of(self.level) {
            return (self, None);
        }
        let lower = self.level.lower();
        let breaker = Self { level: lower, calm_since: Some(now), ..self };
        (breaker, Some(Cause::calmest(observation, self.level).transition(now, self.level, lower)))
    }

    /// Raises the level from outside an observation, for what the end of a period finds.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    #[must_use]
    pub fn raise<S: Copy>(self, now: Timestamp, reading: &Reading<S>) -> (Self, Option<Transition<S>>) {
        let level = reading.thresholds.level(reading.drawdown);
        if level <= self.level {
            return (self, None);
        }
        let cause = Cause::of(reading, level);
        let breaker = Self { level, peak: self.peak.max(level), calm_since: None, ..self };
        (breaker, Some(cause.transition(now, self.level, level)))
    }

    /// The breaker after a move of which this is told: for who follows one from outside.
    ///
    /// Upwards it goes where the reading or the demand leads; downwards by one level, if the reading does not hold it up. Whether
    /// it was calm for long enough is not known from a move, and neither is what else was seen.
    #[must_use]
    pub fn follow<S>(
        self,
        rises: bool,
        reading: Option<Reading<S>>,
        demanded: Option<Level>,
        exit: Ratio,
    ) -> Self {
        let held = |reading: &Reading<S>| reading.thresholds.held(reading.drawdown, exit) >= self.level;
        let level = match &reading {
            Some(reading) if rises => reading.thresholds.level(reading.drawdown).max(self.level),
            None if rises => demanded.map_or(self.level, |level| level.max(self.level)),
            Some(reading) if held(reading) => self.level,
            _ => self.level.lower(),
        };
        Self { level, peak: self.peak.max(level), calm_since: None, ..self }
    }

    /// The guardian trips the breaker to level 3 for a time of `length`, from the next observation on.
    ///
    /// It ends every calm by itself, so that a dwell holds no trip that nobody happened to observe.
    ///
    /// The cooldown counts the ramp too, so that trips and their ramps together take at most a third of the time:
    ///
    /// ```text
    /// next = until + 2 · length + 3 · ramp        (length + ramp) / (next − now) = 1/3
    /// ```
    pub fn trip(
        self,
        now: Timestamp,
        length: Duration,
        longest: Duration,
        recovery: &Recovery,
    ) -> Result<Self, TripError> {
        self.trip_periods(now, length, longest, recovery, Duration::ZERO)
    }

    /// As [`Breaker::trip`], where the highest level of a period counts for the whole of it: a trip then reaches up to a
    /// period beyond either end.
    ///
    /// ```text
    /// next = until + 2 · length + 3 · ramp + 6 · period        (length + ramp + 2 · period) / (next − now) = 1/3
    /// ```
    pub fn trip_periods(
        self,
        now: Timestamp,
        length: Duration,
        longest: Duration,
        recovery: &Recovery,
        period: Duration,
    ) -> Result<Self, TripError> {
        if length.is_zero() || length > longest {
            return Err(TripError::Length { max: longest, found: length });
        }
        if now < self.guardian.next {
            return Err(TripError::Cooldown { next: self.guardian.next, now });
        }
        let until = now.saturating_plus(length);
        let cooldown = [(length, 2), (recovery.dwell.ramp(), 3), (period, 6)]
            .into_iter()
            .fold(Duration::ZERO, |sum, (span, times)| sum.saturating_plus(span.saturating_times(times)));
        let guardian = GuardianTrip { until, next: until.saturating_plus(cooldown) };
        Ok(Self { guardian, calm_since: None, ..self })
    }
}
