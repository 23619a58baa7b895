//! The shadow closes epochs: the decision is that of `ballast_math::close_epoch` on the shadow's own state and at the
//! level that the shadow's own breaker finds; everything around it is kept here.

use ballast_api::{CloseEpochResponse, ClosedEpoch, Demand, EpochRecord};
use ballast_economy::EpochInputs;
use ballast_guardrails::Level;
use ballast_math::{Concentration, Policy, Price, Quote, RewardPolicy, TimeRange, Timestamp, Tokens, Usd};
use ballast_sandbox::SupplyKind;
use cosmwasm_std::Uint256;

use crate::fuse;
use crate::shadow::{ONE, Open, Refusal, RewardPool, Shadow};

pub const DECIMALS: u8 = 6;
pub const MAX_AT_ONCE: u32 = 32;

/// A closed epoch as later windows look at it.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// Supply at its start.
    pub supply: u128,
    pub minted: u128,
    pub burned: u128,
    pub retired: u128,
}

/// A closed epoch with everything that is needed to judge it.
#[derive(Debug, Clone)]
pub struct Closed {
    pub record: EpochRecord,
    pub policy: Policy,
    /// The epochs before it that its window holds, oldest first.
    pub before: Vec<Past>,
    pub this: Past,
    /// Burned before it and not re-minted.
    pub credit: u128,
    pub reserve: Option<u128>,
    /// The smoothed burn with it, with 18 decimals below the unit.
    pub smoothed: Uint256,
    /// The breaker right before its close, and right after.
    pub levels: (u8, u8),
    pub carried: u128,
    pub price: Option<u128>,
    /// What credits were looked at with.
    pub collateral_price: Option<u128>,
    pub length: u64,
    pub window: usize,
    /// Budget spent before it.
    pub spent_budget: u128,
    pub budget: u128,
    pub shares: Vec<Share>,
}

/// A provider's part of an epoch.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    pub burned: u128,
    pub reward: u128,
}

impl Shadow {
    pub fn behind(&self) -> u64 {
        (self.now.saturating_sub(self.genesis) / self.length).saturating_sub(self.open.epoch)
    }

    pub fn roll(&mut self, limit: u32) -> Result<CloseEpochResponse, Refusal> {
        let behind = self.behind();
        let mut closed = vec![];
        if behind > 0 {
            let view = self.observe();
            let price = view.usable().map(|spot| spot.max(view.day.unwrap_or(spot)));
            for _ in 0..behind.min(limit.into()) {
                closed.push(self.close(price)?);
            }
        }
        Ok(CloseEpochResponse { closed, epoch: self.open.epoch, behind: self.behind() })
    }

    /// Rolls over as far as one message goes; refused where that is not far enough.
    pub fn catch_up(&mut self) -> Result<(), Refusal> {
        match self.roll(MAX_AT_ONCE)?.behind {
            0 => Ok(()),
            _ => Err("epochs are over and not closed"),
        }
    }

