use ballast_api::{Action, ExecuteMsg, GovernMsg, Proposal, QueueResponse, SudoMsg};
use ballast_controller::{ContractError, contract};
use ballast_guardrails::{LooseningDirection, ParameterId, Refusal, RoleChange, RoleError, TripError};
use ballast_json::Message;
use ballast_math::{Cap, Duration, Ratio, Rho, Timestamp};
use ballast_sandbox::SupplyKind::{self, Cw20, External, Reserve, TokenFactory};
use ballast_tests::suite::{DAY, HOUR, START, Suite, addr, genesis, ratio, tokens};
use ballast_tests::suite_guard::{DELAY, DELAY_BLOCKS, change, refused, rule};
use cosmwasm_std::from_json;
use cosmwasm_std::testing::{message_info, mock_dependencies, mock_env};
use rstest::rstest;
use serde_json::json;

use crate::words::{id, say};

const RHO: &str = "policy.mint.rho";
const BAND: &str = "price.band";

/// A veto in the block of execution counts when it comes first; sets queued in one block have numbers of their own, with or
/// without a transaction to be named by.
#[test]
fn attack_21_same_block_and_no_transaction() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let set = suite.ripe(vec![change(BAND, "0.25", "0.26")]);
    suite.veto(set).ok();
    assert!(suite.execute_set(set).0.is_err());

    let (mut deps, mut env) = (mock_dependencies(), mock_env());
    env.transaction = None;
    env.block.time = cosmwasm_std::Timestamp::from_seconds(START);
    let start = genesis(External).instantiate_msg(None);
    let info = |sender: &str| message_info(&addr(sender), &[]);
    contract::instantiate(deps.as_mut(), env.clone(), info("admin"), Message(start)).unwrap();
    for (expected, parameter, from, to) in [(1, BAND, "0.25", "0.26"), (2, RHO, "0.9", "0.95")] {
        let proposal = Proposal::Changes(vec![change(parameter, from, to)]);
        let msg = ExecuteMsg::Govern(GovernMsg::Queue { proposal });
        let response = contract::execute(deps.as_mut(), env.clone(), info("governor"), Message(msg)).unwrap();
        let said: QueueResponse = from_json(response.data.unwrap()).unwrap();
        assert_eq!(said.id, expected);
    }
}

/// The guardian cannot veto its own replacement, however often it is queued.
#[test]
fn attack_22_the_guardian_cannot_keep_its_office() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let replace = Action::Role(RoleChange::ReplaceGuardian { address: addr("owner").into() });
    let set = suite.queue_action(replace).data::<QueueResponse>().id;
    suite.veto(set).should_fail_with(refused(Refusal::NotVetoable { id: set }));
    suite.wait_for_delay("1");
    suite.trip(HOUR).ok();
    suite.execute_set(set).ok();
    suite.govern("owner", GovernMsg::Accept {}).ok();
    let (expected, found) = (Some(addr("owner").into()), addr("guardian").into());
    suite.veto(set).should_fail_with(ContractError::from(RoleError::NotTheGuardian { expected, found }));
}

/// Trips cannot be chained: neither extended while they last nor renewed when they end.
#[rstest]
#[case::while_it_lasts(HOUR - 1)]
#[case::the_moment_it_ends(HOUR)]
#[case::a_day_later(DAY)]
fn attack_23_trips_cannot_be_chained(#[case] after: u64) {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    suite.trip(HOUR).ok();
    let until = suite.breaker().guardian_until;
    suite.chain.wait(Duration::new(after));
    let (next, now) = (suite.breaker().guardian_next, suite.chain.now());
    suite.trip(1).should_fail_with(ContractError::from(TripError::Cooldown { next, now }));
    assert_eq!(until, Some(Timestamp::new(START + HOUR)));
    assert!(next.seconds() - START >= 3 * HOUR);
}

