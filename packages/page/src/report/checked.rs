//! The report of a check, for a voter: what would change, what it would do, and where a gate fails.

use ballast_stress::{Measure, Scenario};

use super::checked_plots::{exceedance, fans, guards};
use super::checked_terms::{TERMS, reading};
use super::markup::{Table, escape, paragraph};
use super::terms::{Link, linked, links};
use super::{Page, Section, page, words};
use crate::check::say;
use crate::figures::grouped;
use ballast_check::{CheckReport, Gate, ScenarioComparison, Verdict};

/// The report of a check, as one HTML file.
pub fn html(checked: &CheckReport, hash: &str, file: &str) -> anyhow::Result<String> {
    let title = match checked.verdict() {
        Verdict::Passes => "This proposal passes",
        Verdict::FailsAGate => "This proposal fails a gate",
        Verdict::WouldBeRefused => "The contract would refuse this proposal",
    };
    let mut sections: Vec<Section> = vec![("changes", "What it changes", changes(checked))];
    if checked.scenarios().is_empty() {
        sections.push(("reading", "How to read this", reading(checked, hash, file)));
    } else {
        sections.push(("figures", "What it does", figures(checked)));
        sections.push(("gates", "Gates", gates(checked)));
        sections.push(("issuance", "Net issuance", issuance(checked)?));
        if !checked.trip_prices.is_empty() {
            sections.push(("trips", "At which price the breaker trips", trips(checked)));
        }
        sections.push(("scenarios", "Scenario by scenario", scenarios(checked)?));
        sections.push(("reading", "How to read this", reading(checked, hash, file)));
    }
    let intro = match checked.scenarios().is_empty() {
        true => "Nothing was simulated: what the contract refuses cannot take effect.".to_owned(),
        false => broken(checked) + &say::runs(checked),
    };
    Ok(page(&Page {
        kind: "Ballast check",
        title,
        lead: &say::verdict(checked),
        intro: &intro,
        fine: &format!("{}; {}. Hash {hash}.", say::path(checked), say::source(&checked.source)),
        version: checked.version,
        sections,
    }))
}

/// What does not hold, in words.
fn broken(checked: &CheckReport) -> String {
    let gates = checked.judged().iter().filter(|gate| !gate.holds());
    let meaning = |gate: &Gate| {
        let meaning = gate.meaning();
        meaning.split_once(": ").map_or(meaning.as_str(), |(_, meaning)| meaning).to_owned()
    };
    gates.map(|gate| format!("What should hold and does not: {} ", meaning(gate))).collect()
}

fn table(id: &'static str, caption: &str, head: &[&str], rows: Vec<Vec<String>>, words: usize) -> String {
    let head = head.iter().map(|name| (*name).to_owned()).collect();
    Table { id, caption: caption.to_owned(), head, rows, foot: None, words, links: names() }.html()
}

/// Figures lead to their definitions, scenarios to their plots.
fn names() -> Vec<Link> {
    let place = |scenario: &Scenario| Link { name: scenario.name().to_owned(), id: anchor(*scenario) };
    links(&TERMS).into_iter().chain(Scenario::ALL.iter().map(place)).collect()
}

fn anchor(scenario: Scenario) -> String {
    format!("scenario-{}", scenario.name())
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| format!("<li>{}</li>", linked(&item, &names()))).collect();
    if items.is_empty() { String::new() } else { format!("<ul>{}</ul>\n", items.concat()) }
}

fn changes(checked: &CheckReport) -> String {
    let mut html = table(
        "changed",
        "Every parameter that would change. In the units of the contract: shares of one (0.1 is 10%), tokens in their smallest part, seconds. “Allowed now” is what one change can \
         reach from today’s value; the hard bounds are for ever.",
        &["Parameter", "Today", "Proposed", "Allowed now", "Hard bounds", "Direction", "In force"],
        say::changes(checked),
        0,
    );
    if !checked.refusals().is_empty() {
        html.push_str("<h3>Why the contract would refuse it</h3>\n");
        html.push_str(&list(checked.refusals().iter().cloned()));
    }
    if !checked.passing.is_empty() {
        html.push_str("<h3>In its way today, but not for ever</h3>\n");
        html.push_str(&list(checked.passing.iter().cloned()));
    }
    html.push_str(&paragraph(&say::times(checked)));
    if let Some(unmodelled) = say::unmodelled(checked) {
        html.push_str(&paragraph(&unmodelled));
    }
    html
}

fn figures(checked: &CheckReport) -> String {
    let mut html = table(
        "pooled",
        "Means over all scenarios, and the scenario in which each figure gets worst. The names lead to what they mean.",
        &["Figure", "Today", "Proposed", "Change ± 95%", "Worst in", "Change there"],
        say::figures(checked),
        0,
    );
    html.push_str(&paragraph(
        "“No detectable change”: zero lies inside of the 95% confidence interval of the difference.",
    ));
    if !checked.parts().is_empty() {
        let head = say::parts_head();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        html.push_str("<h3>Which change does it</h3>\n");
        html.push_str(&table(
            "parts",
            "Mean change ± 95% when each is made alone, in the units above; the last row is what they do together beyond the sum of that.",
            &head,
            say::parts(checked),
            0,
        ));
    }
    html
}

