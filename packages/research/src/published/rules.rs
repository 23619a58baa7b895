//! Published rules against what the presets hold of them: integers and sums that need no data.

use anyhow::Result;
use ballast_math::{Duration, HighPrecisionAmount, Ratio, TimeRange, Timestamp, Tokens, Usd};

use ballast_page::number::{Number, share_of};
use ballast_page::table::{Column, Table};
use ballast_presets::{Preset, PresetName};

/// Days of the path that Helium's rule is compared on.
pub const PATH: u32 = 1_000_000;

/// The largest burn of a day on that path: a million HNT, in base units.
const MAX_BURNED: u128 = 100_000_000_000_000;

/// How the re-emission of this project differs from Helium's own, in base units of 10⁻⁸ HNT a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floors {
    /// The smallest difference, ours less theirs.
    pub min: i128,
    /// The largest.
    pub max: i128,
    /// The sum of all.
    pub sum: i128,
    /// The number of days on which nothing differed.
    pub same: u32,
}

/// Helium's smoothed burn as its program computes it: `⌊6s/7⌋ + ⌊b/7⌋`, each part rounded down by itself.
#[must_use]
pub const fn helium_smoothed(before: u128, burned: u128) -> u128 {
    6 * before / 7 + burned / 7
}

/// The re-emission of both rules over a path of burns, from nothing; `cap` is Helium's, in base units a day.
///
/// The exact average is never more than 12 units above theirs: a day loses at most 6/7 twice, and six sevenths of an old
/// loss stay. Ours rounds once, when the re-emission is asked for. Its weight is a seventh cut off after 18 decimals, which can
/// cost it the unit that it would just have reached.
pub fn helium_floors(burns: impl Iterator<Item = u128>, cap: Option<u128>) -> Result<Floors> {
    let preset = Preset::load(PresetName::Helium)?;
    let mut mint = preset.params.policy.mint;
    mint.remint_cap = mint.remint_cap.filter(|_| cap.is_some());
    if let (Some(limit), Some(cap)) = (&mut mint.remint_cap, cap) {
        limit.amount = Tokens::new(cap);
    }
    let (mut theirs, mut ours) = (0, HighPrecisionAmount::ZERO);
    let mut floors = Floors { min: i128::MAX, max: i128::MIN, sum: 0, same: 0 };
    for burned in burns {
        theirs = helium_smoothed(theirs, burned);
        ours = mint.smoothing.update(ours, HighPrecisionAmount::whole(burned), Duration::DAY)?;
        let request = mint.request(Ratio::ONE, ours, Duration::DAY, Usd::ZERO, None, Tokens::ZERO)?;
        let re_emitted = i128::try_from(cap.map_or(theirs, |cap| theirs.min(cap)))?;
        let difference = i128::try_from(request.remint_by_burn.get())? - re_emitted;
        floors.min = floors.min.min(difference);
        floors.max = floors.max.max(difference);
        floors.sum += difference;
        floors.same += u32::from(difference == 0);
    }
    Ok(floors)
}

/// A path of burns as real ones are: nothing on a third of the days, and lumps of every size.
pub fn lumps(days: u32) -> impl Iterator<Item = u128> {
    let mut state = 20_230_420u64;
    (0..days).map(move |_| {
        // Knuth's multiplier; the high bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (draw, size) = (u128::from(state >> 33), (state >> 20) % 48);
        if size < 16 { 0 } else { ((draw << 17) % MAX_BURNED) >> (size - 16) }
    })
}

/// Helium's rule and ours side by side, as a table of a page.
pub fn helium_table() -> Result<Table> {
    let cap = 164_383_561_643;
    let row = |name: &str, floors: Floors| {
        let whole = |number: i128| Number::integer(number).fixed(0);
        [
            name.to_owned(),
            format!("{} to {}", whole(floors.min), whole(floors.max)),
            Number::measured(floors.sum as f64 / f64::from(PATH)).fixed(2),
            whole(floors.same.into()),
        ]
    };
    let lines = [
        row("no cap", helium_floors(lumps(PATH), None)?),
        row("1,643.83561643 HNT a day", helium_floors(lumps(PATH), Some(cap))?),
    ];
    let days = format!("days of {} without a difference", Number::whole(PATH.into()).fixed(0));
    Ok(Table::new([
        Column::name("cap"),
        Column::number("ours − theirs, 10⁻⁸ HNT a day"),
        Column::number("mean"),
        Column::number(days),
    ])
    .with_rows(lines))
}

/// What Render emits in all, by the month: 760,567 in the first year, 492,132 in the next two.
pub const RENDER_MONTHLY: [u64; 3] = [760_567, 492_132, 492_132];

/// Weeks that a year's job rewards are counted for.
const WEEKS: u64 = 52;

/// All of Render's emissions beside those that the preset mints, year by year, as a table of a page.
pub fn render_table() -> Result<Table> {
    let preset = Preset::load(PresetName::Render)?;
    let start = Timestamp::new(1_703_030_400);
    let (mut lines, mut all_years, mut all_rewards) = (vec![], 0, 0);
    let row = |name: String, all: u64, rewards: u64| {
        let whole = |number: u64| Number::whole(number).fixed(0);
        [name, whole(all), whole(rewards), share_of(rewards.into(), all.into()), whole(all - rewards)]
    };
    for (year, monthly) in (0u64..).zip(RENDER_MONTHLY) {
        let length = Duration::WEEK.saturating_times(WEEKS);
        let start = start.saturating_plus(length.saturating_times(year));
        let range = TimeRange { start, end: start.saturating_plus(length) };
        let mut rewards = Tokens::ZERO;
        for stream in &preset.params.policy.mint.schedule {
            rewards = rewards.plus(stream.in_range(range, Default::default(), Default::default())?)?;
        }
        let (all, rewards) = (12 * monthly, u64::try_from(rewards.get() / 100_000_000)?);
        lines.push(row(format!("year {}", year + 1), all, rewards));
        (all_years, all_rewards) = (all_years + all, all_rewards + rewards);
    }
    lines.push(row("three years".to_owned(), all_years, all_rewards));
    let numbers = ["all emissions, RENDER", "job rewards, in the preset", "share", "not in the preset"];
    Ok(Table::new(std::iter::once(Column::name("")).chain(numbers.map(Column::number))).with_rows(lines))
}
