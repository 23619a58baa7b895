//! Everything that an audit looks at.

use ballast_api::{AuditResponse, ConfigResponse, EpochRecord, ParamsResponse, SupplyResponse};
use ballast_economy::Signals;
use serde::{Deserialize, Serialize};

use super::chain::Block;

/// Everything that an audit looks at, as of one height.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The chain.
    pub chain_id: String,
    /// The contract.
    pub contract: String,
    /// The height that all of this was read at.
    pub height: u64,
    /// What cannot change.
    pub config: ConfigResponse,
    /// What governance tunes, at that height.
    pub params: ParamsResponse,
    /// What trips the breaker.
    pub signals: Signals,
    /// The contract's books.
    pub supply: SupplyResponse,
    /// The commitment to all receipts.
    pub audit: AuditResponse,
    /// What the token itself says its supply is; none where the chain burns and mints.
    pub token_supply: Option<ballast_math::Tokens>,
    /// Every closed epoch, in order.
    pub records: Vec<EpochRecord>,
    /// What the contract emitted, in order, from its first block on.
    pub blocks: Vec<Block>,
}
