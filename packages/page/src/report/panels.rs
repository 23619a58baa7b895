//! The picture of a scenario: what happened above, what was minted net in the middle, the breaker below.

use ballast_api::ballast_guardrails::Level;
use ballast_math::Seconds;
use plotters::prelude::{ChartBuilder, PathElement, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::report::axis::Axis;
use crate::report::canvas::{Canvas, Chart, FINE, Frame, Ink, LETTER, area, line, picture};
use crate::report::series::{Step, stairs};

/// Everything that the picture shows.
pub struct Panels<'a> {
    /// The run with the guardrails.
    pub with: &'a [Step],
    /// The run without, step by step the same time.
    pub without: &'a [Step],
    /// Symbol of the token.
    pub symbol: &'a str,
    /// From the first trip to the recovery, if there was one.
    pub crisis: Option<Span>,
    /// What the picture shows, for who cannot see it.
    pub told: String,
}

/// A span of time with a word for each end.
#[derive(Clone)]
pub struct Span {
    /// UNIX time of its first second.
    pub from: Seconds,
    /// UNIX time of the first second after it.
    pub to: Seconds,
    /// What its start is called, line by line.
    pub start: [String; 2],
    /// What its end is called, line by line.
    pub end: [String; 2],
    /// What was minted net in it with the guardrails: the figure and what it is.
    pub with: [String; 2],
    /// The same without.
    pub without: [String; 2],
}

impl Span {
    /// The steps in it.
    fn within<'a>(&self, steps: &'a [Step]) -> &'a [Step] {
        let first = steps.partition_point(|step| step.end <= self.from);
        let last = steps.partition_point(|step| step.start < self.to);
        steps.get(first..last).unwrap_or_default()
    }
}

/// Heights, in lines of text: the labels of the crisis, a panel's title, the panels, the strip, the axis of time.
const LABELS: f64 = 2.7;
const TITLE: f64 = 1.6;
const UPPER: f64 = 8.5;
const MIDDLE: f64 = 17.0;
const BAR: f64 = 1.5;
const AXIS: f64 = 1.9;
const GAP: f64 = 0.9;

/// Minted less burned, in an epoch.
fn net(step: &Step) -> f64 {
    step.minted - step.burned
}

