//! Puts a network on a chain.

mod launch;
mod network;
mod proposal;

pub use launch::{Admin, Deployment, Launch};
pub use network::{Plan, Token};
pub use proposal::queue_proposal;
