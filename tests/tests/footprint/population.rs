//! What a message costs among ten accounts and among a hundred thousand, after ten epochs and after a hundred thousand.

use ballast_api::ExecuteMsg;
use ballast_sandbox::example;
use ballast_tests::bare::{Cost, DAY, World, each, of_one};

use crate::{CLAIM, CLOSE};

const POPULATIONS: [usize; 3] = [10, 1_000, 100_000];

/// Sums grow with the population, and so do the bytes that they are written in; nothing else may.
const MORE_BYTES: u64 = 96;

fn cost_the_same(what: &str, costs: &[Cost]) {
    for (population, cost) in POPULATIONS.iter().zip(costs) {
        println!("{what} at {population}: {cost:?}, {} gas", cost.gas());
    }
    for cost in costs {
        assert_eq!(cost.counts(), costs[0].counts(), "{what}");
        assert!(cost.bytes_read.abs_diff(costs[0].bytes_read) <= MORE_BYTES, "{what}");
        assert!(cost.bytes_written.abs_diff(costs[0].bytes_written) <= MORE_BYTES, "{what}");
        assert!(cost.vm.abs_diff(costs[0].vm) * 20 <= costs[0].vm, "{what}: {costs:?}");
    }
}

/// A network on which so many tenants have paid so many providers, in its present epoch.
fn populated(accounts: usize) -> World {
    let mut world = World::unmeasured(example::params());
    (0..accounts).for_each(|tenant| world.enrol(&format!("tenant-{tenant}")));
    for first in (0..accounts).step_by(200) {
        let last = (first + 200).min(accounts);
        world.settle((first..last).map(|line| (format!("tenant-{line}"), format!("provider-{line}"))));
    }
    world.measure();
    world
}

#[test]
fn a_hundred_thousand_accounts_cost_what_ten_do() {
    let costs = POPULATIONS.map(|accounts| {
        let mut world = populated(accounts);
        world.wait(6);
        let settled = [world.settle(of_one(1)), world.settle(each(10))];
        let withdrawn = world.send("tenant-3", &ExecuteMsg::Withdraw { amount: None });
        world.wait(DAY);
        world.submit_price();
        let closed = world.send("anyone", &CLOSE);
        let claimed = world.send("provider-3", &CLAIM);
        [settled[0], settled[1], withdrawn, closed, claimed]
    });
    for (message, what) in ["settle 1", "settle 10", "withdraw", "close_epoch", "claim"].iter().enumerate() {
        cost_the_same(what, &costs.map(|costs| costs[message]));
    }
}

#[test]
fn a_hundred_thousand_epochs_cost_what_ten_do() {
    let costs = POPULATIONS.map(|epochs| {
        let mut world = World::unmeasured(example::params());
        world.settle(of_one(1));
        for _ in 0..epochs / 10 {
            world.wait(10 * DAY);
            world.send("anyone", &ExecuteMsg::CloseEpoch { limit: None });
        }
        // Work and prices again, until the window is full of them.
        (0..40).for_each(|_| {
            world.settle(of_one(1));
            world.day();
        });
        world.measure();
        let settled = world.settle(of_one(1));
        world.wait(DAY);
        world.submit_price();
        let closed = world.send("anyone", &CLOSE);
        let claimed = world.send("provider", &CLAIM);
        [settled, closed, claimed]
    });
    for (message, what) in ["settle 1", "close_epoch", "claim"].iter().enumerate() {
        cost_the_same(what, &costs.map(|costs| costs[message]));
    }
}
