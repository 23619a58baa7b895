//! Which step comes next: weighted, random, and looking at the shadow often enough that most of it makes sense.

use std::collections::VecDeque;

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use crate::ops::{Bad, CHAIN, IMPOSTOR, Line, METERS, Op, PROVIDERS, Party, TENANTS, TREASURY};
use crate::scheming::Schemer;
use crate::shadow::Shadow;
use crate::weather::Weather;

/// A whole token or dollar in base units.
const UNIT: u128 = 1_000_000;

pub struct Strategy {
    queue: VecDeque<Op>,
    weather: Weather,
    schemer: Schemer,
    last_batch: Option<Op>,
}

impl Strategy {
    pub fn new(shadow: &Shadow) -> Self {
        let (weather, schemer) = (Weather::new(), Schemer::new(shadow));
        Self { queue: VecDeque::new(), weather, schemer, last_batch: None }
    }

    pub fn next(&mut self, rng: &mut StdRng, shadow: &Shadow) -> Op {
        if let Some(op) = self.queue.pop_front() {
            return op;
        }
        if let Some(due) = Schemer::due(rng, shadow).filter(|_| rng.random_ratio(1, 8)) {
            return due;
        }
        if let Some(hasty) = Schemer::hasty(rng, shadow).filter(|_| rng.random_ratio(1, 10)) {
            return hasty;
        }
        if let Some(mend) = Schemer::mend(rng, shadow).filter(|_| rng.random_ratio(1, 30)) {
            return mend;
        }
        match rng.random_range(0..200) {
            0..42 if self.weather.is_dry() => Op::Poke,
            0..42 => self.batch(rng, shadow),
            42..68 => self.pass_time(rng, shadow),
            68..72 => Weather::mine(rng, shadow),
            72..88 => deposit(rng, shadow),
            88..96 => withdraw(rng, shadow),
            96..108 => buy_credits(rng, shadow),
            108..120 => authorize(rng, shadow),
            120..132 => Op::Claim { provider: rng.random_range(PROVIDERS) },
            132..140 => Op::CloseEpoch { limit: limit(rng, 32) },
            140..146 => Op::Prune { limit: limit(rng, 30) },
            146..150 => self.weather.odd_price(rng, shadow),
            150..154 => Op::Poke,
            154..160 => transfer(rng, shadow),
            160..168 if shadow.external() => mint_natively(rng, shadow),
            160..164 => fund_reserve(rng),
            164..168 => withdraw(rng, shadow),
            168 => Op::Migrate,
            169..173 => Op::Bad(*Bad::ALL.choose(rng).unwrap()),
            _ => self.schemer.next(rng, shadow),
        }
    }

    fn pass_time(&mut self, rng: &mut StdRng, shadow: &Shadow) -> Op {
        let (wait, dead) = self.weather.pass(rng, shadow, &mut self.queue);
        if dead && rng.random_ratio(2, 3) {
            // The first to look at a price that has died is not always a feeder.
            let first = Schemer::due(rng, shadow).filter(|_| rng.random_ratio(1, 2));
            self.queue.push_front(first.unwrap_or_else(|| buy_credits(rng, shadow)));
        }
        wait
    }

    fn batch(&mut self, rng: &mut StdRng, shadow: &Shadow) -> Op {
        if let Some(last) = self.last_batch.clone().filter(|_| rng.random_ratio(1, 25)) {
            return last;
        }
        let count = match rng.random_range(0..200) {
            0 => 0,
            1 => 201,
            2..80 => rng.random_range(1..4),
            _ => rng.random_range(4..=20),
        };
        let lines: Vec<Line> = (0..count).map(|_| line(rng, shadow)).collect();
        // In external mode only the chain reports; whoever settles there is told so.
        let reports = shadow.external() != rng.random_ratio(1, 50);
        let meter = match rng.random_range(0..50) {
            _ if reports => CHAIN,
            0 => IMPOSTOR,
            other => other % METERS,
        };
        let next = shadow.meters.get(meter).map_or(1, |meter| meter.next_batch);
        let batch = match rng.random_range(0..30) {
            0 => next + 1,
            1 => next - 1,
            2 => rng.random_range(0..=u64::MAX),
            _ => next,
        };
        let op = if reports { Op::ReportBurns { batch, lines } } else { Op::Settle { meter, batch, lines } };
        if batch == next && count < 200 {
            self.last_batch = Some(op.clone());
        }
        op
    }
}

fn line(rng: &mut StdRng, shadow: &Shadow) -> Line {
    let tenant = match rng.random_range(0..60) {
        0 => Party::Nobody,
        1 => Party::Foreigner,
        2 => Party::Actor(8),
        _ => Party::Actor(rng.random_range(TENANTS)),
    };
    let provider = match rng.random_range(0..60) {
        0 => Party::Nobody,
        1 => Party::Foreigner,
        // Seldom: so that what it earned waits through many epochs.
        2 => Party::Actor(8),
        _ => Party::Actor(rng.random_range(PROVIDERS.start..8)),
    };
    let job = match rng.random_range(0..60) {
        0 => String::new(),
        1 => "j".repeat(65),
        2 => "a|b".to_owned(),
        3 => "j".repeat(64),
        other => format!("gpu/{other}-{}.x:_", rng.random_range(0..1_000_000)),
    };
    let usd = match rng.random_range(0..60) {
        0 => 0,
        1 => u128::MAX,
        2 => 1,
        3..8 => rng.random_range(1..100),
        8..58 => rng.random_range(1..900 * UNIT),
        _ => rng.random_range(1..40_000 * UNIT),
    };
    let burned = match rng.random_range(0..60) {
        0 => 0,
        // More than there is.
        1 => *[u128::MAX, shadow.supply() * 2].choose(rng).unwrap(),
        2 => rng.random_range(1..40_000) * UNIT,
        _ => (usd.min(40_000 * UNIT) / 10 * rng.random_range(1..20)).max(1),
    };
    let gpu_seconds = if rng.random_ratio(1, 100) { u64::MAX } else { rng.random_range(0..100_000) };
    Line { tenant, provider, job, usd, gpu_seconds, burned }
}

