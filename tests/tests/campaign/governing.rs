//! What every message of governance must do to the shadow, and which of them must be refused.

use ballast_api::{Action, Member, QueueResponse, SourceKind};
use ballast_guardrails::{Moment, Role, RoleChange};
use ballast_math::Timestamp;

use crate::market::{Submission, feeder_of};
use crate::ops::{Act, Move, What, Who};
use crate::registry::{EXPIRED, NOT_PENDING, Set, loosens};
use crate::shadow::{Refusal, Shadow};
use crate::tunables::LONGEST_TRIP;

/// What a message of governance did.
#[derive(Debug, Clone)]
pub enum Governed {
    Queued {
        answer: QueueResponse,
        expired: Vec<u64>,
    },
    Executed {
        set: Set,
        superseded: Vec<u64>,
    },
    /// The execution was refused, and the message succeeded so that the trip stands.
    TrippedInstead(Refusal),
    Vetoed(u64),
    Cancelled(u64),
    Tightened {
        moves: usize,
        superseded: Vec<u64>,
    },
    Removed {
        superseded: Vec<u64>,
    },
    Tripped,
    Accepted(Role),
}

impl Shadow {
    pub fn govern(&mut self, who: Who, act: &Act) -> Result<Governed, Refusal> {
        let sender = self.who(who);
        match act {
            Act::Queue(what) => self.queue(&sender, what),
            Act::Execute(number) => self.execute(*number),
            Act::Veto(number) => {
                self.offices.must_guard(&sender)?;
                if !self.live(*number)?.vetoable() {
                    return Err("cannot be vetoed");
                }
                self.registry.take(*number);
                Ok(Governed::Vetoed(*number))
            }
            Act::Cancel(number) => {
                self.offices.must_govern(&sender)?;
                self.live(*number)?;
                self.registry.take(*number);
                Ok(Governed::Cancelled(*number))
            }
            Act::Tighten(moves) => self.tighten(&sender, moves),
            Act::Remove(member) => self.remove(&sender, member),
            Act::Trip(seconds) => self.trip(&sender, *seconds),
            Act::Accept => self.offices.accept(&sender, self.now).map(Governed::Accepted),
        }
    }

    fn live(&self, number: u64) -> Result<&Set, Refusal> {
        let set = self.registry.find(number).ok_or(NOT_PENDING)?;
        if set.expired(self.now) { Err(EXPIRED) } else { Ok(set) }
    }

    fn queue(&mut self, sender: &str, what: &What) -> Result<Governed, Refusal> {
        self.offices.must_govern(sender)?;
        match what {
            What::Moves(moves) => self.why_not_queue(moves)?,
            What::Action(action) => {
                self.check_action(action)?;
                let same = |set: &Set| match &set.what {
                    What::Action(other) => about_the_same(action, other),
                    What::Moves(_) => false,
                };
                if self.registry.live(self.now).any(same) {
                    return Err("is about the same member or role");
                }
                self.room()?;
            }
        }
        let now = self.now;
        let expired = self.registry.take_all(|set| set.expired(now));
        let set = self.registry.push(sender, what.clone(), (now, self.height));
        let (time, height) = set.earliest();
        let answer = QueueResponse {
            id: set.number,
            earliest: Moment { time: Timestamp::new(time), height },
            expires: Timestamp::new(set.expires()),
        };
        Ok(Governed::Queued { answer, expired })
    }

    fn execute(&mut self, number: u64) -> Result<Governed, Refusal> {
        self.catch_up()?;
        self.observe();
        let (_, lacks) = self.glance();
        if let Err(reason) = self.why_not_execute(number, lacks) {
            return if self.tripped() { Ok(Governed::TrippedInstead(reason)) } else { Err(reason) };
        }
        let set = self.registry.take(number);
        let mut superseded = vec![];
        match &set.what {
            What::Moves(moves) => self.make(moves),
            What::Action(action) => superseded = self.act(action)?,
        }
        Ok(Governed::Executed { set, superseded })
    }

