//! The plot of the sweep.

use std::fs;

use anyhow::Result;
use ballast_page::chart::{Dot, Group, Scatter};
use ballast_research::calibration::{Family, PATIENCE, Point};

const FAMILIES: [(Family, &str); 4] = [
    (Family::PriceDay, "price, best of a day"),
    (Family::PriceWeek, "price, best of a week"),
    (Family::Usage(25, 30), "usage, weight 0.25, best of 30 epochs"),
    (Family::Usage(7, 30), "usage, weight 0.07"),
];

/// False trips a year across, days to catch the crash up; the thresholds of the preset are marked.
pub fn write(path: &str, points: &[Point], chosen: &[(Family, [u64; 3])]) -> Result<()> {
    let marked = |family: Family, threshold: u64| {
        chosen.iter().any(|(of, marks)| *of == family && marks.contains(&threshold))
    };
    let dot = |point: &Point| {
        let days = point.verdict.days.filter(|days| *days < PATIENCE as f64 / 4.0)?;
        (point.verdict.false_trips >= 0.05).then(|| Dot {
            x: point.verdict.false_trips,
            y: days,
            name: format!("{}%", point.threshold),
            marked: marked(point.family, point.threshold),
        })
    };
    let group = |(family, name): (Family, &str)| Group {
        name: name.to_owned(),
        dots: points.iter().filter(|point| point.family == family).filter_map(dot).collect(),
    };
    let scatter = Scatter {
        title: "What a threshold costs and what it buys, one signal at a time".to_owned(),
        x: ("false trips a year, in runs in which nothing happens".to_owned(), 0.05..50.0),
        y: ("days until usage −60%, price −50% is caught (median)".to_owned(), 0.0..16.0),
        groups: FAMILIES.map(group).to_vec(),
    };
    fs::write(path, scatter.svg()?)?;
    Ok(())
}
