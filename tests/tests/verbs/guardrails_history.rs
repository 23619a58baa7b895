//! What happened to the guardrails: in pages, and the last thousand entries only.

use ballast_api::{GovernMsg, HistoryResponse, Proposal, QueryMsg};
use ballast_sandbox::SupplyKind::TokenFactory;
use ballast_tests::suite::{Suite, addr};
use ballast_tests::suite_guard::change;
use rstest::rstest;

fn page(suite: &Suite, start_after: Option<u64>, limit: Option<u32>) -> Vec<u64> {
    let found: HistoryResponse = suite.query(&QueryMsg::History { start_after, limit });
    found.entries.into_iter().map(|entry| entry.number).collect()
}

/// A network with so many entries in its history: sets that were queued and cancelled.
fn with_history(entries: u64) -> Suite {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let governor = addr("governor");
    for set in 1..=entries {
        let proposal = Proposal::Changes(vec![change("price.band", "0.25", "0.26")]);
        suite.chain.govern(&governor, GovernMsg::Queue { proposal }).unwrap();
        suite.chain.govern(&governor, GovernMsg::Cancel { id: set }).unwrap();
    }
    suite
}

#[test]
fn history_comes_in_pages_oldest_first() {
    let suite = with_history(45);
    let numbers = |range: std::ops::RangeInclusive<u64>| range.collect::<Vec<_>>();
    assert_eq!(page(&suite, None, None), numbers(1..=10));
    assert_eq!(page(&suite, None, Some(45)), numbers(1..=30));
    assert_eq!(page(&suite, Some(30), Some(30)), numbers(31..=45));
    assert_eq!(page(&suite, Some(7), Some(1)), vec![8]);
    assert_eq!(page(&suite, Some(45), None), Vec::<u64>::new());
    assert_eq!(page(&suite, None, Some(0)), Vec::<u64>::new());
}

#[rstest]
#[case::just_full(1_000, 1)]
#[case::one_over(1_001, 2)]
#[case::some_over(1_010, 11)]
fn history_keeps_its_last_thousand_entries(#[case] entries: u64, #[case] first: u64) {
    let suite = with_history(entries);
    assert_eq!(page(&suite, None, Some(1)), vec![first]);
    assert_eq!(suite.history().len(), 1_000);
    assert_eq!(page(&suite, Some(entries - 1), None), vec![entries]);
}
