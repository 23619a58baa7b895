//! The picture of a scenario: what happened above, what was minted net in the middle, the breaker below.

use ballast_guardrails::Level;
use ballast_math::TimeRange;
use maud::Markup;
use plotters::prelude::Rectangle;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::place::{AXIS, BAR, GAP, LABELS, MIDDLE, Place, TITLE, UPPER};
use crate::chart::{Axis, Canvas, FINE, Frame, Ink, Series, draw, picture};
use crate::replay::words::ink;
use crate::replay::{Step, level, over, range};

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
    /// When it was.
    pub time: TimeRange,
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
        let first = steps.partition_point(|step| step.end <= self.time.start);
        let last = steps.partition_point(|step| step.start < self.time.end);
        steps.get(first..last).unwrap_or_default()
    }
}

/// The lines of a scenario, as they are drawn and as the legend names them.
pub fn lines(with: &[Step], without: &[Step]) -> [Series; 4] {
    [
        Series::line(
            Ink::Usage,
            2.75,
            over(with, |step| of_first(with, step, |step| step.demand.coordinate())),
        )
        .named("usage, USD of compute a day"),
        Series::line(Ink::Price, 2.25, over(with, |step| of_first(with, step, |step| step.price)))
            .named("price"),
        Series::line(Ink::Guarded, 2.75, over(with, Step::own_net)).named("net emission with guardrails"),
        Series::line(Ink::Unguarded, 2.5, over(without, Step::own_net)).named("net emission without"),
    ]
}

/// A value in hundredths of that of the first step.
fn of_first(steps: &[Step], step: &Step, value: impl Fn(&Step) -> f64) -> f64 {
    100.0 * value(step) / steps.first().map_or(1.0, &value).max(f64::MIN_POSITIVE)
}

impl Panels<'_> {
    /// The picture, for a desk and for a phone.
    pub fn html(&self) -> anyhow::Result<Markup> {
        let lines = LABELS + 3.0 * TITLE + UPPER + MIDDLE + 2.0 * GAP + BAR + AXIS;
        picture(
            &self.told,
            |frame| (frame.lines(lines) / FINE) as u32,
            |canvas, frame| {
                let place = self.place(frame)?;
                if let Some(crisis) = &self.crisis {
                    ground(canvas, &place, crisis)?;
                }
                self.plots(canvas, &place)?;
                if let Some(crisis) = &self.crisis {
                    sums(canvas, &place, crisis)?;
                }
                self.breaker(canvas, &place)?;
                self.crisis.as_ref().map_or(Ok(()), |crisis| place.ends(canvas, crisis))
            },
        )
    }

    fn place<'f>(&self, frame: &'f Frame) -> anyhow::Result<Place<'f>> {
        let highest = |series: &Series| series.points.iter().map(|point| point.1).fold(0.0, f64::max);
        let [usage, price, ..] = lines(self.with, self.without);
        let nets = self.with.iter().chain(self.without).map(Step::own_net);
        let (low, high) = nets.fold((0.0f64, 0.0f64), |(low, high), net| (low.min(net), high.max(net)));
        let index = Axis::amounts(0.0, highest(&usage).max(highest(&price)), 4);
        Ok(Place::new(frame, Axis::dates(range(self.with), frame.dates)?, index, Axis::amounts(low, high, 6)))
    }

    /// Usage and price above, net emission in the middle.
    fn plots(&self, canvas: &Canvas, place: &Place) -> anyhow::Result<()> {
        let (frame, Place { index, flow, .. }) = (place.frame, place);
        let [usage, price, guarded, unguarded] = lines(self.with, self.without);
        canvas.draw_text("usage and price, 100 = before the crash", &frame.text(), (0, place.upper))?;
        let mut surface = place.panel(canvas, (place.upper, UPPER), index)?;
        draw(&mut surface, frame, [&usage, &price])?;

        let title = format!("net emission: {}{} a day, minted − burned", flow.scale, self.symbol);
        canvas.draw_text(&title, &frame.text(), (0, place.middle))?;
        let mut surface = place.panel(canvas, (place.middle, MIDDLE), flow)?;
        if let Some(crisis) = &self.crisis {
            let areas = [
                Series::area(Ink::UnguardedArea, over(crisis.within(self.without), Step::own_net)),
                Series::area(Ink::GuardedArea, over(crisis.within(self.with), Step::own_net)),
            ];
            draw(&mut surface, frame, &areas)?;
        }
        let zero = vec![(place.dates.range.start, 0.0), (place.dates.range.end, 0.0)];
        draw(&mut surface, frame, [&unguarded, &guarded, &Series::line(Ink::Axis, 1.75, zero)])
    }

    /// The levels of the breaker, each with its number where there is room.
    fn breaker(&self, canvas: &Canvas, place: &Place) -> anyhow::Result<()> {
        let (frame, bar) = (place.frame, place.bar());
        canvas.draw_text("breaker level", &frame.text(), (0, place.strip))?;
        place.time(canvas, bar.1)?;
        for run in self.with.chunk_by(|one, other| level(one) == level(other)) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let (level, from, to) = (level(first), place.at(first.start), place.at(last.end));
            canvas.draw(&Rectangle::new([(from, bar.0), (to, bar.1)], frame.fill(ink(level))))?;
            if to - from > frame.lines(1.4) {
                let style = frame.text_in(ink_on(level)).pos(Pos::new(HPos::Center, VPos::Center));
                let middle = ((from + to) / 2, (bar.0 + bar.1) / 2);
                canvas.draw_text(&(level as u8).to_string(), &style, middle)?;
            }
        }
        Ok(())
    }
}