    pub fn check_action(&self, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::AddFeeder { address } => {
                let (_, feed) = self.market.feed().ok_or("this network has no feed")?;
                let known = feed.feeders.iter().any(|(feeder, _)| *feeder == feeder_of(address));
                if known { Err("feeder is listed twice") } else { Ok(()) }
            }
            Action::AddSource { source } => {
                if self.market.sources.len() >= 8 {
                    return Err("price_sources: expected from 0 to 8");
                }
                let second = matches!(source.kind, SourceKind::Feed { .. }) && self.market.feed().is_some();
                if second { Err("price_sources of kind feed: expected") } else { Ok(()) }
            }
            Action::Role(change) => self.offices.check(change),
        }
    }

    fn act(&mut self, action: &Action) -> Result<Vec<u64>, Refusal> {
        match action {
            Action::AddFeeder { address } => {
                let feed = self.market.feed_mut().unwrap();
                feed.feeders.push((feeder_of(address), Submission::default()));
            }
            Action::AddSource { source } => self.market.add(source),
            Action::Role(change) => {
                self.offices.apply(change, self.now)?;
                if let RoleChange::RemoveGovernor { address } = change {
                    let now = self.now;
                    return Ok(self.registry.take_all(|set| !set.expired(now) && set.by == *address));
                }
            }
        }
        Ok(vec![])
    }

    fn tighten(&mut self, sender: &str, moves: &[Move]) -> Result<Governed, Refusal> {
        self.offices.must_govern(sender)?;
        self.catch_up()?;
        self.hindrance(moves)?;
        if moves.iter().any(loosens) {
            return Err("loosens and must be queued");
        }
        self.make(moves);
        let now = self.now;
        let superseded = self.registry.take_all(|set| {
            !set.expired(now) && moves.iter().any(|change| set.touches(&change.name).is_some_and(loosens))
        });
        Ok(Governed::Tightened { moves: moves.len(), superseded })
    }

    fn remove(&mut self, sender: &str, member: &Member) -> Result<Governed, Refusal> {
        self.offices.must_govern(sender)?;
        let mut superseded = vec![];
        match member {
            Member::Meter { address } => {
                let found = self.names.meters.iter().position(|meter| meter == address);
                let meter = found
                    .filter(|meter| self.meters[*meter].limit > 0)
                    .ok_or("is not a meter, there is nothing")?;
                self.meters[meter].limit = 0;
                let (now, name) = (self.now, format!("meters.{address}"));
                superseded = self.registry.take_all(|set| !set.expired(now) && set.touches(&name).is_some());
                self.registry.changed.insert(name, now);
            }
            Member::Feeder { address } => {
                let feed = self.market.feed_mut().ok_or("is not a feeder")?;
                let feeder = feeder_of(address);
                let before = feed.feeders.len();
                feed.feeders.retain(|(other, _)| *other != feeder);
                if feed.feeders.len() == before {
                    return Err("is not a feeder");
                }
            }
            Member::Source { id } => {
                let before = self.market.sources.len();
                self.market.sources.retain(|source| source.id != *id);
                if self.market.sources.len() == before {
                    return Err("there is no price source");
                }
            }
        }
        Ok(Governed::Removed { superseded })
    }

    fn trip(&mut self, sender: &str, seconds: u64) -> Result<Governed, Refusal> {
        self.offices.must_guard(sender)?;
        if seconds == 0 || seconds > LONGEST_TRIP {
            return Err("expected a trip of 1 to");
        }
        if self.now < self.fuse.next_trip {
            return Err("the guardian may trip again from");
        }
        self.fuse.trip(self.now, seconds, &self.params.breaker);
        self.observe();
        Ok(Governed::Tripped)
    }
}

/// Whether two actions decide the same thing.
fn about_the_same(one: &Action, other: &Action) -> bool {
    let governor = |action: &Action| match action {
        Action::Role(RoleChange::AddGovernor { address } | RoleChange::RemoveGovernor { address }) => {
            Some(address.clone())
        }
        _ => None,
    };
    let guardian = |action: &Action| matches!(action, Action::Role(RoleChange::ReplaceGuardian { .. }));
    match (one, other) {
        (Action::AddSource { source }, Action::AddSource { source: other }) => source.kind == other.kind,
        (Action::AddFeeder { address }, Action::AddFeeder { address: other }) => address == other,
        _ => {
            (guardian(one) && guardian(other))
                || (governor(one).is_some() && governor(one) == governor(other))
        }
    }
}
