//! The world outside: how time passes, by both clocks, and what the price and the demand do meanwhile.

use std::collections::VecDeque;

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use crate::ops::{FEEDERS, Op};
use crate::registry::Set;
use crate::shadow::{ONE, Shadow};
use crate::worlds::EPOCH;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
/// Feeders keep the price alive over waits of less than this.
const HOP: u64 = 11 * HOUR;

/// What goes on for some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Season {
    Calm,
    /// The price seeps away, so many thousandths an hour.
    Bleed(u128),
    /// Nobody quotes a price.
    Silence,
    /// Nobody wants compute.
    Drought,
}

/// How blocks go with time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    Usual,
    Slow,
    /// Whatever time passes, one block comes after it.
    Halted,
}

pub struct Weather {
    /// USD per token with 18 decimals, as the world sees it.
    price: u128,
    season: (Season, u64),
    pace: (Pace, u64),
}

impl Weather {
    pub fn new() -> Self {
        Self { price: ONE, season: (Season::Calm, 0), pace: (Pace::Usual, 0) }
    }

    pub fn is_dry(&self) -> bool {
        self.season.0 == Season::Drought
    }

    /// Lets time pass, and has the feeders say what it brought.
    ///
    /// Returns: the wait; the quotes go to the end of `queue`. Whether the price was dead at the end of it.
    pub fn pass(&mut self, rng: &mut StdRng, shadow: &Shadow, queue: &mut VecDeque<Op>) -> (Op, bool) {
        let seconds = match boundary(rng, shadow) {
            Some(seconds) => seconds,
            None => match rng.random_range(0..1_000) {
                0..480 => rng.random_range(1..900),
                480..900 => rng.random_range(900..4 * HOUR),
                900..990 => rng.random_range(4 * HOUR..HOP),
                990..998 => rng.random_range(13 * HOUR..2 * DAY),
                _ => rng.random_range(34..60) * EPOCH,
            },
        };
        let then = shadow.now + seconds;
        self.turn(rng, then);
        self.walk(rng, seconds);
        if self.season.0 != Season::Silence {
            self.quotes(rng, shadow, then, seconds, queue);
        }
        (Op::Wait { seconds, blocks: self.blocks(rng, then, seconds) }, stale(shadow, then))
    }

    fn blocks(&mut self, rng: &mut StdRng, now: u64, seconds: u64) -> u64 {
        if now >= self.pace.1 {
            let pace = *[Pace::Usual, Pace::Slow, Pace::Halted].choose(rng).unwrap();
            self.pace = (pace, now + rng.random_range(DAY..5 * DAY));
        }
        match self.pace.0 {
            Pace::Usual => 1 + seconds / 6,
            Pace::Slow => 1 + seconds / 400,
            Pace::Halted => 1,
        }
    }

    /// Blocks without time: often to the edge of what a pending set waits for.
    pub fn mine(rng: &mut StdRng, shadow: &Shadow) -> Op {
        let waiting = shadow.registry.pending.iter().map(|set| set.earliest().1);
        let edges: Vec<u64> = waiting
            .flat_map(|height| [height - 1, height])
            .filter_map(|height| height.checked_sub(shadow.height).filter(|blocks| *blocks > 0))
            .collect();
        let blocks = edges.choose(rng).copied().unwrap_or_else(|| rng.random_range(1..50));
        Op::Wait { seconds: 0, blocks }
    }

    fn turn(&mut self, rng: &mut StdRng, now: u64) {
        if now < self.season.1 {
            return;
        }
        let (season, length) = match rng.random_range(0..16) {
            0 => (Season::Bleed(6), rng.random_range(DAY..4 * DAY)),
            1 => (Season::Bleed(2), rng.random_range(4 * DAY..7 * DAY)),
            2 => (Season::Silence, rng.random_range(6 * HOUR..2 * DAY)),
            3 => (Season::Drought, rng.random_range(2 * DAY..8 * DAY)),
            5 => {
                self.jump(rng.random_range(400..880));
                (Season::Calm, 2 * DAY)
            }
            4 => {
                self.jump(rng.random_range(1_150..1_900));
                (Season::Calm, 2 * DAY)
            }
            _ => (Season::Calm, rng.random_range(2 * DAY..5 * DAY)),
        };
        self.season = (season, now + length);
    }

