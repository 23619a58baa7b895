//! What a step of the campaign can be.

use std::fmt;

use ballast_api::{Action, Member};

/// Accounts `a0` … `a8` and the treasury. The first five are tenants; `a3` … `a7` are providers, so two accounts deal
/// with themselves; `a8` is a provider that nobody knows beforehand.
pub const ACTORS: usize = 10;
pub const TREASURY: usize = 9;
pub const TENANTS: std::ops::Range<usize> = 0..5;
pub const PROVIDERS: std::ops::Range<usize> = 3..9;

/// Meters by their position in the configuration, and a last one that governance may add; one further stands for an
/// account that never is a meter.
pub const METERS: usize = 4;
pub const CHAIN: usize = 2;
pub const IMPOSTOR: usize = METERS;

/// Accounts that may be feeders; those of the genesis come first.
pub const FEEDERS: usize = 5;
pub const FIRST_FEEDERS: usize = 3;

/// Who sends a message of governance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The chain itself, through `sudo`.
    Chain,
    Named(&'static str),
}

/// Accounts that hold roles, or may come to hold them, or would like to.
pub const GOVERNORS: [&str; 4] = ["governor", "governor-1", "governor-2", "governor-3"];
pub const GUARDIANS: [&str; 3] = ["guardian", "guardian-1", "guardian-2"];
pub const STRANGER: &str = "mallory";

/// A change of one value, by its number inside.
#[derive(Clone, PartialEq, Eq)]
pub struct Move {
    pub name: String,
    pub from: u128,
    pub to: u128,
}

impl fmt::Debug for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} → {}", self.name, self.from, self.to)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Moves(Vec<Move>),
    Action(Action),
}

#[derive(Debug, Clone)]
pub enum Act {
    Queue(What),
    Execute(u64),
    Veto(u64),
    Cancel(u64),
    Tighten(Vec<Move>),
    Remove(Member),
    Trip(u64),
    Accept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    Actor(usize),
    /// Text that is no address here.
    Nobody,
    /// An address of another chain.
    Foreigner,
}

#[derive(Clone)]
pub struct Line {
    pub tenant: Party,
    pub provider: Party,
    pub job: String,
    pub usd: u128,
    pub gpu_seconds: u64,
    /// In reports of burns only.
    pub burned: u128,
}

/// Short: twenty of them stand in one line of a failure's log.
impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tenant, provider, job, usd, burned, .. } = self;
        write!(f, "{tenant:?}→{provider:?} {usd} ({burned}) {job:.6}")
    }
}

#[derive(Debug, Clone)]
pub enum Op {
    Deposit {
        from: usize,
        tenant: Option<Party>,
        amount: u128,
    },
    Withdraw {
        tenant: usize,
        amount: Option<u128>,
    },
    BuyCredits {
        tenant: usize,
        attached: u128,
        amount: Option<u128>,
        min_usd: Option<u128>,
    },
    Authorize {
        tenant: usize,
        meter: usize,
        usd: u128,
    },
    Settle {
        meter: usize,
        batch: u64,
        lines: Vec<Line>,
    },
    ReportBurns {
        batch: u64,
        lines: Vec<Line>,
    },
    ChainMint {
        amount: u128,
    },
    ConfirmMint {
        amount: u128,
    },
    CloseEpoch {
        limit: Option<u32>,
    },
    Claim {
        provider: usize,
    },
    Prune {
        limit: Option<u32>,
    },
    SubmitPrice {
        feeder: usize,
        round: u64,
        price: u128,
        time: u64,
    },
    Poke,
    /// A halted chain lets time pass in one block; a busy one makes blocks without time.
    Wait {
        seconds: u64,
        blocks: u64,
    },
    FundReserve {
        amount: u128,
    },
    /// To the same code and the same constitution.
    Migrate,
    Govern {
        who: Who,
        act: Act,
    },
    /// Between accounts; to the contract itself, as a gift without a message, where `to` is `None`.
    Transfer {
        from: usize,
        to: Option<usize>,
        amount: u128,
    },
    Bad(Bad),
}

/// Messages that no state of the contract may accept.
#[derive(Debug, Clone, Copy)]
pub enum Bad {
    FundsWithWithdraw,
    FundsWithClaim,
    FundsWithSettle,
    WrongDenom,
    TwoCoins,
    ForeignReceive,
    UnknownFeeder,
    PriceTooLarge,
    UnknownMeterAuthorised,
    /// A constitution whose delay is below the outer limits of the code.
    HastyConstitution,
    /// A number of a change that is none.
    MalformedNumber,
    UndecodableMessage,
}

impl Bad {
    pub const ALL: [Self; 12] = [
        Self::FundsWithWithdraw,
        Self::FundsWithClaim,
        Self::FundsWithSettle,
        Self::WrongDenom,
        Self::TwoCoins,
        Self::ForeignReceive,
        Self::UnknownFeeder,
        Self::PriceTooLarge,
        Self::UnknownMeterAuthorised,
        Self::HastyConstitution,
        Self::MalformedNumber,
        Self::UndecodableMessage,
    ];
}

impl Op {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Deposit { .. } => "deposit",
            Self::Withdraw { amount: None, .. } => "withdraw all",
            Self::Withdraw { .. } => "withdraw",
            Self::BuyCredits { attached: 0, .. } => "buy_credits from escrow",
            Self::BuyCredits { .. } => "buy_credits with funds",
            Self::Authorize { usd: 0, .. } => "authorize (remove)",
            Self::Authorize { .. } => "authorize",
            Self::Settle { meter: CHAIN, .. } => "settle (sudo)",
            Self::Settle { .. } => "settle",
            Self::ReportBurns { .. } => "report_burns",
            Self::ChainMint { .. } => "the chain mints",
            Self::ConfirmMint { .. } => "confirm_mint",
            Self::CloseEpoch { .. } => "close_epoch",
            Self::Claim { .. } => "claim",
            Self::Prune { .. } => "prune",
            Self::SubmitPrice { .. } => "submit_price",
            Self::Poke => "poke",
            Self::Wait { seconds: 0, .. } => "blocks without time",
            Self::Wait { .. } => "time passes",
            Self::FundReserve { .. } => "fund_reserve",
            Self::Migrate => "migrate",
            Self::Govern { act, .. } => act.name(),
            Self::Transfer { to: None, .. } => "donation",
            Self::Transfer { .. } => "transfer",
            Self::Bad(_) => "bad message",
        }
    }
}

impl Act {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Queue(What::Moves(_)) => "queue changes",
            Self::Queue(What::Action(_)) => "queue an action",
            Self::Execute(_) => "execute",
            Self::Veto(_) => "veto",
            Self::Cancel(_) => "cancel",
            Self::Tighten(_) => "tighten",
            Self::Remove(_) => "remove",
            Self::Trip(_) => "trip",
            Self::Accept => "accept",
        }
    }
}
