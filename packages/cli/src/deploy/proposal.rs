//! Proposals as x/gov takes them.

use ballast_api::{ChangeMsg, ExecuteMsg, GovernMsg, Proposal};
use serde_json::{Value, json};

/// A proposal that queues changes: `tx gov submit-proposal FILE`.
#[must_use]
pub fn queue_proposal(gov: &str, contract: &str, changes: Vec<ChangeMsg>, deposit: &str) -> Value {
    let said: Vec<String> = changes
        .iter()
        .map(|change| format!("{} from {} to {}", change.parameter.name(), change.from, change.to))
        .collect();
    let title = format!("Ballast: {}", said.join(", "));
    let msg = ExecuteMsg::Govern(GovernMsg::Queue { proposal: Proposal::Changes(changes) });
    json!({
        "messages": [{
            "@type": "/cosmwasm.wasm.v1.MsgExecuteContract",
            "sender": gov,
            "contract": contract,
            "msg": msg,
            "funds": [],
        }],
        "metadata": "",
        "deposit": deposit,
        "title": title,
        "summary": "Queues the change. After its delay anyone may execute it; until then the guardian may veto it.",
    })
}
