//! Every preset as a network: it starts, pays and mints in every kind of supply, and no parameter of it is stuck.

#![allow(missing_docs)]

use ballast_api::{
    ChangeMsg, EpochConfig, EpochRecord, ExecuteMsg, GuardrailsResponse, Line, MeterConfig, Parameter,
    ParameterStatus, PreviewResponse, PriceSource, ProviderResponse, QueryMsg, SolvencyResponse, SourceKind,
    SupplyResponse,
};
use ballast_guardrails::{LooseningDirection, ParameterId, Quantity};
use ballast_math::{Duration, Price, Quote, Ratio, Timestamp, Tokens, Usd, tokens_to_credit};
use ballast_presets::{PayWith, Preset, PresetName};
use ballast_sandbox::{Genesis, Sandbox, SupplyKind};
use rstest::rstest;

const DAY: u64 = 86_400;
/// After the first step of every preset's schedule.
const START: u64 = 1_704_067_200;
const TENANTS: [&str; 2] = ["studio", "lab"];
const PROVIDERS: [&str; 3] = ["north", "south", "east"];
/// Micro-USD that a tenant's work costs in an epoch.
const BILL: u128 = 98_765_432_109;

fn price() -> Price {
    "1.75".parse().unwrap()
}

fn genesis(preset: &Preset, supply: SupplyKind) -> Genesis {
    // The reserve is what rewards come from: more of it than ten epochs mint.
    let reserve = if supply == SupplyKind::Reserve { preset.seed_supply.get() / 10 } else { 0 };
    Genesis {
        supply,
        seed_supply: preset.seed_supply,
        reserve: Tokens::new(reserve),
        start: Timestamp::new(START),
        decimals: preset.decimals,
        epoch: EpochConfig { length: Duration::DAY, genesis: None, window: preset.window },
        emission_budget: preset.emission_budget,
        params: preset.params_at(Timestamp::new(START)).unwrap(),
        price_sources: vec![PriceSource {
            kind: SourceKind::Feed {
                feeders: ["feeder", "second"].map(|name| Sandbox::address(name).into()).to_vec(),
                quorum: 1,
            },
            max_age: Duration::new(600),
            max_deviation: Ratio::percent(1),
        }],
        meters: vec![MeterConfig {
            meter: Some(Sandbox::address("meter").into()),
            usd_per_epoch: Usd::new(1_000_000_000_000),
        }],
        governance: preset.governance(Sandbox::address("governor").into()),
    }
}

struct Network {
    chain: Sandbox,
    preset: Preset,
    round: u64,
}

impl Network {
    fn start(preset: &Preset, supply: SupplyKind) -> Self {
        let chain = Sandbox::new(&genesis(preset, supply)).unwrap();
        let mut network = Self { chain, preset: preset.clone(), round: 0 };
        for tenant in TENANTS {
            let authorize = ExecuteMsg::Authorize {
                meter: network.chain.account("meter").into(),
                usd_per_epoch: Usd::new(1_000_000_000_000),
            };
            let tenant = network.chain.account(tenant);
            network.chain.execute(&tenant, &authorize).unwrap();
        }
        network.quote();
        network
    }

    fn quote(&mut self) {
        self.round += 1;
        self.chain.submit_price("feeder", self.round, price()).unwrap();
    }

