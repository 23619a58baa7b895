//! One hash over all inputs and all figures, to be pasted where voters find it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Checked;

/// A value as JSON in one form: no spaces, names in order of their bytes.
#[must_use]
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, &Value> = fields.iter().collect();
            let fields = sorted.into_iter().map(|(name, value)| {
                format!("{}:{}", Value::String(name.clone()), canonical(value))
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(values) => {
            format!("[{}]", values.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

/// The hash of a check: SHA-256 over the canonical form of all that it says, in hexadecimal.
pub fn hash(checked: &Checked) -> Result<String> {
    let mut text = String::new();
    for byte in Sha256::digest(canonical(&serde_json::to_value(checked)?)) {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}
