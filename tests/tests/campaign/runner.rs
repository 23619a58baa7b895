//! Sends each step to the real contract and to the shadow, and compares.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, Result, bail, ensure};
use ballast_api::events::{ContractEvent, CreditsEvent, MintEvent, RefusedEvent};
use ballast_api::{EpochRecord, QueryMsg, ReceiptCursor, ReceiptsResponse};
use ballast_math::{Price, Tokens};
use ballast_sandbox::{AppResponse, Dump, Genesis, Sandbox};
use cosmwasm_std::Empty;
use cw_multi_test::Contract;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::acting::Effect;
use crate::auditing::Emitted;
use crate::ops::{ACTORS, CHAIN, Op};
use crate::sending::send;
use crate::settling::Settled;
use crate::shadow::Shadow;
use crate::strategy::Strategy;
use crate::tally::Tally;
use crate::watching::Watcher;
use crate::{agreement, invariants};

/// Steps that are told when one fails.
const REMEMBERED: usize = 20;

/// The full comparison of all accounts happens once in so many steps.
const FULL_EVERY: u64 = 20;

/// So is the digest of what is stored, where it is written down.
const DIGEST_EVERY: u64 = 10;

pub struct Campaign {
    pub chain: Sandbox,
    pub shadow: Shadow,
    pub tally: Tally,
    pub emitted: Emitted,
    watcher: Watcher,
    log: VecDeque<String>,
    /// Batches that were accepted, ever.
    batches: BTreeSet<(usize, u64)>,
    /// By tenant and meter: an epoch, and the USD of all receipts that name both in it.
    spent: BTreeMap<(String, String), (u64, u128)>,
}

impl Campaign {
    pub fn new(genesis: &Genesis, shadow: Shadow, code: Box<dyn Contract<Empty>>) -> Result<Self> {
        let genesis = Genesis { reserve: ballast_math::Tokens::ZERO, ..genesis.clone() };
        let mut chain = Sandbox::with_code(&genesis, code)?;
        let shadow = crate::shadow::with_chain(shadow, chain.controller().as_str());
        let (tally, log, watcher) = (Tally::default(), VecDeque::new(), Watcher::new(&mut chain)?);
        Ok(Self {
            chain,
            shadow,
            tally,
            emitted: Emitted::default(),
            watcher,
            log,
            batches: BTreeSet::new(),
            spent: BTreeMap::new(),
        })
    }

    /// Runs `steps` random steps, then lets everybody take what is theirs.
    pub fn run(&mut self, seed: u64, steps: u64) {
        // Each mode goes its own way.
        let mut rng = StdRng::seed_from_u64(seed.wrapping_add(self.shadow.kind as u64));
        let mut strategy = Strategy::new(&self.shadow);
        let mut dump = Dump::open(&format!("{:?}", self.shadow.kind)).unwrap();
        for number in 0..steps {
            let op = strategy.next(&mut rng, &self.shadow);
            let result = self.step(&op, number % FULL_EVERY == 0);
            self.judge(result, seed, number);
            if let Some(dump) = dump.as_mut().filter(|_| number % DIGEST_EVERY == 0) {
                dump.digest(number, &self.chain).unwrap();
            }
        }
        let result = self.wind_up().and_then(|()| self.audit());
        self.judge(result, seed, steps);
        if let Some(mut dump) = dump {
            dump.contents("end", &self.chain, b"").unwrap();
        }
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
        let mut governed = full;

        match (prediction, outcome) {
            (Ok(effect), Ok(response)) => {
                if let Some(response) = &response {
                    self.emitted.note(&self.chain, response);
                }
                self.limits(op, response.as_ref())?;
                self.compare(&expected, &effect, response.as_ref())?;
                self.tally.accepted(op, &effect, &expected);
                self.shadow = expected;
                self.closings()?;
                governed |= self.watcher.after(&mut self.chain, op, response.as_ref())?;
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
                self.shadow.shifts.clear();
            }
            (Ok(_), Err(error)) => bail!("the shadow accepts it, the contract does not: {error:#}"),
            (Err(reason), Ok(_)) => bail!("the contract accepts what must be refused with {reason:?}"),
        }
        if governed {
            agreement::guardrails(&self.chain, &self.shadow)?;
        }
        self.check(full)
    }

