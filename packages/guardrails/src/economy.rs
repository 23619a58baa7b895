//! The breaker of a burn-mint economy: its signals, and the close of an epoch under it.

use ballast_math::{
    Accumulated, DAY, Decision, EpochId, EpochInputs, EpochState, Fine, Level, MathError, Policy, Price,
    Ratio, Seconds, WEEK,
};
use serde::{Deserialize, Serialize};

use crate::breaker::{Breaker, Observation, Reading, Transition};
use crate::guard::Guard;
use crate::reference::{HighWater, PriceReference};
use crate::thresholds::{Dwell, Recovery, ThresholdError, Thresholds};

/// What can trip the breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Signal {
    /// The price below the highest hourly average of a day.
    PriceDay,
    /// The price below the highest hourly average of a week.
    PriceWeek,
    /// The smoothed burn below its best of the last epochs.
    Usage,
    /// The smoothed burn below the smoothed mint.
    Coverage,
    /// The price cannot be used.
    Oracle,
    /// The guardian.
    Guardian,
}

impl Signal {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::PriceDay, Self::PriceWeek, Self::Usage, Self::Coverage, Self::Oracle, Self::Guardian];
}

/// Which signals a network has; fixed for its life. Those of the oracle and of the guardian are always on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Signals {
    /// The price, against its day and its week.
    pub price: bool,
    /// The smoothed burn, against its best.
    pub usage: bool,
    /// The smoothed burn, against the smoothed mint. A network that lives on its schedule has no use for it.
    pub coverage: bool,
}

/// When the breaker trips and how it comes down: parameters like all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BreakerPolicy {
    /// Fall of the price from the highest hourly average of a day.
    pub price_day: Thresholds,
    /// Fall of the price from the highest hourly average of a week.
    pub price_week: Thresholds,
    /// Fall of the smoothed burn from its best of `usage_window` epochs.
    pub usage: Thresholds,
    /// Part of the smoothed mint that the smoothed burn does not cover: a coverage of 0.9 is a gap of 0.1.
    pub coverage: Thresholds,
    /// Epochs that the usage looks back, from 1 to 120.
    pub usage_window: u32,
    /// How a level is left.
    pub recovery: Recovery,
}

/// The longest memory of the usage signal, in epochs.
pub const MAX_USAGE_WINDOW: u32 = ballast_math::MAX_WINDOW;

impl BreakerPolicy {
    /// Checks every threshold, the hysteresis and the dwells. The usage window is clamped where it is used.
    pub fn validate(&self) -> Result<(), ThresholdError> {
        self.price_day.validate("price_day")?;
        self.price_week.validate("price_week")?;
        self.usage.validate("usage")?;
        self.coverage.validate("coverage")?;
        self.recovery.validate()
    }

    /// The figures to start from, until a network has calibrated its own: falls of 10/20/35% in a day, 20/35/50% in a week, 25/45/60% of
    /// usage, a coverage below 0.9/0.6/0.3; exit at 70% of entry after 30 minutes, 2 hours and 6 hours.
    #[must_use]
    pub const fn standard() -> Self {
        const fn thresholds(caution: u64, restricted: u64, halted: u64) -> Thresholds {
            Thresholds {
                caution: Ratio::percent(caution),
                restricted: Ratio::percent(restricted),
                halted: Ratio::percent(halted),
            }
        }
        Self {
            price_day: thresholds(10, 20, 35),
            price_week: thresholds(20, 35, 50),
            usage: thresholds(25, 45, 60),
            coverage: thresholds(10, 40, 70),
            usage_window: 30,
            recovery: Recovery {
                exit: Ratio::percent(70),
                dwell: Dwell { caution: 1_800, restricted: 7_200, halted: 21_600 },
            },
        }
    }

    /// The thresholds of a signal, where it has any.
    #[must_use]
    pub const fn thresholds(&self, signal: Signal) -> Option<Thresholds> {
        match signal {
            Signal::PriceDay => Some(self.price_day),
            Signal::PriceWeek => Some(self.price_week),
            Signal::Usage => Some(self.usage),
            Signal::Coverage => Some(self.coverage),
            Signal::Oracle | Signal::Guardian => None,
        }
    }
}

/// The price as an observation finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// The last price that enough sources agreed on, usable or not.
    pub price: Option<Price>,
    /// The accumulated price up to now.
    pub point: Option<Accumulated>,
    /// Whether it may be used.
    pub usable: bool,
    /// Whether the network has price sources at all; without any there is no such signal.
    pub expected: bool,
}

impl Quotation {
    /// Whether there should be a usable price and is none.
    #[must_use]
    pub const fn is_dead(&self) -> bool {
        self.expected && !self.usable
    }
}

/// What the breaker remembers from message to message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Watch {
    /// The state machine.
    pub breaker: Breaker,
    /// The reference of the price.
    pub price: PriceReference,
    /// Fall of the smoothed burn at the last close.
    pub usage: Ratio,
    /// Part of the smoothed mint that was not covered at the last close.
    pub coverage: Ratio,
}

/// The rules of an epoch.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// What burns and what is minted.
    pub policy: &'a Policy,
    /// When the breaker trips.
    pub breaker: &'a BreakerPolicy,
    /// What it looks at.
    pub signals: Signals,
}

