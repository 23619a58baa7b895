//! What the campaign did. A campaign in which a branch never ran proves nothing.

use std::collections::BTreeMap;

use ballast_math::Level;
use ballast_sandbox::SupplyKind;
use comfy_table::Table;
use comfy_table::presets::ASCII_MARKDOWN;

use crate::acting::Effect;
use crate::closing::Closed;
use crate::market::Health;
use crate::ops::Op;
use crate::shadow::Shadow;

#[derive(Default)]
pub struct Tally {
    /// Accepted and refused, by the name of the operation.
    ops: BTreeMap<&'static str, (u64, u64)>,
    refusals: BTreeMap<&'static str, u64>,
    counts: BTreeMap<String, u64>,
}

impl Tally {
    pub fn accepted(&mut self, op: &Op, effect: &Effect) {
        self.ops.entry(op.name()).or_default().0 += 1;
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
            Effect::Pruned(pruned) => self.add("batches pruned", pruned.batches.into()),
            _ => {}
        }
    }

    pub fn refused(&mut self, op: &Op, reason: &'static str) {
        self.ops.entry(op.name()).or_default().1 += 1;
        *self.refusals.entry(reason).or_default() += 1;
    }

    pub fn closed(&mut self, closed: &Closed) {
        let record = &closed.record;
        self.count("epochs closed");
        if !record.granted.is_zero() {
            self.count("epochs that granted");
        }
        if !record.from_budget.is_zero() {
            self.count("epochs that spent the budget");
        }
        if record.minted < record.granted {
            self.count("grants with carried remainders");
        }
        if record.level == Level::Restricted {
            self.count("epochs closed at level 2");
        }
        if let Some(cap) = record.binding {
            self.count(&format!("binding: {cap:?}"));
        }
        if closed.policy.reward.vesting_share.is_zero() || record.granted.is_zero() {
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

    /// Asserts that every branch that matters was taken often enough to mean something.
    pub fn assert_floors(&self, kind: SupplyKind) {
        let (external, reserve) = (kind == SupplyKind::External, kind == SupplyKind::Reserve);
        let always = [
            ("epochs closed", 500),
            ("epochs that granted", 100),
            ("epochs that spent the budget", 20),
            ("epochs closed at level 2", 20),
            ("grants with carried remainders", 30),
            ("vesting grants", 30),
            ("claims while rewards vest", 30),
            ("batches settled", 2_000),
            ("batches pruned", 300),
            ("batches refused by their number", 50),
            ("steps without a fresh price", 500),
            ("steps outside the band", 300),
            ("steps more than 32 epochs behind", 50),
            ("failed messages compared byte by byte", 2_000),
            ("binding: NoWork", 50),
            ("binding: Breaker", 20),
            ("binding: RoundTrip", 20),
            ("binding: RemintCredit", 5),
            ("binding: NetEmission", 5),
            ("binding: GrossEmission", 10),
            ("binding: MaxSupply", 5),
            ("short: InvalidAddress", 50),
            ("short: InvalidJob", 50),
            ("short: ZeroUsd", 50),
            ("short: MeterLimit", 40),
        ];
        let native = [
            ("short: Unauthorised", 50),
            ("short: TenantLimit", 50),
            ("short: NoPrice", 10),
            ("short: Funds", 50),
        ];
        self.floors(kind, &always);
        self.floors(kind, if external { &[("short: TooLarge", 20)] } else { &native });
        self.floors(kind, if reserve { &[("binding: Reserve", 10)] } else { &[] });
        for (name, (accepted, refused)) in &self.ops {
            let only_external = ["report_burns", "confirm_mint", "the chain mints"].contains(name);
            let not_external = ["deposit", "withdraw", "withdraw all", "settle", "settle (sudo)"]
                .contains(name)
                || name.starts_with("buy_credits");
            let never = match *name {
                "bad message" => true,
                "fund_reserve" => !reserve,
                _ => {
                    if external {
                        not_external
                    } else {
                        only_external
                    }
                }
            };
            assert_eq!(never, *accepted == 0, "{kind:?}: {name}: {accepted} accepted, {refused} refused");
        }
    }

    fn floors(&self, kind: SupplyKind, floors: &[(&str, u64)]) {
        for (what, least) in floors {
            let found = self.counts.get(*what).copied().unwrap_or(0);
            assert!(found >= *least, "{kind:?}: {what}: expected at least {least}, found {found}");
        }
    }
}
