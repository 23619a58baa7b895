//! Values that between them have every parameter.

#![allow(dead_code, missing_docs)]

use ballast_guardrails::Values as _;
use ballast_math::{
    Baseline, Duration, Emission, Rate, Ratio, Rho, SignedRatio, Steering, Step, Timestamp, Tokens, Usd,
    WorkMeasure,
};
use ballast_params::{GROUPS, NumberedSource, Parameter, Params, PriceSource, Row, SourceKind, Values};
use litemap::LiteMap;
use serde_json::{Value, json};

/// A network of every kind of stream and source; ρ is fixed in the first, steered in the second.
pub fn samples() -> [Values; 2] {
    let fixed = sample();
    let mut steered = sample();
    steered.params.policy.mint.rho = Rho::Steered(Steering {
        target_low: SignedRatio::from_atomics(-100_000_000_000_000_000),
        target_high: SignedRatio::ZERO,
        gain: Ratio::percent(10),
        leak: Ratio::percent(1),
        rest: Ratio::percent(80),
        min: Ratio::percent(50),
        max: Ratio::percent(90),
        max_step: Ratio::percent(2),
        plant_gain: Ratio::percent(50),
        delay: 3,
    });
    [fixed, steered]
}

fn sample() -> Values {
    let rate = Rate { amount: Tokens::new(1_000), per: Duration::DAY };
    let baseline = Baseline {
        start: Timestamp::new(5),
        initial: 10,
        per: Duration::DAY,
        doubling: Duration::new(31_536_000),
        measure: WorkMeasure::Usd,
    };
    let mut params = Params::plain();
    let mint = &mut params.policy.mint;
    mint.schedule = vec![
        Emission::Constant { start: Timestamp::new(7), rate },
        Emission::Steps {
            steps: vec![Step { from: Timestamp::new(3), rate }, Step { from: Timestamp::new(9), rate }],
        },
        Emission::ExponentialDecay {
            start: Timestamp::new(11),
            total: Tokens::new(5_000),
            half_life: Duration::new(1_000),
        },
        Emission::Baseline { total: Tokens::new(6_000), half_life: Duration::new(2_000), baseline },
    ];
    mint.remint_cap = Some(rate);
    mint.net_emission_cap = Some(Ratio::percent(5));
    mint.max_supply = Some(Tokens::new(1_000_000));
    params.policy.reward.vesting_share = Ratio::percent(30);
    params.policy.reward.vesting_period = Duration::DAY;
    let kinds = [
        SourceKind::Feed { feeders: vec!["one".to_owned(), "two".to_owned()], quorum: 2 },
        SourceKind::Pyth {
            contract: "pyth".to_owned(),
            feed_id: "0".repeat(64),
            max_confidence: Ratio::percent(1),
        },
        SourceKind::Contract { contract: "oracle".to_owned(), denom: "ucompute".to_owned() },
    ];
    let numbered = |(kind, id)| NumberedSource {
        id,
        source: PriceSource { kind, max_age: Duration::hours(2), max_deviation: Ratio::percent(5) },
    };
    let mut meters = LiteMap::new();
    meters.insert("meter-1".to_owned(), Usd::new(1_000));
    meters.insert("removed".to_owned(), Usd::ZERO);
    Values { params, sources: kinds.into_iter().zip([1, 2, 12]).map(numbered).collect(), meters }
}

/// Every row.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    GROUPS.iter().flat_map(|group| group.rows)
}

/// Every parameter of a sample, with its row and a sample that has it.
pub fn parameters() -> Vec<(Parameter, &'static Row, Values)> {
    let of = |values: Values| {
        let rows = values.parameters().into_iter().map(|parameter| {
            let row = parameter.row().unwrap();
            (parameter, row)
        });
        rows.map(|(parameter, row)| (parameter, row, values.clone())).collect::<Vec<_>>()
    };
    samples().into_iter().flat_map(of).collect()
}

/// The values with one number moved.
pub fn with(values: &Values, parameter: &Parameter, number: u128) -> Values {
    let mut moved = values.clone();
    moved.set(parameter, number);
    moved
}

/// The fields of values, as JSON has them.
pub fn fields(values: &Values) -> Vec<(String, Value)> {
    let mut root = serde_json::to_value(&values.params).unwrap();
    root["sources"] = json!(values.sources);
    root["meters"] = values.meters.iter().map(|(name, limit)| (name.clone(), json!(limit))).collect();
    let mut found = vec![];
    collect(&mut found, String::new(), &root);
    found
}

fn collect(found: &mut Vec<(String, Value)>, path: String, value: &Value) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| collect(found, below(name), value));
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(position, value)| collect(found, below(&position.to_string()), value)),
        leaf => found.push((path, leaf.clone())),
    }
}
