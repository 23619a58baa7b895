use std::collections::BTreeSet;

use ballast_economy::{Signal, Signals};
use ballast_guardrails::{Ending, Level, Role, RoleChange};
use ballast_math::{Cap, Price, Ratio, Timestamp, Tokens, Usd};
use cosmwasm_std::Event;
use proptest::prelude::*;

use super::{ChangeStatus, ContractEvent, DepositEvent, EventError, MemberKind, MintEvent, ReceiptEvent};
use crate::{Action, Parameter, Proposal, Receipt, ShortfallReason};

/// Random numbers, for values of every kind (SplitMix64).
pub struct Seeds(pub u64);

impl Seeds {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Of any size: half of all numbers would have 128 digits else.
    fn number(&mut self) -> u128 {
        let number = u128::from(self.next()) << 64 | u128::from(self.next());
        number >> self.below(128)
    }
}

/// A value of some kind.
pub trait Sample {
    fn sample(seeds: &mut Seeds) -> Self;
}

macro_rules! samples {
    ($($type:ty: $seeds:ident => $value:expr;)*) => {$(
        impl Sample for $type {
            fn sample($seeds: &mut Seeds) -> Self {
                $value
            }
        }
    )*};
}

fn one_of<T: Copy>(seeds: &mut Seeds, all: &[T]) -> T {
    all[seeds.below(all.len())]
}

samples! {
    u64: seeds => seeds.number() as u64;
    u32: seeds => seeds.number() as u32;
    Timestamp: seeds => Self::new(seeds.number() as u64);
    bool: seeds => seeds.next().is_multiple_of(2);
    Tokens: seeds => Self::new(seeds.number());
    Usd: seeds => Self::new(seeds.number());
    Price: seeds => Self::from_atomics(seeds.number());
    Ratio: seeds => Self::from_atomics(seeds.number());
    String: seeds => {
        let all = ['a', 'Z', '0', ' ', '"', '\'', '\\', '/', '-', '>', 'ρ', '🜂', '\n'];
        (0..seeds.below(9)).map(|_| one_of(seeds, &all)).collect()
    };
    Parameter: seeds => Self::new(String::sample(seeds));
    Level: seeds => one_of(seeds, &[Self::Normal, Self::Caution, Self::Restricted, Self::Halted]);
    Signals: seeds => Self {
        price: bool::sample(seeds),
        usage: bool::sample(seeds),
        coverage: bool::sample(seeds),
        collateral: bool::sample(seeds),
    };
    Signal: seeds => one_of(seeds, &Self::ALL);
    Role: seeds => one_of(seeds, &[Self::Governor, Self::Guardian]);
    ChangeStatus: seeds => one_of(seeds, &[Self::Queued, Self::Executed, Self::Tightened]);
    MemberKind: seeds => one_of(seeds, &[Self::Meter, Self::Feeder, Self::Source]);
    Ending: seeds => {
        one_of(seeds, &[Self::Executed, Self::Vetoed, Self::Superseded, Self::Expired, Self::Cancelled])
    };
    Cap: seeds => one_of(seeds, &[
        Self::NoWork, Self::Breaker, Self::RoundTrip, Self::RemintCredit, Self::NetEmission, Self::GrossEmission,
        Self::MaxSupply, Self::Reserve,
    ]);
    ShortfallReason: seeds => one_of(seeds, &[
        Self::InvalidAddress, Self::InvalidJob, Self::ZeroUsd, Self::Unauthorised, Self::TenantLimit,
        Self::MeterLimit, Self::NoPrice, Self::Funds, Self::TooLarge,
    ]);
    Proposal: seeds => {
        let address = String::sample(seeds);
        Self::Action(match seeds.below(3) {
            0 => Action::AddFeeder { address },
            1 => Action::Role(RoleChange::AddGovernor { address }),
            _ => Action::Role(RoleChange::ReplaceGuardian { address }),
        })
    };
}

impl<T: Sample> Sample for Option<T> {
    fn sample(seeds: &mut Seeds) -> Self {
        bool::sample(seeds).then(|| T::sample(seeds))
    }
}

