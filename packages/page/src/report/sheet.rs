//! Charts for pages: one SVG that needs nothing else, its panels one above the other over the same time.

use ballast_math::Seconds;
use plotters::coord::Shift;
use plotters::prelude::{
    ChartBuilder, Color, DrawingArea, FontStyle, IntoDrawingArea, IntoFont, PathElement, Polygon, RGBColor,
    Rectangle, SVGBackend, ShapeStyle, TextStyle,
};

use crate::report::axis::Axis;
use crate::report::canvas::{FINE, LETTER};
use crate::report::markup::escape;

const WIDTH: i32 = 960;
const FONT: i32 = 16;
/// Lines of text above a panel's plot: its name, and its legend.
const HEAD: f64 = 3.5;
/// Lines of text below it: the dates, and the distance to the next one.
const FOOT: f64 = 2.4;
/// Ticks on a vertical axis, about.
const TICKS: usize = 5;

const GROUND: RGBColor = RGBColor(255, 255, 255);
const INK: RGBColor = RGBColor(26, 31, 37);
const MUTED: RGBColor = RGBColor(87, 96, 106);
const RULE: RGBColor = RGBColor(213, 219, 225);

/// How a series is drawn. Told apart by width as well as by colour, after Okabe and Ito.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// What the network published: broad and orange, so that what is reproduced lies on it.
    Published,
    /// What the preset makes of it: thin and dark blue.
    Replayed,
    /// Something to compare with: thin and grey.
    Beside,
    /// Filled down to zero, in vermilion.
    Area,
    /// A range to stay in: filled between the points, in pale green.
    Range,
}

/// A line, or an area.
#[derive(Debug, Clone)]
pub struct Series {
    /// What it is.
    pub name: String,
    /// How it is drawn.
    pub look: Look,
    /// UNIX time and value, in order of time; the outline of a [`Look::Range`].
    pub points: Vec<(f64, f64)>,
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
    /// Words at a UNIX time and a value.
    pub notes: Vec<(f64, f64, String)>,
    /// Height of the plot, in pixels.
    pub height: i32,
}

/// A chart.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What one sees.
    pub title: String,
    /// The first UNIX time.
    pub from: Seconds,
    /// The last one.
    pub until: Seconds,
    /// From top to bottom.
    pub panels: Vec<Panel>,
    /// Where the figures come from, and under which licence.
    pub source: String,
}

impl Panel {
    fn axis(&self) -> Axis {
        // A low plot has room for fewer ticks.
        let ticks = if self.height < 180 { 3 } else { TICKS };
        Axis::amounts(self.range.0, self.range.1, ticks)
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

impl Sheet {
    /// The whole SVG.
    pub fn svg(&self) -> anyhow::Result<String> {
        let head = lines(HEAD);
        let foot = lines(FOOT);
        let panel = |panel: &Panel| head + panel.height * FINE + foot;
        let title = lines(2.4);
        let height = title + self.panels.iter().map(panel).sum::<i32>() + lines(1.8);
        let mut svg = String::new();
        {
            let size = ((WIDTH * FINE) as u32, height as u32);
            let canvas = SVGBackend::with_string(&mut svg, size).into_drawing_area();
            canvas.fill(&GROUND)?;
            canvas.draw_text(&self.title, &bold(1.2), (lines(0.8), lines(0.7)))?;
            let left = self.left()?;
            let mut top = title;
            for shown in &self.panels {
                let bottom = top + panel(shown);
                let area = canvas.clone().shrink((0, top), ((WIDTH * FINE) as u32, (bottom - top) as u32));
                self.draw(&area, shown, left)?;
                top = bottom;
            }
            canvas.draw_text(&self.source, &text(0.85), (lines(0.8), top + lines(0.4)))?;
            canvas.present()?;
        }
        let body = svg.split_once('\n').map_or(svg.as_str(), |(_, body)| body);
        let body = body.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "").replace(">\n", ">");
        let (wide, high) = (WIDTH, height / FINE);
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {} {height}\" \
             role=\"img\"><title>{}</title>\n{body}",
            wide * FINE,
            escape(&self.title)
        ))
    }

    fn dates(&self) -> anyhow::Result<Axis> {
        Axis::dates(self.from, self.until, 10)
    }

    /// What the labels of the widest vertical axis take: all plots begin at the same place.
    fn left(&self) -> anyhow::Result<i32> {
        let widest = self.panels.iter().map(|panel| panel.axis().widest_label()).max().unwrap_or(0);
        Ok(lines(1.6 + LETTER * widest as f64).max(half_a_label(&self.dates()?)))
    }

    fn draw(&self, area: &Area, panel: &Panel, left: i32) -> anyhow::Result<()> {
        let (x, y) = (self.dates()?, panel.axis());
        area.draw_text(
            &format!("{}, {}{}", panel.name, y.scale, panel.unit),
            &bold(1.0),
            (lines(0.8), lines(0.5)),
        )?;
        legend(area, &panel.series)?;
        let mut chart = ChartBuilder::on(area)
            .margin_top(lines(HEAD))
            .margin_right(half_a_label(&x))
            .margin_bottom(lines(FOOT - 1.8))
            .x_label_area_size(lines(1.8))
            .y_label_area_size(left)
            .build_cartesian_2d(x.clone(), y.clone())?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(stroke(RULE, 1.0))
            .axis_style(stroke(RULE, 1.0))
            .set_all_tick_mark_size(FINE * 6)
            .x_label_style(text(1.0))
            .y_label_style(text(1.0))
            .draw()?;
        for series in &panel.series {
            let points = series.points.clone();
            match series.look {
                Look::Area => {
                    let ends = [points.last(), points.first()].into_iter().flatten();
                    let ends: Vec<(f64, f64)> = ends.map(|point| (point.0, 0.0)).collect();
                    let outline = points.into_iter().chain(ends).collect::<Vec<_>>();
                    chart.draw_series([Polygon::new(outline, ink(series.look).filled())])?;
                }
                Look::Range => {
                    chart.draw_series([Polygon::new(points, ink(series.look).filled())])?;
                }
                look => {
                    chart.draw_series([PathElement::new(points, stroke(ink(look), width(look)))])?;
                }
            }
        }
        if y.range.start < 0.0 {
            let zero = vec![(x.range.start, 0.0), (x.range.end, 0.0)];
            chart.draw_series([PathElement::new(zero, stroke(MUTED, 1.25))])?;
        }
        for (at, value, words) in &panel.notes {
            let place = chart.backend_coord(&(*at, *value));
            let base = area.get_base_pixel();
            area.draw_text(words, &text(0.9), (place.0 - base.0, place.1 - base.1))?;
        }
        Ok(())
    }
}

