//! What the caps, the levels and the measures mean, in words.

use ballast_guardrails::Level;
use ballast_math::Cap;
use ballast_replay::outcome::Totals;

use super::steps::Decider;
use crate::chart::Ink;
use crate::html::Meaning;
use crate::number::count;

/// What decided a grant.
pub(super) fn decided(what: Decider) -> Meaning {
    match what {
        Decider::By(by) => cap(by),
        Decider::InFull => Meaning {
            name: "No cap: granted in full",
            meaning: "Every limit left room: the epoch was granted all that it requested.",
        },
        Decider::NothingAsked => Meaning {
            name: "Nothing requested",
            meaning: "Neither the schedule nor the burns of the epoch asked for a mint.",
        },
    }
}

/// A cap.
fn cap(cap: Cap) -> Meaning {
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
#[must_use]
pub const fn short(cap: Cap) -> &'static str {
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
#[must_use]
pub fn level(level: Level) -> Meaning {
    let (name, meaning) = match level {
        Level::Normal => ("Level 0, normal", "The breaker limits nothing."),
        Level::Caution => ("Level 1, caution", "Less is minted, and never more than was burned."),
        Level::Restricted => ("Level 2, restricted", "Little is minted, and never more than was burned."),
        Level::Halted => ("Level 3, halted", "Nothing is minted. Burns, withdrawals and claims go on."),
    };
    Meaning { name, meaning }
}

/// The ink of a level of the breaker.
#[must_use]
pub const fn ink(level: Level) -> Ink {
    match level {
        Level::Normal => Ink::Granted,
        Level::Caution => Ink::Caution,
        Level::Restricted => Ink::Restricted,
        Level::Halted => Ink::Halted,
    }
}

/// All levels of the breaker, from below.
pub const LEVELS: [Level; 4] = [Level::Normal, Level::Caution, Level::Restricted, Level::Halted];

/// Caps, each with the number of epochs in which it decided.
#[must_use]
pub fn caps(binding: &[(Cap, u32)]) -> String {
    if binding.is_empty() {
        return "none".to_owned();
    }
    let each: Vec<String> = binding.iter().map(|(cap, epochs)| format!("{} {epochs}", short(*cap))).collect();
    each.join(", ")
}

/// How the breaker stood: epochs at each level, and how often it tripped.
#[must_use]
pub fn levels(totals: &Totals) -> String {
    let [normal, caution, restricted, halted] = totals.epochs_at_level;
    let normal = count(normal.into(), "epoch");
    if totals.epochs_above_normal() == 0 {
        return format!("Breaker: level 0 in all {normal}.");
    }
    let trips = count(totals.trips.into(), "trip");
    format!("Breaker: level 0 in {normal}, 1 in {caution}, 2 in {restricted}, 3 in {halted}; {trips}.")
}
