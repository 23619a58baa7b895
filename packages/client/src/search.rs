//! Search for the events of contracts.

use std::fmt;

use anyhow::{Result, ensure};

use crate::node::Node;

/// What wasmd puts before the type of a contract's event.
const WASMD_PREFIX: &str = "wasm-";

/// Events of a type by the values of their attributes, in CometBFT's query language.
///
/// ```
/// use ballast_client::EventQuery;
///
/// let query = EventQuery::new("ballast-settle").with("epoch", 1).with("meter", "wasm1meter");
/// let expected = "wasm-ballast-settle.epoch='1' AND wasm-ballast-settle.meter='wasm1meter'";
/// assert_eq!(query.on_wasmd().to_string(), expected);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventQuery {
    kind: String,
    conditions: Vec<(String, String)>,
}

impl EventQuery {
    /// Events of a type as the contract names it, such as `ballast-settle`. It needs a condition to be a query.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), conditions: vec![] }
    }

    /// Those of them whose attribute has this value.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.conditions.push((key.to_owned(), value.to_string()));
        self
    }

    /// The same events as a chain with wasmd names them.
    #[must_use]
    pub fn on_wasmd(&self) -> Self {
        Self { kind: format!("{WASMD_PREFIX}{}", self.kind), conditions: self.conditions.clone() }
    }
}

impl fmt::Display for EventQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (key, value)) in self.conditions.iter().enumerate() {
            let and = if position == 0 { "" } else { " AND " };
            write!(f, "{and}{}.{key}='{value}'", self.kind)?;
        }
        Ok(())
    }
}

impl Node {
    /// Heights above `above` of the blocks with such an event, ascending: with the prefix of a chain with wasmd, and as a chain
    /// that emits it by itself has it. CometBFT knows no `OR`, so the node is asked for each.
    ///
    /// Errors: the query has no condition, or a value with a `'`, which the query language cannot say.
    pub fn heights_with_event(&self, query: &EventQuery, above: u64) -> Result<Vec<u64>> {
        let EventQuery { kind, conditions } = query;
        ensure!(!conditions.is_empty(), "expected a condition on {kind}, found none");
        for (key, value) in conditions {
            ensure!(!value.contains('\''), "{kind}.{key}: expected a value without ', found {value}");
        }
        let mut heights = self.heights_with(&query.on_wasmd().to_string(), above)?;
        heights.extend(self.heights_with(&query.to_string(), above)?);
        heights.sort_unstable();
        heights.dedup();
        Ok(heights)
    }
}
