//! A ledger kept beside the contract, from the messages alone: what every message must do, in plain 128-bit integers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use ballast_api::Params;
use ballast_math::{EpochState, Tokens};
use ballast_sandbox::{Genesis, Sandbox, SupplyKind};

use crate::closing::{Closed, Past};
use crate::market::{Market, View};
use crate::ops::{ACTORS, CHAIN, METERS, Party, TREASURY};
use crate::stream::Stream;

pub const ONE: u128 = 1_000_000_000_000_000_000;

/// Part of the text of the error that a message must end in.
pub type Refusal = &'static str;

/// Names that stand in messages, shared by all copies of the shadow.
pub struct Names {
    pub actors: Vec<String>,
    pub meters: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Tenant {
    pub deposit: u128,
    pub credits: u128,
    pub locked: u128,
    /// By meter.
    pub allowances: BTreeMap<usize, Allowance>,
    /// Epoch, and what was spent in it.
    pub spent: (u64, u128),
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Allowance {
    pub limit: u128,
    pub epoch: u64,
    pub spent: u128,
}

impl Allowance {
    pub fn spent_in(&self, epoch: u64) -> u128 {
        if self.epoch == epoch { self.spent } else { 0 }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Provider {
    pub payable: u128,
    pub stream: Stream,
    pub work: Option<Work>,
    /// Ever paid out by claims.
    pub paid: u128,
    /// Direct pay, and `⌊granted · w / W⌋` of every closed epoch, booked when the epoch closes.
    pub entitled: u128,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Work {
    pub epoch: u64,
    pub weight: u128,
    pub usd: u128,
    pub burned: u128,
}

#[derive(Debug, Clone, Copy)]
pub struct Meter {
    pub limit: u128,
    pub next_batch: u64,
    pub epoch: u64,
    pub spent: u128,
}

impl Meter {
    pub fn spent_in(&self, epoch: u64) -> u128 {
        if self.epoch == epoch { self.spent } else { 0 }
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Open {
    pub epoch: u64,
    pub usd: u128,
    pub gpu_seconds: u64,
    pub burned: u128,
    pub direct_pay: u128,
    pub weight: u128,
    pub retired: u128,
    pub self_dealing: u128,
}

#[derive(Debug, Clone)]
pub struct Pot {
    pub granted: u128,
    pub weight: u128,
    pub open_weight: u128,
    pub rules: ballast_math::RewardPolicy,
    /// Rewards and carried units that have left it.
    pub left: u128,
    /// Sum of `granted · w mod weight` so far.
    pub remainders: u128,
    pub end: u64,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Sums {
    pub burned: u128,
    pub minted: u128,
    pub retired: u128,
    pub reserve: u128,
    pub awaiting: u128,
    pub carried: u128,
    pub from_budget: u128,
    /// Granted and not from the budget.
    pub reminted: u128,
    /// What the chain minted and burned natively, in external mode.
    pub chain_minted: u128,
    pub confirmed: u128,
    pub chain_burned: u128,
    /// Tokens that came without a message.
    pub donated: u128,
}

#[derive(Clone)]
pub struct Audit {
    pub commitment: [u8; 32],
    pub receipts: u64,
    /// Epoch, meter, batch.
    pub stored: BTreeSet<(u64, usize, u64)>,
    pub pruned_before: u64,
}

#[derive(Clone)]
pub struct Shadow {
    pub kind: SupplyKind,
    pub names: Rc<Names>,
    pub now: u64,
    pub genesis: u64,
    pub length: u64,
    pub window: usize,
    pub initial: u128,
    pub budget: u128,
    pub wallets: [u128; ACTORS],
    pub holdings: u128,
    pub tenants: Vec<Tenant>,
    pub providers: Vec<Provider>,
    pub meters: [Meter; METERS],
    pub params: Params,
    pub next: Option<Params>,
    pub state: EpochState,
    pub open: Open,
    pub pots: BTreeMap<u64, Pot>,
    pub market: Market,
    pub sums: Sums,
    pub history: VecDeque<Past>,
    pub audit: Audit,
    /// Epochs that the last message closed, and accounts that it touched.
    pub closed: Vec<Closed>,
    pub touched: BTreeSet<usize>,
}

impl Shadow {
    /// As the chain is right after its genesis, with the whole supply in the treasury but for the reserve.
    pub fn new(genesis: &Genesis, market: Market) -> Self {
        let supply = genesis.seed_supply.get();
        let (window, budget) = (genesis.epoch.window, genesis.emission_budget);
        let names = Names {
            actors: (0..ACTORS).map(|actor| address(actor).to_string()).collect(),
            meters: genesis.meters.iter().map(|meter| meter.meter.clone().unwrap_or_default()).collect(),
        };
        let mut wallets = [0; ACTORS];
        wallets[TREASURY] = supply;
        Self {
            kind: genesis.supply,
            names: Rc::new(names),
            now: genesis.start,
            genesis: genesis.epoch.genesis.unwrap_or(genesis.start),
            length: genesis.epoch.length,
            window: window as usize,
            initial: supply,
            budget: budget.get(),
            wallets,
            holdings: 0,
            tenants: vec![Tenant::default(); ACTORS],
            providers: vec![Provider::default(); ACTORS],
            meters: std::array::from_fn(|meter| Meter {
                limit: genesis.meters[meter].usd_per_epoch.get(),
                next_batch: 1,
                epoch: 0,
                spent: 0,
            }),
            params: genesis.params.clone(),
            next: None,
            state: EpochState::new(&genesis.params.policy, Tokens::new(supply), budget, window),
            open: Open::default(),
            pots: BTreeMap::new(),
            market,
            sums: Sums::default(),
            history: VecDeque::new(),
            audit: Audit { commitment: [0; 32], receipts: 0, stored: BTreeSet::new(), pruned_before: 0 },
            closed: vec![],
            touched: BTreeSet::new(),
        }
    }

    pub fn external(&self) -> bool {
        self.kind == SupplyKind::External
    }

    pub fn supply(&self) -> u128 {
        self.initial + self.sums.minted - self.sums.burned - self.sums.retired
    }

    pub fn view(&self) -> View {
        self.market.view(self.now, self.params.price.band.atomics())
    }

    pub fn escrow(&self) -> u128 {
        self.tenants.iter().map(|tenant| tenant.deposit).sum()
    }

    pub fn locked(&self) -> u128 {
        self.tenants.iter().map(|tenant| tenant.locked).sum()
    }

    /// Owed to providers now, and what the pots still hold for those who have not come.
    pub fn payable(&self) -> u128 {
        self.providers.iter().map(|provider| provider.payable).sum::<u128>()
            + self.pots.values().map(|pot| pot.granted - pot.left).sum::<u128>()
    }

    pub fn unvested(&self) -> u128 {
        self.providers.iter().map(|provider| provider.stream.left()).sum()
    }

    pub fn liabilities(&self) -> u128 {
        self.escrow()
            + self.locked()
            + self.payable()
            + self.unvested()
            + self.sums.carried
            + self.sums.reserve
    }

    pub fn meter_name(&self, meter: usize) -> &str {
        &self.names.meters[meter]
    }

    /// The text that stands for a party in a message.
    pub fn text(&self, party: Party) -> String {
        match party {
            Party::Actor(actor) => self.names.actors[actor].clone(),
            Party::Nobody => "nobody".to_owned(),
            Party::Foreigner => "osmo1qnk2n4nlkpw9xfqntladh74w6ujtulwn7j8za9".to_owned(),
        }
    }
}

pub fn address(actor: usize) -> cosmwasm_std::Addr {
    match actor {
        TREASURY => Sandbox::address("treasury"),
        _ => Sandbox::address(&format!("a{actor}")),
    }
}

/// The chain's name as a meter is the contract's address, known only once it exists.
pub fn with_chain(mut shadow: Shadow, controller: &str) -> Shadow {
    let mut meters = shadow.names.meters.clone();
    controller.clone_into(&mut meters[CHAIN]);
    shadow.names = Rc::new(Names { actors: shadow.names.actors.clone(), meters });
    shadow
}
