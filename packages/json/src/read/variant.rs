//! A variant of an enum, by its number.

use serde::de::value::U32Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error as _, IntoDeserializer, VariantAccess, Visitor};

use super::fields::Fields;
use crate::error::Error;
use crate::read::Part;
use crate::tree::Tree;

/// `"name"`, or an object with nothing in it but the name and its content.
pub struct Variant<'de> {
    index: u32,
    name: &'static str,
    content: Option<&'de Tree>,
}

impl<'de> Variant<'de> {
    pub fn of(tree: &'de Tree, variants: &'static [&'static str]) -> Result<Self, Error> {
        let (name, content) = match tree {
            Tree::Text(name) => (name, None),
            Tree::Object(entries) => match (entries.first_key_value(), entries.len()) {
                (Some((name, content)), 1) => (name, Some(content)),
                _ => return Err(Error::invalid_length(entries.len(), &"an object with one name in it")),
            },
            other => {
                return Err(Error::invalid_type(
                    other.unexpected(),
                    &"a name, or an object with one name in it",
                ));
            }
        };
        let mut known = (0..).zip(variants);
        let (index, name) =
            known.find(|(_, known)| **known == name).ok_or_else(|| Error::unknown_variant(name, variants))?;
        Ok(Self { index, name, content })
    }

    fn content(&self) -> Result<&'de Tree, Error> {
        self.content
            .ok_or_else(|| Error::new(format!("expected {{\"{}\": ...}}, found the name alone", self.name)))
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let index: U32Deserializer<Error> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.content {
            None => Ok(()),
            Some(content) => {
                Err(Error::invalid_type(content.unexpected(), &"the name alone").within(self.name))
            }
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Part(Some(self.content()?))).map_err(|error| error.within(self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        let list = Part(Some(self.content()?));
        serde::Deserializer::deserialize_tuple(list, length, visitor).map_err(|error| error.within(self.name))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let fields = Fields::of_object(self.content()?, fields);
        fields.and_then(|fields| visitor.visit_seq(fields)).map_err(|error| error.within(self.name))
    }
}
