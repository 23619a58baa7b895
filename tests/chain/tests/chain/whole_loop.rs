//! Deposit, credits, settlements, epochs, claims, with real money: after each epoch the token's own supply is the contract's.

use ballast_api::{Cw20HookMsg, ExecuteMsg, ProviderResponse, QueryMsg};
use ballast_chain_tests::{Chain, Kind, Network};
use ballast_math::Usd;

use crate::audited::audited;
use crate::checked::checked;

const DOLLAR: u128 = 1_000_000_000_000_000_000;

#[test]
fn the_whole_loop_with_a_token_that_the_contract_mints() {
    whole_loop(Kind::TokenFactory);
}

#[test]
fn the_whole_loop_with_a_cw20_token() {
    whole_loop(Kind::Cw20);
}

#[test]
fn the_whole_loop_with_a_native_denom_and_a_reserve() {
    whole_loop(Kind::Reserve);
}

fn whole_loop(kind: Kind) {
    let chain = Chain::start(1, &Network::NAMES).unwrap();
    let mut network = Network::new(&chain, kind).unwrap();
    network.check_supply().unwrap();

    network.submit_price(2 * DOLLAR).unwrap();
    let deposit = Cw20HookMsg::Deposit { tenant: None };
    let credits = Cw20HookMsg::BuyCredits { min_usd: Some(Usd::new(1)) };
    for tenant in ["tenant-0", "tenant-1"] {
        network.pay(tenant, 400_000_000, &deposit).unwrap();
        network.pay(tenant, 100_000_000, &credits).unwrap();
        let (meter, usd_per_epoch) = (Chain::address("meter"), Usd::new(500_000_000));
        network.execute(tenant, &ExecuteMsg::Authorize { meter, usd_per_epoch }).unwrap();
    }
    network.check_supply().unwrap();

    let mut minted = 0;
    for round in 0..3 {
        for _ in 0..3 {
            let lines = [
                ("tenant-0", "provider-0", 12_345_678),
                ("tenant-1", "provider-1", 9_876_543),
                ("tenant-0", "provider-1", 7),
            ];
            network.settle(&lines).unwrap();
        }
        network.epoch_over().unwrap();
        let closed = network.execute("anyone", &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
        let epoch = closed.find("wasm-ballast-mint", "epoch").unwrap().parse().unwrap();
        let record = network.record(epoch).unwrap();
        println!("{kind:?}, epoch {epoch}: {} burned, {} minted", record.burned, record.decision.minted);
        assert!(!record.burned.is_zero() && !record.decision.minted.is_zero(), "{record:?}");
        assert!(record.decision.minted <= record.burned);
        minted += record.decision.minted.get();
        network.check_supply().unwrap();
        if round == 0 {
            network.submit_price(2 * DOLLAR + DOLLAR / 10).unwrap();
        }
    }
    assert!(minted > 0);

    let mut paid = 0;
    for provider in ["provider-0", "provider-1"] {
        let before = network.balance(provider).unwrap();
        network.execute(provider, &ExecuteMsg::Claim {}).unwrap();
        let after = network.balance(provider).unwrap();
        assert!(after > before, "{provider} was paid nothing");
        paid += after - before;
        let rest: ProviderResponse =
            network.query(&QueryMsg::Provider { provider: Chain::address(provider) }).unwrap();
        assert!(rest.claimable.is_zero(), "{rest:?}");
    }
    // What is left of the reward pools is less than a unit for each provider and epoch.
    assert!(paid <= minted && minted - paid <= 6, "{paid} of {minted}");

    for tenant in ["tenant-0", "tenant-1"] {
        let before = network.balance(tenant).unwrap();
        network.execute(tenant, &ExecuteMsg::Withdraw { amount: None }).unwrap();
        assert!(network.balance(tenant).unwrap() > before);
    }
    network.check_supply().unwrap();
    audited(&network, 3);
    if matches!(kind, Kind::TokenFactory) {
        checked(&network);
    }
}