    fn walk(&mut self, rng: &mut StdRng, seconds: u64) {
        self.jump(rng.random_range(996..=1_005));
        if let Season::Bleed(permille) = self.season.0 {
            self.jump(1_000 - permille * u128::from(seconds.min(HOP)) / u128::from(HOUR));
        }
    }

    fn jump(&mut self, permille: u128) {
        self.price = (self.price / 1_000 * permille).clamp(ONE / 20, 15 * ONE);
    }

    fn quotes(&self, rng: &mut StdRng, shadow: &Shadow, then: u64, seconds: u64, queue: &mut VecDeque<Op>) {
        let Some((_, feed)) = shadow.market.feed() else { return };
        // Now and then most feeders see a price that nobody else does, for one round.
        let lie = rng.random_ratio(1, 60).then(|| rng.random_range(300..2_500));
        for (feeder, last) in &feed.feeders {
            // One of three may miss a round.
            if rng.random_ratio(19, 20) {
                let seen = rng.random_range(0..300.min(seconds.max(1)));
                let time = then.saturating_sub(seen).max(last.time);
                let price = self.price / 1_000 * rng.random_range(998..=1_002);
                let price = lie.filter(|_| *feeder > 0).map_or(price, |lie| price / 1_000 * lie);
                queue.push_back(Op::SubmitPrice { feeder: *feeder, round: last.round + 1, price, time });
            }
        }
    }

    /// Late, replayed, from the future, zero, by nobody in particular, or simply another one.
    pub fn odd_price(&mut self, rng: &mut StdRng, shadow: &Shadow) -> Op {
        let feeder = rng.random_range(0..FEEDERS);
        let last = shadow.market.submission(feeder).unwrap_or_default();
        let (mut round, mut time) = (last.round + 1, shadow.now);
        let mut price = self.price / 1_000 * rng.random_range(998..=1_002);
        match rng.random_range(0..8) {
            0 => round = last.round,
            1 => time = shadow.now + rng.random_range(1..100),
            2 => time = last.time.saturating_sub(1),
            3 => price = 0,
            4 => time = last.time,
            5 => price *= 2,
            _ => {}
        }
        Op::SubmitPrice { feeder, round, price: price.min(20 * ONE), time }
    }
}

fn stale(shadow: &Shadow, then: u64) -> bool {
    shadow.market.feed().is_some_and(|(source, feed)| {
        feed.feeders.iter().all(|(_, last)| u128::from(then - last.time) > source.max_age)
    })
}

/// To the second where something begins or ends, if that is near.
fn boundary(rng: &mut StdRng, shadow: &Shadow) -> Option<u64> {
    if rng.random_ratio(9, 10) {
        return None;
    }
    let sets = shadow.registry.pending.iter().flat_map(|set: &Set| [set.earliest().0, set.expires()]);
    let offers = shadow.offices.offers.iter().map(|offer| offer.expires);
    let changes = shadow.registry.changed.keys().map(|name| shadow.next_change(name));
    let epoch = shadow.genesis + shadow.length * (shadow.open.epoch + 1);
    let edges: Vec<u64> = sets
        .chain(offers)
        .chain(changes)
        .chain([epoch, shadow.fuse.tripped_until, shadow.fuse.next_trip])
        .flat_map(|time| [time.saturating_sub(1), time])
        .filter_map(|time| time.checked_sub(shadow.now).filter(|left| (1..HOP).contains(left)))
        .collect();
    edges.choose(rng).copied()
}
