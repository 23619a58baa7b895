//! Everything that governance tunes, as one value.

use litemap::LiteMap;

use ballast_guardrails::{ThresholdError, Unit, Values as GuardedValues};
use ballast_math::{Emission, PolicyError, Ratio, Rho, SignedRatio, Tokens, Usd};
use thiserror::Error;

use crate::{NumberedSource, Parameter, Params, SourceKind};

/// The most price sources.
pub const MAX_SOURCES: usize = 8;

/// The most meters that may settle at the same time.
pub const MAX_METERS: usize = 32;

/// Everything that governance tunes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// The parameters, with what waits for the next epoch already in force.
    pub params: Params,
    /// The price sources.
    pub sources: Vec<NumberedSource>,
    /// The limit of every meter that ever was, in micro-USD an epoch; 0 for those that were removed.
    pub meters: LiteMap<String, Usd>,
}

/// Why parameters are refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParamsError {
    /// The policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The breaker.
    #[error(transparent)]
    Breaker(#[from] ThresholdError),
    /// A number is out of its range.
    #[error("{field}: expected from {least} to {most}, found {found}")]
    OutOfRange {
        /// The field.
        field: &'static str,
        /// The smallest allowed.
        least: u128,
        /// The largest allowed.
        most: u128,
        /// The number.
        found: u128,
    },
}

impl Params {
    /// Checks the parameters against their outer limits and each other.
    pub fn validate(&self) -> Result<(), ParamsError> {
        self.policy.validate()?;
        self.breaker.validate()?;
        in_range("params.breaker.usage_window", self.breaker.usage_window.into(), 1, 120)?;
        in_range("params.price.min_sources", self.price.min_sources.into(), 0, MAX_SOURCES as u128)?;
        in_range("params.price.band", self.price.band.atomics(), 1, u128::MAX)?;
        in_range("params.receipt_retention", self.receipt_retention.into(), 1, u32::MAX.into())
    }
}

/// Errors when a number is out of its range.
pub fn in_range(field: &'static str, found: u128, least: u128, most: u128) -> Result<(), ParamsError> {
    if (least..=most).contains(&found) {
        Ok(())
    } else {
        Err(ParamsError::OutOfRange { field, least, most, found })
    }
}

impl GuardedValues for Values {
    type Id = Parameter;
    type Invalid = ParamsError;

    fn get(&self, id: &Parameter) -> Option<u128> {
        let path: Vec<&str> = id.name().split('.').collect();
        match path.as_slice() {
            // A meter that is not there yet may settle nothing.
            ["meters", address] => Some(self.meters.get(*address).map_or(0, |limit| limit.get())),
            // Reading takes the same way as writing; governance is rare, and a copy is cheap beside a second table.
            path => self.clone().slot(path).and_then(|slot| slot.get()),
        }
    }

    fn set(&mut self, id: &Parameter, value: u128) {
        let path: Vec<&str> = id.name().split('.').collect();
        match path.as_slice() {
            ["meters", address] => {
                self.meters.insert((*address).to_owned(), Usd::new(value));
            }
            path => {
                if let Some(slot) = self.slot(path) {
                    slot.set(value);
                }
            }
        }
    }

    fn validate(&self) -> Result<(), ParamsError> {
        self.params.validate()?;
        let active = self.meters.values().filter(|limit| !limit.is_zero()).count();
        in_range("meters", active as u128, 0, MAX_METERS as u128)
    }
}

