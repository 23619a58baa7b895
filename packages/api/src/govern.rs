//! What governance, the guardian and anyone can do about parameters and roles.

use ballast_economy::Lack;
use ballast_guardrails::{Action as GuardedAction, Guard, RoleChange};
use ballast_math::Duration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Parameter, PriceSource};

/// Governance. The same messages and rules for accounts and, through `sudo`, for the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum GovernMsg {
    /// Queues a proposal: it waits for its delay, and may then be executed by anyone. Callable by governors.
    Queue {
        /// What it does.
        proposal: Proposal,
    },
    /// Executes a pending change set inside its window, all of it or nothing. Everything is checked again. Callable by anyone.
    Execute {
        /// Its number.
        id: u64,
    },
    /// Stops a pending change set that loosens, for good. Callable by the guardian.
    Veto {
        /// Its number.
        id: u64,
    },
    /// Withdraws a pending change set. Callable by governors.
    Cancel {
        /// Its number.
        id: u64,
    },
    /// Tightens at once, within the same bounds, steps and intervals. Ends pending change sets that would loosen the same
    /// parameters. Callable by governors.
    Tighten {
        /// In order of the parameters, at most 16.
        changes: Vec<ChangeMsg>,
    },
    /// Removes a meter, a feeder or a price source at once. Callable by governors.
    Remove {
        /// Which.
        member: Member,
    },
    /// Trips the breaker to level 3 for a time; cannot be extended. Callable by the guardian.
    Trip {
        /// How long, at most what the constitution allows.
        seconds: Duration,
    },
    /// Takes up a role that was offered. Callable by whom it was offered to.
    Accept {},
}

/// What can be queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Proposal {
    /// Changes of values, all or none: in order of the parameters, at most 16. Raising `meters.<address>` from 0 adds a
    /// meter.
    Changes(Vec<ChangeMsg>),
    /// Something that is not a value.
    Action(Action),
}

/// One parameter's part of a change set; numbers as texts in the parameter's unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeMsg {
    /// The parameter.
    pub parameter: Parameter,
    /// What it is now, and must still be when the change set executes.
    pub from: String,
    /// What it becomes.
    pub to: String,
}

/// What can be queued besides changes of values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// One more feeder for the feed.
    AddFeeder {
        /// The feeder.
        address: String,
    },
    /// One more price source.
    AddSource {
        /// The source.
        source: PriceSource,
    },
    /// A change of the roles.
    Role(RoleChange),
}

/// Who can be removed at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Member {
    /// A meter; its limit becomes 0.
    Meter {
        /// Its address; this contract's own stands for the chain.
        address: String,
    },
    /// A feeder of the feed.
    Feeder {
        /// Its address.
        address: String,
    },
    /// A price source.
    Source {
        /// Its id.
        id: u16,
    },
}

impl GuardedAction<Lack> for Action {
    fn same_subject(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::AddFeeder { address }, Self::AddFeeder { address: other }) => address == other,
            (Self::AddSource { source }, Self::AddSource { source: other }) => source.kind == other.kind,
            // The guardian's role is one, whoever is to have it.
            (
                Self::Role(RoleChange::ReplaceGuardian { .. }),
                Self::Role(RoleChange::ReplaceGuardian { .. }),
            ) => true,
            (Self::Role(change), Self::Role(other)) => {
                governor(change).is_some() && governor(change) == governor(other)
            }
            _ => false,
        }
    }

    fn vetoable(&self) -> bool {
        !matches!(self, Self::Role(RoleChange::ReplaceGuardian { .. }))
    }

    fn held_by_breaker(&self, guard: Guard<'_, Lack>) -> bool {
        match self {
            // A dead oracle must not keep out what would repair it.
            Self::AddFeeder { .. } | Self::AddSource { .. } => !guard.lacks(&Lack::Price),
            // Otherwise a guardian who trips could keep its office.
            Self::Role(_) => false,
        }
    }
}

fn governor(change: &RoleChange) -> Option<&str> {
    match change {
        RoleChange::AddGovernor { address } | RoleChange::RemoveGovernor { address } => Some(address),
        RoleChange::ReplaceGuardian { .. } => None,
    }
}
