//! A second witness, who knows nothing of the shadow: from what the contract itself says after each message, it checks
//! what no sequence of messages may ever do to the guardrails.

use ballast_math::{Duration, Timestamp};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, Result, ensure};
use ballast_api::events::{ContractEvent, ExecuteEvent, RecoveryEvent, TripEvent};
use ballast_api::{
    BreakerResponse, GuardrailsResponse, ParameterStatus, PendingResponse, PendingSet, Proposal, QueryMsg,
};
use ballast_sandbox::{AppResponse, Sandbox};

use crate::frame::{KEYS, Raw, may_write, raw};
use crate::ops::{Act, Op, Who};
use crate::runner::told;
use crate::tunables::{DELAY, DELAY_BLOCKS, GRACE, INTERVAL, limits_of};
use crate::worlds::EPOCH;

const DAY: u64 = 86_400;
/// The shortest dwell that the constitution allows.
const MIN_DWELL: u64 = 600;

pub struct Watcher {
    raw: Raw,
    values: BTreeMap<String, String>,
    /// When each value was last seen to change.
    changed: BTreeMap<String, u64>,
    /// Sets as they were when first seen, for ever, and the numbers of those that are pending.
    known: BTreeMap<u64, PendingSet>,
    pending: BTreeSet<u64>,
    executed: BTreeSet<u64>,
    /// R4: the earliest moment at which each value could loosen.
    soonest: BTreeMap<String, (u64, u64)>,
    governors: Vec<String>,
    level: u8,
    /// Moves of the level in the last day, and whether each rose.
    shifts: VecDeque<(u64, bool)>,
    last_trip: Option<(u64, u64)>,
}

impl Watcher {
    pub fn new(chain: &mut Sandbox) -> Result<Self> {
        let mut watcher = Self {
            raw: raw(chain),
            values: BTreeMap::new(),
            changed: BTreeMap::new(),
            known: BTreeMap::new(),
            pending: BTreeSet::new(),
            executed: BTreeSet::new(),
            soonest: BTreeMap::new(),
            governors: vec![],
            level: 0,
            shifts: VecDeque::new(),
            last_trip: None,
        };
        let guardrails: GuardrailsResponse = chain.query(&QueryMsg::Guardrails {})?;
        watcher.governors.clone_from(&guardrails.governors);
        let shown = guardrails.parameters.into_iter();
        watcher.values = shown.map(|status| (status.parameter.name().to_owned(), status.value)).collect();
        Ok(watcher)
    }

    /// After a message that was accepted.
    ///
    /// Returns: whether anything of governance changed.
    pub fn after(&mut self, chain: &mut Sandbox, op: &Op, response: Option<&AppResponse>) -> Result<bool> {
        let before = std::mem::replace(&mut self.raw, raw(chain));
        let changed: Vec<&str> =
            KEYS.into_iter().filter(|key| before.get(key) != self.raw.get(key)).collect();
        for key in &changed {
            ensure!(may_write(op, key), "R12: {} has written {key}", op.name());
        }
        ensure!(!changed.contains(&"con"), "R1: the constitution has changed");
        if let Some(response) = response {
            self.shifts(chain.now().seconds(), response)?;
        }
        if let Op::Govern { act: Act::Trip(_), .. } = op {
            self.trips(chain)?;
        }
        let governed =
            matches!(op, Op::Govern { .. }) || changed.iter().any(|key| !["wat", "use"].contains(key));
        if governed {
            self.registry(chain, op, response)?;
        }
        Ok(governed)
    }

    fn registry(&mut self, chain: &Sandbox, op: &Op, response: Option<&AppResponse>) -> Result<()> {
        let (now, height) = (chain.now(), chain.height());
        let said: PendingResponse = chain.query(&QueryMsg::Pending {})?;
        let guardrails: GuardrailsResponse = chain.query(&QueryMsg::Guardrails {})?;
        self.executions(now.seconds(), height, op, response)?;
        self.changes(now.seconds(), op, &guardrails)?;
        self.sets(now.seconds(), height, op, &said)?;
        self.soonest(now.seconds(), height, &guardrails, &said)?;
        self.governors = guardrails.governors;
        Ok(())
    }

