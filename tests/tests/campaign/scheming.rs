//! What governors, the guardian, the chain and strangers try: mostly what they may, often what they may not.

use ballast_api::{Action, Member, Parameter, Params};
use ballast_guardrails::{LooseningDirection, ParameterId as _, RoleChange};
use ballast_sandbox::Sandbox;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::{IndexedMutRandom, IndexedRandom, SliceRandom};

use crate::market::feeder_name;
use crate::ops::{Act, FEEDERS, GOVERNORS, GUARDIANS, METERS, Move, Op, STRANGER, What, Who};
use crate::registry::Set;
use crate::shadow::{ONE, Shadow};
use crate::tunables::{
    FIXED, LONGEST_TRIP, Limits, MAX_AGE, METER, QUORUM, TUNABLES, UNKNOWN, limits_of, read,
};
use crate::worlds::{feed, mute};

pub struct Schemer {
    /// Where values are pulled back to, so that they do not drift to their bounds and stay there.
    home: Params,
}

impl Schemer {
    pub fn new(shadow: &Shadow) -> Self {
        Self { home: shadow.params.clone() }
    }

    pub fn next(&self, rng: &mut StdRng, shadow: &Shadow) -> Op {
        if !shadow.offices.offers.is_empty() && rng.random_ratio(1, 4) {
            return accept(rng, shadow);
        }
        let act = match rng.random_range(0..100) {
            0..36 => Act::Queue(What::Moves(self.moves(rng, shadow))),
            36..48 => Act::Queue(What::Action(action(rng, shadow))),
            48..62 => Act::Execute(any_set(rng, shadow, |_| true)),
            62..66 => Act::Veto(any_set(rng, shadow, Set::vetoable)),
            66..68 => Act::Veto(any_set(rng, shadow, |_| true)),
            68..70 => Act::Cancel(any_set(rng, shadow, |_| true)),
            70..88 => Act::Tighten(self.tightenings(rng, shadow)),
            88..92 => remove(rng, shadow),
            92..96 => Act::Trip(trip(rng)),
            _ => return accept(rng, shadow),
        };
        Op::Govern { who: sender(rng, shadow, &act), act }
    }

    /// Credits that could not be paid for hold the breaker up as long as they lie there: less is promised for them.
    pub fn mend(rng: &mut StdRng, shadow: &Shadow) -> Option<Op> {
        const SHARE: &str = "policy.mint.value_share";
        let shortfall = shadow.sight().shortfall?;
        let held = shortfall >= shadow.params.breaker.collateral.restricted.atomics();
        let from = shadow.value(SHARE).filter(|share| held && *share > 0 && shadow.fuse.level >= 2)?;
        let to = (from / ONE * (ONE - shortfall) + from % ONE * (ONE - shortfall) / ONE).max(1).min(from - 1);
        let act = Act::Tighten(vec![Move { name: SHARE.to_owned(), from, to }]);
        Some(Op::Govern { who: sender(rng, shadow, &act), act })
    }

    /// A set inside its window, if there is one.
    pub fn due(rng: &mut StdRng, shadow: &Shadow) -> Option<Op> {
        Self::execution(rng, shadow, |set| set.earliest().1 <= shadow.height)
    }

    /// A set whose time has come, and that still waits for blocks.
    pub fn hasty(rng: &mut StdRng, shadow: &Shadow) -> Option<Op> {
        Self::execution(rng, shadow, |set| set.earliest().1 > shadow.height)
    }

    fn execution(rng: &mut StdRng, shadow: &Shadow, which: impl Fn(&Set) -> bool) -> Option<Op> {
        let live = shadow.registry.live(shadow.now);
        let ripe = live.filter(|set| set.earliest().0 <= shadow.now && which(set));
        let ripe: Vec<u64> = ripe.map(|set| set.number).collect();
        let act = Act::Execute(*ripe.choose(rng)?);
        Some(Op::Govern { who: sender(rng, shadow, &act), act })
    }

    fn names(&self, shadow: &Shadow) -> Vec<String> {
        let fixed = TUNABLES.iter().cloned();
        let meters = (0..METERS).map(|meter| format!("meters.{}", shadow.meter_name(meter)));
        let sources = shadow.market.sources.iter().flat_map(|source| {
            let quorum = source.feed.is_some().then(|| format!("sources.{}.quorum", source.id));
            quorum.into_iter().chain([format!("sources.{}.max_age", source.id)])
        });
        let names = fixed.chain(meters).chain(sources);
        names.filter(|name| shadow.value(name).is_some()).collect()
    }

    fn home(&self, name: &str) -> u128 {
        match Parameter::new(name).family().name() {
            METER => 200_000_000_000,
            MAX_AGE => 43_200,
            QUORUM => 2,
            _ => read(&self.home, name).unwrap_or(0),
        }
    }