/// A sample and a name for each series, in a row.
fn legend(area: &Area, series: &[Series]) -> anyhow::Result<()> {
    let (mut left, middle) = (lines(0.8), lines(2.45));
    for series in series {
        let right = left + lines(1.9);
        let (colour, thick) = (ink(series.look), width(series.look));
        match series.look {
            Look::Area | Look::Range => {
                let corners = [(left, middle - lines(0.35)), (right, middle + lines(0.35))];
                area.draw(&Rectangle::new(corners, colour.filled()))?;
            }
            _ => {
                area.draw(&PathElement::new(vec![(left, middle), (right, middle)], stroke(colour, thick)))?
            }
        }
        area.draw_text(&series.name, &text(1.0), (right + lines(0.5), middle - lines(0.55)))?;
        left = right + lines(1.6 + 0.54 * series.name.chars().count() as f64);
    }
    Ok(())
}

const fn ink(look: Look) -> RGBColor {
    match look {
        Look::Published => RGBColor(230, 159, 0),
        Look::Replayed => RGBColor(0, 70, 140),
        Look::Beside => RGBColor(130, 138, 146),
        Look::Area => RGBColor(213, 94, 0),
        Look::Range => RGBColor(205, 232, 221),
    }
}

const fn width(look: Look) -> f64 {
    match look {
        Look::Published => 5.0,
        Look::Replayed | Look::Area | Look::Range => 1.75,
        Look::Beside => 1.5,
    }
}

fn stroke(colour: RGBColor, width: f64) -> ShapeStyle {
    colour.stroke_width((width * f64::from(FINE)).round() as u32)
}

fn lines(lines: f64) -> i32 {
    (f64::from(FONT * FINE) * lines).round() as i32
}

fn half_a_label(axis: &Axis) -> i32 {
    lines(LETTER * axis.widest_label() as f64 / 2.0)
}

fn size(scale: f64) -> f64 {
    // `plotters` writes a size 1.24 times smaller than the one asked for.
    f64::from(FONT * FINE) * scale * 1.24
}

fn text(scale: f64) -> TextStyle<'static> {
    ("sans-serif", size(scale)).into_font().color(&MUTED)
}

fn bold(scale: f64) -> TextStyle<'static> {
    ("sans-serif", size(scale)).into_font().style(FontStyle::Bold).color(&INK)
}

#[cfg(test)]
mod tests {
    use super::{Look, Panel, Series, Sheet};

    fn panel(range: (f64, f64)) -> Panel {
        let points = vec![(1_700_000_000.0, range.0), (1_710_000_000.0, range.1 * 9.0)];
        let series = |look| Series { name: "a < b".to_owned(), look, points: points.clone() };
        Panel {
            name: "Burned".to_owned(),
            unit: "tokens a day".to_owned(),
            range,
            series: [Look::Published, Look::Replayed, Look::Beside, Look::Area, Look::Range]
                .map(series)
                .to_vec(),
            notes: vec![(1_705_000_000.0, range.1, "a note".to_owned())],
            height: 200,
        }
    }

    #[test]
    fn a_sheet_stands_alone_and_says_its_units() {
        let sheet = Sheet {
            title: "This & that".to_owned(),
            from: 1_700_000_000,
            until: 1_710_000_000,
            panels: vec![panel((0.0, 5_000.0)), panel((-1.0, 2.0))],
            source: "where from".to_owned(),
        };
        let svg = sheet.svg().unwrap();
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\""));
        assert!(svg.trim_end().ends_with("</svg>") && svg.matches("<svg").count() == 1);
        let said = [
            "<title>This &amp; that</title>",
            "Burned, thousand tokens a day",
            "a note",
            "where from",
            "2024-01",
        ];
        for said in said {
            assert!(svg.contains(said), "{said}");
        }
        assert!(!svg.contains("a < b"), "names are escaped");
    }
}
