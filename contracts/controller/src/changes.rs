//! Changes between the texts of messages and the numbers of the registry.

use ballast_api::{ChangeMsg, Parameter, Proposal};
use ballast_guardrails::{Change, Content, ParameterId, Quantity, Refusal};
use cosmwasm_std::Api;

use crate::error::ContractError;

/// The changes that texts stand for.
pub fn read(api: &dyn Api, changes: &[ChangeMsg]) -> Result<Vec<Change<Parameter>>, ContractError> {
    changes.iter().map(|change| read_one(api, change)).collect()
}

fn read_one(api: &dyn Api, change: &ChangeMsg) -> Result<Change<Parameter>, ContractError> {
    let id = change.parameter.clone();
    if !id.is_known() {
        return Err(Refusal::Unknown { parameter: id }.into());
    }
    if let Some(address) = id.meter_address() {
        // One account has one name: otherwise it could have two limits.
        let checked = api.addr_validate(address)?;
        if checked.as_str() != address {
            return Err(ContractError::Malformed {
                field: "meter",
                problem: "expected the canonical form of the address",
                found: address.to_owned(),
            });
        }
    }
    let number = |field: &'static str, text: &str| {
        id.unit().parse(text).map_err(|error| ContractError::Number {
            parameter: id.clone(),
            field,
            error,
            found: text.to_owned(),
        })
    };
    Ok(Change { from: number("from", &change.from)?, to: number("to", &change.to)?, id })
}

/// The texts of changes.
pub fn describe(changes: &[Change<Parameter>]) -> Vec<ChangeMsg> {
    changes
        .iter()
        .map(|Change { id, from, to }| ChangeMsg {
            parameter: id.clone(),
            from: Quantity(id.unit(), *from).to_string(),
            to: Quantity(id.unit(), *to).to_string(),
        })
        .collect()
}

/// What a set does, in texts.
pub fn describe_content(content: &Content<Parameter, ballast_api::Action>) -> Proposal {
    match content {
        Content::Changes(changes) => Proposal::Changes(describe(changes)),
        Content::Action(action) => Proposal::Action(action.clone()),
    }
}
