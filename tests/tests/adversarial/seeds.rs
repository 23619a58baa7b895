//! One valid message of every kind; mutants grow from them.

use ballast_api::{
    Action, ChangeMsg, Cw20HookMsg, Cw20ReceiveMsg, ExecuteMsg, ExternalBurn, GovernMsg, Line, Member,
    MigrateMsg, Parameter, Proposal, QueryMsg, ReceiptCursor, SudoMsg,
};
use ballast_guardrails::RoleChange;
use ballast_math::{Duration, Price, Timestamp, Tokens, Usd};
use ballast_sandbox::{Sandbox, example};
use ballast_tests::bare::{Entry, instantiate_msg};
use cosmwasm_std::to_json_binary;
use serde::Serialize;
use serde_json::{Value, to_value};

/// Entry point, sender, funds, message.
pub type Seed = (Entry, &'static str, u128, Value);

fn seed(entry: Entry, sender: &'static str, msg: impl Serialize) -> Seed {
    (entry, sender, 0, to_value(msg).unwrap())
}

fn name(text: &str) -> String {
    Sandbox::address(text).into()
}

fn line(number: u32) -> Line {
    Line {
        tenant: name("tenant"),
        provider: name(&format!("provider-{number}")),
        job: format!("akash/dseq/{number}"),
        usd: Usd::new(2_500_000),
        gpu_seconds: 3_600,
    }
}

fn changes() -> Vec<ChangeMsg> {
    let change = |parameter, from: &str, to: &str| ChangeMsg {
        parameter: Parameter::new(parameter),
        from: from.to_owned(),
        to: to.to_owned(),
    };
    vec![change("policy.mint.round_trip", "1", "1.1"), change("price.band", "0.5", "0.52")]
}

fn governance() -> Vec<(&'static str, GovernMsg)> {
    let queue = |proposal| ("governor", GovernMsg::Queue { proposal });
    let action = |action| queue(Proposal::Action(action));
    let address = name("newcomer");
    vec![
        queue(Proposal::Changes(changes())),
        action(Action::AddFeeder { address: address.clone() }),
        action(Action::AddSource { source: example::feed() }),
        action(Action::Role(RoleChange::AddGovernor { address: address.clone() })),
        action(Action::Role(RoleChange::ReplaceGuardian { address: address.clone() })),
        ("anyone", GovernMsg::Execute { id: 1 }),
        ("guardian", GovernMsg::Veto { id: 1 }),
        ("governor", GovernMsg::Cancel { id: 2 }),
        ("governor", GovernMsg::Tighten { changes: changes() }),
        ("governor", GovernMsg::Remove { member: Member::Meter { address: address.clone() } }),
        ("governor", GovernMsg::Remove { member: Member::Feeder { address } }),
        ("governor", GovernMsg::Remove { member: Member::Source { id: 1 } }),
        ("guardian", GovernMsg::Trip { seconds: Duration::HOUR }),
        ("newcomer", GovernMsg::Accept {}),
    ]
}

fn executions() -> Vec<Seed> {
    let hook = Cw20HookMsg::Deposit { tenant: Some(name("tenant")) };
    let receive =
        Cw20ReceiveMsg { sender: name("tenant"), amount: 5u8.into(), msg: to_json_binary(&hook).unwrap() };
    let price = Price::from_atomics(1_234_567_890_123_456_789);
    let limit = Usd::new(900_000_000);
    let mut seeds: Vec<Seed> = [
        ("tenant", ExecuteMsg::Withdraw { amount: Some(Tokens::new(7)) }),
        ("tenant", ExecuteMsg::BuyCredits { amount: Some(Tokens::new(9)), min_usd: Some(Usd::new(1)) }),
        ("tenant", ExecuteMsg::Authorize { meter: name("meter"), usd_per_epoch: limit }),
        ("meter", ExecuteMsg::Settle { batch: 1, lines: (0..4).map(line).collect() }),
        ("anyone", ExecuteMsg::CloseEpoch { limit: Some(3) }),
        ("provider-1", ExecuteMsg::Claim {}),
        ("anyone", ExecuteMsg::Prune { limit: Some(5) }),
        ("feeder", ExecuteMsg::SubmitPrice { round: 1_000, price, time: Timestamp::new(1_700_697_600) }),
        ("anyone", ExecuteMsg::Poke {}),
        ("tenant", ExecuteMsg::Receive(receive)),
        ("anyone", ExecuteMsg::FundReserve {}),
    ]
    .into_iter()
    .map(|(sender, msg)| seed(Entry::Execute, sender, msg))
    .collect();
    let deposit = to_value(ExecuteMsg::Deposit { tenant: Some(name("tenant")) }).unwrap();
    seeds.push((Entry::Execute, "tenant", 1_000, deposit));
    seeds.extend(
        governance().into_iter().map(|(sender, msg)| seed(Entry::Execute, sender, ExecuteMsg::Govern(msg))),
    );
    seeds
}

fn queries() -> Vec<Seed> {
    let (tenant, limit) = (name("tenant"), Some(7));
    [
        QueryMsg::Config {},
        QueryMsg::Params {},
        QueryMsg::Epoch {},
        QueryMsg::EpochRecord { epoch: 3 },
        QueryMsg::EpochRecords { start_after: Some(2), limit },
        QueryMsg::Tenant { tenant: tenant.clone() },
        QueryMsg::Tenants { start_after: Some(tenant.clone()), limit },
        QueryMsg::Provider { provider: tenant.clone() },
        QueryMsg::Providers { start_after: None, limit },
        QueryMsg::Meter { meter: name("meter") },
        QueryMsg::Meters { start_after: Some(tenant), limit },
        QueryMsg::Price {},
        QueryMsg::Feed {},
        QueryMsg::Supply {},
        QueryMsg::Solvency {},
        QueryMsg::Metrics { epochs: Some(30) },
        QueryMsg::Receipts { epoch: 8, start_after: Some(ReceiptCursor { meter_id: 1, batch: 0 }), limit },
        QueryMsg::Audit {},
        QueryMsg::Guardrails {},
        QueryMsg::Pending {},
        QueryMsg::Preview { changes: changes() },
        QueryMsg::Breaker {},
        QueryMsg::History { start_after: Some(1), limit },
    ]
    .into_iter()
    .map(|msg| seed(Entry::Query, "anyone", msg))
    .collect()
}

/// One valid message of every kind.
pub fn all() -> Vec<Seed> {
    let mut seeds = executions();
    seeds.extend(queries());
    let burn = ExternalBurn { line: line(1), burned: Tokens::new(5) };
    let mut chain = vec![
        SudoMsg::Settle { batch: 1, lines: vec![line(1)] },
        SudoMsg::ReportBurns { batch: 1, burns: vec![burn] },
        SudoMsg::ConfirmMint { amount: Tokens::new(5) },
    ];
    chain.extend(governance().into_iter().map(|(_, msg)| SudoMsg::Govern(msg)));
    seeds.extend(chain.into_iter().map(|msg| seed(Entry::Sudo, "chain", msg)));
    seeds.push(seed(
        Entry::Migrate,
        "chain",
        MigrateMsg { constitution: Some(example::governance().constitution) },
    ));
    seeds.push(seed(Entry::Instantiate, "admin", instantiate_msg(example::params())));
    seeds
}
