//! The price that the contract acts on: sources in agreement, within a band of their own average.

mod sources;
mod twap;

use ballast_api::{PriceParams, PriceProblem, PriceSource, SourceStatus};
use ballast_guardrails::Quotation;
use ballast_math::{MathError, Price, Quote, Seconds, Twap, cautious_price, deviation, median};
use cosmwasm_std::{Deps, DepsMut, Env, StdResult, Storage};

use crate::error::ContractError;
use crate::state::{Config, SOURCES, TWAP};

/// The price as it is now, usable or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Market {
    /// The median of the fresh sources.
    pub spot: Option<Price>,
    /// Average of the last 24 hours, up to now.
    pub twap_day: Option<Price>,
    pub problem: Option<PriceProblem>,
    pub sources: Vec<SourceStatus>,
    /// What the breaker looks at.
    pub quotation: Quotation,
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
        Self::judge(deps.storage, env, consensus, TWAP.may_load(deps.storage)?, params)
    }

    /// Reads the market and takes note of the spot price for the averages, when the sources agree on one.
    ///
    /// A spot price outside its band counts for the averages all the same: otherwise a real and lasting move could never
    /// become usable again.
    pub fn observe(deps: DepsMut, env: &Env, params: &PriceParams) -> Result<Self, ContractError> {
        let consensus = Consensus::read(deps.as_ref(), env, params)?;
        let last = twap::observe(deps.storage, env.block.time.seconds(), consensus.agreed())?;
        Self::judge(deps.storage, env, consensus, last, params)
    }

    fn judge(
        storage: &dyn Storage,
        env: &Env,
        consensus: Consensus,
        last: Option<Twap>,
        params: &PriceParams,
    ) -> Result<Self, ContractError> {
        let now = env.block.time.seconds();
        let agreed = consensus.agreed();
        let Consensus { spot, mut problem, sources } = consensus;
        let twap_day = twap::average(storage, now, twap::DAY, last)?;
        if let Some(spot) = agreed {
            // The very first price has no average to be compared with yet.
            let twap = twap_day.unwrap_or(spot);
            if deviation(spot, twap) > params.band {
                problem = Some(PriceProblem::OutsideBand { spot, twap, band: params.band });
            }
        }
        let quotation = Quotation {
            price: agreed.or(last.map(|last| last.price)),
            point: last.map(|last| last.point.held(last.price, now)).transpose()?,
            usable: problem.is_none() && spot.is_some(),
            // Sources that were removed are missed: a network that needs a price does not stop needing one.
            expected: params.min_sources > 0 || !sources.is_empty(),
            // The market knows no credits: who looks with the breaker's eyes puts it in.
            shortfall: None,
        };
        Ok(Self { spot, twap_day, problem, sources, quotation })
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
}

/// Average of the last 7 days, up to now.
pub fn twap_week(storage: &dyn Storage, env: &Env) -> Result<Option<Price>, ContractError> {
    twap::average(storage, env.block.time.seconds(), twap::WEEK, TWAP.may_load(storage)?)
}

impl Consensus {
    /// The spot price, when enough sources agree on it.
    fn agreed(&self) -> Option<Price> {
        self.spot.filter(|_| self.problem.is_none())
    }

    fn read(deps: Deps, env: &Env, params: &PriceParams) -> Result<Self, ContractError> {
        let list: Vec<PriceSource> =
            SOURCES.load(deps.storage)?.list.into_iter().map(|numbered| numbered.source).collect();
        let now = env.block.time.seconds();
        let readings: StdResult<Vec<_>> =
            list.iter().map(|source| sources::read(deps, source, now)).collect();
        let readings = readings?;

        let fresh: Vec<(&PriceSource, Price)> = list
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
    fresh: &[(&PriceSource, Price)],
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
