//! The plots over epochs: supply, what was burned and minted, price and USD.

use crate::figures::tokens_f64;
use crate::report::axis::Axis;
use crate::report::canvas::{Frame, Ink, area, band, chart, line};
use crate::report::markup::{Sample, escape, figure, legend};
use crate::report::say;
use crate::report::series::{Step, epochs_per_step, largest, reach, smoothing, stairs};
use ballast_replay::outcome::Outcome;

/// Said where an axis leaves outliers out.
pub const CUT: &str = " The axis ends at the 99th percentile × 1.2, so that the rest can be read.";

/// What a series is called, and its value in a step.
type Series = (&'static str, fn(&Step) -> f64);

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
        let mut points: Vec<(f64, f64)> =
            self.steps.iter().map(|step| (step.end as f64, step.supply)).collect();
        points.insert(0, (self.steps.first().map_or(0, |step| step.start) as f64, seed));
        let low = points.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
        let high = largest(points.iter().map(|point| point.1));
        let told =
            format!("{} {symbol} at the start, {} {symbol} at the end", say::amount(seed), say::amount(end));
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
        let (up, down) = (
            reach(self.steps.iter().map(|step| step.minted)),
            reach(self.steps.iter().map(|step| step.burned)),
        );
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
                line(chart, stairs(self.steps, |step| step.net), Ink::Net, 1.75)
            },
        )?;
        let net = match smoothing(self.outcome) {
            1 => "net emission = minted − burned".to_owned(),
            steps => format!(
                "net emission = minted − burned, mean of the last {} epochs",
                steps * epochs_per_step(self.outcome)
            ),
        };
        let key = legend(&[
            (Sample::Area("minted"), "minted (above zero)"),
            (Sample::Area("burned"), "burned (below zero)"),
            (Sample::Line("net"), &net),
        ]);
        let caption = format!(
            "While the line is below zero, the supply shrinks. {}{}",
            self.resolution(),
            escape(&self.cut_off(&axis, &[("minted", |step| step.minted), ("burned", |step| -step.burned)])?)
        );
        Ok(figure(&key, &picture, &caption))
    }

    /// What the axis cuts off, if it does: of these series, how many steps, and the worst of them.
    fn cut_off(&self, axis: &Axis, series: &[Series]) -> anyhow::Result<String> {
        let beyond = |value: f64| value > axis.range.end || value < axis.range.start;
        let all = series
            .iter()
            .flat_map(|(what, value)| self.steps.iter().map(move |step| (step, *what, value(step))));
        let out: Vec<_> = all.filter(|(_, _, value)| beyond(*value)).collect();
        let Some((step, what, value)) = out.iter().max_by(|one, other| one.2.abs().total_cmp(&other.2.abs()))
        else {
            return Ok(String::new());
        };
        Ok(format!(
            "{CUT} Beyond it: {}, the largest {} {what} on {}.",
            say::count(out.len(), "value"),
            say::amount(value.abs()),
            say::date(step.start)?
        ))
    }

    /// Price above, USD settled below.
    pub fn market(&self) -> anyhow::Result<String> {
        let symbol = &self.outcome.meta.symbol;
        let peak = |value: fn(&Step) -> f64| largest(self.steps.iter().map(value));
        let (price, settled) = (peak(|step| step.price), peak(|step| step.settled));
        let prices = chart(
            &format!("Line plot of the price, at most {} USD per {symbol}.", say::amount(price)),
            240,
            |y| format!("{}USD per {symbol}", y.scale),
            |frame| Ok((self.dates(frame)?, Axis::amounts(0.0, price, 4))),
            |chart| line(chart, stairs(self.steps, |step| step.price), Ink::Price, 2.25),
        )?;
        let short = self.steps.iter().any(unsettled);
        let axis = Axis::amounts(0.0, reach(self.steps.iter().map(|step| step.demand.max(step.settled))), 4);
        let usd = chart(
            &format!("Plot of USD settled per epoch, at most {} USD.", say::amount(settled)),
            240,
            |y| format!("{}USD per epoch", y.scale),
            |frame| Ok((self.dates(frame)?, axis.clone())),
            |chart| {
                area(chart, stairs(self.steps, |step| step.settled), Ink::Settled)?;
                for run in self.steps.chunk_by(|one, other| unsettled(one) == unsettled(other)) {
                    if run.iter().any(unsettled) {
                        band(
                            chart,
                            stairs(run, |step| step.demand),
                            stairs(run, |step| step.settled),
                            Ink::Demand,
                        )?;
                    }
                }
                Ok(())
            },
        )?;
        let mut series = vec![(Sample::Line("price"), "price"), (Sample::Area("settled"), "USD settled")];
        if short {
            series.push((Sample::Area("demand"), "USD demanded, not settled"));
        }
        let missing = if short { "" } else { " All that the history demands was settled." };
        let cut = self
            .cut_off(&axis, &[("USD settled", |step| step.settled), ("USD demanded", |step| step.demand)])?;
        let caption = format!(
            "Price from the history, and the USD value of the work that was settled and paid for.{missing} {}{}",
            self.resolution(),
            escape(&cut)
        );
        Ok(figure(&legend(&series), &(prices + &usd), &caption))
    }
}

/// Whether something was demanded in a step that was not settled.
fn unsettled(step: &Step) -> bool {
    step.settled < step.demand
}
