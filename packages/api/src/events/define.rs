//! An event from one list of its attributes: the struct, how it is written, how it is read, and what a schema says of it.

use cosmwasm_std::Event;

use super::attribute::Attribute;
use super::error::EventError;
use super::own_type;

/// What a schema says of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventSpec {
    /// Its type, without a chain's prefix.
    pub name: &'static str,
    /// What it tells.
    pub about: &'static str,
    /// Its attributes, in their order.
    pub attributes: &'static [AttributeSpec],
}

/// What a schema says of an attribute; its value is always a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributeSpec {
    /// Its key.
    pub key: &'static str,
    /// What its value is.
    pub about: &'static str,
    /// Whether it may be absent.
    pub optional: bool,
}

macro_rules! event {
    (
        $(#[doc = $about:literal])+
        $name:ident = $type:literal {
            $($(#[doc = $doc:literal])+ $key:ident: $value:ty,)*
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $key: $value,)*
        }

        impl $name {
            /// The event's type, without a chain's prefix.
            pub const TYPE: &'static str = $type;

            /// What a schema says of it.
            pub const SPEC: $crate::events::EventSpec = $crate::events::EventSpec {
                name: $type,
                about: concat!($($about),+),
                attributes: &[$($crate::events::AttributeSpec {
                    key: stringify!($key),
                    about: concat!($($doc),+),
                    optional: <$value as $crate::events::Attribute>::OPTIONAL,
                }),*],
            };

            /// The event as the contract emits it.
            #[must_use]
            pub fn to_event(&self) -> ::cosmwasm_std::Event {
                let mut event = ::cosmwasm_std::Event::new($type);
                $($crate::events::define::write(&mut event, stringify!($key), &self.$key);)*
                event
            }

            /// Reads the event, whether or not a chain has prefixed its type.
            ///
            /// Errors: it is of another type, or an attribute is missing or malformed.
            pub fn from_event(event: &::cosmwasm_std::Event) -> Result<Self, $crate::events::EventError> {
                $crate::events::define::check_type(event, $type)?;
                Ok(Self { $($key: $crate::events::define::read(event, $type, stringify!($key))?,)* })
            }

            #[cfg(test)]
            pub(crate) fn sample(seeds: &mut $crate::events::tests::Seeds) -> Self {
                Self { $($key: $crate::events::tests::Sample::sample(seeds),)* }
            }
        }
    };
}
pub(super) use event;

/// Adds an attribute, unless it is absent.
pub fn write<T: Attribute>(event: &mut Event, key: &'static str, value: &T) {
    if let Some(text) = value.to_text() {
        event.attributes.push((key, text).into());
    }
}

pub fn check_type(event: &Event, expected: &'static str) -> Result<(), EventError> {
    if own_type(event) == expected {
        return Ok(());
    }
    Err(EventError::WrongType { expected, found: event.ty.clone() })
}

/// Reads an attribute in the one form in which the contract writes it.
pub fn read<T: Attribute>(event: &Event, name: &'static str, key: &'static str) -> Result<T, EventError> {
    let text = event.attributes.iter().find(|attribute| attribute.key == key).map(|found| &*found.value);
    let value = T::from_text(text).filter(|value| value.to_text().as_deref() == text);
    value.ok_or_else(|| match text {
        None => EventError::Missing { event: name, key },
        Some(found) => EventError::Malformed {
            event: name,
            key,
            expected: T::EXPECTED.to_owned(),
            found: found.to_owned(),
        },
    })
}
