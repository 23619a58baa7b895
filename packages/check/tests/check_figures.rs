//! What a check computes: how a proposal is read, what it changes in the figures, and where a gate fails.

#![allow(missing_docs)]

use ballast_check::{
    Base, CheckReport, Effect, Gate, Gates, Plan, Request, ScenarioComparison, Verdict, check, hash, modelled,
};
use ballast_economy::Signal;
use ballast_math::Duration;
use ballast_presets::{Preset, PresetName};
use ballast_stress::presets as stress;
use ballast_stress::{Measure, PriceModel, Sample, Scenario, Seed, Study, run};
use rstest::rstest;
use serde_json::{Value, json};

/// A power of two, so that means and their differences are exact.
const PLAN: Plan =
    Plan { seed: 7, runs: 16, days: 365, epoch_length: Duration::DAY, model: PriceModel::Exchange };

fn base(asked: &Request) -> Base {
    Base::preset(&Preset::load(PresetName::Typical).unwrap(), asked, PLAN).unwrap()
}

fn changes(changes: &[(&str, &str, &str)]) -> Request {
    let changes: Vec<Value> = changes
        .iter()
        .map(|(parameter, from, to)| json!({ "parameter": parameter, "from": from, "to": to }))
        .collect();
    Request::parse(&Value::Array(changes).to_string()).unwrap()
}

fn checked(asked: &Request) -> CheckReport {
    check(&base(asked), asked, PLAN, Gates::default(), |_| ()).unwrap()
}

fn judge(gates: Gates, checked: &CheckReport) -> Vec<Gate> {
    let effects: Vec<Effect> = checked.scenarios().iter().map(ScenarioComparison::effect).collect();
    gates.judge(&effects)
}

#[test]
fn every_form_of_a_proposal_is_read_the_same() {
    let change = json!({ "parameter": "price.band", "from": "0.25", "to": "0.26" });
    let queue = json!({ "govern": { "queue": { "proposal": { "changes": [change] } } } });
    let message = |kind: &str, msg: &Value| json!({ "messages": [{ "@type": format!("/cosmwasm.wasm.v1.{kind}"), "contract": "c", "msg": msg }] });
    let bytes = cosmwasm_std::Binary::from(queue.to_string().into_bytes()).to_base64();
    let alone = changes(&[("price.band", "0.25", "0.26")]);
    for form in [
        queue.clone(),
        message("MsgExecuteContract", &queue),
        message("MsgExecuteContract", &json!(bytes)),
        message("MsgSudoContract", &queue),
    ] {
        let asked = Request::parse(&form.to_string()).unwrap();
        assert_eq!((asked.path, &asked.changes), (alone.path, &alone.changes), "{form}");
    }
    let two = json!({ "messages": [message("MsgExecuteContract", &queue)["messages"][0], message("MsgSudoContract", &queue)["messages"][0]] });
    assert!(Request::parse(&two.to_string()).unwrap_err().to_string().contains("expected one, found 2"));
}

#[test]
fn what_tightens_takes_effect_at_once_and_what_loosens_cannot() {
    let tighten = |from: &str, to: &str| {
        let changes = json!([{ "parameter": "price.band", "from": from, "to": to }]);
        Request::parse(&json!({ "govern": { "tighten": { "changes": changes } } }).to_string()).unwrap()
    };
    let down = checked(&tighten("0.25", "0.24"));
    assert!(
        down.refusals().is_empty()
            && down.changes[0].in_force_after == Duration::ZERO
            && !down.changes[0].loosens
    );
    let up = checked(&tighten("0.25", "0.26"));
    assert_eq!(up.verdict(), Verdict::WouldBeRefused);
    assert!(up.refusals()[0].contains("loosens and must be queued"), "{:?}", up.refusals());
}

#[test]
fn the_base_is_the_preset_that_ballast_stress_runs() {
    let preset = Preset::load(PresetName::Typical).unwrap();
    let of_stress = stress::setting(&preset, PLAN.model, PLAN.epoch_length, PLAN.days).unwrap();
    assert_eq!(base(&changes(&[("price.band", "0.25", "0.26")])).setting, of_stress);
}

