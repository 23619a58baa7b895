//! The shadow's own breaker, in plain lists and 256-bit integers: hourly averages of the price, smoothed amounts, the
//! level and its dwell. It shares no code with the real one but the types of its thresholds.

use ballast_economy::{BreakerPolicy, Signal, Signals};
use ballast_guardrails::Thresholds;
use cosmwasm_std::{Uint128, Uint256};

use crate::shadow::ONE;
use crate::worlds::EPOCH;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// A move of the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    pub from: u8,
    pub to: u8,
    /// What raised it; of a fall nothing is said.
    pub signal: Option<Signal>,
}

impl Shift {
    pub fn rises(&self) -> bool {
        self.to > self.from
    }
}

/// What is lacking so badly that the lack itself holds the breaker at level 2 or above.
#[derive(Debug, Clone, Copy)]
pub struct Lacks {
    pub price: bool,
    pub work: bool,
}

/// The market as the breaker looks at it.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    /// The price that the sources agree on, or the last one that they did.
    pub price: Option<u128>,
    /// Sum of price · seconds up to now.
    pub sum: Option<u128>,
    pub usable: bool,
    /// Whether there are price sources at all.
    pub expected: bool,
    /// What outstanding credits lack, as a part of what they promise, with 18 decimals.
    pub shortfall: Option<u128>,
}

impl Sight {
    pub fn dead(&self) -> bool {
        self.expected && !self.usable
    }
}

#[derive(Debug, Clone)]
pub struct Fuse {
    pub signals: Signals,
    pub level: u8,
    /// The highest level since the last close.
    peak: u8,
    pub calm_since: Option<u64>,
    /// The guardian's last trip: the first second after it, and the first of the next.
    pub tripped_until: u64,
    pub next_trip: u64,
    /// Where the running hour of usable prices began.
    mark: Option<(u64, u128)>,
    /// Averages of whole hours, with the second at which each ended.
    hours: Vec<(u64, u128)>,
    /// Falls at the last close, with 18 decimals.
    usage: u128,
    coverage: u128,
    /// Smoothed burns by epoch, as far as the usage remembers.
    best: Vec<(u64, Uint256)>,
    /// Smoothed burn and mint, with 18 decimals below the unit.
    pub burn: Uint256,
    pub mint: Uint256,
}

/// The amounts of an epoch that closes.
#[derive(Debug, Clone, Copy)]
pub struct Closing {
    pub epoch: u64,
    pub burned: u128,
    /// Weight of the smoothing for one epoch.
    pub weight: u128,
}

impl Fuse {
    pub fn new(signals: Signals) -> Self {
        Self {
            signals,
            level: 0,
            peak: 0,
            calm_since: None,
            tripped_until: 0,
            next_trip: 0,
            mark: None,
            hours: vec![],
            usage: 0,
            coverage: 0,
            best: vec![],
            burn: Uint256::zero(),
            mint: Uint256::zero(),
        }
    }

    /// The highest level since the last close: what it would be decided at.
    pub fn peak(&self) -> u8 {
        self.peak.max(self.level)
    }

    /// An observation.
    pub fn look(&mut self, now: u64, sight: &Sight, rules: &BreakerPolicy) -> Option<Shift> {
        self.note(now, sight);
        let (required, signal) = self.required(now, sight, rules, ONE);
        if required > self.level {
            return Some(self.rise(required, signal));
        }
        let (held, _) = self.required(now, sight, rules, rules.recovery.exit.atomics());
        if self.level == 0 || held >= self.level || sight.dead() {
            self.calm_since = None;
            return None;
        }
        let dwell = &rules.recovery.dwell;
        let dwell = [0, dwell.caution.seconds(), dwell.restricted.seconds(), dwell.halted.seconds()]
            [usize::from(self.level)];
        match self.calm_since {
            None => self.calm_since = Some(now),
            Some(since) if now - since >= dwell => {
                let from = self.level;
                self.level -= 1;
                self.calm_since = Some(now);
                return Some(Shift { from, to: self.level, signal: None });
            }
            Some(_) => {}
        }
        None
    }

    fn rise(&mut self, to: u8, signal: Option<Signal>) -> Shift {
        let from = self.level;
        self.level = to;
        self.peak = self.peak.max(to);
        self.calm_since = None;
        Shift { from, to, signal }
    }

    /// An hour counts when every look in it found the price usable.
    fn note(&mut self, now: u64, sight: &Sight) {
        let Some(sum) = sight.sum else { return };
        if !sight.usable {
            self.mark = None;
            return;
        }
        match self.mark {
            None => self.mark = Some((now, sum)),
            Some((start, from)) if now - start >= HOUR => {
                self.hours.push((now, (sum - from) / u128::from(now - start)));
                self.hours.retain(|(end, _)| now - end <= WEEK);
                self.mark = Some((now, sum));
            }
            Some(_) => {}
        }
    }

