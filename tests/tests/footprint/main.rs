//! What each message reads and writes. On stock wasmd, storage is most of what a message costs, and the cost must not
//! grow with the number of tenants, providers or epochs.
//!
//! `--nocapture` shows the table. With the feature `vm` the wasm runs, and its instructions are counted too.

#![allow(missing_docs)]

mod population;

use ballast_api::{ChangeMsg, ExecuteMsg, GovernMsg, Member, Parameter, Proposal};
use ballast_math::{Duration, Tokens, Usd};
use ballast_sandbox::{Sandbox, example};
use ballast_tests::bare::{Cost, DAY, World, each, of_one, vesting};
use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};

const CLOSE: ExecuteMsg = ExecuteMsg::CloseEpoch { limit: Some(1) };
const CLAIM: ExecuteMsg = ExecuteMsg::Claim {};

/// Message, and the most that it may do: reads, writes, removes, bytes read, bytes written, gas of the wasm's instructions.
///
/// Counts are those measured; bytes and gas have a tenth to spare.
const CEILINGS: &[(&str, [u64; 6])] = &[
    ("deposit, first", [4, 2, 0, 236, 70, 380]),
    ("deposit, repeated", [4, 2, 0, 248, 70, 388]),
    ("authorize", [4, 2, 0, 138, 79, 428]),
    ("withdraw", [4, 2, 0, 257, 79, 464]),
    ("buy_credits", [12, 3, 0, 842, 121, 829]),
    ("submit_price", [10, 2, 0, 774, 57, 670]),
    ("submit_price, first of an hour", [12, 4, 1, 833, 152, 746]),
    ("poke", [8, 1, 0, 585, 31, 500]),
    ("settle 100, each its own tenant and provider, all of them new", [212, 206, 0, 10505, 22776, 51059]),
    ("settle 1, each its own tenant and provider", [14, 8, 0, 864, 453, 1513]),
    ("settle 10, each its own tenant and provider", [32, 26, 0, 1944, 2494, 5851]),
    ("settle 100, each its own tenant and provider", [212, 206, 0, 12747, 22893, 52275]),
    ("settle 1, all of one tenant and provider", [14, 8, 0, 871, 459, 1515]),
    ("settle 10, all of one tenant and provider", [14, 8, 0, 872, 1410, 5207]),
    ("settle 100, all of one tenant and provider", [14, 8, 0, 872, 10919, 41832]),
    ("settle 1, closing an epoch", [27, 15, 0, 1494, 873, 2585]),
    ("settle 10, providers with rewards to take", [33, 26, 0, 1992, 2513, 6013]),
    ("close_epoch 5", [14, 7, 0, 801, 399, 1293]),
    ("close_epoch 500", [14, 7, 0, 1009, 583, 1412]),
    ("prune 10 batches of one line", [14, 1, 10, 1688, 41, 548]),
    ("close_epoch, 10 providers", [14, 7, 0, 773, 416, 1304]),
    ("claim", [5, 3, 0, 292, 108, 547]),
    ("claim, three quarters vest", [5, 3, 0, 295, 125, 571]),
    ("claim, closing an epoch", [17, 9, 1, 875, 458, 1539]),
    ("queue", [7, 1, 0, 3290, 152, 2020]),
    ("veto", [2, 2, 0, 383, 34, 351]),
    ("execute", [17, 4, 0, 3912, 256, 2778]),
    ("tighten", [11, 4, 0, 3638, 254, 2551]),
    ("trip", [13, 4, 0, 3729, 209, 1884]),
    ("remove a meter", [4, 3, 0, 357, 272, 422]),
    ("settle 1, after a week of falling prices", [14, 8, 0, 3369, 447, 2123]),
];

#[test]
fn every_message_stays_below_its_ceiling() {
    let mut rows = money();
    rows.extend(settlements());
    rows.extend(epochs());
    rows.extend(governance());
    print(&rows);
    for (name, cost) in &rows {
        let Cost { reads, writes, removes, bytes_read, bytes_written, vm } = *cost;
        let found = [reads, writes, removes, bytes_read, bytes_written, vm];
        let (_, max) =
            CEILINGS.iter().find(|(row, _)| row == name).unwrap_or_else(|| panic!("{name}: no ceiling"));
        for (found, max) in found.iter().zip(max) {
            assert!(found <= max, "{name}: {cost:?}, at most {max:?}");
        }
    }
    assert_eq!(rows.len(), CEILINGS.len());
}

