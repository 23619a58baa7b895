//! Governance in the words of the tests.

use ballast_api::{
    Action, BreakerResponse, ChangeMsg, GovernMsg, GuardrailsResponse, HistoryEvent, HistoryResponse, Member,
    Parameter, ParameterStatus, ParamsError, PendingResponse, PreviewResponse, Proposal, QueryMsg,
    QueueResponse, RuleConfig, SudoMsg,
};
use ballast_controller::ContractError;
use ballast_economy::Signals;
use ballast_guardrails::{Level, Moment, Refusal, Thresholds};
use ballast_math::{Duration, Ratio, Timestamp};
use ballast_sandbox::{AppResponse, Genesis, SupplyKind};

use crate::suite::{Outcome, Suite, addr, ratio};

/// The delay of the usual constitution, in seconds.
pub const DELAY: u64 = 172_800;
/// The same in blocks.
pub const DELAY_BLOCKS: u64 = 1_000;
/// How long a set may be executed, in the usual constitution.
pub const GRACE: u64 = 172_800;
/// The interval of every parameter of the usual constitution.
pub const INTERVAL: u64 = 604_800;

/// A change of one parameter.
#[must_use]
pub fn change(parameter: &str, from: &str, to: &str) -> ChangeMsg {
    ChangeMsg { parameter: Parameter::new(parameter), from: from.to_owned(), to: to.to_owned() }
}

/// Lets one change move a parameter as far as `width`, written in its unit.
pub fn wide_step(genesis: &mut Genesis, parameter: &str, width: &str) {
    rule(genesis, parameter).min_step = width.to_owned();
}

/// The rule of a parameter in the usual constitution, to be edited.
pub fn rule<'a>(genesis: &'a mut Genesis, parameter: &str) -> &'a mut RuleConfig {
    let rules = &mut genesis.governance.constitution.rules;
    rules.get_mut(&Parameter::new(parameter)).expect("a rule of the usual constitution")
}

/// The name of a meter's limit.
#[must_use]
pub fn meter(name: &str) -> String {
    format!("meters.{}", addr(name))
}

/// What the contract says when the registry refuses.
#[must_use]
pub fn refused(refusal: Refusal<Parameter, ParamsError>) -> ContractError {
    refusal.into()
}

/// Thresholds in percent.
#[must_use]
pub const fn percents(caution: u64, restricted: u64, halted: u64) -> Thresholds {
    Thresholds {
        caution: Ratio::percent(caution),
        restricted: Ratio::percent(restricted),
        halted: Ratio::percent(halted),
    }
}

/// Out of the reach of most tests.
const FAR: Thresholds = percents(85, 90, 95);

/// A network with all signals on, each out of reach but those that `edit` brings within it; its band is so wide that no price
/// is ever outside.
#[must_use]
pub fn watchful(supply: SupplyKind, edit: impl FnOnce(&mut Genesis)) -> Suite {
    Suite::edited(supply, |genesis| {
        genesis.governance.constitution.signals =
            Signals { price: true, usage: true, coverage: true, collateral: true };
        genesis.params.price.band = Ratio::percent(100_000);
        let breaker = &mut genesis.params.breaker;
        (breaker.price_day, breaker.price_week, breaker.usage) = (FAR, FAR, FAR);
        (breaker.coverage, breaker.collateral) = (FAR, FAR);
        edit(genesis);
    })
}

/// A change of each of the first parameters, in their order and within their reach.
#[must_use]
pub fn changes(count: usize) -> Vec<ChangeMsg> {
    let suite = Suite::new(SupplyKind::TokenFactory);
    let all = suite.guardrails().parameters.into_iter().filter_map(|status| {
        let rule = status.rule?;
        let to = if rule.reach_max == status.value { rule.reach_min } else { rule.reach_max };
        Some(ChangeMsg { parameter: status.parameter, from: status.value, to })
    });
    all.take(count).collect()
}

/// The refusal of a value of ρ that a step of a tenth from 0.9 does not reach.
#[must_use]
pub fn rho_is_out_of_reach(to: &str) -> ContractError {
    let [from, min, max, found] =
        ["0.9", "0.818181818181818182", "0.99", to].map(|text| ratio(text).atomics());
    refused(Refusal::StepTooLarge { parameter: Parameter::new("policy.mint.rho"), from, min, max, found })
}

impl Suite {
    /// Governs as an account, or as the chain itself where the sender is `chain`.
    #[track_caller]
    pub fn govern(&mut self, sender: &str, msg: GovernMsg) -> Outcome {
        if sender == "chain" {
            return self.sudo_govern(msg);
        }
        self.act(|chain| chain.govern(&addr(sender), msg))
    }