#[rstest]
fn every_parameter_that_the_runs_know_reaches_them(
    #[values(PresetName::Typical, PresetName::Ballast, PresetName::Helium)] name: PresetName,
) {
    let preset = Preset::load(name).unwrap();
    let now = preset.params.price.band.to_string();
    let some = changes(&[("price.band", &now, &now)]);
    let base = Base::preset(&preset, &some, PLAN).unwrap();
    let mut tried = 0;
    for status in &base.guardrails.parameters {
        let Some(rule) = &status.rule else { continue };
        let to = if rule.reach_max == status.value { &rule.reach_min } else { &rule.reach_max };
        let asked = changes(&[(status.parameter.name(), &status.value, to)]);
        let proposed = base.with(&asked.read(&base.values).unwrap());
        if modelled(&status.parameter) && *to != status.value {
            assert_ne!(proposed, base.setting, "{}", status.parameter);
            tried += 1;
        }
    }
    assert!(tried > 15, "{tried}");
}

#[test]
fn a_change_that_the_runs_do_not_know_changes_nothing_at_all() {
    let checked = checked(&changes(&[("receipt_retention", "30", "31")]));
    assert_eq!(checked.verdict(), Verdict::Passes);
    assert!(!checked.changes[0].modelled);
    for compared in checked.scenarios() {
        assert_eq!(compared.base, compared.proposed);
        assert_eq!(compared.base_paths, compared.proposed_paths);
        for (measure, delta) in &compared.deltas {
            assert_eq!((delta.mean, delta.margin), (0.0, 0.0), "{measure:?}");
        }
    }
}

#[test]
fn differences_are_those_of_two_studies() {
    let asked = changes(&[("breaker.usage.caution", "0.25", "0.275"), ("policy.mint.rho", "0.05", "0.06")]);
    let base = base(&asked);
    let proposed = base.with(&asked.read(&base.values).unwrap());
    let checked = checked(&asked);
    for compared in checked.scenarios() {
        let sample = Sample { master: PLAN.seed, scenario: compared.scenario, runs: PLAN.runs };
        let before = Study::of(&base.setting, sample, |_| ()).unwrap();
        let after = Study::of(&proposed, sample, |_| ()).unwrap();
        for measure in Measure::ALL {
            let difference = after.tally(measure).mean() - before.tally(measure).mean();
            assert_eq!(compared.delta(measure).mean, difference, "{measure:?}");
        }
    }
    // The parts and what is left over make the whole.
    for (place, pooled) in checked.pooled().iter().enumerate() {
        let sum: f64 = checked.parts().iter().map(|part| part.deltas.unwrap()[place].mean).sum();
        assert!((sum - pooled.delta.mean).abs() < 1e-6, "{pooled:?}, {sum}");
    }
    assert!(checked.scenarios().iter().any(|each| each.delta(Measure::NetEmission).mean > 0.0));
    assert_eq!(checked.scenarios().len(), Scenario::ALL.len());
}

