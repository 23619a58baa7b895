//! The price that the contract acts on: sources in agreement, within a band of their own average.

mod sources;
mod twap;

use ballast_api::{PriceParams, PriceProblem, SourceStatus};
use ballast_math::{Level, MathError, Price, Quote, Seconds, cautious_price, deviation, median};
use cosmwasm_std::{Deps, DepsMut, Env, StdResult, Storage};

use crate::error::ContractError;
use crate::state::{Config, SOURCES, Source};

/// The price as it is now, usable or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Market {
    /// The median of the fresh sources.
    pub spot: Option<Price>,
    /// Average of the last 24 hours, up to now.
    pub twap_day: Option<Price>,
    pub problem: Option<PriceProblem>,
    pub sources: Vec<SourceStatus>,
}

/// Whether the sources agree, before the averages come in.
struct Consensus {
    spot: Option<Price>,
    problem: Option<PriceProblem>,
    sources: Vec<SourceStatus>,
}

impl Market {
    /// Reads the market without taking note of it.
    pub fn read(deps: Deps, env: &Env, params: &PriceParams) -> Result<Self, ContractError> {
        let consensus = Consensus::read(deps, env, params)?;
        Self::judge(deps.storage, env, consensus, params)
    }

    /// Reads the market and takes note of the spot price for the averages, when the sources agree on one.
    ///
    /// A spot price outside its band counts for the averages all the same: otherwise a real and lasting move could never
    /// become usable again.
    pub fn observe(mut deps: DepsMut, env: &Env, params: &PriceParams) -> Result<Self, ContractError> {
        let consensus = Consensus::note(deps.branch(), env, params)?;
        Self::judge(deps.storage, env, consensus, params)
    }

    /// Takes note of the spot price, for messages that do not act on it.
    pub fn note(deps: DepsMut, env: &Env, params: &PriceParams) -> Result<(), ContractError> {
        Consensus::note(deps, env, params).map(|_| ())
    }

    fn judge(
        storage: &dyn Storage,
        env: &Env,
        consensus: Consensus,
        params: &PriceParams,
    ) -> Result<Self, ContractError> {
        let Consensus { spot, mut problem, sources } = consensus;
        let twap_day = twap::average(storage, env.block.time.seconds(), twap::DAY)?;
        if let (None, Some(spot)) = (&problem, spot) {
            // The very first price has no average to be compared with yet.
            let twap = twap_day.unwrap_or(spot);
            if deviation(spot, twap) > params.band {
                problem = Some(PriceProblem::OutsideBand { spot, twap, band: params.band });
            }
        }
        Ok(Self { spot, twap_day, problem, sources })
    }

    /// Spot, when it may be used.
    pub fn usable(&self) -> Result<Price, PriceProblem> {
        match (&self.problem, self.spot) {
            (None, Some(spot)) => Ok(spot),
            (Some(problem), _) => Err(problem.clone()),
            (None, None) => Err(PriceProblem::TooFewFresh { expected: 1, found: 0 }),
        }
    }

    /// What a payment is priced at: spot.
    pub fn spot_quote(&self, config: &Config) -> Result<Option<Quote>, MathError> {
        self.usable().ok().map(|spot| config.quote(spot)).transpose()
    }

    /// What credits are sold at: the lower of spot and the 24-hour average.
    pub fn credit_price(&self) -> Result<Price, PriceProblem> {
        self.usable().map(|spot| cautious_price(spot, self.twap_day.unwrap_or(spot)))
    }

    /// What the value-linked mint is priced at: the higher of spot and the 24-hour average, which mints less.
    pub fn mint_quote(&self, config: &Config) -> Result<Option<Quote>, MathError> {
        let higher = self.usable().ok().map(|spot| spot.max(self.twap_day.unwrap_or(spot)));
        higher.map(|price| config.quote(price)).transpose()
    }

    /// The breaker's level as far as the price decides it: without a usable price, 2. A network without sources has no
    /// such signal.
    pub fn level(&self) -> Level {
        if self.problem.is_some() && !self.sources.is_empty() { Level::Restricted } else { Level::Normal }
    }
}

/// Average of the last 7 days, up to now.
pub fn twap_week(storage: &dyn Storage, env: &Env) -> Result<Option<Price>, ContractError> {
    twap::average(storage, env.block.time.seconds(), twap::WEEK)
}

impl Consensus {
    /// Reads the sources, and hands the spot price to the averages when they agree on one.
    fn note(deps: DepsMut, env: &Env, params: &PriceParams) -> Result<Self, ContractError> {
        let consensus = Self::read(deps.as_ref(), env, params)?;
        let agreed = consensus.spot.filter(|_| consensus.problem.is_none());
        twap::observe(deps.storage, env.block.time.seconds(), agreed)?;
        Ok(consensus)
    }

    fn read(deps: Deps, env: &Env, params: &PriceParams) -> Result<Self, ContractError> {
        let list = SOURCES.load(deps.storage)?;
        let now = env.block.time.seconds();
        let readings: StdResult<Vec<_>> =
            list.iter().map(|source| sources::read(deps, source, now)).collect();
        let readings = readings?;

        let fresh: Vec<(&Source, Price)> = list
            .iter()
            .zip(&readings)
            .filter_map(|(source, reading)| reading.as_ref().ok().map(|price| (source, *price)))
            .collect();
        let prices: Vec<Price> = fresh.iter().map(|(_, price)| *price).collect();
        let spot = median(&prices);
        let problem = disagreement(&fresh, spot, params)?;
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

/// Enough sources must be fresh, and enough of them, and more than half, must lie near the median.
fn disagreement(
    fresh: &[(&Source, Price)],
    spot: Option<Price>,
    params: &PriceParams,
) -> Result<Option<PriceProblem>, MathError> {
    // There are at most 8 sources.
    let found = fresh.len() as u32;
    let Some(spot) = spot.filter(|_| found >= params.min_sources) else {
        return Ok(Some(PriceProblem::TooFewFresh { expected: params.min_sources.max(1), found }));
    };
    let majority = found / 2 + 1;
    let expected = params.min_sources.max(majority);
    let mut agreeing = 0;
    for (source, price) in fresh {
        agreeing += u32::from(deviation(*price, spot) <= source.max_deviation);
    }
    Ok((agreeing < expected).then_some(PriceProblem::Disagreement { expected, found: agreeing }))
}

/// How long a price source's answer may be dated ahead: not at all.
pub fn is_from_the_future(time: Seconds, now: Seconds) -> bool {
    time > now
}
