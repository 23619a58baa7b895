//! How a preset ran over a history, as a table of a page.

use ballast_api::ballast_guardrails::Level;

use ballast_page::figures::{grouped, tokens_f64, usd_f64};
use ballast_page::published::table;
use ballast_page::report::say;
use ballast_replay::outcome::Outcome;

/// The sums of a replay.
#[must_use]
pub fn totals_table(outcome: &Outcome) -> String {
    let (meta, totals) = (&outcome.meta, &outcome.totals);
    let tokens = |amount| grouped(tokens_f64(amount, meta.decimals), 0);
    let at = |level: usize| totals.epochs_at_level[level];
    let unbound = outcome.epochs.iter().filter(|line| line.binding.is_none()).count();
    let rho = |of: fn(u128, u128) -> u128, start: u128| {
        let found = outcome.epochs.iter().map(|line| line.rho.atomics()).fold(start, of);
        format!("{:.3}", found as f64 / 1e18)
    };
    let positive =
        outcome.epochs.iter().filter(|line| line.level > Level::Normal && line.minted > line.burned).count();
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let lines = [
        row("epochs of a day", totals.epochs.to_string()),
        row("USD settled", grouped(usd_f64(totals.usd_settled), 0)),
        row("burned, tokens", tokens(totals.burned)),
        row("minted, tokens", tokens(totals.minted)),
        row("net emission, a year, of supply", say::rate(totals.net_emission)),
        row("ρ, from and to", format!("{} and {}", rho(u128::min, u128::MAX), rho(u128::max, 0))),
        row("epochs granted in full", unbound.to_string()),
        row("epochs at breaker level 0, 1, 2, 3", format!("{}, {}, {}, {}", at(0), at(1), at(2), at(3))),
        row("trips", totals.trips.to_string()),
        row("epochs above level 0 that minted more than they burned", positive.to_string()),
    ];
    table(&["", &format!("`{}`", meta.preset)], &lines)
}
