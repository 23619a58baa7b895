//! What the campaign did. A campaign in which a branch never ran proves nothing.

use std::collections::BTreeMap;

use ballast_sandbox::SupplyKind;
use comfy_table::Table;
use comfy_table::presets::ASCII_MARKDOWN;

use crate::acting::Effect;
use crate::closing::Closed;
use crate::governing::Governed;
use crate::market::Health;
use crate::ops::{Op, What};
use crate::shadow::Shadow;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Accepted and refused, by the name of the operation.
    pub ops: BTreeMap<&'static str, (u64, u64)>,
    pub refusals: BTreeMap<&'static str, u64>,
    counts: BTreeMap<String, u64>,
}

impl Tally {
    pub fn accepted(&mut self, op: &Op, effect: &Effect, after: &Shadow) {
        self.ops.entry(op.name()).or_default().0 += 1;
        for shift in &after.shifts {
            match shift.signal {
                Some(signal) => {
                    self.count(&format!("tripped by {signal:?}"));
                    self.count(&format!("tripped to level {}", shift.to));
                }
                None => self.count(&format!("recovered from level {}", shift.from)),
            }
        }
        let exit = match (op, effect) {
            (Op::Claim { .. }, _) => Some("claims"),
            (Op::Withdraw { .. }, _) => Some("withdrawals"),
            (_, Effect::Settled(settled)) if !settled.answer.burned.is_zero() => Some("burns"),
            _ => None,
        };
        if let Some(exit) = exit {
            self.count(&format!("{exit} at level {}", after.fuse.level));
        }
        match effect {
            Effect::Settled(settled) => {
                self.count("batches settled");
                self.add("receipts", settled.leaves.len() as u64);
                for shortfall in &settled.answer.shortfalls {
                    self.count(&format!("short: {:?}", shortfall.reason));
                }
            }
            Effect::Claimed(claimed) if !claimed.unvested.is_zero() => {
                self.count("claims while rewards vest")
            }
            Effect::Refunded(_) => self.count("refunds after trips"),
            Effect::Governed(governed) => {
                self.governed(governed);
                let mends = matches!(governed, Governed::Executed { set, .. }
                    if set.loosens() && matches!(set.what, What::Moves(_)) && after.fuse.level >= 2);
                self.add("executed loosenings that mend a lack", mends.into());
            }
            Effect::Pruned(pruned) => self.add("batches pruned", pruned.batches.into()),
            _ => {}
        }
    }

    fn governed(&mut self, governed: &Governed) {
        match governed {
            Governed::Queued { expired, .. } => self.add("expired", expired.len() as u64),
            Governed::Executed { set, superseded } => {
                let what = match &set.what {
                    What::Moves(_) if set.loosens() => "executed loosenings",
                    What::Moves(_) => "executed tightenings",
                    What::Action(_) => "executed actions",
                };
                self.count(what);
                self.add("superseded by a removed governor", superseded.len() as u64);
            }
            Governed::TrippedInstead(_) => self.count("executions that tripped instead"),
            Governed::Vetoed(_) => self.count("vetoes"),
            Governed::Cancelled(_) => self.count("cancels"),
            Governed::Tightened { moves, superseded } => {
                self.add("tightened at once", *moves as u64);
                self.add("superseded by a tightening", superseded.len() as u64);
            }
            Governed::Removed { superseded } => {
                self.add("superseded by a removal", superseded.len() as u64);
            }
            Governed::Tripped => self.count("guardian trips"),
            Governed::Accepted(role) => self.count(&format!("hand-overs: {role:?}")),
        }
    }

    pub fn refused(&mut self, op: &Op, reason: &'static str) {
        self.ops.entry(op.name()).or_default().1 += 1;
        *self.refusals.entry(reason).or_default() += 1;
    }

    pub fn closed(&mut self, closed: &Closed) {
        let record = &closed.record;
        self.count("epochs closed");
        if !record.decision.granted.is_zero() {
            self.count("epochs that granted");
        }
        if !record.decision.from_budget.is_zero() {
            self.count("epochs that spent the budget");
        }
        if record.decision.minted < record.decision.granted {
            self.count("grants with carried remainders");
        }
        self.count(&format!("epochs closed at level {}", record.level as u8));
        if let Some(cap) = record.decision.binding {
            self.count(&format!("binding: {cap:?}"));
        }
        if closed.policy.reward.vesting_share.is_zero() || record.decision.granted.is_zero() {
            return;
        }
        self.count("vesting grants");
    }

    pub fn stepped(&mut self, shadow: &Shadow) {
        match shadow.view().health {
            Health::Usable => {}
            Health::Stale => self.count("steps without a fresh price"),
            Health::OutsideBand => self.count("steps outside the band"),
        }
        let sight = shadow.sight();
        let rules = &shadow.params.breaker;
        let exit = rules.recovery.exit.atomics();
        if let (held, Some(signal)) = shadow.fuse.required(shadow.now, &sight, rules, exit) {
            self.count(&format!("steps held up at level {held} by {signal:?}"));
        }
        if shadow.behind() > 32 {
            self.count("steps more than 32 epochs behind");
        }
    }

    pub fn count(&mut self, what: &str) {
        self.add(what, 1);
    }

    pub fn add(&mut self, what: &str, number: u64) {
        *self.counts.entry(what.to_owned()).or_default() += number;
    }

    pub fn print(&self, kind: SupplyKind, seed: u64, steps: u64) {
        let mut ops = Table::new();
        ops.load_preset(ASCII_MARKDOWN).set_header(["operation", "executed", "accepted", "refused"]);
        for (name, (accepted, refused)) in &self.ops {
            ops.add_row([
                (*name).to_owned(),
                (accepted + refused).to_string(),
                accepted.to_string(),
                refused.to_string(),
            ]);
        }
        let mut counts = Table::new();
        counts.load_preset(ASCII_MARKDOWN).set_header(["what", "times"]);
        for (name, number) in &self.counts {
            counts.add_row([name.clone(), number.to_string()]);
        }
        for (name, number) in &self.refusals {
            let name = if name.is_empty() { "by the token or the parser" } else { name };
            counts.add_row([format!("refused: {name}"), number.to_string()]);
        }
        println!("{kind:?}: {steps} steps, seed {seed}\n{ops}\n{counts}");
    }

    pub fn found(&self, what: &str) -> u64 {
        self.counts.get(what).copied().unwrap_or(0)
    }
}