    fn check(&mut self, full: bool) -> Result<()> {
        agreement::breaker(&self.chain, &self.shadow)?;
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
            Op::ReportBurns { batch, .. } => (CHAIN, *batch),
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
        let mut refused = None;
        match effect {
            Effect::Nothing => {}
            Effect::Settled(settled) => self.receipts(settled, response)?,
            Effect::Closed(closed) => same(&Sandbox::data(response)?, closed)?,
            Effect::Claimed(claimed) => same(&Sandbox::data(response)?, claimed)?,
            Effect::Credits(credits) => {
                let said = told(response)?.into_iter().filter_map(|event| match event {
                    ContractEvent::Credits(CreditsEvent { locked, usd, price, .. }) => {
                        Some((locked, usd, Some(price)))
                    }
                    _ => None,
                });
                same(&said.collect(), &vec![(credits.locked, credits.usd, credits.price)])?;
                // Nothing comes back through the cw20 token.
                if response.data.is_some() {
                    same(&Sandbox::data(response)?, credits)?;
                }
            }
            Effect::Refunded(reason) => refused = Some(*reason),
            Effect::Governed(governed) => refused = agreement::governed(governed, response)?,
            Effect::Pruned(pruned) => same(&Sandbox::data(response)?, pruned)?,
        }
        // B8: what is refused for a trip succeeds, says so, and leaves the trip; nothing else does.
        let said = told(response)?.into_iter().filter_map(|event| match event {
            ContractEvent::Refused(RefusedEvent { reason, .. }) => Some(reason),
            _ => None,
        });
        let said: Vec<String> = said.collect();
        let expected_words = refused.is_none_or(|reason| said.iter().any(|said| said.contains(reason)));
        ensure!(said.len() == usize::from(refused.is_some()) && expected_words, "refused: {said:?}");
        agreement::shifts(&expected.shifts, response)?;
        let minted = told(response)?.into_iter().filter_map(|event| match event {
            ContractEvent::Mint(mint) => Some(mint),
            _ => None,
        });
        let closed = expected.closed.iter().map(|closed| {
            let collateral_price = closed.collateral_price.map(Price::from_atomics);
            MintEvent::new(&closed.record, Tokens::new(closed.carried), collateral_price)
        });
        same(&minted.collect::<Vec<_>>(), &closed.collect())
    }

    fn receipts(&self, settled: &Settled, response: &AppResponse) -> Result<()> {
        same(&Sandbox::data(response)?, &settled.answer)?;
        same(&leaves(response)?, &settled.leaves)?;
        if settled.leaves.is_empty() {
            return Ok(());
        }
        // What is kept is what was told.
        let epoch = settled.answer.epoch;
        let meter_id = u16::try_from(settled.meter + 1)?;
        let before = ReceiptCursor { meter_id, batch: settled.answer.batch - 1 };
        let query = QueryMsg::Receipts { epoch, start_after: Some(before), limit: Some(1) };
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
            invariants::epoch(&crate::closing::Closed { record, ..closed.clone() })?;
            ensure!(
                record == closed.record,
                "M3, M7: the record is {record:?}, expected {:?}",
                closed.record
            );
            self.tally.closed(closed);
        }
        Ok(())
    }
}

/// What the contract says of itself, read.
pub fn told(response: &AppResponse) -> Result<Vec<ContractEvent>> {
    let read = response.events.iter().map(ContractEvent::from_event);
    Ok(read.filter_map(Result::transpose).collect::<Result<_, _>>()?)
}

fn leaves(response: &AppResponse) -> Result<Vec<String>> {
    let leaves = told(response)?.into_iter().filter_map(|event| match event {
        ContractEvent::Receipt(told) => Some(told.leaf().to_owned()),
        _ => None,
    });
    Ok(leaves.collect())
}

pub fn same<T: PartialEq + std::fmt::Debug>(found: &T, expected: &T) -> Result<()> {
    ensure!(found == expected, "found {found:?}, expected {expected:?}");
    Ok(())
}
