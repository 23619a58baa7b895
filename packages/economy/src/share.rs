//! Touching a provider: what it earned in a closed epoch comes out of that epoch's reward pool when it is next seen.

use ballast_math::{EpochId, MathError, RewardPolicy, RewardPool, Timestamp, Tokens};
use serde::{Deserialize, Serialize};

use crate::accounts::Provider;
use crate::ledger::Ledger;

/// A reward pool with the rules that were in force when it was filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochPool {
    /// What is left of the grant.
    pub pool: RewardPool,
    /// How it is shared and paid out.
    pub rules: RewardPolicy,
}

impl Provider {
    /// The closed epoch whose reward pool it has not taken its share of, if there is one.
    #[must_use]
    #[inline]
    pub fn due(&self, open: EpochId) -> Option<EpochId> {
        self.work.map(|work| work.epoch).filter(|epoch| *epoch < open)
    }

    /// Takes its share of the closed epoch that it last worked in; `None` for an epoch that granted nothing, whose work is
    /// forgotten. Vesting runs from `end`, the end of that epoch, whenever this happens.
    ///
    /// The caller has asked [`Provider::due`], saves the reward pool, and removes one that is [empty](RewardPool::is_empty).
    ///
    /// Returns: the reward, vesting or not. Errors: sums that do not fit; the records are then to be thrown away.
    #[inline]
    pub fn take_share(
        &mut self,
        pool: Option<&mut EpochPool>,
        ledger: &mut Ledger,
        end: Timestamp,
    ) -> Result<Tokens, MathError> {
        let (Some(work), Some(EpochPool { pool, rules })) = (self.work.take(), pool) else {
            return Ok(Tokens::ZERO);
        };
        let share = pool.take(work.weight)?;
        let (payable, vesting) = rules.split(share.reward)?;
        self.payable = self.payable.plus(payable)?;

        let leaves_payable = vesting.plus(share.carried)?;
        ledger.payable = ledger.payable.minus(leaves_payable)?;
        ledger.carried = ledger.carried.plus(share.carried)?;
        ledger.unvested = ledger.unvested.plus(vesting)?;

        let vested = self.stream.add(vesting, end, rules.vesting_period)?;
        self.vested(ledger, vested)?;
        Ok(share.reward)
    }
}
