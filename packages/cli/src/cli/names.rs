//! Names that arguments take, each with what it stands for.

use ballast_presets::{Preset, PresetName};
use ballast_replay::ledger::Grouping;
use ballast_replay::scenario::ScenarioName;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Reads the name of a preset.
pub fn preset() -> impl TypedValueParser<Value = PresetName> {
    let about = |name| Preset::load(name).map(|preset| preset.about).unwrap_or_default();
    one_of(PresetName::ALL, PresetName::name, about)
}

/// Reads how a ledger is grouped.
pub fn grouping() -> impl TypedValueParser<Value = Grouping> {
    let about = |grouping| match grouping {
        Grouping::Row => "The history's own rows",
        Grouping::Month => "Calendar months, by the start of the row",
        Grouping::Quarter => "Calendar quarters, by the start of the row",
        Grouping::Year => "Calendar years, by the start of the row",
    };
    one_of(Grouping::ALL, Grouping::name, about)
}

/// Reads the name of a scenario that is replayed.
pub fn scenario() -> impl TypedValueParser<Value = ScenarioName> {
    let about = |scenario| match scenario {
        ScenarioName::Crash60 => {
            "Usage −60% and price −50% within two weeks, a month at the bottom, a partial recovery"
        }
    };
    one_of(ScenarioName::ALL, ScenarioName::name, about)
}

fn one_of<T: Copy + Send + Sync + 'static, A: Into<clap::builder::StyledStr>, const COUNT: usize>(
    all: [T; COUNT],
    name: fn(T) -> &'static str,
    about: fn(T) -> A,
) -> impl TypedValueParser<Value = T> {
    let shown = all.map(|one| PossibleValue::new(name(one)).help(about(one)));
    PossibleValuesParser::new(shown).try_map(move |text| {
        let found = all.into_iter().find(|one| name(*one) == text);
        found.ok_or("expected one of the names that are listed")
    })
}
