//! The page of a replay reads well and is safe, whatever the replay left behind.

mod sample;

use ballast_guardrails::Level;
use ballast_math::{Cap, Duration, Price, Ratio, Tokens};
use ballast_replay::outcome::Outcome;

use super::{page, steps, terminal};

/// The page of an outcome, checked for what every page must be.
fn report(outcome: &Outcome) -> String {
    let html = page(outcome).unwrap();
    assert_eq!(html.matches("<h1").count(), 1, "one h1");
    assert_eq!(
        html.matches("<th ").count() + html.matches("<th>").count(),
        html.matches("<th scope=").count()
    );
    assert_eq!(html.matches("<table").count(), html.matches("<caption").count());
    assert_eq!(html.matches("<figure").count(), html.matches("<figcaption").count());
    for tag in ["section", "figure", "svg", "table", "tr", "th", "td", "div", "dl", "ul", "li", "p", "span"] {
        let opened = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "<{tag}> is closed");
    }
    for request in ["http://", "https://", "<script", "<link", "<img", "@import", "src="] {
        assert!(!html.contains(request), "{request}");
    }
    let (_, text) = html.split_once("<body>").unwrap();
    for word in ["NaN", "inf ", "inf%", "inf<", "−0%"] {
        assert!(!text.contains(word), "{word}");
    }
    assert!(!html.contains("#0100"), "a colour that the style sheet does not know");
    assert!(html.len() < 2_000_000, "{} bytes", html.len());
    html
}

/// Ids that are used more than once.
fn repeated_ids(html: &str) -> Vec<&str> {
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    ids.sort_unstable();
    ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect()
}

#[test]
fn the_headline_shows_both_sides_and_the_change() {
    let html = report(&sample::monthly());
    let lead = html.split("<p class=\"lead\">").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap();
    assert!(lead.starts_with("Over 16 months the network burned "), "{lead}");
    assert!(lead.contains(" and minted ") && lead.contains(" RENDER: supply fell by "), "{lead}");
}

#[test]
fn a_growing_supply_is_said_to_grow() {
    let mut outcome = sample::monthly();
    outcome.totals.supply = outcome.meta.seed_supply.plus(Tokens::new(123_456 * 100_000_000)).unwrap();
    assert!(report(&outcome).contains("supply grew by 123,456 "));
}

#[test]
fn a_long_history_is_small_enough_and_summed_up_first() {
    let html = report(&sample::weekly());
    assert!(html.len() < 400_000, "{} bytes", html.len());
    assert!(html.contains("All 124 rows of the history"));
    assert!(html.find("id=\"summary\"").unwrap() < html.find("id=\"ledger\"").unwrap());
    assert!(html.contains("99th percentile"));
}

#[test]
fn ids_are_unique() {
    for outcome in [sample::monthly(), sample::weekly(), sample::single(), sample::idle()] {
        assert_eq!(repeated_ids(&report(&outcome)), Vec::<&str>::new());
    }
}

#[test]
fn text_from_outside_is_escaped() {
    let mut outcome = sample::monthly();
    outcome.meta.history = "<script>alert('x')</script> & \"co\".csv".into();
    outcome.meta.symbol = "<script>T</script>".into();
    outcome.meta.preset = "\"><script>".into();
    let html = report(&outcome);
    assert!(html.contains("&lt;script&gt;alert('x')&lt;/script&gt; &amp; &quot;co&quot;.csv"));
    assert!(
        html.contains("<title>&lt;script&gt;T&lt;/script&gt; under the “&quot;&gt;&lt;script&gt;” preset")
    );
}

#[test]
fn text_from_outside_steers_no_terminal() {
    let mut outcome = sample::monthly();
    outcome.meta.history = "\u{1b}[2J.csv".into();
    outcome.meta.symbol = "T\n\u{7}".into();
    outcome.meta.preset = "\u{202e}preset".into();
    let text = terminal(&outcome, None).unwrap();
    assert!(text.starts_with("Preset �preset, �[2J.csv\n"), "{text}");
    assert!(text.contains(" epochs of 1 day, supply at the start 536,870,912 T��\n\n"), "{text}");
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']));
}

#[test]
fn one_period_is_enough() {
    assert!(report(&sample::single()).contains("Over 1 day the network burned "));
}