/// The shaded time of the crisis, and what its ends are called.
fn ground(canvas: &Canvas, place: &Place, crisis: &Span) -> anyhow::Result<()> {
    let frame = place.frame;
    let (from, to) = (place.at(crisis.time.start), place.at(crisis.time.end));
    canvas.draw(&Rectangle::new([(from, 0), (to, place.bar().1)], frame.fill(Ink::Crisis)))?;
    for (x, words, side, gap) in [(from, &crisis.start, HPos::Right, -1), (to, &crisis.end, HPos::Left, 1)] {
        let style = frame.text().pos(Pos::new(side, VPos::Top));
        for (number, word) in words.iter().enumerate() {
            canvas.draw_text(word, &style, (x + gap * frame.lines(0.5), frame.lines(1.2 * number as f64)))?;
        }
    }
    Ok(())
}

/// What was minted net in the crisis, beside the shaded time, where there is room.
fn sums(canvas: &Canvas, place: &Place, crisis: &Span) -> anyhow::Result<()> {
    let (frame, flow) = (place.frame, &place.flow);
    let (x, side) = match place.at(crisis.time.end) < place.left + (place.right - place.left) * 7 / 10 {
        true => (place.at(crisis.time.end) + frame.lines(0.5), HPos::Left),
        false => (place.at(crisis.time.start) - frame.lines(0.5), HPos::Right),
    };
    let labels = [(&crisis.without, flow.range.end * 0.8), (&crisis.with, flow.range.start * 0.55)];
    for (words, value) in labels {
        let y = place.middle + frame.lines(TITLE) + flow.place(value, frame.lines(MIDDLE));
        for (number, (word, ink)) in words.iter().zip([Ink::Strong, Ink::Text]).enumerate() {
            let style = frame.text_in(ink).pos(Pos::new(side, VPos::Top));
            canvas.draw_text(word, &style, (x, y + frame.lines(1.2 * number as f64)))?;
        }
    }
    Ok(())
}

/// Ink that can be read on a level's colour.
const fn ink_on(level: Level) -> Ink {
    match level {
        Level::Normal => Ink::Strong,
        Level::Caution => Ink::OnLight,
        Level::Restricted | Level::Halted => Ink::OnDark,
    }
}
