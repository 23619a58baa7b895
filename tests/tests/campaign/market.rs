//! The shadow's own price: the feeders' submissions, and averages over the whole history of the last days.

use std::collections::BTreeMap;

use crate::ops::FEEDERS;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;
const ONE: u128 = 1_000_000_000_000_000_000;

/// USD per token with 18 decimals.
pub type Price = u128;

#[derive(Debug, Clone, Copy, Default)]
pub struct Submission {
    pub round: u64,
    pub price: Price,
    pub time: u64,
}

#[derive(Debug, Clone, Copy)]
struct Point {
    time: u64,
    /// Price · seconds.
    sum: u128,
}

#[derive(Debug, Clone)]
pub struct Market {
    pub feeders: [Submission; FEEDERS],
    pub quorum: usize,
    pub max_age: u64,
    last: Option<(Point, Price)>,
    /// The first point of each hour.
    hours: BTreeMap<u64, Point>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    Usable,
    Stale,
    OutsideBand,
}

#[derive(Debug, Clone, Copy)]
pub struct View {
    pub spot: Option<Price>,
    pub day: Option<Price>,
    pub week: Option<Price>,
    pub health: Health,
}

impl View {
    pub fn usable(&self) -> Option<Price> {
        self.spot.filter(|_| self.health == Health::Usable)
    }
}

impl Market {
    pub fn new(quorum: usize, max_age: u64) -> Self {
        Self {
            feeders: [Submission::default(); FEEDERS],
            quorum,
            max_age,
            last: None,
            hours: BTreeMap::new(),
        }
    }

    /// The lower median of what is fresh, if that is enough.
    fn spot(&self, now: u64) -> Option<Price> {
        let mut fresh: Vec<Price> = self
            .feeders
            .iter()
            .filter(|feeder| feeder.round > 0 && now - feeder.time <= self.max_age)
            .map(|feeder| feeder.price)
            .collect();
        fresh.sort_unstable();
        (fresh.len() >= self.quorum).then(|| fresh[(fresh.len() - 1) / 2])
    }

    pub fn observe(&mut self, now: u64) {
        let spot = self.spot(now);
        let next = match (self.last, spot) {
            (None, None) => return,
            (None, Some(price)) => (Point { time: now, sum: 0 }, price),
            (Some((point, last)), spot) => {
                let price = spot.unwrap_or(last);
                if point.time == now && price == last {
                    return;
                }
                (held(point, last, now), price)
            }
        };
        // Where several observations fall into one hour, only the first of them is kept.
        let fresh_hour = self.last.is_none_or(|(point, _)| point.time / HOUR < now / HOUR);
        if fresh_hour {
            self.hours.insert(now / HOUR, next.0);
        }
        self.last = Some(next);
        self.forget(now);
    }

    /// What no average can need any more, so that copies of the shadow stay small.
    fn forget(&mut self, now: u64) {
        let needed =
            self.hours.range(..now.saturating_sub(WEEK + DAY) / HOUR).next_back().map(|(hour, _)| *hour);
        if let Some(needed) = needed {
            self.hours = self.hours.split_off(&needed);
        }
    }

    fn average(&self, now: u64, span: u64) -> Option<Price> {
        let (last, price) = self.last?;
        let current = held(last, price, now);
        let from = self.at(now.saturating_sub(span), current);
        let elapsed = u128::from(now - from.time);
        Some((current.sum - from.sum).checked_div(elapsed).unwrap_or(price))
    }

    /// On the straight line between the kept points on both sides of `time`.
    fn at(&self, time: u64, current: Point) -> Point {
        let before = self.hours.values().rev().find(|point| point.time <= time).copied();
        let after = self.hours.values().find(|point| point.time > time).copied().unwrap_or(current);
        let Some(before) = before else { return after };
        if after.time <= before.time || time <= before.time {
            return before;
        }
        let time = time.min(after.time);
        let risen = after.sum - before.sum;
        let share = risen * u128::from(time - before.time) / u128::from(after.time - before.time);
        Point { time, sum: before.sum + share }
    }

    pub fn view(&self, now: u64, band: u128) -> View {
        let spot = self.spot(now);
        let (day, week) = (self.average(now, DAY), self.average(now, WEEK));
        let health = match spot {
            None => Health::Stale,
            Some(spot) => {
                let reference = day.unwrap_or(spot);
                // |spot − average| / average > band, without a division.
                if spot.abs_diff(reference) * ONE > band * reference {
                    Health::OutsideBand
                } else {
                    Health::Usable
                }
            }
        };
        View { spot, day, week, health }
    }
}

fn held(point: Point, price: Price, now: u64) -> Point {
    Point { time: now, sum: point.sum + price * u128::from(now - point.time) }
}
