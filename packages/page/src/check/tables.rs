//! The tables of a check: the same on the terminal, in Markdown and on the page.

use ballast_check::{ChangeRow, CheckReport, Part, PooledFigure, ScenarioComparison};
use ballast_stress::Measure;
use ballast_stress::presets::Summary;

use super::figures::{delta, figure, name, span};
use super::options::options;
use super::words::{direction, in_force};
use crate::number::{NONE, Number};
use crate::table::{Column, Table};

/// The first screen: every parameter that would change.
#[must_use]
pub fn changes(checked: &CheckReport) -> Table {
    let row = |row: &ChangeRow| {
        [
            row.parameter.clone(),
            row.now.clone(),
            row.proposed.clone(),
            span(&row.allowed),
            span(&row.bounds),
            direction(row).to_owned(),
            in_force(row),
        ]
    };
    Table::new([
        Column::name("parameter"),
        Column::number("today"),
        Column::number("proposed"),
        Column::label("allowed now"),
        Column::label("hard bounds"),
        Column::label("direction"),
        Column::label("in force"),
    ])
    .with_rows(checked.changes.iter().map(row))
}

/// The figures over all scenarios.
#[must_use]
pub fn figures(checked: &CheckReport) -> Table {
    let row = |pooled: &PooledFigure| {
        let measure = pooled.measure;
        let (scenario, there) = match pooled.worst {
            Some((scenario, there)) => (scenario.name().to_owned(), delta(measure, there)),
            None => ("none".to_owned(), String::new()),
        };
        [
            name(measure).to_owned(),
            figure(measure, pooled.base),
            figure(measure, pooled.proposed),
            delta(measure, pooled.delta),
            scenario,
            there,
        ]
    };
    Table::new([
        Column::name("figure"),
        Column::number("today"),
        Column::number("proposed"),
        Column::number("change ± 95%"),
        Column::label("worst in"),
        Column::number("change there"),
    ])
    .with_rows(checked.pooled().iter().map(row))
}

/// What each change does alone.
#[must_use]
pub fn parts(checked: &CheckReport) -> Table {
    let short = |measure: &Measure| match measure {
        Measure::NetEmission => "net emission",
        Measure::Pay => "pay per USD",
        Measure::Restricted => "above level 0",
        Measure::Trips => "trips",
        _ => "not settled",
    };
    let measures: Vec<Measure> = checked.pooled().iter().map(|pooled| pooled.measure).collect();
    let row = |part: &Part| {
        let name = part.parameter.clone().unwrap_or_else(|| "left over: what they do together".to_owned());
        let cells: Vec<String> = match part.deltas {
            Some(deltas) => measures.iter().zip(deltas).map(|(measure, one)| delta(*measure, one)).collect(),
            None => vec![NONE.to_owned(); measures.len()],
        };
        std::iter::once(name).chain(cells)
    };
    let columns = measures.iter().map(|measure| Column::number(short(measure)));
    Table::new(std::iter::once(Column::name("alone")).chain(columns))
        .with_rows(checked.parts().iter().map(row))
}

/// Net emission, scenario by scenario.
#[must_use]
pub fn emission(checked: &CheckReport) -> Table {
    let row = |compared: &ScenarioComparison| {
        let of = |summary: &Summary| {
            let figure = summary.figure(Measure::NetEmission);
            [figure.p05, figure.p50, figure.p95].map(|parts| Number::hundredths(parts as f64).fixed(2))
        };
        let change = delta(Measure::NetEmission, compared.delta(Measure::NetEmission));
        std::iter::once(compared.scenario.name().to_owned())
            .chain(of(&compared.base))
            .chain(of(&compared.proposed))
            .chain([change])
    };
    let numbers = ["Today p5", "p50", "p95", "Proposed p5", "p50", "p95", "Mean change ± 95%"];
    Table::new(std::iter::once(Column::name("Scenario")).chain(numbers.map(Column::number)))
        .with_rows(checked.scenarios().iter().map(row))
}

/// At which price each level of a price signal trips.
#[must_use]
pub fn trips(checked: &CheckReport) -> Table {
    let mut table = Table::new([
        Column::name("Level"),
        Column::number("Fall today, %"),
        Column::number("Fall proposed, %"),
        Column::number("Price today, USD"),
        Column::number("Price proposed, USD"),
    ]);
    for trip in &checked.trip_prices {
        let [fall, fall_proposed] = trip.drawdown.map(|parts| Number::hundredths(parts as f64).fixed(2));
        let [price, price_proposed] = trip.price_usd.map(|price| Number::measured(price).fixed(4));
        let name = format!("level {}: {}", trip.level, trip.signal.label());
        table.push([name, fall, fall_proposed, price, price_proposed]);
    }
    table
}

/// The worst runs of a scenario under the proposal, each with the command that repeats it.
#[must_use]
pub fn worst(checked: &CheckReport, compared: &ScenarioComparison) -> Table {
    let mut table = Table::new([
        Column::name("Run"),
        Column::number("Net emission, %"),
        Column::number("Fall of the price, %"),
        Column::number("Above level 0, %"),
        Column::words("Repeat"),
    ]);
    for worst in &compared.proposed.worst {
        let run = &worst.run;
        table.push([
            worst.seed.run.to_string(),
            figure(Measure::NetEmission, run.net_emission as f64),
            figure(Measure::PriceDrawdown, run.price_drawdown as f64),
            figure(Measure::Restricted, run.restricted as f64),
            format!(
                "ballast check PROPOSAL.json {} --run {}:{}",
                options(checked),
                compared.scenario.name(),
                worst.seed.run
            ),
        ]);
    }
    table
}
