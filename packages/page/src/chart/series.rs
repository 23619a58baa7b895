//! What is drawn between two axes.

use super::ink::Ink;

/// Coordinates, in the order in which they are drawn: of time or of what the horizontal axis is of, and of the value.
pub type Points = Vec<(f64, f64)>;

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A line so many pixels wide.
    Line(f64),
    /// What the points enclose, filled.
    Filled,
}

/// A line or an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is called in the legend; none where it is not in it.
    pub name: Option<String>,
    /// What it is drawn in.
    pub ink: Ink,
    /// Whether it is a line or an area.
    pub shape: Shape,
    /// Its points, of an area its outline.
    pub points: Points,
}

impl Series {
    /// A line through points, so many pixels wide.
    #[must_use]
    pub const fn line(ink: Ink, width: f64, points: Points) -> Self {
        Self { name: None, ink, shape: Shape::Line(width), points }
    }

    /// The area between points and zero.
    #[must_use]
    pub fn area(ink: Ink, mut points: Points) -> Self {
        let ends = points.last().zip(points.first()).map(|(last, first)| [(last.0, 0.0), (first.0, 0.0)]);
        points.extend(ends.into_iter().flatten());
        Self { name: None, ink, shape: Shape::Filled, points }
    }

    /// The band between two lines.
    #[must_use]
    pub fn band(ink: Ink, upper: Points, lower: Points) -> Self {
        let points = upper.into_iter().chain(lower.into_iter().rev()).collect();
        Self { name: None, ink, shape: Shape::Filled, points }
    }

    /// The same, called so in the legend.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }
}

/// A value as stairs: level from the start to the end of each step.
#[must_use]
pub fn stairs(steps: impl IntoIterator<Item = (f64, f64, f64)>) -> Points {
    let mut points = Points::new();
    for (start, end, level) in steps {
        match points.last_mut() {
            // The same level goes on.
            Some(last) if last.1.total_cmp(&level).is_eq() => last.0 = end,
            _ => points.extend([(start, level), (end, level)]),
        }
    }
    points
}