fn deposit(rng: &mut StdRng, shadow: &Shadow) -> Op {
    let tenant = rng.random_range(TENANTS);
    let (from, named) = match rng.random_range(0..20) {
        0 => (TREASURY, Some(Party::Actor(tenant))),
        1 => (rng.random_range(PROVIDERS), Some(Party::Actor(tenant))),
        2 => (tenant, Some(Party::Nobody)),
        _ => (tenant, None),
    };
    let amount = amount(rng, shadow.wallets[from].min(1_000_000 * UNIT));
    Op::Deposit { from, tenant: named, amount }
}

/// A part of what there is: often some of it, sometimes all, seldom nothing or too much.
fn amount(rng: &mut StdRng, available: u128) -> u128 {
    match rng.random_range(0..40) {
        0 => 0,
        1 => available + 1,
        2 => 1,
        3..8 => available,
        _ => rng.random_range(0..=available.min(100_000 * UNIT)),
    }
}

fn withdraw(rng: &mut StdRng, shadow: &Shadow) -> Op {
    let tenant = rng.random_range(TENANTS);
    let deposit = shadow.tenants[tenant].deposit;
    Op::Withdraw { tenant, amount: rng.random_ratio(2, 3).then(|| amount(rng, deposit)) }
}

fn buy_credits(rng: &mut StdRng, shadow: &Shadow) -> Op {
    let tenant = rng.random_range(TENANTS);
    let min_usd = match rng.random_range(0..10) {
        0 => Some(u128::MAX),
        1 => Some(1),
        _ => None,
    };
    if rng.random_ratio(1, 2) {
        let amount = Some(amount(rng, shadow.tenants[tenant].deposit / 3));
        return Op::BuyCredits { tenant, attached: 0, amount, min_usd };
    }
    let attached = amount(rng, shadow.wallets[tenant] / 3);
    Op::BuyCredits { tenant, attached, amount: (attached == 0).then_some(0), min_usd }
}

fn authorize(rng: &mut StdRng, shadow: &Shadow) -> Op {
    let tenant = rng.random_range(TENANTS);
    let meter = if rng.random_ratio(1, 40) { IMPOSTOR } else { rng.random_range(0..METERS) };
    let now = shadow.tenants[tenant].allowances.get(&meter).copied().unwrap_or_default();
    let usd = match rng.random_range(0..16) {
        0 => 0,
        1..3 => u128::MAX,
        3 => now.spent_in(shadow.open.epoch),
        4 => now.limit / 2,
        5 => now.limit.saturating_mul(2),
        _ => rng.random_range(1_000..300_000) * UNIT,
    };
    Op::Authorize { tenant, meter, usd }
}

/// Keeps the tenants in funds; sometimes a gift to the contract itself.
fn transfer(rng: &mut StdRng, shadow: &Shadow) -> Op {
    let to = rng.random_range(TENANTS);
    let from = match rng.random_range(0..3) {
        0..2 => TREASURY,
        _ => rng.random_range(PROVIDERS),
    };
    if rng.random_ratio(1, 4) {
        return Op::Transfer { from, to: None, amount: amount(rng, shadow.wallets[from].min(20_000 * UNIT)) };
    }
    Op::Transfer { from, to: Some(to), amount: amount(rng, shadow.wallets[from].min(500_000 * UNIT)) }
}

/// Mostly little, so that the reserve runs dry between two large gifts.
fn fund_reserve(rng: &mut StdRng) -> Op {
    let max = *[10_000, 10_000, 10_000, 400_000].choose(rng).unwrap();
    Op::FundReserve { amount: rng.random_range(1..max) * UNIT }
}

/// The chain mints late, in parts, and reports what it did in parts of its own.
fn mint_natively(rng: &mut StdRng, shadow: &Shadow) -> Op {
    let sums = &shadow.sums;
    let due = (sums.awaiting + sums.confirmed).saturating_sub(sums.chain_minted);
    if rng.random_ratio(1, 3) && due > 0 {
        return Op::ChainMint {
            amount: if rng.random_ratio(1, 2) { due } else { rng.random_range(1..=due) },
        };
    }
    Op::ConfirmMint { amount: amount(rng, sums.awaiting) }
}

fn limit(rng: &mut StdRng, max: u32) -> Option<u32> {
    match rng.random_range(0..20) {
        0 => Some(0),
        1 => Some(max + 1),
        2..8 => Some(rng.random_range(1..=max)),
        _ => None,
    }
}
