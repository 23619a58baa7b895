//! What goes wrong: named shapes laid over the market, each starting on a day that the run's seed chooses.
//!
//! A shape multiplies demand and price, or stops somebody. The market's own randomness goes on beneath it, so that no two
//! runs of a scenario are alike; the day of the start is drawn from [`EARLIEST`] to [`LATEST`], so that averages and references have
//! filled and the year still shows what follows.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;
use serde::{Deserialize, Serialize};

/// The first day on which a scenario may begin.
pub const EARLIEST: u64 = 60;
/// The last day on which it may.
pub const LATEST: u64 = 150;

/// A built-in scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scenario {
    /// Nothing but the market as it was measured.
    BaseGrowth,
    /// The same without growth.
    Stagnation,
    /// Usage −60% and price −50% within two weeks; a month at the bottom; up to 80% and 70% in 60 days.
    Crash60,
    /// Usage and price lose 0.3% a day for 240 days: half in all.
    SlowBleed,
    /// Price −80% within 30 days and half of it back in 90; usage goes on.
    PriceCrash80,
    /// Price ×5 within 10 days, and back within 20.
    PriceSpike5,
    /// The feeder is silent for 10 days.
    OracleOutage,
    /// One account buys three times everybody else's usage from itself for 60 days, then stops.
    Whale,
    /// For 5 days the meter bills everybody three times their usage, for nothing, in favour of one account.
    MeterCompromised,
    /// Tenants hold credits for 30 days; the price halves in a week, all credits are used within 6 days, and none are bought.
    BankRun,
    /// The chain makes no block for 3 days.
    ChainHalt,
}

/// What a scenario does to one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Of the market's demand.
    pub demand: f64,
    /// Of the market's price.
    pub price: f64,
    /// Whether the feeder speaks.
    pub quoted: bool,
    /// Whether the chain makes blocks.
    pub running: bool,
    /// What the large account buys from itself, in times of everybody else's demand.
    pub whale: f64,
    /// What the meter bills for nothing, in times of demand.
    pub fraud: f64,
    /// Days of usage that tenants hold as credits; none for the way in which they usually pay.
    pub prepaid_days: Option<f64>,
    /// Whether they draw on those credits and buy no more.
    pub run: bool,
}

impl Shape {
    /// A day on which nothing happens.
    pub const CALM: Self = Self {
        demand: 1.0,
        price: 1.0,
        quoted: true,
        running: true,
        whale: 0.0,
        fraud: 0.0,
        prepaid_days: None,
        run: false,
    };
}

/// A scenario with its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Which.
    pub scenario: Scenario,
    /// The first day of it.
    pub start: u64,
}

impl Scenario {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::BaseGrowth,
        Self::Stagnation,
        Self::Crash60,
        Self::SlowBleed,
        Self::PriceCrash80,
        Self::PriceSpike5,
        Self::OracleOutage,
        Self::Whale,
        Self::MeterCompromised,
        Self::BankRun,
        Self::ChainHalt,
    ];

    /// Its name, as it is given.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BaseGrowth => "base-growth",
            Self::Stagnation => "stagnation",
            Self::Crash60 => "crash60",
            Self::SlowBleed => "slow-bleed",
            Self::PriceCrash80 => "price-crash80",
            Self::PriceSpike5 => "price-spike5",
            Self::OracleOutage => "oracle-outage",
            Self::Whale => "whale",
            Self::MeterCompromised => "meter-compromised",
            Self::BankRun => "bank-run",
            Self::ChainHalt => "chain-halt",
        }
    }

    /// What happens in it, in a sentence.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::BaseGrowth => "the market as it was measured, and nothing else",
            Self::Stagnation => "the same market without growth",
            Self::Crash60 => {
                "usage −60% and price −50% in two weeks, a month at the bottom, then a partial recovery"
            }
            Self::SlowBleed => "usage and price lose 0.3% a day for 240 days",
            Self::PriceCrash80 => "price −80% in 30 days, usage goes on",
            Self::PriceSpike5 => "price ×5 in 10 days and back in 20",
            Self::OracleOutage => "no price for 10 days",
            Self::Whale => {
                "one account buys three times everybody's usage from itself for 60 days, then stops"
            }
            Self::MeterCompromised => "for 5 days the meter bills three times the usage for nothing",
            Self::BankRun => "the price halves in a week and all prepaid credits are used in 6 days",
            Self::ChainHalt => "no block for 3 days",
        }
    }

    /// Draws the day on which it begins.
    #[must_use]
    pub fn plan(self, random: &mut Xoshiro256PlusPlus) -> Plan {
        Plan { scenario: self, start: EARLIEST + random.next_u64() % (LATEST - EARLIEST + 1) }
    }

    /// Whether the market grows in it.
    #[must_use]
    pub const fn grows(self) -> bool {
        !matches!(self, Self::Stagnation)
    }
}

impl Plan {
    /// What happens on a day, from 0; fractions for epochs shorter than a day.
    #[must_use]
    pub fn shape(&self, day: f64) -> Shape {
        let since = day - self.start as f64;
        // From 0 to 1 over `length` days that begin `after` days into the scenario.
        let phase = |after: f64, length: f64| ((since - after) / length).clamp(0.0, 1.0);
        let within = |length: f64| since >= 0.0 && since < length;
        let calm = Shape::CALM;
        match self.scenario {
            Scenario::BaseGrowth | Scenario::Stagnation => calm,
            Scenario::Crash60 => {
                // As `ballast replay --scenario crash60`: tenants leave first and the market follows.
                let (fall, back) = (phase(0.0, 14.0), phase(44.0, 60.0));
                let left = 1.0 - fall;
                Shape {
                    demand: 1.0 - 0.6 * (1.0 - left * left) + 0.4 * back,
                    price: 1.0 - 0.5 * fall * fall + 0.2 * back,
                    ..calm
                }
            }
            Scenario::SlowBleed => {
                let left = libm::pow(0.997, 240.0 * phase(0.0, 240.0));
                Shape { demand: left, price: left, ..calm }
            }
            Scenario::PriceCrash80 => {
                let (fall, back) = (phase(0.0, 30.0), phase(60.0, 90.0));
                Shape { price: libm::pow(0.2, fall) + 0.4 * back, ..calm }
            }
            Scenario::PriceSpike5 => {
                Shape { price: libm::pow(5.0, phase(0.0, 10.0) - phase(10.0, 20.0)), ..calm }
            }
            Scenario::OracleOutage => Shape { quoted: !within(10.0), ..calm },
            Scenario::Whale => Shape { whale: if within(60.0) { 3.0 } else { 0.0 }, ..calm },
            Scenario::MeterCompromised => Shape { fraud: if within(5.0) { 2.0 } else { 0.0 }, ..calm },
            Scenario::BankRun => Shape {
                demand: if within(6.0) { 5.0 } else { 1.0 },
                price: 1.0 - 0.5 * phase(0.0, 7.0),
                prepaid_days: Some(30.0),
                run: within(6.0),
                ..calm
            },
            Scenario::ChainHalt => Shape { running: !within(3.0), ..calm },
        }
    }
}
