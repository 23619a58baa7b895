//! A tree as the source of a type.

mod fields;
mod variant;

use serde::de::value::MapDeserializer;
use serde::de::{Deserialize, Deserializer, Error as _, Expected, IntoDeserializer, Visitor};

use crate::error::Error;
use crate::tree::Tree;
use fields::Fields;
use variant::Variant;

/// Reads a type from a tree.
pub fn read<'de, T: Deserialize<'de>>(tree: &'de Tree) -> Result<T, Error> {
    T::deserialize(Part(Some(tree)))
}

/// A part of a tree, or what is missing there. A missing part is only good for an `Option`.
#[derive(Clone, Copy)]
pub struct Part<'de>(pub Option<&'de Tree>);

impl<'de> Part<'de> {
    fn tree(self) -> Result<&'de Tree, Error> {
        self.0.ok_or_else(|| Error::new("missing"))
    }

    fn not(self, expected: &dyn Expected) -> Error {
        match self.tree() {
            Ok(tree) => Error::invalid_type(tree.unexpected(), expected),
            Err(missing) => missing,
        }
    }

    fn text(self, expected: &dyn Expected) -> Result<&'de str, Error> {
        if let Some(Tree::Text(text)) = self.0 { Ok(text) } else { Err(self.not(expected)) }
    }

    fn number(self, expected: &dyn Expected) -> Result<u64, Error> {
        if let Some(Tree::Number(number)) = self.0 { Ok(*number) } else { Err(self.not(expected)) }
    }

    fn signed(self, expected: &dyn Expected) -> Result<i64, Error> {
        let found = match self.0 {
            Some(Tree::Negative(number)) => Some(*number),
            Some(Tree::Number(number)) => i64::try_from(*number).ok(),
            _ => None,
        };
        found.ok_or_else(|| self.not(expected))
    }

    fn list(self, expected: &dyn Expected) -> Result<&'de [Tree], Error> {
        if let Some(Tree::List(list)) = self.0 { Ok(list) } else { Err(self.not(expected)) }
    }
}

impl<'de> IntoDeserializer<'de, Error> for Part<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! whole_numbers {
    ($($method:ident $number:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let found = self.$number(&visitor)?;
            visitor.$visit(found)
        }
    )*};
}

macro_rules! never_in_a_message {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            Err(self.not(&visitor))
        }
    )*};
}

impl<'de> Deserializer<'de> for Part<'de> {
    type Error = Error;

    whole_numbers! {
        deserialize_u8 number visit_u64
        deserialize_u16 number visit_u64
        deserialize_u32 number visit_u64
        deserialize_u64 number visit_u64
        deserialize_i8 signed visit_i64
        deserialize_i16 signed visit_i64
        deserialize_i32 signed visit_i64
        deserialize_i64 signed visit_i64
        deserialize_char text visit_borrowed_str
        deserialize_str text visit_borrowed_str
        deserialize_string text visit_borrowed_str
        deserialize_identifier text visit_borrowed_str
    }

    // Numbers of 128 bits are texts in JSON, and nothing else of these is in any message.
    never_in_a_message! {
        deserialize_any deserialize_u128 deserialize_i128 deserialize_f32 deserialize_f64 deserialize_bytes
        deserialize_byte_buf
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some(Tree::Bool(found)) = self.0 {
            visitor.visit_bool(*found)
        } else {
            Err(self.not(&visitor))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            None | Some(Tree::Null) => visitor.visit_none(),
            Some(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some(Tree::Null) = self.0 { visitor.visit_unit() } else { Err(self.not(&visitor)) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let list = self.list(&visitor)?;
        visitor.visit_seq(Fields::of_list(list))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        let list = self.list(&visitor)?;
        if list.len() != length {
            return Err(Error::invalid_length(list.len(), &visitor));
        }
        visitor.visit_seq(Fields::of_list(list))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Some(Tree::Object(entries)) = self.0 else { return Err(self.not(&visitor)) };
        visitor.visit_map(MapDeserializer::new(
            entries.iter().map(|(name, tree)| (name.as_str(), Part(Some(tree)))),
        ))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(Fields::of_object(self.tree()?, fields)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(Variant::of(self.tree()?, variants)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}
