//! The plots over epochs: supply, what was burned and minted, price and USD.

use crate::figures::tokens_f64;
use crate::outcome::Outcome;
use crate::report::axis::Axis;
use crate::report::canvas::{Frame, Ink, area, chart, line};
use crate::report::markup::{Sample, escape, figure, legend};
use crate::report::say;
use crate::report::series::{Step, epochs_per_step, largest, reach, stairs};

/// Everything that a plot over epochs needs.
pub struct Plots<'a> {
    /// What to plot.
    pub outcome: &'a Outcome,
    /// Its steps.
    pub steps: &'a [Step],
}

impl Plots<'_> {
    fn dates(&self, frame: &Frame) -> anyhow::Result<Axis> {
        let start = self.steps.first().map_or(0, |step| step.start);
        let end = self.steps.last().map_or(start, |step| step.end);
        Axis::dates(start, end, frame.dates)
    }

    /// What a step stands for.
    fn resolution(&self) -> String {
        let length = say::length(self.outcome.meta.epoch_length);
        match epochs_per_step(self.outcome) {
            1 => format!("Each step is one epoch of {length}."),
            few => format!("Each step is the mean of {few} epochs of {length}."),
        }
    }

    /// Supply over time.
    pub fn supply(&self) -> anyhow::Result<String> {
        let meta = &self.outcome.meta;
        let symbol = &meta.symbol;
        let seed = tokens_f64(meta.seed_supply, meta.decimals);
        let end = tokens_f64(self.outcome.totals.supply, meta.decimals);
        let mut points: Vec<(f64, f64)> = self.steps.iter().map(|step| (step.end as f64, step.supply)).collect();
        points.insert(0, (self.steps.first().map_or(0, |step| step.start) as f64, seed));
        let low = points.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
        let high = largest(points.iter().map(|point| point.1));
        let told = format!("{} {symbol} at the start, {} {symbol} at the end", say::amount(seed), say::amount(end));
        let picture = chart(
            &format!("Line plot of the circulating supply: {told}."),
            320,
            |y| format!("{}{symbol} in circulation", y.scale),
            |frame| Ok((self.dates(frame)?, Axis::amounts(low, high, 5))),
            |chart| line(chart, points.clone(), Ink::Supply, 2.5),
        )?;
        let caption = format!(
            "Circulating supply after each epoch: {}; lowest {}, highest {}. The vertical axis does not start at zero.",
            escape(&told),
            say::amount(low),
            say::amount(high)
        );
        Ok(figure("", &picture, &caption))
    }

    /// Burned against minted, with what is left of them.
    pub fn flows(&self) -> anyhow::Result<String> {
        let symbol = &self.outcome.meta.symbol;
        let totals = &self.outcome.totals;
        let (up, down) =
            (reach(self.steps.iter().map(|step| step.minted)), reach(self.steps.iter().map(|step| step.burned)));
        let axis = Axis::amounts(-down, up, 6);
        let tokens = |amount| say::amount(tokens_f64(amount, self.outcome.meta.decimals));
        let label = format!(
            "Plot of {symbol} per epoch: minted above zero ({} in all), burned below zero ({} in all), and the net of \
             the two as a line.",
            tokens(totals.minted),
            tokens(totals.burned)
        );
        let picture = chart(
            &label,
            400,
            |y| format!("{}{symbol} per epoch", y.scale),
            |frame| Ok((self.dates(frame)?, axis.clone())),
            |chart| {
                area(chart, stairs(self.steps, |step| step.minted), Ink::Minted)?;
                area(chart, stairs(self.steps, |step| -step.burned), Ink::Burned)?;
                line(chart, stairs(self.steps, |step| step.minted - step.burned), Ink::Net, 1.5)
            },
        )?;
        let key = legend(&[
            (Sample::Area("minted"), "minted (above zero)"),
            (Sample::Area("burned"), "burned (below zero)"),
            (Sample::Line("net"), "net emission = minted − burned"),
        ]);
        let caption = format!(
            "While the line is below zero, the supply shrinks. {}{}",
            self.resolution(),
            escape(&self.beyond(&axis)?)
        );
        Ok(figure(&key, &picture, &caption))
    }

    /// What the axis cuts off, if it does.
    fn beyond(&self, axis: &Axis) -> anyhow::Result<String> {
        let out = |step: &&Step| step.minted > axis.range.end || step.burned > -axis.range.start;
        let count = self.steps.iter().filter(out).count();
        let size = |step: &Step| step.minted.max(step.burned);
        let Some(worst) = self.steps.iter().filter(out).max_by(|one, other| size(one).total_cmp(&size(other))) else {
            return Ok(String::new());
        };
        let what = if worst.minted > axis.range.end { "minted" } else { "burned" };
        Ok(format!(
            " The axis ends at the 99th percentile × 1.2, so that the rest can be read: {} {} cut off, the largest {} \
             {} {what} on {}.",
            say::count(count, "step"),
            if count == 1 { "is" } else { "are" },
            say::amount(size(worst)),
            self.outcome.meta.symbol,
            say::date(worst.start)?
        ))
    }

    /// Price above, USD settled below.
    pub fn market(&self) -> anyhow::Result<String> {
        let symbol = &self.outcome.meta.symbol;
        let peak = |value: fn(&Step) -> f64| largest(self.steps.iter().map(value));
        let (price, settled, demand) =
            (peak(|step| step.price), peak(|step| step.settled), peak(|step| step.demand));
        let short = self.steps.iter().any(|step| step.settled < step.demand);
        let prices = chart(
            &format!("Line plot of the price, at most {} USD per {symbol}.", say::amount(price)),
            240,
            |y| format!("{}USD per {symbol}", y.scale),
            |frame| Ok((self.dates(frame)?, Axis::amounts(0.0, price, 4))),
            |chart| line(chart, stairs(self.steps, |step| step.price), Ink::Price, 2.25),
        )?;
        let usd = chart(
            &format!("Plot of USD settled per epoch, at most {} USD.", say::amount(settled)),
            240,
            |y| format!("{}USD settled per epoch", y.scale),
            |frame| Ok((self.dates(frame)?, Axis::amounts(0.0, settled.max(demand), 4))),
            |chart| {
                area(chart, stairs(self.steps, |step| step.settled), Ink::Settled)?;
                if short {
                    line(chart, stairs(self.steps, |step| step.demand), Ink::Demand, 1.5)?;
                }
                Ok(())
            },
        )?;
        let mut series = vec![(Sample::Line("price"), "price"), (Sample::Area("settled"), "USD settled")];
        if short {
            series.push((Sample::Line("demand"), "USD demanded by the history"));
        }
        let missing = if short { "" } else { " All of the history's demand was settled." };
        let caption = format!(
            "Price from the history, and the USD value of the work that was settled and paid for.{missing} {}",
            self.resolution()
        );
        Ok(figure(&legend(&series), &(prices + &usd), &caption))
    }
}
