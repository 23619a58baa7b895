//! What can trip the breaker of a burn-mint economy, and when.
//!
//! A signal is a file here, its line in [`signals!`] below, and the rows of its thresholds in the table of parameters.

pub(crate) mod collateral;
pub(crate) mod coverage;
mod price;
pub(crate) mod usage;

use core::fmt;
use core::str::FromStr;

use ballast_guardrails::{Dwell, Level, Observation, Reading, Recovery, ThresholdError, Thresholds};
use ballast_math::{Duration, MathError, Ratio, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::breaker::BreakerState;
use crate::market::Market;

/// How no signals are written.
const NO_SIGNALS: &str = "none";

/// A name that no switch of signals has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected names of signals with commas between them, or none")]
pub struct UnknownSignal;

/// What a network can lack so badly that the lack itself holds the breaker up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lack {
    /// No usable price.
    Price,
    /// Too little paid work: too little burns, or credits are not used up that could not be paid for in full.
    Work,
}

/// What a signal is read from.
#[derive(Debug, Clone, Copy)]
pub struct SignalInputs<'a> {
    /// What the breaker remembers.
    pub memory: &'a BreakerState,
    /// The market now.
    pub market: &'a Market,
    /// What outstanding credits lack now; see [`BreakerState::shortfall`].
    pub shortfall: Option<Ratio>,
    /// UNIX time.
    pub now: Timestamp,
}

