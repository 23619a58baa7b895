//! Ten thousand messages that no honest client sends. Each ends in an error of the contract, or does no harm; none ends the
//! VM, runs out of gas or panics.
//!
//! `BALLAST_SEED` goes another way; `--nocapture` shows what was sent and how it ended.

#![allow(missing_docs)]

mod mutate;
mod seeds;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ballast_api::ExecuteMsg;
use ballast_sandbox::example;
use ballast_tests::bare::{DAY, World};
use ballast_tests::engine::gas;
use comfy_table::Table;
use comfy_table::presets::ASCII_MARKDOWN;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::mutate::{KINDS, mutant};

const SEED: u64 = 20_261_122;
const MESSAGES: usize = 10_000;

/// Every kind of mutant must have been refused so often.
const FLOOR: u64 = 500;

#[test]
fn every_message_that_mutants_grow_from_is_understood() {
    let mut world = World::in_use(example::params());
    for (entry, sender, funds, message) in seeds::all() {
        let outcome = world.raw(entry, sender, funds, message.to_string().into_bytes());
        // Some come at the wrong time; none is misread.
        let error = outcome.err().map_or(String::new(), |error| error.to_string());
        assert!(!error.contains("Error parsing"), "{entry:?} {message}: {error}");
    }
}

#[derive(Default)]
struct Row {
    understood: u64,
    refused: u64,
    max_gas: u64,
}

#[test]
fn bad_messages_end_in_an_error_of_the_contract() {
    let seed = std::env::var("BALLAST_SEED").map_or(SEED, |text| text.parse().unwrap());
    let mut rng = StdRng::seed_from_u64(seed);
    let seeds = seeds::all();
    let mut world = World::in_use(example::params());
    let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
    for number in 0..MESSAGES {
        let (entry, sender, funds, message) = &seeds[rng.random_range(0..seeds.len())];
        let (_, _, _, other) = &seeds[rng.random_range(0..seeds.len())];
        let kind = number % KINDS.len();
        let bytes = mutant(kind, message, other, &mut rng);
        let told = || {
            let text = String::from_utf8_lossy(&bytes);
            format!("BALLAST_SEED={seed}, message {number}, {}: {text:.600}", KINDS[kind])
        };
        let sent = catch_unwind(AssertUnwindSafe(|| world.raw(*entry, sender, *funds, bytes.clone())));
        let outcome = sent.unwrap_or_else(|_| panic!("a panic; {}", told()));
        let row = rows.entry(kind).or_default();
        row.max_gas = row.max_gas.max(gas());
        match outcome {
            Ok(()) => row.understood += 1,
            Err(error) => {
                assert!(!error.to_string().contains("VM: "), "{error}; {}", told());
                row.refused += 1;
            }
        }
    }
    print(&rows);
    for (kind, row) in &rows {
        assert!(row.refused >= FLOOR, "{}: {} refused", KINDS[*kind], row.refused);
    }
    // And the network still works.
    world.wait(DAY);
    world.send("anyone", &ExecuteMsg::CloseEpoch { limit: None });
    world.deposit("newcomer");
    world.send("newcomer", &ExecuteMsg::Withdraw { amount: None });
}

fn print(rows: &BTreeMap<usize, Row>) {
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN).set_header(["mutant", "refused", "understood", "most VM gas"]);
    for (kind, row) in rows {
        let Row { understood, refused, max_gas } = row;
        table.add_row([
            KINDS[*kind].to_owned(),
            refused.to_string(),
            understood.to_string(),
            max_gas.to_string(),
        ]);
    }
    println!("{table}");
}
