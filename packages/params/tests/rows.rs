//! The rows against the values that they are about.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use ballast_guardrails::{
    Bounds, Constitution, ConstitutionError, Limits, ParameterId as _, Rule, Terms, Unit, Values as _,
};
use ballast_math::{Duration, Ratio};
use ballast_params::{EXEMPT, EffectiveFrom, GROUPS, Lab, Parameter, ParamsError, Row, Valid};
use litemap::LiteMap;
use support::{fields, parameters, rows, samples, with};

#[test]
fn names_are_in_order_and_no_name_stands_twice() {
    for group in GROUPS {
        assert!(group.rows.is_sorted_by(|one, other| one.name < other.name), "{}", group.title);
    }
    let names: BTreeSet<&str> = rows().map(|row| row.name).collect();
    assert_eq!(names.len(), rows().count());
    assert!(Parameter::families().map(|family| family.to_string()).eq(rows().map(|row| row.name)));
    assert!(EXEMPT.is_sorted_by(|one, other| one.path < other.path));
}

#[test]
fn every_row_has_its_sentences() {
    let lab = rows().map(|row| match row.lab {
        Lab::Simulated(does) => does,
        Lab::Left(why) => why,
    });
    for sentence in rows().map(|row| row.hurt).chain(lab).chain(EXEMPT.map(|exempt| exempt.why)) {
        let begins = sentence.chars().next().is_some_and(|letter| letter.is_uppercase() || letter == 'ρ');
        assert!(begins && sentence.ends_with('.') && sentence.len() > 20, "{sentence:?}");
        assert!(!sentence.contains('|') && !sentence.contains("  "), "{sentence:?}");
    }
}

#[test]
fn every_row_is_reached_by_a_name() {
    let tried: BTreeSet<&str> = parameters().iter().map(|(_, row, _)| row.name).collect();
    assert_eq!(tried, rows().map(|row| row.name).collect());
    for (parameter, row, _) in parameters() {
        assert_eq!(parameter.family().name(), row.name);
        assert_eq!((parameter.unit(), parameter.loosens()), (row.unit, row.loosens), "{parameter}");
        assert_eq!((parameter.outer(), parameter.mends()), (row.outer, row.mends), "{parameter}");
        assert_eq!(parameter.waits_for_epoch(), row.starts == EffectiveFrom::NextEpoch, "{parameter}");
    }
}

#[test]
fn what_is_written_is_read_at_both_outer_limits() {
    for (parameter, row, values) in parameters() {
        let Bounds { min, max } = row.outer;
        for number in [min, max, min + (max - min) / 3] {
            assert_eq!(with(&values, &parameter, number).get(&parameter), Some(number), "{parameter}");
        }
    }
}

#[test]
fn a_parameter_is_one_field_and_a_field_is_one_parameter() {
    let mut taken = BTreeMap::new();
    for (parameter, row, values) in parameters() {
        // Two numbers, so that one of them is new.
        let moves = [row.outer.min, row.outer.min + 1].map(|number| with(&values, &parameter, number));
        let before = fields(&values);
        let moved: BTreeSet<String> = moves
            .iter()
            .flat_map(|moved| fields(moved).into_iter().filter(|field| !before.contains(field)))
            .map(|(path, _)| path)
            .collect();
        assert_eq!(moved.len(), 1, "{parameter} moves {moved:?}");
        for path in moved {
            let other = taken.insert(path, parameter.clone());
            assert!(other.is_none_or(|other| other == parameter), "{parameter} shares its field");
        }
    }
    for path in samples().iter().flat_map(fields).map(|(path, _)| path) {
        let exempt = EXEMPT.iter().any(|exempt| is_at(exempt.path, &path));
        assert!(exempt != taken.contains_key(&path), "{path} is no row and has no reason, or both");
    }
    for exempt in EXEMPT {
        let there = samples().iter().flat_map(fields).any(|(path, _)| is_at(exempt.path, &path));
        assert!(there, "there is no {}", exempt.path);
    }
}

fn is_at(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('.').collect(), path.split('.').collect());
    let same = |(expected, part): (&&str, &&str)| *expected == "*" || expected == part;
    pattern.len() == path.len() && pattern.iter().zip(&path).all(same)
}

#[test]
fn what_waits_for_the_next_epoch_is_the_policy() {
    for (parameter, row, values) in parameters() {
        let moves = [row.outer.min, row.outer.min + 1].map(|number| with(&values, &parameter, number));
        let in_policy = moves.iter().any(|moved| moved.params.policy != values.params.policy);
        assert_eq!(in_policy, row.starts == EffectiveFrom::NextEpoch, "{parameter}");
    }
}

/// What is wrong with a constitution of one rule.
fn misfit(row: &Row, bounds: Bounds) -> Option<ConstitutionError> {
    let rule = Rule { bounds, step: Ratio::percent(10), min_step: 1, interval: Duration::DAY };
    let mut rules = LiteMap::new();
    rules.insert(Parameter::new(row.name), rule);
    let terms = Terms {
        delay: Duration::days(2),
        delay_blocks: 1_000,
        grace: Duration::DAY,
        longest_trip: Duration::HOUR,
    };
    Constitution { terms, rules }.validate(&Limits::STANDARD).err()
}

#[test]
fn a_constitution_goes_to_the_outer_limits_and_no_farther() {
    for row in rows() {
        let Bounds { min, max } = row.outer;
        assert_eq!(misfit(row, row.outer), None, "{}", row.name);
        let below = min.checked_sub(1).map(|min| Bounds { min, max });
        let above = max.checked_add(1).map(|max| Bounds { min, max });
        for bounds in [below, above].into_iter().flatten() {
            let refused = misfit(row, bounds);
            assert!(matches!(refused, Some(ConstitutionError::Bounds { .. })), "{}: {refused:?}", row.name);
        }
    }
}

#[test]
fn numbers_that_no_type_checks_are_checked_against_their_rows() {
    let mut checked = 0;
    for (parameter, row, values) in parameters() {
        let Some(Bounds { min, max }) = row.valid.range(row.outer) else { continue };
        for number in [min, max] {
            assert_eq!(with(&values, &parameter, number).params.validate(), Ok(()), "{parameter}");
        }
        for found in [min.checked_sub(1), max.checked_add(1)].into_iter().flatten() {
            let moved = with(&values, &parameter, found);
            // Where the number is as wide as its type, there is nothing beyond.
            if moved.get(&parameter) == Some(found) {
                let refused = Err(ParamsError::Parameter { parameter: row.name, min, max, found });
                assert_eq!(moved.params.validate(), refused);
                checked += 1;
            }
        }
    }
    assert!(checked >= 8, "{checked}");
}

#[test]
fn the_band_may_have_a_rule_from_zero_but_is_never_zero() {
    let band = rows().find(|row| row.valid == Valid::AboveZero).unwrap();
    assert_eq!((band.name, band.outer.min, band.unit), ("price.band", 0, Unit::Decimal));
}

#[test]
fn the_document_is_what_the_rows_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/parameters.md");
    let written = std::fs::read_to_string(path).unwrap();
    assert!(written == ballast_params::document(), "docs/parameters.md is out of date: run cargo parameters");
}