    /// An epoch of work: tenants pay in, the meter settles, the epoch closes, a provider claims.
    fn epoch(&mut self, epoch: u64) -> EpochRecord {
        let noon = START + epoch * DAY + DAY / 2;
        self.chain.go_to(Timestamp::new(noon));
        self.quote();
        for tenant in TENANTS {
            self.fund(tenant);
        }
        let lines = TENANTS.iter().enumerate().map(|(position, tenant)| Line {
            tenant: self.chain.account(tenant).into(),
            provider: self.chain.account(PROVIDERS[(epoch as usize + position) % PROVIDERS.len()]).into(),
            job: format!("{tenant}/{epoch}"),
            usd: Usd::new(BILL),
            gpu_seconds: 40_000_000,
        });
        let lines = lines.collect();
        let meter = self.chain.account("meter");
        self.chain.settle(&meter, epoch + 1, lines).unwrap();
        self.check_books();
        self.chain.go_to(Timestamp::new(START + (epoch + 1) * DAY));
        self.quote();
        let keeper = self.chain.account("keeper");
        self.chain.execute(&keeper, &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
        self.check_books();
        self.claim(PROVIDERS[epoch as usize % PROVIDERS.len()]);
        self.chain.query(&QueryMsg::EpochRecord { epoch }).unwrap()
    }

    fn fund(&mut self, tenant: &str) {
        let tenant = self.chain.account(tenant);
        let quote = Quote::new(price(), self.preset.decimals).unwrap();
        let spread = match self.preset.pay_with {
            PayWith::Deposit => Ratio::ZERO,
            // What the spread takes is paid too.
            PayWith::Credits => self.preset.params.policy.burn.credit_spread,
        };
        let tokens = tokens_to_credit(Usd::new(BILL), quote, spread).unwrap().plus(Tokens::new(2)).unwrap();
        self.chain.give(&tenant, tokens).unwrap();
        match self.preset.pay_with {
            PayWith::Deposit => self.chain.deposit(&tenant, tokens).unwrap(),
            PayWith::Credits => self.chain.buy_credits(&tenant, tokens, Some(Usd::new(BILL))).unwrap(),
        };
        self.check_books();
    }

    fn claim(&mut self, provider: &str) {
        let provider = self.chain.account(provider);
        let query = QueryMsg::Provider { provider: provider.to_string() };
        let position: ProviderResponse = self.chain.query(&query).unwrap();
        let before = self.chain.balance(&provider);
        if !position.claimable.is_zero() {
            self.chain.execute(&provider, &ExecuteMsg::Claim {}).unwrap();
            let paid = self.chain.balance(&provider).minus(before).unwrap();
            assert_eq!(paid, position.claimable, "what was announced is what is paid");
        }
        self.check_books();
    }

    /// What the contract holds is what it owes, and the supply moved by what was minted and burned, to the unit.
    fn check_books(&self) {
        let books: SolvencyResponse = self.chain.query(&QueryMsg::Solvency {}).unwrap();
        let owed = [books.escrow, books.locked, books.payable, books.unvested, books.carried, books.reserve];
        let owed: u128 = owed.into_iter().map(Tokens::get).sum();
        assert_eq!(self.chain.balance(self.chain.controller()), books.holdings);
        assert_eq!(books.holdings.get(), owed, "{books:?}");
        assert!(books.surplus.is_zero() && books.awaiting_mint.is_zero());
        let supply: SupplyResponse = self.chain.query(&QueryMsg::Supply {}).unwrap();
        assert_eq!(
            supply.supply.get() + supply.burned.get() + supply.retired.get(),
            supply.initial.get() + supply.minted.get()
        );
        assert_eq!(self.chain.token_supply().get(), supply.supply.get() + books.reserve.get());
    }
}

#[rstest]
fn every_preset_runs_ten_epochs_in_every_kind_of_supply_and_its_books_hold(
    #[values(
        PresetName::Ballast,
        PresetName::Render,
        PresetName::Helium,
        PresetName::Filecoin,
        PresetName::Akash,
        PresetName::Typical
    )]
    name: PresetName,
    #[values(SupplyKind::TokenFactory, SupplyKind::Cw20, SupplyKind::Reserve)] supply: SupplyKind,
) {
    let preset = Preset::load(name).unwrap();
    let mut network = Network::start(&preset, supply);
    let records: Vec<EpochRecord> = (0..10).map(|epoch| network.epoch(epoch)).collect();
    for record in &records {
        assert_eq!(record.usd_settled, Usd::new(2 * BILL), "epoch {}", record.epoch);
        assert!(!record.burned.is_zero() && !record.decision.granted.is_zero(), "epoch {}", record.epoch);
        assert!(record.decision.minted <= record.decision.granted);
    }
    for provider in PROVIDERS {
        network.claim(provider);
    }
    // What vests is owed and not paid yet.
    let books: SolvencyResponse = network.chain.query(&QueryMsg::Solvency {}).unwrap();
    assert_eq!(books.unvested.is_zero(), preset.params.policy.reward.vesting_share.is_zero());
    let supply: SupplyResponse = network.chain.query(&QueryMsg::Supply {}).unwrap();
    let budget: u128 = records.iter().map(|record| record.decision.from_budget.get()).sum();
    assert_eq!(supply.budget_left.get() + budget, preset.emission_budget.get());
}

/// What has no rule cannot be changed by anybody, on purpose.
const FIXED: [&str; 3] =
    ["policy.mint.rho.delay", "policy.mint.rho.plant_gain", "policy.mint.smoothing.period"];

/// What makes Akash's credits what they are: all of a bill burns, and nothing is minted for the burn itself.
const FIXED_IN_AKASH: [&str; 2] = ["policy.burn.burn_share", "policy.mint.rho"];

/// Where a preset starts at a hard bound inside of what the code would allow, so that there is no step that loosens any further.
const AT_ITS_BOUND: [(&str, &[&str]); 9] = [
    // A price needs a source.
    ("price.min_sources", &["ballast", "render", "helium", "filecoin", "akash", "typical"]),
    // As wide as the published averages of a month need.
    ("price.band", &["render", "helium", "filecoin"]),
    // Re-mint never exceeds the epoch's own burn.
    ("policy.mint.round_trip", &["ballast", "render", "filecoin", "typical"]),
    // Nor does the share of it.
    ("policy.mint.rho", &["helium"]),
    // The cap that Helium has had since June 2023.
    ("policy.mint.remint_cap", &["helium"]),
    // A twentieth of the supply in a window, whatever else is wrong.
    ("policy.mint.gross_emission_cap", &["render", "helium", "filecoin", "akash", "typical"]),
    // The published schedules are the most.
    ("policy.mint.max_supply", &["helium", "filecoin"]),
    ("policy.mint.schedule.0.steps.0.rate", &["render", "helium"]),
    ("policy.mint.schedule.1.total", &["filecoin"]),
];

