//! The shadow's own price: the sources and the feeders' submissions, and averages over the history of the last days.

use std::collections::BTreeMap;

use ballast_api::{PriceSource, SourceKind};
use ballast_sandbox::Sandbox;

use crate::fuse::Sight;
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

/// The feed: its feeders in order, each with what it submitted last.
#[derive(Debug, Clone)]
pub struct Feed {
    pub feeders: Vec<(usize, Submission)>,
    pub quorum: u128,
}

/// A price source. What is no feed is a contract that does not exist: it never answers.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: u16,
    pub max_age: u128,
    pub feed: Option<Feed>,
}

#[derive(Debug, Clone)]
pub struct Market {
    pub sources: Vec<Source>,
    pub next_source: u16,
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
    pub fn new(sources: &[PriceSource]) -> Self {
        let mut market = Self { sources: vec![], next_source: 1, last: None, hours: BTreeMap::new() };
        sources.iter().for_each(|source| market.add(source));
        market
    }

    pub fn add(&mut self, source: &PriceSource) {
        let feed = match &source.kind {
            SourceKind::Feed { feeders, quorum } => Some(Feed {
                feeders: feeders.iter().map(|name| (feeder_of(name), Submission::default())).collect(),
                quorum: (*quorum).into(),
            }),
            _ => None,
        };
        let (id, max_age) = (self.next_source, source.max_age.into());
        self.sources.push(Source { id, max_age, feed });
        self.next_source += 1;
    }

    pub fn feed(&self) -> Option<(&Source, &Feed)> {
        self.sources.iter().find_map(|source| Some((source, source.feed.as_ref()?)))
    }

    pub fn feed_mut(&mut self) -> Option<&mut Feed> {
        self.sources.iter_mut().find_map(|source| source.feed.as_mut())
    }

    /// What a feeder submitted last; none for one that is no feeder.
    pub fn submission(&self, feeder: usize) -> Option<Submission> {
        let (_, feed) = self.feed()?;
        feed.feeders.iter().find(|(number, _)| *number == feeder).map(|(_, last)| *last)
    }

    /// The lower median of what is fresh, if that is enough. One source is enough here, and only a feed ever answers.
    fn spot(&self, now: u64) -> Option<Price> {
        let (source, feed) = self.feed()?;
        let mut fresh: Vec<Price> = feed
            .feeders
            .iter()
            .filter(|(_, last)| last.round > 0 && u128::from(now - last.time) <= source.max_age)
            .map(|(_, last)| last.price)
            .collect();
        fresh.sort_unstable();
        (fresh.len() as u128 >= feed.quorum).then(|| fresh[(fresh.len() - 1) / 2])
    }

    /// What the breaker looks at.
    pub fn sight(&self, now: u64, view: &View) -> Sight {
        Sight {
            price: view.spot.or(self.last.map(|(_, price)| price)),
            sum: self.last.map(|(point, price)| held(point, price, now).sum),
            usable: view.health == Health::Usable,
            // A network that asks for a source has one to miss, even when none is left.
            expected: true,
            shortfall: None,
        }
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

pub fn feeder_name(feeder: usize) -> String {
    format!("feeder-{feeder}")
}

pub fn feeder_of(address: &str) -> usize {
    let named = |feeder: &usize| Sandbox::address(&feeder_name(*feeder)).as_str() == address;
    (0..FEEDERS).find(named).unwrap()
}

fn held(point: Point, price: Price, now: u64) -> Point {
    Point { time: now, sum: point.sum + price * u128::from(now - point.time) }
}