    /// The level that the signals demand when each threshold counts at `share` of itself, and the first that does.
    pub fn required(
        &self,
        now: u64,
        sight: &Sight,
        rules: &BreakerPolicy,
        share: u128,
    ) -> (u8, Option<Signal>) {
        let mut falls: Vec<(Signal, u128, Thresholds)> = vec![];
        if let Some(price) = sight.price.filter(|_| self.signals.price) {
            let windows =
                [(Signal::PriceDay, DAY, rules.price_day), (Signal::PriceWeek, WEEK, rules.price_week)];
            for (signal, window, thresholds) in windows {
                let recent = self.hours.iter().filter(|(end, _)| now - end <= window);
                if let Some(best) = recent.map(|(_, average)| *average).max() {
                    falls.push((signal, drawdown(price.into(), best.into()), thresholds));
                }
            }
        }
        if self.signals.usage {
            falls.push((Signal::Usage, self.usage, rules.usage));
        }
        if self.signals.coverage {
            falls.push((Signal::Coverage, self.coverage, rules.coverage));
        }
        falls.extend(sight.shortfall.map(|shortfall| (Signal::Collateral, shortfall, rules.collateral)));
        let mut demands: Vec<(u8, Signal)> = falls
            .into_iter()
            .map(|(signal, drawdown, thresholds)| (level_of(drawdown, &thresholds, share), signal))
            .collect();
        if sight.dead() {
            demands.push((2, Signal::Oracle));
        }
        if now < self.tripped_until {
            demands.push((3, Signal::Guardian));
        }
        let worst = demands.iter().map(|(level, _)| *level).max().unwrap_or(0);
        let first = demands.into_iter().find(|(level, _)| *level == worst && worst > 0);
        (worst, first.map(|(_, signal)| signal))
    }

    /// Whether too little work alone would keep level 2.
    pub fn lacks_work(&self, sight: &Sight, rules: &BreakerPolicy) -> bool {
        let exit = rules.recovery.exit.atomics();
        let keeps = |on: bool, drawdown, thresholds| on && level_of(drawdown, thresholds, exit) >= 2;
        keeps(self.signals.usage, self.usage, &rules.usage)
            || keeps(self.signals.coverage, self.coverage, &rules.coverage)
            || keeps(sight.shortfall.is_some(), sight.shortfall.unwrap_or(0), &rules.collateral)
    }

    /// The guardian's trip, where it is due. With the ramp after it and an epoch at either end, which it may spoil, it takes
    /// a third of the time until the next.
    pub fn trip(&mut self, now: u64, seconds: u64, rules: &BreakerPolicy) {
        let dwell = &rules.recovery.dwell;
        let ramp = dwell.caution.seconds() + dwell.restricted.seconds() + dwell.halted.seconds();
        self.tripped_until = now + seconds;
        self.next_trip = self.tripped_until + 2 * seconds + 3 * ramp + 6 * EPOCH;
        self.calm_since = None;
    }

    /// Takes in the burn of an epoch, before its mint is decided.
    ///
    /// Returns: the level that decides it, and the move of the level if there was one.
    pub fn before_mint(&mut self, closing: Closing, rules: &BreakerPolicy) -> (u8, Option<Shift>) {
        let Closing { epoch, burned, weight } = closing;
        self.burn = smoothed(self.burn, burned, weight);
        let window = u64::from(rules.usage_window);
        self.best.push((epoch, self.burn));
        self.best.retain(|(past, _)| epoch - past <= window);
        let best = self.best.iter().map(|(_, burn)| *burn).max().unwrap();
        self.usage = drawdown(self.burn, best);
        let shift = self.signals.usage.then(|| self.raise(Signal::Usage, self.usage, &rules.usage)).flatten();
        let deciding = self.peak();
        self.peak = self.level;
        (deciding, shift)
    }

    /// What a mint would do to the coverage.
    pub fn try_mint(&mut self, minted: u128, weight: u128, rules: &BreakerPolicy) -> Option<Shift> {
        self.coverage = drawdown(self.burn, smoothed(self.mint, minted, weight));
        if !self.signals.coverage {
            return None;
        }
        self.raise(Signal::Coverage, self.coverage, &rules.coverage)
    }

    /// What a mint would leave for outstanding credits.
    pub fn try_shortfall(&mut self, shortfall: Option<u128>, rules: &BreakerPolicy) -> Option<Shift> {
        shortfall.and_then(|shortfall| self.raise(Signal::Collateral, shortfall, &rules.collateral))
    }

    pub fn after_mint(&mut self, minted: u128, weight: u128) {
        self.mint = smoothed(self.mint, minted, weight);
    }

    fn raise(&mut self, signal: Signal, drawdown: u128, thresholds: &Thresholds) -> Option<Shift> {
        let level = level_of(drawdown, thresholds, ONE);
        (level > self.level).then(|| self.rise(level, Some(signal)))
    }
}

fn level_of(drawdown: u128, thresholds: &Thresholds, share: u128) -> u8 {
    let entries = [thresholds.caution, thresholds.restricted, thresholds.halted];
    let reached = |entry: u128| drawdown >= entry * share / ONE;
    (1..=3).rev().find(|level| reached(entries[level - 1].atomics())).unwrap_or(0) as u8
}

/// `(best − now) / best` with 18 decimals, rounded down.
fn drawdown(now: Uint256, best: Uint256) -> u128 {
    if now >= best {
        return 0;
    }
    Uint128::try_from((best - now) * Uint256::from(ONE) / best).unwrap().u128()
}

fn smoothed(old: Uint256, amount: u128, weight: u128) -> Uint256 {
    let one = Uint256::from(ONE);
    let new = Uint256::from(amount) * one;
    (old * Uint256::from(ONE - weight) + new * Uint256::from(weight)) / one
}