#[rstest]
#[case::ballast(PresetName::Ballast)]
#[case::render(PresetName::Render)]
#[case::helium(PresetName::Helium)]
#[case::filecoin(PresetName::Filecoin)]
#[case::akash(PresetName::Akash)]
#[case::typical(PresetName::Typical)]
fn every_parameter_can_take_a_step_that_loosens_it_unless_that_is_meant(#[case] name: PresetName) {
    let preset = Preset::load(name).unwrap();
    let network = Network::start(&preset, SupplyKind::TokenFactory);
    let rails: GuardrailsResponse = network.chain.query(&QueryMsg::Guardrails {}).unwrap();
    assert!(rails.parameters.len() >= 35);
    let mut at_bound: Vec<&str> = vec![];
    for status in &rails.parameters {
        let (parameter, number) =
            (&status.parameter, |text: &str| status.parameter.unit().parse(text).unwrap());
        let Some(rule) = &status.rule else {
            let meant = name == PresetName::Akash && FIXED_IN_AKASH.contains(&parameter.name());
            assert!(meant || FIXED.contains(&parameter.name()), "{parameter} has no rule");
            continue;
        };
        let value = number(&status.value);
        assert!((number(&rule.min)..=number(&rule.max)).contains(&value), "{parameter}: {}", status.value);
        let outer = parameter.outer();
        for up in [true, false] {
            if !matches!(
                (status.loosens, up),
                (LooseningDirection::Both, _)
                    | (LooseningDirection::Up, true)
                    | (LooseningDirection::Down, false)
            ) {
                continue;
            }
            let (bound, end) =
                if up { (number(&rule.max), outer.max) } else { (number(&rule.min), outer.min) };
            if value != bound {
                let min = if up {
                    value + number_of(&rule.min_step, parameter)
                } else {
                    value - number_of(&rule.min_step, parameter).min(value)
                };
                let reach = number(if up { &rule.reach_max } else { &rule.reach_min });
                // A whole step, the smallest one, or the whole step with another one that belongs to it.
                let taken = [reach, if up { min.min(bound) } else { min.max(bound) }]
                    .into_iter()
                    .any(|to| would_run(&network.chain, &[change(status, to)]))
                    || partner(&rails, parameter)
                        .is_some_and(|other| would_run(&network.chain, &[change(status, reach), other]));
                assert!(taken, "{}: {parameter} is stuck at {}, upwards: {up}", preset.name, status.value);
            } else if bound != end {
                at_bound.push(parameter.name());
            }
        }
    }
    let meant = |(parameter, presets): &(&'static str, &[&str])| {
        presets.contains(&preset.name.as_str()).then_some(*parameter)
    };
    let mut meant: Vec<&str> = AT_ITS_BOUND.iter().filter_map(meant).collect();
    meant.sort_unstable();
    at_bound.sort_unstable();
    assert_eq!(at_bound, meant);
}

fn number_of(difference: &str, parameter: &Parameter) -> u128 {
    parameter.unit().of_differences().parse(difference).unwrap()
}

fn change(status: &ParameterStatus, to: u128) -> ChangeMsg {
    ChangeMsg {
        parameter: status.parameter.clone(),
        from: status.value.clone(),
        to: Quantity(status.parameter.unit(), to).to_string(),
    }
}

/// The step of another parameter without which this one's makes no sense: what vests needs a time to vest over.
fn partner(rails: &GuardrailsResponse, parameter: &Parameter) -> Option<ChangeMsg> {
    let other = match parameter.name() {
        "policy.reward.vesting_share" => "policy.reward.vesting_period",
        // Levels stay five points apart.
        "breaker.collateral.caution" => "breaker.collateral.restricted",
        _ => return None,
    };
    let status = rails.parameters.iter().find(|status| status.parameter.name() == other)?;
    let reach = &status.rule.as_ref()?.reach_max;
    Some(ChangeMsg { parameter: status.parameter.clone(), from: status.value.clone(), to: reach.clone() })
}

/// Whether the contract itself would take a set, now and once its delay has passed.
fn would_run(chain: &Sandbox, changes: &[ChangeMsg]) -> bool {
    let mut changes = changes.to_vec();
    changes.sort_unstable_by(|one, other| one.parameter.cmp(&other.parameter));
    let preview: PreviewResponse = chain.query(&QueryMsg::Preview { changes }).unwrap();
    preview.loosens && preview.queue.is_empty() && preview.execute.is_empty()
}

#[test]
fn every_preset_is_listed() {
    for name in PresetName::ALL {
        assert_eq!(Preset::load(name).unwrap().name, name.name());
        assert_eq!(name.name().parse(), Ok(name));
    }
    assert!("Ballast".parse::<PresetName>().is_err() && "".parse::<PresetName>().is_err());
}
