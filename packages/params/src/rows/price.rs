//! Whose word counts, and how far: meters, prices and their sources, receipts.

use ballast_economy::Lack;
use ballast_guardrails::LooseningDirection::{Down, Up};
use ballast_guardrails::Unit::{Decimal, Whole};

use crate::meters::MAX_METER_USD;
use crate::place::{Place, Slot};
use crate::row::EffectiveFrom::AtOnce;
use crate::row::Valid::{AboveZero, ByHolder, Outer};
use crate::row::{Lab, Row, SHARE, between, up_to};
use crate::source::{MAX_FEEDERS, MAX_PRICE_AGE, MAX_SOURCES, SourceKind};

/// Why the lab leaves sources out.
const ONE_FEED: Lab =
    Lab::Left("The runs have one feed, which is fresh and believed until a scenario silences it.");

pub const ROWS: [Row; 8] = [
    Row {
        name: "meters.*",
        place: Place::Meter,
        unit: Whole,
        loosens: Up,
        outer: up_to(MAX_METER_USD),
        valid: ByHolder,
        starts: AtOnce,
        mends: Some(Lack::Work),
        lab: Lab::Simulated(
            "The one meter of the runs may settle what all meters may, so more demand is settled, or less.",
        ),
        hurt: "Tenants and holders: a meter that lies can bill and earn more in an epoch before it is removed.",
    },
    Row {
        name: "price.band",
        place: Place::Params(|params| Some(Slot::Ratio(&mut params.price.band))),
        unit: Decimal,
        loosens: Up,
        outer: up_to(u128::MAX),
        valid: AboveZero,
        starts: AtOnce,
        mends: None,
        lab: Lab::Simulated("Prices farther from their average of a day are used, or refused."),
        hurt: "Tenants and providers: captured sources can bill and mint at a price that is farther off.",
    },
    Row {
        name: "price.min_sources",
        place: Place::Params(|params| Some(Slot::Short(&mut params.price.min_sources))),
        unit: Whole,
        loosens: Down,
        outer: up_to(MAX_SOURCES as u128),
        valid: Outer,
        starts: AtOnce,
        mends: Some(Lack::Price),
        lab: ONE_FEED,
        hurt: "Tenants and providers: fewer sources need be captured to make a price.",
    },
    // Receipts that go sooner are checked by fewer.
    Row {
        name: "receipt_retention",
        place: Place::Params(|params| Some(Slot::Short(&mut params.receipt_retention))),
        unit: Whole,
        loosens: Down,
        outer: between(1, u32::MAX as u128),
        valid: Outer,
        starts: AtOnce,
        mends: None,
        lab: Lab::Left("Receipts move no token."),
        hurt: "Tenants and providers who want to prove a bill: its receipt is gone sooner.",
    },
    Row {
        name: "sources.*.max_age",
        place: Place::Source(|source| Some(Slot::Duration(&mut source.max_age))),
        unit: Whole,
        loosens: Up,
        outer: between(1, MAX_PRICE_AGE.seconds() as u128),
        valid: ByHolder,
        starts: AtOnce,
        mends: Some(Lack::Price),
        lab: ONE_FEED,
        hurt: "Tenants and providers: bills and mints go by a price that the market has left.",
    },
    Row {
        name: "sources.*.max_confidence",
        place: Place::Source(|source| match &mut source.kind {
            SourceKind::Pyth { max_confidence, .. } => Some(Slot::Ratio(max_confidence)),
            _ => None,
        }),
        unit: Decimal,
        loosens: Up,
        outer: SHARE,
        valid: ByHolder,
        starts: AtOnce,
        mends: Some(Lack::Price),
        lab: ONE_FEED,
        hurt: "Tenants and providers: a price counts of which its own source is not sure.",
    },
    Row {
        name: "sources.*.max_deviation",
        place: Place::Source(|source| Some(Slot::Ratio(&mut source.max_deviation))),
        unit: Decimal,
        loosens: Up,
        outer: SHARE,
        valid: ByHolder,
        starts: AtOnce,
        mends: Some(Lack::Price),
        lab: ONE_FEED,
        hurt: "Tenants and providers: sources count as agreeing although they do not.",
    },
    Row {
        name: "sources.*.quorum",
        place: Place::Source(|source| match &mut source.kind {
            SourceKind::Feed { quorum, .. } => Some(Slot::Short(quorum)),
            _ => None,
        }),
        unit: Whole,
        loosens: Down,
        outer: between(1, MAX_FEEDERS as u128),
        valid: ByHolder,
        starts: AtOnce,
        mends: Some(Lack::Price),
        lab: ONE_FEED,
        hurt: "Tenants and providers: fewer feeders need be captured to make a price.",
    },
];
