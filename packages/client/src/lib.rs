//! A small blocking client of a CometBFT node with wasmd.
//!
//! [`Node`] asks: contracts, balances, accounts, proposals, blocks and their events. [`Wallet`] signs and sends.
//! Protobuf comes from `cosmrs`, HTTP from `ureq`; there is no runtime to set up.

mod address;
mod blocks;
pub mod msg;
mod node;
mod query;
mod search;
mod wallet;

pub use address::{gov_account, prefix_of};
pub use blocks::{Attribute, Block, Event, TxResult};
pub use cosmrs::Any;
pub use cosmrs::proto::cosmos::gov::v1::{Proposal, ProposalStatus};
pub use node::{Node, Status};
pub use query::{AccountInfo, ContractInfo};
pub use search::EventQuery;
pub use wallet::{Gas, Wallet};
