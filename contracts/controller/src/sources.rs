//! Checks of price sources: at instantiation, and when governance adds one.

use ballast_api::{MAX_FEEDERS, MAX_PRICE_AGE, MAX_SOURCES, PriceSource, SourceKind};
use cosmwasm_std::Deps;

use crate::checks::{at_most, at_most_one, in_range, once};
use crate::error::ContractError;

/// A feed's id is 32 bytes in hex.
const FEED_ID_LENGTH: usize = 64;

/// Checks how many sources there would be, and that at most one of them is a feed.
pub fn checked_sources_count<'a>(
    sources: impl Iterator<Item = &'a PriceSource> + Clone,
) -> Result<(), ContractError> {
    at_most("price_sources", sources.clone().count(), MAX_SOURCES)?;
    let feeds = sources.filter(|source| matches!(source.kind, SourceKind::Feed { .. })).count();
    at_most("price_sources of kind feed", feeds, 1)
}

/// Checks a source on its own; its addresses come back in their one form.
pub fn checked_source(deps: Deps, source: PriceSource) -> Result<PriceSource, ContractError> {
    let PriceSource { kind, max_age, max_deviation } = source;
    in_range("price_sources.max_age", max_age.into(), 1, MAX_PRICE_AGE.into())?;
    at_most_one("price_sources.max_deviation", max_deviation)?;
    Ok(PriceSource { kind: checked_kind(deps, kind)?, max_age, max_deviation })
}

fn checked_kind(deps: Deps, kind: SourceKind) -> Result<SourceKind, ContractError> {
    Ok(match kind {
        SourceKind::Feed { feeders, quorum } => {
            at_most("feeders", feeders.len(), MAX_FEEDERS)?;
            in_range("quorum", quorum.into(), 1, feeders.len() as u128)?;
            let mut seen = vec![];
            let feeders: Result<Vec<String>, ContractError> = feeders
                .iter()
                .map(|feeder| {
                    let feeder = String::from(deps.api.addr_validate(feeder)?);
                    once("feeder", &mut seen, &feeder)?;
                    Ok(feeder)
                })
                .collect();
            SourceKind::Feed { feeders: feeders?, quorum }
        }
        SourceKind::Pyth { contract, feed_id, max_confidence } => {
            if feed_id.len() != FEED_ID_LENGTH || !feed_id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let problem = "expected 64 hex digits";
                return Err(ContractError::Malformed { field: "feed_id", problem, found: feed_id });
            }
            at_most_one("max_confidence", max_confidence)?;
            SourceKind::Pyth { contract: deps.api.addr_validate(&contract)?.into(), feed_id, max_confidence }
        }
        SourceKind::Contract { contract, denom } => {
            SourceKind::Contract { contract: deps.api.addr_validate(&contract)?.into(), denom }
        }
    })
}
