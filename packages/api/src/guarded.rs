//! What queries about the guardrails answer with.

use ballast_economy::{Signal, SignalStatus, Signals};
use ballast_guardrails::{Ending, Level, LooseningDirection, Moment, Offer, Recovery, Terms, Transition};
use ballast_math::{Duration, Ratio, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ChangeMsg, Member, Parameter, Proposal};

/// Who governs, within what limits, and how far each parameter can move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GuardrailsResponse {
    /// Who governs; this contract's address stands for the chain.
    pub governors: Vec<String>,
    /// Who may veto and trip.
    pub guardian: Option<String>,
    /// Roles that wait to be accepted.
    pub offers: Vec<Offer>,
    /// The terms of every change.
    pub terms: Terms,
    /// What trips the breaker.
    pub signals: Signals,
    /// Every parameter, in order of their names.
    pub parameters: Vec<ParameterStatus>,
}

/// A parameter: where it is, where it can go, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ParameterStatus {
    /// Its name.
    pub parameter: Parameter,
    /// Its value, with what waits for the next epoch already in force.
    pub value: String,
    /// Which way it loosens.
    pub loosens: LooseningDirection,
    /// Its rule; none for one that cannot be changed.
    pub rule: Option<RuleStatus>,
    /// The pending change set that touches it.
    pub pending: Option<PendingChange>,
}

/// The rule of a parameter, and what it allows now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleStatus {
    /// Hard minimum.
    pub min: String,
    /// Hard maximum.
    pub max: String,
    /// The largest relative move of one change.
    pub step: Ratio,
    /// The smallest absolute move that is always allowed.
    pub min_step: String,
    /// Seconds from one change to the next.
    pub interval: Duration,
    /// The smallest value that one change can reach now.
    pub reach_min: String,
    /// The largest value that one change can reach now.
    pub reach_max: String,
    /// UNIX time of its last change, if it ever changed.
    pub last_change: Option<Timestamp>,
    /// UNIX time from which it may change again; in the past or present when it may now.
    pub next_change: Timestamp,
}

/// A pending change of a parameter, with its countdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PendingChange {
    /// The number of the change set that it is part of.
    pub id: u64,
    /// What the parameter becomes.
    pub to: String,
    /// Its countdown.
    pub countdown: Countdown,
}

/// How long something has to wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Countdown {
    /// The first moment at which it may be executed: both clocks must have reached it.
    pub earliest: Moment,
    /// Seconds until then; 0 when they have passed.
    pub seconds_left: Duration,
    /// Blocks until then; 0 when they have passed.
    pub blocks_left: u64,
    /// UNIX time at which it is too late.
    pub expires: Timestamp,
}

/// Change sets that are pending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PendingResponse {
    /// In the order in which they were queued.
    pub sets: Vec<PendingSet>,
}

/// A pending change set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PendingSet {
    /// Its number.
    pub id: u64,
    /// Who queued it.
    pub by: String,
    /// What it does.
    pub proposal: Proposal,
    /// When it was queued.
    pub queued: Moment,
    /// How long it has to wait.
    pub countdown: Countdown,
    /// Whether it loosens anything.
    pub loosens: bool,
    /// Whether the guardian may veto it.
    pub vetoable: bool,
    /// Every reason why executing it now would be refused; empty when it would run.
    pub refusals: Vec<String>,
}

/// What would become of a set of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewResponse {
    /// Whether it loosens anything, and so must be queued.
    pub loosens: bool,
    /// Every reason why queueing it now would be refused; empty when it would be taken.
    pub queue: Vec<String>,
    /// Every reason why it would be refused if it could be executed now, its delay aside.
    pub execute: Vec<String>,
    /// Every reason why tightening by it at once would be refused.
    pub tighten: Vec<String>,
    /// The first moment at which it could be executed if it were queued now.
    pub earliest: Moment,
    /// UNIX time at which it would expire.
    pub expires: Timestamp,
}

/// The breaker now, as the next message would find it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BreakerResponse {
    /// The level.
    pub level: Level,
    /// Every signal.
    pub signals: Vec<SignalStatus>,
    /// UNIX time since which observations have been calm enough to leave the level.
    pub calm_since: Option<Timestamp>,
    /// The earliest UNIX time at which the level could be one lower, if all stays calm; none at level 0.
    pub next_recovery: Option<Timestamp>,
    /// UNIX time at which the guardian's trip ends, if one lasts.
    pub guardian_until: Option<Timestamp>,
    /// UNIX time from which the guardian may trip again; in the past or present when it may now.
    pub guardian_next: Timestamp,
    /// How a level is left.
    pub recovery: Recovery,
}

/// What happened to the guardrails, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryResponse {
    /// The entries.
    pub entries: Vec<HistoryEntry>,
}

/// Something that happened to the guardrails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryEntry {
    /// Its number, from 1. The last 1,000 are kept.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// What.
    pub what: HistoryEvent,
}

/// What can happen to the guardrails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HistoryEvent {
    /// The breaker moved, up or down.
    Breaker(Transition<Signal>),
    /// The guardian tripped it.
    GuardianTrip {
        /// UNIX time at which the trip ends.
        until: Timestamp,
    },
    /// A change set was executed.
    Executed {
        /// Its number.
        id: u64,
        /// What it did.
        proposal: Proposal,
    },
    /// A change set ended otherwise.
    Ended {
        /// Its number.
        id: u64,
        /// How.
        ending: Ending,
    },
    /// Governance tightened at once.
    Tightened {
        /// By how much.
        changes: Vec<ChangeMsg>,
    },
    /// Governance removed a member at once.
    Removed {
        /// Whom.
        member: Member,
    },
    /// A role was taken up.
    Accepted {
        /// The role.
        role: ballast_guardrails::Role,
        /// By whom.
        address: String,
    },
}
