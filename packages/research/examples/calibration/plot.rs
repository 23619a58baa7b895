//! The plot of the sweep.

use std::fs;

use anyhow::Result;
use ballast_research::calibration::{Family, PATIENCE, Point};
use plotters::prelude::*;

/// After Okabe and Ito.
const COLOURS: [RGBColor; 4] =
    [RGBColor(213, 94, 0), RGBColor(0, 114, 178), RGBColor(0, 158, 115), RGBColor(120, 120, 120)];

const FAMILIES: [(Family, &str); 4] = [
    (Family::PriceDay, "price, best of a day"),
    (Family::PriceWeek, "price, best of a week"),
    (Family::Usage(25, 30), "usage, weight 0.25, best of 30 epochs"),
    (Family::Usage(7, 30), "usage, weight 0.07"),
];

/// False trips a year across, days to catch the crash up; the thresholds of the preset are marked.
pub fn write(path: &str, points: &[Point], chosen: &[(Family, [u64; 3])]) -> Result<()> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (960, 560)).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .caption("What a threshold costs and what it buys, one signal at a time", ("sans-serif", 22))
            .margin(14)
            .x_label_area_size(52)
            .y_label_area_size(60)
            .build_cartesian_2d((0.05f64..50.0).log_scale(), 0.0f64..16.0)?;
        chart
            .configure_mesh()
            .x_desc("false trips a year, in runs in which nothing happens")
            .y_desc("days until usage −60%, price −50% is caught (median)")
            .x_label_formatter(&|value| format!("{value}"))
            .y_label_formatter(&|value| format!("{value:.0}"))
            .label_style(("sans-serif", 15))
            .light_line_style(RGBColor(240, 240, 240))
            .draw()?;
        for ((family, name), colour) in FAMILIES.into_iter().zip(COLOURS) {
            let line: Vec<(f64, f64, u64)> = points
                .iter()
                .filter(|point| point.family == family && point.verdict.false_trips >= 0.05)
                .filter_map(|point| point.verdict.days.map(|days| (point, days)))
                .filter(|(_, days)| *days < PATIENCE as f64 / 4.0)
                .map(|(point, days)| (point.verdict.false_trips, days, point.threshold))
                .collect();
            chart
                .draw_series(LineSeries::new(line.iter().map(|(x, y, _)| (*x, *y)), colour.stroke_width(2)))?
                .label(name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 22, y)], colour.stroke_width(3)));
            let marked =
                |threshold: u64| chosen.iter().any(|(of, marks)| *of == family && marks.contains(&threshold));
            chart.draw_series(line.iter().map(|(x, y, threshold)| {
                let size = if marked(*threshold) { 7 } else { 3 };
                EmptyElement::at((*x, *y))
                    + Circle::new((0, 0), size, colour.filled())
                    + Text::new(
                        format!("{threshold}%"),
                        (9, -16),
                        ("sans-serif", 14).into_font().color(&colour),
                    )
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
    fs::write(path, svg)?;
    Ok(())
}