fn gates(checked: &CheckReport) -> String {
    let mut html = paragraph("What must not happen in any scenario. The limits are options of the command.");
    html.push_str("<dl class=\"meanings\">\n");
    for gate in checked.judged() {
        let found = if gate.holds() { "holds" } else { "FAILS" };
        let broken = list(gate.broken.iter().map(|broken| say::reading(gate.kind.option(), broken)));
        let meaning = gate.meaning();
        let (name, meaning) = meaning.split_once(": ").unwrap_or(("Gate", &meaning));
        let set_by = gate.kind.option().map_or_else(String::new, |option| format!(" <code>{option}</code>"));
        html.push_str(&format!(
            "<div><dt>{}: {found}</dt><dd>{}.{set_by}{broken}</dd></div>\n",
            escape(name),
            escape(meaning.trim_end_matches('.')),
        ));
    }
    html.push_str("</dl>\n");
    html
}

fn issuance(checked: &CheckReport) -> anyhow::Result<String> {
    let row = |compared: &ScenarioComparison| {
        let of = |summary: &ballast_stress::presets::Summary| {
            let figure = summary.figure(Measure::NetIssuance);
            [figure.p05, figure.p50, figure.p95].map(|parts| grouped(parts as f64 / 10_000.0, 2))
        };
        let mut cells = vec![compared.scenario.name().to_owned()];
        cells.extend(of(&compared.base));
        cells.extend(of(&compared.proposed));
        cells.push(say::delta(Measure::NetIssuance, compared.delta(Measure::NetIssuance)));
        cells
    };
    let mut html = table(
        "issuances",
        &format!(
            "Minted less burned over {} days, % of the supply at the start: what 5%, half and 95% of the runs are at or below.",
            checked.plan.days
        ),
        &["Scenario", "Today p5", "p50", "p95", "Proposed p5", "p50", "p95", "Mean change ± 95%"],
        checked.scenarios().iter().map(row).collect(),
        0,
    );
    let rise = |compared: &&ScenarioComparison| compared.delta(Measure::NetIssuance).mean;
    if let Some(most) = checked.scenarios().iter().max_by(|one, other| rise(one).total_cmp(&rise(other))) {
        html.push_str(&exceedance(most)?);
    }
    Ok(html)
}

fn trips(checked: &CheckReport) -> String {
    let rows = checked.trip_prices.iter().map(|trip| {
        let fall = |side: usize| grouped(trip.fall[side] as f64 / 10_000.0, 2);
        let price = |side: usize| grouped(trip.price_usd[side], 4);
        let name = format!("level {}: {}", trip.level, words::signal(trip.signal));
        vec![name, fall(0), fall(1), price(0), price(1)]
    });
    let caption = format!(
        "Where the best hour of the window was at today’s price, {} USD.",
        grouped(checked.setting.market.price_usd, 4)
    );
    let head = ["Level", "Fall today, %", "Fall proposed, %", "Price today, USD", "Price proposed, USD"];
    table("prices", &caption, &head, rows.collect(), 0)
}

fn scenarios(checked: &CheckReport) -> anyhow::Result<String> {
    let mut html = paragraph(
        "Bands hold the middle 90% of the runs, week by week; the line is the median. Where only one is seen, both are the same. Open a scenario to see it.",
    );
    for compared in checked.scenarios() {
        let change = say::delta(Measure::NetIssuance, compared.delta(Measure::NetIssuance));
        html.push_str(&format!(
            "<details id=\"{}\">\n<summary>{}: {}. Change of net issuance, % of supply: {}</summary>\n{}{}{}{}</details>\n",
            anchor(compared.scenario),
            compared.scenario.name(),
            escape(compared.about),
            escape(&change),
            fans(compared)?,
            guards(compared)?,
            exceedance_once(checked, compared)?,
            worst(checked, compared),
        ));
    }
    Ok(html)
}

/// The scenario with the largest rise has its curve above.
fn exceedance_once(checked: &CheckReport, compared: &ScenarioComparison) -> anyhow::Result<String> {
    let rise = |compared: &ScenarioComparison| compared.delta(Measure::NetIssuance).mean;
    let most = checked.scenarios().iter().max_by(|one, other| rise(one).total_cmp(&rise(other)));
    if most.is_some_and(|most| most.scenario == compared.scenario) {
        return Ok(paragraph("Its curve of net issuance is above."));
    }
    exceedance(compared)
}

fn worst(checked: &CheckReport, compared: &ScenarioComparison) -> String {
    let rows = compared.proposed.worst.iter().map(|worst| {
        let run = &worst.run;
        vec![
            worst.seed.run.to_string(),
            say::figure(Measure::NetIssuance, run.net_issuance as f64),
            say::figure(Measure::PriceDrawdown, run.price_drawdown as f64),
            say::figure(Measure::Restricted, run.restricted as f64),
            format!(
                "ballast check PROPOSAL.json {} --run {}:{}",
                say::options(checked),
                compared.scenario.name(),
                worst.seed.run
            ),
        ]
    });
    table(
        worst_id(compared.scenario),
        &format!(
            "The runs of {} with the highest net issuance under the proposal, and the command that repeats one with both rules.",
            compared.scenario.name()
        ),
        &["Run", "Net issuance, %", "Fall of the price, %", "Above level 0, %", "Repeat"],
        rows.collect(),
        1,
    )
}

/// Ids are fixed texts; a scenario that is added without one shares the last.
fn worst_id(scenario: Scenario) -> &'static str {
    const IDS: [&str; 16] = [
        "worst-0", "worst-1", "worst-2", "worst-3", "worst-4", "worst-5", "worst-6", "worst-7", "worst-8",
        "worst-9", "worst-10", "worst-11", "worst-12", "worst-13", "worst-14", "worst-15",
    ];
    let place = Scenario::ALL.iter().position(|each| *each == scenario).unwrap_or(0);
    IDS[place.min(IDS.len() - 1)]
}