    fn close(&mut self, price: Option<u128>) -> Result<ClosedEpoch, Refusal> {
        let (open, sums, policy) = (self.open, self.sums, self.params.policy.clone());
        let start = self.genesis + self.length * open.epoch;
        let inputs = EpochInputs {
            range: TimeRange { start: Timestamp::new(start), end: Timestamp::new(start + self.length) },
            burned: Tokens::new(open.burned),
            retired: Tokens::new(open.retired),
            usd_settled: Usd::new(open.usd),
            gpu_seconds: open.gpu_seconds,
            weight: open.weight,
            quote: price.map(|price| Quote::new(Price::from_atomics(price), DECIMALS).unwrap()),
            reserve: (self.kind == SupplyKind::Reserve).then_some(Tokens::new(sums.reserve)),
            carried: Tokens::new(sums.carried),
        };
        let (rules, level_before) = (self.params.breaker, self.fuse.level);
        let last_price = self.sight().price;
        let weight = policy.mint.smoothing.weight.atomics();
        let closing = fuse::Closing { epoch: open.epoch, burned: open.burned, weight };
        let (mut deciding, shift) = self.fuse.before_mint(closing, &rules);
        self.shifts.extend(shift);
        let (state, closing) = loop {
            let mut state = self.state.clone();
            // No contract says this: where no epoch may fail to close, it ends the campaign.
            let closing = state
                .close(&policy, &inputs, level(deciding))
                .map_err(|_| "the shadow's epoch does not close")?;
            self.shifts.extend(self.fuse.try_mint(closing.decision.minted.get(), weight, &rules));
            let shortfall = self.shortfall_after(last_price, &closing.decision);
            self.shifts.extend(self.fuse.try_shortfall(shortfall, &rules));
            if self.fuse.level <= deciding {
                break (state, closing);
            }
            deciding = self.fuse.level;
        };
        let decision = closing.decision;
        self.fuse.after_mint(decision.minted.get(), weight);
        let (granted, minted) = (decision.granted.get(), decision.minted.get());
        let demand = self.demand();
        let before: Vec<Past> = self.history.iter().rev().take(self.window - 1).rev().copied().collect();

        self.sums.minted += minted;
        self.sums.carried -= decision.carried_in().expect("granted is minted or carried").get();
        self.sums.from_budget += decision.from_budget.get();
        self.sums.reminted += granted - decision.from_budget.get();
        match self.kind {
            SupplyKind::TokenFactory | SupplyKind::Cw20 => self.holdings += minted,
            SupplyKind::Reserve => self.sums.reserve -= minted,
            SupplyKind::External => self.sums.awaiting += minted,
        }
        let shares = self.entitle(granted, start + self.length, policy.reward);
        let this = Past {
            supply: self.supply() + open.burned + open.retired - minted,
            minted,
            burned: open.burned,
            retired: open.retired,
        };
        let record = EpochRecord {
            epoch: open.epoch,
            start: Timestamp::new(start),
            end: Timestamp::new(start + self.length),
            level: level(deciding),
            price: price.map(Price::from_atomics),
            rho: closing.rho,
            smoothed_burn: state.smoothed_burn,
            usd_settled: inputs.usd_settled,
            gpu_seconds: open.gpu_seconds,
            burned: inputs.burned,
            direct_pay: Tokens::new(open.direct_pay),
            decision,
            weight: open.weight,
            supply: Tokens::new(self.supply()),
            budget_left: Tokens::new(self.budget - self.sums.from_budget),
            total_burned: Tokens::new(sums.burned),
            total_minted: Tokens::new(self.sums.minted),
            net_emission: closing.net_emission,
            demand,
        };
        let answer = ClosedEpoch {
            epoch: open.epoch,
            granted: record.decision.granted,
            minted: record.decision.minted,
            binding: record.decision.binding,
        };
        self.closed.push(Closed {
            record,
            policy,
            before,
            this,
            credit: sums.burned - open.burned - sums.reminted,
            reserve: inputs.reserve.map(Tokens::get),
            smoothed: self.fuse.burn,
            levels: (level_before, self.fuse.level),
            carried: sums.carried,
            price,
            collateral_price: last_price.filter(|_| self.fuse.signals.collateral),
            length: self.length,
            window: self.window,
            spent_budget: sums.from_budget,
            budget: self.budget,
            shares,
        });
        self.history.push_back(this);
        if self.history.len() > self.window {
            self.history.pop_front();
        }
        self.state = state;
        self.open = Open { epoch: open.epoch + 1, ..Open::default() };
        if let Some(next) = self.next.take() {
            self.state.adopt(&next.policy);
            self.params = next;
        }
        Ok(answer)
    }

    /// Books each provider's reward at once, and fills the reward pool that it will be taken from when its owner comes.
    fn entitle(&mut self, granted: u128, end: u64, rules: RewardPolicy) -> Vec<Share> {
        let (epoch, weight) = (self.open.epoch, self.open.weight);
        let mut shares = vec![];
        for provider in &mut self.providers {
            let Some(work) = provider.work.filter(|work| work.epoch == epoch) else { continue };
            let reward = (granted * work.weight).checked_div(weight).unwrap_or(0);
            provider.entitled += reward;
            shares.push(Share { burned: work.burned, reward });
        }
        if granted > 0 && weight > 0 {
            let pool =
                RewardPool { granted, weight, open_weight: weight, rules, left: 0, remainders: 0, end };
            self.pools.insert(epoch, pool);
        }
        shares
    }

    fn demand(&self) -> Demand {
        let epoch = self.open.epoch;
        let concentration = |spent: &mut dyn Iterator<Item = u128>| {
            let mut concentration = Concentration::default();
            spent.for_each(|spent| concentration.moved(0, spent).unwrap());
            concentration
        };
        let tenants = self.tenants.iter().filter(|tenant| tenant.spent.0 == epoch);
        let works = self.providers.iter().filter_map(|provider| provider.work);
        Demand {
            tenants: concentration(&mut tenants.map(|tenant| tenant.spent.1)),
            providers: concentration(&mut works.filter(|work| work.epoch == epoch).map(|work| work.usd)),
            self_dealing: Usd::new(self.open.self_dealing),
        }
    }

    /// Takes what a provider earned in a closed epoch out of its reward pool.
    pub fn take_reward(&mut self, provider: usize) {
        let record = &mut self.providers[provider];
        let Some(work) = record.work.take_if(|work| work.epoch < self.open.epoch) else { return };
        let Some(pool) = self.pools.get_mut(&work.epoch) else { return };
        let product = pool.granted * work.weight;
        let reward = product / pool.weight;
        let carried_before = pool.remainders / pool.weight;
        pool.remainders += product % pool.weight;
        let carried = pool.remainders / pool.weight - carried_before;
        pool.open_weight -= work.weight;
        pool.left += reward + carried;
        self.sums.carried += carried;

        let vests = (reward * pool.rules.vesting_share.atomics()).div_ceil(ONE);
        record.payable += reward - vests;
        record.payable += record.stream.add(vests, pool.end, pool.rules.vesting_period.seconds());
        if pool.open_weight == 0 {
            self.pools.remove(&work.epoch);
        }
    }
}

pub fn level(number: u8) -> Level {
    [Level::Normal, Level::Caution, Level::Restricted, Level::Halted][usize::from(number)]
}
