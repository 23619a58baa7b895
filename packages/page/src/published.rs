//! Pages of `docs/presets`: the parts of them that are computed, and where they stand.

use anyhow::{Context, Result, ensure};
use ballast_math::{Emission, Ratio, Rho};

use ballast_presets::{PayWith, Preset, PresetName};

const DAY: u64 = 86_400;

/// All presets, in the order of the index.
pub const PRESETS: [PresetName; 6] = [
    PresetName::Ballast,
    PresetName::Render,
    PresetName::Helium,
    PresetName::Filecoin,
    PresetName::Akash,
    PresetName::Typical,
];

/// A table in Markdown.
#[must_use]
pub fn table(header: &[&str], lines: &[Vec<String>]) -> String {
    let row = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut text = row(header.to_vec()) + &row(vec!["---"; header.len()]);
    for line in lines {
        text.push_str(&row(line.iter().map(String::as_str).collect()));
    }
    text
}

/// What stands between the marks of a computed part of a page.
pub fn part<'a>(page: &'a str, name: &str) -> Result<&'a str> {
    let (start, end) = place(page, name)?;
    Ok(&page[start..end])
}

/// The page with another text in a computed part.
pub fn with_part(page: &str, name: &str, text: &str) -> Result<String> {
    let (start, end) = place(page, name)?;
    Ok(format!("{}{text}{}", &page[..start], &page[end..]))
}

fn place(page: &str, name: &str) -> Result<(usize, usize)> {
    let (begin, end) = (format!("<!-- computed: {name} -->\n"), format!("<!-- end: {name} -->"));
    let from = page.find(&begin).with_context(|| format!("the page has no part {name}"))? + begin.len();
    let until = page.find(&end).with_context(|| format!("the part {name} has no end"))?;
    ensure!(from <= until, "the part {name} ends before it begins");
    Ok((from, until))
}

/// What each preset turns on, as the table of the index.
pub fn overview() -> Result<String> {
    let presets = PRESETS.map(Preset::load).into_iter().collect::<Result<Vec<Preset>>>()?;
    let mut header = vec![String::new()];
    header.extend(presets.iter().map(|preset| format!("[`{0}`]({0}.md)", preset.name)));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let line = |name: &str, of: fn(&Preset) -> String| {
        let mut line = vec![name.to_owned()];
        line.extend(presets.iter().map(of));
        line
    };
    let lines = [
        line("tenants pay with", |preset| {
            match preset.pay_with {
                PayWith::Deposit => "deposits",
                PayWith::Credits => "credits",
            }
            .to_owned()
        }),
        line("burn share", |preset| share(preset.params.policy.burn.burn_share)),
        line("schedule", |preset| {
            let streams: Vec<&str> = preset.params.policy.mint.schedule.iter().map(stream).collect();
            if streams.is_empty() { "none".to_owned() } else { streams.join(" and ") }
        }),
        line("ρ, share of the smoothed burn minted again", |preset| match &preset.params.policy.mint.rho {
            Rho::Fixed(rho) => share(*rho),
            Rho::Steered(steering) => {
                format!("steered, {} to {}", share(steering.min), share(steering.max))
            }
        }),
        line("share of the settled USD minted again by value", |preset| {
            share(preset.params.policy.mint.value_share)
        }),
        line("re-mint cap", |preset| on(preset.params.policy.mint.remint_cap.is_some())),
        line("γ, re-mint to the epoch's own burn", |preset| share(preset.params.policy.mint.round_trip)),
        line("net emission cap", |preset| {
            preset.params.policy.mint.net_emission_cap.map_or_else(|| "off".to_owned(), share)
        }),
        line("gross emission cap, of 30 epochs", |preset| {
            share(preset.params.policy.mint.gross_emission_cap)
        }),
        line("maximum supply", |preset| on(preset.params.policy.mint.max_supply.is_some())),
        line("vesting", |preset| {
            let reward = preset.params.policy.reward;
            if reward.vesting_share.is_zero() { "off".to_owned() } else { share(reward.vesting_share) }
        }),
        line("signals: price, usage, coverage, collateral", |preset| {
            let signals = preset.constitution.signals;
            [signals.price, signals.usage, signals.coverage, signals.collateral].map(on).join(", ")
        }),
        line("price band", |preset| share(preset.params.price.band)),
        line("delay of a change", |preset| format!("{} days", preset.constitution.terms.delay / DAY)),
    ];
    Ok(table(&header, &lines))
}

fn stream(emission: &Emission) -> &'static str {
    match emission {
        Emission::Constant { .. } => "constant",
        Emission::Steps { .. } => "steps",
        Emission::ExponentialDecay { .. } => "decay",
        Emission::Baseline { .. } => "baseline",
    }
}

fn on(on: bool) -> String {
    if on { "on" } else { "off" }.to_owned()
}

fn share(ratio: Ratio) -> String {
    let hundredths = Ratio::from_atomics(ratio.atomics().saturating_mul(100));
    format!("{hundredths}%")
}

#[cfg(test)]
mod tests {
    use super::{part, table, with_part};

    const PAGE: &str = "a\n<!-- computed: x -->\nold\n<!-- end: x -->\nb\n";

    #[test]
    fn a_part_is_found_and_replaced_and_the_rest_stays() {
        assert_eq!(part(PAGE, "x").unwrap(), "old\n");
        let page = with_part(PAGE, "x", "new\n").unwrap();
        assert_eq!(page, PAGE.replace("old", "new"));
        for wrong in ["a", "<!-- computed: x -->\n", "<!-- end: x --><!-- computed: x -->\n"] {
            assert!(part(wrong, "x").is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_table_has_a_rule_under_its_header() {
        let lines = [vec!["1".to_owned(), "2".to_owned()]];
        assert_eq!(table(&["a", "b"], &lines), "| a | b |\n| --- | --- |\n| 1 | 2 |\n");
    }
}