impl Values {
    /// Every parameter that these values have, in order of their names.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        let mut found: Vec<Parameter> = Parameter::families()
            .flat_map(|family| self.members(&family))
            .filter(|parameter| self.get(parameter).is_some())
            .collect();
        found.sort_unstable();
        found
    }

    /// The names that a family stands for; some may have no value.
    fn members(&self, family: &Parameter) -> Vec<Parameter> {
        let name = family.name();
        if name.starts_with("meters.") {
            return self.meters.keys().map(|address| Parameter::meter(address)).collect();
        }
        if name.starts_with("sources.") {
            let numbered = |source: &NumberedSource| name.replacen('*', &source.id.to_string(), 1);
            return self.sources.iter().map(|source| Parameter::new(numbered(source))).collect();
        }
        let schedule = self.params.policy.mint.schedule.iter().enumerate();
        match name.matches('*').count() {
            0 => vec![family.clone()],
            1 => schedule
                .map(|(stream, _)| Parameter::new(name.replacen('*', &stream.to_string(), 1)))
                .collect(),
            _ => schedule
                .flat_map(|(stream, emission)| {
                    let name = name.replacen('*', &stream.to_string(), 1);
                    let steps = if let Emission::Steps { steps } = emission { steps.len() } else { 0 };
                    (0..steps).map(move |step| Parameter::new(name.replacen('*', &step.to_string(), 1)))
                })
                .collect(),
        }
    }

    /// Where a parameter's number lies; `None` for one that these values do not have.
    fn slot(&mut self, path: &[&str]) -> Option<Slot<'_>> {
        let Self { params, sources, .. } = self;
        match path {
            ["policy", "burn", "burn_share"] => Some(Slot::Ratio(&mut params.policy.burn.burn_share)),
            ["policy", "burn", "credit_spread"] => Some(Slot::Ratio(&mut params.policy.burn.credit_spread)),
            ["policy", "reward", "vesting_share"] => {
                Some(Slot::Ratio(&mut params.policy.reward.vesting_share))
            }
            ["policy", "reward", "vesting_period"] => {
                Some(Slot::Long(&mut params.policy.reward.vesting_period))
            }
            ["policy", "mint", path @ ..] => mint_slot(&mut params.policy.mint, path),
            ["breaker", path @ ..] => breaker_slot(&mut params.breaker, path),
            ["price", "band"] => Some(Slot::Ratio(&mut params.price.band)),
            ["price", "min_sources"] => Some(Slot::Short(&mut params.price.min_sources)),
            ["receipt_retention"] => Some(Slot::Short(&mut params.receipt_retention)),
            ["sources", id, field] => {
                let id: u16 = canonical(id)?;
                let source = sources.iter_mut().find(|source| source.id == id)?;
                source_slot(source, field)
            }
            _ => None,
        }
    }
}

fn mint_slot<'a>(mint: &'a mut ballast_math::MintPolicy, path: &[&str]) -> Option<Slot<'a>> {
    match path {
        ["schedule", stream, path @ ..] => {
            schedule_slot(mint.schedule.get_mut(canonical::<usize>(stream)?)?, path)
        }
        ["rho", path @ ..] => rho_slot(&mut mint.rho, path),
        ["smoothing", "weight"] => Some(Slot::Ratio(&mut mint.smoothing.weight)),
        ["smoothing", "period"] => Some(Slot::Long(&mut mint.smoothing.period)),
        ["remint_cap"] => mint.remint_cap.as_mut().map(|cap| Slot::Tokens(&mut cap.amount)),
        ["value_share"] => Some(Slot::Ratio(&mut mint.value_share)),
        ["round_trip"] => Some(Slot::Ratio(&mut mint.round_trip)),
        ["net_emission_cap"] => mint.net_emission_cap.as_mut().map(Slot::Ratio),
        ["gross_emission_cap"] => Some(Slot::Ratio(&mut mint.gross_emission_cap)),
        ["max_supply"] => mint.max_supply.as_mut().map(Slot::Tokens),
        ["breaker", "caution"] => Some(Slot::Ratio(&mut mint.breaker.caution)),
        ["breaker", "restricted"] => Some(Slot::Ratio(&mut mint.breaker.restricted)),
        _ => None,
    }
}

fn rho_slot<'a>(rho: &'a mut Rho, path: &[&str]) -> Option<Slot<'a>> {
    match (rho, path) {
        (Rho::Fixed(rho), []) => Some(Slot::Ratio(rho)),
        (Rho::Steered(steering), [field]) => match *field {
            "target_low" => Some(Slot::Change(&mut steering.target_low)),
            "target_high" => Some(Slot::Change(&mut steering.target_high)),
            "gain" => Some(Slot::Ratio(&mut steering.gain)),
            "leak" => Some(Slot::Ratio(&mut steering.leak)),
            "rest" => Some(Slot::Ratio(&mut steering.rest)),
            "min" => Some(Slot::Ratio(&mut steering.min)),
            "max" => Some(Slot::Ratio(&mut steering.max)),
            "max_step" => Some(Slot::Ratio(&mut steering.max_step)),
            "plant_gain" => Some(Slot::Ratio(&mut steering.plant_gain)),
            "delay" => Some(Slot::Short(&mut steering.delay)),
            _ => None,
        },
        _ => None,
    }
}

