//! One hash over all inputs and all figures, to be pasted where voters find it: that of the file `check.json`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Checked;

/// The manifest: all that a command says, as JSON in one form, with names in order of their bytes.
pub fn manifest(said: &impl Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(&sorted(serde_json::to_value(said)?))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// SHA-256 of the manifest, in hexadecimal: what `sha256sum check.json` prints.
pub fn hash(checked: &Checked) -> Result<String> {
    let mut text = String::new();
    for byte in Sha256::digest(manifest(checked)?) {
        write!(text, "{byte:02x}")?;
    }
    Ok(text)
}

/// In order of the names, however the library keeps them.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<String, Value> = fields.into_iter().collect();
            Value::Object(fields.into_iter().map(|(name, value)| (name, sorted(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}
