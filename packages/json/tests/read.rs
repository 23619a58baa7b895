//! What is read, what is refused, and that `serde_json` reads the same.

#![allow(missing_docs)]

use std::collections::BTreeMap;

use ballast_json::{Error, Message, Tree, read};
use proptest::prelude::*;
use rstest::rstest;
use serde::{Deserialize, Serialize};

/// A message with everything in it that a message can have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Msg {
    Nothing {},
    Alone,
    Pay { to: String, amount: Amount, memo: Option<String>, parts: Vec<Part> },
    Inner(Part),
    Both(u8, bool),
    Named(BTreeMap<String, u64>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    small: u8,
    signed: i32,
    large: u64,
    kind: Kind,
    pair: (bool, u16),
    unit: (),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Amount(String);

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    First,
    SecondOne,
}

fn parse(text: &str) -> Result<Msg, String> {
    let message: Result<Message<Msg>, _> = serde_json::from_str(text);
    message.map(|Message(msg)| msg).map_err(|error| error.to_string())
}

const PART: &str =
    r#"{"small":7,"signed":-4,"large":18446744073709551615,"kind":"second_one","pair":[true,2],"unit":null}"#;

fn part() -> Part {
    Part { small: 7, signed: -4, large: u64::MAX, kind: Kind::SecondOne, pair: (true, 2), unit: () }
}

#[rstest]
#[case::no_content(r#"{"nothing":{}}"#, Msg::Nothing {})]
#[case::a_name(r#""alone""#, Msg::Alone)]
#[case::a_list(r#"{"both":[3,true]}"#, Msg::Both(3, true))]
#[case::a_map(r#"{"named":{"b":2,"a":1}}"#, Msg::Named(BTreeMap::from([("a".into(), 1), ("b".into(), 2)])))]
#[case::an_option_left_out(
    r#"{"pay":{"parts":[],"amount":"5","to":"x"}}"#,
    Msg::Pay { to: "x".into(), amount: Amount("5".into()), memo: None, parts: vec![] }
)]
#[case::an_option_of_null(
    r#"{"pay":{"to":"x","amount":"5","memo":null,"parts":[]}}"#,
    Msg::Pay { to: "x".into(), amount: Amount("5".into()), memo: None, parts: vec![] }
)]
#[case::escapes(
    r#" { "pay" : {"to":"\u00e9\n","amount":"","memo":"m","parts":[]} } "#,
    Msg::Pay { to: "é\n".into(), amount: Amount(String::new()), memo: Some("m".into()), parts: vec![] }
)]
fn a_message_is_read(#[case] text: &str, #[case] expected: Msg) {
    assert_eq!(parse(text), Ok(expected));
}

#[test]
fn a_struct_is_read() {
    assert_eq!(parse(&format!(r#"{{"inner":{PART}}}"#)), Ok(Msg::Inner(part())));
}

#[rstest]
#[case::unknown(r#"{"other":{}}"#, "unknown variant `other`, expected one of `nothing`, `alone`")]
#[case::of_two_variants(
    r#"{"nothing":{},"alone":null}"#,
    "invalid length 2, expected an object with one name in it"
)]
#[case::of_none("{}", "invalid length 0")]
#[case::a_number("1", "invalid type: integer `1`, expected a name, or an object with one name in it")]
#[case::a_list("[]", "invalid type: a list")]
#[case::null("null", "invalid type: null")]
#[case::a_name_alone(r#""nothing""#, r#"expected {"nothing": ...}, found the name alone"#)]
#[case::a_content_too_much(r#"{"alone":{}}"#, "alone: invalid type: an object, expected the name alone")]
#[case::a_struct_as_a_list(r#"{"nothing":[]}"#, "nothing: invalid type: a list, expected an object")]
#[case::a_field_too_much(r#"{"nothing":{"x":1}}"#, "nothing: unknown field `x`, there are no fields")]
#[case::a_field_missing(r#"{"pay":{"to":"x","parts":[]}}"#, "pay.amount: missing")]
#[case::a_field_twice(r#"{"pay":{"to":"x","to":"y"}}"#, "duplicate field `to`")]
#[case::a_null_for_a_text(
    r#"{"pay":{"to":null,"amount":"","parts":[]}}"#,
    "pay.to: invalid type: null, expected a string"
)]
#[case::a_fraction(r#"{"both":[1.5,true]}"#, "invalid type: floating point `1.5`")]
#[case::a_power_of_ten(r#"{"both":[1e1,true]}"#, "invalid type: floating point `10.0`")]
#[case::too_large_for_its_type(r#"{"both":[256,true]}"#, "both.0: invalid value: integer `256`, expected u8")]
#[case::too_large_for_any(r#"{"named":{"a":18446744073709551616}}"#, "invalid type: floating point")]
#[case::negative(r#"{"named":{"a":-1}}"#, "named: invalid type: integer `-1`, expected u64")]
#[case::a_number_as_text(r#"{"named":{"a":"1"}}"#, r#"named: invalid type: string "1", expected u64"#)]
#[case::too_few(r#"{"both":[1]}"#, "both: invalid length 1")]
#[case::too_many(r#"{"both":[1,true,2]}"#, "both: invalid length 3")]
#[case::deep(r#"{"pay":{"to":"x","amount":"1","parts":[{}]}}"#, "pay.parts.0.small: missing")]
#[case::a_kind(
    r#"{"pay":{"to":"x","amount":"1","parts":[{"small":1,"signed":1,"large":1,"kind":"third"}]}}"#,
    "pay.parts.0.kind: unknown variant `third`, expected `first` or `second_one`"
)]
#[case::the_end_missing(r#"{"nothing":{}"#, "EOF while parsing")]
#[case::text_behind(r#"{"nothing":{}} x"#, "trailing characters")]
fn a_message_is_refused(#[case] text: &str, #[case] expected: &str) {
    let found = parse(text).unwrap_err();
    assert!(found.contains(expected), "{found}");
}

