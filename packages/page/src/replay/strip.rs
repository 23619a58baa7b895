//! Which cap decided when, and how the breaker stood.

use std::collections::BTreeSet;

use ballast_guardrails::Level;
use ballast_math::{TimeRange, Timestamp};
use ballast_replay::outcome::Outcome;
use maud::{Markup, html};
use plotters::prelude::Rectangle;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::happenings;
use super::steps::{Decider, Step, epochs_per_step, range};
use super::words::{self, decided};
use crate::chart::{Axis, Edges, FINE, Ink, Mesh, axes, picture};
use crate::html::{Meaning, figure, meanings};
use crate::number::{count, share_of};

/// One row of the strip: in which steps something held.
struct Row {
    words: Meaning,
    ink: Ink,
    /// How often, for the picture.
    short: String,
    /// How often, in words.
    told: String,
    runs: Vec<TimeRange>,
}

impl Row {
    /// What held in some of the epochs.
    fn of_epochs(words: Meaning, ink: Ink, (epochs, all): (usize, usize), runs: Vec<TimeRange>) -> Self {
        let short = share_of(epochs as u128, all as u128);
        Self { words, ink, told: format!("{} ({short})", count(epochs as u64, "epoch")), short, runs }
    }

    /// What happened at points in time.
    fn of_moments(words: Meaning, ink: Ink, times: Vec<Timestamp>) -> Self {
        let run = |time| TimeRange { start: time, end: time };
        let short = format!("{}×", times.len());
        let told = count(times.len() as u64, "time");
        Self { words, ink, short, told, runs: times.into_iter().map(run).collect() }
    }
}

/// The figure, and below it what each row means.
pub fn timeline(outcome: &Outcome, steps: &[Step]) -> anyhow::Result<Markup> {
    let range = range(steps);
    let told = |title: &str, rows: &[Row], caption: String| -> anyhow::Result<Markup> {
        let picture = strip(title, rows, range)?;
        Ok(html! { (figure([], &picture, &html! { (caption) })) (explained(rows)) })
    };
    let quiet = outcome.history.is_empty() && outcome.epochs.iter().all(|line| line.level == Level::Normal);
    let breaker = if quiet {
        html! { p { "The breaker stood at level 0, normal, in every epoch." } "\n" }
    } else {
        let rows = breaker_rows(outcome, steps);
        let figure = told("Breaker level and changes", &rows, breaker_caption(outcome))?;
        html! { (figure) (happenings::tables(outcome)?) }
    };
    Ok(html! {
        (told("What decided the mint", &cap_rows(outcome, steps), caption(outcome))?)
        h3 { "Breaker and governance" } "\n"
        (breaker)
    })
}

fn breaker_caption(outcome: &Outcome) -> String {
    let mut caption =
        "The level that decided each epoch’s mint: the highest that the breaker had during it. Marks show when it moved and \
         when governance changed something."
            .to_owned();
    if outcome.periods.iter().any(|line| line.epochs > 1) {
        caption.push_str(
            " A price of the history holds for a whole row of it and then changes at once; the breaker sees that as a \
             fall within the hour.",
        );
    }
    caption
}

fn caption(outcome: &Outcome) -> String {
    let coarse = match epochs_per_step(outcome) {
        1 => String::new(),
        few => format!(" Each step covers {few} epochs; it is marked where any of them was."),
    };
    format!("One row for each cap that ever decided, marked in the epochs in which it did.{coarse}")
}

fn cap_rows(outcome: &Outcome, steps: &[Step]) -> Vec<Row> {
    let seen: BTreeSet<Decider> = outcome.epochs.iter().map(Decider::of).collect();
    let row = |what: Decider| {
        let ink = if matches!(what, Decider::By(_)) { Ink::Bound } else { Ink::Granted };
        let epochs = outcome.epochs.iter().filter(|line| Decider::of(line) == what).count();
        let runs = runs(steps, |step| step.outcomes.contains(&what));
        Row::of_epochs(decided(what), ink, (epochs, outcome.epochs.len()), runs)
    };
    seen.into_iter().map(row).collect()
}

fn breaker_rows(outcome: &Outcome, steps: &[Step]) -> Vec<Row> {
    let seen: BTreeSet<Level> = outcome.epochs.iter().map(|line| line.level).collect();
    let levels = seen.into_iter().map(|of| {
        let epochs = outcome.epochs.iter().filter(|line| line.level == of).count();
        let runs = runs(steps, |step| step.levels.contains(&of));
        Row::of_epochs(words::level(of), words::ink(of), (epochs, outcome.epochs.len()), runs)
    });
    let moments = happenings::kinds(outcome)
        .into_iter()
        .filter(|(_, times)| !times.is_empty())
        .map(|(words, times)| Row::of_moments(words, Ink::Moment, times));
    levels.chain(moments).collect()
}

fn runs(steps: &[Step], holds: impl Fn(&Step) -> bool) -> Vec<TimeRange> {
    let mut runs: Vec<TimeRange> = Vec::new();
    for step in steps.iter().filter(|step| holds(step)) {
        match runs.last_mut() {
            Some(run) if run.end == step.start => run.end = step.end,
            _ => runs.push(TimeRange { start: step.start, end: step.end }),
        }
    }
    runs
}

/// Heights within a row, in lines of text.
const LABEL: f64 = 1.3;
const BAR: f64 = 1.1;
const ROW: f64 = 3.1;
const AXIS: f64 = 1.9;

fn strip(title: &str, rows: &[Row], range: TimeRange) -> anyhow::Result<Markup> {
    let told: Vec<String> = rows.iter().map(|row| format!("{}: {}", row.words.name, row.told)).collect();
    let label = format!("{title}, as rows of marks over time. {}.", told.join("; "));
    picture(
        &label,
        |frame| (frame.lines(ROW * rows.len() as f64 + AXIS) / FINE) as u32,
        |canvas, frame| {
            let right = frame.width * FINE;
            let dates = Axis::dates(range, frame.dates)?;
            let margin = frame.half_a_label(&dates);
            let edges = Edges { left: margin, right: margin, below: frame.lines(AXIS), ..Edges::default() };
            axes(canvas, frame, edges, (&dates, &Axis::amounts(0.0, 1.0, 1)), Mesh::Bare)?;
            let inner = right - 2 * margin;
            let at = |time: Timestamp| {
                let share = time.since(range.start).seconds() as f64 / range.length().seconds().max(1) as f64;
                margin + (f64::from(inner) * share).round() as i32
            };
            for (number, row) in rows.iter().enumerate() {
                let top = frame.lines(ROW * number as f64);
                let (upper, lower) = (top + frame.lines(LABEL), top + frame.lines(LABEL + BAR));
                canvas.draw_text(row.words.name, &frame.text(), (margin, top))?;
                let share = frame.text().pos(Pos::new(HPos::Right, VPos::Top));
                canvas.draw_text(&row.short, &share, (right - margin, top))?;
                let track = [(margin, upper), (right - margin, lower)];
                canvas.draw(&Rectangle::new(track, frame.fill(Ink::Track)))?;
                for run in &row.runs {
                    let (from, to) = (at(run.start), at(run.end));
                    // What held for one epoch only is still to be seen.
                    let to = to.max(from + FINE * 2).min(right - margin);
                    canvas.draw(&Rectangle::new([(from, upper), (to, lower)], frame.fill(row.ink)))?;
                }
            }
            Ok(())
        },
    )
}

fn explained(rows: &[Row]) -> Markup {
    let entry =
        |row: &Row| (row.words.name.to_owned(), html! { strong { (row.told) "." } " " (row.words.meaning) });
    meanings(rows.iter().map(entry))
}
