//! The page of a check, for a voter: what would change, what it would do, and where a gate fails.

use ballast_check::{CheckReport, Gate, ScenarioComparison, Verdict};
use ballast_stress::{Measure, Scenario};
use maud::{Markup, html};

use super::plots::{exceedance, fans, guards};
use super::terms::TERMS;
use super::{figures, options, tables, words};
use crate::html::{Link, Links, Page, Section, command, folded, glossary, links_to, list, meanings};
use crate::number::Number;
use crate::shell::word;

/// The page, as one HTML file; `hash` is that of all inputs and figures, `file` the proposal's.
pub fn page(checked: &CheckReport, hash: &str, file: &str) -> anyhow::Result<String> {
    let title = match checked.verdict() {
        Verdict::Passes => "This proposal passes",
        Verdict::FailsAGate => "This proposal fails a gate",
        Verdict::WouldBeRefused => "The contract would refuse this proposal",
    };
    let mut sections = vec![Section::new("changes", "What it changes", changes(checked))];
    if !checked.scenarios().is_empty() {
        sections.push(Section::new("figures", "What it does", pooled(checked)));
        sections.push(Section::new("gates", "Gates", gates(checked)));
        sections.push(Section::new("emission", "Net emission", emission(checked)?));
        if !checked.trip_prices.is_empty() {
            sections.push(Section::new("trips", "At which price the breaker trips", trips(checked)));
        }
        sections.push(Section::new("scenarios", "Scenario by scenario", scenarios(checked)?));
    }
    sections.push(Section::new("reading", "How to read this", reading(checked, hash, file)));
    let intro = match checked.scenarios().is_empty() {
        true => "Nothing was simulated: what the contract refuses cannot take effect.".to_owned(),
        false => broken(checked) + &words::runs(checked),
    };
    Ok(Page {
        kind: "Ballast check",
        title,
        lead: &words::verdict(checked),
        intro: &intro,
        fine: &format!("{}; {}. Hash {hash}.", words::path(checked), words::source(&checked.source)),
        version: checked.version,
        sections,
    }
    .file())
}

/// What does not hold, in words.
fn broken(checked: &CheckReport) -> String {
    let gates = checked.judged().iter().filter(|gate| !gate.holds());
    gates.map(|gate| format!("What should hold and does not: {} ", gate.definition())).collect()
}

/// Figures lead to their definitions, scenarios to their plots.
fn names() -> Links {
    links_to(&TERMS).and(Scenario::ALL.map(|scenario| Link::new(scenario.name(), anchor(scenario))))
}

fn anchor(scenario: Scenario) -> String {
    format!("scenario-{}", scenario.name())
}

fn changes(checked: &CheckReport) -> Markup {
    let caption = "Every parameter that would change. In the units of the contract: shares of one (0.1 is 10%), tokens in their \
                   smallest part, seconds. “Allowed now” is what one change can reach from today’s value; the hard bounds are for ever.";
    html! {
        (tables::changes(checked).capitalised().html("changed", caption, &names()))
        @if !checked.refusals().is_empty() {
            h3 { "Why the contract would refuse it" } "\n"
            (list(checked.refusals(), &names()))
        }
        @if !checked.passing.is_empty() {
            h3 { "In its way today, but not for ever" } "\n"
            (list(&checked.passing, &names()))
        }
        p { (words::times(checked)) } "\n"
        @if let Some(unmodelled) = words::unmodelled(checked) { p { (unmodelled) } "\n" }
    }
}

fn pooled(checked: &CheckReport) -> Markup {
    let caption = "Means over all scenarios, and the scenario in which each figure gets worst. The names lead to what they mean.";
    let alone = "Mean change ± 95% when each is made alone, in the units above; the last row is what they do together beyond the sum of that.";
    html! {
        (tables::figures(checked).capitalised().html("pooled", caption, &names()))
        p { "“No detectable change”: zero lies inside of the 95% confidence interval of the difference." } "\n"
        @if !checked.parts().is_empty() {
            h3 { "Which change does it" } "\n"
            (tables::parts(checked).html("parts", alone, &names()))
        }
    }
}

