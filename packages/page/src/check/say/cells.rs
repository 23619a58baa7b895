//! The tables of a check, as cells.

use ballast_stress::Measure;

use super::{delta, direction, figure, in_force, name, span};
use ballast_check::{ChangeRow, CheckReport, Part, PooledFigure, SHOWN};

/// The columns of the figures.
pub const FIGURES_HEAD: [&str; 6] =
    ["figure", "today", "proposed", "change ± 95%", "worst in", "change there"];

/// The figures over all scenarios, as cells.
#[must_use]
pub fn figures(checked: &CheckReport) -> Vec<Vec<String>> {
    let row = |pooled: &PooledFigure| {
        let measure = pooled.measure;
        let (scenario, there) = match pooled.worst {
            Some((scenario, there)) => (scenario.name().to_owned(), delta(measure, there)),
            None => ("none".to_owned(), String::new()),
        };
        vec![
            name(measure).to_owned(),
            figure(measure, pooled.base),
            figure(measure, pooled.proposed),
            delta(measure, pooled.delta),
            scenario,
            there,
        ]
    };
    checked.pooled().iter().map(row).collect()
}

/// The columns of the parts.
#[must_use]
pub fn parts_head() -> Vec<String> {
    let short = |measure: Measure| match measure {
        Measure::NetIssuance => "net issuance",
        Measure::Pay => "pay per USD",
        Measure::Restricted => "above level 0",
        Measure::Trips => "trips",
        _ => "not settled",
    };
    std::iter::once("alone").chain(SHOWN.into_iter().map(short)).map(str::to_owned).collect()
}

/// What each change does alone, as cells.
#[must_use]
pub fn parts(checked: &CheckReport) -> Vec<Vec<String>> {
    let row = |part: &Part| {
        let name = part.parameter.clone().unwrap_or_else(|| "left over: what they do together".to_owned());
        let cells = match part.deltas {
            Some(deltas) => {
                SHOWN.into_iter().zip(deltas).map(|(measure, one)| delta(measure, one)).collect::<Vec<_>>()
            }
            None => SHOWN.map(|_| "—".to_owned()).to_vec(),
        };
        std::iter::once(name).chain(cells).collect()
    };
    checked.parts().iter().map(row).collect()
}

/// The columns of the first screen.
pub const CHANGES_HEAD: [&str; 7] =
    ["parameter", "today", "proposed", "allowed now", "hard bounds", "direction", "in force"];

/// The first screen, as cells.
#[must_use]
pub fn changes(checked: &CheckReport) -> Vec<Vec<String>> {
    let row = |row: &ChangeRow| {
        vec![
            row.parameter.clone(),
            row.now.clone(),
            row.proposed.clone(),
            span(&row.allowed),
            span(&row.bounds),
            direction(row).to_owned(),
            in_force(row),
        ]
    };
    checked.changes.iter().map(row).collect()
}
