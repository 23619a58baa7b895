//! The glossary of a replay.

use crate::html::Term;

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
