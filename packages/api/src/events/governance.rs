//! Changes of parameters, members and roles.

use ballast_economy::Signals;
use ballast_guardrails::{Ending, Role};
use ballast_math::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::define::event;
use crate::{ChangeMsg, Member, Parameter, Proposal};

event! {
    /// A change set was queued. A `ballast-change` for each of its changes follows.
    QueueEvent = "ballast-queue" {
        /// Its number.
        id: u64,
        /// Who queued it.
        by: String,
        /// Whether anything in it loosens.
        loosens: bool,
        /// UNIX time from which it may be executed.
        earliest_time: Timestamp,
        /// Height from which it may be executed.
        earliest_height: u64,
        /// UNIX time at which it is too late.
        expires: Timestamp,
        /// What it does, as JSON, where that is not a change of values.
        proposal: Option<Proposal>,
    }
}

event! {
    /// A change set took effect. A `ballast-change` for each of its changes follows.
    ExecuteEvent = "ballast-execute" {
        /// Its number.
        id: u64,
        /// What it did, as JSON, where that is not a change of values.
        proposal: Option<Proposal>,
    }
}

event! {
    /// Governance tightened at once. A `ballast-change` for each of its changes follows.
    TightenEvent = "ballast-tighten" {
        /// Who.
        by: String,
    }
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeStatus {
    /// It waits in its change set.
    Queued,
    /// Its change set was executed.
    Executed,
    /// It tightened at once, without a change set.
    Tightened,
}

event! {
    /// One parameter's part of what was queued, executed or tightened.
    ChangeEvent = "ballast-change" {
        /// The change set; absent for what tightened at once.
        id: Option<u64>,
        /// What became of it: `queued`, `executed` or `tightened`.
        status: ChangeStatus,
        /// The parameter.
        parameter: Parameter,
        /// What it was, in the parameter's unit.
        from: String,
        /// What it becomes.
        to: String,
    }
}

impl ChangeEvent {
    /// The event of a change.
    #[must_use]
    pub fn of(id: Option<u64>, status: ChangeStatus, change: &ChangeMsg) -> Self {
        let ChangeMsg { parameter, from, to } = change.clone();
        Self { id, status, parameter, from, to }
    }
}

event! {
    /// A change set ended without being executed.
    EndedEvent = "ballast-ended" {
        /// Its number.
        id: u64,
        /// How: `vetoed`, `cancelled`, `superseded` or `expired`.
        ending: Ending,
        /// Who ended it; absent where its time ran out, or where an executed change set ended it.
        by: Option<String>,
    }
}

event! {
    /// The code was replaced, and the constitution perhaps.
    MigrateEvent = "ballast-migrate" {
        /// The version before.
        from: String,
        /// The version after.
        to: String,
        /// What tripped the breaker before: the names of the signals that were on, or `none`.
        signals_before: Signals,
        /// What trips it from now on.
        signals_after: Signals,
    }
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberKind {
    /// A meter.
    Meter,
    /// A feeder of the feed.
    Feeder,
    /// A price source.
    Source,
}

event! {
    /// Governance removed a member at once.
    RemoveEvent = "ballast-remove" {
        /// `meter`, `feeder` or `source`.
        kind: MemberKind,
        /// Its address, or the id of a source.
        member: String,
    }
}

impl From<&Member> for RemoveEvent {
    fn from(member: &Member) -> Self {
        let (kind, member) = match member {
            Member::Meter { address } => (MemberKind::Meter, address.clone()),
            Member::Feeder { address } => (MemberKind::Feeder, address.clone()),
            Member::Source { id } => (MemberKind::Source, id.to_string()),
        };
        Self { kind, member }
    }
}

event! {
    /// A role was taken up.
    RoleEvent = "ballast-role" {
        /// The role.
        role: Role,
        /// By whom.
        holder: String,
        /// Who left it, where somebody did.
        left: Option<String>,
    }
}
