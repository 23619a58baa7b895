//! Which column is which: by the documented names, by names that published files use, or as told.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::HistoryError;

const NAMES: [&str; 6] = ["start", "end", "demand_usd", "price_usd", "burned", "minted"];
const NAMED: &str = "start, end, demand_usd, price_usd, burned, minted";

/// Names that the published histories of Helium and Render use.
fn aliases(column: &str) -> &'static [&'static str] {
    match column {
        "start" => &["week", "month", "date"],
        "price_usd" => &["avg_price_usd", "implied_price_usd", "hnt_price_avg"],
        "burned" => &["hnt_burned", "burn_render"],
        "minted" => &["hnt_issued", "job_rewards_render", "mint_to_nodes"],
        _ => &[],
    }
}

/// Columns that hold the USD that burned, not the USD that was paid.
const BURNED_USD: [&str; 3] = ["usd_burned", "burn_usd", "dc_burn_usd"];

/// Names for columns, given by the user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns(BTreeMap<&'static str, String>);

/// Where the columns are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Positions {
    pub start: usize,
    pub end: Option<usize>,
    pub demand: Demand,
    pub price: usize,
    pub burned: Option<usize>,
    pub minted: Option<usize>,
}

/// What the demand is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// USD that tenants paid.
    Paid(usize),
    /// USD that burned, a share of what was paid.
    Burned(usize),
}

impl Columns {
    /// Reads `COLUMN=NAME` pairs.
    pub fn parse(options: &[String]) -> Result<Self, HistoryError> {
        let mut names = BTreeMap::new();
        for option in options {
            let refused = || HistoryError::ColumnOption { expected: NAMED, found: option.clone() };
            let (column, name) = option.split_once('=').ok_or_else(refused)?;
            let column = NAMES.into_iter().find(|known| *known == column).ok_or_else(refused)?;
            names.insert(column, name.to_owned());
        }
        Ok(Self(names))
    }

    pub(super) fn find(&self, header: &StringRecord) -> Result<Positions, HistoryError> {
        let position = |name: &str| header.iter().position(|found| found == name);
        let missing = |column: &'static str| HistoryError::MissingColumn {
            column,
            found: if header.is_empty() {
                "no header".to_owned()
            } else {
                header.iter().collect::<Vec<_>>().join(", ")
            },
        };
        let optional = |column: &'static str| match self.0.get(column) {
            Some(name) => position(name).map(Some).ok_or_else(|| missing(column)),
            None => Ok(position(column).or_else(|| aliases(column).iter().find_map(|alias| position(alias)))),
        };
        let required = |column: &'static str| optional(column)?.ok_or_else(|| missing(column));
        let demand = match optional("demand_usd")? {
            Some(position) => Demand::Paid(position),
            None => {
                let burned = BURNED_USD.iter().find_map(|name| position(name));
                Demand::Burned(burned.ok_or_else(|| missing("demand_usd"))?)
            }
        };
        Ok(Positions {
            start: required("start")?,
            end: optional("end")?,
            demand,
            price: required("price_usd")?,
            burned: optional("burned")?,
            minted: optional("minted")?,
        })
    }
}
