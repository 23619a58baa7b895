//! Why a level is what it is.

use ballast_math::{Ratio, Timestamp};

use crate::level::Level;
use crate::observation::{Observation, Reading, Transition};

/// Why the level is what it is.
#[derive(Clone, Copy)]
pub(crate) struct Cause<S> {
    level: Level,
    signal: Option<S>,
    drawdown: Option<Ratio>,
    threshold: Option<Ratio>,
}

impl<S: Copy> Cause<S> {
    pub(crate) const NONE: Self =
        Self { level: Level::Normal, signal: None, drawdown: None, threshold: None };

    #[inline]
    pub(crate) fn of(reading: &Reading<S>, level: Level) -> Self {
        Self {
            level,
            signal: Some(reading.signal),
            drawdown: Some(reading.drawdown),
            threshold: reading.thresholds.of(level),
        }
    }

    /// The highest level of all signals; of equal ones the first.
    #[inline]
    pub(crate) fn worst<const N: usize>(
        observation: &Observation<S, N>,
        demands: impl Iterator<Item = (S, Level)>,
        level_of: impl Fn(&Reading<S>) -> Level,
    ) -> Self {
        let measured =
            observation.readings.iter().flatten().map(|reading| Self::of(reading, level_of(reading)));
        let demanded = demands.map(|(signal, level)| Self { level, signal: Some(signal), ..Self::NONE });
        measured
            .chain(demanded)
            .fold(Self::NONE, |worst, cause| if cause.level > worst.level { cause } else { worst })
    }

    /// The signal that came closest to holding a level up, for the record of its recovery.
    #[inline]
    pub(crate) fn calmest<const N: usize>(observation: &Observation<S, N>, level: Level) -> Self {
        let distance = |reading: &Reading<S>| {
            reading
                .thresholds
                .of(level)
                .map(|threshold| threshold.atomics().saturating_sub(reading.drawdown.atomics()))
        };
        observation
            .readings
            .iter()
            .flatten()
            .min_by_key(|reading| distance(reading))
            .map_or(Self::NONE, |reading| Self::of(reading, level))
    }

    #[inline]
    pub(crate) fn transition(self, time: Timestamp, from: Level, to: Level) -> Transition<S> {
        Transition { time, from, to, signal: self.signal, drawdown: self.drawdown, threshold: self.threshold }
    }
}