    /// R5: whatever was executed had been pending for the delay by both clocks, was in time, and was executed once.
    fn executions(&mut self, now: u64, height: u64, op: &Op, response: Option<&AppResponse>) -> Result<()> {
        let Some(response) = response else { return Ok(()) };
        for event in told(response)? {
            let ContractEvent::Execute(ExecuteEvent { id: set, .. }) = event else { continue };
            ensure!(matches!(op, Op::Govern { act: Act::Execute(asked), .. } if *asked == set), "R5: {set}");
            ensure!(self.pending.contains(&set), "R5: set {set} was not pending");
            ensure!(self.executed.insert(set), "R5: set {set} was executed twice");
            let queued = self.known[&set].queued;
            ensure!(
                now >= queued.time.seconds() + DELAY,
                "R5: set {set} was queued at {queued:?}, it is {now}"
            );
            ensure!(height >= queued.height + DELAY_BLOCKS, "R5: set {set}: {queued:?}, height is {height}");
            ensure!(
                now < queued.time.seconds() + DELAY + GRACE,
                "R5: set {set} had expired: {queued:?}, it is {now}"
            );
        }
        Ok(())
    }

    /// R1, R2, R3, R5 and R10 of every value that moved.
    fn changes(&mut self, now: u64, op: &Op, guardrails: &GuardrailsResponse) -> Result<()> {
        for ParameterStatus { parameter, value, .. } in &guardrails.parameters {
            let name = parameter.name();
            // A meter that is new may settle nothing until now.
            let new = parameter.meter_address().map(|_| "0".to_owned());
            let old = self.values.insert(name.to_owned(), value.clone()).or(new);
            let Some(old) = old.filter(|old| old != value) else { continue };
            let limits = limits_of(name).with_context(|| format!("R1: {name} has no rule and moved"))?;
            let (from, to) = (limits.parse(&old), limits.parse(value));
            ensure!((limits.min..=limits.max).contains(&to), "R1: {name} is {to}, out of bounds");
            let Op::Govern { who, act } = op else { anyhow::bail!("R10: {} moved {name}", op.name()) };
            let last = self.changed.insert(name.to_owned(), now);
            if let Act::Remove(_) = act {
                // Whom governance removes may do nothing at once, whatever the step and the interval.
                ensure!(to == 0 && parameter.meter_address().is_some(), "R2: {name} moved by a removal");
                continue;
            }
            let (min, max) = limits.reach(from);
            ensure!((min..=max).contains(&to), "R2: {name} went from {from} to {to}");
            ensure!(last.is_none_or(|last| now >= last + INTERVAL), "R3: {name}: {last:?}, now {now}");
            match act {
                Act::Execute(set) => {
                    let Proposal::Changes(changes) = &self.known[set].proposal else {
                        anyhow::bail!("R5: {name} moved by an action")
                    };
                    let planned = changes.iter().find(|change| change.parameter == *parameter);
                    ensure!(
                        planned.is_some_and(
                            |change| limits.parse(&change.from) == from && limits.parse(&change.to) == to
                        ),
                        "R5: {name} went from {from} to {to}, set {set} says {planned:?}"
                    );
                }
                Act::Tighten(_) => {
                    ensure!(!limits.looser.by(from, to), "R5: {name} loosened at once, from {from} to {to}");
                    ensure!(
                        self.governors.contains(&account(*who, &self.governors)),
                        "R10: {who:?} tightened"
                    );
                }
                _ => anyhow::bail!("R10: {} moved {name}", op.name()),
            }
        }
        Ok(())
    }

    /// R6 and R8: sets are what they were, never come back, and do not overlap.
    fn sets(&mut self, now: u64, height: u64, op: &Op, said: &PendingResponse) -> Result<()> {
        let mut touched = BTreeSet::new();
        for set in &said.sets {
            if let Proposal::Changes(changes) = &set.proposal {
                for pair in changes.windows(2) {
                    ensure!(pair[0].parameter < pair[1].parameter, "R8: {changes:?}");
                }
                for change in changes {
                    ensure!(touched.insert(change.parameter.clone()), "R8: {} twice", change.parameter);
                }
            }
            let fixed = fixed_part(set);
            match self.known.get(&set.id) {
                Some(known) => {
                    ensure!(self.pending.contains(&set.id), "R6: set {} has come back", set.id);
                    ensure!(*known == fixed, "R6: set {} was {known:?}, is {fixed:?}", set.id);
                }
                None => {
                    let last = self.known.keys().next_back().copied().unwrap_or(0);
                    ensure!(set.id > last, "R6: set {} after {last}", set.id);
                    ensure!(matches!(op, Op::Govern { act: Act::Queue(_), .. }), "R6: {}", op.name());
                    ensure!(
                        (set.queued.time, set.queued.height) == (Timestamp::new(now), height),
                        "R5: {set:?}"
                    );
                    let earliest = set.countdown.earliest;
                    let expected = (now + DELAY, height + DELAY_BLOCKS);
                    ensure!((earliest.time.seconds(), earliest.height) == expected, "R5: {set:?}");
                    ensure!(set.countdown.expires == Timestamp::new(now + DELAY + GRACE), "R5: {set:?}");
                    self.known.insert(set.id, fixed);
                }
            }
        }
        self.pending = said.sets.iter().map(|set| set.id).collect();
        Ok(())
    }

