//! The breaker of a burn-mint economy: what it sees, and the close of an epoch under it.

use ballast_math::{
    Accumulated, Closing, Credits, DAY, Decision, EpochId, EpochInputs, EpochState, Fine, Level, MathError,
    Outstanding, Policy, Price, Quote, Ratio, Seconds, Tokens, WEEK,
};
use serde::{Deserialize, Serialize};

use crate::breaker::{Breaker, Observation, Reading, Transition};
use crate::guard::Guard;
use crate::reference::{HighWater, PriceReference};
use crate::signals::{BreakerPolicy, MAX_USAGE_WINDOW, Signal, Signals};
use crate::thresholds::Thresholds;

/// The price as an observation finds it, and what it makes of outstanding credits.
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
    /// The part of what outstanding credits promise that could not be re-minted at that price
    /// ([`Policy::collateral_shortfall`]); none where the signal is off, nothing is promised or there never was a price.
    pub shortfall: Option<Ratio>,
}

impl Quotation {
    /// Whether there should be a usable price and is none.
    #[must_use]
    #[inline]
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
    /// Burned and not yet re-minted at the last close; zero where the collateral is not looked at.
    pub remint_credit: Tokens,
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
    /// Credits that stay outstanding, and the price that they are looked at with: the last one known, usable or not.
    /// None where the collateral is not looked at or there never was a price.
    pub prepaid: Option<(Credits, Quote)>,
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
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn observation(
        &self,
        now: Seconds,
        quotation: &Quotation,
        rules: &BreakerPolicy,
        signals: Signals,
    ) -> Result<Observation<Signal>, MathError> {
        let (day, week) = match quotation.price.filter(|_| signals.price) {
            Some(price) => (self.price.fall(price, now, DAY)?, self.price.fall(price, now, WEEK)?),
            None => (None, None),
        };
        let read =
            |signal, fall: Option<Ratio>, thresholds| fall.map(|fall| Reading { signal, fall, thresholds });
        let dead = quotation.is_dead();
        Ok(Observation {
            readings: [
                read(Signal::PriceDay, day, rules.price_day),
                read(Signal::PriceWeek, week, rules.price_week),
                read(Signal::Usage, signals.usage.then_some(self.usage), rules.usage),
                read(Signal::Coverage, signals.coverage.then_some(self.coverage), rules.coverage),
                read(
                    Signal::Collateral,
                    quotation.shortfall.filter(|_| signals.collateral),
                    rules.collateral,
                ),
            ],
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
                || holds(signals.coverage, self.coverage, rules.coverage)
                // Only settling uses credits up.
                || holds(signals.collateral, quotation.shortfall.unwrap_or_default(), rules.collateral),
        }
    }

    /// Takes note of the price and moves the breaker: up at once, or down one level when it is time.
    #[cfg_attr(not(target_family = "wasm"), inline)]
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
    /// would leave a coverage, or a collateral, that calls for a higher level, it is decided again at that level, so that after
    /// every mint the level is one that allowed it.
    ///
    /// `state` is the economy before the epoch and `best` the reference of the usage. Nothing is changed on an error.
    #[cfg_attr(not(target_family = "wasm"), inline)]
    pub fn close_epoch(
        &mut self,
        rules: &Rules,
        state: &mut EpochState,
        best: &mut HighWater<Fine>,
        epoch: EpochId,
        now: Seconds,
        inputs: &EpochInputs,
    ) -> Result<Closed, MathError> {
        let Rules { policy, breaker: thresholds, signals, prepaid } = *rules;
        let (mut breaker, mut remint_credit) = (self.breaker, self.remint_credit);
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
            if signals.collateral {
                remint_credit = closing.remint_credit;
                if let Some(shortfall) = shortfall_after(&closing, policy, prepaid)? {
                    raise(&mut breaker, Signal::Collateral, shortfall, thresholds.collateral);
                }
            }
            // Levels only rise, so this ends after three rounds at most.
            if breaker.level() <= level {
                break (closing, coverage);
            }
            level = breaker.level();
        };

        // From here on nothing can fail.
        (self.breaker, self.usage, self.coverage) = (breaker, usage, coverage);
        self.remint_credit = remint_credit;
        best.push(epoch, smoothed_burn, window);
        state.take(&closing);
        Ok(Closed { decision: closing.decision, level, transitions })
    }
}

/// What credits that stay outstanding would lack right after an epoch, when nothing is settled or burned yet.
#[inline]
fn shortfall_after(
    closing: &Closing,
    policy: &Policy,
    prepaid: Option<(Credits, Quote)>,
) -> Result<Option<Ratio>, MathError> {
    let Some((credits, quote)) = prepaid else { return Ok(None) };
    let (remint_credit, supply) = (closing.remint_credit, closing.supply);
    policy.collateral_shortfall(
        &Outstanding { credits, remint_credit, supply, ..Outstanding::default() },
        quote,
    )
}
