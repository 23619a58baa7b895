//! What queries answer with.

mod accounts;
mod books;
mod epochs;
mod market;

pub use accounts::*;
pub use books::*;
pub use epochs::*;
pub use market::*;