    /// The address by which the contract knows a sender.
    #[must_use]
    pub fn known_as(&self, sender: &str) -> String {
        if sender == "chain" { self.chain.controller().to_string() } else { addr(sender).to_string() }
    }

    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment { time: self.chain.now(), height: self.chain.height() }
    }

    /// The same, as the chain itself.
    #[track_caller]
    pub fn sudo_govern(&mut self, msg: GovernMsg) -> Outcome {
        self.sudo(&SudoMsg::Govern(msg))
    }

    /// Queues changes as `governor`.
    #[track_caller]
    pub fn queue(&mut self, changes: Vec<ChangeMsg>) -> Outcome {
        self.govern("governor", GovernMsg::Queue { proposal: Proposal::Changes(changes) })
    }

    #[track_caller]
    pub fn queue_action(&mut self, action: Action) -> Outcome {
        self.govern("governor", GovernMsg::Queue { proposal: Proposal::Action(action) })
    }

    /// Queues changes that are accepted.
    ///
    /// Returns: the number of the set.
    #[track_caller]
    pub fn queued(&mut self, changes: Vec<ChangeMsg>) -> u64 {
        self.queue(changes).data::<QueueResponse>().id
    }

    #[track_caller]
    pub fn execute_set(&mut self, set: u64) -> Outcome {
        self.govern("stranger", GovernMsg::Execute { id: set })
    }

    #[track_caller]
    pub fn veto(&mut self, set: u64) -> Outcome {
        self.govern("guardian", GovernMsg::Veto { id: set })
    }

    #[track_caller]
    pub fn cancel(&mut self, set: u64) -> Outcome {
        self.govern("governor", GovernMsg::Cancel { id: set })
    }

    #[track_caller]
    pub fn tighten(&mut self, changes: Vec<ChangeMsg>) -> Outcome {
        self.govern("governor", GovernMsg::Tighten { changes })
    }

    #[track_caller]
    pub fn remove(&mut self, member: Member) -> Outcome {
        self.govern("governor", GovernMsg::Remove { member })
    }

    #[track_caller]
    pub fn trip(&mut self, seconds: u64) -> Outcome {
        self.govern("guardian", GovernMsg::Trip { seconds: Duration::new(seconds) })
    }

    #[track_caller]
    pub fn poke(&mut self) -> Outcome {
        self.execute("stranger", &ballast_api::ExecuteMsg::Poke {})
    }

    /// Lets the delay of a set pass, by both clocks, and keeps the price fresh and the epochs closed.
    pub fn wait_for_delay(&mut self, price: &str) {
        self.chain.mine(DELAY_BLOCKS);
        self.wait_with_price(DELAY, price);
    }

    /// Queues changes that are accepted, and lets their delay pass at a dollar a token.
    ///
    /// Returns: the number of the set.
    #[track_caller]
    pub fn ripe(&mut self, changes: Vec<ChangeMsg>) -> u64 {
        let set = self.queued(changes);
        self.wait_for_delay("1");
        set
    }

    /// Queues an action that is accepted, lets its delay pass at a dollar a token and executes it.
    #[track_caller]
    pub fn enacted(&mut self, action: Action) -> AppResponse {
        let set = self.queue_action(action).data::<QueueResponse>().id;
        self.wait_for_delay("1");
        self.execute_set(set).ok()
    }

    /// Lets time pass in hours, each with a price; closes the epochs that are over.
    pub fn wait_with_price(&mut self, seconds: u64, price: &str) {
        let end = self.chain.now().seconds() + seconds;
        while self.chain.now() < Timestamp::new(end) {
            self.chain.go_to(Timestamp::new((self.chain.now().seconds() + 3_600).min(end)));
            self.price(price);
            if self.epoch().behind > 0 {
                self.close(None).ok();
                self.chain_mints();
            }
        }
    }

    #[must_use]
    pub fn guardrails(&self) -> GuardrailsResponse {
        self.query(&QueryMsg::Guardrails {})
    }

    #[track_caller]
    #[must_use]
    pub fn parameter(&self, name: &str) -> ParameterStatus {
        let found = self.guardrails().parameters.into_iter().find(|status| status.parameter.name() == name);
        found.unwrap_or_else(|| panic!("there is no parameter {name}"))
    }

    #[must_use]
    pub fn pending(&self) -> PendingResponse {
        self.query(&QueryMsg::Pending {})
    }

    #[must_use]
    pub fn preview(&self, changes: Vec<ChangeMsg>) -> PreviewResponse {
        self.query(&QueryMsg::Preview { changes })
    }

    #[must_use]
    pub fn breaker(&self) -> BreakerResponse {
        self.query(&QueryMsg::Breaker {})
    }

    #[must_use]
    pub fn level(&self) -> Level {
        self.breaker().level
    }

    /// Everything that happened to the guardrails.
    #[must_use]
    pub fn history(&self) -> Vec<HistoryEvent> {
        let mut found = vec![];
        let mut start_after = None;
        loop {
            let page: HistoryResponse = self.query(&QueryMsg::History { start_after, limit: Some(30) });
            let Some(last) = page.entries.last() else { return found };
            start_after = Some(last.number);
            found.extend(page.entries.into_iter().map(|entry| entry.what));
        }
    }
}