/// No "tightening" loosens: for every parameter the way that loosens is refused, and so are both ways of those that have two.
/// Which way that is stands in the code: no constitution can declare it.
#[test]
fn attack_24_a_tightening_never_loosens() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let mut tried = 0;
    for status in suite.guardrails().parameters {
        let (rule, unit) = (status.rule.unwrap(), status.parameter.unit());
        for to in [rule.reach_min, rule.reach_max] {
            let (from, number) = (unit.parse(&status.value).unwrap(), unit.parse(&to).unwrap());
            if !status.parameter.loosens().by(from, number) {
                continue;
            }
            tried += 1;
            let name = status.parameter.name();
            let loosens = Refusal::Loosens { parameter: id(name), from, to: number };
            let found = suite.preview(vec![change(name, &status.value, &to)]);
            assert!(found.loosens && found.tighten.contains(&refused(loosens).to_string()), "{found:?}");
            assert!(suite.tighten(vec![change(name, &status.value, &to)]).0.is_err());
        }
        assert_eq!(status.loosens, status.parameter.loosens());
    }
    assert!(tried > 30, "{tried}");
    assert_eq!(suite.parameter("policy.burn.burn_share").loosens, LooseningDirection::Both);
    let mut constitution = serde_json::to_value(genesis(TokenFactory).governance.constitution).unwrap();
    constitution["rules"][RHO]["loosens"] = json!("down");
    assert!(serde_json::from_value::<ballast_api::ConstitutionConfig>(constitution).is_err());
}

/// Tightening and loosening in turns gains nothing and ends at no standstill: a step up never overshoots the step down.
#[test]
fn attack_25_ping_pong_pumps_nothing() {
    let mut suite = Suite::edited(TokenFactory, |genesis| {
        let rule = rule(genesis, RHO);
        (rule.interval, rule.min_step) = (Duration::DAY, "0.000000000000000001".to_owned());
    });
    suite.price("1");
    let mut value = "0.9".to_owned();
    for _ in 0..4 {
        let to = suite.parameter(RHO).rule.unwrap().reach_min;
        suite.tighten(vec![change(RHO, &value, &to)]).ok();
        suite.wait_with_price(DAY, "1");
        value = suite.parameter(RHO).value;
    }
    assert!(ratio(&value) < ratio("0.615"), "{value}");
    for _ in 0..4 {
        let to = suite.parameter(RHO).rule.unwrap().reach_max;
        let set = suite.ripe(vec![change(RHO, &value, &to)]);
        suite.execute_set(set).ok();
        value = suite.parameter(RHO).value;
    }
    // As far up as it went down, but for what rounding inward leaves.
    let off = ratio(&value).atomics().abs_diff(ratio("0.9").atomics());
    assert!(off <= 10, "{value}");
}

/// `sudo` is bound like everybody else, and `migrate` has no room for values.
#[test]
fn attack_26_neither_sudo_nor_migrate_walks_around_the_bounds() {
    let mut suite = Suite::at_a_dollar(TokenFactory);
    let queue = |to: &str| GovernMsg::Queue { proposal: Proposal::Changes(vec![change(RHO, "0.9", to)]) };
    for to in ["0.8", "1", "11"] {
        let through_sudo = suite.sudo(&SudoMsg::Govern(queue(to)));
        let through_account = suite.govern("governor", queue(to));
        through_sudo.should_fail_with(through_account.0.map(|_| ()).unwrap_err());
    }
    let set = suite.sudo(&SudoMsg::Govern(queue("0.95"))).data::<QueueResponse>().id;
    let (earliest, now) = (START + DELAY, START);
    suite.sudo(&SudoMsg::Govern(GovernMsg::Execute { id: set })).should_fail_with(refused(
        Refusal::TooEarly { id: set, earliest: Timestamp::new(earliest), now: Timestamp::new(now) },
    ));
    assert!(serde_json::from_value::<ballast_api::MigrateMsg>(json!({ "params": {} })).is_err());
    suite.migrate(None).ok();
    assert_eq!(suite.parameter(RHO).value, "0.9");
}

/// A chain that halts lets time pass and no blocks: what waits then waits for its blocks, and can be vetoed.
#[test]
fn attack_27_a_halted_chain_eats_no_veto_window() {
    let mut suite =
        Suite::edited(TokenFactory, |genesis| genesis.price_sources[0].max_age = Duration::days(30));
    suite.price("1");
    let height = suite.chain.height();
    suite.queued(vec![change(BAND, "0.25", "0.26")]);
    suite.queued(vec![change(RHO, "0.9", "0.95")]);
    suite.chain.wait(Duration::new(DELAY + HOUR));
    for set in [1, 2] {
        let (earliest, now) = (height + DELAY_BLOCKS, suite.chain.height());
        suite.execute_set(set).should_fail_with(refused(Refusal::TooFewBlocks { id: set, earliest, now }));
    }
    suite.veto(1).ok();
    suite.chain.mine(DELAY_BLOCKS - 1);
    suite.execute_set(2).ok();
}

