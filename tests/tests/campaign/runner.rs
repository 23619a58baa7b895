//! Sends each step to the real contract and to the shadow, and compares.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, Result, bail, ensure};
use ballast_api::{EpochRecord, QueryMsg, ReceiptsResponse};
use ballast_sandbox::{AppResponse, Genesis, Sandbox};
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::acting::Effect;
use crate::invariants;
use crate::ops::{ACTORS, METERS, Op, TREASURY};
use crate::sending::send;
use crate::settling::Settled;
use crate::shadow::Shadow;
use crate::strategy::Strategy;
use crate::tally::Tally;

/// Steps that are told when one fails.
const REMEMBERED: usize = 20;

/// The full comparison of all accounts happens once in so many steps.
const FULL_EVERY: u64 = 20;

pub struct Campaign {
    pub chain: Sandbox,
    pub shadow: Shadow,
    pub tally: Tally,
    log: VecDeque<String>,
    /// Batches that were accepted, ever.
    batches: BTreeSet<(usize, u64)>,
    /// By tenant and meter: an epoch, and the USD of all receipts that name both in it.
    spent: BTreeMap<(String, String), (u64, u128)>,
}

impl Campaign {
    pub fn new(genesis: &Genesis, shadow: Shadow) -> Result<Self> {
        let chain = Sandbox::new(&Genesis { reserve: ballast_math::Tokens::ZERO, ..genesis.clone() })?;
        let shadow = crate::shadow::with_chain(shadow, chain.controller().as_str());
        let (tally, log) = (Tally::default(), VecDeque::new());
        Ok(Self { chain, shadow, tally, log, batches: BTreeSet::new(), spent: BTreeMap::new() })
    }

    /// Runs `steps` random steps, then lets everybody take what is theirs.
    pub fn run(&mut self, seed: u64, steps: u64) {
        // Each mode goes its own way.
        let mut rng = StdRng::seed_from_u64(seed.wrapping_add(self.shadow.kind as u64));
        let mut strategy = Strategy::new();
        for number in 0..steps {
            let op = strategy.next(&mut rng, &self.shadow);
            let result = self.step(&op, number % FULL_EVERY == 0);
            self.judge(result, seed, number);
        }
        let result = self.wind_up();
        self.judge(result, seed, steps);
    }

    fn judge(&self, result: Result<()>, seed: u64, number: u64) {
        if let Err(error) = result {
            let (kind, log) = (self.shadow.kind, self.log.iter().cloned().collect::<Vec<_>>().join("\n  "));
            panic!("{kind:?}, BALLAST_SEED={seed}, step {number}: {error:#}\nthe last steps:\n  {log}");
        }
    }

    pub fn step(&mut self, op: &Op, full: bool) -> Result<()> {
        self.remember(op);
        let mut expected = self.shadow.clone();
        let prediction = expected.apply(op);
        let before = prediction.is_err().then(|| self.chain.dump());
        let outcome = send(&mut self.chain, &self.shadow, op);

        match (prediction, outcome) {
            (Ok(effect), Ok(response)) => {
                self.limits(op, response.as_ref())?;
                self.compare(&expected, &effect, response.as_ref())?;
                self.tally.accepted(op, &effect);
                self.shadow = expected;
                self.closings()?;
            }
            (Err(reason), Err(error)) => {
                let text = format!("{error:#}");
                ensure!(text.contains(reason), "expected a refusal with {reason:?}, found {text:?}");
                // Every failed message, not a sample: only these need the dump, and the shadow knows them beforehand.
                ensure!(before.as_ref() == Some(&self.chain.dump()), "a failed message changed the storage");
                self.tally.count("failed messages compared byte by byte");
                if reason == "expected batch" {
                    self.tally.count("batches refused by their number");
                }
                self.tally.refused(op, reason);
                self.shadow.touched = (0..ACTORS).collect();
                self.shadow.closed.clear();
            }
            (Ok(_), Err(error)) => bail!("the shadow accepts it, the contract does not: {error:#}"),
            (Err(reason), Ok(_)) => bail!("the contract accepts what must be refused with {reason:?}"),
        }
        self.check(full)
    }

    fn check(&mut self, full: bool) -> Result<()> {
        invariants::parameters(&self.chain, &self.shadow)?;
        invariants::supply(&self.chain, &self.shadow)?;
        invariants::solvency(&self.chain, &self.shadow)?;
        for actor in self.shadow.touched.clone() {
            invariants::account(&self.chain, &self.shadow, actor)?;
        }
        if full {
            invariants::everything(&self.chain, &self.shadow)?;
        }
        invariants::audit(&self.chain, &self.shadow)?;
        self.tally.stepped(&self.shadow);
        Ok(())
    }

    fn remember(&mut self, op: &Op) {
        if self.log.len() == REMEMBERED {
            self.log.pop_front();
        }
        let text = format!("{} {op:?}", self.shadow.now);
        self.log.push_back(text.chars().take(600).collect());
    }

    /// M5 and M6 from the receipts as the events tell them, against nothing but the limits that were set.
    fn limits(&mut self, op: &Op, response: Option<&AppResponse>) -> Result<()> {
        let meter = match op {
            Op::Settle { meter, batch, .. } => (*meter, *batch),
            Op::ReportBurns { batch, .. } => (METERS - 1, *batch),
            _ => return Ok(()),
        };
        ensure!(self.batches.insert(meter), "M6: batch {} of meter {} was settled twice", meter.1, meter.0);
        for leaf in leaves(response.context("no response")?)? {
            let fields: Vec<&str> = leaf.split('|').collect();
            let [epoch, name, _, _, _, tenant, _, usd, ..] = fields[..] else {
                bail!("M5: malformed {leaf}")
            };
            let (epoch, usd): (u64, u128) = (epoch.parse()?, usd.parse()?);
            let spent = self.spent.entry((tenant.to_owned(), name.to_owned())).or_default();
            *spent = (epoch, usd + if spent.0 == epoch { spent.1 } else { 0 });
            let actor = self.shadow.names.actors.iter().position(|actor| actor == tenant).context("who?")?;
            let limit =
                self.shadow.tenants[actor].allowances.get(&meter.0).map_or(0, |allowance| allowance.limit);
            if let Op::Settle { .. } = op {
                ensure!(spent.1 <= limit, "M5: a{actor} allows {limit}, was charged {} in {epoch}", spent.1);
            }
        }
        Ok(())
    }

