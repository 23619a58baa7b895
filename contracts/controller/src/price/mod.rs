//! The price that the contract acts on: sources in agreement, within a band of their own average.

mod sources;
mod twap;

use ballast_api::{PriceParams, PriceProblem, PriceSource, SourceStatus};
use ballast_economy::{Agreement, Consensus, Discord, Market, SourcePrice, agreement};
use ballast_math::{Duration, Price, Timestamp, Twap};
use cosmwasm_std::{Deps, DepsMut, Env, StdResult, Storage};

use crate::clock::now;
use crate::error::ContractError;
use crate::state::{SOURCES, TWAP};

/// The price as it is now, with what each source says and why it may not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The median of the fresh sources, usable or not.
    pub spot: Option<Price>,
    pub problem: Option<PriceProblem>,
    pub sources: Vec<SourceStatus>,
    /// What the economy makes of it.
    pub market: Market,
}

/// What the sources say, before the averages come in.
struct Readings {
    spot: Option<Price>,
    problem: Option<PriceProblem>,
    sources: Vec<SourceStatus>,
}

impl Quotation {
    /// Reads the market without taking note of it.
    pub fn read(deps: Deps, env: &Env, params: &PriceParams) -> Result<Self, ContractError> {
        let readings = Readings::read(deps, env, params)?;
        Self::judge(deps.storage, env, readings, TWAP.may_load(deps.storage)?, params)
    }

    /// Reads the market and takes note of the spot price for the averages, when the sources agree on one.
    pub fn observe(deps: DepsMut, env: &Env, params: &PriceParams) -> Result<Self, ContractError> {
        let readings = Readings::read(deps.as_ref(), env, params)?;
        let last = twap::observe(deps.storage, now(env), readings.agreed())?;
        Self::judge(deps.storage, env, readings, last, params)
    }

    fn judge(
        storage: &dyn Storage,
        env: &Env,
        readings: Readings,
        last: Option<Twap>,
        params: &PriceParams,
    ) -> Result<Self, ContractError> {
        let consensus = Consensus {
            agreed: readings.agreed(),
            expected: params.min_sources > 0 || !readings.sources.is_empty(),
        };
        let now = now(env);
        let market = Market::judge(consensus, params.band, last, &twap::Hours(storage), now)?;
        let Readings { spot, mut problem, sources } = readings;
        if let Some((spot, twap)) = market.agreed.zip(market.average).filter(|_| !market.in_band) {
            problem = Some(PriceProblem::OutsideBand { spot, twap, band: params.band });
        }
        Ok(Self { spot, problem, sources, market })
    }

    /// Why the price may not be used.
    pub fn refusal(self) -> PriceProblem {
        self.problem.unwrap_or(PriceProblem::TooFewFresh { expected: 1, found: 0 })
    }
}

/// Average of the last 7 days, up to now.
pub fn twap_week(storage: &dyn Storage, env: &Env) -> Result<Option<Price>, ContractError> {
    twap::average(storage, now(env), Duration::WEEK, TWAP.may_load(storage)?)
}

impl Readings {
    /// The spot price, when enough sources agree on it.
    fn agreed(&self) -> Option<Price> {
        self.spot.filter(|_| self.problem.is_none())
    }

    fn read(deps: Deps, env: &Env, params: &PriceParams) -> Result<Self, ContractError> {
        let list: Vec<PriceSource> =
            SOURCES.load(deps.storage)?.list.into_iter().map(|numbered| numbered.source).collect();
        let now = now(env);
        let readings: StdResult<Vec<_>> =
            list.iter().map(|source| sources::read(deps, source, now)).collect();
        let readings = readings?;

        let fresh: Vec<SourcePrice> = list
            .iter()
            .zip(&readings)
            .filter_map(|(source, reading)| {
                let max_deviation = source.max_deviation;
                reading.as_ref().ok().map(|price| SourcePrice { price: *price, max_deviation })
            })
            .collect();
        let Agreement { spot, discord } = agreement(&fresh, params.min_sources);
        let problem = discord.map(|discord| match discord {
            Discord::TooFewFresh { expected, found } => PriceProblem::TooFewFresh { expected, found },
            Discord::Disagreement { expected, found } => PriceProblem::Disagreement { expected, found },
        });
        let sources = readings
            .into_iter()
            .map(|reading| match reading {
                Ok(price) => SourceStatus { price: Some(price), problem: None },
                Err(problem) => SourceStatus { price: None, problem: Some(problem) },
            })
            .collect();
        Ok(Self { spot, problem, sources })
    }
}

/// How long a price source's answer may be dated ahead: not at all.
pub fn is_from_the_future(time: Timestamp, now: Timestamp) -> bool {
    time > now
}
