//! What a row says of a parameter.

use ballast_economy::Lack;
use ballast_guardrails::{Bounds, LooseningDirection, Unit};
use ballast_math::Ratio;

use crate::Params;
use crate::place::Place;

/// All that is true of a parameter, or of a family of parameters, by the code and whatever a constitution says.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its path in the configuration; `*` stands for a position, the number of a source or the address of a meter.
    pub name: &'static str,
    /// Where its number lies.
    pub place: Place,
    /// How its number is written.
    pub unit: Unit,
    /// Which way it loosens:
    ///
    /// - `Up` and `Down`: that way more can be minted, or less is checked.
    /// - `Both`: one side gains what another loses, or it depends on the state which way mints more.
    pub loosens: LooseningDirection,
    /// The widest hard bounds that a constitution may give it.
    pub outer: Bounds,
    /// Who checks a number by itself, rule or no rule.
    pub valid: Valid,
    /// From when a change works.
    pub starts: EffectiveFrom,
    /// What loosening it can mend, so that a breaker held up by this very lack lets it through.
    pub mends: Option<Lack>,
    /// What the lab makes of a change.
    pub lab: Lab,
    /// Who is hurt when it loosens, in one sentence.
    pub hurt: &'static str,
}

/// Who checks a number by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Valid {
    /// The type that holds it (a policy, thresholds), or who puts it in place (a source, a meter).
    ByHolder,
    /// [`Params::validate`], against the outer limits.
    Outer,
    /// The same, and zero is refused although a constitution may begin there.
    AboveZero,
}

/// From when a change works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectiveFrom {
    /// From the message that makes it.
    AtOnce,
    /// From the epoch after it: an epoch keeps the policy that it began with.
    NextEpoch,
}

/// What the lab makes of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lab {
    /// Its runs know the parameter: what a change does there.
    Simulated(&'static str),
    /// They do not, so that a change moves none of their figures: why.
    Left(&'static str),
}

impl Lab {
    /// Whether the runs know the parameter.
    #[must_use]
    pub const fn is_simulated(self) -> bool {
        matches!(self, Self::Simulated(_))
    }
}

impl Valid {
    /// The range that [`Params::validate`] holds a number to, if it does.
    #[must_use]
    pub const fn range(self, outer: Bounds) -> Option<Bounds> {
        match self {
            Self::ByHolder => None,
            Self::Outer => Some(outer),
            Self::AboveZero => Some(Bounds { min: 1, max: outer.max }),
        }
    }
}

/// What a contract needs of a row at run time: all but the sentences, which would be bytes of its wasm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub name: &'static str,
    pub place: Place,
    pub unit: Unit,
    pub loosens: LooseningDirection,
    pub outer: Bounds,
    pub valid: Valid,
    pub starts: EffectiveFrom,
    pub mends: Option<Lack>,
}

impl Facts {
    const fn of(row: &Row) -> Self {
        let Row { name, place, unit, loosens, outer, valid, starts, mends, .. } = *row;
        Self { name, place, unit, loosens, outer, valid, starts, mends }
    }

    /// The number of a parameter that lies in the parameters themselves.
    pub(crate) fn number(&self, params: &Params) -> Option<u128> {
        match self.place {
            // Reading takes the same way as writing; governance is rare, and a copy is cheap beside a second table.
            Place::Params(at) => at(&mut params.clone())?.get(),
            _ => None,
        }
    }
}

/// The facts of rows, evaluated by the compiler.
pub(crate) const fn facts<const COUNT: usize>(rows: &[Row; COUNT]) -> [Facts; COUNT] {
    let mut facts = [Facts::of(&rows[0]); COUNT];
    let mut at = 0;
    while at < COUNT {
        facts[at] = Facts::of(&rows[at]);
        at += 1;
    }
    facts
}

/// From nothing to the whole.
pub(crate) const SHARE: Bounds = up_to(Ratio::ONE.atomics());

pub(crate) const fn up_to(max: u128) -> Bounds {
    Bounds { min: 0, max }
}

pub(crate) const fn between(min: u128, max: u128) -> Bounds {
    Bounds { min, max }
}