/// An epoch that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// What was decided.
    pub decision: Decision,
    /// The level that decided it.
    pub level: Level,
    /// The breaker's moves at the close, upwards only.
    pub transitions: Vec<Transition<Signal>>,
}

impl Watch {
    /// What all signals say now.
    ///
    /// A price outside of its band still counts for its fall: a crash is no reason to look away. One that nobody quotes
    /// any more counts at its last value, and no level is left on the strength of it.
    pub fn observation(
        &self,
        now: Seconds,
        quotation: &Quotation,
        rules: &BreakerPolicy,
        signals: Signals,
    ) -> Result<Observation<Signal>, MathError> {
        let mut readings = vec![];
        let mut read = |signal, fall: Option<Ratio>, thresholds| {
            readings.extend(fall.map(|fall| Reading { signal, fall, thresholds }));
        };
        if let Some(price) = quotation.price.filter(|_| signals.price) {
            read(Signal::PriceDay, self.price.fall(price, now, DAY)?, rules.price_day);
            read(Signal::PriceWeek, self.price.fall(price, now, WEEK)?, rules.price_week);
        }
        if signals.usage {
            read(Signal::Usage, Some(self.usage), rules.usage);
        }
        if signals.coverage {
            read(Signal::Coverage, Some(self.coverage), rules.coverage);
        }
        let dead = quotation.is_dead();
        Ok(Observation {
            readings,
            demand: dead.then_some((Signal::Oracle, Level::Restricted)),
            fresh: !dead,
        })
    }

    /// The breaker as the registry must know it, after an observation.
    #[must_use]
    pub fn guard(&self, quotation: &Quotation, rules: &BreakerPolicy, signals: Signals) -> Guard {
        let holds = |on: bool, fall: Ratio, thresholds: Thresholds| {
            on && thresholds.held(fall, rules.recovery.exit) >= Level::Restricted
        };
        Guard {
            level: self.breaker.level(),
            lacks_price: quotation.is_dead(),
            lacks_work: holds(signals.usage, self.usage, rules.usage)
                || holds(signals.coverage, self.coverage, rules.coverage),
        }
    }

    /// Takes note of the price and moves the breaker: up at once, or down one level when it is time.
    pub fn observe(
        &mut self,
        now: Seconds,
        quotation: &Quotation,
        rules: &BreakerPolicy,
        signals: Signals,
    ) -> Result<Option<Transition<Signal>>, MathError> {
        if let Some(point) = quotation.point {
            self.price.note(point, quotation.usable);
        }
        let observation = self.observation(now, quotation, rules, signals)?;
        let (breaker, transition) =
            self.breaker.observe(now, &observation, &rules.recovery, Signal::Guardian);
        self.breaker = breaker;
        Ok(transition)
    }

    /// Closes an epoch under the breaker.
    ///
    /// The level that decides is the highest since the last close: what tripped during the epoch counts for it, even if
    /// it recovered before the close. The epoch's own burn counts for the usage before the mint is decided; and when the mint
    /// would leave a coverage that calls for a higher level, it is decided again at that level, so that after every
    /// mint the level is one that allowed it.
    ///
    /// `state` is the economy before the epoch and `best` the reference of the usage. Nothing is changed on an error.
    pub fn close_epoch(
        &mut self,
        rules: &Rules,
        state: &mut EpochState,
        best: &mut HighWater<Fine>,
        epoch: EpochId,
        now: Seconds,
        inputs: &EpochInputs,
    ) -> Result<Closed, MathError> {
        let Rules { policy, breaker: thresholds, signals } = *rules;
        let mut breaker = self.breaker;
        let mut transitions = vec![];
        let mut raise = |breaker: &mut Breaker, signal, fall, thresholds| {
            let (raised, transition) = breaker.raise(now, &Reading { signal, fall, thresholds });
            *breaker = raised;
            transitions.extend(transition);
        };

        let draft = state.draft(policy, inputs)?;
        let smoothed_burn = draft.smoothed_burn;
        let window = thresholds.usage_window.clamp(1, MAX_USAGE_WINDOW).into();
        let reference = best.highest(epoch, window).map_or(smoothed_burn, |best| best.max(smoothed_burn));
        let usage = smoothed_burn.fall_from(reference)?;
        if signals.usage {
            raise(&mut breaker, Signal::Usage, usage, thresholds.usage);
        }
        let mut level = breaker.take_peak();
        let (closing, coverage) = loop {
            let closing = draft.at(level)?;
            let coverage = closing.smoothed_burn.fall_from(closing.smoothed_mint)?;
            if signals.coverage {
                raise(&mut breaker, Signal::Coverage, coverage, thresholds.coverage);
            }
            // Levels only rise, so this ends after three rounds at most.
            if breaker.level() <= level {
                break (closing, coverage);
            }
            level = breaker.level();
        };

        // From here on nothing can fail.
        (self.breaker, self.usage, self.coverage) = (breaker, usage, coverage);
        best.push(epoch, smoothed_burn, window);
        state.take(&closing);
        Ok(Closed { decision: closing.decision, level, transitions })
    }
}
