//! What is sent to the contract, so that a run can be repeated on the real one.

use ballast_math::{Price, Timestamp, Tokens};

use crate::economy::Line;

/// A message to the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The feeder quotes a price.
    SubmitPrice(Price),
    /// Somebody closes what is over.
    CloseEpoch,
    /// A party pays tokens into its escrow.
    Deposit(usize, Tokens),
    /// A party pays tokens for credits; sent only where the contract accepts it.
    BuyCredits(usize, Tokens),
    /// The meter settles a batch.
    Settle(Vec<Line>),
    /// A party claims what it is paid here; sent only where there is more than what vests.
    Claim(usize, Tokens),
}

/// Somebody who takes note of messages.
pub trait Messages {
    /// A message was sent at a time.
    fn sent(&mut self, time: Timestamp, message: impl FnOnce() -> Message);
}

/// Nobody does.
impl Messages for () {
    #[inline]
    fn sent(&mut self, _: Timestamp, _: impl FnOnce() -> Message) {}
}

impl Messages for Vec<(Timestamp, Message)> {
    fn sent(&mut self, time: Timestamp, message: impl FnOnce() -> Message) {
        self.push((time, message()));
    }
}
