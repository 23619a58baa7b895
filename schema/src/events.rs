//! The events as a schema: each type an object whose values are texts.

use ballast_api::events::{AttributeSpec, CHAIN_PREFIX, ContractEvent, EventSpec};
use serde_json::{Map, Value, json};

/// Every event by its type.
pub fn schema() -> Value {
    let events: Map<String, Value> =
        ContractEvent::ALL.iter().map(|spec| (spec.name.to_owned(), event(spec))).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "ContractEvent",
        "description": format!(
            "The contract's events by their types, each as an object of its attributes: keys and values, all of them texts. \
             wasmd puts `{CHAIN_PREFIX}` before the type and adds `_contract_address`."
        ),
        "type": "object",
        "properties": events,
    })
}

fn event(spec: &EventSpec) -> Value {
    let properties: Map<String, Value> = spec
        .attributes
        .iter()
        .map(|AttributeSpec { key, about, .. }| {
            ((*key).to_owned(), json!({ "description": about.trim(), "type": "string" }))
        })
        .collect();
    let required: Vec<&str> =
        spec.attributes.iter().filter(|attribute| !attribute.optional).map(|found| found.key).collect();
    json!({
        "description": spec.about.trim(),
        "type": "object",
        "required": required,
        "properties": properties,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str = include_str!("../../contracts/controller/README.md");

    /// A row of the table in the contract's README.
    fn row(spec: &EventSpec) -> String {
        let attributes =
            spec.attributes.iter().map(
                |AttributeSpec { key, optional, .. }| {
                    if *optional { format!("[{key}]") } else { (*key).to_owned() }
                },
            );
        format!("| `{}` | {} |", spec.name, attributes.collect::<Vec<_>>().join(", "))
    }

    #[test]
    fn the_contracts_readme_has_every_event_with_its_attributes() {
        let expected: Vec<String> = ContractEvent::ALL.iter().map(row).collect();
        let table = README.split("| event | attributes |").nth(1).expect("a table of events");
        let found = table.lines().skip(2).take_while(|line| line.starts_with('|'));
        assert_eq!(found.collect::<Vec<_>>(), expected, "expected:\n{}", expected.join("\n"));
    }

    #[test]
    fn the_contracts_readme_names_no_event_that_there_is_not() {
        for name in README.split('`').filter(|name| name.starts_with("ballast-") && !name.contains('.')) {
            assert!(ContractEvent::ALL.iter().any(|spec| spec.name == name), "{name}");
        }
    }
}
