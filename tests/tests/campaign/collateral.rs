//! What the shadow finds behind outstanding credits, from the tenants' own records and in plain 128-bit integers.

use ballast_economy::Decision;

use crate::fuse::Sight;
use crate::shadow::{ONE, Shadow};

impl Shadow {
    /// What the breaker looks at, the credits included.
    pub fn sight(&self) -> Sight {
        let mut sight = self.market.sight(self.now, &self.view());
        // Burned and not minted again, of which the open epoch takes its part first.
        let credit = self.sums.burned - self.sums.reminted;
        sight.shortfall = sight.price.and_then(|price| {
            let mint = &self.params.policy.mint;
            let by_value = self.open.usd * mint.value_share.atomics() / ONE * ONE / price;
            let round_trip = self.open.burned * mint.round_trip.atomics() / ONE;
            let breaker = match self.fuse.peak() {
                0 => by_value,
                1 => (by_value * mint.breaker.caution.atomics() / ONE).min(self.open.burned),
                2 => (by_value * mint.breaker.restricted.atomics() / ONE).min(self.open.burned),
                _ => 0,
            };
            self.shortfall(price, credit - breaker.min(round_trip).min(credit), self.supply())
        });
        sight
    }

    /// The same right after an epoch that is about to be booked.
    pub fn shortfall_after(&self, price: Option<u128>, decision: &Decision) -> Option<u128> {
        let granted = decision.granted.get() - decision.from_budget.get();
        self.shortfall(
            price?,
            self.sums.burned - self.sums.reminted - granted,
            self.supply() + decision.minted.get(),
        )
    }

    /// The missing part of what all credits promise, when so many tokens burned and are still to be minted.
    fn shortfall(&self, price: u128, left: u128, supply: u128) -> Option<u128> {
        if !self.fuse.signals.collateral {
            return None;
        }
        let (policy, credits) = (&self.params.policy, self.credits());
        let promise = (credits * policy.mint.value_share.atomics()).div_ceil(ONE);
        let burn = self.locked() * policy.burn.burn_share.atomics() / ONE;
        let spendable = (burn * policy.mint.round_trip.atomics() / ONE).min(left + burn);
        // Six decimals: base units times the price are micro-USD.
        let missing = promise.saturating_sub(spendable * price / ONE);
        // Measured by a ten-thousandth of the supply's value at least.
        let min = supply / 10_000 * price / ONE;
        (promise > 0).then(|| (missing * ONE).div_ceil(promise.max(min)))
    }
}
