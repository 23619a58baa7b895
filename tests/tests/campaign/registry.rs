//! The shadow's own queue of changes: every condition of every path, worked out from the table of rules.

use std::collections::BTreeMap;

use ballast_api::{Action, Parameter, Params};
use ballast_economy::Lack;
use ballast_guardrails::{ParameterId as _, RoleChange};

use crate::fuse::Lacks;
use crate::ops::{Move, What};
use crate::shadow::{Refusal, Shadow};
use crate::tunables::{
    DELAY, DELAY_BLOCKS, GRACE, INTERVAL, MAX_AGE, QUORUM, UNKNOWN, limits_of, read, write,
};

pub const BY_THE_BREAKER: Refusal = "expected the breaker at level 0 or 1";
pub const NOT_PENDING: Refusal = "is not pending";
pub const EXPIRED: Refusal = "expired at";
const MAX: usize = 16;

/// A queued set; nothing of it ever changes.
#[derive(Debug, Clone)]
pub struct Set {
    pub number: u64,
    pub by: String,
    pub what: What,
    /// Time and height.
    pub queued: (u64, u64),
}

impl Set {
    pub fn earliest(&self) -> (u64, u64) {
        (self.queued.0 + DELAY, self.queued.1 + DELAY_BLOCKS)
    }

    pub fn expires(&self) -> u64 {
        self.queued.0 + DELAY + GRACE
    }

    pub fn expired(&self, now: u64) -> bool {
        now >= self.expires()
    }

    pub fn loosens(&self) -> bool {
        match &self.what {
            What::Moves(moves) => moves.iter().any(loosens),
            What::Action(_) => true,
        }
    }

    pub fn touches(&self, name: &str) -> Option<&Move> {
        match &self.what {
            What::Moves(moves) => moves.iter().find(|change| change.name == name),
            What::Action(_) => None,
        }
    }

    /// A set that loosens can be vetoed, but not what would replace the guardian.
    pub fn vetoable(&self) -> bool {
        !matches!(self.what, What::Action(Action::Role(RoleChange::ReplaceGuardian { .. }))) && self.loosens()
    }

    fn held_by_breaker(&self, lacks: Lacks) -> bool {
        match &self.what {
            What::Moves(moves) => moves.iter().any(|change| loosens(change) && !mends(&change.name, lacks)),
            What::Action(Action::Role(_)) => false,
            What::Action(_) => !lacks.price,
        }
    }
}

pub fn loosens(change: &Move) -> bool {
    limits_of(&change.name).is_none_or(|limits| limits.looser.by(change.from, change.to))
}

/// Whether a parameter can end what is lacking.
fn mends(name: &str, lacks: Lacks) -> bool {
    match Parameter::new(name).mends() {
        Some(Lack::Price) => lacks.price,
        Some(Lack::Work) => lacks.work,
        None => false,
    }
}

#[derive(Debug, Clone)]
pub struct Registry {
    pub next: u64,
    pub pending: Vec<Set>,
    pub changed: BTreeMap<String, u64>,
}

impl Default for Registry {
    fn default() -> Self {
        Self { next: 1, pending: vec![], changed: BTreeMap::new() }
    }
}

impl Registry {
    pub fn find(&self, number: u64) -> Option<&Set> {
        self.pending.iter().find(|set| set.number == number)
    }

    pub fn live(&self, now: u64) -> impl Iterator<Item = &Set> {
        self.pending.iter().filter(move |set| !set.expired(now))
    }

    pub fn take(&mut self, number: u64) -> Set {
        let position = self.pending.iter().position(|set| set.number == number).unwrap();
        self.pending.remove(position)
    }

    /// Takes out what a condition picks.
    ///
    /// Returns: their numbers.
    pub fn take_all(&mut self, which: impl Fn(&Set) -> bool) -> Vec<u64> {
        let taken = self.pending.iter().filter(|set| which(set)).map(|set| set.number).collect();
        self.pending.retain(|set| !which(set));
        taken
    }

    pub fn push(&mut self, by: &str, what: What, now: (u64, u64)) -> &Set {
        self.pending.push(Set { number: self.next, by: by.to_owned(), what, queued: now });
        self.next += 1;
        self.pending.last().unwrap()
    }
}

impl Shadow {
    /// The parameters as governance sees them: with what waits for the next epoch in force.
    pub fn tuned(&self) -> &Params {
        self.next.as_ref().unwrap_or(&self.params)
    }

    pub fn value(&self, name: &str) -> Option<u128> {
        let parameter = Parameter::new(name);
        if let Some(address) = parameter.meter_address() {
            let meter = self.names.meters.iter().position(|meter| meter == address);
            return Some(meter.map_or(0, |meter| self.meters[meter].limit));
        }
        if let Some(id) = parameter.source_id() {
            let source = self.market.sources.iter().find(|source| source.id.to_string() == id)?;
            return match parameter.family().name() {
                MAX_AGE => Some(source.max_age),
                QUORUM => source.feed.as_ref().map(|feed| feed.quorum),
                _ => None,
            };
        }
        limits_of(name).and_then(|_| read(self.tuned(), name))
    }

