//! The shadow's own vesting: one stream a provider.

#[derive(Debug, Clone, Copy, Default)]
pub struct Stream {
    pub amount: u128,
    pub released: u128,
    pub start: u64,
    pub end: u64,
}

impl Stream {
    pub fn left(&self) -> u128 {
        self.amount - self.released
    }

    pub fn release(&mut self, now: u64) -> u128 {
        let vested = if now >= self.end {
            self.amount
        } else {
            self.amount * u128::from(now.saturating_sub(self.start)) / u128::from(self.end - self.start)
        };
        let out = vested.saturating_sub(self.released);
        self.released += out;
        out
    }

    /// Two streams become one that ends at the token-weighted mean of their ends.
    pub fn add(&mut self, tokens: u128, now: u64, period: u64) -> u128 {
        let out = self.release(now);
        if tokens > 0 {
            let left = self.left();
            let waiting = left * u128::from(self.end.saturating_sub(now)) + tokens * u128::from(period);
            let mean = u64::try_from(waiting.div_ceil(left + tokens)).unwrap();
            *self = Self { amount: left + tokens, released: 0, start: now, end: now + mean };
        }
        out
    }
}