#[test]
fn an_epoch_closes_at_the_same_cost_once_the_window_is_full() {
    let mut world = World::in_use(example::params());
    let mut costs = vec![];
    for epoch in 8..500 {
        world.settle(of_one(1));
        world.wait(DAY);
        world.submit_price();
        let cost = world.send("anyone", &CLOSE);
        if [60, 200, 499].contains(&epoch) {
            costs.push(cost);
        }
    }
    for cost in &costs {
        assert_eq!(cost.counts(), costs[0].counts());
        assert!(cost.bytes_written.abs_diff(costs[0].bytes_written) <= 24, "{costs:?}");
    }
}

fn money() -> Vec<(String, Cost)> {
    let mut world = World::in_use(example::params());
    let named = |name: &str, cost| (name.to_owned(), cost);
    let mut rows = vec![
        named("deposit, first", world.deposit("newcomer")),
        named("deposit, repeated", world.deposit("newcomer")),
        named("authorize", world.authorize("newcomer")),
        named("withdraw", world.send("newcomer", &ExecuteMsg::Withdraw { amount: Some(Tokens::new(1_234)) })),
    ];
    world.wait(60);
    let credits = ExecuteMsg::BuyCredits { amount: Some(Tokens::new(5_000_000)), min_usd: Some(Usd::new(1)) };
    rows.push(named("buy_credits", world.send("newcomer", &credits)));
    world.wait(60);
    rows.push(named("submit_price", world.submit_price()));
    world.wait(3_600);
    rows.push(named("submit_price, first of an hour", world.submit_price()));
    world.wait(60);
    rows.push(named("poke", world.send("anyone", &ExecuteMsg::Poke {})));
    rows
}

fn settlements() -> Vec<(String, Cost)> {
    let mut world = World::in_use(example::params());
    (0..100).for_each(|tenant| world.enrol(&format!("tenant-{tenant}")));
    let mut rows = vec![];
    for (lines, repeated) in [(100, false), (1, true), (10, true), (100, true)] {
        world.wait(6);
        let cost = world.settle(each(lines));
        let note = if repeated { "" } else { ", all of them new" };
        rows.push((format!("settle {lines}, each its own tenant and provider{note}"), cost));
    }
    for lines in [1, 10, 100] {
        world.settle(of_one(1));
        world.wait(6);
        rows.push((format!("settle {lines}, all of one tenant and provider"), world.settle(of_one(lines))));
    }
    world.wait(DAY);
    world.submit_price();
    rows.push(("settle 1, closing an epoch".to_owned(), world.settle(of_one(1))));
    rows.push(("settle 10, providers with rewards to take".to_owned(), world.settle(each(10))));
    rows
}

fn epochs() -> Vec<(String, Cost)> {
    let mut rows = vec![];
    let mut world = World::new(example::params());
    world.enrol("tenant");
    world.submit_price();
    for epoch in 0..=500 {
        world.settle(of_one(1));
        world.wait(DAY);
        world.submit_price();
        let cost = world.send("anyone", &CLOSE);
        if [5, 500].contains(&epoch) {
            rows.push((format!("close_epoch {epoch}"), cost));
        }
    }
    let pruned = world.send("anyone", &ExecuteMsg::Prune { limit: Some(10) });
    rows.push(("prune 10 batches of one line".to_owned(), pruned));

    for (name, params) in [("claim", example::params()), ("claim, three quarters vest", vesting())] {
        let mut world = World::in_use(params);
        worked(&mut world, 10);
        if name == "claim" {
            rows.push(("close_epoch, 10 providers".to_owned(), world.send("anyone", &CLOSE)));
        } else {
            world.send("anyone", &CLOSE);
        }
        world.wait(60);
        rows.push((name.to_owned(), world.send("provider-3", &CLAIM)));
    }
    let mut world = World::in_use(example::params());
    worked(&mut world, 1);
    rows.push(("claim, closing an epoch".to_owned(), world.send("provider-0", &CLAIM)));
    rows
}

fn governance() -> Vec<(String, Cost)> {
    let mut world = World::in_use(example::params());
    let named = |name: &str, cost| (name.to_owned(), cost);
    let change = |from: &str, to: &str| ChangeMsg {
        parameter: Parameter::new("policy.mint.round_trip"),
        from: from.to_owned(),
        to: to.to_owned(),
    };
    let queue = |from, to| GovernMsg::Queue { proposal: Proposal::Changes(vec![change(from, to)]) };
    let mut rows = vec![named("queue", world.govern("governor", queue("1", "1.1")))];
    rows.push(named("veto", world.govern("guardian", GovernMsg::Veto { id: 1 })));
    world.govern("governor", queue("1", "1.1"));
    world.env.block.height += 1_000;
    (0..2).for_each(|_| world.day());
    rows.push(named("execute", world.govern("anyone", GovernMsg::Execute { id: 2 })));
    (0..7).for_each(|_| world.day());
    let tighten = GovernMsg::Tighten { changes: vec![change("1.1", "1")] };
    rows.push(named("tighten", world.govern("governor", tighten)));
    rows.push(named("trip", world.govern("guardian", GovernMsg::Trip { seconds: Duration::DAY })));
    let meter = Member::Meter { address: Sandbox::address("meter").into() };
    rows.push(named("remove a meter", world.govern("governor", GovernMsg::Remove { member: meter })));

    let mut world = World::in_use(example::params());
    world.week_of_falling_prices();
    world.wait(6);
    rows.push(named("settle 1, after a week of falling prices", world.settle(of_one(1))));
    rows
}