    /// R4: whoever sends whatever, the earliest moment at which a value could loosen never comes nearer.
    fn soonest(
        &mut self,
        now: u64,
        height: u64,
        guardrails: &GuardrailsResponse,
        said: &PendingResponse,
    ) -> Result<()> {
        for ParameterStatus { parameter, rule, .. } in &guardrails.parameters {
            let Some((limits, rule)) = limits_of(parameter.name()).zip(rule.as_ref()) else { continue };
            let loosening = said.sets.iter().find(|set| match &set.proposal {
                Proposal::Changes(changes) => changes.iter().any(|change| {
                    let by = || limits.looser.by(limits.parse(&change.from), limits.parse(&change.to));
                    change.parameter == *parameter && by()
                }),
                Proposal::Action(_) => false,
            });
            let earliest = loosening.map(|set| set.countdown.earliest);
            let earliest =
                earliest.map_or((now + DELAY, height + DELAY_BLOCKS), |at| (at.time.seconds(), at.height));
            let soonest = (earliest.0.max(rule.next_change.seconds()), earliest.1);
            let name = parameter.name().to_owned();
            if let Some(before) = self.soonest.insert(name, soonest) {
                let nearer = soonest.0 < before.0 || soonest.1 < before.1;
                ensure!(!nearer, "R4: {parameter} could loosen at {before:?}, now at {soonest:?}");
            }
        }
        Ok(())
    }

    /// B1 and B10, from the events.
    fn shifts(&mut self, now: u64, response: &AppResponse) -> Result<()> {
        for event in told(response)? {
            let (from, to) = match event {
                ContractEvent::Trip(TripEvent { from, to, .. })
                | ContractEvent::Recovery(RecoveryEvent { from, to, .. }) => (from as u8, to as u8),
                _ => continue,
            };
            ensure!(from == self.level, "B1: from {from}, it was at {}", self.level);
            ensure!(to > from || to + 1 == from, "B1: from {from} to {to}");
            self.level = to;
            self.shifts.push_back((now, to > from));
        }
        while self.shifts.front().is_some_and(|(time, _)| now - time > DAY) {
            self.shifts.pop_front();
        }
        let down = self.shifts.iter().filter(|(_, up)| !up).count() as u64;
        let up = self.shifts.len() as u64 - down;
        ensure!(up <= down + 3, "B10: {up} trips and {down} recoveries in a day");
        ensure!(down <= DAY / MIN_DWELL + 1, "B10: {down} recoveries in a day");
        Ok(())
    }

    /// R10: from one trip to the next it takes three times its length, and that of the epochs that it may spoil.
    fn trips(&mut self, chain: &Sandbox) -> Result<()> {
        let breaker: BreakerResponse = chain.query(&QueryMsg::Breaker {})?;
        let (now, until) = (chain.now(), breaker.guardian_until.context("R10: no trip")?);
        if let Some((start, end)) = self.last_trip.replace((now.seconds(), until.seconds())) {
            ensure!(now >= Timestamp::new(end), "R10: the trip until {end} was extended at {now}");
            ensure!(
                now.seconds() - start >= 3 * (end - start + 2 * EPOCH),
                "R10: tripped at {start} until {end}, again at {now}"
            );
        }
        Ok(())
    }
}

/// What of a set may never change.
fn fixed_part(set: &PendingSet) -> PendingSet {
    let mut fixed = set.clone();
    (fixed.countdown.seconds_left, fixed.countdown.blocks_left) = (Duration::ZERO, 0);
    fixed.refusals.clear();
    fixed
}

fn account(who: Who, governors: &[String]) -> String {
    match who {
        Who::Named(name) => Sandbox::address(name).into(),
        // The contract's own address, which is the only one that is nobody's account.
        Who::Chain => governors.iter().find(|name| is_contract(name)).cloned().unwrap_or_default(),
    }
}

fn is_contract(address: &str) -> bool {
    crate::ops::GOVERNORS.iter().all(|name| Sandbox::address(name).as_str() != address)
}