    fn moves(&self, rng: &mut StdRng, shadow: &Shadow) -> Vec<Move> {
        let free = |name: &String| shadow.registry.live(shadow.now).all(|set| set.touches(name).is_none());
        let mut names: Vec<String> = self.names(shadow).into_iter().filter(free).collect();
        names.shuffle(rng);
        // A meter that was removed comes back before long.
        names.sort_by_key(|name| !(is_meter(name) && shadow.value(name) == Some(0)));
        names.truncate(*[1, 1, 2, 3, 6].choose(rng).unwrap());
        names.sort();
        let mut moves: Vec<Move> = names
            .into_iter()
            .map(|name| {
                let (limits, from) = (limits_of(&name).unwrap(), shadow.value(&name).unwrap());
                let to = target(rng, &limits, from, self.home(&name));
                Move { name, from, to }
            })
            .filter(|change| change.from != change.to && (change.to > 0 || !is_meter(&change.name)))
            .collect();
        if rng.random_ratio(1, 6) {
            spoil(rng, shadow, &mut moves);
        }
        moves
    }

    fn tightenings(&self, rng: &mut StdRng, shadow: &Shadow) -> Vec<Move> {
        if rng.random_ratio(1, 8) {
            return self.moves(rng, shadow);
        }
        let mut names = self.names(shadow);
        names.shuffle(rng);
        let from_home = rng.random_ratio(2, 3);
        let tightened = names.into_iter().filter_map(|name| {
            let (limits, from) = (limits_of(&name).unwrap(), shadow.value(&name).unwrap());
            // Mostly where the value is looser than it was, so that nothing is ratcheted to a standstill.
            if from_home && !limits.looser.by(self.home(&name), from) {
                return None;
            }
            let (min, max) = limits.reach(from);
            let to = match limits.looser {
                LooseningDirection::Up if min < from => pick(rng, &limits, (min, from - 1), self.home(&name)),
                LooseningDirection::Down if from < max => {
                    pick(rng, &limits, (from + 1, max), self.home(&name))
                }
                _ => return None,
            };
            // A network whose meters are squeezed to nothing has nothing left to try.
            let squeezed = is_meter(&name) && to < self.home(&name) / 10;
            (!squeezed).then_some(Move { name, from, to })
        });
        let mut moves: Vec<Move> = tightened.take(2).collect();
        moves.sort_by(|one, other| one.name.cmp(&other.name));
        if rng.random_ratio(1, 8) {
            spoil(rng, shadow, &mut moves);
        }
        moves
    }
}

fn is_meter(name: &str) -> bool {
    Parameter::new(name).meter_address().is_some()
}

fn target(rng: &mut StdRng, limits: &Limits, from: u128, home: u128) -> u128 {
    match pick(rng, limits, limits.reach(from), home) {
        to if to != from => to,
        _ => *[limits.reach(from).0, limits.reach(from).1].choose(rng).unwrap(),
    }
}

/// In reach: what makes something happen, home, an edge, or anything.
fn pick(rng: &mut StdRng, limits: &Limits, (min, max): (u128, u128), home: u128) -> u128 {
    match (rng.random_range(0..10), limits.favourites.choose(rng)) {
        (0..5, Some(favourite)) => (*favourite).clamp(min, max),
        (0..7, _) => home.clamp(min, max),
        (7, _) => min,
        (8, _) => max,
        _ => rng.random_range(min..=max),
    }
}

/// Makes moves that must be refused, one way or the other.
fn spoil(rng: &mut StdRng, shadow: &Shadow, moves: &mut Vec<Move>) {
    let odd = |name: &str| Move { name: name.to_owned(), from: 1, to: 2 };
    match (rng.random_range(0..10), moves.first().cloned()) {
        (0, _) => moves.clear(),
        (1, _) => *moves = vec![odd(UNKNOWN)],
        (2, _) => *moves = vec![odd(FIXED.choose(rng).unwrap())],
        (3, _) => {
            let value = |name: &str| Some((name.to_owned(), shadow.value(name)?));
            let many = TUNABLES.iter().filter_map(|name| value(name)).take(17);
            *moves = many.map(|(name, from)| Move { name, from, to: from + 1 }).collect();
        }
        (4, Some(first)) => moves.push(first),
        (kind, Some(_)) => {
            let change = moves.choose_mut(rng).unwrap();
            let limits = limits_of(&change.name).unwrap();
            let (min, max) = limits.reach(change.from);
            match kind {
                5 => change.from += 1,
                6 => change.to = change.from,
                7 => change.to = limits.max + 1,
                8 => change.to = max + 1,
                _ => change.to = min.saturating_sub(1),
            }
        }
        (_, None) => {}
    }
}

