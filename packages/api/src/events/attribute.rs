//! What can be the value of an attribute.

use ballast_economy::{Signal, Signals};
use ballast_guardrails::{Ending, Level, Role};
use ballast_math::{Cap, Price, Ratio, Timestamp, Tokens, Usd};
use cosmwasm_std::to_json_string;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};

use super::{ChangeStatus, MemberKind};
use crate::{Parameter, Proposal, ShortfallReason};

/// A value of an attribute, as text and back.
pub trait Attribute: Sized {
    /// Whether the attribute may be absent.
    const OPTIONAL: bool = false;
    /// What a text must be, for errors.
    const EXPECTED: &'static str;

    /// Its text; none where the attribute is absent.
    fn to_text(&self) -> Option<String>;

    /// Reads its text, or what its absence means; none where that is no such value.
    fn from_text(text: Option<&str>) -> Option<Self>;
}

/// An attribute that is not there when there is nothing to say.
impl<T: Attribute> Attribute for Option<T> {
    const OPTIONAL: bool = true;
    const EXPECTED: &'static str = T::EXPECTED;

    fn to_text(&self) -> Option<String> {
        self.as_ref().and_then(T::to_text)
    }

    fn from_text(text: Option<&str>) -> Option<Self> {
        match text {
            Some(_) => T::from_text(text).map(Some),
            None => Some(None),
        }
    }
}

macro_rules! by_display {
    ($($type:ty: $expected:literal),* $(,)?) => {$(
        impl Attribute for $type {
            const EXPECTED: &'static str = $expected;

            fn to_text(&self) -> Option<String> {
                Some(self.to_string())
            }

            fn from_text(text: Option<&str>) -> Option<Self> {
                text?.parse().ok()
            }
        }
    )*};
}

by_display! {
    u64: "a whole number",
    u32: "a whole number",
    Timestamp: "a whole number",
    bool: "true or false",
    String: "a text",
    Tokens: "an amount",
    Usd: "an amount",
    Price: "a price",
    Ratio: "a ratio",
    Signals: "names of signals",
}

impl Attribute for Parameter {
    const EXPECTED: &'static str = "a parameter";

    fn to_text(&self) -> Option<String> {
        Some(self.name().to_owned())
    }

    fn from_text(text: Option<&str>) -> Option<Self> {
        text.map(Self::new)
    }
}

/// The word of a unit variant as it stands in JSON, so that events and responses say the same.
macro_rules! by_word {
    ($($type:ty: $expected:literal),* $(,)?) => {$(
        impl Attribute for $type {
            const EXPECTED: &'static str = $expected;

            fn to_text(&self) -> Option<String> {
                to_json_string(self).ok().map(|word| word.trim_matches('"').to_owned())
            }

            fn from_text(text: Option<&str>) -> Option<Self> {
                let word: StrDeserializer<'_, ValueError> = text?.into_deserializer();
                Self::deserialize(word).ok()
            }
        }
    )*};
}

by_word! {
    Cap: "a cap",
    ChangeStatus: "what became of a change",
    Ending: "an ending",
    Level: "a level",
    MemberKind: "a kind of member",
    Role: "a role",
    ShortfallReason: "a reason of a shortfall",
    Signal: "a signal",
}

impl Attribute for Proposal {
    const EXPECTED: &'static str = "a proposal as JSON";

    fn to_text(&self) -> Option<String> {
        to_json_string(self).ok()
    }

    fn from_text(text: Option<&str>) -> Option<Self> {
        cosmwasm_std::from_json(text?).ok()
    }
}
