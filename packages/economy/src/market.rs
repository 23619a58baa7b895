//! The market as a message finds it: what the sources say together, judged by their own average.

use ballast_math::{
    CumulativePrice, Duration, HourPoints, MathError, Price, Quote, Ratio, Timestamp, Twap, credit_price,
    is_within_band, mint_price,
};

/// What the price sources say together, before the averages come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consensus {
    /// The spot price that enough of them agree on.
    pub agreed: Option<Price>,
    /// Whether the network needs a price at all. Sources that were removed are missed: a network that needs a price does not
    /// stop needing one.
    pub expected: bool,
}

/// The accumulated price after an observation, and what of it is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceNote {
    /// The accumulated price.
    pub twap: Twap,
    /// The hour of which this point is the first, and is to be kept for the averages.
    pub hour: Option<u64>,
}

impl PriceNote {
    /// Takes note of the price that the sources agree on, or of there being none. A spot price outside its band counts for
    /// the averages all the same: otherwise a real and lasting move could never become usable again.
    ///
    /// Returns: `None` where nothing is new. Errors when time goes back.
    #[inline]
    pub fn of(
        previous: Option<Twap>,
        now: Timestamp,
        agreed: Option<Price>,
    ) -> Result<Option<Self>, MathError> {
        let observed = Twap::observe(previous, now, agreed)?.filter(|twap| Some(*twap) != previous);
        Ok(observed.map(|twap| Self { twap, hour: twap.hour_to_keep(previous) }))
    }
}

/// The price as it is now, usable or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Market {
    /// The spot price that enough sources agree on.
    pub agreed: Option<Price>,
    /// Average of the last 24 hours, up to now; none before the first price.
    pub average: Option<Price>,
    /// The last price that enough sources agreed on, usable or not.
    pub last: Option<Price>,
    /// The accumulated price up to now.
    pub point: Option<CumulativePrice>,
    /// Whether spot lies within its band around the average.
    pub in_band: bool,
    /// Whether the network needs a price at all; without price sources there is no such signal.
    pub expected: bool,
}

impl Market {
    /// Judges what the sources say by the average of a day.
    ///
    /// `last` is the accumulated price after [`PriceNote::of`], or as it was where nothing is to be noted.
    #[inline]
    pub fn judge<P: HourPoints>(
        consensus: Consensus,
        band: Ratio,
        last: Option<Twap>,
        points: &P,
        now: Timestamp,
    ) -> Result<Self, P::Error> {
        let Consensus { agreed, expected } = consensus;
        let average = last.map(|last| last.average(points, now, Duration::DAY)).transpose()?;
        Ok(Self {
            agreed,
            average,
            last: agreed.or(last.map(|last| last.price)),
            point: last.map(|last| last.point.held(last.price, now)).transpose()?,
            in_band: agreed.is_none_or(|spot| is_within_band(spot, average, band)),
            expected,
        })
    }

    /// Spot, when it may be used.
    #[must_use]
    #[inline]
    pub fn usable(&self) -> Option<Price> {
        self.agreed.filter(|_| self.in_band)
    }

    /// Whether there should be a usable price and is none.
    #[must_use]
    #[inline]
    pub fn is_dead(&self) -> bool {
        self.expected && self.usable().is_none()
    }

    /// What a bill is priced at: spot.
    #[inline]
    pub fn bill_quote(&self, decimals: u8) -> Result<Option<Quote>, MathError> {
        self.usable().map(|spot| Quote::new(spot, decimals)).transpose()
    }

    /// What credits are sold at; see [`credit_price`].
    #[inline]
    pub fn credit_quote(&self, decimals: u8) -> Result<Option<Quote>, MathError> {
        self.usable().map(|spot| Quote::new(credit_price(spot, self.average), decimals)).transpose()
    }

    /// What a mint by value is priced at; see [`mint_price`].
    #[inline]
    pub fn mint_quote(&self, decimals: u8) -> Result<Option<Quote>, MathError> {
        self.usable().map(|spot| Quote::new(mint_price(spot, self.average), decimals)).transpose()
    }

    /// The last price known, usable or not: what the collateral of credits is looked at with.
    #[inline]
    pub fn last_quote(&self, decimals: u8) -> Result<Option<Quote>, MathError> {
        self.last.map(|price| Quote::new(price, decimals)).transpose()
    }
}