fn action(rng: &mut StdRng, shadow: &Shadow) -> Action {
    let address = |name: &str| Sandbox::address(name).to_string();
    let missing = |feeder: &usize| shadow.market.submission(*feeder).is_none();
    match (shadow.market.feed(), rng.random_range(0..12)) {
        (None, 0..8) => Action::AddSource { source: feed() },
        (Some((_, known)), _) if known.feeders.len() < 4 && rng.random_ratio(3, 4) => {
            let feeder = (0..FEEDERS).find(missing).unwrap();
            Action::AddFeeder { address: address(&feeder_name(feeder)) }
        }
        (_, 0..3) => Action::AddFeeder { address: address(&feeder_name(rng.random_range(0..FEEDERS))) },
        (_, 3) => Action::AddSource { source: mute(rng.random_range(0..9)) },
        (_, 4) => Action::AddSource { source: feed() },
        (_, 5..8) => {
            let address = address([GOVERNORS, [STRANGER; 4]].concat().choose(rng).unwrap());
            Action::Role(RoleChange::AddGovernor { address })
        }
        (_, 8..10) => {
            // Somebody must be left who repairs what breaks: the chain stays.
            let address = address(GOVERNORS.choose(rng).unwrap());
            Action::Role(RoleChange::RemoveGovernor { address })
        }
        _ => Action::Role(RoleChange::ReplaceGuardian { address: address(GUARDIANS.choose(rng).unwrap()) }),
    }
}

fn any_set(rng: &mut StdRng, shadow: &Shadow, which: impl Fn(&Set) -> bool) -> u64 {
    let sets: Vec<u64> =
        shadow.registry.pending.iter().filter(|set| which(set)).map(|set| set.number).collect();
    match sets.choose(rng) {
        Some(set) if rng.random_ratio(7, 8) => *set,
        _ => rng.random_range(0..=shadow.registry.next),
    }
}

fn remove(rng: &mut StdRng, shadow: &Shadow) -> Act {
    Act::Remove(match rng.random_range(0..8) {
        0..3 => Member::Meter { address: shadow.meter_name(rng.random_range(0..METERS)).to_owned() },
        3..5 => {
            let feeder = feeder_name(rng.random_range(0..FEEDERS));
            Member::Feeder { address: Sandbox::address(&feeder).into() }
        }
        _ => {
            // Mostly what answers for nothing; the feed itself now and then.
            let feed = shadow.market.feed().map(|(source, _)| source.id);
            let mute = shadow.market.sources.iter().map(|source| source.id).filter(|id| Some(*id) != feed);
            let mute: Vec<u16> = mute.collect();
            let id = if rng.random_ratio(1, 12) { feed } else { mute.choose(rng).copied() };
            Member::Source { id: id.unwrap_or(999) }
        }
    })
}

fn trip(rng: &mut StdRng) -> u64 {
    match rng.random_range(0..10) {
        0 => 0,
        1 => LONGEST_TRIP + 1,
        2 => LONGEST_TRIP,
        _ => rng.random_range(1..LONGEST_TRIP / 4),
    }
}

fn accept(rng: &mut StdRng, shadow: &Shadow) -> Op {
    let offered = shadow.offices.offers.choose(rng).and_then(|offer| named(shadow, &offer.to));
    let anyone = *[GOVERNORS[1], GUARDIANS[1], STRANGER].choose(rng).unwrap();
    let who = offered.filter(|_| rng.random_ratio(2, 3)).unwrap_or(Who::Named(anyone));
    Op::Govern { who, act: Act::Accept }
}

/// Mostly who may, sometimes who would like to.
fn sender(rng: &mut StdRng, shadow: &Shadow, act: &Act) -> Who {
    let guarded = matches!(act, Act::Veto(_) | Act::Trip(_));
    if matches!(act, Act::Execute(_)) || rng.random_ratio(1, 8) {
        let names: Vec<&'static str> = GOVERNORS.into_iter().chain(GUARDIANS).chain([STRANGER]).collect();
        return if rng.random_ratio(1, 6) { Who::Chain } else { Who::Named(names.choose(rng).unwrap()) };
    }
    let holder =
        if guarded { &shadow.offices.guardian } else { shadow.offices.governors.choose(rng).unwrap() };
    named(shadow, holder).unwrap()
}

fn named(shadow: &Shadow, account: &str) -> Option<Who> {
    let names = GOVERNORS.into_iter().chain(GUARDIANS).chain([STRANGER]).map(Who::Named);
    names.chain([Who::Chain]).find(|who| shadow.who(*who) == account)
}
