//! Which step comes next: weighted, random, and looking at the shadow often enough that most of it makes sense.

use std::collections::VecDeque;

use ballast_api::Params;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use crate::ops::{Bad, CHAIN, FEEDERS, IMPOSTOR, Line, METERS, Op, PROVIDERS, Party, TENANTS, TREASURY};
use crate::policies;
use crate::shadow::{ONE, Shadow};

/// Whole tokens and dollars in base units.
const UNIT: u128 = 1_000_000;
const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

pub struct Strategy {
    queue: VecDeque<Op>,
    /// USD per token with 18 decimals, as the world sees it.
    price: u128,
    /// The feeders are silent until then.
    silent_until: u64,
    last_batch: Option<Op>,
}

impl Strategy {
    pub fn new() -> Self {
        Self { queue: VecDeque::new(), price: ONE, silent_until: 0, last_batch: None }
    }

    pub fn next(&mut self, rng: &mut StdRng, shadow: &Shadow) -> Op {
        if let Some(op) = self.queue.pop_front() {
            return op;
        }
        match rng.random_range(0..100) {
            0..26 => self.batch(rng, shadow),
            26..39 => self.pass_time(rng, shadow),
            39..49 => deposit(rng, shadow),
            49..54 => withdraw(rng, shadow),
            54..60 => buy_credits(rng, shadow),
            60..67 => authorize(rng, shadow),
            67..74 => Op::Claim { provider: rng.random_range(PROVIDERS) },
            74..79 => Op::CloseEpoch { limit: limit(rng, 32) },
            79..82 => Op::Prune { limit: limit(rng, 30) },
            82..86 => self.odd_price(rng, shadow),
            86..88 => Op::Poke,
            88..91 => transfer(rng, shadow),
            91..96 if shadow.external() => mint_natively(rng, shadow),
            91..93 => fund_reserve(rng),
            93..96 => withdraw(rng, shadow),
            96 => Op::Migrate { params: self.params(rng, shadow) },
            _ => Op::Bad(*Bad::ALL.choose(rng).unwrap()),
        }
    }

    fn params(&self, rng: &mut StdRng, shadow: &Shadow) -> Option<Box<Params>> {
        rng.random_ratio(9, 10).then(|| Box::new(policies::any(rng, shadow)))
    }

    fn pass_time(&mut self, rng: &mut StdRng, shadow: &Shadow) -> Op {
        let seconds = match rng.random_range(0..1_000) {
            0..450 => rng.random_range(1..900),
            450..750 => rng.random_range(900..8 * HOUR),
            750..900 => rng.random_range(8 * HOUR..DAY),
            900..993 => rng.random_range(DAY..3 * DAY),
            // To the second, where an epoch ends.
            993..997 => {
                (shadow.genesis + shadow.length * (shadow.open.epoch + 1)).saturating_sub(shadow.now).max(1)
            }
            _ => rng.random_range(33..55) * DAY,
        };
        let then = shadow.now + seconds;
        if rng.random_ratio(3, 100) {
            self.silent_until = then + rng.random_range(HOUR..2 * DAY);
        }
        self.walk(rng);
        if then >= self.silent_until {
            for feeder in 0..FEEDERS {
                // One of three may miss a round.
                if rng.random_ratio(9, 10) {
                    let seen = rng.random_range(0..300.min(seconds));
                    let time = (then - seen).max(shadow.market.feeders[feeder].time);
                    self.queue.push_back(self.quote(rng, shadow, feeder, time));
                }
            }
        }
        Op::Wait { seconds }
    }

    fn quote(&self, rng: &mut StdRng, shadow: &Shadow, feeder: usize, time: u64) -> Op {
        let price = self.price / 1_000 * rng.random_range(998..=1_002);
        Op::SubmitPrice { feeder, round: shadow.market.feeders[feeder].round + 1, price, time }
    }

    fn walk(&mut self, rng: &mut StdRng) {
        let permille = match rng.random_range(0..100) {
            0..2 => rng.random_range(500..1_600),
            2..10 => rng.random_range(850..1_180),
            _ => rng.random_range(980..1_021),
        };
        self.price = (self.price / 1_000 * permille).clamp(ONE / 20, 15 * ONE);
    }

    /// Late, replayed, from the future, zero, or simply another one.
    fn odd_price(&mut self, rng: &mut StdRng, shadow: &Shadow) -> Op {
        let feeder = rng.random_range(0..FEEDERS);
        let last = shadow.market.feeders[feeder];
        let Op::SubmitPrice { mut round, mut price, mut time, .. } =
            self.quote(rng, shadow, feeder, shadow.now)
        else {
            unreachable!()
        };
        match rng.random_range(0..8) {
            0 => round = last.round,
            1 => time = shadow.now + rng.random_range(1..100),
            2 => time = last.time.saturating_sub(1),
            3 => price = 0,
            4 => time = last.time,
            5 => price *= 2,
            _ => self.walk(rng),
        }
        Op::SubmitPrice { feeder, round, price: price.min(20 * ONE), time }
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
    let most = *[10_000, 10_000, 10_000, 400_000].choose(rng).unwrap();
    Op::FundReserve { amount: rng.random_range(1..most) * UNIT }
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

fn limit(rng: &mut StdRng, most: u32) -> Option<u32> {
    match rng.random_range(0..20) {
        0 => Some(0),
        1 => Some(most + 1),
        2..8 => Some(rng.random_range(1..=most)),
        _ => None,
    }
}
