//! What each message reads and writes. On stock wasmd, storage is most of what a message costs, and the cost must not
//! grow with the number of tenants, providers or epochs.
//!
//! `--nocapture` shows the table.

#![allow(missing_docs)]

mod counting;
mod world;

use ballast_api::ExecuteMsg;
use ballast_math::{Tokens, Usd};
use ballast_sandbox::example;
use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};

use crate::counting::Cost;
use crate::world::{DAY, World, each, of_one, vesting};

const CLOSE: ExecuteMsg = ExecuteMsg::CloseEpoch { limit: Some(1) };
const CLAIM: ExecuteMsg = ExecuteMsg::Claim {};

/// Message, and the most that it may do: reads, writes, removes, bytes read, bytes written.
///
/// Counts are those measured; bytes have a tenth to spare.
const CEILINGS: &[(&str, [u64; 5])] = &[
    ("deposit, first", [4, 2, 0, 234, 71]),
    ("deposit, repeated", [4, 2, 0, 246, 71]),
    ("authorize", [4, 2, 0, 139, 80]),
    ("withdraw", [4, 2, 0, 255, 80]),
    ("buy_credits", [12, 3, 0, 829, 122]),
    ("submit_price", [6, 2, 0, 519, 58]),
    ("submit_price, first of an hour", [8, 3, 1, 578, 88]),
    ("poke", [4, 1, 0, 325, 32]),
    ("settle 100, each its own tenant and provider, all of them new", [213, 206, 0, 10513, 22777]),
    ("settle 1, each its own tenant and provider", [15, 8, 0, 896, 454]),
    ("settle 10, each its own tenant and provider", [33, 26, 0, 1976, 2495]),
    ("settle 100, each its own tenant and provider", [213, 206, 0, 12780, 22894]),
    ("settle 1, all of one tenant and provider", [15, 8, 0, 906, 460]),
    ("settle 10, all of one tenant and provider", [15, 8, 0, 907, 1411]),
    ("settle 100, all of one tenant and provider", [15, 8, 0, 907, 10920]),
    ("settle 1, closing an epoch", [26, 13, 0, 1429, 811]),
    ("settle 10, providers with rewards to take", [34, 26, 0, 2015, 2513]),
    ("close_epoch 5", [12, 5, 0, 746, 346]),
    ("close_epoch 500", [12, 5, 0, 921, 512]),
    ("prune 10 batches of one line", [14, 1, 10, 1710, 42]),
    ("close_epoch, 10 providers", [12, 5, 0, 698, 347]),
    ("claim", [6, 3, 0, 307, 108]),
    ("claim, three quarters vest", [6, 3, 0, 319, 134]),
    ("claim, closing an epoch", [16, 7, 1, 818, 390]),
];

#[test]
fn every_message_stays_below_its_ceiling() {
    let mut rows = money();
    rows.extend(settlements());
    rows.extend(epochs());
    print(&rows);
    for (name, cost) in &rows {
        let Cost { reads, writes, removes, bytes_read, bytes_written } = *cost;
        let found = [reads, writes, removes, bytes_read, bytes_written];
        let (_, most) =
            CEILINGS.iter().find(|(row, _)| row == name).unwrap_or_else(|| panic!("{name}: no ceiling"));
        for (found, most) in found.iter().zip(most) {
            assert!(found <= most, "{name}: {cost:?}, at most {most:?}");
        }
    }
    assert_eq!(rows.len(), CEILINGS.len());
}

#[test]
fn ten_thousand_providers_cost_what_ten_do() {
    let [few, many] = [10, 10_000].map(|providers| {
        let mut world = World::in_use(example::params());
        worked(&mut world, providers);
        [world.send("anyone", &CLOSE), world.send("provider-3", &CLAIM)]
    });
    for (few, many) in few.iter().zip(&many) {
        assert_eq!(few.counts(), many.counts());
        // The sums are larger, and so are a few of their varints.
        assert!(many.bytes_read.abs_diff(few.bytes_read) <= 32, "{few:?} {many:?}");
        assert!(many.bytes_written.abs_diff(few.bytes_written) <= 32, "{few:?} {many:?}");
    }
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

/// An epoch in which so many providers worked, just over.
fn worked(world: &mut World, providers: usize) {
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
