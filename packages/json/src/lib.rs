//! Reads JSON messages into serde types with a fraction of the usual wasm.
//!
//! Serde's derive writes two readers for every type: one for fields that come by name and in any order, and one for fields that
//! come in order. The first is ten times as large, and a contract with a hundred types of messages is made of it. Here
//! names are looked up once, outside of generic code: an object becomes a [`Tree`], and a struct is then read in the order
//! of its fields, an enum by the number of its variant.
//!
//! Stricter than `serde_json`, as messages that move money should be: a field that is unknown, given twice or written as a
//! position in a list is refused, whatever the type says, and so is a number with a fraction. An error says where it is:
//! `lines.3.usd: ...`.

mod error;
mod fields;
mod message;
mod read;
mod tree;
mod variant;

pub use error::Error;
pub use message::Message;
pub use read::read;
pub use tree::Tree;
