//! A step as the messages that the real chain is sent.

use anyhow::{Result, bail};
use ballast_api::{
    ChangeMsg, Cw20HookMsg, Cw20ReceiveMsg, ExecuteMsg, ExternalBurn, GovernMsg, MigrateMsg, Parameter,
    Proposal, SettleResponse, SudoMsg,
};
use ballast_math::{Duration, MAX_PRICE, Price, Timestamp, Tokens, Usd};
use ballast_sandbox::{AppResponse, Sandbox, SupplyKind};
use cosmwasm_std::{Addr, coin};
use cw_multi_test::Executor;

use crate::market::feeder_name;
use crate::ops::{Act, Bad, CHAIN, Line, Move, Op, TREASURY, What, Who};
use crate::shadow::{Shadow, address};
use crate::tunables::{self, limits_of};

/// Sends it. Steps that are no message to the contract answer with nothing.
pub fn send(chain: &mut Sandbox, shadow: &Shadow, op: &Op) -> Result<Option<AppResponse>> {
    let treasury = address(TREASURY);
    match op {
        Op::Deposit { from, tenant, amount } => {
            let tenant = tenant.map(|party| shadow.text(party));
            let amount = Tokens::new(*amount);
            if shadow.kind == SupplyKind::Cw20 {
                chain.send_cw20(&address(*from), amount, &Cw20HookMsg::Deposit { tenant })
            } else {
                chain.execute_with(&address(*from), &ExecuteMsg::Deposit { tenant }, amount)
            }
        }
        Op::Withdraw { tenant, amount } => {
            chain.execute(&address(*tenant), &ExecuteMsg::Withdraw { amount: amount.map(Tokens::new) })
        }
        Op::BuyCredits { tenant, attached, amount, min_usd } => {
            let (amount, min_usd) = (amount.map(Tokens::new), min_usd.map(Usd::new));
            let (tenant, attached) = (address(*tenant), Tokens::new(*attached));
            if attached.is_zero() {
                chain.execute(&tenant, &ExecuteMsg::BuyCredits { amount, min_usd })
            } else if shadow.kind == SupplyKind::Cw20 {
                chain.send_cw20(&tenant, attached, &Cw20HookMsg::BuyCredits { min_usd })
            } else {
                chain.execute_with(&tenant, &ExecuteMsg::BuyCredits { amount, min_usd }, attached)
            }
        }
        Op::Authorize { tenant, meter, usd } => {
            let msg =
                ExecuteMsg::Authorize { meter: meter_text(shadow, *meter), usd_per_epoch: Usd::new(*usd) };
            chain.execute(&address(*tenant), &msg)
        }
        Op::Settle { meter: CHAIN, batch, lines } => {
            chain.sudo(&SudoMsg::Settle { batch: *batch, lines: billed(shadow, lines) })
        }
        Op::Settle { meter, batch, lines } => {
            let meter = Addr::unchecked(meter_text(shadow, *meter));
            chain.settle(&meter, *batch, billed(shadow, lines))
        }
        Op::ReportBurns { batch, lines } => return report_burns(chain, shadow, *batch, lines).map(Some),
        Op::ChainMint { amount } => {
            let controller = chain.controller().clone();
            if *amount > 0 {
                chain.mint_natively(&controller, Tokens::new(*amount))?;
            }
            return Ok(None);
        }
        Op::ConfirmMint { amount } => chain.sudo(&SudoMsg::ConfirmMint { amount: Tokens::new(*amount) }),
        Op::CloseEpoch { limit } => chain.execute(&treasury, &ExecuteMsg::CloseEpoch { limit: *limit }),
        Op::Claim { provider } => chain.execute(&address(*provider), &ExecuteMsg::Claim {}),
        Op::Prune { limit } => chain.execute(&treasury, &ExecuteMsg::Prune { limit: *limit }),
        Op::SubmitPrice { feeder, round, price, time } => {
            let price = Price::from_atomics(*price);
            let msg = ExecuteMsg::SubmitPrice { round: *round, price, time: Timestamp::new(*time) };
            chain.execute(&Sandbox::address(&feeder_name(*feeder)), &msg)
        }
        Op::Poke => chain.execute(&treasury, &ExecuteMsg::Poke {}),
        Op::Wait { seconds, blocks } => {
            // Time goes on in the first block.
            chain.wait(Duration::new(*seconds));
            chain.mine(blocks - 1);
            return Ok(None);
        }
        Op::FundReserve { amount } if shadow.kind == SupplyKind::Cw20 => {
            let _ = amount;
            chain.execute(&treasury, &ExecuteMsg::FundReserve {})
        }
        Op::FundReserve { amount } => {
            chain.execute_with(&treasury, &ExecuteMsg::FundReserve {}, Tokens::new(*amount))
        }
        Op::Migrate => chain.migrate(&MigrateMsg { constitution: None }),
        Op::Govern { who, act } => govern(chain, *who, message(act)),
        Op::Transfer { from, to, amount } => {
            let to = to.map_or_else(|| chain.controller().clone(), address);
            chain.transfer(&address(*from), &to, Tokens::new(*amount))?;
            return Ok(None);
        }
        Op::Bad(bad) => send_bad(chain, shadow, *bad),
    }
    .map(Some)
}