/// Blocks that come faster or slower change nothing: time counts beside them.
#[rstest]
#[case::a_million_blocks_in_a_second(1, 1_000_000, false)]
#[case::a_million_blocks_in_time(DELAY, 1_000_000, true)]
#[case::blocks_of_three_minutes(1_000 * 180, 1_000, true)]
#[case::blocks_of_four_minutes_on_time(DELAY, 720, false)]
fn attack_28_the_pace_of_blocks_shortens_nothing(#[case] time: u64, #[case] blocks: u64, #[case] good: bool) {
    let mut suite =
        Suite::edited(TokenFactory, |genesis| genesis.price_sources[0].max_age = Duration::days(30));
    suite.price("1");
    let set = suite.queued(vec![change(BAND, "0.25", "0.26")]);
    suite.chain.app().update_block(|block| {
        block.time = block.time.plus_seconds(time);
        block.height += blocks;
    });
    assert_eq!(suite.execute_set(set).0.is_ok(), good);
}

/// A network of a million tokens of which a tenth may be minted in three epochs, and everything that burns asks to be minted.
fn capped(mode: SupplyKind) -> Suite {
    let mut suite = Suite::edited(mode, |genesis| {
        genesis.seed_supply = tokens(1_000_000);
        genesis.reserve = tokens(300_000);
        genesis.epoch.window = 3;
        genesis.params.policy.mint.rho = Rho::Fixed(Ratio::ONE);
    });
    suite.price("1");
    suite.tenant_with("tenant", 500_000);
    suite
}

/// Minting on either side of a window's boundary doubles nothing: every window, wherever it lies, keeps the cap.
#[rstest]
fn attack_29_no_window_mints_more_than_its_cap(
    #[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind,
    #[values([60_000, 0, 0, 60_000, 60_000, 60_000], [40_000, 40_000, 40_000, 40_000, 40_000, 40_000])]
    burns: [u128; 6],
) {
    let mut suite = capped(mode);
    let mut start = vec![];
    for burned in burns {
        start.push(suite.supply().supply.get());
        if burned > 0 {
            suite.work("tenant", "provider", burned);
        }
        suite.next_epoch();
    }
    let minted: Vec<u128> = (0..6).map(|epoch| suite.record(epoch).decision.minted.get()).collect();
    // Burns may lower the start of a window after its last mint; whatever is minted fits the window that it ends.
    for (from, window) in minted.windows(3).enumerate().filter(|(_, window)| window[2] > 0) {
        assert!(window.iter().sum::<u128>() * 10 <= start[from], "{minted:?} of {start:?}");
    }
    let caps: Vec<Option<Cap>> = (0..6).map(|epoch| suite.record(epoch).decision.binding).collect();
    assert!(caps.contains(&Some(Cap::GrossEmission)), "{caps:?}");
}

/// A cap that is a share of the supply is not inflated by sending tokens around.
#[rstest]
fn attack_30_donations_raise_no_cap(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let closed = |donate: bool| {
        let mut suite = capped(mode);
        suite.work("tenant", "provider", 60_000);
        suite.next_epoch();
        if donate {
            let contract = suite.chain.controller().clone();
            suite.chain.transfer(&addr("treasury"), &contract, tokens(100_000)).unwrap();
            suite.donated += 100_000;
        }
        suite.work("tenant", "provider", 60_000);
        suite.next_epoch();
        suite.record(1)
    };
    let (with, without) = (closed(true), closed(false));
    assert_eq!(
        (with.decision.caps, with.decision.granted),
        (without.decision.caps, without.decision.granted)
    );
    assert_eq!(with.decision.binding, Some(Cap::GrossEmission));
    // There is no message either that says how large the supply is.
    let mut suite = Suite::at_a_dollar(mode);
    assert!(say(&mut suite, "stranger", &json!({ "set_supply": { "supply": "1" } })).0.is_err());
}
