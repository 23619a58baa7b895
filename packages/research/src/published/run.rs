//! How a preset ran over a history, as a table of a page.

use ballast_economy::keeps_promise;
use ballast_math::Ratio;

use ballast_page::number::{Number, percent_a_year};
use ballast_page::table::{Column, Table};
use ballast_replay::outcome::Outcome;

/// The sums of a replay.
#[must_use]
pub fn totals_table(outcome: &Outcome) -> Table {
    let (meta, totals) = (&outcome.meta, &outcome.totals);
    let tokens = |amount| Number::tokens(amount, meta.decimals).fixed(0);
    let at = |level: usize| totals.epochs_at_level[level];
    let unbound = outcome.epochs.iter().filter(|line| line.binding.is_none()).count();
    let rho = |of: fn(u128, u128) -> u128, start: u128| {
        let found = outcome.epochs.iter().map(|line| line.rho.atomics()).fold(start, of);
        Number::ratio(Ratio::from_atomics(found)).fixed(3)
    };
    let positive = outcome.epochs.iter().filter(|line| !keeps_promise(line.level, line.flow())).count();
    let row = |name: &str, value: String| [name.to_owned(), value];
    let lines = [
        row("epochs of a day", totals.epochs.to_string()),
        row("USD settled", Number::usd(totals.usd_settled).fixed(0)),
        row("burned, tokens", tokens(totals.burned)),
        row("minted, tokens", tokens(totals.minted)),
        row("net emission, a year, of supply", percent_a_year(totals.net_emission)),
        row("ρ, from and to", format!("{} and {}", rho(u128::min, u128::MAX), rho(u128::max, 0))),
        row("epochs granted in full", unbound.to_string()),
        row("epochs at breaker level 0, 1, 2, 3", format!("{}, {}, {}, {}", at(0), at(1), at(2), at(3))),
        row("trips", totals.trips.to_string()),
        row("epochs above level 0 that minted more than they burned", positive.to_string()),
    ];
    Table::new([Column::name(""), Column::number(format!("`{}`", meta.preset))]).with_rows(lines)
}