#[test]
fn no_depth_overflows_the_stack() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(parse(&deep(100)).unwrap_err().contains("invalid type: a list"));
    assert!(parse(&deep(100_000)).unwrap_err().contains("recursion limit exceeded"));
}

#[test]
fn a_tree_shows_what_it_holds() {
    let tree: Tree = serde_json::from_str(r#"{"a":[1,-1,true,null,"x"]}"#).unwrap();
    let list =
        vec![Tree::Number(1), Tree::Negative(-1), Tree::Bool(true), Tree::Null, Tree::Text("x".into())];
    assert_eq!(tree.get("a"), Some(&Tree::List(list)));
    assert_eq!((tree.get("b"), Tree::Null.get("a")), (None, None));
    assert_eq!(read::<u8>(&tree), Err(Error::new("invalid type: an object, expected u8")));
}

fn parts() -> impl Strategy<Value = Part> {
    let kind = prop_oneof![Just(Kind::First), Just(Kind::SecondOne)];
    (any::<u8>(), any::<i32>(), any::<u64>(), kind, any::<(bool, u16)>())
        .prop_map(|(small, signed, large, kind, pair)| Part { small, signed, large, kind, pair, unit: () })
}

fn messages() -> impl Strategy<Value = Msg> {
    let pay =
        (any::<String>(), any::<String>(), any::<Option<String>>(), prop::collection::vec(parts(), 0..4));
    prop_oneof![
        Just(Msg::Nothing {}),
        Just(Msg::Alone),
        pay.prop_map(|(to, amount, memo, parts)| Msg::Pay { to, amount: Amount(amount), memo, parts }),
        parts().prop_map(Msg::Inner),
        any::<(u8, bool)>().prop_map(|(number, flag)| Msg::Both(number, flag)),
        prop::collection::btree_map(any::<String>(), any::<u64>(), 0..4).prop_map(Msg::Named),
    ]
}

proptest! {
    #[test]
    fn what_was_written_is_read(msg in messages()) {
        let text = serde_json::to_string(&msg).unwrap();
        prop_assert_eq!(parse(&text), Ok(msg));
    }

    /// Nothing is accepted that `serde_json` refuses, and nothing is read in another way.
    #[test]
    fn it_is_stricter_than_serde_json(msg in messages(), at in any::<prop::sample::Index>(), with in "[ -~]") {
        let mut text: Vec<char> = serde_json::to_string(&msg).unwrap().chars().collect();
        let at = at.index(text.len());
        text[at] = with.chars().next().unwrap();
        let text: String = text.into_iter().collect();
        if let Ok(read) = parse(&text) {
            prop_assert_eq!(serde_json::from_str::<Msg>(&text).unwrap(), read);
        }
    }
}
