//! The options that repeat a check.

use ballast_check::{CheckReport, Gates, Source};
use ballast_math::Duration;
use ballast_stress::PriceModel;

use crate::number::Number;
use crate::shell::word;

/// The options that make the same runs again.
#[must_use]
pub fn options(checked: &CheckReport) -> String {
    let plan = &checked.plan;
    let base = match &checked.source {
        Source::Preset(name) => format!("--preset {}", word(name)),
        Source::Live { contract, height, .. } => {
            format!("--node URL --contract {} --height {height}", word(contract))
        }
    };
    let mut text = format!("{base} --seed {}", plan.seed);
    if plan.days != 365 {
        text.push_str(&format!(" --days {}", plan.days));
    }
    if plan.epoch_length != Duration::DAY {
        text.push_str(&format!(" --epoch {}s", plan.epoch_length));
    }
    if plan.model != PriceModel::Exchange {
        text.push_str(" --model discounted");
    }
    text
}

/// The options that verify the hash.
#[must_use]
pub fn verify(checked: &CheckReport) -> String {
    let mut text = format!("{} --runs {}", options(checked), checked.plan.runs);
    let (gates, usual) = (checked.gates, Gates::default());
    for (name, limit, usual) in [
        ("--max-emission", gates.max_emission, usual.max_emission),
        ("--max-rise", gates.max_rise, usual.max_rise),
        ("--max-pay-cut", gates.max_pay_cut, usual.max_pay_cut),
    ] {
        if limit != usual {
            text.push_str(&format!(" {name}={}%", Number::hundredths(limit as f64).exact()));
        }
    }
    text
}
