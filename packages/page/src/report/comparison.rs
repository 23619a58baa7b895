//! The report of a scenario: the same economy with the guardrails and without.

use anyhow::ensure;
use ballast_api::ballast_guardrails::Level;
use ballast_math::{Flow, SignedRatio, Tokens};

use crate::figures::{grouped, price_f64, tokens_f64, usd_f64};
use crate::report::markup::{Sample, Table, escape, figure, legend, paragraph};
use crate::report::panels::{Panels, Span};
use crate::report::series::steps;
use crate::report::terms::{glossary, links};
use crate::report::{Page, Section, happenings, page, say, words};
use ballast_replay::outcome::{EpochLine, Outcome};
use ballast_replay::scenario::{Comparison, ScenarioName, net};

/// The report, as one HTML file.
pub fn html(comparison: &Comparison) -> anyhow::Result<String> {
    let (with, without) = (&comparison.with, &comparison.without);
    ensure!(!with.epochs.is_empty(), "there is nothing to report: the scenario has no epochs");
    let title = match comparison.scenario {
        ScenarioName::Crash60 => "Usage −60%, price −50%",
    };
    let mut sections: Vec<Section> = vec![
        ("picture", "What happened", picture(comparison)?),
        ("figures", "In figures", figures(comparison)?),
    ];
    if comparison.crisis.is_some() {
        sections.push(("days", "From the trip to the recovery", days(comparison)?));
    }
    sections.push(("moves-section", "The breaker", happenings::tables(with)?));
    sections.push(("reading", "How to read this", reading(comparison)));
    Ok(page(&Page {
        kind: "Ballast scenario: one network, with guardrails and without",
        title,
        lead: &say_crisis(comparison),
        intro: &say_cost(comparison)?,
        fine: &format!(
            "Preset {}, {} of {}. Both runs are the real contract with the same policy on the same path; only the \
             breaker’s signals differ. Burned is the same in both: {} {}.",
            with.meta.preset,
            say::count(with.epochs.len(), "epoch"),
            say::length(with.meta.epoch_length),
            amount(with, without.totals.burned),
            with.meta.symbol,
        ),
        version: &with.meta.version,
        sections,
    }))
}

fn amount(outcome: &Outcome, tokens: Tokens) -> String {
    say::amount(tokens_f64(tokens, outcome.meta.decimals))
}

fn whole(outcome: &Outcome, tokens: Tokens) -> String {
    grouped(tokens_f64(tokens, outcome.meta.decimals), 0)
}

/// Minted less burned, as a figure with its sign.
fn say_flow(outcome: &Outcome, flow: Flow) -> String {
    let tokens = |amount| tokens_f64(amount, outcome.meta.decimals);
    say::signed(tokens(flow.minted) - tokens(flow.burned), 0)
}

/// Minted less burned, in words, both ways.
pub fn say_net(outcome: &Outcome, flow: Flow) -> String {
    let by = whole(outcome, Tokens::new(flow.minted.get().abs_diff(flow.burned.get())));
    match flow.minted.cmp(&flow.burned) {
        std::cmp::Ordering::Less => format!("{by} {} less than it burned", outcome.meta.symbol),
        std::cmp::Ordering::Equal => "as much as it burned".to_owned(),
        std::cmp::Ordering::Greater => format!("{by} {} more than it burned", outcome.meta.symbol),
    }
}

/// The answer: what was minted net from the first trip to the recovery.
pub fn say_crisis(comparison: &Comparison) -> String {
    let Some(crisis) = &comparison.crisis else {
        return "The breaker never tripped: both runs are the same.".to_owned();
    };
    let until = if crisis.recovery.is_some() { "the recovery to level 0" } else { "the end" };
    let span = comparison.with.meta.epoch_length * (crisis.last + 1 - crisis.first) as u64;
    format!(
        "From the first trip to {until}, {}, the network with guardrails minted {}. Without them it minted {}.",
        say::span(span),
        say_net(&comparison.with, crisis.with),
        say_net(&comparison.without, crisis.without),
    )
}