fn govern(chain: &mut Sandbox, who: Who, msg: GovernMsg) -> Result<AppResponse> {
    match who {
        Who::Chain => chain.sudo(&SudoMsg::Govern(msg)),
        Who::Named(name) => chain.govern(&Sandbox::address(name), msg),
    }
}

fn message(act: &Act) -> GovernMsg {
    match act.clone() {
        Act::Queue(What::Moves(moves)) => GovernMsg::Queue { proposal: Proposal::Changes(texts(&moves)) },
        Act::Queue(What::Action(action)) => GovernMsg::Queue { proposal: Proposal::Action(action) },
        Act::Execute(set) => GovernMsg::Execute { id: set },
        Act::Veto(set) => GovernMsg::Veto { id: set },
        Act::Cancel(set) => GovernMsg::Cancel { id: set },
        Act::Tighten(moves) => GovernMsg::Tighten { changes: texts(&moves) },
        Act::Remove(member) => GovernMsg::Remove { member },
        Act::Trip(seconds) => GovernMsg::Trip { seconds: Duration::new(seconds) },
        Act::Accept => GovernMsg::Accept {},
    }
}

pub fn texts(moves: &[Move]) -> Vec<ChangeMsg> {
    let text = |change: &Move| {
        let show = |number: u128| match limits_of(&change.name) {
            Some(limits) => limits.text(number),
            None => number.to_string(),
        };
        let (from, to) = (show(change.from), show(change.to));
        ChangeMsg { parameter: Parameter::new(&*change.name), from, to }
    };
    moves.iter().map(text).collect()
}

fn meter_text(shadow: &Shadow, meter: usize) -> String {
    match shadow.names.meters.get(meter) {
        Some(name) => name.clone(),
        None => Sandbox::address("impostor").to_string(),
    }
}

fn billed(shadow: &Shadow, lines: &[Line]) -> Vec<ballast_api::Line> {
    lines.iter().map(|line| billed_line(shadow, line)).collect()
}

fn billed_line(shadow: &Shadow, line: &Line) -> ballast_api::Line {
    ballast_api::Line {
        tenant: shadow.text(line.tenant),
        provider: shadow.text(line.provider),
        job: line.job.clone(),
        usd: Usd::new(line.usd),
        gpu_seconds: line.gpu_seconds,
    }
}

