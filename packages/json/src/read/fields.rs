//! The fields of a struct in their order, or the elements of a list.

use serde::de::{DeserializeSeed, Error as _, SeqAccess};

use crate::error::Error;
use crate::read::Part;
use crate::tree::Tree;

pub struct Fields<'de> {
    source: Source<'de>,
    next: usize,
}

enum Source<'de> {
    Object(&'de Tree, &'static [&'static str]),
    List(&'de [Tree]),
}

impl<'de> Fields<'de> {
    pub fn of_list(list: &'de [Tree]) -> Self {
        Self { source: Source::List(list), next: 0 }
    }

    /// An object, which must have no other fields than these.
    pub fn of_object(tree: &'de Tree, fields: &'static [&'static str]) -> Result<Self, Error> {
        let Tree::Object(entries) = tree else {
            return Err(Error::invalid_type(tree.unexpected(), &"an object"));
        };
        if let Some(unknown) = entries.keys().find(|name| !fields.contains(&name.as_str())) {
            return Err(Error::unknown_field(unknown, fields));
        }
        Ok(Self { source: Source::Object(tree, fields), next: 0 })
    }

    fn next(&mut self) -> Option<Part<'de>> {
        let part = match &self.source {
            Source::Object(tree, fields) => Part(tree.get(fields.get(self.next)?)),
            Source::List(list) => Part(Some(list.get(self.next)?)),
        };
        self.next += 1;
        Some(part)
    }

    /// An error of the last part, with its place.
    fn place(&self, error: Error) -> Error {
        let last = self.next.saturating_sub(1);
        match &self.source {
            Source::Object(_, fields) => error.within(fields.get(last).unwrap_or(&"")),
            Source::List(_) => error.within(&last.to_string()),
        }
    }
}

impl<'de> SeqAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(part) = self.next() else { return Ok(None) };
        seed.deserialize(part).map(Some).map_err(|error| self.place(error))
    }

    fn size_hint(&self) -> Option<usize> {
        match &self.source {
            Source::Object(_, fields) => fields.len().checked_sub(self.next),
            Source::List(list) => list.len().checked_sub(self.next),
        }
    }
}