#[test]
fn a_history_without_burns_mints_or_prices_is_reported() {
    let html = report(&sample::idle());
    assert!(html.contains("burned 0 and minted 0 RENDER: supply did not change."));
    assert!(html.contains("Nothing requested"));
    assert!(!html.contains("Replayed against published"));
}

#[test]
fn a_history_that_mints_nothing_has_no_coverage() {
    let mut outcome = sample::monthly();
    for line in &mut outcome.epochs {
        (line.minted, line.granted, line.from_budget) = (Tokens::ZERO, Tokens::ZERO, Tokens::ZERO);
    }
    for line in &mut outcome.periods {
        (line.minted, line.coverage) = (Tokens::ZERO, None);
    }
    (outcome.totals.minted, outcome.totals.coverage) = (Tokens::ZERO, None);
    assert!(report(&outcome).contains("<dt>Coverage</dt><dd class=\"value\">— "));
}

#[test]
fn no_cap_need_ever_decide() {
    let mut outcome = sample::monthly();
    for line in &mut outcome.epochs {
        (line.binding, line.level) = (None, Level::Normal);
    }
    outcome.periods.iter_mut().for_each(|line| line.binding.clear());
    outcome.totals.binding.clear();
    outcome.totals.epochs_at_level = [512, 0, 0, 0];
    let html = report(&outcome);
    assert!(html.contains("No cap ever limited the mint; the breaker never left its normal level."));
    assert!(html.contains("The breaker stood at level 0, normal, in every epoch."));
}

#[test]
fn every_cap_and_level_can_be_shown() {
    let mut outcome = sample::monthly();
    let caps = [Cap::NoWork, Cap::RemintCredit, Cap::GrossEmission, Cap::MaxSupply, Cap::Reserve];
    for (number, line) in outcome.epochs.iter_mut().enumerate() {
        line.binding = Some(caps[number % caps.len()]);
        line.level = Level::Halted;
    }
    assert!(report(&outcome).contains("Level 3, halted"));
}

#[test]
fn the_largest_figures_are_still_figures() {
    let mut outcome = sample::single();
    outcome.epochs[0].price = Price::MAX;
    outcome.epochs[0].minted = Tokens::MAX;
    outcome.periods[0].coverage = Some(Ratio::MAX);
    outcome.totals.coverage = Some(Ratio::MAX);
    assert!(report(&outcome).contains("&gt; 9,999"));
}

#[test]
fn more_epochs_than_a_screen_has_room_for_are_averaged() {
    let mut outcome = sample::weekly();
    let mut late = outcome.epochs.clone();
    late.iter_mut().for_each(|line| line.start = line.start.saturating_plus(Duration::days(868)));
    outcome.epochs.extend(late);
    assert_eq!(steps::epochs_per_step(&outcome), 2);
    assert_eq!(steps::steps(&outcome).len(), 868);
    assert!(report(&outcome).contains("Each step is the mean of 2 epochs of 1 day."));
}

#[test]
fn nothing_cannot_be_reported() {
    let mut outcome = sample::single();
    outcome.epochs.clear();
    assert_eq!(
        page(&outcome).unwrap_err().to_string(),
        "there is nothing to report: the replay has no epochs"
    );
}

#[test]
fn the_command_names_a_file_and_quotes_it() {
    assert!(report(&sample::single()).contains("cargo ballast replay one.csv --preset ballast"));
    assert!(report(&sample::weekly()).contains("cargo ballast replay --preset helium"));
    let mut outcome = sample::single();
    outcome.meta.history = "my history.csv".into();
    assert!(report(&outcome).contains("cargo ballast replay 'my history.csv' --preset ballast"));
}

#[test]
fn an_outlier_does_not_flatten_the_rest() {
    let values = |peak: f64| (0..200).map(move |number| if number == 17 { peak } else { 100.0 });
    assert_eq!(steps::reach(values(5_000.0)), 120.0);
    assert_eq!(steps::reach(values(150.0)), 150.0);
    // One row in 18 is no outlier.
    assert_eq!(steps::reach(values(5_000.0).take(18)), 5_000.0);
    assert_eq!(steps::reach(std::iter::empty()), 0.0);
}
