//! A network without a chain: the entry points are called on bare storage, which counts what they do to it.

mod counting;
mod world;

pub use counting::Cost;
pub use world::{DAY, Entry, World, each, instantiate_msg, of_one, vesting};
