//! The run below a collateral ratio of one: by Akash's published rule, and by the real contract with the preset `akash`.
//!
//! ```text
//! cargo test -p ballast-tests --test presets run -- --nocapture
//! ```

use ballast_economy::Signal;
use ballast_guardrails::Level;
use ballast_math::{Cap, Price, Quote, Ratio, Rounding, Tokens, Usd};
use ballast_presets::PresetName;
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{DAY, Suite, line, price, ratio, tokens, usd};
use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};

use super::network;

/// A million tokens at a dollar, less 25 basis points.
const LOCKED: u128 = 1_000_000_000_000;
const CREDITS: u128 = 997_500_000_000;
/// The parts that leave one after the other, in quarters of all credits.
const PARTS: [u128; 3] = [2, 1, 1];

/// What became of one part of the credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Left {
    /// Of what the part is worth, what its providers received, in ten thousandths.
    paid: u128,
    /// The ratio for those who stay, in ten thousandths; none when nobody does.
    ratio: Option<u128>,
    /// Burned when the part was used, where it does not burn before, and minted for it.
    burned: Option<u128>,
    minted: u128,
    /// Of that what nobody had burned before.
    fresh: u128,
}

fn ten_thousandths(ratio: Ratio) -> u128 {
    ratio.atomics() / (Ratio::ONE.atomics() / 10_000)
}

/// AEP-76: `akt_out = ⌊ACT / price⌋`, from the remint credits first, fresh mint for the rest;
/// `CR = vault · price / outstanding ACT`. The tokens were burned, that is moved to the vault, when the credits were bought.
fn akash(mut vault: u128, at: Price) -> Vec<Left> {
    let quote = Quote::new(at, 6).unwrap();
    let mut outstanding = CREDITS;
    PARTS
        .map(|quarters| {
            let part = CREDITS * quarters / 4;
            let out = quote.tokens_for(Usd::new(part), Rounding::Down).unwrap().get();
            let from_vault = out.min(vault);
            vault -= from_vault;
            outstanding -= part;
            let worth = quote.usd_for(Tokens::new(vault)).unwrap();
            Left {
                paid: 10_000,
                ratio: (outstanding > 0)
                    .then(|| ten_thousandths(Ratio::of(worth.get(), outstanding).unwrap())),
                burned: None,
                minted: out,
                fresh: out - from_vault,
            }
        })
        .to_vec()
}

fn shortfall(suite: &Suite) -> Option<Ratio> {
    let signals = suite.breaker().signals;
    signals.iter().find(|status| status.signal == Signal::Collateral).unwrap().drawdown
}

/// The same parts on the real contract, every other epoch, at a price that stays.
fn ours(suite: &mut Suite, at: &str) -> Vec<Left> {
    let quote = Quote::new(price(at), 6).unwrap();
    PARTS
        .map(|quarters| {
            let part = CREDITS * quarters / 4;
            let epoch = suite.epoch().epoch;
            suite.settle(vec![line("tenant", "provider", part)]).ok();
            suite.wait_with_price(DAY, at);
            let ratio = shortfall(suite).map(|missing| ten_thousandths(missing.complement()));
            suite.wait_with_price(DAY, at);
            let record = suite.record(epoch);
            let paid = quote.usd_for(record.decision.granted).unwrap().get();
            // Rounded to the nearest: a unit of the token is less than that.
            let near = |parts: u128, whole: u128| (parts * 10_000 + whole / 2) / whole;
            Left {
                paid: near(paid, part),
                ratio,
                burned: Some(record.burned.get()),
                minted: record.decision.minted.get(),
                fresh: suite.supply().minted.saturating_minus(suite.supply().burned).get(),
            }
        })
        .to_vec()
}

/// Half of the credits, a quarter, and the last quarter.
fn print(title: &str, start: &str, rows: &[(&str, &[Left])]) {
    let mut table = Table::new();
    table.load_preset(ASCII_MARKDOWN).set_header([
        "who leaves",
        "rule",
        "paid, of its value",
        "ratio for those who stay",
        "burned",
        "minted",
        "never burned before",
    ]);
    let percent = |parts: u128| format!("{}.{:02}%", parts / 100, parts % 100);
    let whole = |units: u128| format!("{}.{:02}", units / 1_000_000, units % 1_000_000 / 10_000);
    for (part, who) in ["half", "a quarter", "the last quarter"].iter().enumerate() {
        for (rule, left) in rows {
            let left = left[part];
            table.add_row([
                (*who).to_owned(),
                (*rule).to_owned(),
                percent(left.paid),
                left.ratio.map_or_else(|| "nobody stays".to_owned(), percent),
                left.burned.map_or_else(|| "at the purchase".to_owned(), whole),
                whole(left.minted),
                whole(left.fresh),
            ]);
        }
    }
    table.column_iter_mut().skip(2).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    println!("{title}, at a ratio of {start}\n{table}\n");
}

