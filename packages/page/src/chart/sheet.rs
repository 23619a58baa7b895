//! Charts for the documentation: one SVG that needs nothing else, its panels one above the other over the same time.

use ballast_math::TimeRange;
use maud::{PreEscaped, Render};
use plotters::prelude::{IntoDrawingArea, PathElement, RGBColor, Rectangle, SVGBackend};

use super::axis::Axis;
use super::draw::{Canvas, Edges, Mesh, axes, draw, zero};
use super::frame::{ALONE, FINE, LETTER};
use super::ink::Ink;
use super::page::lean;
use super::series::{Points, Series, Shape};

/// Lines of text above a panel's plot: its name, and its legend.
const HEAD: f64 = 3.5;
/// Lines of text below it: the dates, and the distance to the next one.
const FOOT: f64 = 2.4;
/// Ticks on a vertical axis, about.
const TICKS: usize = 5;

/// Words at a place of a plot.
#[derive(Debug, Clone)]
pub struct Note {
    /// UNIX time of where they begin.
    pub time: f64,
    /// The value of their upper edge.
    pub value: f64,
    /// What they say.
    pub words: String,
}

/// One plot.
#[derive(Debug, Clone)]
pub struct Panel {
    /// What it shows.
    pub name: String,
    /// The unit of its vertical axis; `thousand` and the like are put before it.
    pub unit: String,
    /// The lowest and the highest value to show; what lies beyond is drawn at the edge.
    pub range: (f64, f64),
    /// The first one is drawn first.
    pub series: Vec<Series>,
    /// Words in it.
    pub notes: Vec<Note>,
    /// Height of the plot, in pixels.
    pub height: i32,
}

/// A chart.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What one sees.
    pub title: String,
    /// The time that it covers.
    pub time: TimeRange,
    /// From top to bottom.
    pub panels: Vec<Panel>,
    /// Where the figures come from, and under which licence.
    pub source: String,
}

impl Series {
    /// What a network published: broad, so that what is reproduced lies on it.
    pub fn published(name: impl Into<String>, points: Points) -> Self {
        Self::line(Ink::Published, 5.0, points).named(name)
    }

    /// What a preset makes of it: thin and dark.
    pub fn replayed(name: impl Into<String>, points: Points) -> Self {
        Self::line(Ink::Replayed, 1.75, points).named(name)
    }

    /// Something to compare with: thin and grey.
    pub fn beside(name: impl Into<String>, points: Points) -> Self {
        Self::line(Ink::Beside, 1.5, points).named(name)
    }
}

impl Panel {
    /// A plot of the usual height without notes.
    pub fn new(name: &str, unit: &str, range: (f64, f64), series: Vec<Series>) -> Self {
        Self { name: name.to_owned(), unit: unit.to_owned(), range, series, notes: vec![], height: 230 }
    }

    fn axis(&self) -> Axis {
        // A low plot has room for fewer ticks.
        let ticks = if self.height < 180 { 3 } else { TICKS };
        Axis::amounts(self.range.0, self.range.1, ticks)
    }

    /// Its height with its head and its foot, in units of the picture.
    fn all(&self) -> i32 {
        ALONE.lines(HEAD) + self.height * FINE + ALONE.lines(FOOT)
    }
}

impl Sheet {
    /// The whole SVG. Errors where the time lies beyond the calendar.
    pub fn svg(&self) -> anyhow::Result<String> {
        let lines = |lines| ALONE.lines(lines);
        let width = (ALONE.width * FINE) as u32;
        let title = lines(2.4);
        let height = title + self.panels.iter().map(Panel::all).sum::<i32>() + lines(1.8);
        let mut svg = String::new();
        {
            let canvas = SVGBackend::with_string(&mut svg, (width, height as u32)).into_drawing_area();
            canvas.fill(&RGBColor(255, 255, 255))?;
            canvas.draw_text(&self.title, &ALONE.bold(1.2), (lines(0.8), lines(0.7)))?;
            let left = self.left()?;
            let mut top = title;
            for panel in &self.panels {
                let area = canvas.clone().shrink((0, top), (width, panel.all() as u32));
                self.draw(&area, panel, left)?;
                top += panel.all();
            }
            canvas.draw_text(&self.source, &ALONE.scaled(0.85), (lines(0.8), top + lines(0.4)))?;
            canvas.present()?;
        }
        let body = lean(svg.split_once('\n').map_or(svg.as_str(), |(_, body)| body));
        let (wide, high, PreEscaped(said)) = (ALONE.width, height / FINE, self.title.render());
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\"><title>{said}</title>\n{body}",
        ))
    }

    fn dates(&self) -> anyhow::Result<Axis> {
        Axis::dates(self.time, ALONE.dates)
    }

    /// What the labels of the widest vertical axis take: all plots begin at the same place.
    fn left(&self) -> anyhow::Result<i32> {
        let widest = self.panels.iter().map(|panel| panel.axis().widest_label()).max().unwrap_or(0);
        Ok(ALONE.lines(1.6 + LETTER * widest as f64).max(ALONE.half_a_label(&self.dates()?)))
    }

    fn draw(&self, area: &Canvas, panel: &Panel, left: i32) -> anyhow::Result<()> {
        let lines = |lines| ALONE.lines(lines);
        let (x, y) = (self.dates()?, panel.axis());
        let title = format!("{}, {}{}", panel.name, y.scale, panel.unit);
        area.draw_text(&title, &ALONE.bold(1.0), (lines(0.8), lines(0.5)))?;
        legend(area, &panel.series)?;
        let edges = Edges {
            top: lines(HEAD),
            right: ALONE.half_a_label(&x),
            bottom: lines(FOOT - 1.8),
            below: lines(1.8),
            beside: left,
            left: 0,
        };
        let mut surface = axes(area, &ALONE, edges, (&x, &y), Mesh::Levels)?;
        draw(&mut surface, &ALONE, &panel.series)?;
        if y.range.start < 0.0 {
            zero(&mut surface, &ALONE, &x)?;
        }
        for Note { time, value, words } in &panel.notes {
            let place = surface.backend_coord(&(*time, *value));
            let base = area.get_base_pixel();
            area.draw_text(words, &ALONE.scaled(0.9), (place.0 - base.0, place.1 - base.1))?;
        }
        Ok(())
    }
}

/// A sample and a name for each series, in a row.
fn legend(area: &Canvas, series: &[Series]) -> anyhow::Result<()> {
    let lines = |lines| ALONE.lines(lines);
    let (mut left, middle) = (lines(0.8), lines(2.45));
    for Series { name, ink, shape, .. } in series {
        let Some(name) = name else { continue };
        let right = left + lines(1.9);
        match shape {
            Shape::Filled => {
                let corners = [(left, middle - lines(0.35)), (right, middle + lines(0.35))];
                area.draw(&Rectangle::new(corners, ALONE.fill(*ink)))?;
            }
            Shape::Line(width) => {
                let ends = vec![(left, middle), (right, middle)];
                area.draw(&PathElement::new(ends, ALONE.line(*ink, *width)))?;
            }
        }
        area.draw_text(name, &ALONE.scaled(1.0), (right + lines(0.5), middle - lines(0.55)))?;
        left = right + lines(1.6 + 0.54 * name.chars().count() as f64);
    }
    Ok(())
}
