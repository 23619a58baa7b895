//! Files, before they are written.

use anyhow::Result;
use serde::Serialize;

/// A file: its name, without a folder, and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

impl File {
    /// A text.
    pub fn text(name: impl Into<String>, text: String) -> Self {
        Self::bytes(name, text.into_bytes())
    }

    /// What is bytes already.
    pub fn bytes(name: impl Into<String>, content: Vec<u8>) -> Self {
        Self { name: name.into(), content }
    }

    /// Data as JSON, for people too. Errors where it cannot be JSON.
    pub fn json(name: impl Into<String>, data: &impl Serialize) -> Result<Self> {
        Ok(Self::bytes(name, serde_json::to_vec_pretty(data)?))
    }
}

/// A name as it stands in JSON; nothing for none.
pub(crate) fn word(value: &impl Serialize) -> Result<String> {
    let value = serde_json::to_value(value)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}