/// Half the width of a 95% interval, from the values themselves.
fn margin(values: &[i64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<i64>() as f64 / count;
    let squares: f64 = values.iter().map(|value| (*value as f64 - mean).powi(2)).sum();
    1.96 * (squares / (count - 1.0) / count).sqrt()
}

#[test]
fn each_change_alone_and_what_is_left_over_have_the_intervals_of_their_paired_differences() {
    let asked = changes(&[("breaker.usage.caution", "0.25", "0.275"), ("policy.mint.rho", "0.05", "0.06")]);
    let base = base(&asked);
    let read = asked.read(&base.values).unwrap();
    let settings = [base.with(&read[..1]), base.with(&read[1..]), base.with(&read)];
    let mut variances = [0.0; 3];
    for scenario in Scenario::ALL {
        let mut differences = [const { vec![] }; 3];
        for number in 0..PLAN.runs.into() {
            let seed = Seed { master: PLAN.seed, scenario, run: number };
            let issuance = |setting| run(setting, seed, &mut (), |_| ()).unwrap().net_emission;
            let today = issuance(&base.setting);
            let [one, other, both] = settings.each_ref().map(|setting| issuance(setting) - today);
            for (differences, more) in differences.iter_mut().zip([one, other, both - one - other]) {
                differences.push(more);
            }
        }
        for (variance, differences) in variances.iter_mut().zip(&differences) {
            *variance += margin(differences).powi(2);
        }
    }
    let parts = checked(&asked).parts().to_vec();
    let names: Vec<Option<&str>> = parts.iter().map(|part| part.parameter.as_deref()).collect();
    assert_eq!(names, [Some("breaker.usage.caution"), Some("policy.mint.rho"), None]);
    for (part, variance) in parts.iter().zip(variances) {
        let (found, expected) =
            (part.deltas.unwrap()[0].margin, variance.sqrt() / Scenario::ALL.len() as f64);
        assert!(expected > 0.0 && (found / expected - 1.0).abs() < 1e-6, "{part:?}, {expected}");
    }
}

#[test]
fn a_gate_fails_above_its_limit_and_not_at_it() {
    let checked = checked(&changes(&[("policy.mint.rho", "0.05", "0.06")]));
    let rises = checked.scenarios().iter().map(|each| each.delta(Measure::NetEmission).mean);
    let max = rises.fold(0.0, f64::max);
    assert!(max > 1.0);
    let fails = |max_rise: i64| {
        let gates = Gates { max_rise, ..Gates::default() };
        judge(gates, &checked).iter().any(|gate| !gate.holds())
    };
    assert!(fails(max.floor() as i64 - 1) && !fails(max.ceil() as i64));
    // Where a bad year is beyond the limit already, it may not get worse.
    let gates = Gates { max_emission: -1_000_000_000, max_rise: i64::MAX, max_pay_cut: i64::MAX };
    let judged = judge(gates, &checked);
    let worse = checked.scenarios().iter().filter(|each| {
        each.proposed.figure(Measure::NetEmission).p95 > each.base.figure(Measure::NetEmission).p95
    });
    assert_eq!(judged[0].broken.len(), worse.count());
    // A tightening that starves providers.
    let cut = judge(Gates { max_pay_cut: -1_000_000, ..Gates::default() }, &checked);
    assert!(!cut[2].holds());
}

#[test]
fn a_refused_proposal_has_a_hash_too() {
    let asked = changes(&[("price.band", "0.25", "0.9")]);
    let (one, two) = (checked(&asked), checked(&asked));
    assert_eq!(hash(&one).unwrap(), hash(&two).unwrap());
    assert_ne!(hash(&one).unwrap(), hash(&checked(&changes(&[("price.band", "0.25", "0.8")]))).unwrap());
}

// From 2 USD: falls of 10, 20 and 35% in a day and of 20, 35 and 50% in a week, and the proposal's of 38% for the highest of a day.
#[test]
fn trip_prices_are_those_of_every_level_today_and_then() {
    let checked = checked(&changes(&[("breaker.price_day.halted", "0.35", "0.38")]));
    let found: Vec<_> = checked
        .trip_prices
        .iter()
        .map(|trip| (trip.signal, trip.level, trip.drawdown, trip.price_usd))
        .collect();
    let (day, week) = (Signal::PriceDay, Signal::PriceWeek);
    assert_eq!(
        found,
        [
            (day, 1, [100_000; 2], [1.8; 2]),
            (day, 2, [200_000; 2], [1.6; 2]),
            (day, 3, [350_000, 380_000], [1.3, 1.24]),
            (week, 1, [200_000; 2], [1.6; 2]),
            (week, 2, [350_000; 2], [1.3; 2]),
            (week, 3, [500_000; 2], [1.0; 2]),
        ]
    );
}