/// A million tokens locked at a dollar; the price falls until they are worth 92% of the credits.
#[test]
fn a_run_at_92_percent_without_a_seed() {
    const AT: &str = "0.9177";
    let published = akash(LOCKED, price(AT));
    let ratios: Vec<_> = published.iter().map(|left| left.ratio).collect();
    assert_eq!(ratios, [Some(8_400), Some(6_800), None]);
    // The vault has 184,783 tokens left for the last 271,739.
    assert_eq!(published[2].fresh, 86_956_521_737);

    let mut suite = network(PresetName::Akash, TokenFactory);
    suite.price("1");
    suite.give("tenant", LOCKED);
    suite.buy_credits("tenant", LOCKED, None).ok();
    suite.authorize("tenant", "meter", 1_000_000_000_000).ok();
    assert_eq!(suite.tenant("tenant").credits, usd(CREDITS));
    suite.wait_with_price(3 * DAY, AT);
    assert_eq!((shortfall(&suite), suite.level()), (Some(ratio("0.08")), Level::Caution));

    let found = ours(&mut suite, AT);
    print("No seed", "0.92", &[("AEP-76", &published), ("here", &found)]);
    for left in &found {
        assert_eq!((left.paid, Some(left.minted), left.fresh), (9_200, left.burned, 0));
    }
    assert_eq!(found.iter().map(|left| left.ratio).collect::<Vec<_>>(), [Some(9_200), Some(9_200), None]);
    assert_eq!(suite.supply().minted, suite.supply().burned);
}

/// The locked tokens are worth 80%, and 12% more burned earlier and was never minted: by the published rule whoever goes
/// first takes it.
#[test]
fn a_run_at_92_percent_with_a_seed() {
    const AT: &str = "0.798";
    const SEED: u128 = 150_000_000_000;
    let published = akash(LOCKED + SEED, price(AT));
    let ratios: Vec<_> = published.iter().map(|left| left.ratio).collect();
    assert_eq!(ratios, [Some(8_400), Some(6_800), None]);
    // The vault has 212,500 tokens left for the last 312,500.
    assert_eq!(published[2].fresh, 100_000_000_000);

    let mut suite = network(PresetName::Akash, TokenFactory);
    suite.price("1");
    // Credits of a dollar a token, used when a token is worth two: half of what burned is not minted again.
    let before = 299_251_870_324;
    suite.give("tenant-2", before);
    suite.buy_credits("tenant-2", before, None).ok();
    suite.authorize("tenant-2", "meter", 1_000_000_000_000).ok();
    suite.wait_with_price(2 * DAY, "2");
    let all = suite.tenant("tenant-2").credits.get();
    suite.settle(vec![line("tenant-2", "provider-2", all)]).ok();
    suite.wait_with_price(DAY, "2");
    assert_eq!(suite.epoch().remint_credit, tokens(SEED));
    // Long enough for the week to forget the two dollars.
    suite.wait_with_price(9 * DAY, "1");
    assert_eq!(suite.level(), Level::Normal);

    suite.give("tenant", LOCKED);
    suite.buy_credits("tenant", LOCKED, None).ok();
    suite.authorize("tenant", "meter", 1_000_000_000_000).ok();
    suite.wait_with_price(3 * DAY, AT);
    assert_eq!((shortfall(&suite), suite.level()), (Some(ratio("0.08")), Level::Caution));

    let found = ours(&mut suite, AT);
    print("A seed of 12%", "0.92", &[("AEP-76", &published), ("here", &found)]);
    // Who runs gets what burns for it; who stays gets the seed.
    let figures: Vec<_> = found.iter().map(|left| (left.paid, left.ratio)).collect();
    assert_eq!(figures, [(8_000, Some(10_000)), (10_000, Some(10_000)), (10_000, None)]);
    assert_eq!(suite.record(suite.epoch().epoch - 6).decision.binding, Some(Cap::Breaker));
    let supply = suite.supply();
    assert!(supply.minted <= supply.burned);
}
