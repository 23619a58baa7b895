//! The plots over epochs: supply, what was burned and minted, price and USD.

use ballast_math::Tokens;
use ballast_replay::outcome::Outcome;
use maud::{Markup, html};

use super::steps::{Step, epochs_per_step, largest, over, range, reach, smoothing};
use crate::chart::{Axis, Extent, Ink, Plot, Series};
use crate::html::figure;
use crate::number::{Number, count};
use crate::time;

/// Said where an axis leaves outliers out.
pub const CUT: &str = " The axis ends at the 99th percentile × 1.2, so that the rest can be read.";

/// Everything that a plot over epochs needs.
pub struct Plots<'a> {
    /// What to plot.
    pub outcome: &'a Outcome,
    /// Its steps.
    pub steps: &'a [Step],
}

/// A series that an axis may cut off.
struct Cut {
    what: &'static str,
    value: fn(&Step) -> Number,
    /// Whether it is drawn below zero.
    below: bool,
}

impl Plots<'_> {
    fn dates(&self) -> Extent {
        Extent::Time(range(self.steps))
    }

    /// What a step stands for.
    fn resolution(&self) -> String {
        let length = time::length(self.outcome.meta.epoch_length);
        match epochs_per_step(self.outcome) {
            1 => format!("Each step is one epoch of {length}."),
            few => format!("Each step is the mean of {few} epochs of {length}."),
        }
    }

    fn tokens(&self, amount: Tokens) -> Number {
        Number::tokens(amount, self.outcome.meta.decimals)
    }

    /// Supply over time.
    pub fn supply(&self) -> anyhow::Result<Markup> {
        let (meta, totals) = (&self.outcome.meta, &self.outcome.totals);
        let symbol = &meta.symbol;
        let seed = self.tokens(meta.seed_supply);
        let supplies: Vec<Number> =
            std::iter::once(seed).chain(self.steps.iter().map(|step| step.supply)).collect();
        let times = self
            .steps
            .first()
            .map(|step| step.start)
            .into_iter()
            .chain(self.steps.iter().map(|step| step.end));
        let points =
            times.zip(&supplies).map(|(time, supply)| (time.seconds() as f64, supply.coordinate())).collect();
        let by_size = |one: &&Number, other: &&Number| one.coordinate().total_cmp(&other.coordinate());
        let (low, high) =
            (supplies.iter().min_by(by_size).copied(), supplies.iter().max_by(by_size).copied());
        let (low, high) = (low.unwrap_or(seed), high.unwrap_or(seed));
        let told = format!(
            "{} {symbol} at the start, {} {symbol} at the end",
            seed.sized(),
            self.tokens(totals.supply).sized()
        );
        let plot = Plot {
            label: &format!("Line plot of the circulating supply: {told}."),
            height: 320,
            unit: &format!("{symbol} in circulation"),
            x: self.dates(),
            y: Axis::amounts(low.coordinate(), high.coordinate(), 5),
        };
        let caption = html! {
            "Circulating supply after each epoch: " (told) "; lowest " (low.sized()) ", highest " (high.sized())
            ". The vertical axis does not start at zero."
        };
        Ok(figure([], &plot.html(&[Series::line(Ink::Supply, 2.5, points)])?, &caption))
    }

    /// Burned against minted, with what is left of them.
    pub fn flows(&self) -> anyhow::Result<Markup> {
        let (symbol, totals) = (&self.outcome.meta.symbol, &self.outcome.totals);
        let up = reach(self.steps.iter().map(|step| step.minted.coordinate()));
        let down = reach(self.steps.iter().map(|step| step.burned.coordinate()));
        let plot = Plot {
            label: &format!(
                "Plot of {symbol} per epoch: minted above zero ({} in all), burned below zero ({} in all), and the net of \
                 the two as a line.",
                self.tokens(totals.minted).sized(),
                self.tokens(totals.burned).sized()
            ),
            height: 400,
            unit: &format!("{symbol} per epoch"),
            x: self.dates(),
            y: Axis::amounts(-down, up, 6),
        };
        let net = match smoothing(self.outcome) {
            1 => "net emission = minted − burned".to_owned(),
            steps => format!(
                "net emission = minted − burned, mean of the last {} epochs",
                steps * epochs_per_step(self.outcome)
            ),
        };
        let series = [
            Series::area(Ink::Minted, over(self.steps, |step| step.minted.coordinate()))
                .named("minted (above zero)"),
            Series::area(Ink::Burned, over(self.steps, |step| -step.burned.coordinate()))
                .named("burned (below zero)"),
            Series::line(Ink::Net, 1.75, over(self.steps, |step| step.net)).named(net),
        ];
        let cut = self.cut_off(
            &plot.y,
            &[
                Cut { what: "minted", value: |step| step.minted, below: false },
                Cut { what: "burned", value: |step| step.burned, below: true },
            ],
        )?;
        let caption =
            html! { "While the line is below zero, the supply shrinks. " (self.resolution()) (cut) };
        Ok(figure(&series, &plot.html(&series)?, &caption))
    }

    /// What the axis cuts off, if it does: of these series, how many steps, and the worst of them.
    fn cut_off(&self, axis: &Axis, series: &[Cut]) -> anyhow::Result<String> {
        let beyond = |value: f64| value > axis.range.end || value < axis.range.start;
        let mut out = vec![];
        for cut in series {
            for step in self.steps {
                let value = (cut.value)(step);
                if beyond(if cut.below { -value.coordinate() } else { value.coordinate() }) {
                    out.push((step, cut.what, value));
                }
            }
        }
        let Some((step, what, value)) =
            out.iter().max_by(|one, other| one.2.coordinate().total_cmp(&other.2.coordinate()))
        else {
            return Ok(String::new());
        };
        Ok(format!(
            "{CUT} Beyond it: {}, the largest {} {what} on {}.",
            count(out.len() as u64, "value"),
            value.sized(),
            time::date(step.start)?
        ))
    }

    /// Price above, USD settled below.
    pub fn market(&self) -> anyhow::Result<Markup> {
        let symbol = &self.outcome.meta.symbol;
        let price = largest(self.steps.iter().map(|step| step.price));
        let settled = self.steps.iter().map(|step| step.settled);
        let settled = settled.max_by(|one, other| one.coordinate().total_cmp(&other.coordinate()));
        let prices = Plot {
            label: &format!(
                "Line plot of the price, at most {} USD per {symbol}.",
                Number::measured(price).sized()
            ),
            height: 240,
            unit: &format!("USD per {symbol}"),
            x: self.dates(),
            y: Axis::amounts(0.0, price, 4),
        };
        let max = |step: &Step| step.demand.coordinate().max(step.settled.coordinate());
        let usd = Plot {
            label: &format!(
                "Plot of USD settled per epoch, at most {} USD.",
                settled.unwrap_or(Number::whole(0)).sized()
            ),
            height: 240,
            unit: "USD per epoch",
            x: self.dates(),
            y: Axis::amounts(0.0, reach(self.steps.iter().map(max)), 4),
        };
        let line = Series::line(Ink::Price, 2.25, over(self.steps, |step| step.price)).named("price");
        let mut below = vec![
            Series::area(Ink::Settled, over(self.steps, |step| step.settled.coordinate()))
                .named("USD settled"),
        ];
        below.extend(self.missing());
        let missing = if below.len() > 1 { "" } else { " All that the history demands was settled." };
        let cut = self.cut_off(
            &usd.y,
            &[
                Cut { what: "USD settled", value: |step| step.settled, below: false },
                Cut { what: "USD demanded", value: |step| step.demand, below: false },
            ],
        )?;
        let caption = html! {
            "Price from the history, and the USD value of the work that was settled and paid for." (missing) " "
            (self.resolution()) (cut)
        };
        let pictures = html! { (prices.html([&line])?) (usd.html(&below)?) };
        Ok(figure(std::iter::once(&line).chain(&below), &pictures, &caption))
    }

    /// What was demanded and not settled: a band for each time that it was; the first one is in the legend.
    fn missing(&self) -> Vec<Series> {
        let runs = self.steps.chunk_by(|one, other| one.has_shortfall() == other.has_shortfall());
        let bands = runs.filter(|run| run.iter().any(Step::has_shortfall)).map(|run| {
            let demand = over(run, |step| step.demand.coordinate());
            Series::band(Ink::Demand, demand, over(run, |step| step.settled.coordinate()))
        });
        let mut bands: Vec<Series> = bands.collect();
        if let Some(first) = bands.first_mut() {
            first.name = Some("USD demanded, not settled".to_owned());
        }
        bands
    }
}
