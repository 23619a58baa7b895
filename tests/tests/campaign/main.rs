//! A random campaign against the real contract in all four supply modes, with every invariant checked at every step.
//!
//! `BALLAST_SEED` and `BALLAST_STEPS` change what runs; `--nocapture` shows what it did. With the feature `vm` the wasm goes
//! the same way for a part of it, and must leave the same bytes behind.

#![allow(missing_docs)]

mod accounts;
mod acting;
mod agreement;
mod auditing;
mod closing;
mod collateral;
mod ending;
mod floors;
mod frame;
mod fuse;
mod governing;
mod invariants;
mod market;
mod offices;
mod ops;
mod registry;
mod runner;
mod scheming;
mod sending;
mod settling;
mod shadow;
mod strategy;
mod stream;
mod tally;
mod tunables;
mod watching;
mod weather;
mod worlds;

use ballast_sandbox::{SupplyKind, controller_code};
use ballast_tests::engine::{IS_VM, code};
use cosmwasm_std::Empty;
use cw_multi_test::Contract;

use crate::ops::{Op, TENANTS, TREASURY};
use crate::runner::Campaign;
use crate::shadow::Shadow;

const SEED: u64 = 20_261_122;
/// The wasm takes a hundred times longer than the code.
const STEPS: u64 = if IS_VM { 2_500 } else { 30_000 };

#[test]
fn token_factory() {
    campaign(SupplyKind::TokenFactory);
}

#[test]
fn cw20() {
    campaign(SupplyKind::Cw20);
}

#[test]
fn reserve() {
    campaign(SupplyKind::Reserve);
}

#[test]
fn external() {
    campaign(SupplyKind::External);
}

fn campaign(kind: SupplyKind) {
    let (seed, steps) = (setting("BALLAST_SEED", SEED), setting("BALLAST_STEPS", STEPS));
    let campaign = run(kind, code(), seed, steps);
    campaign.tally.print(kind, seed, steps);
    if IS_VM {
        let of_the_code = run(kind, controller_code(), seed, steps);
        assert_eq!(campaign.tally, of_the_code.tally);
        assert!(campaign.chain.dump() == of_the_code.chain.dump(), "the wasm left other bytes than the code");
    }
    // Another seed goes another way, and may leave a rare branch out; so does a shorter one.
    if (seed, steps) == (SEED, STEPS) && !IS_VM {
        floors::assert_all(&campaign.tally, kind);
    }
}

fn run(kind: SupplyKind, code: Box<dyn Contract<Empty>>, seed: u64, steps: u64) -> Campaign {
    let genesis = worlds::genesis(kind);
    let mut campaign = Campaign::new(&genesis, Shadow::new(&genesis), code).unwrap();
    for tenant in TENANTS {
        let gift = Op::Transfer { from: TREASURY, to: Some(tenant), amount: 1_000_000_000_000 };
        campaign.step(&gift, true).unwrap();
    }
    campaign.run(seed, steps);
    campaign
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}
