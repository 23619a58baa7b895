//! One price source: the feed inside, a Pyth contract, or any contract that quotes a denom.

use ballast_api::{PriceSource, SourceKind};
use ballast_math::{Duration, MAX_PRICE, Price, Ratio, Timestamp, is_fresh, median};
use cosmwasm_std::{Deps, Int64, StdResult, Uint64};
use serde::{Deserialize, Serialize};

use super::is_from_the_future;
use crate::state::FEED;

/// A fresh price, or in words why there is none. A source that fails is never an error of the message: the others decide.
pub type Reading = Result<Price, String>;

pub fn read(deps: Deps, source: &PriceSource, now: Timestamp) -> StdResult<Reading> {
    match &source.kind {
        SourceKind::Feed { quorum, .. } => read_feed(deps, source, *quorum, now),
        SourceKind::Pyth { contract, feed_id, max_confidence } => {
            Ok(read_pyth(deps, contract, feed_id, *max_confidence)
                .and_then(|quote| accept(quote, source.max_age, now)))
        }
        SourceKind::Contract { contract, denom } => {
            Ok(read_contract(deps, contract, denom).and_then(|quote| accept(quote, source.max_age, now)))
        }
    }
}

struct DatedPrice {
    price: Price,
    time: Timestamp,
}

fn accept(quote: DatedPrice, max_age: Duration, now: Timestamp) -> Reading {
    let DatedPrice { price, time } = quote;
    if is_from_the_future(time, now) {
        return Err(format!("expected a price from at most {now}, found one from {time}"));
    }
    if !is_fresh(time, max_age, now) {
        let age = now.since(time);
        return Err(format!("expected a price of at most {max_age} s, found one of {age} s"));
    }
    if price.is_zero() || price > MAX_PRICE {
        return Err(format!("expected a price above 0 and at most {MAX_PRICE}, found {price}"));
    }
    Ok(price)
}

fn read_feed(deps: Deps, source: &PriceSource, quorum: u32, now: Timestamp) -> StdResult<Reading> {
    let feed = FEED.load(deps.storage)?;
    let fresh: Vec<Price> = feed
        .submissions
        .iter()
        .filter(|submission| submission.round > 0)
        .filter_map(|submission| {
            accept(DatedPrice { price: submission.price, time: submission.time }, source.max_age, now).ok()
        })
        .collect();
    if fresh.len() < quorum as usize {
        return Ok(Err(format!("expected {quorum} fresh submissions, found {}", fresh.len())));
    }
    Ok(median(&fresh).ok_or_else(|| "no submissions".to_owned()))
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum PythQuery<'a> {
    PriceFeed { id: &'a str },
}

#[derive(Deserialize)]
struct PythResponse {
    price_feed: PythFeed,
}

#[derive(Deserialize)]
struct PythFeed {
    price: PythPrice,
}

#[derive(Deserialize)]
struct PythPrice {
    price: Int64,
    conf: Uint64,
    expo: i32,
    publish_time: i64,
}

fn read_pyth(deps: Deps, contract: &str, feed_id: &str, max_confidence: Ratio) -> Result<DatedPrice, String> {
    let query = PythQuery::PriceFeed { id: feed_id };
    let answer: PythResponse =
        deps.querier.query_wasm_smart(contract, &query).map_err(|error| error.to_string())?;
    let PythPrice { price, conf, expo, publish_time } = answer.price_feed.price;

    let mantissa =
        u128::try_from(price.i64()).map_err(|_| format!("expected a price above 0, found {price}"))?;
    let time = u64::try_from(publish_time).map_err(|_| format!("no such time: {publish_time}"))?;
    let confidence = Ratio::of(conf.u64().into(), mantissa).map_err(|error| error.to_string())?;
    if confidence > max_confidence {
        return Err(format!("expected a confidence of at most {max_confidence}, found {confidence}"));
    }
    let price = Price::from_scientific(mantissa, expo)
        .ok_or_else(|| format!("price out of range: {mantissa} · 10^{expo}"))?;
    Ok(DatedPrice { price, time: Timestamp::new(time) })
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum DenomQuery<'a> {
    Price { denom: &'a str },
}

#[derive(Deserialize)]
struct DenomPrice {
    price: Price,
    updated_at: Timestamp,
}

fn read_contract(deps: Deps, contract: &str, denom: &str) -> Result<DatedPrice, String> {
    let answer: DenomPrice = deps
        .querier
        .query_wasm_smart(contract, &DenomQuery::Price { denom })
        .map_err(|error| error.to_string())?;
    Ok(DatedPrice { price: answer.price, time: answer.updated_at })
}
