//! The contract's epoch and the math crate's epoch agree to the last bit.

use ballast_api::EpochRecord;
use ballast_economy::{EpochInputs, EpochState};
use ballast_guardrails::Level;
use ballast_math::{
    Duration, Emission, Quote, Rate, Ratio, Rho, SignedRatio, Smoothing, Steering, Timestamp, Tokens,
    epoch_range,
};
use ballast_sandbox::SupplyKind::{Cw20, External, Reserve, TokenFactory};
use ballast_sandbox::{Genesis, SupplyKind};
use ballast_tests::suite::{DAY, START, Suite, genesis, ratio, tokens};
use rstest::rstest;

/// A policy in which every part has something to say.
fn rich(mode: SupplyKind) -> Genesis {
    let mut genesis = genesis(mode);
    genesis.seed_supply = tokens(1_000_000_007);
    genesis.reserve = tokens(3_000_000);
    genesis.emission_budget = tokens(700_001);
    genesis.epoch.window = 3;
    let mint = &mut genesis.params.policy.mint;
    mint.schedule = vec![
        Emission::Constant {
            start: Timestamp::new(START),
            rate: Rate { amount: tokens(10_007), per: Duration::DAY },
        },
        Emission::ExponentialDecay {
            total: tokens(900_000),
            half_life: Duration::days(10),
            start: Timestamp::new(START),
        },
    ];
    mint.rho = Rho::Steered(Steering {
        target_low: SignedRatio::percent(-20),
        target_high: SignedRatio::percent(-10),
        rest: Ratio::percent(80),
        min: Ratio::percent(50),
        max: Ratio::percent(95),
        gain: ratio("0.05"),
        leak: ratio("0.1"),
        max_step: ratio("0.02"),
        plant_gain: Ratio::ONE,
        delay: 1,
    });
    mint.smoothing = Smoothing { weight: ratio("0.142857142857142857"), period: Duration::new(DAY / 2) };
    mint.value_share = ratio("0.1");
    mint.remint_cap = Some(Rate { amount: tokens(400_000), per: Duration::DAY });
    mint.net_emission_cap = Some(Ratio::percent(90));
    mint.max_supply = Some(tokens(1_000_000_100));
    genesis.params.policy.reward.vesting_share = ratio("0.3");
    genesis.params.policy.reward.vesting_period = Duration::days(3);
    genesis
}

#[rstest]
fn a_record_is_what_the_math_says(#[values(TokenFactory, Cw20, Reserve, External)] mode: SupplyKind) {
    let genesis = rich(mode);
    let mut suite = Suite::with(&genesis);
    suite.price("1");
    suite.tenant_with("tenant", 100_000_000);
    suite.tenant_with("tenant-2", 100_000_000);
    let policy = &genesis.params.policy;
    let mut state =
        EpochState::new(policy, suite.supply().initial, genesis.emission_budget, genesis.epoch.window);
    let (mut total_burned, mut total_minted, mut levels) = (Tokens::ZERO, Tokens::ZERO, vec![]);
    // What the treasury paid into the reserve at the start belongs to the first epoch.
    let mut retired = suite.supply().retired;

    // Where the oracle dies the breaker trips, and comes down a level with each of the two epochs that follow: an epoch's level
    // is its highest.
    for (epoch, (first, second, oracle_lives, level)) in [
        (1_000_003, 7, true, Level::Normal),
        (0, 0, true, Level::Normal),
        (33_333, 66_667, true, Level::Normal),
        (1, 1, false, Level::Restricted),
        (2_000_000, 900, true, Level::Restricted),
        (5, 11, true, Level::Caution),
    ]
    .into_iter()
    .enumerate()
    {
        let range = epoch_range(Timestamp::new(START), Duration::DAY, epoch as u64).unwrap();
        for (tenant, provider, amount) in [("tenant", "provider", first), ("tenant-2", "provider-2", second)]
        {
            if amount > 0 {
                suite.work(tenant, provider, amount);
            }
        }
        suite.chain.wait(Duration::HOUR);
        suite.price(["1", "1.1", "0.9"][epoch % 3]);
        suite.chain.go_to(range.end);
        if oracle_lives {
            suite.price(["1.05", "0.95"][epoch % 2]);
        }

        let (open, books, market) = (suite.epoch(), suite.solvency(), suite.market());
        let usable = market.spot.filter(|_| market.problem.is_none());
        let higher = usable.map(|spot| spot.max(market.twap_day.unwrap()));
        let burned = tokens(first + second);
        let inputs = EpochInputs {
            range,
            burned,
            retired,
            usd_settled: open.usd_settled,
            gpu_seconds: 3_600 * (u64::from(first > 0) + u64::from(second > 0)),
            weight: burned.get(),
            quote: higher.map(|price| Quote::new(price, 6).unwrap()),
            reserve: (mode == Reserve).then_some(books.reserve),
            carried: books.carried,
        };
        let rho = state.rho;
        let closing = state.close(policy, &inputs, level).unwrap();
        let decision = closing.decision;
        retired = Tokens::ZERO;
        total_burned = total_burned.plus(burned).unwrap();
        total_minted = total_minted.plus(decision.minted).unwrap();

        suite.close(None).ok();
        suite.chain_mints();

        let found = suite.record(epoch as u64);
        let expected = EpochRecord {
            epoch: epoch as u64,
            start: range.start,
            end: range.end,
            level,
            price: higher,
            rho,
            smoothed_burn: state.smoothed_burn,
            usd_settled: inputs.usd_settled,
            gpu_seconds: inputs.gpu_seconds,
            burned,
            direct_pay: Tokens::ZERO,
            decision,
            weight: inputs.weight,
            supply: state.supply,
            budget_left: state.budget_left,
            total_burned,
            total_minted,
            net_emission: closing.net_emission,
            // The contract's own; checked in its own tests.
            demand: found.demand,
        };
        assert_eq!(found, expected);
        let open = suite.epoch();
        assert_eq!((open.rho, open.smoothed_burn), (state.rho, state.smoothed_burn));
        assert_eq!((open.budget_left, open.remint_credit), (state.budget_left, state.remint_credit));
        levels.push(found.decision.binding);
        suite.price(["1.05", "0.95"][epoch % 2]);
        if suite.provider("provider").claimable > Tokens::ZERO {
            suite.claim("provider").ok();
        }
        suite.chain.wait(Duration::new(1));
        suite.price("1");
    }
    assert!(levels.iter().any(Option::is_some), "no cap ever decided: {levels:?}");
    assert_ne!(state.rho, Ratio::percent(80), "the steering never moved");
}
