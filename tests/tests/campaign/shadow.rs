//! A ledger kept beside the contract, from the messages alone: what every message must do, in plain 128-bit integers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use ballast_api::Params;
use ballast_economy::{EpochState, Signals};
use ballast_math::Tokens;
use ballast_sandbox::{Genesis, Sandbox, SupplyKind};

pub use crate::accounts::{Allowance, Audit, Meter, Open, Provider, RewardPool, Sums, Tenant, Work};
use crate::closing::{Closed, Past};
use crate::fuse::{Fuse, Lacks, Shift};
use crate::market::{Market, View};
use crate::offices::Offices;
use crate::ops::{ACTORS, CHAIN, METERS, Party, TREASURY, Who};
use crate::registry::Registry;

pub const ONE: u128 = 1_000_000_000_000_000_000;

/// Part of the text of the error that a message must end in.
pub type Refusal = &'static str;

/// Names that stand in messages, shared by all copies of the shadow.
pub struct Names {
    pub actors: Vec<String>,
    pub meters: Vec<String>,
}

#[derive(Clone)]
pub struct Shadow {
    pub kind: SupplyKind,
    pub names: Rc<Names>,
    pub now: u64,
    pub height: u64,
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
    pub pools: BTreeMap<u64, RewardPool>,
    pub market: Market,
    pub fuse: Fuse,
    pub registry: Registry,
    pub offices: Offices,
    pub sums: Sums,
    pub history: VecDeque<Past>,
    pub audit: Audit,
    /// Epochs that the last message closed, moves of the breaker that it made, and accounts that it touched.
    pub closed: Vec<Closed>,
    pub shifts: Vec<Shift>,
    pub touched: BTreeSet<usize>,
}

impl Shadow {
    /// As the chain is right after its genesis, with the whole supply in the treasury but for the reserve.
    pub fn new(genesis: &Genesis) -> Self {
        let supply = genesis.seed_supply.get();
        let (window, budget) = (genesis.epoch.window, genesis.emission_budget);
        let names = Names {
            actors: (0..ACTORS).map(|actor| address(actor).to_string()).collect(),
            meters: genesis
                .meters
                .iter()
                .map(|meter| meter.meter.clone().unwrap_or_default())
                .chain([Sandbox::address("meter-3").into()])
                .collect(),
        };
        let signals: Signals = genesis.governance.constitution.signals;
        let mut wallets = [0; ACTORS];
        wallets[TREASURY] = supply;
        Self {
            kind: genesis.supply,
            names: Rc::new(names),
            now: genesis.start.seconds(),
            height: 1,
            genesis: genesis.epoch.genesis.unwrap_or(genesis.start).seconds(),
            length: genesis.epoch.length.seconds(),
            window: window as usize,
            initial: supply,
            budget: budget.get(),
            wallets,
            holdings: 0,
            tenants: vec![Tenant::default(); ACTORS],
            providers: vec![Provider::default(); ACTORS],
            meters: std::array::from_fn(|meter| {
                let limit = genesis.meters.get(meter).map(|meter| meter.usd_per_epoch.get());
                let (known, limit) = (limit.is_some(), limit.unwrap_or(0));
                Meter { known, limit, next_batch: 1, epoch: 0, spent: 0 }
            }),
            params: genesis.params.clone(),
            next: None,
            state: EpochState::new(&genesis.params.policy, Tokens::new(supply), budget, window),
            open: Open::default(),
            pools: BTreeMap::new(),
            market: Market::new(&genesis.price_sources),
            fuse: Fuse::new(signals),
            registry: Registry::default(),
            offices: Offices::default(),
            sums: Sums::default(),
            history: VecDeque::new(),
            audit: Audit { commitment: [0; 32], receipts: 0, stored: BTreeSet::new(), pruned_before: 0 },
            closed: vec![],
            shifts: vec![],
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

    /// Looks at the market as every message that matters does: the price is noted, and the breaker may move.
    pub fn observe(&mut self) -> View {
        self.market.observe(self.now);
        let view = self.view();
        let sight = self.sight();
        self.shifts.extend(self.fuse.look(self.now, &sight, &self.params.breaker));
        view
    }

    /// Whether the message that runs has raised the breaker so far.
    pub fn tripped(&self) -> bool {
        self.shifts.iter().any(Shift::rises)
    }

    /// The breaker as the next message would find it, and what is lacking.
    pub fn glance(&self) -> (Fuse, Lacks) {
        let sight = self.sight();
        let mut fuse = self.fuse.clone();
        fuse.look(self.now, &sight, &self.params.breaker);
        let lacks = Lacks { price: sight.dead(), work: fuse.lacks_work(&sight, &self.params.breaker) };
        (fuse, lacks)
    }

    pub fn escrow(&self) -> u128 {
        self.tenants.iter().map(|tenant| tenant.deposit).sum()
    }

    pub fn locked(&self) -> u128 {
        self.tenants.iter().map(|tenant| tenant.locked).sum()
    }

    pub fn credits(&self) -> u128 {
        self.tenants.iter().map(|tenant| tenant.credits).sum()
    }

    /// Owed to providers now, and what the reward pools still hold for those who have not come.
    pub fn payable(&self) -> u128 {
        self.providers.iter().map(|provider| provider.payable).sum::<u128>()
            + self.pools.values().map(|pool| pool.granted - pool.left).sum::<u128>()
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

    /// The address under which somebody governs: the chain does under the contract's own.
    pub fn who(&self, who: Who) -> String {
        match who {
            Who::Chain => self.names.meters[CHAIN].clone(),
            Who::Named(name) => Sandbox::address(name).into(),
        }
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
    shadow.offices = Offices::new(&[shadow.who(Who::Named("governor")), controller.to_owned()], "guardian");
    shadow
}
