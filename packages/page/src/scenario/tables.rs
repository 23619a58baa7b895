//! A scenario in figures.

use ballast_math::Flow;
use ballast_replay::outcome::{EpochLine, Outcome};
use ballast_replay::scenario::Comparison;

use super::words::{net, net_of, whole};
use crate::number::{Number, percent_a_year};
use crate::table::{Column, Table};
use crate::time;

/// The two runs side by side.
pub fn side_by_side(comparison: &Comparison) -> anyhow::Result<Table> {
    let (with, without) = (&comparison.with, &comparison.without);
    let mut table =
        Table::new([Column::name("Figure"), Column::number("With guardrails"), Column::number("Without")]);
    if let Some(crisis) = &comparison.crisis {
        let during = |what: &str| format!("{what}, trip to recovery");
        let mut push = |what: &str, with: String, without: String| table.push([during(what), with, without]);
        push("Net emission", net(with, crisis.with), net(without, crisis.without));
        push(
            "Net emission, of supply a year",
            percent_a_year(crisis.rate_with),
            percent_a_year(crisis.rate_without),
        );
        push("Minted", whole(with, crisis.with.minted), whole(without, crisis.without.minted));
        push("Burned", whole(with, crisis.with.burned), whole(without, crisis.without.burned));
        let above = |line: &EpochLine| line.minted > line.burned;
        push(
            "Epochs with net emission above zero",
            comparison.crisis_lines().filter(|(with, _)| above(with)).count().to_string(),
            comparison.crisis_lines().filter(|(_, without)| above(without)).count().to_string(),
        );
    }
    let all = |outcome: &Outcome| {
        net(outcome, Flow { minted: outcome.totals.minted, burned: outcome.totals.burned })
    };
    table.push(["Net emission, whole run".to_owned(), all(with), all(without)]);
    let highest = |outcome: &Outcome| -> anyhow::Result<(String, String)> {
        let Some(line) = Comparison::highest(outcome.epochs.iter()) else { return Ok(Default::default()) };
        Ok((net_of(outcome, line), percent_a_year(comparison.rate(line)?)))
    };
    let ((max, rate), (max_without, rate_without)) = (highest(with)?, highest(without)?);
    table.push(["Highest net emission of an epoch, whole run".to_owned(), max, max_without]);
    table.push(["Highest net emission of an epoch, of supply a year".to_owned(), rate, rate_without]);
    let supply = |outcome: &Outcome| whole(outcome, outcome.totals.supply);
    table.push(["Supply at the end".to_owned(), supply(with), supply(without)]);
    Ok(table)
}

/// The epochs from the first trip to the recovery, with guardrails and without.
pub fn epochs(comparison: &Comparison) -> anyhow::Result<Table> {
    let numbers =
        ["Level", "Usage, USD", "Price, USD", "Burned", "Net, with", "Net, without", "Without, a year"];
    let mut table = Table::new(std::iter::once(Column::name("Epoch")).chain(numbers.map(Column::number)));
    for (with, without) in comparison.crisis_lines() {
        table.push([
            time::date(with.start)?.to_string(),
            (with.level as u8).to_string(),
            Number::usd(with.usd_settled).fixed(0),
            Number::price(with.price).fixed(2),
            whole(&comparison.with, with.burned),
            net_of(&comparison.with, with),
            net_of(&comparison.without, without),
            percent_a_year(comparison.rate(without)?),
        ]);
    }
    Ok(table)
}