/// The list of what trips the breaker. Everything that goes through all signals is made of it.
macro_rules! signals {
    (
        switches { $($switch:ident: $switch_doc:literal,)+ }
        measured { $($signal:ident($doc:literal) {
            label: $label:literal,
            $field:ident: $field_doc:literal,
            switch: $on:ident,
            lack: $lack:expr,
            drawdown: $drawdown:path,
            standard: [$caution:literal, $restricted:literal, $halted:literal],
        })+ }
        demanding { $($demanding:ident($demanding_doc:literal): $demanding_label:literal,)+ }
    ) => {
        /// What can trip the breaker.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Signal {
            $(#[doc = $doc] $signal,)+
            $(#[doc = $demanding_doc] $demanding,)+
        }

        impl Signal {
            /// All of them, in the order in which they are shown.
            pub const ALL: [Self; MEASURED + DEMANDING] =
                [$(Self::$signal,)+ $(Self::$demanding,)+];

            /// A few words for people: what is looked at, and against what.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$signal => $label,)+
                    $(Self::$demanding => $demanding_label,)+
                }
            }

            /// Those with thresholds.
            pub const MEASURED: [Self; MEASURED] = [$(Self::$signal,)+];
        }

        /// How many signals have thresholds.
        pub const MEASURED: usize = [$(stringify!($signal)),+].len();
        const DEMANDING: usize = [$(stringify!($demanding)),+].len();

        /// Which signals a network has; fixed for its life. Those of the oracle and of the guardian are always on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct Signals {
            $(#[doc = $switch_doc] pub $switch: bool,)+
        }

        impl Signals {
            /// Every signal.
            pub const ALL: Self = Self { $($switch: true,)+ };
            /// None but those that are always on.
            pub const NONE: Self = Self { $($switch: false,)+ };

            /// Whether a signal with thresholds is on; the others always are.
            #[must_use]
            pub const fn has(&self, signal: Signal) -> bool {
                match signal {
                    $(Signal::$signal => self.$on,)+
                    $(Signal::$demanding => true,)+
                }
            }
        }

        impl fmt::Display for Signals {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let all = [$((stringify!($switch), self.$switch)),+];
                let on: Vec<&str> = all.into_iter().filter(|(_, on)| *on).map(|(name, _)| name).collect();
                f.write_str(if on.is_empty() { NO_SIGNALS.to_owned() } else { on.join(",") }.as_str())
            }
        }

        impl FromStr for Signals {
            type Err = UnknownSignal;

            fn from_str(text: &str) -> Result<Self, UnknownSignal> {
                let mut signals = Self::NONE;
                for name in text.split(',').filter(|_| text != NO_SIGNALS) {
                    match name {
                        $(stringify!($switch) => signals.$switch = true,)+
                        _ => return Err(UnknownSignal),
                    }
                }
                Ok(signals)
            }
        }

        /// When the breaker trips and how it comes down: parameters like all others.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct BreakerPolicy {
            $(#[doc = $field_doc] pub $field: Thresholds,)+
            /// Epochs that the usage looks back, from 1 to 120.
            pub usage_window: u32,
            /// How a level is left.
            pub recovery: Recovery,
        }

        impl BreakerPolicy {
            /// Checks every threshold, the hysteresis and the dwells. The usage window is clamped where it is used.
            pub fn validate(&self) -> Result<(), ThresholdError> {
                $(self.$field.validate(stringify!($field))?;)+
                self.recovery.validate()
            }

            /// The figures to start from, until a network has calibrated its own.
            #[must_use]
            pub const fn standard() -> Self {
                Self {
                    $($field: Thresholds {
                        caution: Ratio::percent($caution),
                        restricted: Ratio::percent($restricted),
                        halted: Ratio::percent($halted),
                    },)+
                    usage_window: 30,
                    recovery: Recovery {
                        exit: Ratio::percent(70),
                        dwell: Dwell {
                            caution: Duration::new(1_800),
                            restricted: Duration::hours(2),
                            halted: Duration::hours(6),
                        },
                    },
                }
            }

            /// The thresholds of a signal, where it has any.
            #[must_use]
            pub const fn thresholds(&self, signal: Signal) -> Option<Thresholds> {
                match signal {
                    $(Signal::$signal => Some(self.$field),)+
                    $(Signal::$demanding => None,)+
                }
            }
        }

        impl SignalInputs<'_> {
            /// The signals with thresholds as they are now: those that are on and can be read.
            #[cfg_attr(not(target_family = "wasm"), inline)]
            fn readings(
                &self,
                policy: &BreakerPolicy,
                signals: Signals,
            ) -> Result<[Option<Reading<Signal>>; MEASURED], MathError> {
                Ok([$(
                    match if signals.$on { $drawdown(self)? } else { None } {
                        Some(drawdown) => {
                            Some(Reading { signal: Signal::$signal, drawdown, thresholds: policy.$field })
                        }
                        None => None,
                    },
                )+])
            }

            /// What is lacking so badly that it holds the breaker at level 2 or above; each of them once.
            pub fn lacking(&self, policy: &BreakerPolicy, signals: Signals) -> Result<Vec<Lack>, MathError> {
                let mut lacking = vec![];
                if self.market.is_dead() {
                    lacking.push(Lack::Price);
                }
                $(
                    let lack: Option<Lack> = $lack;
                    if let Some(lack) = lack.filter(|lack| signals.$on && !lacking.contains(lack))
                        && let Some(drawdown) = $drawdown(self)?
                        && policy.$field.held(drawdown, policy.recovery.exit) >= Level::Restricted
                    {
                        lacking.push(lack);
                    }
                )+
                Ok(lacking)
            }
        }
    };
}

