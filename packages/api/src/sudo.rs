use ballast_math::Tokens;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{GovernMsg, Line};

/// What the chain itself can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SudoMsg {
    /// As `settle`, with the chain as the meter: the same limits, authorisations and batch numbers.
    Settle {
        /// The chain's next batch number, from 1.
        batch: u64,
        /// From 1 to 200 lines.
        lines: Vec<Line>,
    },
    /// Reports payments that the chain burned. `external` mode only; the chain must be a meter.
    ReportBurns {
        /// The chain's next batch number, from 1.
        batch: u64,
        /// From 1 to 200 lines.
        burns: Vec<ExternalBurn>,
    },
    /// Says that the chain has minted to this contract what closed epochs granted. `external` mode only.
    ConfirmMint {
        /// Base units that have arrived; at most what is outstanding, and the contract must hold them.
        amount: Tokens,
    },
    /// Governance by the chain: the same messages, roles and rules as for accounts; the chain acts as this contract's address.
    Govern(GovernMsg),
}

/// A payment that the chain took and burned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalBurn {
    /// The work that was paid for.
    pub line: Line,
    /// Base units that burned.
    pub burned: Tokens,
}
