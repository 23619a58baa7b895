//! Messages, ready to be signed or put into a proposal.

use std::io::Write;

use anybuf::Anybuf;
use anyhow::Result;
use cosmrs::Any;
use cosmrs::proto::cosmos::bank::v1beta1::MsgSend;
use cosmrs::proto::cosmos::base::v1beta1::Coin;
use cosmrs::proto::cosmos::gov::v1::{MsgSubmitProposal, MsgVote, VoteOption};
use cosmrs::proto::cosmwasm::wasm::v1::{
    MsgExecuteContract, MsgInstantiateContract, MsgMigrateContract, MsgStoreCode, MsgSudoContract,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

/// An amount of a denom.
#[must_use]
pub fn coin(amount: u128, denom: &str) -> Coin {
    Coin { denom: denom.to_owned(), amount: amount.to_string() }
}

/// Moves tokens.
pub fn transfer(from: &str, to: &str, amount: Vec<Coin>) -> Result<Any> {
    Ok(Any::from_msg(&MsgSend { from_address: from.to_owned(), to_address: to.to_owned(), amount })?)
}

/// Stores code, which anyone may then instantiate. It travels packed: many nodes take no more than a megabyte.
pub fn store(sender: &str, wasm: &[u8]) -> Result<Any> {
    let mut packed = GzEncoder::new(vec![], Compression::best());
    packed.write_all(wasm)?;
    let (sender, wasm_byte_code) = (sender.to_owned(), packed.finish()?);
    let msg = MsgStoreCode { sender, wasm_byte_code, instantiate_permission: None };
    Ok(Any::from_msg(&msg)?)
}

/// Instantiates code; without an admin it can never be migrated.
pub fn instantiate(
    sender: &str,
    admin: Option<&str>,
    code_id: u64,
    label: &str,
    msg: &impl Serialize,
) -> Result<Any> {
    Ok(Any::from_msg(&MsgInstantiateContract {
        sender: sender.to_owned(),
        admin: admin.unwrap_or_default().to_owned(),
        code_id,
        label: label.to_owned(),
        msg: serde_json::to_vec(msg)?,
        funds: vec![],
    })?)
}

/// Calls a contract.
pub fn execute(sender: &str, contract: &str, msg: &impl Serialize, funds: Vec<Coin>) -> Result<Any> {
    Ok(Any::from_msg(&MsgExecuteContract {
        sender: sender.to_owned(),
        contract: contract.to_owned(),
        msg: serde_json::to_vec(msg)?,
        funds,
    })?)
}

/// Calls a contract as the chain; only in a proposal.
pub fn sudo(authority: &str, contract: &str, msg: &impl Serialize) -> Result<Any> {
    Ok(Any::from_msg(&MsgSudoContract {
        authority: authority.to_owned(),
        contract: contract.to_owned(),
        msg: serde_json::to_vec(msg)?,
    })?)
}

/// Gives a contract other code.
pub fn migrate(sender: &str, contract: &str, code_id: u64, msg: &impl Serialize) -> Result<Any> {
    Ok(Any::from_msg(&MsgMigrateContract {
        sender: sender.to_owned(),
        contract: contract.to_owned(),
        code_id,
        msg: serde_json::to_vec(msg)?,
    })?)
}

/// Submits a proposal of x/gov.
pub fn submit_proposal(
    proposer: &str,
    title: &str,
    messages: Vec<Any>,
    initial_deposit: Vec<Coin>,
) -> Result<Any> {
    Ok(Any::from_msg(&MsgSubmitProposal {
        messages,
        initial_deposit,
        proposer: proposer.to_owned(),
        metadata: String::new(),
        title: title.to_owned(),
        summary: title.to_owned(),
        expedited: false,
    })?)
}

/// Votes for a proposal.
pub fn vote_yes(voter: &str, proposal_id: u64) -> Result<Any> {
    let option = VoteOption::Yes.into();
    Ok(Any::from_msg(&MsgVote { proposal_id, voter: voter.to_owned(), option, metadata: String::new() })?)
}

/// Makes another account the admin of a tokenfactory denom; `type_url_prefix` is such as `/osmosis.tokenfactory.v1beta1`.
#[must_use]
pub fn change_admin(type_url_prefix: &str, sender: &str, denom: &str, new_admin: &str) -> Any {
    let fields = Anybuf::new().append_string(1, sender).append_string(2, denom).append_string(3, new_admin);
    Any { type_url: format!("{type_url_prefix}.MsgChangeAdmin"), value: fields.into_vec() }
}