signals! {
    switches {
        price: "The price, against its day and its week.",
        usage: "The smoothed burn, against its best.",
        coverage: "The smoothed burn, against the smoothed mint. A network that lives on its schedule has no use for it.",
        collateral: "What could be re-minted for outstanding credits, against what they promise. For networks that pay by value.",
    }
    measured {
        PriceDay("The price below the highest hourly average of a day.") {
            label: "price, against the best hour of a day",
            price_day: "Fall of the price from the highest hourly average of a day.",
            switch: price,
            lack: None,
            drawdown: price::day,
            standard: [10, 20, 35],
        }
        PriceWeek("The price below the highest hourly average of a week.") {
            label: "price, against the best hour of a week",
            price_week: "Fall of the price from the highest hourly average of a week.",
            switch: price,
            lack: None,
            drawdown: price::week,
            standard: [20, 35, 50],
        }
        Usage("The smoothed burn below its best of the last epochs.") {
            label: "smoothed burn, against its best",
            usage: "Fall of the smoothed burn from its best of `usage_window` epochs.",
            switch: usage,
            lack: Some(Lack::Work),
            drawdown: usage::drawdown,
            standard: [25, 45, 60],
        }
        Coverage("The smoothed burn below the smoothed mint.") {
            label: "smoothed burn, against the smoothed mint",
            coverage: "Part of the smoothed mint that the smoothed burn does not cover: a coverage of 0.9 is a gap of 0.1.",
            switch: coverage,
            lack: Some(Lack::Work),
            drawdown: coverage::drawdown,
            standard: [10, 40, 70],
        }
        Collateral("Outstanding credits that could not be paid for in full.") {
            label: "outstanding credits, against what could pay for them",
            collateral: "Part of what outstanding credits promise that could not be re-minted: a ratio of 0.95 is a shortfall of 0.05.",
            switch: collateral,
            // Only settling uses credits up.
            lack: Some(Lack::Work),
            drawdown: collateral::drawdown,
            standard: [5, 10, 50],
        }
    }
    demanding {
        Oracle("The price cannot be used."): "no usable price",
        Guardian("The guardian."): "the guardian",
    }
}

/// The longest memory of the usage signal, in epochs.
pub const MAX_USAGE_WINDOW: u32 = ballast_math::MAX_WINDOW;

/// A signal of the breaker as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignalStatus {
    /// Which.
    pub signal: Signal,
    /// Whether the network has it.
    pub on: bool,
    /// How far it has fallen, where it is measured and known.
    pub drawdown: Option<Ratio>,
    /// Its thresholds, where it has any.
    pub thresholds: Option<Thresholds>,
    /// The level that it demands now.
    pub level: Level,
}

impl Signal {
    /// The level that a signal without thresholds demands as long as it lasts; none for those that are measured.
    #[must_use]
    #[inline]
    pub const fn demanded(self) -> Option<Level> {
        match self {
            Self::Oracle => Some(Level::Restricted),
            Self::Guardian => Some(Level::Halted),
            _ => None,
        }
    }
}

impl SignalInputs<'_> {
    /// All signals as the breaker observes them.
    ///
    /// A price outside of its band still counts for its fall: a crash is no reason to look away. One that nobody quotes
    /// any more counts at its last value, and no level is left on the strength of it.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn observation(
        &self,
        policy: &BreakerPolicy,
        signals: Signals,
    ) -> Result<Observation<Signal, MEASURED>, MathError> {
        let dead = self.market.is_dead();
        Ok(Observation {
            readings: self.readings(policy, signals)?,
            demand: Signal::Oracle.demanded().filter(|_| dead).map(|level| (Signal::Oracle, level)),
            fresh: !dead,
        })
    }

    /// Every signal, whether it is on or not, in the order in which they are shown.
    pub fn signals(&self, policy: &BreakerPolicy, signals: Signals) -> Result<Vec<SignalStatus>, MathError> {
        let observation = self.observation(policy, signals)?;
        let tripped = self.memory.breaker.is_tripped_by_guardian(self.now);
        let show = |signal: Signal| {
            let reading = observation.readings.iter().flatten().find(|reading| reading.signal == signal);
            let level = match (observation.demand, reading) {
                _ if signal == Signal::Guardian && tripped => Level::Halted,
                (Some((demanding, level)), _) if demanding == signal => level,
                (_, Some(reading)) => reading.thresholds.level(reading.drawdown),
                _ => Level::Normal,
            };
            SignalStatus {
                signal,
                on: signals.has(signal) && (signal != Signal::Oracle || self.market.expected),
                drawdown: reading.map(|reading| reading.drawdown),
                thresholds: policy.thresholds(signal),
                level,
            }
        };
        Ok(Signal::ALL.map(show).to_vec())
    }
}
