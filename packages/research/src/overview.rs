//! What each preset turns on, as the table of their index.

use anyhow::Result;
use ballast_math::{Emission, Ratio, Rho};
use ballast_presets::{PayWith, Preset, PresetName};

use ballast_page::number::Number;
use ballast_page::table::{Column, Table};

/// The presets side by side. Errors where one cannot be read.
pub fn overview() -> Result<Table> {
    let presets = PresetName::ALL.map(Preset::load).into_iter().collect::<Result<Vec<Preset>>>()?;
    let columns =
        presets.iter().map(|preset| Column::label(&preset.name).leading_to(format!("{}.md", preset.name)));
    let row = |(name, of): &(&str, fn(&Preset) -> String)| {
        std::iter::once((*name).to_owned()).chain(presets.iter().map(of)).collect::<Vec<_>>()
    };
    Ok(Table::new(std::iter::once(Column::name("")).chain(columns)).with_rows(ROWS.iter().map(row)))
}

/// A row: what it says, and what it says of a preset.
type Row = (&'static str, fn(&Preset) -> String);

const ROWS: [Row; 14] = [
    ("tenants pay with", |preset| {
        match preset.pay_with {
            PayWith::Deposit => "deposits",
            PayWith::Credits => "credits",
        }
        .to_owned()
    }),
    ("burn share", |preset| share(preset.params.policy.burn.burn_share)),
    ("schedule", |preset| {
        let streams: Vec<&str> = preset.params.policy.mint.schedule.iter().map(stream).collect();
        if streams.is_empty() { "none".to_owned() } else { streams.join(" and ") }
    }),
    ("ρ, share of the smoothed burn minted again", |preset| match &preset.params.policy.mint.rho {
        Rho::Fixed(rho) => share(*rho),
        Rho::Steered(steering) => {
            format!("steered, {} to {}", share(steering.min), share(steering.max))
        }
    }),
    ("share of the settled USD minted again by value", |preset| share(preset.params.policy.mint.value_share)),
    ("re-mint cap", |preset| on(preset.params.policy.mint.remint_cap.is_some())),
    ("γ, re-mint to the epoch's own burn", |preset| share(preset.params.policy.mint.round_trip)),
    ("net emission cap", |preset| {
        preset.params.policy.mint.net_emission_cap.map_or_else(|| "off".to_owned(), share)
    }),
    ("gross emission cap, of 30 epochs", |preset| share(preset.params.policy.mint.gross_emission_cap)),
    ("maximum supply", |preset| on(preset.params.policy.mint.max_supply.is_some())),
    ("vesting", |preset| {
        let reward = preset.params.policy.reward;
        if reward.vesting_share.is_zero() { "off".to_owned() } else { share(reward.vesting_share) }
    }),
    ("signals: price, usage, coverage, collateral", |preset| {
        let signals = preset.constitution.signals;
        [signals.price, signals.usage, signals.coverage, signals.collateral].map(on).join(", ")
    }),
    ("price band", |preset| share(preset.params.price.band)),
    ("delay of a change", |preset| format!("{} days", preset.constitution.terms.delay.whole_days())),
];

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

/// Every digit: a preset is exact.
fn share(ratio: Ratio) -> String {
    format!("{}%", Number::ratio(ratio).percent().exact())
}