/// What it cost the providers, and what it did to the supply.
pub fn say_cost(comparison: &Comparison) -> anyhow::Result<String> {
    let (with, without) = (&comparison.with, &comparison.without);
    let Some(crisis) = &comparison.crisis else { return Ok(String::new()) };
    let peak = Comparison::highest(comparison.crisis_lines().map(|(_, without)| without));
    let worst = match peak {
        Some(line) if net(line) > 0 => format!(
            "Without guardrails the worst day, {}, ran at {} of supply a year. ",
            say::date(line.start)?,
            say::rate(comparison.rate(line)?)
        ),
        _ => String::new(),
    };
    Ok(format!(
        "{worst}The price of it: in that time providers were minted {} {symbol} instead of {}. Supply at the end: {} with, \
         {} without, {} at the start.",
        whole(with, crisis.with.minted),
        whole(without, crisis.without.minted),
        whole(with, with.totals.supply),
        whole(without, without.totals.supply),
        whole(with, with.meta.seed_supply),
        symbol = with.meta.symbol,
    ))
}

fn picture(comparison: &Comparison) -> anyhow::Result<String> {
    let (with, without) = (&comparison.with, &comparison.without);
    let (guarded, unguarded) = (steps(with), steps(without));
    let crisis = match &comparison.crisis {
        None => None,
        Some(crisis) => Some(Span {
            from: with.epochs[crisis.first].start,
            to: with.epochs[crisis.last].start + with.meta.epoch_length,
            start: ["first trip".to_owned(), say::date(crisis.trip)?.to_string()],
            end: match crisis.recovery {
                Some(time) => ["level 0 again".to_owned(), say::date(time)?.to_string()],
                None => [String::new(), String::new()],
            },
            with: [say_flow(with, crisis.with), "with guardrails".to_owned()],
            without: [say_flow(without, crisis.without), "without".to_owned()],
        }),
    };
    let told = format!(
        "Three plots over the same days. Above, usage and price as an index. In the middle, net emission a day with \
         guardrails and without. Below, the breaker’s level. {}",
        say_crisis(comparison)
    );
    let symbol = &with.meta.symbol;
    let panels = Panels { with: &guarded, without: &unguarded, symbol, crisis, told };
    let mut key = vec![
        (Sample::Line("usage"), "usage, USD of compute a day".to_owned()),
        (Sample::Line("price"), "price".to_owned()),
        (Sample::Line("guarded"), "net emission with guardrails".to_owned()),
        (Sample::Line("unguarded"), "net emission without".to_owned()),
    ];
    let levels = [Level::Normal, Level::Caution, Level::Restricted, Level::Halted];
    for level in levels.into_iter().filter(|level| with.totals.epochs_at_level[*level as usize] > 0) {
        let class = match level {
            Level::Normal => "granted",
            Level::Caution => "caution",
            Level::Restricted => "restricted",
            Level::Halted => "halted",
        };
        key.push((Sample::Area(class), words::level(level).name.to_lowercase()));
    }
    let key: Vec<(Sample, &str)> = key.iter().map(|(sample, label)| (*sample, label.as_str())).collect();
    let caption = escape(
        "Above zero the supply grows, below zero it shrinks. Shaded: from the first trip to the recovery, with \
         the net emission of all of it. Where only one line is seen, both are the same. Each step is one \
         epoch; its level is the highest that the breaker had during it.",
    );
    Ok(figure(&legend(&key), &panels.html()?, &caption))
}

