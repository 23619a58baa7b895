//! Pictures of a page: drawn twice each, for a desk and for a phone, and coloured by the style sheet.

use maud::{Markup, PreEscaped, html};
use plotters::prelude::{IntoDrawingArea, RGBColor, SVGBackend};

use super::axis::{Axis, Extent};
use super::draw::{Canvas, Edges, Mesh, axes, draw, zero};
use super::frame::{FINE, Frame, LETTER, ON_A_PAGE};
use super::ink::{Ink, Medium};
use super::series::Series;

/// A picture of so many pixels' height, told as `label` to who cannot see it.
pub fn picture(
    label: &str,
    height: impl Fn(&Frame) -> u32,
    draw: impl Fn(&Canvas, &Frame) -> anyhow::Result<()>,
) -> anyhow::Result<Markup> {
    let mut pictures = Vec::with_capacity(ON_A_PAGE.len());
    for frame in &ON_A_PAGE {
        let (width, height) = ((frame.width * FINE) as u32, height(frame) * FINE as u32);
        let mut svg = String::new();
        {
            let canvas = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
            draw(&canvas, frame)?;
            canvas.present()?;
        }
        pictures.push(html! {
            svg class={ "plot " (frame.class) } role="img" aria-label=(label) viewBox={ "0 0 " (width) " " (height) } { "\n"
                (PreEscaped(dressed(&svg)))
            } "\n"
        });
    }
    Ok(html! { @for picture in pictures { (picture) } })
}

/// A picture with one pair of axes and a title above them.
#[derive(Debug)]
pub struct Plot<'a> {
    /// What is told to who cannot see it.
    pub label: &'a str,
    /// Its height on a desk, in pixels.
    pub height: u32,
    /// What the vertical axis is of; `thousand` and the like are put before it.
    pub unit: &'a str,
    /// The horizontal axis.
    pub x: Extent,
    /// The vertical one.
    pub y: Axis,
}

impl Plot<'_> {
    /// The picture with these series, the first one drawn first.
    pub fn html<'a>(
        &self,
        series: impl IntoIterator<Item = &'a Series, IntoIter: Clone>,
    ) -> anyhow::Result<Markup> {
        let series = series.into_iter();
        let y = &self.y;
        picture(
            self.label,
            |frame| self.height * frame.stretch / 100,
            |canvas, frame| {
                let x = self.x.axis(frame.dates)?;
                canvas.draw_text(&format!("{}{}", y.scale, self.unit), &frame.text(), (0, 0))?;
                let beside = frame.lines(1.2 + LETTER * y.widest_label() as f64);
                let edges = Edges {
                    top: frame.lines(2.0),
                    right: frame.half_a_label(&x),
                    below: frame.lines(1.7),
                    beside: beside.max(frame.half_a_label(&x)),
                    ..Edges::default()
                };
                let mut surface = axes(canvas, frame, edges, (&x, y), Mesh::Levels)?;
                draw(&mut surface, frame, series.clone())?;
                if y.range.start <= 0.0 { zero(&mut surface, frame, &x) } else { Ok(()) }
            },
        )
    }
}

/// What `plotters` drew, without its `<svg>` tags, with classes in the place of colours and fonts.
fn dressed(svg: &str) -> String {
    let mut dressed = inner(svg).to_owned();
    for ink in Ink::ALL {
        let (class, RGBColor(red, green, blue)) = (ink.class(), Medium::Page.color(*ink));
        for (attribute, short) in [("fill", 'f'), ("stroke", 's')] {
            let colour = format!(" {attribute}=\"#{red:02X}{green:02X}{blue:02X}\"");
            dressed = dressed.replace(&colour, &format!(" class=\"{short}-{class}\""));
        }
    }
    dressed = lean(&dressed).replace(" font-family=\"sans-serif\"", "");
    without_font_sizes(&dressed.replace(" \"/>", "\"/>"))
}

/// What is between the `<svg>` tags.
pub fn inner(svg: &str) -> &str {
    let inner = svg.split_once('\n').map_or(svg, |(_, inner)| inner);
    inner.rsplit_once("</svg>").map_or(inner, |(inner, _)| inner)
}

/// Without what says nothing.
pub fn lean(svg: &str) -> String {
    svg.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "").replace(">\n", ">")
}

/// The style sheet sets the size of the letters.
fn without_font_sizes(svg: &str) -> String {
    let mut parts = svg.split(" font-size=\"");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    kept
}
