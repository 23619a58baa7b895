//! Integers in JSON: JavaScript and many others read them as floats, and lose those above 2⁵³.

use std::collections::BTreeSet;

use serde_json::Value;

/// Integers of 64 bits that are numbers in JSON, and why each stays below 2⁵³. Whatever can exceed it is a string.
pub const BELOW_2_53: [(&str, &[&str]); 6] = [
    (
        "UNIX time: 2⁵³ s are 285 million years; what the contract adds to a block's time is bounded by its constitution",
        &["Timestamp"],
    ),
    ("a duration that people choose, in seconds", &["Duration"]),
    ("a height or a number of blocks", &["Countdown.blocks_left", "Moment.height", "Terms.delay_blocks"]),
    (
        "the number of an epoch, or a number of epochs: none is shorter than a minute",
        &[
            "AuditResponse.pruned_before",
            "CloseEpochResponse.behind",
            "CloseEpochResponse.epoch",
            "ClosedEpoch.epoch",
            "EpochRecord.epoch",
            "EpochResponse.behind",
            "EpochResponse.epoch",
            "MetricsResponse.from",
            "QueryMsg.epoch_record.epoch",
            "QueryMsg.epoch_records.start_after",
            "QueryMsg.receipts.epoch",
            "Receipt.epoch",
            "SettleResponse.epoch",
        ],
    ),
    (
        "the number of a batch: a meter's batches are numbered one by one",
        &[
            "ExecuteMsg.settle.batch",
            "MeterResponse.next_batch",
            "Receipt.batch",
            "ReceiptBatch.batch",
            "ReceiptCursor.batch",
            "SettleResponse.batch",
            "SudoMsg.report_burns.batch",
            "SudoMsg.settle.batch",
        ],
    ),
    (
        "an id or a count that grows one by one",
        &[
            "AuditResponse.receipts",
            "GovernMsg.cancel.id",
            "GovernMsg.execute.id",
            "GovernMsg.veto.id",
            "HistoryEvent.ended.id",
            "HistoryEvent.executed.id",
            "HistoryEntry.number",
            "PendingChange.id",
            "PendingSet.id",
            "QueryMsg.history.start_after",
            "QueueResponse.id",
        ],
    ),
];

/// The fields of a schema that are integers of 64 bits or more in JSON, each as its type and its path therein; a type that is
/// nothing but such an integer by its name alone.
pub fn wide_integers(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let title = schema["title"].as_str().unwrap_or_default().to_owned();
    walk(schema, &mut vec![title], &mut found);
    found
}

fn walk(node: &Value, path: &mut Vec<String>, found: &mut BTreeSet<String>) {
    match node {
        Value::Object(fields) => {
            if is_wide(node) {
                found.insert(path.join("."));
            }
            for (key, child) in fields {
                match (key.as_str(), child) {
                    ("properties", Value::Object(properties)) => {
                        for (name, property) in properties {
                            path.push(name.clone());
                            walk(property, path, found);
                            path.pop();
                        }
                    }
                    ("definitions", Value::Object(definitions)) => {
                        for (name, definition) in definitions {
                            walk(definition, &mut vec![name.clone()], found);
                        }
                    }
                    _ => walk(child, path, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|child| walk(child, path, found)),
        _ => {}
    }
}

/// An integer without a format is of any width.
fn is_wide(node: &Value) -> bool {
    let is_integer = match &node["type"] {
        Value::Array(types) => types.iter().any(|name| name == "integer"),
        name => name == "integer",
    };
    let narrow = ["uint8", "uint16", "uint32", "int8", "int16", "int32"];
    is_integer && !node["format"].as_str().is_some_and(|format| narrow.contains(&format))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_wide_integer_is_known_to_stay_below_2_53_and_every_known_one_is_there() {
        let known: BTreeSet<String> =
            BELOW_2_53.iter().flat_map(|(_, fields)| *fields).map(|field| (*field).to_owned()).collect();
        let listed: usize = BELOW_2_53.iter().map(|(_, fields)| fields.len()).sum();
        assert_eq!(known.len(), listed, "a field is listed twice");
        let found: BTreeSet<String> = crate::schemas().values().flat_map(wide_integers).collect();
        let new: Vec<&String> = found.difference(&known).collect();
        assert!(new.is_empty(), "a string in JSON, or on the list with the reason why not: {new:?}");
        let gone: Vec<&String> = known.difference(&found).collect();
        assert!(gone.is_empty(), "on the list and not in the schema: {gone:?}");
    }

    #[test]
    fn a_wide_integer_is_found_wherever_it_hides() {
        let schema = json!({
            "title": "Root",
            "type": "object",
            "properties": {
                "plain": { "type": "integer", "format": "uint64" },
                "narrow": { "type": "integer", "format": "uint32" },
                "unformatted": { "type": "integer" },
                "text": { "type": "string" },
                "maybe": { "type": ["integer", "null"], "format": "int64" },
                "list": { "type": "array", "items": { "type": "integer", "format": "uint64" } },
                "pair": { "type": "array", "items": [{ "type": "integer", "format": "uint128" }] },
                "map": { "additionalProperties": { "type": "integer", "format": "uint64" } },
            },
            "oneOf": [{ "properties": { "verb": { "properties": { "field": { "type": "integer" } } } } }],
            "definitions": { "Part": { "properties": { "deep": { "type": "integer", "format": "uint64" } } } },
        });
        let expected = [
            "Part.deep",
            "Root.list",
            "Root.map",
            "Root.maybe",
            "Root.pair",
            "Root.plain",
            "Root.unformatted",
            "Root.verb.field",
        ];
        assert_eq!(wide_integers(&schema).into_iter().collect::<Vec<_>>(), expected);
    }
}
