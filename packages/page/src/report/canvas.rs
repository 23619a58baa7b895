//! Pictures: drawn by `plotters`, twice each, for a desk and for a phone, and coloured by the style sheet.

use plotters::chart::ChartContext;
use plotters::coord::Shift;
use plotters::prelude::{
    Cartesian2d, ChartBuilder, DrawingArea, IntoDrawingArea, IntoFont, PathElement, Polygon, RGBColor,
    SVGBackend, TextStyle,
};

use crate::report::axis::Axis;
pub use crate::report::ink::Ink;
use crate::report::markup::escape;

/// Units of the picture to a pixel of the page: `plotters` places things on whole units.
pub const FINE: i32 = 4;

/// Width of a letter, in lines.
pub const LETTER: f64 = 0.6;

/// The shape of a picture.
pub struct Frame {
    /// Width, in pixels.
    pub width: u32,
    /// Size of the letters, in pixels; the style sheet says the same.
    pub font: i32,
    /// Most labels on an axis of time.
    pub dates: usize,
    /// Added to the height, in hundredths.
    stretch: u32,
    class: &'static str,
}

const WIDE: Frame = Frame { width: 960, font: 15, dates: 11, stretch: 100, class: "wide" };
const NARROW: Frame = Frame { width: 360, font: 13, dates: 5, stretch: 80, class: "narrow" };

impl Frame {
    /// Letters of the picture's size, in a colour of the style sheet.
    pub fn text(&self) -> TextStyle<'static> {
        self.text_in(Ink::Text)
    }

    /// The same in another ink.
    pub fn text_in(&self, ink: Ink) -> TextStyle<'static> {
        // `plotters` writes a size 1.24 times smaller than the one asked for.
        let size = f64::from(self.font * FINE) * 1.24;
        ("sans-serif", size).into_font().color(&ink.sentinel())
    }

    /// Lines of text, as units of the picture.
    pub fn lines(&self, lines: f64) -> i32 {
        (f64::from(self.font * FINE) * lines).round() as i32
    }

    /// What half of an axis' longest label takes, so that the first and the last one fit.
    pub fn half_a_label(&self, axis: &Axis) -> i32 {
        // A minus is wider than a letter.
        self.lines(LETTER * axis.widest_label() as f64 / 2.0 + 0.3)
    }
}

/// A picture without anything on it.
pub type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
/// A picture with axes.
pub type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Axis, Axis>>;

/// A picture of so many pixels' height, told as `label` to who cannot see it.
pub fn picture(
    label: &str,
    height: impl Fn(&Frame) -> u32,
    draw: impl Fn(&Canvas, &Frame) -> anyhow::Result<()>,
) -> anyhow::Result<String> {
    let mut html = String::new();
    for frame in [&WIDE, &NARROW] {
        let (width, height) = (frame.width * FINE as u32, height(frame) * FINE as u32);
        let mut svg = String::new();
        {
            let canvas = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
            draw(&canvas, frame)?;
            canvas.present()?;
        }
        html.push_str(&format!(
            "<svg class=\"plot {}\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} {height}\">\n{}",
            frame.class,
            escape(label),
            dressed(&svg)
        ));
    }
    Ok(html)
}

/// A picture with one pair of axes and a title above them.
pub fn chart(
    label: &str,
    height: u32,
    title: impl Fn(&Axis) -> String,
    axes: impl Fn(&Frame) -> anyhow::Result<(Axis, Axis)>,
    draw: impl Fn(&mut Chart) -> anyhow::Result<()>,
) -> anyhow::Result<String> {
    picture(
        label,
        |frame| height * frame.stretch / 100,
        |canvas, frame| {
            let (x, y) = axes(frame)?;
            canvas.draw_text(&title(&y), &frame.text(), (0, 0))?;
            let mut chart = ChartBuilder::on(canvas)
                .margin_top(frame.lines(2.0))
                .margin_right(frame.half_a_label(&x))
                .x_label_area_size(frame.lines(1.7))
                .y_label_area_size(
                    frame.lines(1.2 + LETTER * y.widest_label() as f64).max(frame.half_a_label(&x)),
                )
                .build_cartesian_2d(x.clone(), y.clone())?;
            chart
                .configure_mesh()
                .disable_x_mesh()
                .bold_line_style(Ink::Grid.line(1.0))
                .axis_style(Ink::Grid.line(1.0))
                .set_all_tick_mark_size(FINE * 6)
                .x_label_style(frame.text())
                .y_label_style(frame.text())
                .draw()?;
            draw(&mut chart)?;
            if y.range.start <= 0.0 {
                let zero = vec![(x.range.start, 0.0), (x.range.end, 0.0)];
                chart.draw_series([PathElement::new(zero, Ink::Axis.line(1.25))])?;
            }
            Ok(())
        },
    )
}

/// A line through points.
pub fn line(chart: &mut Chart, points: Vec<(f64, f64)>, ink: Ink, width: f64) -> anyhow::Result<()> {
    chart.draw_series([PathElement::new(points, ink.line(width))])?;
    Ok(())
}

/// The area between points and zero.
pub fn area(chart: &mut Chart, mut points: Vec<(f64, f64)>, ink: Ink) -> anyhow::Result<()> {
    let ends = points.last().zip(points.first()).map(|(last, first)| [(last.0, 0.0), (first.0, 0.0)]);
    points.extend(ends.into_iter().flatten());
    chart.draw_series([Polygon::new(points, ink.fill())])?;
    Ok(())
}

/// The band between two lines.
pub fn band(
    chart: &mut Chart,
    upper: Vec<(f64, f64)>,
    lower: Vec<(f64, f64)>,
    ink: Ink,
) -> anyhow::Result<()> {
    let outline: Vec<(f64, f64)> = upper.into_iter().chain(lower.into_iter().rev()).collect();
    chart.draw_series([Polygon::new(outline, ink.fill())])?;
    Ok(())
}

/// What `plotters` drew, without its `<svg>` tag, with classes in the place of colours and fonts.
fn dressed(svg: &str) -> String {
    let mut dressed = svg.split_once('\n').map_or(svg, |(_, inner)| inner).to_owned();
    for ink in Ink::ALL {
        let (class, RGBColor(red, green, blue)) = (ink.class(), ink.sentinel());
        for (attribute, short) in [("fill", 'f'), ("stroke", 's')] {
            let colour = format!(" {attribute}=\"#{red:02X}{green:02X}{blue:02X}\"");
            dressed = dressed.replace(&colour, &format!(" class=\"{short}-{class}\""));
        }
    }
    for idle in [" opacity=\"1\"", " stroke=\"none\"", " font-family=\"sans-serif\""] {
        dressed = dressed.replace(idle, "");
    }
    without_font_sizes(&dressed.replace(" \"/>", "\"/>").replace(">\n", ">"))
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
