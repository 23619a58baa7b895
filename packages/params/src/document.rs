//! The table for people: `docs/parameters.md`.

use ballast_economy::Lack;
use ballast_guardrails::{LooseningDirection, Quantity, Unit};

use crate::{EXEMPT, EffectiveFrom, GROUPS, Group, Lab, Row};

const HEAD: &str = "\
# Parameters

Everything that governance can tune. Written by `cargo parameters` from the rows in `packages/params/src/rows`; a test fails when it is
out of date.

- **Unit**: `decimal` is a share or a factor with up to 18 decimals; `change` is a relative change a year, such as `-0.1`; `whole` is an
  integer: base units, micro-USD, seconds, epochs or a count.
- **Looser**: the way in which more can be minted or less is checked. What loosens waits for the delay; what tightens may work at once.
  Where both ways are looser, each hurts somebody.
- **Outer limits**: the widest hard bounds that a constitution may give it.
- **Works**: from when a change works that is in force: at once, or from the next epoch on.
- **Mends**: what a loosening can mend. While this very lack holds the breaker up, the breaker does not hold the loosening
  ([ADR 015](adr/015-what-a-breaker-does-not-hold.md)).
- **In the lab**: what a change does in the runs of `ballast stress`, `check` and `solve`; what they leave out moves none of their figures.

`*` stands for the position of a stream or a step (from 0), the number of a source (from 1) or the address of a meter.
";

const EXEMPT_HEAD: &str = "
## No parameters

What stands beside them in the configuration and is fixed from the start, as are the kind of ρ, of a stream and of a source, and whether
there is a cap at all.

| field | why it is none |
|---|---|
";

/// The text of `docs/parameters.md`.
#[must_use]
pub fn document() -> String {
    let mut text = HEAD.to_owned();
    GROUPS.iter().for_each(|group| text.push_str(&section(group)));
    text.push_str(EXEMPT_HEAD);
    for exempt in EXEMPT {
        text.push_str(&line(&[code(exempt.path), exempt.why.to_owned()]));
    }
    text
}

fn section(group: &Group) -> String {
    let mends = group.rows.iter().any(|row| row.mends.is_some());
    let names = [
        "parameter",
        "unit",
        "looser",
        "outer limits",
        "works",
        "mends",
        "who is hurt when it loosens",
        "in the lab",
    ];
    let shown = |cells: Vec<String>| -> Vec<String> {
        let wanted = |(at, cell)| (at != MENDS || mends).then_some(cell);
        cells.into_iter().enumerate().filter_map(wanted).collect()
    };
    let head = shown(names.map(str::to_owned).to_vec());
    let mut text = format!("\n## {}\n\n{}{}|\n", group.title, line(&head), "|---".repeat(head.len()));
    group.rows.iter().for_each(|row| text.push_str(&line(&shown(cells(row)))));
    text
}

/// The column that most groups have no use for.
const MENDS: usize = 5;

fn cells(row: &Row) -> Vec<String> {
    let unit = match row.unit {
        Unit::Whole => "whole",
        Unit::Decimal => "decimal",
        Unit::Change => "change",
    };
    let loosens = match row.loosens {
        LooseningDirection::Up => "up",
        LooseningDirection::Down => "down",
        LooseningDirection::Both => "both",
    };
    let starts = match row.starts {
        EffectiveFrom::AtOnce => "at once",
        EffectiveFrom::NextEpoch => "next epoch",
    };
    let mends = match row.mends {
        Some(Lack::Price) => "the price",
        Some(Lack::Work) => "the work",
        None => "",
    };
    let lab = match row.lab {
        Lab::Simulated(does) => does.to_owned(),
        Lab::Left(why) => format!("Left out. {why}"),
    };
    [code(row.name), unit.to_owned(), loosens.to_owned(), limits(row)]
        .into_iter()
        .chain([starts.to_owned(), mends.to_owned(), row.hurt.to_owned(), lab])
        .collect()
}

fn limits(row: &Row) -> String {
    let show = |number| Quantity(row.unit, number);
    match row.outer.max {
        u128::MAX => format!("from {}", show(row.outer.min)),
        max => format!("{} to {}", show(row.outer.min), show(max)),
    }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}
