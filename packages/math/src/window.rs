//! The trailing window of minted and burned amounts that the emission caps look at.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::error::MathError;
use crate::time::Duration;
use crate::units::{Ratio, SignedRatio, Tokens};
use crate::wide::{Rounding, mul_div};

/// The longest window, in epochs: it is written whole at each closing.
pub const MAX_WINDOW: u32 = 120;

/// What one epoch minted and burned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Tokens minted.
    pub minted: Tokens,
    /// Tokens burned.
    pub burned: Tokens,
}

impl Flow {
    /// Both sums.
    #[inline]
    pub fn plus(self, other: Self) -> Result<Self, MathError> {
        Ok(Self { minted: self.minted.plus(other.minted)?, burned: self.burned.plus(other.burned)? })
    }
}

/// The flows of the last `length` epochs. Epochs before the first count as empty, so a young network has no more
/// headroom than an idle one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    length: u32,
    flows: VecDeque<Flow>,
    sum: Flow,
}

impl Window {
    /// An empty window over `length` epochs, at least one and at most [`MAX_WINDOW`].
    #[must_use]
    #[inline]
    pub fn new(length: u32) -> Self {
        let length = length.clamp(1, MAX_WINDOW);
        Self { length, flows: VecDeque::new(), sum: Flow::default() }
    }

    /// How many epochs the window covers.
    #[must_use]
    #[inline]
    pub const fn length(&self) -> u32 {
        self.length
    }

    /// How many epochs it has seen, at most its length.
    #[must_use]
    #[inline]
    pub fn seen(&self) -> u32 {
        // At most MAX_WINDOW.
        self.flows.len() as u32
    }

    /// What the window's epochs minted and burned.
    #[must_use]
    #[inline]
    pub const fn sum(&self) -> Flow {
        self.sum
    }

    /// Adds an epoch's flow and forgets the oldest when the window is full.
    #[inline]
    pub fn push(&mut self, flow: Flow) -> Result<(), MathError> {
        let sum = self.sum_with(flow)?;
        self.take(flow, sum);
        Ok(())
    }

    /// What the window's epochs will have minted and burned when `flow` is the newest of them.
    #[inline]
    pub fn sum_with(&self, flow: Flow) -> Result<Flow, MathError> {
        self.carried_over()?.plus(flow)
    }

    /// How many epochs it will have seen after one more.
    #[must_use]
    #[inline]
    pub fn seen_with(&self) -> u32 {
        self.seen().saturating_add(1).min(self.length)
    }

    /// Adds an epoch's flow, with the sum that [`Window::sum_with`] found for it.
    #[inline]
    pub fn take(&mut self, flow: Flow, sum: Flow) {
        if self.flows.len() >= self.length as usize {
            self.flows.pop_front();
        }
        self.flows.push_back(flow);
        self.sum = sum;
    }

    /// What the window will hold of the past when the epoch that is closing now is in it: all but the oldest.
    #[inline]
    pub fn carried_over(&self) -> Result<Flow, MathError> {
        let leaving =
            if self.flows.len() >= self.length as usize { self.flows.front().copied() } else { None };
        let leaving = leaving.unwrap_or_default();
        Ok(Flow {
            minted: self.sum.minted.minus(leaving.minted)?,
            burned: self.sum.burned.minus(leaving.burned)?,
        })
    }
}

/// Net emission of a span as an annual share of supply, magnitude rounded down; `None` without supply or time.
///
/// Where next to nothing is left of the supply and the share cannot be written, the largest that can: an epoch must
/// close whatever burned in it.
///
/// ```text
/// (minted − burned) / supply · (year / span)
/// ```
#[inline]
pub fn annualised_net_emission(
    flow: Flow,
    supply: Tokens,
    span: Duration,
) -> Result<Option<SignedRatio>, MathError> {
    const OPERATION: &str = "annualised net emission";
    if supply.is_zero() || span.is_zero() {
        return Ok(None);
    }
    let net = flow.minted.get().abs_diff(flow.burned.get());
    // The only error left is a share that does not fit.
    let magnitude = mul_div(net, Duration::YEAR.into(), span.into(), Rounding::Down, OPERATION)
        .and_then(|yearly| Ratio::of(yearly, supply.get()))
        .map_or(u128::MAX, Ratio::atomics)
        .min(i128::MAX.unsigned_abs());
    SignedRatio::signed(magnitude, flow.minted < flow.burned, OPERATION).map(Some)
}
