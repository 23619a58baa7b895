//! A JSON text, taken apart.

use core::fmt;
use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

/// A JSON text, taken apart. Numbers are whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number from 0 on.
    Number(u64),
    /// A whole number below 0.
    Negative(i64),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// An object; no name stands in it twice.
    Object(BTreeMap<String, Tree>),
}

impl Tree {
    /// What stands under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.get(name),
            _ => None,
        }
    }

    pub(crate) fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Other("null"),
            Self::Bool(found) => Unexpected::Bool(*found),
            Self::Number(found) => Unexpected::Unsigned(*found),
            Self::Negative(found) => Unexpected::Signed(*found),
            Self::Text(found) => Unexpected::Str(found),
            Self::List(_) => Unexpected::Other("a list"),
            Self::Object(_) => Unexpected::Other("an object"),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Grow)
    }
}

struct Grow;

impl<'de> Visitor<'de> for Grow {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without fractions")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, found: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(found))
    }

    fn visit_u64<E>(self, found: u64) -> Result<Tree, E> {
        Ok(Tree::Number(found))
    }

    fn visit_i64<E>(self, found: i64) -> Result<Tree, E> {
        Ok(u64::try_from(found).map_or(Tree::Negative(found), Tree::Number))
    }

    fn visit_str<E>(self, found: &str) -> Result<Tree, E> {
        Ok(Tree::Text(found.to_owned()))
    }

    fn visit_string<E>(self, found: String) -> Result<Tree, E> {
        Ok(Tree::Text(found))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Tree, A::Error> {
        let mut list = vec![];
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut object = BTreeMap::new();
        while let Some((name, tree)) = entries.next_entry::<String, Tree>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
            }
            object.insert(name, tree);
        }
        Ok(Tree::Object(object))
    }
}
