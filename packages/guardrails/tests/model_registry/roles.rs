//! Governors who queue changes of the roles, a guardian who vetoes all that it may, and two who wait for a role.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use ballast_guardrails::*;
use stateright::{Model, Property};

use crate::book::{BLOCKS, DELAY, GRACE};
use crate::support::*;

const GOVERNORS: [&str; 2] = ["ada", "bea"];
const GUARDIAN: &str = "gus";
const ACCOUNTS: [&str; 4] = ["ada", "bea", "gus", "max"];

/// A set that was queued and has not ended, as the observer wrote it down.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Entry {
    set: u64,
    by: String,
    at: Moment,
    change: RoleChange,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Event {
    Added,
    Removed { with_sets: bool },
    Replaced,
    Vetoed,
    OfferExpired,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    now: Moment,
    registry: Board,
    roles: Roles,
    next: u64,
    open: Vec<Entry>,
    /// Who was offered what, and when.
    offered: BTreeMap<String, (Role, u64)>,
    event: Option<Event>,
    broken: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// A second with its block, or without.
    Second(bool),
    Queue(&'static str, RoleChange),
    Execute(u64, Level),
    Veto(&'static str, u64),
    Accept(&'static str),
}

const VETO: &str = "R11 the guardian stops any change of roles but its own replacement";
const RUNS: &str = "R7 a change of roles runs exactly when it should";
const ROLES: &str = "roles change by what was queued for the delay or accepted in time, and not otherwise";
const COUNT: &str = "one governor always, and a guardian who is none of them";
const REMOVED: &str = "nothing stays pending that was queued by a governor who was removed";

impl State {
    fn claim(&mut self, claim: &'static str, holds: bool) {
        if !holds {
            self.broken = self.broken.or(Some(claim));
        }
    }

    fn governs(&self, account: &str) -> bool {
        self.roles.governors().iter().any(|governor| governor == account)
    }

    fn is_free(&self, account: &str) -> bool {
        !self.governs(account) && self.roles.guardian() != Some(account)
    }

    fn possible(&self, change: &RoleChange) -> bool {
        match change {
            RoleChange::AddGovernor { address } => {
                self.is_free(address) && self.roles.governors().len() < MAX_GOVERNORS
            }
            RoleChange::ReplaceGuardian { address } => self.is_free(address),
            RoleChange::RemoveGovernor { address } => {
                self.governs(address) && self.roles.governors().len() > 1
            }
        }
    }

    fn is_live(&self, entry: &Entry) -> bool {
        self.now.time < Timestamp::new(entry.at.time.seconds() + DELAY + GRACE)
    }

    /// An action runs in its window; the breaker holds up new governors only.
    fn may_execute(&self, entry: &Entry, level: Level) -> bool {
        let ripe = self.now.time >= Timestamp::new(entry.at.time.seconds() + DELAY)
            && self.now.height >= entry.at.height + BLOCKS;
        let held = level >= Level::Restricted && matches!(entry.change, RoleChange::AddGovernor { .. });
        ripe && self.is_live(entry) && !held && self.possible(&entry.change)
    }

    /// As a contract does it: the roles are checked before the set is taken.
    fn execute(&mut self, set: u64, level: Level) -> Option<()> {
        let constitution = empty();
        let entry = self.open.iter().find(|entry| entry.set == set).cloned();
        let expected = entry.as_ref().is_some_and(|entry| self.may_execute(entry, level));
        let (mut registry, mut roles) = (self.registry.clone(), self.roles.clone());
        let done = registry.execute(&constitution, &settings(), self.now, Guard::at(level), set);
        let role = done.ok().and_then(|done| match done.set.content {
            Content::Action(Deed::Role(change)) => Some(change),
            _ => None,
        });
        let done = role.filter(|change| roles.apply(change, self.now.time, Duration::new(GRACE)).is_ok());
        self.claim(RUNS, done.is_some() == expected);
        let (change, entry) = done.zip(entry)?;
        self.claim(ROLES, change == entry.change);
        self.open.retain(|other| other.set != set);
        match &change {
            RoleChange::RemoveGovernor { address } => {
                let cancelled = registry.cancel_all_of(address, self.now);
                let theirs = self.open.iter().filter(|entry| self.is_live(entry) && entry.by == *address);
                let theirs: Vec<u64> = theirs.map(|entry| entry.set).collect();
                self.open.retain(|entry| !theirs.contains(&entry.set));
                self.claim(REMOVED, cancelled == theirs);
                self.event = Some(Event::Removed { with_sets: !cancelled.is_empty() });
            }
            RoleChange::AddGovernor { address } => self.offer(address, Role::Governor),
            RoleChange::ReplaceGuardian { address } => {
                // There is one guardian, so one offer of that role.
                self.offered.retain(|_, (role, _)| *role != Role::Guardian);
                self.offer(address, Role::Guardian);
            }
        }
        (self.registry, self.roles) = (registry, roles);
        Some(())
    }

    fn offer(&mut self, to: &str, role: Role) {
        self.offered.insert(to.into(), (role, self.now.time.seconds()));
    }

    fn accept(&mut self, account: &str) -> Option<()> {
        let offer = self.offered.get(account).copied();
        let room = |role| role == Role::Guardian || self.roles.governors().len() < MAX_GOVERNORS;
        let expected = offer.is_some_and(|(role, at)| {
            self.now.time < Timestamp::new(at + GRACE) && room(role) && self.is_free(account)
        });
        let accepted = self.roles.accept(account, self.now.time);
        self.claim(ROLES, accepted.is_ok() == expected);
        match accepted {
            Ok((role, _)) => {
                self.claim(ROLES, offer.is_some_and(|(offered, _)| offered == role));
                let holds = match role {
                    Role::Governor => self.governs(account),
                    Role::Guardian => self.roles.guardian() == Some(account),
                };
                self.claim(ROLES, holds);
                self.offered.remove(account);
                self.event = Some(if role == Role::Governor { Event::Added } else { Event::Replaced });
            }
            // Worth seeing once, and gone then.
            Err(RoleError::OfferExpired { .. }) if self.event.is_none() => {
                self.event = Some(Event::OfferExpired);
            }
            Err(_) => return None,
        }
        Some(())
    }

    fn veto(&mut self, account: &str, set: u64) -> Option<()> {
        let replaces = |entry: &Entry| matches!(entry.change, RoleChange::ReplaceGuardian { .. });
        let entry = self.open.iter().find(|entry| entry.set == set);
        let expected = self.roles.guardian() == Some(account)
            && entry.is_some_and(|entry| self.is_live(entry) && !replaces(entry));
        let allowed = self.roles.check_guardian(account).is_ok();
        let vetoed = allowed && self.registry.veto::<AboveCap>(self.now, set).is_ok();
        self.claim(VETO, vetoed == expected);
        self.open.retain(|entry| !vetoed || entry.set != set);
        self.event = vetoed.then_some(Event::Vetoed);
        self.event.map(|_| ())
    }

    fn queue(&mut self, by: &str, change: &RoleChange) -> Option<()> {
        let allowed = self.roles.check_governor(by).is_ok() && self.roles.check(change).is_ok();
        self.claim(ROLES, allowed == (self.governs(by) && self.possible(change)));
        let deed = Deed::Role(change.clone());
        let queued = self.registry.queue_action::<AboveCap>(&empty(), self.now, by, deed);
        let twice = self.open.iter().any(|entry| entry.change == *change && self.is_live(entry));
        self.claim(RUNS, queued.is_ok() != twice);
        queued.ok().filter(|_| allowed)?;
        self.open = self.open.iter().filter(|entry| self.is_live(entry)).cloned().collect();
        self.open.push(Entry { set: self.next, by: by.into(), at: self.now, change: change.clone() });
        self.next += 1;
        Some(())
    }
}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let now = self.now;
        let age = |then: Moment| {
            ((now.time.seconds() - then.time.seconds()).min(DELAY + GRACE), now.height - then.height)
        };
        for pending in self.registry.pending() {
            let (seconds, blocks) = age(pending.queued);
            (&pending.content, &pending.by, seconds, blocks.min(BLOCKS)).hash(hasher);
        }
        for entry in &self.open {
            let (seconds, blocks) = age(entry.at);
            (&entry.change, &entry.by, seconds, blocks.min(BLOCKS)).hash(hasher);
        }
        (self.roles.governors(), self.roles.guardian()).hash(hasher);
        for offer in self.roles.offers() {
            (offer.role, &offer.to, offer.expires.since(now.time)).hash(hasher);
        }
        for (to, (role, at)) in &self.offered {
            (to, role, (now.time.seconds() - at).min(GRACE)).hash(hasher);
        }
        (self.event, self.broken).hash(hasher);
    }
}

struct Offices;

impl Model for Offices {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            now: moment(100, 100),
            registry: Board::default(),
            roles: Roles::new(GOVERNORS.map(Into::into).into(), Some(GUARDIAN.into())).expect("roles"),
            next: 1,
            open: vec![],
            offered: BTreeMap::new(),
            event: None,
            broken: None,
        }]
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        steps.extend([Step::Second(true), Step::Second(false)]);
        // Two at a time are enough for every pair of changes to meet.
        if state.open.iter().filter(|entry| state.is_live(entry)).count() < 2 {
            let changes = ["ada", "max"].into_iter().flat_map(|account| {
                [add_governor(account), remove_governor(account), replace_guardian(account)]
            });
            for change in changes {
                steps.extend(GOVERNORS.map(|by| Step::Queue(by, change.clone())));
            }
        }
        for entry in &state.open {
            let levels = [Level::Caution, Level::Halted];
            steps.extend(levels.map(|level| Step::Execute(entry.set, level)));
            steps.extend([Step::Veto("gus", entry.set), Step::Veto("max", entry.set)]);
        }
        steps.extend(ACCOUNTS.map(Step::Accept));
    }

    fn next_state(&self, before: &State, step: Step) -> Option<State> {
        let mut after = State { event: None, ..before.clone() };
        let moved = match &step {
            Step::Second(block) => {
                after.now = before.now.after(Duration::new(1), u64::from(*block));
                Some(())
            }
            Step::Queue(by, change) => after.queue(by, change),
            Step::Execute(set, level) => after.execute(*set, *level),
            Step::Veto(account, set) => after.veto(account, *set),
            Step::Accept(account) => after.accept(account),
        };
        if moved.is_none() && after.broken.is_none() {
            return None;
        }
        if moved.is_none() {
            // What was refused is kept only to show the claim that it broke.
            return Some(State { broken: after.broken, ..before.clone() });
        }
        let governors = after.roles.governors().len();
        let apart = after.roles.guardian().is_some_and(|guardian| !after.governs(guardian));
        after.claim(COUNT, (1..=MAX_GOVERNORS).contains(&governors) && apart);
        let queued: Vec<u64> = after.registry.pending().iter().map(|set| set.id).collect();
        after.claim(RUNS, queued == after.open.iter().map(|entry| entry.set).collect::<Vec<_>>());
        let stray = after.open.iter().any(|entry| after.is_live(entry) && !after.governs(&entry.by));
        after.claim(REMOVED, !stray);
        let free = !matches!(step, Step::Accept(_) | Step::Execute(..));
        after.claim(ROLES, !free || after.roles == before.roles);
        Some(after)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(VETO, |_, state: &State| state.broken != Some(VETO)),
            Property::always(RUNS, |_, state: &State| state.broken != Some(RUNS)),
            Property::always(ROLES, |_, state: &State| state.broken != Some(ROLES)),
            Property::always(COUNT, |_, state: &State| state.broken != Some(COUNT)),
            Property::always(REMOVED, |_, state: &State| state.broken != Some(REMOVED)),
            Property::sometimes("added", |_, state: &State| state.event == Some(Event::Added)),
            Property::sometimes("replaced", |_, state: &State| state.event == Some(Event::Replaced)),
            Property::sometimes("vetoed", |_, state: &State| state.event == Some(Event::Vetoed)),
            Property::sometimes("offer expired", |_, state: &State| state.event == Some(Event::OfferExpired)),
            Property::sometimes("removed", |_, state: &State| {
                state.event == Some(Event::Removed { with_sets: false })
            }),
            Property::sometimes("removed with all it had queued", |_, state: &State| {
                state.event == Some(Event::Removed { with_sets: true })
            }),
        ]
    }
}

/// Terms without rules: no value is in this model.
fn empty() -> Constitution<Knob> {
    let terms = Terms {
        delay: Duration::new(DELAY),
        delay_blocks: BLOCKS,
        grace: Duration::new(GRACE),
        longest_trip: Duration::new(1),
    };
    Constitution { terms, rules: [].into_iter().collect() }
}

pub fn check(floor: usize) {
    crate::search("roles", Offices, floor);
}
