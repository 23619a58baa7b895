//! One layer for every picture: what is drawn is data ([`Series`] on [`Axis`]es), and `plotters` draws it.
//!
//! Two media. A page's pictures ([`Plot`], or what is drawn by hand on a [`Canvas`] by [`picture`]) are made twice, for a desk and for a
//! phone, and coloured by the style sheet, so that they follow it into the dark and onto paper. A [`Sheet`] or a [`Scatter`] is one SVG
//! that needs nothing else, for the documentation.

mod axis;
mod draw;
mod frame;
mod ink;
mod page;
mod scatter;
mod series;
mod sheet;
#[cfg(test)]
mod tests;

pub use axis::{Axis, Extent};
pub use draw::{Canvas, Edges, Mesh, Surface, axes, draw};
pub use frame::{FINE, Frame, LETTER};
pub use ink::Ink;
pub use page::{Plot, picture};
pub use scatter::{Dot, Group, Scatter};
pub use series::{Points, Series, Shape, stairs};
pub use sheet::{Note, Panel, Sheet};
