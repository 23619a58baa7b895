//! A check says what it found, whatever others wrote into it.

use ballast_check::{Base, CheckReport, Finding, Gates, Plan, Request, Source, check};
use ballast_math::Duration;
use ballast_presets::{Preset, PresetName};
use ballast_stress::PriceModel;

use super::{markdown, page, terminal};

const HOSTILE: &str = "<script>a</script> | x\n\u{1b}[2J";

/// A check of two changes over a few days.
fn checked() -> CheckReport {
    let asked = r#"[
        {"parameter": "breaker.price_day.caution", "from": "0.1", "to": "0.11"},
        {"parameter": "price.band", "from": "0.25", "to": "0.26"}
    ]"#;
    let asked = Request::parse(asked).unwrap();
    let plan = Plan { seed: 1, runs: 2, days: 21, epoch_length: Duration::DAY, model: PriceModel::Exchange };
    let base = Base::preset(&Preset::load(PresetName::Typical).unwrap(), &asked, plan).unwrap();
    check(&base, &asked, plan, Gates::default(), |_| ()).unwrap()
}

/// The same with texts as an attacker would write them: in a refusal, a parameter, a contract.
fn hostile() -> CheckReport {
    let mut checked = checked();
    checked.passing = vec![HOSTILE.to_owned()];
    checked.changes[0].parameter = HOSTILE.to_owned();
    checked.changes[0].modelled = false;
    if let Finding::Ran(figures) = &mut checked.finding {
        figures.parts[0].parameter = Some(HOSTILE.to_owned());
    }
    checked.source = Source::Live { chain_id: HOSTILE.to_owned(), contract: HOSTILE.to_owned(), height: 7 };
    checked
}

#[test]
fn what_others_wrote_stays_text_on_the_page() {
    let html = page(&hostile(), "HASH", HOSTILE).unwrap();
    assert!(!html.contains("<script"));
    assert!(html.matches("&lt;script&gt;a&lt;/script&gt;").count() >= 7);
    assert!(!html.contains("http://") && !html.contains("https://"));
}

#[test]
fn what_others_wrote_stays_in_its_line_of_markdown() {
    let (plain, hostile) = (markdown(&checked(), "HASH", "p.json"), markdown(&hostile(), "HASH", "p.json"));
    // What stands in the way, and what is not modelled, with its empty line.
    assert_eq!(hostile.lines().count(), plain.lines().count() + 3, "{hostile}");
    let (text, command) = hostile.split_once("```").unwrap();
    assert!(!text.contains("<script") && !text.contains('\u{1b}'), "{text}");
    assert!(command.contains("cargo ballast check p.json --node URL --contract "));
}

#[test]
fn what_others_wrote_steers_no_terminal() {
    let (plain, hostile) = (terminal(&checked(), "HASH"), terminal(&hostile(), "HASH"));
    assert_eq!(hostile.lines().count(), plain.lines().count() + 3, "{hostile}");
    assert!(!hostile.contains('\u{1b}'));
}

#[test]
fn a_reason_of_the_contract_stays_a_reason() {
    let mut refused = checked();
    refused.finding = Finding::Refused(vec![HOSTILE.to_owned()]);
    let text = terminal(&refused, "HASH");
    assert!(text.contains("Refused: <script>a</script> | x��[2J\n"), "{text}");
    let text = markdown(&refused, "HASH", "p.json");
    assert!(text.contains("- Refused: &lt;script>a&lt;/script> \\| x  [2J\n"), "{text}");
    let html = page(&refused, "HASH", "p.json").unwrap();
    assert!(html.contains("<li>&lt;script&gt;a&lt;/script&gt; | x") && !html.contains("<script"));
}

#[test]
fn all_three_say_the_same() {
    let checked = checked();
    let verdict = super::words::verdict(&checked);
    for text in [
        terminal(&checked, "HASH"),
        markdown(&checked, "HASH", "p.json"),
        page(&checked, "HASH", "p.json").unwrap(),
    ] {
        for said in [verdict.as_str(), "2 changes, queued", "preset typical", "net emission", "0.11", "HASH"]
        {
            assert!(text.to_lowercase().contains(&said.to_lowercase()), "{said}\n{text}");
        }
    }
}