impl Panels<'_> {
    /// The picture, for a desk and for a phone.
    pub fn html(&self) -> anyhow::Result<String> {
        picture(
            &self.told,
            |frame| {
                (frame.lines(LABELS + 3.0 * TITLE + UPPER + MIDDLE + 2.0 * GAP + BAR + AXIS) / FINE) as u32
            },
            |canvas, frame| self.draw(canvas, frame),
        )
    }

    fn draw(&self, canvas: &Canvas, frame: &Frame) -> anyhow::Result<()> {
        let (start, end) = self.ends();
        let dates = Axis::dates(start, end, frame.dates)?;
        let index =
            Axis::amounts(0.0, self.most(|step| self.usage(step)).max(self.most(|step| self.price(step))), 4);
        let lows = [self.with, self.without].concat_map(net);
        let (low, high) = lows.fold((0.0f64, 0.0f64), |(low, high), value| (low.min(value), high.max(value)));
        let flow = Axis::amounts(low, high, 6);
        let widest = index.widest_label().max(flow.widest_label());
        let left = frame.lines(1.2 + LETTER * widest as f64).max(frame.half_a_label(&dates));
        let right = frame.width as i32 * FINE - frame.half_a_label(&dates);
        let at = |time: Seconds| {
            let share = time.saturating_sub(start) as f64 / end.saturating_sub(start).max(1) as f64;
            left + (f64::from(right - left) * share).round() as i32
        };

        let tops = [LABELS, LABELS + TITLE + UPPER + GAP, LABELS + 2.0 * TITLE + UPPER + MIDDLE + 2.0 * GAP];
        let [upper, middle, strip] = tops.map(|lines| frame.lines(lines));
        let bar = (strip + frame.lines(TITLE), strip + frame.lines(TITLE + BAR));
        if let Some(crisis) = &self.crisis {
            let (from, to) = (at(crisis.from), at(crisis.to));
            canvas.draw(&Rectangle::new([(from, 0), (to, bar.1)], Ink::Crisis.fill()))?;
            for (x, words, side, gap) in
                [(from, &crisis.start, HPos::Right, -1), (to, &crisis.end, HPos::Left, 1)]
            {
                let style = frame.text().pos(Pos::new(side, VPos::Top));
                for (number, word) in words.iter().enumerate() {
                    let y = frame.lines(1.2 * number as f64);
                    canvas.draw_text(word, &style, (x + gap * frame.lines(0.5), y))?;
                }
            }
        }

        let place = Place { frame, left, margin: frame.half_a_label(&dates) };
        canvas.draw_text("usage and price, 100 = before the crash", &frame.text(), (0, upper))?;
        let mut chart = place.chart(canvas, upper, UPPER, (&dates, &index))?;
        line(&mut chart, stairs(self.with, |step| self.usage(step)), Ink::Usage, 2.75)?;
        line(&mut chart, stairs(self.with, |step| self.price(step)), Ink::Price, 2.25)?;

        let title = format!("net emission: {}{} a day, minted − burned", flow.scale, self.symbol);
        canvas.draw_text(&title, &frame.text(), (0, middle))?;
        let mut chart = place.chart(canvas, middle, MIDDLE, (&dates, &flow))?;
        if let Some(crisis) = &self.crisis {
            area(&mut chart, stairs(crisis.within(self.without), net), Ink::UnguardedArea)?;
            area(&mut chart, stairs(crisis.within(self.with), net), Ink::GuardedArea)?;
        }
        line(&mut chart, stairs(self.without, net), Ink::Unguarded, 2.5)?;
        line(&mut chart, stairs(self.with, net), Ink::Guarded, 2.75)?;
        line(&mut chart, vec![(dates.range.start, 0.0), (dates.range.end, 0.0)], Ink::Axis, 1.75)?;

        if let Some(crisis) = &self.crisis {
            // Beside the shaded time, where there is room.
            let (x, side) = match at(crisis.to) < left + (right - left) * 7 / 10 {
                true => (at(crisis.to) + frame.lines(0.5), HPos::Left),
                false => (at(crisis.from) - frame.lines(0.5), HPos::Right),
            };
            let labels = [(&crisis.without, flow.range.end * 0.8), (&crisis.with, flow.range.start * 0.55)];
            for (words, value) in labels {
                let y = middle + frame.lines(TITLE) + flow.place(value, frame.lines(MIDDLE));
                for (number, (word, ink)) in words.iter().zip([Ink::Strong, Ink::Text]).enumerate() {
                    let style = frame.text_in(ink).pos(Pos::new(side, VPos::Top));
                    canvas.draw_text(word, &style, (x, y + frame.lines(1.2 * number as f64)))?;
                }
            }
        }

        canvas.draw_text("breaker level", &frame.text(), (0, strip))?;
        place.time(canvas, bar.1, &dates)?;
        for run in self.with.chunk_by(|one, other| level(one) == level(other)) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let (from, to) = (at(first.start), at(last.end));
            canvas.draw(&Rectangle::new([(from, bar.0), (to, bar.1)], Ink::of_level(level(first)).fill()))?;
            if to - from > frame.lines(1.4) {
                let style = frame.text_in(ink_on(level(first))).pos(Pos::new(HPos::Center, VPos::Center));
                let name = (level(first) as u8).to_string();
                canvas.draw_text(&name, &style, ((from + to) / 2, (bar.0 + bar.1) / 2))?;
            }
        }
        if let Some(crisis) = &self.crisis {
            for x in [at(crisis.from), at(crisis.to)] {
                // Not through the titles.
                for (top, lines) in [(upper, UPPER), (middle, MIDDLE), (strip, BAR)] {
                    let top = top + frame.lines(TITLE);
                    let ends = vec![(x, top), (x, top + frame.lines(lines))];
                    canvas.draw(&PathElement::new(ends, Ink::Crisis.line(1.25)))?;
                }
                canvas.draw(&PathElement::new(
                    vec![(x, 0), (x, frame.lines(LABELS))],
                    Ink::Crisis.line(1.25),
                ))?;
            }
        }
        Ok(())
    }

    fn ends(&self) -> (Seconds, Seconds) {
        (self.with.first().map_or(0, |step| step.start), self.with.last().map_or(1, |step| step.end))
    }

    fn usage(&self, step: &Step) -> f64 {
        100.0 * step.demand / self.with.first().map_or(1.0, |first| first.demand).max(f64::MIN_POSITIVE)
    }

    fn price(&self, step: &Step) -> f64 {
        100.0 * step.price / self.with.first().map_or(1.0, |first| first.price).max(f64::MIN_POSITIVE)
    }

    fn most(&self, value: impl Fn(&Step) -> f64) -> f64 {
        self.with.iter().map(value).fold(0.0, f64::max)
    }
}