/// The chain reports, and burns what the contract has booked out of what it collects fees in.
fn report_burns(chain: &mut Sandbox, shadow: &Shadow, batch: u64, lines: &[Line]) -> Result<AppResponse> {
    let burns = lines
        .iter()
        .map(|line| ExternalBurn { line: billed_line(shadow, line), burned: Tokens::new(line.burned) })
        .collect();
    let response = chain.sudo(&SudoMsg::ReportBurns { batch, burns })?;
    let booked: SettleResponse = Sandbox::data(&response)?;
    if !booked.burned.is_zero() {
        chain.burn_natively(&address(TREASURY), booked.burned)?;
    }
    Ok(response)
}

fn send_bad(chain: &mut Sandbox, shadow: &Shadow, bad: Bad) -> Result<AppResponse> {
    let treasury = address(TREASURY);
    let funds = [coin(5, "uother")];
    let deposit = ExecuteMsg::Deposit { tenant: None };
    match bad {
        Bad::FundsWithWithdraw => {
            chain.execute_with_coins(&treasury, &ExecuteMsg::Withdraw { amount: None }, &funds)
        }
        Bad::FundsWithClaim => chain.execute_with_coins(&treasury, &ExecuteMsg::Claim {}, &funds),
        Bad::FundsWithSettle => {
            let msg = ExecuteMsg::Settle { batch: shadow.meters[0].next_batch, lines: vec![] };
            chain.execute_with_coins(&treasury, &msg, &funds)
        }
        Bad::WrongDenom => chain.execute_with_coins(&treasury, &deposit, &funds),
        Bad::TwoCoins if shadow.kind == SupplyKind::Cw20 => {
            chain.execute_with_coins(&treasury, &deposit, &funds)
        }
        Bad::TwoCoins => {
            let [other] = funds;
            let funds = [chain.coin(Tokens::new(7)), other];
            chain.execute_with_coins(&treasury, &deposit, &funds)
        }
        Bad::ForeignReceive => {
            let msg = cosmwasm_std::to_json_binary(&Cw20HookMsg::Deposit { tenant: None }).unwrap();
            let payment = Cw20ReceiveMsg { sender: treasury.to_string(), amount: 1_000u128.into(), msg };
            chain.execute(&treasury, &ExecuteMsg::Receive(payment))
        }
        Bad::UnknownFeeder => {
            let msg = ExecuteMsg::SubmitPrice {
                round: u64::MAX,
                price: Price::ONE,
                time: Timestamp::new(shadow.now),
            };
            chain.execute(&treasury, &msg)
        }
        Bad::PriceTooLarge => {
            let price = Price::from_atomics(MAX_PRICE.atomics() + 1);
            let msg = ExecuteMsg::SubmitPrice { round: u64::MAX, price, time: Timestamp::new(shadow.now) };
            chain.execute(&Sandbox::address(&feeder_name(0)), &msg)
        }
        Bad::UnknownMeterAuthorised => {
            let msg = ExecuteMsg::Authorize { meter: treasury.to_string(), usd_per_epoch: Usd::new(1) };
            chain.execute(&treasury, &msg)
        }
        Bad::HastyConstitution => {
            let mut constitution = tunables::constitution(shadow.fuse.signals);
            constitution.terms.delay = constitution.terms.delay.saturating_minus(Duration::new(1));
            chain.migrate(&MigrateMsg { constitution: Some(constitution) })
        }
        Bad::MalformedNumber => {
            let (parameter, from) = (Parameter::new("policy.mint.rho"), "0.9".to_owned());
            let changes = vec![ChangeMsg { parameter, from, to: "1,1".to_owned() }];
            govern(chain, Who::Chain, GovernMsg::Queue { proposal: Proposal::Changes(changes) })
        }
        Bad::UndecodableMessage => {
            let (controller, msg) = (chain.controller().clone(), serde_json::json!({ "drain": {} }));
            match chain.app().execute_contract(treasury, controller, &msg, &[]) {
                Ok(response) => Ok(response),
                Err(error) => bail!("{error}"),
            }
        }
    }
}
