//! The table of the page.

use anyhow::Result;

use super::{ABOVE, DOUBLING, Day, SETTLED, TRIPLING, UPGRADED, at_the_baseline, earlier};
use crate::published::extremes;
use ballast_page::number::Number;
use ballast_page::table::{Column, Table};

/// What was published of the rewards and the clock, as a table of a page.
pub fn daily_table(days: &[Day], [simple, base]: [(usize, u128); 2]) -> Result<Table> {
    let (tripling, doubling) = earlier(days)?;
    let settled = &days[SETTLED..];
    let largest = |days: &[Day], of: fn(&Day) -> f64| extremes(days.iter().map(|day| of(day).abs())).1;
    // The last day of the file is not whole.
    let whole = &days[SETTLED..days.len() - 1];
    let (min, max) = extremes(settled.iter().map(Day::shortfall));
    let date = |number: usize| days.get(number).map_or_else(String::new, |day| day.date.to_string());
    let row = |what: String, cases: usize, reproduced: String, why: &str| {
        [what, cases.to_string(), reproduced, why.to_owned()]
    };
    let within = |epochs: f64| format!("within {} epochs", Number::measured(epochs).fixed(3));
    let percent =
        |share: f64, decimals: usize| format!("{}%", Number::measured(share * 100.0).fixed(decimals));
    let upgrade = &days[UPGRADED - 1];
    let lines = [
        row("vectors of simple minting".to_owned(), simple.0, format!("all within {} attoFIL", simple.1), ""),
        row(
            "vectors of baseline minting".to_owned(),
            base.0,
            format!("all within {} attoFIL", base.1),
            "the published numbers are rounded on the way, by up to 0.62",
        ),
        row(
            format!("network time, from {}", date(SETTLED)),
            settled.len(),
            format!("all {}", within(largest(settled, Day::difference))),
            "the published clock is a ceiling and a sum over epochs",
        ),
        row(
            "the same, less what that makes".to_owned(),
            whole.len(),
            format!("all {}", within(largest(whole, |day| day.difference() - day.explained()))),
            "without the last day, which the file has in part",
        ),
        row(
            format!("network time, {} to {}", date(UPGRADED), date(SETTLED - 1)),
            SETTLED - UPGRADED,
            format!("all {}", within(largest(&days[UPGRADED..SETTLED], Day::difference))),
            "as above",
        ),
        row(
            format!("network time, {}", date(UPGRADED - 1)),
            1,
            format!("off by {} epochs", Number::measured(upgrade.difference()).fixed(0)),
            "the clock was set anew at 02:00: the mean mixes both",
        ),
        row(
            format!("network time, {} to {}", date(TRIPLING.end), date(DOUBLING.end - 1)),
            DOUBLING.end - TRIPLING.end,
            format!("not; under the baseline of the time {} from the third day on", within(doubling)),
            "another baseline: as it stood on 2020-09-26, doubling every year from there",
        ),
        row(
            format!("network time, {} to {}", date(0), date(TRIPLING.end - 1)),
            TRIPLING.len(),
            format!("not; under the baseline of the time {}", within(tripling)),
            "another baseline: 2⁶⁰ bytes, tripling every year",
        ),
        row(
            format!("work counted, {} to {}", date(*ABOVE.start()), date(*ABOVE.end())),
            ABOVE.count(),
            format!("in all, the same to {}", percent(at_the_baseline(days)?.abs(), 4)),
            "the network stood above its baseline: the cap decides what counts",
        ),
        row(
            format!("FIL mined, from {}", date(SETTLED)),
            settled.len(),
            format!("{} to {} below the schedules", percent(min, 1), percent(max, 1)),
            "the schedules say what can be mined; what is paid depends on the blocks that are won",
        ),
    ];
    Ok(Table::new([
        Column::name("what was published"),
        Column::number("cases or days"),
        Column::label("reproduced"),
        Column::words("why"),
    ])
    .with_rows(lines))
}
