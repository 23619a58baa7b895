//! The lab's epochs are the contract's: the messages of random runs, sent to the real contract, leave the same records.

use ballast_api::{CloseEpochResponse, ExecuteMsg, ProviderResponse, QueryMsg};
use ballast_math::{Duration, Ratio, Timestamp};
use ballast_presets::{Preset, PresetName};
use ballast_sandbox::{Dump, Genesis, Sandbox, SupplyKind};
use ballast_stress::presets::{self as stress, MAX_AGE, NO_LIMIT};
use ballast_stress::{Epoch, Line, Message, PARTIES, PriceModel, Scenario, Seed, Setting, run};
use rstest::rstest;

const NAMES: [&str; PARTIES] = ["crowd", "whale"];
const FEEDER: &str = "feeder";
const METER: &str = "meter";

/// The same network on the embedded chain.
fn chain(preset: &Preset, setting: &Setting) -> Sandbox {
    let network = &setting.network;
    let mut params = preset.params_at(network.genesis).unwrap();
    params.policy = network.policy.clone();
    let genesis = Genesis {
        supply: SupplyKind::TokenFactory,
        seed_supply: network.supply,
        reserve: Default::default(),
        start: network.genesis,
        decimals: network.decimals,
        epoch: ballast_api::EpochConfig {
            length: network.epoch_length,
            genesis: None,
            window: network.window,
        },
        emission_budget: network.emission_budget,
        params,
        price_sources: vec![ballast_api::PriceSource {
            kind: ballast_api::SourceKind::Feed { feeders: vec![Sandbox::address(FEEDER).into()], quorum: 1 },
            max_age: MAX_AGE,
            max_deviation: Ratio::ZERO,
        }],
        meters: vec![ballast_api::MeterConfig {
            meter: Some(Sandbox::address(METER).into()),
            usd_per_epoch: NO_LIMIT,
        }],
        governance: preset.governance(Sandbox::address("governor").into()),
    };
    let mut chain = Sandbox::new(&genesis).unwrap();
    for name in NAMES {
        let authorize =
            ExecuteMsg::Authorize { meter: Sandbox::address(METER).into(), usd_per_epoch: NO_LIMIT };
        chain.execute(&Sandbox::address(name), &authorize).unwrap();
    }
    chain
}

struct Replayer {
    chain: Sandbox,
    round: u64,
    batch: u64,
    closed: u64,
    /// Whether a part of each reward vests.
    vests: bool,
}

impl Replayer {
    fn send(&mut self, time: u64, message: &Message) {
        let chain = &mut self.chain;
        chain.go_to(Timestamp::new(time));
        match message {
            Message::SubmitPrice(price) => {
                self.round += 1;
                chain.submit_price(FEEDER, self.round, *price).unwrap();
            }
            Message::CloseEpoch => {
                let response =
                    chain.execute(&Sandbox::address("keeper"), &ExecuteMsg::CloseEpoch { limit: None });
                let closed: CloseEpochResponse = Sandbox::data(&response.unwrap()).unwrap();
                assert_eq!(closed.behind, 0);
                self.closed += closed.closed.len() as u64;
            }
            Message::Deposit(party, tokens) => {
                let tenant = Sandbox::address(NAMES[*party]);
                chain.give(&tenant, *tokens).unwrap();
                chain.deposit(&tenant, *tokens).unwrap();
            }
            Message::BuyCredits(party, tokens) => {
                let tenant = Sandbox::address(NAMES[*party]);
                chain.give(&tenant, *tokens).unwrap();
                chain.buy_credits(&tenant, *tokens, None).unwrap();
            }
            Message::Settle(lines) => {
                self.batch += 1;
                let lines = lines.iter().enumerate().map(|(number, line)| billed(number, line)).collect();
                chain.settle(&Sandbox::address(METER), self.batch, lines).unwrap();
            }
            Message::Claim(party, tokens) => {
                let provider = Sandbox::address(NAMES[*party]);
                let before = chain.balance(&provider);
                chain.execute(&provider, &ExecuteMsg::Claim {}).unwrap();
                // What is earned goes back to the market, so that it can be bought again.
                let paid = chain.balance(&provider).minus(before).unwrap();
                assert_eq!(paid, *tokens, "{time}");
                chain.transfer(&provider, &Sandbox::address("treasury"), paid).unwrap();
            }
        }
    }

