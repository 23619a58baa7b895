//! The look at the market that every message begins with.

use ballast_economy::{Consensus, Market, PriceNote, Sight};
use ballast_guardrails::Level;
use ballast_math::{MathError, Price, Timestamp, is_fresh};

use super::Economy;

/// What a message sees when it looks at the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// The market.
    pub market: Market,
    /// The breaker's level.
    pub level: Level,
}

impl Economy<'_> {
    /// Looks at the market, takes note of the price and moves the breaker.
    pub(super) fn look(&mut self, now: Timestamp) -> Result<View, MathError> {
        match self.seen {
            Some((time, view)) if time == now => Ok(view),
            _ => self.look_anew(now),
        }
    }

    fn look_anew(&mut self, now: Timestamp) -> Result<View, MathError> {
        let max_age = self.network.max_age;
        let fresh = self.feed.filter(|(_, time)| is_fresh(*time, max_age, now));
        let agreed = fresh.map(|(price, _)| price);
        if let Some(PriceNote { twap, hour }) = PriceNote::of(self.twap, now, agreed)? {
            self.twap = Some(twap);
            if let Some(hour) = hour {
                self.hours.keep(hour, twap.point);
            }
        }
        let consensus = Consensus { agreed, expected: true };
        let market = Market::judge(consensus, self.network.band, self.twap, &self.hours, now)?;
        let Economy { network, books, .. } = self;
        let sight = Sight::of(market, network.signals, network.decimals, |quote| {
            books.breaker.shortfall(&network.policy, &books.ledger, &books.open, network.supply, quote)
        })?;
        let moved = books.breaker.observe(now, &sight, &network.breaker, network.signals)?;
        self.trips += u32::from(moved.is_some_and(|moved| moved.to > moved.from));
        let view = View { market, level: self.books.breaker.breaker.level() };
        // After a step down the next look starts the dwell of the level below.
        self.seen = moved.is_none_or(|moved| moved.to > moved.from).then_some((now, view));
        Ok(view)
    }

    /// Forgets what the last look saw, where another one could see something else now: more or fewer credits.
    pub(super) fn credits_moved(&mut self) {
        if self.network.signals.collateral {
            self.seen = None;
        }
    }

    /// The feeder quotes a price.
    pub fn submit_price(&mut self, now: Timestamp, price: Price) -> Result<View, MathError> {
        self.feed = Some((price, now));
        self.look_anew(now)
    }
}