fn schedule_slot<'a>(emission: &'a mut Emission, path: &[&str]) -> Option<Slot<'a>> {
    match (emission, path) {
        (Emission::Constant { rate, .. }, ["rate"]) => Some(Slot::Tokens(&mut rate.amount)),
        (Emission::Steps { steps }, ["steps", step, "rate"]) => {
            steps.get_mut(canonical::<usize>(step)?).map(|step| Slot::Tokens(&mut step.rate.amount))
        }
        (Emission::ExponentialDecay { total, .. } | Emission::Baseline { total, .. }, ["total"]) => {
            Some(Slot::Tokens(total))
        }
        (
            Emission::ExponentialDecay { half_life, .. } | Emission::Baseline { half_life, .. },
            ["half_life"],
        ) => Some(Slot::Long(half_life)),
        (Emission::Baseline { baseline, .. }, ["baseline", "initial"]) => {
            Some(Slot::Long(&mut baseline.initial))
        }
        _ => None,
    }
}

fn breaker_slot<'a>(breaker: &'a mut ballast_economy::BreakerPolicy, path: &[&str]) -> Option<Slot<'a>> {
    let recovery = &mut breaker.recovery;
    let thresholds = match path {
        ["usage_window"] => return Some(Slot::Short(&mut breaker.usage_window)),
        ["recovery", "exit"] => return Some(Slot::Ratio(&mut recovery.exit)),
        ["recovery", "dwell", "caution"] => return Some(Slot::Long(&mut recovery.dwell.caution)),
        ["recovery", "dwell", "restricted"] => return Some(Slot::Long(&mut recovery.dwell.restricted)),
        ["recovery", "dwell", "halted"] => return Some(Slot::Long(&mut recovery.dwell.halted)),
        ["price_day", _] => &mut breaker.price_day,
        ["price_week", _] => &mut breaker.price_week,
        ["usage", _] => &mut breaker.usage,
        ["coverage", _] => &mut breaker.coverage,
        ["collateral", _] => &mut breaker.collateral,
        _ => return None,
    };
    match path.last().copied() {
        Some("caution") => Some(Slot::Ratio(&mut thresholds.caution)),
        Some("restricted") => Some(Slot::Ratio(&mut thresholds.restricted)),
        Some("halted") => Some(Slot::Ratio(&mut thresholds.halted)),
        _ => None,
    }
}

fn source_slot<'a>(numbered: &'a mut NumberedSource, field: &str) -> Option<Slot<'a>> {
    let source = &mut numbered.source;
    match (field, &mut source.kind) {
        ("max_age", _) => Some(Slot::Long(&mut source.max_age)),
        ("max_deviation", _) => Some(Slot::Ratio(&mut source.max_deviation)),
        ("quorum", SourceKind::Feed { quorum, .. }) => Some(Slot::Short(quorum)),
        ("max_confidence", SourceKind::Pyth { max_confidence, .. }) => Some(Slot::Ratio(max_confidence)),
        _ => None,
    }
}

/// A position as it is written in a name: `3`, but neither `03` nor `+3`, so that no parameter has two names.
fn canonical<T: core::str::FromStr + ToString>(text: &str) -> Option<T> {
    text.parse().ok().filter(|number: &T| number.to_string() == text)
}

/// Where a number lies, by its type.
enum Slot<'a> {
    Ratio(&'a mut Ratio),
    Change(&'a mut SignedRatio),
    Tokens(&'a mut Tokens),
    Long(&'a mut u64),
    Short(&'a mut u32),
}

impl Slot<'_> {
    /// The number; `None` for a change of less than −100%, which no factor stands for.
    fn get(&self) -> Option<u128> {
        match self {
            Self::Ratio(ratio) => Some(ratio.atomics()),
            Self::Change(change) => Unit::factor(**change),
            Self::Tokens(tokens) => Some(tokens.get()),
            Self::Long(number) => Some((**number).into()),
            Self::Short(number) => Some((**number).into()),
        }
    }

    /// Sets the number, at most to the largest that its type can hold; the outer bounds of each parameter lie below that.
    fn set(self, value: u128) {
        match self {
            Self::Ratio(ratio) => *ratio = Ratio::from_atomics(value),
            Self::Change(change) => *change = Unit::change(value).unwrap_or(*change),
            Self::Tokens(tokens) => *tokens = Tokens::new(value),
            Self::Long(number) => *number = u64::try_from(value).unwrap_or(u64::MAX),
            Self::Short(number) => *number = u32::try_from(value).unwrap_or(u32::MAX),
        }
    }
}
