//! Axes: where the ticks are and what they are called.

use std::ops::Range;

use ballast_math::TimeRange;
use jiff::civil::{Date, date};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::number::Number;
use crate::time;

/// One axis: its range, and its ticks with their labels. What lies beyond the range is drawn at its edge.
#[derive(Debug, Clone)]
pub struct Axis {
    /// From where to where.
    pub range: Range<f64>,
    ticks: Vec<(f64, String)>,
    /// `thousand `, `million ` …, or nothing: what the labels are to be multiplied by.
    pub scale: &'static str,
}

/// What a horizontal axis covers. How many labels fit is known only when it is drawn.
#[derive(Debug, Clone)]
pub enum Extent {
    /// Time.
    Time(TimeRange),
    /// Something else.
    Of(Axis),
}

impl Extent {
    /// The axis with at most so many dates on it. Errors beyond the calendar.
    pub fn axis(&self, dates: usize) -> anyhow::Result<Axis> {
        match self {
            Self::Time(range) => Axis::dates(*range, dates),
            Self::Of(axis) => Ok(axis.clone()),
        }
    }
}

const SCALES: [(f64, &str); 5] =
    [(1e12, "trillion "), (1e9, "billion "), (1e6, "million "), (1e3, "thousand "), (1.0, "")];
/// More decimals than these on a label, and the next smaller scale reads better.
const MAX_DECIMALS: usize = 2;

impl Axis {
    /// An axis of amounts that holds `low` and `high` and has about so many ticks.
    #[must_use]
    pub fn amounts(low: f64, high: f64, ticks: usize) -> Self {
        // A flat line in the middle, or nothing at all from 0 to 1.
        let (low, high) = match high > low {
            true => (low, high),
            false if low > 0.0 => (low * 0.999, low * 1.001),
            false => (low, low + 1.0),
        };
        let step = round_step((high - low) / ticks.max(1) as f64);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let largest = (first * step).abs().max((last * step).abs());
        let decimals = |divisor: f64| (-(step / divisor).log10() - 1e-9).ceil().max(0.0) as usize;
        let (divisor, scale) = SCALES
            .into_iter()
            .find(|(divisor, _)| largest >= *divisor && decimals(*divisor) <= MAX_DECIMALS)
            .unwrap_or((1.0, ""));
        let label = |at: f64| Number::measured(at / divisor).fixed(decimals(divisor));
        let ticks = (0..=(last - first) as u32).map(|number| (first + f64::from(number)) * step);
        Self { range: first * step..last * step, ticks: ticks.map(|at| (at, label(at))).collect(), scale }
    }

    /// An axis of time with at most so many labels. Errors beyond the calendar.
    pub fn dates(range: TimeRange, labels: usize) -> anyhow::Result<Self> {
        let TimeRange { start, end } = range;
        let (first, last) = (time::date(start)?, time::date(end)?);
        let days = range.length().whole_days() as usize;
        let mut ticks = Vec::new();
        for day in if days < 75 { by_day(first, days, labels * 2 / 3) } else { by_month(first, last, labels) }
        {
            let at = time::midnight(day)?;
            let name = if days < 75 { day.to_string() } else { time::month(day) };
            if (start..=end).contains(&at) {
                ticks.push((at.seconds() as f64, name));
            }
        }
        let (start, end) = (start.seconds(), end.seconds());
        Ok(Self { range: start as f64..end.max(start + 1) as f64, ticks, scale: "" })
    }

    /// How far below its upper end a value lies, on an axis that is `height` units high.
    #[must_use]
    pub fn place(&self, value: f64, height: i32) -> i32 {
        self.map(&value, (height, 0))
    }

    /// How many labels there are.
    #[cfg(test)]
    pub fn labels(&self) -> usize {
        self.ticks.len()
    }

    /// Letters of the longest label.
    #[must_use]
    pub fn widest_label(&self) -> usize {
        self.ticks.iter().map(|(_, label)| label.chars().count()).max().unwrap_or(0)
    }
}

/// The next round number: 1, 2 or 5 times a power of ten.
fn round_step(raw: f64) -> f64 {
    let power = 10f64.powf(raw.log10().floor());
    [1.0, 2.0, 5.0]
        .map(|digit| digit * power)
        .into_iter()
        .find(|step| *step >= raw * 0.999)
        .unwrap_or(10.0 * power)
}

fn by_day(first: Date, days: usize, labels: usize) -> Vec<Date> {
    let step = [1, 2, 7, 14, 28].into_iter().find(|step| days / step < labels).unwrap_or(56);
    first.series(jiff::Span::new().days(step as i64)).take(days / step + 1).collect()
}

fn by_month(first: Date, last: Date, labels: usize) -> Vec<Date> {
    let number = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    let (first, last) = (number(first), number(last));
    let months = (last - first) as usize + 1;
    let step = [1, 2, 3, 6, 12, 24, 60, 120]
        .into_iter()
        .find(|step| months.div_ceil(*step) <= labels)
        .unwrap_or(600);
    (first..=last)
        .filter(|month| month.rem_euclid(step as i32) == 0)
        .map(|month| date((month / 12) as i16, (month % 12 + 1) as i8, 1))
        .collect()
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let share = (value.clamp(self.range.start, self.range.end) - self.range.start)
            / (self.range.end - self.range.start);
        limit.0 + (f64::from(limit.1 - limit.0) * share).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.iter().map(|(at, _)| *at).collect()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        let label = self.ticks.iter().find(|(at, _)| at.to_bits() == value.to_bits());
        label.map(|(_, label)| label.clone()).unwrap_or_default()
    }
}
