//! The words that tests are written in: accounts by name, amounts, lines of work, and what came of a message.

use std::fmt::Display;

use anyhow::Result;
use ballast_api::events::ContractEvent;
use ballast_api::{ExternalBurn, Line};
use ballast_math::{Duration, Price, Ratio, Smoothing, Tokens, Usd};
use ballast_sandbox::{AppResponse, Genesis, Sandbox, SupplyKind, example};
use cosmwasm_std::{Addr, Event};
use serde::de::DeserializeOwned;

/// First second of a day, and of epoch 0.
pub const START: u64 = 1_700_006_400;
pub const HOUR: u64 = 3_600;
pub const DAY: u64 = 86_400;

#[must_use]
pub fn addr(name: &str) -> Addr {
    Sandbox::address(name)
}

#[must_use]
pub fn tokens(units: u128) -> Tokens {
    Tokens::new(units)
}

#[must_use]
pub fn usd(micro: u128) -> Usd {
    Usd::new(micro)
}

#[must_use]
pub fn price(text: &str) -> Price {
    text.parse().expect("a price")
}

#[must_use]
pub fn ratio(text: &str) -> Ratio {
    text.parse().expect("a ratio")
}

/// A line of work by the names of its parties; its job is `job`, an hour of a GPU.
#[must_use]
pub fn line(tenant: &str, provider: &str, micro_usd: u128) -> Line {
    Line {
        tenant: addr(tenant).into(),
        provider: addr(provider).into(),
        job: "job".to_owned(),
        usd: usd(micro_usd),
        gpu_seconds: 3_600,
    }
}

/// A payment that the chain burned.
#[must_use]
pub fn burn(tenant: &str, provider: &str, micro_usd: u128, burned: u128) -> ExternalBurn {
    ExternalBurn { line: line(tenant, provider, micro_usd), burned: tokens(burned) }
}

/// The example network without smoothing: 90% of what an epoch burned is asked for at its close.
#[must_use]
pub fn genesis(supply: SupplyKind) -> Genesis {
    let mut genesis = Genesis { supply, reserve: tokens(100_000_000_000_000), ..example::genesis() };
    genesis.params.policy.mint.smoothing = Smoothing { weight: Ratio::ONE, period: Duration::DAY };
    genesis
}

/// The reason inside the layers that the embedded chain wraps around an error.
#[must_use]
pub fn reason(error: impl Display) -> String {
    let text = error.to_string();
    text.rsplit(", error: ").next().unwrap_or_default().to_owned()
}

/// What came of a message.
#[must_use]
#[derive(Debug)]
pub struct Outcome(pub Result<AppResponse, String>);

impl Outcome {
    #[track_caller]
    pub fn ok(self) -> AppResponse {
        self.0.expect("the message should have succeeded")
    }

    /// The data of a message that succeeded.
    #[track_caller]
    #[must_use]
    pub fn data<T: DeserializeOwned>(self) -> T {
        Sandbox::data(&self.ok()).expect("data of the expected shape")
    }

    /// The reason must be the text of this error, to the letter.
    #[track_caller]
    pub fn should_fail_with(self, expected: impl Display) {
        let found = self.0.map(|_| ()).expect_err("the message should have failed");
        assert_eq!(reason(found), reason(expected));
    }

    /// For errors of the chain, whose words are not ours.
    #[track_caller]
    pub fn should_fail_saying(self, part: &str) {
        let found = self.0.map(|_| ()).expect_err("the message should have failed");
        let found = reason(found);
        assert!(found.contains(part), "expected an error with {part:?}, found {found:?}");
    }
}

/// The attributes of the controller's only event of a type, as one line: `key=value key=value`.
#[track_caller]
#[must_use]
pub fn event(response: &AppResponse, name: &str) -> String {
    let found = Sandbox::events(response, name);
    assert_eq!(found.len(), 1, "expected one {name}, found {found:?}");
    attributes(found[0])
}

/// Every event of the contract can be read, and is what reading and writing it again gives.
#[track_caller]
pub fn check_events(response: &AppResponse) {
    for event in response.events.iter().filter(|event| event.ty.starts_with("wasm-")) {
        let read = ContractEvent::from_event(event).unwrap_or_else(|error| panic!("{error}: {event:?}"));
        if let Some(read) = read {
            let again = read.to_event();
            assert_eq!((&event.ty, attributes(event)), (&format!("wasm-{}", again.ty), attributes(&again)));
        } else {
            assert!(!event.ty.contains("ballast"), "an event without a struct: {event:?}");
        }
    }
}

/// The attributes of an event, as one line, without the contract's address that the chain adds.
#[must_use]
pub fn attributes(event: &Event) -> String {
    let own = event.attributes.iter().filter(|attribute| attribute.key != "_contract_address");
    own.map(|attribute| format!("{}={}", attribute.key, attribute.value)).collect::<Vec<_>>().join(" ")
}
