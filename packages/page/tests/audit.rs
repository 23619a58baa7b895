//! An audit in words.

#![allow(missing_docs)]

use ballast_api::{EpochRecordsResponse, ExecuteMsg, QueryMsg};
use ballast_audit::{Evidence, Verdict};
use ballast_economy::Signals;
use ballast_math::{Duration, Tokens};
use ballast_page::audit::terminal;
use ballast_sandbox::{Sandbox, example};

#[test]
fn what_holds_is_said_with_the_measures_of_the_last_epochs() {
    let mut chain = Sandbox::new(&example::genesis()).unwrap();
    chain.wait(Duration::DAY);
    chain.execute(&chain.account("anyone"), &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
    let records: EpochRecordsResponse =
        chain.query(&QueryMsg::EpochRecords { start_after: None, limit: None }).unwrap();
    let evidence = Evidence {
        chain_id: "sandbox".to_owned(),
        contract: chain.controller().to_string(),
        height: 9,
        config: chain.query(&QueryMsg::Config {}).unwrap(),
        params: chain.query(&QueryMsg::Params {}).unwrap(),
        signals: Signals::ALL,
        supply: chain.query(&QueryMsg::Supply {}).unwrap(),
        audit: chain.query(&QueryMsg::Audit {}).unwrap(),
        token_supply: None,
        records: records.records,
        blocks: vec![],
    };
    let text = terminal(
        &evidence,
        &Verdict { epochs: 9, receipts: 16, changes: 1, burned_by_holders: Tokens::ZERO },
        None,
        30,
    )
    .unwrap();
    assert!(text.contains("on sandbox, up to block 9"), "{text}");
    assert!(text.contains("9 epochs recomputed, 16 receipts, 1 changes"), "{text}");
    assert!(text.contains("paid to oneself"), "{text}");
}