/// A receipt as the contract could write it: no field has a `|`.
pub fn receipt(seeds: &mut Seeds) -> Receipt {
    Receipt {
        epoch: Sample::sample(seeds),
        meter: Sample::sample(seeds),
        batch: Sample::sample(seeds),
        line: Sample::sample(seeds),
        job: Sample::sample(seeds),
        tenant: Sample::sample(seeds),
        provider: Sample::sample(seeds),
        usd: Sample::sample(seeds),
        usd_from_credits: Sample::sample(seeds),
        burned: Sample::sample(seeds),
        direct_pay: Sample::sample(seeds),
        price: Sample::sample(seeds),
    }
}

/// As a chain with wasmd passes an event on.
fn on_chain(event: &Event) -> Event {
    let mut passed = Event::new(format!("wasm-{}", event.ty));
    let mut contract = cosmwasm_std::Attribute::new("x", "wasm1contract");
    contract.key = "_contract_address".to_owned();
    passed.attributes = std::iter::once(contract).chain(event.attributes.iter().cloned()).collect();
    passed
}

proptest! {
    #[test]
    fn what_is_read_is_what_was_written_with_a_chains_prefix_and_without(seed in any::<u64>()) {
        for written in ContractEvent::samples(&mut Seeds(seed)) {
            let event = written.to_event();
            prop_assert_eq!(ContractEvent::from_event(&event), Ok(Some(written.clone())));
            prop_assert_eq!(ContractEvent::from_event(&on_chain(&event)), Ok(Some(written)));
        }
    }

    #[test]
    fn an_event_has_the_attributes_of_its_schema_in_their_order(seed in any::<u64>()) {
        for (written, spec) in ContractEvent::samples(&mut Seeds(seed)).iter().zip(ContractEvent::ALL) {
            let event = written.to_event();
            prop_assert_eq!(&event.ty, spec.name);
            let mut found = event.attributes.iter().map(|attribute| attribute.key.as_str()).peekable();
            for attribute in spec.attributes {
                let present = found.next_if_eq(&attribute.key).is_some();
                prop_assert!(present || attribute.optional, "{}: {}", spec.name, attribute.key);
            }
            prop_assert_eq!(found.next(), None);
        }
    }

    #[test]
    fn without_an_attribute_that_every_such_event_has_it_is_refused_for_just_that(seed in any::<u64>()) {
        for (written, spec) in ContractEvent::samples(&mut Seeds(seed)).iter().zip(ContractEvent::ALL) {
            for attribute in spec.attributes.iter().filter(|attribute| !attribute.optional) {
                let mut event = written.to_event();
                event.attributes.retain(|found| found.key != attribute.key);
                let missing = EventError::Missing { event: spec.name, key: attribute.key };
                prop_assert_eq!(ContractEvent::from_event(&event), Err(missing));
            }
        }
    }
}

#[test]
fn a_node_can_search_every_type_and_every_key() {
    let searchable = |name: &str| {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        !name.is_empty() && name.bytes().all(good)
    };
    let mut types = BTreeSet::new();
    for spec in ContractEvent::ALL {
        assert!(searchable(spec.name) && spec.name.starts_with("ballast-"), "{}", spec.name);
        assert!(types.insert(spec.name), "{} twice", spec.name);
        assert!(!spec.attributes.is_empty(), "{}: a chain drops an event without attributes", spec.name);
        let mut keys = BTreeSet::new();
        for attribute in spec.attributes {
            // A chain keeps keys with a leading underscore to itself.
            assert!(searchable(attribute.key) && !attribute.key.starts_with('_'), "{}", attribute.key);
            assert!(keys.insert(attribute.key), "{}: {} twice", spec.name, attribute.key);
            assert!(attribute.about.trim().ends_with('.'), "{}: {}", spec.name, attribute.about);
        }
    }
}