/// The two runs side by side.
fn figures(comparison: &Comparison) -> anyhow::Result<String> {
    let (with, without) = (&comparison.with, &comparison.without);
    let symbol = &with.meta.symbol;
    let mut rows = Vec::new();
    let mut row = |name: String, with: String, without: String| rows.push(vec![name, with, without]);
    if let Some(crisis) = &comparison.crisis {
        let during = |what: &str| format!("{what}, trip to recovery");
        row(during("Net emission"), say_flow(with, crisis.with), say_flow(without, crisis.without));
        row(
            during("Net emission, of supply a year"),
            say::rate(crisis.rate_with),
            say::rate(crisis.rate_without),
        );
        row(during("Minted"), whole(with, crisis.with.minted), whole(without, crisis.without.minted));
        row(during("Burned"), whole(with, crisis.with.burned), whole(without, crisis.without.burned));
        let positive = |lines: &mut dyn Iterator<Item = &EpochLine>| {
            lines.filter(|line| net_is_positive(line)).count().to_string()
        };
        row(
            during("Epochs with net emission above zero"),
            positive(&mut comparison.crisis_lines().map(|(with, _)| with)),
            positive(&mut comparison.crisis_lines().map(|(_, without)| without)),
        );
    }
    let all = |outcome: &Outcome| {
        let totals = &outcome.totals;
        say_flow(outcome, Flow { minted: totals.minted, burned: totals.burned })
    };
    row("Net emission, whole run".into(), all(with), all(without));
    let highest = |outcome: &Outcome| -> anyhow::Result<(String, String)> {
        let Some(line) = Comparison::highest(outcome.epochs.iter()) else { return Ok(Default::default()) };
        Ok((signed(outcome, line), say::rate(comparison.rate(line)?)))
    };
    let ((most, rate), (most_without, rate_without)) = (highest(with)?, highest(without)?);
    row("Highest net emission of an epoch, whole run".into(), most, most_without);
    row("Highest net emission of an epoch, of supply a year".into(), rate, rate_without);
    row("Supply at the end".into(), whole(with, with.totals.supply), whole(without, without.totals.supply));
    Ok(Table {
        id: "side-by-side",
        caption: format!("The two runs side by side, in {symbol} where nothing else is said."),
        head: ["Figure", "With guardrails", "Without"].map(str::to_owned).to_vec(),
        rows,
        foot: None,
        words: 0,
        links: links(&words::TERMS),
    }
    .html())
}

fn net_is_positive(line: &EpochLine) -> bool {
    net(line) > 0
}

fn signed(outcome: &Outcome, line: &EpochLine) -> String {
    say_flow(outcome, Flow { minted: line.minted, burned: line.burned })
}

/// Every epoch from the first trip to the recovery.
fn days(comparison: &Comparison) -> anyhow::Result<String> {
    Ok(Table {
        id: "epochs",
        caption: format!(
            "Every epoch from the first trip to the recovery; tokens in {}.",
            comparison.with.meta.symbol
        ),
        head: HEAD.map(str::to_owned).to_vec(),
        rows: rows(comparison)?,
        foot: None,
        words: 0,
        links: links(&words::TERMS),
    }
    .html())
}

/// The columns of [`rows`].
pub const HEAD: [&str; 8] =
    ["Epoch", "Level", "Usage, USD", "Price, USD", "Burned", "Net, with", "Net, without", "Without, a year"];

/// The epochs from the first trip to the recovery, side by side.
pub fn rows(comparison: &Comparison) -> anyhow::Result<Vec<Vec<String>>> {
    let row = |(with, without): (&EpochLine, &EpochLine)| {
        let rate: Option<SignedRatio> = comparison.rate(without)?;
        Ok(vec![
            say::date(with.start)?.to_string(),
            (with.level as u8).to_string(),
            grouped(usd_f64(with.usd_settled), 0),
            grouped(price_f64(with.price), 2),
            whole(&comparison.with, with.burned),
            signed(&comparison.with, with),
            signed(&comparison.without, without),
            say::rate(rate),
        ])
    };
    comparison.crisis_lines().map(row).collect()
}

fn reading(comparison: &Comparison) -> String {
    let process = match comparison.scenario {
        ScenarioName::Crash60 => {
            "30 calm days; then usage falls by 60% and the price by 50% within 14 days, usage fastest on the first day, the \
             price on the last; 30 days at the bottom; 60 days in which usage comes back to 80% and the price to 70%. Demand and \
             price are given: how tenants and traders would have answered the breaker is not modelled."
        }
    };
    let mut html = paragraph(process);
    html.push_str(&glossary(&words::TERMS, &say::length(comparison.with.meta.epoch_length)));
    html.push_str("<h3>Levels of the breaker</h3>\n<dl class=\"meanings\">\n");
    for level in [Level::Normal, Level::Caution, Level::Restricted, Level::Halted] {
        let meaning = words::level(level);
        html.push_str(&format!(
            "<div><dt>{}</dt><dd>{}</dd></div>\n",
            escape(meaning.name),
            escape(meaning.meaning)
        ));
    }
    html.push_str("</dl>\n<p>To make this report again:</p>\n");
    html.push_str(&format!(
        "<pre><code>cargo ballast replay --scenario {} --preset {}</code></pre>\n",
        comparison.scenario.name(),
        escape(&comparison.with.meta.preset)
    ));
    html
}
