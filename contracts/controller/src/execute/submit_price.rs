use ballast_api::events::PriceEvent;
use ballast_math::{MAX_PRICE, Price, Timestamp};
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};

use crate::clock::now;
use crate::error::ContractError;
use crate::price::is_from_the_future;
use crate::state::{CONFIG, FEED, PARAMS, SOURCES, Submission};
use crate::watch::{self, Sums};

pub fn submit_price(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    round: u64,
    price: Price,
    time: Timestamp,
) -> Result<Response, ContractError> {
    let sender = info.sender.to_string();
    let sources = SOURCES.load(deps.storage)?;
    let position = sources.feeders().and_then(|feeders| feeders.iter().position(|feeder| *feeder == sender));
    let mut feed = FEED.load(deps.storage)?;
    let Some(submission) = position.and_then(|position| feed.submissions.get_mut(position)) else {
        return Err(ContractError::NotAFeeder { sender });
    };

    if price.is_zero() || price > MAX_PRICE {
        return Err(ContractError::OutOfRange {
            field: "price (in 10^-18 USD)",
            min: 1,
            max: MAX_PRICE.atomics(),
            found: price.atomics(),
        });
    }
    if round <= submission.round {
        return Err(ContractError::StaleRound { last: submission.round, found: round });
    }
    let now = now(&env);
    if is_from_the_future(time, now) || time < submission.time {
        return Err(ContractError::WrongTime { earliest: submission.time, latest: now, found: time });
    }
    *submission = Submission { round, price, time };
    FEED.save(deps.storage, &feed)?;
    let params = PARAMS.load(deps.storage)?;
    let config = CONFIG.load(deps.storage)?;
    let view = watch::observe(deps, &env, &config, &params, Sums::Stored)?;

    Ok(Response::new()
        .add_attribute("action", "submit_price")
        .add_event(PriceEvent { feeder: sender, round, price }.to_event())
        .add_events(view.events))
}
