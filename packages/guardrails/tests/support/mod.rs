//! What the suites share: the parameters of a small contract, what else it can queue, and its constitution.

#![allow(dead_code, reason = "each suite uses a part of it")]

pub mod town;

use std::collections::BTreeMap;
use std::fmt;

use ballast_guardrails::*;
use ballast_math::Ratio;
use proptest::prelude::ProptestConfig;
use proptest::test_runner::FileFailurePersistence;
use serde::{Deserialize, Serialize};
use thiserror::Error;

const DAY: u64 = Duration::DAY.seconds();

/// So many cases, and a failing one is kept beside the suite.
pub fn cases(number: u32) -> ProptestConfig {
    let persistence = FileFailurePersistence::WithSource("proptest-regressions");
    ProptestConfig { cases: number, failure_persistence: Some(Box::new(persistence)), ..Default::default() }
}

/// A parameter of every kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Knob {
    /// Larger is looser.
    Cap,
    /// Both ways can hurt; never above the cap.
    Floor,
    /// Smaller is looser; never above the cap.
    Margin,
    /// A decimal; larger is looser.
    Share,
    /// A relative change; both ways can hurt.
    Drift,
    /// One of many that share a rule; larger is looser.
    Channel(u8),
    /// Has a value, but the constitution has no rule for it.
    Fixed,
    /// Has no value.
    Missing,
}

impl fmt::Display for Knob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Channel(number) => write!(f, "channel_{number}"),
            other => write!(f, "{}", format!("{other:?}").to_lowercase()),
        }
    }
}

impl ParameterId for Knob {
    type Lack = Lack;

    fn unit(&self) -> Unit {
        match self {
            Self::Share => Unit::Decimal,
            Self::Drift => Unit::Change,
            _ => Unit::Whole,
        }
    }

    fn loosens(&self) -> LooseningDirection {
        match self {
            Self::Margin => LooseningDirection::Down,
            Self::Floor | Self::Drift => LooseningDirection::Both,
            _ => LooseningDirection::Up,
        }
    }

    fn outer(&self) -> Bounds {
        match self {
            Self::Share => Bounds { min: 0, max: Ratio::ONE.atomics() },
            Self::Drift => Bounds { min: 0, max: 2 * Ratio::ONE.atomics() },
            _ => Bounds { min: 0, max: 1_000_000 },
        }
    }

    fn mends(&self) -> Option<Lack> {
        match self {
            Self::Channel(_) => Some(Lack::Flow),
            Self::Margin => Some(Lack::Pressure),
            _ => None,
        }
    }

    fn family(&self) -> Self {
        match *self {
            Self::Channel(_) => Self::Channel(0),
            other => other,
        }
    }
}

/// What the contract can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lack {
    /// A pressure.
    Pressure,
    /// Flow.
    Flow,
}

/// The values of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Settings(pub BTreeMap<Knob, u128>);

/// A value that must not be above the cap is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected {knob} to be at most the cap ({cap}), found {found}")]
pub struct AboveCap {
    pub knob: Knob,
    pub cap: u128,
    pub found: u128,
}

impl Values for Settings {
    type Id = Knob;
    type Invalid = AboveCap;

    fn get(&self, id: &Knob) -> Option<u128> {
        self.0.get(id).copied()
    }

    fn set(&mut self, id: &Knob, value: u128) {
        self.0.entry(*id).and_modify(|old| *old = value);
    }

    fn validate(&self) -> Result<(), AboveCap> {
        let Some(cap) = self.get(&Knob::Cap) else { return Ok(()) };
        [Knob::Floor, Knob::Margin]
            .into_iter()
            .filter_map(|knob| self.get(&knob).map(|found| (knob, found)))
            .find(|(_, found)| *found > cap)
            .map_or(Ok(()), |(knob, found)| Err(AboveCap { knob, cap, found }))
    }
}

/// What the contract can queue besides changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Deed {
    /// Changes the roles.
    Role(RoleChange),
    /// Adds a member of pressures.
    AddMember(String),
}

impl Action<Lack> for Deed {
    fn same_subject(&self, other: &Self) -> bool {
        self == other
    }

    fn vetoable(&self) -> bool {
        !matches!(self, Self::Role(RoleChange::ReplaceGuardian { .. }))
    }

    fn held_by_breaker(&self, guard: Guard<'_, Lack>) -> bool {
        match self {
            Self::Role(change) => matches!(change, RoleChange::AddGovernor { .. }),
            Self::AddMember(_) => !guard.lacks(&Lack::Pressure),
        }
    }
}

pub type Board = Registry<Knob, Deed>;
pub type Refused = Refusal<Knob, AboveCap>;

/// One part of a set.
pub fn change(id: Knob, from: u128, to: u128) -> Change<Knob> {
    Change { id, from, to }
}

pub fn moment(time: u64, height: u64) -> Moment {
    Moment { time: Timestamp::new(time), height }
}

pub const DELAY: u64 = 172_800;
pub const BLOCKS: u64 = 1_000;
pub const GRACE: u64 = 86_400;
pub const INTERVAL: u64 = 86_400;
/// When the tests begin.
pub const START: Moment = Moment { time: Timestamp::new(1_000_000), height: 5_000 };

/// A constitution that validates: steps of a half, and of 10 at least.
pub fn constitution() -> Constitution<Knob> {
    let rule = |min, max, min_step| Rule {
        bounds: Bounds { min, max },
        step: Ratio::percent(50),
        min_step,
        interval: Duration::new(INTERVAL),
    };
    let percent = |percent: u64| Ratio::percent(percent).atomics();
    Constitution {
        terms: Terms {
            delay: Duration::new(DELAY),
            delay_blocks: BLOCKS,
            grace: Duration::new(GRACE),
            longest_trip: Duration::days(7),
        },
        rules: [
            (Knob::Cap, rule(10, 10_000, 10)),
            (Knob::Floor, rule(0, 1_000, 10)),
            (Knob::Margin, rule(0, 1_000, 10)),
            (Knob::Share, rule(0, percent(50), percent(1))),
            (Knob::Drift, rule(percent(70), percent(120), percent(1))),
            (Knob::Channel(0), rule(0, 1_000, 1)),
        ]
        .into_iter()
        .collect(),
    }
}

/// Values inside of it.
pub fn settings() -> Settings {
    let percent = |percent: u64| Ratio::percent(percent).atomics();
    Settings(BTreeMap::from([
        (Knob::Cap, 1_000),
        (Knob::Floor, 100),
        (Knob::Margin, 200),
        (Knob::Share, percent(10)),
        (Knob::Drift, percent(90)),
        (Knob::Channel(1), 100),
        (Knob::Channel(2), 500),
        (Knob::Fixed, 7),
    ]))
}

/// A change of a role, as it is queued.
pub fn add_governor(address: &str) -> RoleChange {
    RoleChange::AddGovernor { address: address.into() }
}

pub fn remove_governor(address: &str) -> RoleChange {
    RoleChange::RemoveGovernor { address: address.into() }
}

pub fn replace_guardian(address: &str) -> RoleChange {
    RoleChange::ReplaceGuardian { address: address.into() }
}