#[test]
fn another_event_is_none_of_the_contracts() {
    for name in ["transfer", "ballast-unheard-of", "wasm", "wasm-", "wasm-wasm-ballast-deposit"] {
        assert_eq!(ContractEvent::from_event(&Event::new(name)), Ok(None), "{name}");
    }
    let found = "wasm-ballast-withdraw".to_owned();
    let wrong = EventError::WrongType { expected: "ballast-deposit", found: found.clone() };
    assert_eq!(DepositEvent::from_event(&Event::new(found)), Err(wrong));
}

#[test]
fn a_value_has_one_form() {
    let deposit = |amount: &str| {
        let event = Event::new("ballast-deposit").add_attribute("tenant", "t");
        DepositEvent::from_event(&event.add_attribute("amount", amount))
    };
    assert!(deposit("7").is_ok());
    for amount in ["", "+7", "07", "-7", "7.0", " 7", "seven", "340282366920938463463374607431768211456"] {
        let expected = "an amount".to_owned();
        let found = amount.to_owned();
        let malformed = EventError::Malformed { event: DepositEvent::TYPE, key: "amount", expected, found };
        assert_eq!(deposit(amount), Err(malformed), "{amount:?}");
    }
}

#[test]
fn words_are_those_of_json_and_no_others() {
    let mint = MintEvent::sample(&mut Seeds(1));
    let with = |level: &str| {
        let mut event = mint.to_event();
        event.attributes.iter_mut().find(|found| found.key == "level").unwrap().value = level.to_owned();
        MintEvent::from_event(&event)
    };
    assert_eq!(with("restricted").unwrap().level, Level::Restricted);
    for level in ["Restricted", "2", "", "\"restricted\"", "none"] {
        let error = with(level).unwrap_err();
        assert_eq!(error.to_string(), format!("ballast-mint: level: expected a level, found {level:?}"));
    }
}

#[test]
fn a_receipt_says_beside_its_leaf_what_the_leaf_says() {
    let receipt = Receipt { tenant: "tina".to_owned(), ..receipt(&mut Seeds(7)) };
    let event = ReceiptEvent::new(receipt).to_event();
    for key in ["epoch", "job", "tenant", "provider", "leaf"] {
        let mut changed = event.clone();
        changed.attributes.iter_mut().find(|found| found.key == key).unwrap().value = "forged".to_owned();
        let error = ReceiptEvent::from_event(&changed).unwrap_err();
        assert!(matches!(&error, EventError::Malformed { key: found, .. } if *found == key), "{error}");
    }
    let mut changed = event;
    changed.attributes[2].value = "tom".to_owned();
    let error = ReceiptEvent::from_event(&changed).unwrap_err().to_string();
    assert_eq!(error, "ballast-receipt: tenant: expected tina, as in the leaf, found \"tom\"");
}

#[test]
fn a_leaf_that_the_contract_would_not_write_is_no_receipt() {
    let leaf = "3|m|1|0|job|t|p|10|0|10|0|1.5";
    let receipt = Receipt::from_leaf(leaf).unwrap();
    assert_eq!((receipt.leaf().as_str(), receipt.price), (leaf, "1.5".parse().ok()));
    assert_eq!(Receipt::from_leaf("3|m|1|0|job|t|p|10|10|0|0|").unwrap().price, None);
    for (leaf, expected) in [
        ("", "a receipt of 12 fields, not of 1"),
        ("3|m|1|0|job|t|p|10|0|10|0|1.5|", "a receipt of 12 fields, not of 13"),
        ("3|m|1|0|job|t|p|10|0|10|0|1.50", "a receipt whose price is a number, not \"1.50\""),
        ("3|m|01|0|job|t|p|10|0|10|0|1.5", "a receipt whose batch is a number, not \"01\""),
        ("3|m|1|0|job|t|p|+10|0|10|0|1.5", "a receipt whose usd is a number, not \"+10\""),
        ("|m|1|0|job|t|p|10|0|10|0|1.5", "a receipt whose epoch is a number, not \"\""),
    ] {
        assert_eq!(Receipt::from_leaf(leaf).unwrap_err().to_string(), expected);
    }
}
