//! R12: what each message leaves alone, to the byte.

use std::collections::BTreeMap;

use ballast_sandbox::Sandbox;

use crate::ops::{Act, Op};

/// Records that guard or remember: constitution, roles, registry, sources, breaker, best usage, values now and to come.
pub const KEYS: [&str; 8] = ["con", "rol", "reg", "src", "wat", "use", "par", "nxt"];
pub type Raw = BTreeMap<&'static str, Option<Vec<u8>>>;

/// R12: which message may write which record. Other messages leave it alone, to the byte.
pub fn may_write(op: &Op, key: &str) -> bool {
    let act = if let Op::Govern { act, .. } = op { Some(act) } else { None };
    match key {
        "reg" => {
            let whom = [Some("execute"), Some("veto"), Some("cancel"), Some("tighten"), Some("remove")];
            matches!(act, Some(Act::Queue(_))) || whom.contains(&act.map(Act::name))
        }
        "rol" => matches!(act, Some(Act::Execute(_) | Act::Accept)),
        "src" => matches!(act, Some(Act::Execute(_) | Act::Tighten(_) | Act::Remove(_))),
        // The looks at the market, and the closes of epochs.
        "wat" => match act {
            Some(act) => matches!(act, Act::Execute(_) | Act::Tighten(_) | Act::Trip(_)),
            None => closes(op) || matches!(op, Op::Poke | Op::SubmitPrice { .. } | Op::BuyCredits { .. }),
        },
        "use" => closes(op) || matches!(act, Some(Act::Execute(_) | Act::Tighten(_))),
        // New values, and those that waited for the next epoch.
        "par" | "nxt" => closes(op) || matches!(act, Some(Act::Execute(_) | Act::Tighten(_))),
        _ => false,
    }
}

fn closes(op: &Op) -> bool {
    matches!(op, Op::CloseEpoch { .. } | Op::Settle { .. } | Op::ReportBurns { .. } | Op::Claim { .. })
}

pub fn raw(chain: &mut Sandbox) -> Raw {
    let controller = chain.controller().clone();
    let querier = chain.app().wrap();
    KEYS.into_iter()
        .map(|key| (key, querier.query_wasm_raw(controller.clone(), key.as_bytes()).unwrap()))
        .collect()
}