    /// The parameters after some moves.
    fn moved(&self, moves: &[Move]) -> Params {
        let mut params = self.tuned().clone();
        for change in moves {
            write(&mut params, &change.name, change.to);
        }
        params
    }

    /// Puts moves into force: the policy with the next epoch, everything else at once.
    pub fn make(&mut self, moves: &[Move]) {
        let params = self.moved(moves);
        if params != *self.tuned() {
            let policy = self.params.policy.clone();
            self.next = (params.policy != policy).then(|| params.clone());
            self.params = Params { policy, ..params };
        }
        for change in moves {
            self.registry.changed.insert(change.name.clone(), self.now);
            self.make_member(change);
        }
    }

    fn make_member(&mut self, change: &Move) {
        let parameter = Parameter::new(&*change.name);
        if let Some(address) = parameter.meter_address() {
            let meter = self.names.meters.iter().position(|meter| meter == address).unwrap();
            self.meters[meter].known = true;
            self.meters[meter].limit = change.to;
        }
        if let Some(id) = parameter.source_id() {
            let source = self.market.sources.iter_mut().find(|source| source.id.to_string() == id).unwrap();
            match parameter.family().name() {
                MAX_AGE => source.max_age = change.to,
                _ => source.feed.as_mut().unwrap().quorum = change.to,
            }
        }
    }

    /// What is wrong with moves whatever the time.
    pub fn misfit(&self, moves: &[Move]) -> Result<(), Refusal> {
        if moves.iter().any(|change| change.name == UNKNOWN) {
            return Err("there is no parameter");
        }
        if moves.is_empty() || moves.len() > MAX {
            return Err("changes, found");
        }
        if moves.windows(2).any(|pair| pair[0].name >= pair[1].name) {
            return Err("must be in order, without repeats");
        }
        moves.iter().try_for_each(|change| self.misfit_of(change))
    }

    fn misfit_of(&self, change: &Move) -> Result<(), Refusal> {
        let Move { name, from, to } = change;
        let Some(limits) = limits_of(name) else { return Err("does not let") };
        let found = self.value(name).ok_or("there is no parameter")?;
        if from == to {
            return Err("the change does nothing");
        }
        if *from != found {
            return Err("the change set expects it to be");
        }
        if *to < limits.min || *to > limits.max {
            return Err("expected within the hard bounds");
        }
        let (min, max) = limits.reach(*from);
        if *to < min || *to > max { Err("one step from") } else { Ok(()) }
    }

    /// Why moves may not take effect now, the level aside.
    pub fn hindrance(&self, moves: &[Move]) -> Result<(), Refusal> {
        self.misfit(moves)?;
        if moves.iter().any(|change| self.now < self.next_change(&change.name)) {
            return Err("may be changed from");
        }
        // The one judgement that is not the shadow's own: whether values fit together.
        self.moved(moves).validate().map_err(|_| "the values would not fit together")
    }

    pub fn next_change(&self, name: &str) -> u64 {
        self.registry.changed.get(name).map_or(0, |last| last + INTERVAL)
    }

    /// Why new moves may not be queued.
    pub fn why_not_queue(&self, moves: &[Move]) -> Result<(), Refusal> {
        self.misfit(moves)?;
        let taken =
            |change: &Move| self.registry.live(self.now).any(|set| set.touches(&change.name).is_some());
        if moves.iter().any(taken) {
            return Err("already, which is pending");
        }
        self.room()
    }

    pub fn room(&self) -> Result<(), Refusal> {
        let room = self.registry.live(self.now).count() < MAX;
        if room { Ok(()) } else { Err("expected at most 16 pending change sets") }
    }

    /// R7, from the conditions alone.
    pub fn why_not_execute(&self, number: u64, lacks: Lacks) -> Result<(), Refusal> {
        let set = self.registry.find(number).ok_or(NOT_PENDING)?;
        if set.expired(self.now) {
            return Err(EXPIRED);
        }
        let earliest = set.earliest();
        if self.now < earliest.0 {
            return Err("may be executed from");
        }
        if self.height < earliest.1 {
            return Err("may be executed from height");
        }
        if let What::Moves(moves) = &set.what {
            self.hindrance(moves)?;
        }
        if self.fuse.level >= 2 && set.held_by_breaker(lacks) {
            return Err(BY_THE_BREAKER);
        }
        // What could be done when it was queued may be impossible by now.
        match &set.what {
            What::Action(action) => self.check_action(action),
            What::Moves(_) => Ok(()),
        }
    }
}