    fn compare(&self, expected: &Shadow, effect: &Effect, response: Option<&AppResponse>) -> Result<()> {
        let Some(response) = response else { return Ok(()) };
        match effect {
            Effect::Nothing => {}
            Effect::Settled(settled) => self.receipts(settled, response)?,
            Effect::Closed(closed) => same(&Sandbox::data(response)?, closed)?,
            Effect::Claimed(claimed) => same(&Sandbox::data(response)?, claimed)?,
            Effect::Credits(credits) => {
                let said = Sandbox::events(response, "ballast/credits");
                let bought = format!("{} for {} at {}", credits.locked, credits.usd, credits.price);
                let said = said.iter().map(|event| {
                    let values: Vec<&str> =
                        event.attributes.iter().map(|attribute| &*attribute.value).collect();
                    format!("{} for {} at {}", values[2], values[3], values[4])
                });
                same(&said.collect(), &vec![bought])?;
                // Nothing comes back through the cw20 token.
                if response.data.is_some() {
                    same(&Sandbox::data(response)?, credits)?;
                }
            }
            Effect::Pruned(pruned) => same(&Sandbox::data(response)?, pruned)?,
        }
        let minted = Sandbox::events(response, "ballast/mint").len();
        ensure!(
            minted == expected.closed.len(),
            "{minted} epochs in events, {} closed",
            expected.closed.len()
        );
        Ok(())
    }

    fn receipts(&self, settled: &Settled, response: &AppResponse) -> Result<()> {
        same(&Sandbox::data(response)?, &settled.answer)?;
        same(&leaves(response)?, &settled.leaves)?;
        if settled.leaves.is_empty() {
            return Ok(());
        }
        // What is kept is what was told.
        let epoch = settled.answer.epoch;
        let (id, before) = (u16::try_from(settled.meter + 1)?, settled.answer.batch - 1);
        let query = QueryMsg::Receipts { epoch, start_after: Some((id, before)), limit: Some(1) };
        let kept: ReceiptsResponse = self.chain.query(&query)?;
        let kept = kept.batches.first().context("no receipts are kept")?;
        let lines: Vec<String> = kept.receipts.iter().map(ballast_api::Receipt::leaf).collect();
        same(&lines, &settled.leaves)
    }

    /// M3, M4, M7 and E1 of every epoch that this step closed.
    fn closings(&mut self) -> Result<()> {
        for closed in &self.shadow.closed {
            let record: EpochRecord =
                self.chain.query(&QueryMsg::EpochRecord { epoch: closed.record.epoch })?;
            invariants::epoch(&crate::closing::Closed { record: record.clone(), ..closed.clone() })?;
            ensure!(
                record == closed.record,
                "M3, M7: the record is {record:?}, expected {:?}",
                closed.record
            );
            self.tally.closed(closed);
        }
        Ok(())
    }

    /// Everybody takes what is theirs: nothing is left but what belongs to nobody.
    fn wind_up(&mut self) -> Result<()> {
        while self.shadow.behind() > 0 {
            self.step(&Op::CloseEpoch { limit: None }, false)?;
        }
        for actor in 0..TREASURY {
            self.step(&Op::Withdraw { tenant: actor, amount: None }, false)?;
        }
        self.step(&Op::Wait { seconds: 400 * 86_400 }, false)?;
        while self.shadow.behind() > 0 {
            self.step(&Op::CloseEpoch { limit: None }, false)?;
        }
        if self.shadow.external() {
            let sums = self.shadow.sums;
            let due = (sums.awaiting + sums.confirmed).saturating_sub(sums.chain_minted);
            self.step(&Op::ChainMint { amount: due }, false)?;
            self.step(&Op::ConfirmMint { amount: sums.awaiting }, false)?;
        }
        for actor in 0..TREASURY {
            self.step(&Op::Claim { provider: actor }, false)?;
        }
        let shadow = &self.shadow;
        let owed = (shadow.escrow(), shadow.payable(), shadow.unvested(), shadow.sums.awaiting);
        ensure!(owed == (0, 0, 0, 0), "left after everybody has left: {owed:?}");
        let given = shadow.sums.donated + shadow.sums.chain_minted - shadow.sums.confirmed;
        let left = shadow.locked() + shadow.sums.carried + shadow.sums.reserve + given;
        ensure!(self.chain.balance(self.chain.controller()).get() == left, "M2: expected {left} to be left");
        invariants::everything(&self.chain, &self.shadow)
    }
}

fn leaves(response: &AppResponse) -> Result<Vec<String>> {
    Sandbox::events(response, "ballast/receipt")
        .iter()
        .map(|event| {
            let leaf = event.attributes.iter().find(|attribute| attribute.key == "leaf");
            Ok(leaf.context("a receipt without a leaf")?.value.clone())
        })
        .collect()
}

fn same<T: PartialEq + std::fmt::Debug>(found: &T, expected: &T) -> Result<()> {
    ensure!(found == expected, "found {found:?}, expected {expected:?}");
    Ok(())
}
