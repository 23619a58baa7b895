//! The look at the market that every message begins with.

use ballast_guardrails::Quotation;
use ballast_math::{Level, MathError, Outstanding, Price, Ratio, Seconds, Twap, deviation};

use super::Economy;

/// What a message sees when it looks at the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    /// Spot, when it may be used.
    pub usable: Option<Price>,
    /// Average of the last day.
    pub average: Option<Price>,
    /// The breaker's level.
    pub level: Level,
}

impl Economy<'_> {
    /// Looks at the market, takes note of the price and moves the breaker.
    pub(super) fn look(&mut self, now: Seconds) -> Result<Sight, MathError> {
        match self.seen {
            Some((time, sight)) if time == now => Ok(sight),
            _ => self.look_anew(now),
        }
    }

    fn look_anew(&mut self, now: Seconds) -> Result<Sight, MathError> {
        let max_age = self.network.max_age;
        let fresh = self.feed.filter(|(_, time)| now.saturating_sub(*time) <= max_age);
        let spot = fresh.map(|(price, _)| price);
        let previous = self.twap;
        self.twap = Twap::observe(previous, now, spot)?;
        let Some(twap) = self.twap else {
            let quotation =
                Quotation { price: None, point: None, usable: false, expected: true, shortfall: None };
            return self.observe(now, &quotation, None, None);
        };
        if self.twap != previous
            && let Some(hour) = twap.hour_to_keep(previous)
        {
            self.hours.keep(hour, twap.point);
        }
        let average = twap.average(&self.hours, now, ballast_math::DAY)?;
        let usable = spot.filter(|spot| deviation(*spot, average) <= self.network.band);
        let price = spot.unwrap_or(twap.price);
        let quotation = Quotation {
            price: Some(price),
            point: Some(twap.point.held(twap.price, now)?),
            usable: usable.is_some(),
            expected: true,
            shortfall: self.shortfall(price)?,
        };
        self.observe(now, &quotation, usable, Some(average))
    }

    /// What outstanding credits lack at a price, where the network looks at it.
    fn shortfall(&self, price: Price) -> Result<Option<Ratio>, MathError> {
        if !self.network.signals.collateral {
            return Ok(None);
        }
        let outstanding = Outstanding {
            credits: self.credits(),
            remint_credit: self.watch.remint_credit,
            burned: self.open.burned,
            usd_settled: self.open.usd_settled,
            level: self.watch.breaker.peak(),
            supply: self.state.supply.saturating_minus(self.open.burned),
        };
        self.network.policy.collateral_shortfall(&outstanding, self.network.quote(price)?)
    }

    /// Forgets what the last look saw, where another one could see something else now: more or fewer credits.
    pub(super) fn credits_moved(&mut self) {
        if self.network.signals.collateral {
            self.seen = None;
        }
    }

    fn observe(
        &mut self,
        now: Seconds,
        quotation: &Quotation,
        usable: Option<Price>,
        average: Option<Price>,
    ) -> Result<Sight, MathError> {
        let moved = self.watch.observe(now, quotation, &self.network.breaker, self.network.signals)?;
        self.trips += u32::from(moved.is_some_and(|moved| moved.to > moved.from));
        let sight = Sight { usable, average, level: self.watch.breaker.level() };
        // After a step down the next look starts the dwell of the level below.
        self.seen = moved.is_none_or(|moved| moved.to > moved.from).then_some((now, sight));
        Ok(sight)
    }

    /// The feeder quotes a price.
    pub fn submit_price(&mut self, now: Seconds, price: Price) -> Result<Sight, MathError> {
        self.feed = Some((price, now));
        self.look_anew(now)
    }
}
