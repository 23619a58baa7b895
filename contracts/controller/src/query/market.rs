use ballast_api::{FeedResponse, FeedSubmission, PriceResponse};
use cosmwasm_std::{Deps, Env};

use crate::error::ContractError;
use crate::price::{Quotation, twap_week};
use crate::state::{FEED, PARAMS, SOURCES};

pub fn price(deps: Deps, env: &Env) -> Result<PriceResponse, ContractError> {
    let quotation = Quotation::read(deps, env, &PARAMS.load(deps.storage)?.price)?;
    let Quotation { spot, problem, sources, market } = quotation;
    let twap_week = twap_week(deps.storage, env)?;
    Ok(PriceResponse { spot, twap_day: market.average, twap_week, problem, sources })
}

pub fn feed(deps: Deps) -> Result<FeedResponse, ContractError> {
    let sources = SOURCES.load(deps.storage)?;
    let feeders = sources.feeders().map(<[String]>::to_vec);
    let submissions = feeders
        .unwrap_or_default()
        .into_iter()
        .zip(FEED.load(deps.storage)?.submissions)
        .map(|(feeder, submission)| FeedSubmission {
            feeder,
            round: submission.round,
            price: (submission.round > 0).then_some(submission.price),
            time: submission.time,
        })
        .collect();
    Ok(FeedResponse { submissions })
}
