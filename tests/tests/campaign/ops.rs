//! What a step of the campaign can be.

use std::fmt;

use ballast_api::Params;

/// Accounts `a0` … `a8` and the treasury. The first five are tenants; `a3` … `a7` are providers, so two accounts deal
/// with themselves; `a8` is a provider that nobody knows beforehand.
pub const ACTORS: usize = 10;
pub const TREASURY: usize = 9;
pub const TENANTS: std::ops::Range<usize> = 0..5;
pub const PROVIDERS: std::ops::Range<usize> = 3..9;

/// Meters by their position in the configuration; one further stands for an account that is no meter.
pub const METERS: usize = 3;
pub const CHAIN: usize = 2;
pub const IMPOSTOR: usize = METERS;

pub const FEEDERS: usize = 3;

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
    Wait {
        seconds: u64,
    },
    FundReserve {
        amount: u128,
    },
    Migrate {
        params: Option<Box<Params>>,
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
    InvalidParams,
    UndecodableMessage,
}

impl Bad {
    pub const ALL: [Self; 11] = [
        Self::FundsWithWithdraw,
        Self::FundsWithClaim,
        Self::FundsWithSettle,
        Self::WrongDenom,
        Self::TwoCoins,
        Self::ForeignReceive,
        Self::UnknownFeeder,
        Self::PriceTooLarge,
        Self::UnknownMeterAuthorised,
        Self::InvalidParams,
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
            Self::Wait { .. } => "time passes",
            Self::FundReserve { .. } => "fund_reserve",
            Self::Migrate { .. } => "migrate",
            Self::Transfer { to: None, .. } => "donation",
            Self::Transfer { .. } => "transfer",
            Self::Bad(_) => "bad message",
        }
    }
}
