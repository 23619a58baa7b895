//! A chart for the documentation of points that each have a name: what one thing costs across, what it buys upwards.

use std::ops::Range;

use plotters::prelude::*;

use crate::number::Number;

/// After Okabe and Ito; the last one grey.
const COLOURS: [RGBColor; 4] =
    [RGBColor(213, 94, 0), RGBColor(0, 114, 178), RGBColor(0, 158, 115), RGBColor(120, 120, 120)];

/// A point.
#[derive(Debug, Clone)]
pub struct Dot {
    /// Across.
    pub x: f64,
    /// Upwards.
    pub y: f64,
    /// Its name.
    pub name: String,
    /// Whether it is drawn large.
    pub marked: bool,
}

/// Points with a line through them.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they are.
    pub name: String,
    /// The points, in the order of the line.
    pub dots: Vec<Dot>,
}

/// A chart of points, on a logarithmic axis across and a linear one upwards.
#[derive(Debug, Clone)]
pub struct Scatter {
    /// What one sees.
    pub title: String,
    /// What is across, and its range, above zero.
    pub x: (String, Range<f64>),
    /// What is upwards, and its range.
    pub y: (String, Range<f64>),
    /// The first one is drawn first; from the fifth on the colours repeat.
    pub groups: Vec<Group>,
}

impl Scatter {
    /// The whole SVG.
    pub fn svg(&self) -> anyhow::Result<String> {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (960, 560)).into_drawing_area();
            area.fill(&WHITE)?;
            let mut chart = ChartBuilder::on(&area)
                .caption(&self.title, ("sans-serif", 22))
                .margin(14)
                .x_label_area_size(52)
                .y_label_area_size(60)
                .build_cartesian_2d(self.x.1.clone().log_scale(), self.y.1.clone())?;
            chart
                .configure_mesh()
                .x_desc(&self.x.0)
                .y_desc(&self.y.0)
                .x_label_formatter(&|value| format!("{value}"))
                .y_label_formatter(&|value| Number::measured(*value).fixed(0))
                .label_style(("sans-serif", 15))
                .light_line_style(RGBColor(240, 240, 240))
                .draw()?;
            for (group, colour) in self.groups.iter().zip(COLOURS.into_iter().cycle()) {
                let line = group.dots.iter().map(|dot| (dot.x, dot.y));
                chart
                    .draw_series(LineSeries::new(line, colour.stroke_width(2)))?
                    .label(&group.name)
                    .legend(move |(x, y)| PathElement::new([(x, y), (x + 22, y)], colour.stroke_width(3)));
                chart.draw_series(group.dots.iter().map(|dot| {
                    let font = ("sans-serif", 14).into_font().color(&colour);
                    EmptyElement::at((dot.x, dot.y))
                        + Circle::new((0, 0), if dot.marked { 7 } else { 3 }, colour.filled())
                        + Text::new(dot.name.clone(), (9, -16), font)
                }))?;
            }
            chart
                .configure_series_labels()
                .label_font(("sans-serif", 15))
                .background_style(WHITE.mix(0.9))
                .border_style(RGBColor(200, 200, 200))
                .position(SeriesLabelPosition::UpperRight)
                .draw()?;
            area.present()?;
        }
        Ok(svg)
    }
}