/// What looking at the collateral reads: the ledger and the open epoch, in messages that have not read them. Where the signal
/// is off it reads nothing.
#[test]
fn the_collateral_costs_two_reads_at_most() {
    let reads = |collateral| {
        let mut world = World::by_value(example::params(), collateral);
        let credits =
            ExecuteMsg::BuyCredits { amount: Some(Tokens::new(5_000_000)), min_usd: Some(Usd::new(1)) };
        let mut costs = vec![];
        for _ in 0..2 {
            world.wait(60);
            costs.push(world.send("tenant", &credits));
            costs.push(world.submit_price());
            costs.push(world.send("anyone", &ExecuteMsg::Poke {}));
            costs.push(world.settle(of_one(1)));
        }
        world.wait(DAY);
        world.submit_price();
        costs.push(world.send("anyone", &CLOSE));
        costs.push(world.govern("guardian", GovernMsg::Trip { seconds: Duration::new(60) }));
        costs.iter().map(|cost| (cost.reads, cost.writes)).collect::<Vec<_>>()
    };
    let names = ["buy_credits", "submit_price", "poke", "settle"];
    let names: Vec<_> = names.into_iter().chain(names).chain(["close_epoch", "trip"]).collect();
    let more: Vec<_> = names
        .into_iter()
        .zip(reads(true).into_iter().zip(reads(false)))
        .map(|(name, (on, off))| (name, on.0 - off.0, on.1 - off.1))
        .collect();
    let looks = |name| (name, 2, 0);
    let has_read = |name| (name, 0, 0);
    let four = [has_read("buy_credits"), looks("submit_price"), looks("poke"), has_read("settle")];
    assert_eq!(more[..8], [four, four].concat());
    assert_eq!(more[8..], [has_read("close_epoch"), looks("trip")]);
}

/// What a settlement cost before there were guardrails: reads, writes, bytes written, storage gas.
const BEFORE_GUARDRAILS: [(&str, [u64; 4]); 3] = [
    ("settle 1, each its own tenant and provider", [15, 8, 412, 45_802]),
    ("settle 10, each its own tenant and provider", [33, 26, 2_268, 158_428]),
    ("settle 100, each its own tenant and provider", [213, 206, 20_812, 1_284_214]),
];

#[test]
fn guardrails_make_no_settlement_dearer_by_a_tenth() {
    let rows = settlements();
    for (name, before) in BEFORE_GUARDRAILS {
        let (_, cost) = rows.iter().find(|(row, _)| row == name).unwrap();
        let now = [cost.reads, cost.writes, cost.bytes_written, cost.storage_gas()];
        println!("{name}: {before:?} before, {now:?} now");
        assert!(now.iter().zip(before).all(|(now, before)| *now * 10 <= before * 11), "{name}: {now:?}");
    }
}

/// An epoch in which so many providers worked, just over.
pub fn worked(world: &mut World, providers: usize) {
    for first in (0..providers).step_by(200) {
        let batch = first..(first + 200).min(providers);
        world.settle(batch.map(|provider| ("tenant".to_owned(), format!("provider-{provider}"))));
    }
    world.wait(DAY);
    world.submit_price();
}

fn print(rows: &[(String, Cost)]) {
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN).set_header([
        "message",
        "reads",
        "writes",
        "removes",
        "bytes read",
        "bytes written",
        "storage gas",
        "VM gas",
        "gas",
    ]);
    for (name, cost) in rows {
        table.add_row(std::iter::once(name.clone()).chain(cost.figures().map(|figure| figure.to_string())));
    }
    let cost = |name: &str| rows.iter().find(|(row, _)| row == name).unwrap().1;
    for what in ["each its own tenant and provider", "all of one tenant and provider"] {
        let [ten, hundred] = [10, 100].map(|lines| cost(&format!("settle {lines}, {what}")).figures());
        let each: Vec<String> =
            ten.iter().zip(hundred).map(|(ten, hundred)| ((hundred - ten) / 90).to_string()).collect();
        table.add_row(std::iter::once(format!("one more line, {what}")).chain(each));
    }
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    println!("{table}");
}
