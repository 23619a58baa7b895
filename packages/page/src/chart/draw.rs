//! Axes and series, as `plotters` draws them in every medium.

use plotters::chart::ChartContext;
use plotters::coord::Shift;
use plotters::prelude::{Cartesian2d, ChartBuilder, DrawingArea, PathElement, Polygon, SVGBackend};

use super::axis::Axis;
use super::frame::{FINE, Frame};
use super::ink::Ink;
use super::series::{Series, Shape};

/// A picture without anything on it, or a part of one.
pub type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A picture with axes.
pub type Surface<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Axis, Axis>>;

/// What is around a plot, in units of the picture.
#[derive(Debug, Clone, Copy, Default)]
pub struct Edges {
    /// Kept free above.
    pub top: i32,
    /// Kept free to the right.
    pub right: i32,
    /// Kept free below the labels of the horizontal axis.
    pub bottom: i32,
    /// Kept free to the left of the labels of the vertical axis.
    pub left: i32,
    /// Room for the labels of the horizontal axis; 0 for none.
    pub below: i32,
    /// Room for the labels of the vertical axis; 0 for none.
    pub beside: i32,
}

/// Which lines there are behind the series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mesh {
    /// One at each tick of the vertical axis.
    Levels,
    /// None.
    Bare,
}

/// Draws a pair of axes.
pub fn axes<'a, 'b>(
    canvas: &Canvas<'b>,
    frame: &Frame,
    edges: Edges,
    (x, y): (&Axis, &Axis),
    mesh: Mesh,
) -> anyhow::Result<Surface<'a, 'b>> {
    let mut surface = ChartBuilder::on(canvas)
        .margin_top(edges.top)
        .margin_right(edges.right)
        .margin_bottom(edges.bottom)
        .margin_left(edges.left)
        .x_label_area_size(edges.below)
        .y_label_area_size(edges.beside)
        .build_cartesian_2d(x.clone(), y.clone())?;
    let mut lines = surface.configure_mesh();
    match mesh {
        Mesh::Levels => lines.disable_x_mesh(),
        Mesh::Bare => lines.disable_mesh(),
    };
    lines
        .bold_line_style(frame.line(Ink::Grid, 1.0))
        .axis_style(frame.line(Ink::Grid, 1.0))
        .set_all_tick_mark_size(FINE * 6)
        .x_label_style(frame.text())
        .y_label_style(frame.text())
        .draw()?;
    Ok(surface)
}

/// Draws series, the first one first.
pub fn draw<'a>(
    surface: &mut Surface,
    frame: &Frame,
    series: impl IntoIterator<Item = &'a Series>,
) -> anyhow::Result<()> {
    for Series { ink, shape, points, .. } in series {
        match shape {
            Shape::Filled => {
                surface.draw_series([Polygon::new(points.clone(), frame.fill(*ink))])?;
            }
            Shape::Line(width) => line(surface, frame, points.clone(), (*ink, *width))?,
        }
    }
    Ok(())
}

/// Draws the line at zero.
pub fn zero(surface: &mut Surface, frame: &Frame, x: &Axis) -> anyhow::Result<()> {
    line(surface, frame, vec![(x.range.start, 0.0), (x.range.end, 0.0)], (Ink::Axis, 1.25))
}

fn line(
    surface: &mut Surface,
    frame: &Frame,
    points: Vec<(f64, f64)>,
    (ink, width): (Ink, f64),
) -> anyhow::Result<()> {
    surface.draw_series([PathElement::new(points, frame.line(ink, width))])?;
    Ok(())
}