    /// Providers claimed whatever they earned.
    fn check_claimed(&self) {
        for name in NAMES {
            let provider = QueryMsg::Provider { provider: Sandbox::address(name).into() };
            let provider: ProviderResponse = self.chain.query(&provider).unwrap();
            assert!(self.vests || provider.claimable.is_zero(), "{name}: {provider:?}");
        }
    }

    /// The record of an epoch against what the lab computed.
    fn check(&self, epoch: &Epoch) {
        let expected = epoch.outcome.record;
        let record: ballast_api::EpochRecord =
            self.chain.query(&QueryMsg::EpochRecord { epoch: expected.epoch }).unwrap();
        assert_eq!(record, expected, "epoch {}", expected.epoch);
    }
}

fn billed(number: usize, line: &Line) -> ballast_api::Line {
    ballast_api::Line {
        tenant: Sandbox::address(NAMES[line.tenant]).into(),
        provider: Sandbox::address(NAMES[line.provider]).into(),
        job: format!("job/{number}"),
        usd: line.usd,
        gpu_seconds: line.gpu_seconds,
    }
}

/// Epochs of one run; all presets, scenarios and price models together are 33,000.
const EPOCHS: u32 = 250;

#[rstest]
fn the_labs_epochs_are_the_contracts(
    #[values(
        PresetName::Ballast,
        PresetName::Render,
        PresetName::Helium,
        PresetName::Filecoin,
        PresetName::Akash,
        PresetName::Typical
    )]
    name: PresetName,
    #[values(PriceModel::Exchange, PriceModel::Discounted)] model: PriceModel,
) {
    let preset = Preset::load(name).unwrap();
    let mut compared = 0;
    let mut dump = Dump::open(&format!("{}-{model:?}", preset.name)).unwrap();
    for (number, scenario) in Scenario::ALL.into_iter().enumerate() {
        let mut setting = stress::setting(&preset, model, Duration::DAY, EPOCHS).unwrap();
        let mut preset = preset.clone();
        // Every other run without guardrails: other branches of the same functions.
        if number % 2 == 1 && model == PriceModel::Discounted {
            setting.network = setting.network.unguarded();
            // Its values lie outside of the preset's own bounds.
            preset.constitution.rules.clear();
        }
        compared +=
            compare(&preset, &setting, Seed { master: 7, scenario, run: number as u64 }, dump.as_mut());
    }
    println!("{} under {model:?}: {compared} epochs equal", preset.name);
    assert!(compared > 2_700, "{compared} epochs");
    assert_eq!(PresetName::ALL.len(), 6, "every preset is compared");
}

/// Keys of the records of epochs.
const RECORDS: &[u8] = b"\x00\x01e";

fn compare(preset: &Preset, setting: &Setting, seed: Seed, dump: Option<&mut Dump>) -> u64 {
    let mut messages = Vec::new();
    let mut epochs = Vec::new();
    run(setting, seed, &mut messages, |epoch| epochs.push(*epoch)).unwrap();

    let signals = setting.network.signals;
    let mut replayer = Replayer {
        chain: chain(&preset.clone().with_signals(signals), setting),
        round: 0,
        batch: 0,
        closed: 0,
        vests: !setting.network.policy.reward.vesting_share.is_zero(),
    };
    for (time, message) in &messages {
        replayer.send((*time).seconds(), message);
    }
    assert_eq!(replayer.closed, epochs.len() as u64, "{seed:?}");
    for epoch in &epochs {
        replayer.check(epoch);
    }
    replayer.check_claimed();
    if let Some(dump) = dump {
        write_down(dump, seed, &epochs, &replayer.chain);
    }
    replayer.closed
}

/// The lab's epochs, the records that the contract keeps of them, and a digest of all that it keeps.
fn write_down(dump: &mut Dump, seed: Seed, epochs: &[Epoch], chain: &Sandbox) {
    let label = format!("{:?}", seed.scenario);
    for (number, Epoch { demand, price, outcome }) in epochs.iter().enumerate() {
        let mint = outcome.smoothed_mint;
        dump.line(format_args!("{label} {number}: demand {demand}, price {price}, smoothed mint {mint:?}"))
            .unwrap();
    }
    dump.contents(&label, chain, RECORDS).unwrap();
    dump.digest(&label, chain).unwrap();
}