fn gates(checked: &CheckReport) -> Markup {
    let entry = |gate: &Gate| {
        let found = if gate.holds() { "holds" } else { "FAILS" };
        let (name, meaning) = (gate.kind.name(), gate.definition());
        let said = html! {
            (meaning.trim_end_matches('.')) "."
            @if let Some(option) = gate.kind.option() { " " code { (option) } }
            (list(gate.broken.iter().map(|broken| words::reading(gate.kind.option(), broken)), &names()))
        };
        (format!("{name}: {found}"), said)
    };
    html! {
        p { "What must not happen in any scenario. The limits are options of the command." } "\n"
        (meanings(checked.judged().iter().map(entry)))
    }
}

/// The scenario in which net emission rises most.
fn max(checked: &CheckReport) -> Option<&ScenarioComparison> {
    let rise = |compared: &ScenarioComparison| compared.delta(Measure::NetEmission).mean;
    checked.scenarios().iter().max_by(|one, other| rise(one).total_cmp(&rise(other)))
}

fn emission(checked: &CheckReport) -> anyhow::Result<Markup> {
    let caption = format!(
        "Minted less burned over {} days, % of the supply at the start: what 5%, half and 95% of the runs are at or below.",
        checked.plan.days
    );
    let curve = max(checked).map(exceedance).transpose()?;
    Ok(html! {
        (tables::emission(checked).html("emissions", &caption, &names()))
        @if let Some(curve) = curve { (curve) }
    })
}

fn trips(checked: &CheckReport) -> Markup {
    let caption = format!(
        "Where the best hour of the window was at today’s price, {} USD.",
        Number::measured(checked.setting.market.price_usd).fixed(4)
    );
    tables::trips(checked).html("prices", &caption, &names())
}

fn scenarios(checked: &CheckReport) -> anyhow::Result<Markup> {
    let each = checked.scenarios().iter().map(|compared| scenario(checked, compared));
    let each = each.collect::<anyhow::Result<Vec<Markup>>>()?;
    Ok(html! {
        p {
            "Bands hold the middle 90% of the runs, week by week; the line is the median. Where only one is seen, both are the "
            "same. Open a scenario to see it."
        } "\n"
        @for scenario in each { (scenario) }
    })
}

fn scenario(checked: &CheckReport, compared: &ScenarioComparison) -> anyhow::Result<Markup> {
    let name = compared.scenario.name();
    let summary = format!(
        "{name}: {}. Change of net emission, % of supply: {}",
        compared.about,
        figures::delta(Measure::NetEmission, compared.delta(Measure::NetEmission))
    );
    // The scenario with the largest rise has its curve above.
    let curve = match max(checked).is_some_and(|max| max.scenario == compared.scenario) {
        true => html! { p { "Its curve of net emission is above." } "\n" },
        false => exceedance(compared)?,
    };
    let place = Scenario::ALL.iter().position(|each| *each == compared.scenario).unwrap_or(0);
    let caption = format!(
        "The runs of {name} with the highest net emission under the proposal, and the command that repeats one with both rules."
    );
    let body = html! {
        (fans(compared)?)
        (guards(compared)?)
        (curve)
        (tables::worst(checked, compared).html(&format!("worst-{place}"), &caption, &names()))
    };
    Ok(folded(Some(&anchor(compared.scenario)), &summary, &body))
}

/// What the figures are, where they end, and how to verify them.
fn reading(checked: &CheckReport, hash: &str, file: &str) -> Markup {
    html! {
        p { "The contract itself was asked whether it would take the proposal." } "\n"
        @if !checked.scenarios().is_empty() {
            p {
                "The figures come from a simulation that runs the contract’s own "
                "epochs under made-up markets. Demand and price are drawn; tenants, providers and traders do not answer the "
                "change. Trust the differences more than the levels, and ask what no scenario has in it."
            } "\n"
            (glossary(&TERMS, &format!("{} days", checked.plan.days)))
        }
        h3 { "To verify this" } "\n"
        p {
            "With the same version, proposal and options everybody finds the same hash, on any machine and any number of threads:"
        } "\n"
        (command(&format!("cargo ballast check {} {} --verify {hash}", word(file), options::verify(checked))))
    }
}
