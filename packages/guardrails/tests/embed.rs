//! A second contract inside the guardrails: it splits what it is sent between a treasury and a team.
//!
//! Two parameters, no breaker, nothing to queue but changes. What it adds to a plain splitter is this file's first half.

#![allow(missing_docs)]

use std::fmt;

use ballast_guardrails::*;
use ballast_math::{Ratio, Timestamp};
use cosmwasm_std::testing::{message_info, mock_dependencies, mock_env};
use cosmwasm_std::*;
use cw_storage_plus::Item;
use serde::{Deserialize, Serialize};
use thiserror::Error;

const DAY: u64 = Duration::DAY.seconds();

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Parameter {
    /// What the contract keeps, in basis points.
    Fee,
    /// What the treasury gets of the rest, in basis points.
    Treasury,
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Fee { "fee" } else { "treasury" })
    }
}

impl ParameterId for Parameter {
    type Lack = NoLack;

    fn unit(&self) -> Unit {
        Unit::Whole
    }

    fn loosens(&self) -> LooseningDirection {
        // A higher fee hurts who pays; a treasury's share hurts somebody either way.
        if *self == Self::Fee { LooseningDirection::Up } else { LooseningDirection::Both }
    }

    fn outer(&self) -> Bounds {
        Bounds { min: 0, max: 10_000 }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Settings {
    fee: u128,
    treasury: u128,
}

#[derive(Debug, PartialEq, Error)]
#[error("expected fee and treasury to be at most 10000 together, found {0}")]
struct TooMuch(u128);

impl Values for Settings {
    type Id = Parameter;
    type Invalid = TooMuch;

    fn get(&self, id: &Parameter) -> Option<u128> {
        Some(if *id == Parameter::Fee { self.fee } else { self.treasury })
    }

    fn set(&mut self, id: &Parameter, value: u128) {
        *(if *id == Parameter::Fee { &mut self.fee } else { &mut self.treasury }) = value;
    }

    fn validate(&self) -> Result<(), TooMuch> {
        let sum = self.fee.saturating_add(self.treasury);
        if sum > 10_000 { Err(TooMuch(sum)) } else { Ok(()) }
    }
}

#[derive(Serialize, Deserialize)]
struct State {
    roles: Roles,
    registry: Registry<Parameter, NoAction>,
    settings: Settings,
}

/// Written once, by `instantiate`.
const CONSTITUTION: Item<Constitution<Parameter>> = Item::new("constitution");
const STATE: Item<State> = Item::new("state");

#[derive(Debug, Error)]
enum ContractError {
    #[error(transparent)]
    Std(#[from] StdError),
    #[error(transparent)]
    Role(#[from] RoleError),
    #[error(transparent)]
    Refused(#[from] Refusal<Parameter, TooMuch>),
}

struct InstantiateMsg {
    constitution: Constitution<Parameter>,
    settings: Settings,
    governor: String,
    guardian: String,
}

fn instantiate(deps: DepsMut, msg: InstantiateMsg) -> StdResult<Response> {
    let InstantiateMsg { constitution, settings, governor, guardian } = msg;
    constitution.validate(&Limits::STANDARD)?;
    for id in constitution.rules.keys() {
        constitution.admits(id, settings.get(id).unwrap_or_default())?;
    }
    settings.validate()?;
    let roles = Roles::new(vec![governor], Some(guardian))?;
    CONSTITUTION.save(deps.storage, &constitution)?;
    STATE.save(deps.storage, &State { roles, registry: Registry::default(), settings })?;
    Ok(Response::new())
}

enum ExecuteMsg {
    /// Callable by a governor.
    Queue { changes: Vec<Change<Parameter>> },
    /// Callable by a governor.
    Tighten { changes: Vec<Change<Parameter>> },
    /// Callable by the guardian.
    Veto { id: u64 },
    /// Callable by anyone.
    Execute { id: u64 },
    /// Callable by anyone.
    Split {},
}

/// A contract without a breaker is always at level 0.
const CALM: Guard<'_, NoLack> = Guard::at(Level::Normal);

fn execute(deps: DepsMut, env: Env, info: MessageInfo, msg: ExecuteMsg) -> Result<Response, ContractError> {
    let constitution = CONSTITUTION.load(deps.storage)?;
    let mut state = STATE.load(deps.storage)?;
    let State { roles, registry, settings } = &mut state;
    let now = Moment { time: Timestamp::new(env.block.time.seconds()), height: env.block.height };
    let sender = info.sender.as_str();
    let response = match msg {
        ExecuteMsg::Queue { changes } => {
            roles.check_governor(sender)?;
            let queued = registry.queue(&constitution, settings, now, sender, changes)?;
            Response::new().add_attribute("id", queued.set.id.to_string())
        }
        ExecuteMsg::Tighten { changes } => {
            roles.check_governor(sender)?;
            *settings = registry.tighten(&constitution, settings, now, &changes)?.values;
            Response::new()
        }
        ExecuteMsg::Veto { id } => {
            roles.check_guardian(sender)?;
            registry.veto::<TooMuch>(now, id)?;
            Response::new()
        }
        ExecuteMsg::Execute { id } => {
            *settings = registry.execute(&constitution, settings, now, CALM, id)?.values;
            Response::new()
        }
        ExecuteMsg::Split {} => return Ok(split(settings, &info.funds)),
    };
    STATE.save(deps.storage, &state)?;
    Ok(response)
}

fn split(settings: &Settings, funds: &[Coin]) -> Response {
    let share = |coin: &Coin, points| coin.amount.multiply_ratio(points, 10_000u128);
    let to = |address: &str, amount| BankMsg::Send { to_address: address.into(), amount };
    let part = |points| funds.iter().map(|coin| Coin::new(share(coin, points), &coin.denom)).collect();
    let rest = 10_000 - settings.fee - settings.treasury;
    Response::new().add_message(to("treasury", part(settings.treasury))).add_message(to("team", part(rest)))
}

/// What is pending, and until when.
fn query(deps: Deps) -> StdResult<(Settings, Vec<(u64, u64)>)> {
    let State { registry, settings, .. } = STATE.load(deps.storage)?;
    let pending = registry.pending().iter().map(|set| (set.id, set.expires.seconds())).collect();
    Ok((settings, pending))
}

type Mocks = OwnedDeps<testing::MockStorage, testing::MockApi, testing::MockQuerier>;

/// The contract on a chain that moves on by hand.
struct Suite {
    deps: Mocks,
    env: Env,
}

impl Suite {
    fn new() -> Self {
        let rule = |step| Rule {
            bounds: Bounds { min: 0, max: 5_000 },
            step: Ratio::percent(step),
            min_step: 10,
            interval: Duration::DAY,
        };
        let constitution = Constitution {
            terms: Terms {
                delay: Duration::days(2),
                delay_blocks: 1_000,
                grace: Duration::DAY,
                longest_trip: Duration::DAY,
            },
            rules: [(Parameter::Fee, rule(20)), (Parameter::Treasury, rule(50))].into_iter().collect(),
        };
        let settings = Settings { fee: 100, treasury: 4_000 };
        let (governor, guardian) = ("governor".into(), "guardian".into());
        let mut deps = mock_dependencies();
        instantiate(deps.as_mut(), InstantiateMsg { constitution, settings, governor, guardian }).unwrap();
        Self { deps, env: mock_env() }
    }

    fn wait(&mut self, seconds: u64, blocks: u64) -> &mut Self {
        self.env.block.time = self.env.block.time.plus_seconds(seconds);
        self.env.block.height += blocks;
        self
    }

    fn send(&mut self, sender: &str, msg: ExecuteMsg) -> Result<Response, String> {
        let info = message_info(&Addr::unchecked(sender), &coins(10_000, "ucoin"));
        execute(self.deps.as_mut(), self.env.clone(), info, msg).map_err(|error| error.to_string())
    }

    fn queue(&mut self, id: Parameter, from: u128, to: u128) -> Result<Response, String> {
        self.send("governor", ExecuteMsg::Queue { changes: vec![Change { id, from, to }] })
    }

    fn settings(&self) -> Settings {
        query(self.deps.as_ref()).unwrap().0
    }

    fn pending(&self) -> Vec<u64> {
        query(self.deps.as_ref()).unwrap().1.into_iter().map(|(set, _)| set).collect()
    }
}

#[test]
fn a_change_is_queued_and_executed_by_anyone_after_its_delay() {
    let mut suite = Suite::new();
    suite.queue(Parameter::Fee, 100, 120).unwrap();
    suite.wait(2 * DAY, 1_000).send("anyone", ExecuteMsg::Execute { id: 1 }).unwrap();
    assert_eq!(suite.settings(), Settings { fee: 120, treasury: 4_000 });
    assert!(suite.pending().is_empty());
    let sent = suite.send("payer", ExecuteMsg::Split {}).unwrap();
    let expected = BankMsg::Send { to_address: "team".into(), amount: coins(5_880, "ucoin") };
    assert_eq!(sent.messages[1].msg, expected.into());
}

#[test]
fn it_is_too_early_until_time_and_blocks_have_passed() {
    let mut suite = Suite::new();
    suite.queue(Parameter::Fee, 100, 120).unwrap();
    let begin = suite.env.block.time.seconds();
    let run = || ExecuteMsg::Execute { id: 1 };
    let refused = suite.wait(2 * DAY - 1, 1_000).send("anyone", run()).unwrap_err();
    let (earliest, now) = (begin + 2 * DAY, begin + 2 * DAY - 1);
    assert_eq!(
        refused,
        format!("change set 1 may be executed from {earliest} on, now it is {now}: 1 s to go")
    );
    assert_eq!(suite.settings().fee, 100);
    assert!(suite.wait(1, 0).send("anyone", run()).is_ok());
}

#[test]
fn the_guardian_vetoes_and_nobody_else_does() {
    let mut suite = Suite::new();
    suite.queue(Parameter::Fee, 100, 120).unwrap();
    let refused = suite.send("governor", ExecuteMsg::Veto { id: 1 }).unwrap_err();
    assert_eq!(refused, "expected the guardian (guardian), found governor");
    suite.send("guardian", ExecuteMsg::Veto { id: 1 }).unwrap();
    let refused = suite.wait(2 * DAY, 1_000).send("anyone", ExecuteMsg::Execute { id: 1 }).unwrap_err();
    assert_eq!(refused, "change set 1 is not pending: it was vetoed");
}

#[test]
fn a_step_that_is_too_large_is_not_even_queued() {
    let mut suite = Suite::new();
    let refused = suite.queue(Parameter::Fee, 100, 121).unwrap_err();
    assert_eq!(refused, "fee: one step from 100 reaches 84 to 120, found 121");
    assert!(suite.pending().is_empty());
}

#[test]
fn a_fee_is_lowered_at_once_and_what_would_have_raised_it_is_gone() {
    let mut suite = Suite::new();
    suite.queue(Parameter::Fee, 100, 120).unwrap();
    let changes = vec![Change { id: Parameter::Fee, from: 100, to: 90 }];
    suite.send("governor", ExecuteMsg::Tighten { changes }).unwrap();
    assert_eq!(suite.settings().fee, 90);
    assert!(suite.pending().is_empty());
}

#[test]
fn only_a_governor_queues() {
    let mut suite = Suite::new();
    let changes = vec![Change { id: Parameter::Fee, from: 100, to: 90 }];
    let refused = suite.send("guardian", ExecuteMsg::Queue { changes }).unwrap_err();
    assert_eq!(refused, "expected a governor, found guardian");
}
