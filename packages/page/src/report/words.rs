//! What the caps, the levels and the measures mean, in words.

use ballast_api::ballast_economy::Signal;
use ballast_api::ballast_guardrails::Level;
use ballast_math::Cap;

use crate::report::series::Decided;
use crate::report::terms::Term;

/// A name and what it means.
pub struct Meaning {
    /// A few words.
    pub name: &'static str,
    /// A sentence or two.
    pub meaning: &'static str,
}

/// What decided a grant.
pub fn decided(what: Decided) -> Meaning {
    match what {
        Decided::By(cap) => self::cap(cap),
        Decided::InFull => Meaning {
            name: "No cap: granted in full",
            meaning: "Every limit left room: the epoch was granted all that it requested.",
        },
        Decided::NothingAsked => Meaning {
            name: "Nothing requested",
            meaning: "Neither the schedule nor the burns of the epoch asked for a mint.",
        },
    }
}

/// A cap.
pub fn cap(cap: Cap) -> Meaning {
    let (name, meaning) = match cap {
        Cap::NoWork => {
            ("No work: nobody to pay", "No provider delivered anything in the epoch, so nothing was minted.")
        }
        Cap::Breaker => (
            "Breaker: a share, and ≤ burned",
            "The circuit breaker was above normal: it leaves a share of the request, and never more than the epoch \
             burned.",
        ),
        Cap::RoundTrip => (
            "Round trip: re-mint ≤ γ · burned",
            "What is minted back may not exceed γ times what the same epoch burned, so that paying oneself for fake \
             work cannot pay.",
        ),
        Cap::RemintCredit => (
            "Re-mint credit: ≤ burned so far",
            "What is minted back may not exceed what was ever burned and not yet minted back, however far the price \
             falls.",
        ),
        Cap::NetEmission => (
            "Net emission: share of supply a year",
            "Minted less burned over the trailing window, as an annual rate, may not exceed a share of supply.",
        ),
        Cap::GrossEmission => (
            "Gross emission: share of supply",
            "The mint of the trailing window may not exceed a share of the supply at its start, whatever burned.",
        ),
        Cap::MaxSupply => ("Maximum supply", "The supply may not grow beyond its maximum."),
        Cap::Reserve => {
            ("Reserve: what it holds", "Grants are paid out of a reserve, which holds no more than this.")
        }
    };
    Meaning { name, meaning }
}

/// A few words for a cap in a table.
pub fn short(cap: Cap) -> &'static str {
    match cap {
        Cap::NoWork => "no work",
        Cap::Breaker => "breaker",
        Cap::RoundTrip => "round trip",
        Cap::RemintCredit => "re-mint credit",
        Cap::NetEmission => "net emission",
        Cap::GrossEmission => "gross emission",
        Cap::MaxSupply => "maximum supply",
        Cap::Reserve => "reserve",
    }
}

/// A level of the breaker.
pub fn level(level: Level) -> Meaning {
    let (name, meaning) = match level {
        Level::Normal => ("Level 0, normal", "The breaker limits nothing."),
        Level::Caution => ("Level 1, caution", "Less is minted, and never more than was burned."),
        Level::Restricted => ("Level 2, restricted", "Little is minted, and never more than was burned."),
        Level::Halted => ("Level 3, halted", "Nothing is minted. Burns, withdrawals and claims go on."),
    };
    Meaning { name, meaning }
}

/// A signal of the breaker.
pub const fn signal(signal: Signal) -> &'static str {
    match signal {
        Signal::PriceDay => "price, against the best hour of a day",
        Signal::PriceWeek => "price, against the best hour of a week",
        Signal::Usage => "smoothed burn, against its best",
        Signal::Coverage => "smoothed burn, against the smoothed mint",
        Signal::Collateral => "outstanding credits, against what could pay for them",
        Signal::Oracle => "no usable price",
        Signal::Guardian => "the guardian",
    }
}

/// The glossary of a replay.
pub const TERMS: [Term; 10] = [
    Term {
        id: "term-burned",
        names: &["Burned"],
        meaning: "Destroyed when tenants pay for compute. It lowers the supply.",
        unit: "tokens",
        window: AS_SHOWN,
    },
    Term {
        id: "term-minted",
        names: &["Minted"],
        meaning: "Created to pay the providers who delivered. It raises the supply.",
        unit: "tokens",
        window: AS_SHOWN,
    },
    Term {
        id: "term-net-emission",
        names: &[
            "Net emission",
            "Net",
            "Net a year",
            "Highest net emission of an epoch",
            "Epochs with net emission above zero",
        ],
        meaning: "Minted less burned. Below zero the supply shrinks.",
        unit: "tokens; a year: scaled to 365 days, % of the supply at the end of its window",
        window: AS_SHOWN,
    },
    Term {
        id: "term-coverage",
        names: &["Coverage"],
        meaning: "Burned ÷ minted. Above 1 more is burned than minted; “—” where nothing was minted.",
        unit: "tokens burned per token minted",
        window: AS_SHOWN,
    },
    Term {
        id: "term-supply",
        names: &["Supply", "Supply at the end"],
        meaning: "Tokens in circulation.",
        unit: "tokens",
        window: "the end of an epoch, of a row of the history, or of all of it",
    },
    Term {
        id: "term-sustainable-burn",
        names: &["Sustainable burn"],
        meaning: "The lower quartile of the burns: three epochs in four burned at least this. The peak flatters; this does not.",
        unit: "tokens per epoch",
        window: "the whole history",
    },
    Term {
        id: "term-cap",
        names: &["Binding cap", "Caps that decided"],
        meaning: "The limit that decided an epoch’s mint: the smallest of all caps, where it was below what was requested.",
        unit: "epochs in which it decided",
        window: AS_SHOWN,
    },
    Term {
        id: "term-level",
        names: &["Breaker level", "Level"],
        meaning: "The circuit breaker closes the mint step by step when usage, price or coverage collapses, and opens it again as \
                  they recover.",
        unit: "0 normal, 1 caution, 2 restricted, 3 halted",
        window: "an epoch: the highest level during it",
    },
    Term {
        id: "term-settled",
        names: &["USD demanded and settled", "USD settled"],
        meaning: "The history demands work worth so many USD; what was paid for in full is settled. They differ where the contract \
                  could not settle, for instance while it had no usable price.",
        unit: "USD",
        window: AS_SHOWN,
    },
    Term {
        id: "term-epoch",
        names: &["Epoch", "Epochs"],
        meaning: "The length of time for which the contract decides one mint.",
        unit: "a fixed length of time",
        window: "{run}",
    },
];

/// What a replay's figures are sums or means over.
const AS_SHOWN: &str = "an epoch, a row of the history, or all of it, as is said where it stands";