/// The values of several runs, one after the other.
trait ConcatMap {
    fn concat_map(self, value: fn(&Step) -> f64) -> impl Iterator<Item = f64>;
}

impl<const RUNS: usize> ConcatMap for [&[Step]; RUNS] {
    fn concat_map(self, value: fn(&Step) -> f64) -> impl Iterator<Item = f64> {
        self.into_iter().flat_map(move |steps| steps.iter().map(value))
    }
}

fn level(step: &Step) -> Level {
    step.levels.iter().copied().max().unwrap_or_default()
}

/// Ink that can be read on a level's colour.
const fn ink_on(level: Level) -> Ink {
    match level {
        Level::Normal => Ink::Strong,
        Level::Caution => Ink::OnLight,
        Level::Restricted | Level::Halted => Ink::OnDark,
    }
}

/// Where the panels lie: one below the other, on one axis of time.
struct Place<'a> {
    frame: &'a Frame,
    left: i32,
    margin: i32,
}

impl Place<'_> {
    /// A panel below its title.
    fn chart<'a, 'b>(
        &self,
        canvas: &Canvas<'b>,
        top: i32,
        lines: f64,
        (x, y): (&Axis, &Axis),
    ) -> anyhow::Result<Chart<'a, 'b>> {
        let top = top + self.frame.lines(TITLE);
        let height = canvas.dim_in_pixel().1 as i32;
        let panel = canvas.margin(top, height - top - self.frame.lines(lines), 0, self.margin);
        let mut chart =
            ChartBuilder::on(&panel).y_label_area_size(self.left).build_cartesian_2d(x.clone(), y.clone())?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(Ink::Grid.line(1.0))
            .axis_style(Ink::Grid.line(1.0))
            .set_all_tick_mark_size(FINE * 6)
            .y_label_style(self.frame.text())
            .draw()?;
        Ok(chart)
    }

    /// The axis of time, with its labels below `top`.
    fn time(&self, canvas: &Canvas, top: i32, dates: &Axis) -> anyhow::Result<()> {
        // An axis needs some room of its own to stand on.
        let ground = canvas.margin(top - FINE, 0, self.left, self.margin);
        let mut chart = ChartBuilder::on(&ground)
            .x_label_area_size(self.frame.lines(AXIS))
            .build_cartesian_2d(dates.clone(), Axis::amounts(0.0, 1.0, 1))?;
        chart
            .configure_mesh()
            .disable_mesh()
            .axis_style(Ink::Grid.line(1.0))
            .set_all_tick_mark_size(FINE * 6)
            .x_label_style(self.frame.text())
            .draw()?;
        Ok(())
    }
}
