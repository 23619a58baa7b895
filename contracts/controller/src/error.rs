//! Why a message is refused. Each error carries what was expected and what was found.

use ballast_api::{Parameter, ParamsError, PriceProblem, RuleError};
use ballast_economy::MoneyError;
use ballast_guardrails::{ConstitutionError, Refusal, RoleError, TripError};
use ballast_math::{MathError, ParseError, PolicyError, Ratio, Timestamp, Tokens};
use cosmwasm_std::StdError;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum ContractError {
    #[error(transparent)]
    Std(#[from] StdError),
    #[error(transparent)]
    Math(#[from] MathError),
    #[error(transparent)]
    Policy(#[from] PolicyError),
    #[error(transparent)]
    Params(#[from] ParamsError),
    #[error(transparent)]
    Rule(#[from] RuleError),
    #[error(transparent)]
    Constitution(Box<ConstitutionError>),
    #[error(transparent)]
    Role(#[from] RoleError),
    #[error(transparent)]
    Trip(#[from] TripError),
    #[error(transparent)]
    Refused(Box<Refusal<Parameter, ParamsError>>),
    #[error("{parameter}: {field}: {error}, found {found:?}")]
    Number { parameter: Parameter, field: &'static str, error: ParseError, found: String },
    #[error("this network has no feed")]
    NoFeed,
    #[error("there is no price source {id}")]
    UnknownSource { id: u16 },

    #[error("this message takes no funds, found {found}")]
    UnexpectedFunds { found: String },
    #[error("expected funds of one denom, {expected}, found {found}")]
    WrongFunds { expected: String, found: String },
    #[error("{message} is not available in {mode} mode")]
    NotInMode { message: &'static str, mode: &'static str },
    #[error("expected a payment in the token {expected}, found one from {found}")]
    ForeignToken { expected: String, found: String },
    #[error("{sender} is not a meter")]
    NotAMeter { sender: String },
    #[error("{sender} is not a feeder")]
    NotAFeeder { sender: String },
    #[error("{meter} is not a meter, there is nothing to authorise")]
    UnknownMeter { meter: String },

    #[error("expected batch {expected}, found {found}")]
    WrongBatch { expected: u64, found: u64 },
    #[error("{field}: expected from {min} to {max} entries, found {found}")]
    WrongCount { field: &'static str, min: usize, max: usize, found: usize },
    #[error("{field}: expected from {min} to {max}, found {found}")]
    OutOfRange { field: &'static str, min: u128, max: u128, found: u128 },
    #[error("{field} is listed twice: {value}")]
    Repeated { field: &'static str, value: String },
    #[error("{field}: expected at most {max}, found {found}")]
    RatioTooLarge { field: &'static str, max: Ratio, found: Ratio },
    #[error("{field}: {problem}, found {found:?}")]
    Malformed { field: &'static str, problem: &'static str, found: String },

    #[error("the amount must be above zero")]
    ZeroAmount,
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("there is nothing to claim")]
    NothingToClaim,
    #[error(
        "the chain has not minted {awaiting} of what was granted yet: the contract holds {held}, {needed} are to be paid"
    )]
    AwaitingMint { awaiting: Tokens, held: Tokens, needed: Tokens },
    #[error("expected at most {outstanding} outstanding, found {found}")]
    NotOutstanding { outstanding: Tokens, found: Tokens },
    #[error("the contract must hold {expected} for that, found {found}")]
    MintNotReceived { expected: Tokens, found: Tokens },

    #[error("{behind} epochs are over and not closed: send close_epoch until it says 0")]
    EpochsBehind { behind: u64 },
    #[error("there is no usable price: {}", describe(.problem))]
    NoPrice { problem: PriceProblem },
    #[error("expected a round after {last}, found {found}")]
    StaleRound { last: u64, found: u64 },
    #[error("expected an observation from {earliest} to {latest}, found {found}")]
    WrongTime { earliest: Timestamp, latest: Timestamp, found: Timestamp },

    #[error("expected the state of {expected}, found that of {found}")]
    WrongContract { expected: &'static str, found: String },
    #[error("expected a stored version of at most {code}, found {stored}: downgrades are refused")]
    Downgrade { code: String, stored: String },
}

// The largest errors lie on the heap, so that a result is not wider than what it usually carries.

impl From<ConstitutionError> for ContractError {
    fn from(error: ConstitutionError) -> Self {
        Self::Constitution(Box::new(error))
    }
}

impl From<Refusal<Parameter, ParamsError>> for ContractError {
    fn from(refusal: Refusal<Parameter, ParamsError>) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// A price problem in words.
pub fn describe(problem: &PriceProblem) -> String {
    match problem {
        PriceProblem::TooFewFresh { expected, found } => {
            format!("expected {expected} fresh sources, found {found}")
        }
        PriceProblem::Disagreement { expected, found } => {
            format!("expected {expected} sources in agreement, found {found}")
        }
        PriceProblem::OutsideBand { spot, twap, band } => {
            format!("spot {spot} is further than {band} from its 24-hour average {twap}")
        }
    }
}
