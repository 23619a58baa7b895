//! Names of everything that governance tunes, and what is true of each whatever a constitution says.

use core::fmt;

use ballast_economy::Lack;
use ballast_guardrails::{Bounds, Loosens, ParameterId, Unit};
use ballast_math::{MAX_DELAY, MAX_RATE, MAX_RHO, MAX_ROUND_TRIP, MAX_SUPPLY, Ratio, YEAR};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name of a parameter: its path in the configuration, such as `policy.mint.round_trip`, `sources.1.max_age` or
/// `meters.<address>`.
///
/// What begins with `policy.` takes effect with the next epoch, everything else at once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Parameter(String);

impl Parameter {
    /// The parameter of a name, which may be unknown.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The limit of a meter.
    #[must_use]
    pub fn meter(address: &str) -> Self {
        Self(format!("meters.{address}"))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether a change waits for the next epoch.
    #[must_use]
    pub fn waits_for_epoch(&self) -> bool {
        self.0.starts_with("policy.")
    }

    /// Whether there is such a family of parameters.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.facts().is_some()
    }

    /// All families of parameters.
    pub fn families() -> impl Iterator<Item = Self> {
        FACTS.iter().map(|facts| Self::new(facts.family))
    }

    fn facts(&self) -> Option<&'static Facts> {
        let family = self.family();
        FACTS.iter().find(|facts| facts.family == family.0)
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ParameterId for Parameter {
    type Lack = Lack;

    fn unit(&self) -> Unit {
        self.facts().map_or(Unit::Whole, |facts| facts.unit)
    }

    fn loosens(&self) -> Loosens {
        self.facts().map_or(Loosens::Both, |facts| facts.loosens)
    }

    fn outer(&self) -> Bounds {
        // What is not known has no values, so no bounds admit any.
        self.facts().map_or(Bounds { least: 1, most: 0 }, |facts| facts.outer)
    }

    /// What makes a source count mends the price, and what meters may settle mends the work. The band is none of it: the
    /// averages follow a price outside of it, so it lets a lasting price in by itself.
    fn mends(&self) -> Option<Lack> {
        let parts: Vec<&str> = self.0.split('.').collect();
        match parts[..] {
            ["price", "min_sources"] | ["sources", ..] => Some(Lack::Price),
            ["meters", ..] => Some(Lack::Work),
            _ => None,
        }
    }

    /// Positions, ids and addresses become `*`.
    fn family(&self) -> Self {
        let numbered = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let parts = self.0.split('.').enumerate().map(|(position, part)| {
            let is_meter = position == 1 && self.0.starts_with("meters.");
            if is_meter || numbered(part) { "*" } else { part }
        });
        Self(parts.collect::<Vec<_>>().join("."))
    }
}

/// What is true of a family of parameters by the code.
struct Facts {
    family: &'static str,
    unit: Unit,
    loosens: Loosens,
    outer: Bounds,
}

const ONE: u128 = Ratio::ONE.atomics();
const SECONDS_IN_A_YEAR: u128 = YEAR as u128;

const fn share(family: &'static str, loosens: Loosens) -> Facts {
    ratio(family, loosens, ONE)
}

const fn ratio(family: &'static str, loosens: Loosens, most: u128) -> Facts {
    Facts { family, unit: Unit::Decimal, loosens, outer: Bounds { least: 0, most } }
}

const fn whole(family: &'static str, loosens: Loosens, least: u128, most: u128) -> Facts {
    Facts { family, unit: Unit::Whole, loosens, outer: Bounds { least, most } }
}

const fn change(family: &'static str, loosens: Loosens) -> Facts {
    Facts { family, unit: Unit::Change, loosens, outer: Bounds { least: 0, most: 2 * ONE } }
}

use Loosens::{Both, Down, Up};

/// Which way each parameter loosens, and why:
///
/// - `Up` and `Down`: that way more can be minted, or less is checked.
/// - `Both`: one side gains what another loses, or it depends on the state which way mints more.
const FACTS: [Facts; 58] = [
    // Thresholds of the breaker: higher ones trip later. Their order and gaps are checked over the whole.
    share("breaker.collateral.caution", Up),
    share("breaker.collateral.halted", Up),
    share("breaker.collateral.restricted", Up),
    share("breaker.coverage.caution", Up),
    share("breaker.coverage.halted", Up),
    share("breaker.coverage.restricted", Up),
    share("breaker.price_day.caution", Up),
    share("breaker.price_day.halted", Up),
    share("breaker.price_day.restricted", Up),
    share("breaker.price_week.caution", Up),
    share("breaker.price_week.halted", Up),
    share("breaker.price_week.restricted", Up),
    // A shorter dwell and a higher exit re-open sooner.
    whole("breaker.recovery.dwell.caution", Down, 60, 604_800),
    whole("breaker.recovery.dwell.halted", Down, 60, 604_800),
    whole("breaker.recovery.dwell.restricted", Down, 60, 604_800),
    share("breaker.recovery.exit", Up),
    share("breaker.usage.caution", Up),
    share("breaker.usage.halted", Up),
    share("breaker.usage.restricted", Up),
    // A shorter memory forgets its best sooner.
    whole("breaker.usage_window", Down, 1, 120),
    // A trillion USD an epoch: see `MAX_METER_USD`.
    whole("meters.*", Up, 0, MAX_METER_USD),
    // More burned is less paid to the provider directly; a spread takes from the tenant.
    share("policy.burn.burn_share", Both),
    share("policy.burn.credit_spread", Both),
    share("policy.mint.breaker.caution", Up),
    share("policy.mint.breaker.restricted", Up),
    share("policy.mint.gross_emission_cap", Up),
    share("policy.mint.net_emission_cap", Up),
    whole("policy.mint.max_supply", Up, 0, u128::MAX),
    whole("policy.mint.remint_cap", Up, 0, u128::MAX),
    ratio("policy.mint.rho", Up, MAX_RHO.atomics()),
    // Gain, leak, step and delay decide how fast ρ moves, either way.
    ratio("policy.mint.rho.gain", Both, 1_000 * ONE),
    share("policy.mint.rho.leak", Both),
    whole("policy.mint.rho.delay", Both, 0, MAX_DELAY as u128),
    ratio("policy.mint.rho.max", Up, MAX_RHO.atomics()),
    ratio("policy.mint.rho.max_step", Both, MAX_RHO.atomics()),
    ratio("policy.mint.rho.min", Up, MAX_RHO.atomics()),
    ratio("policy.mint.rho.plant_gain", Both, 1_000 * ONE),
    ratio("policy.mint.rho.rest", Up, MAX_RHO.atomics()),
    change("policy.mint.rho.target_high", Up),
    change("policy.mint.rho.target_low", Up),
    ratio("policy.mint.round_trip", Up, MAX_ROUND_TRIP.atomics()),
    // An easier baseline lets network time run faster; a half-life moves emission between now and later.
    whole("policy.mint.schedule.*.baseline.initial", Down, 1, u64::MAX as u128),
    whole("policy.mint.schedule.*.half_life", Both, 1, 100 * SECONDS_IN_A_YEAR),
    whole("policy.mint.schedule.*.rate", Up, 0, MAX_RATE.get()),
    whole("policy.mint.schedule.*.steps.*.rate", Up, 0, MAX_RATE.get()),
    whole("policy.mint.schedule.*.total", Up, 0, MAX_SUPPLY.get()),
    whole("policy.mint.smoothing.period", Both, 1, SECONDS_IN_A_YEAR),
    share("policy.mint.smoothing.weight", Both),
    share("policy.mint.value_share", Up),
    whole("policy.reward.vesting_period", Both, 0, 10 * SECONDS_IN_A_YEAR),
    share("policy.reward.vesting_share", Both),
    // A wider band, older prices, fewer sources: less is checked.
    ratio("price.band", Up, u128::MAX),
    whole("price.min_sources", Down, 0, 8),
    // Receipts that go sooner are checked by fewer.
    whole("receipt_retention", Down, 1, u32::MAX as u128),
    whole("sources.*.max_age", Up, 1, SECONDS_IN_A_YEAR),
    share("sources.*.max_confidence", Up),
    share("sources.*.max_deviation", Up),
    whole("sources.*.quorum", Down, 1, 16),
];

/// The most micro-USD that a meter may settle in an epoch: a trillion USD, above any market, and small enough for the sums of
/// squares.
pub const MAX_METER_USD: u128 = 1_000_000_000_000_000_000;
