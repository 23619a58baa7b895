//! The base of a live contract: its rules, its supply, and the demand and the price of its last epochs.

use anyhow::{Context, Result, ensure};
use ballast_api::{
    ConfigResponse, EpochRecord, EpochRecordsResponse, EpochResponse, GuardrailsResponse, ParamsResponse,
    PriceResponse, QueryMsg, SupplyResponse,
};
use ballast_math::{Duration, Price, Usd};
use ballast_stress::{MarketModel, Network, Setting};

use super::base::{Base, Contract, Source};
use super::plan::Plan;
use super::proposal::Request;
use ballast_presets::floats::price_f64;
use ballast_stress::presets::{MAX_AGE, process};

/// Epochs whose mean demand the runs begin with.
const RECENT: u64 = 30;

impl Base {
    /// Asks a contract that runs: its market is the demand and the price of its last epochs.
    ///
    /// Errors: it has closed no epoch yet, or has no price.
    pub fn live(contract: &impl Contract, source: Source, asked: &Request, plan: Plan) -> Result<Self> {
        let setting = setting(contract, plan)?;
        Self::ask(contract, source, setting, asked)
    }
}

/// What the runs begin with. Also of any other contract that can be asked.
fn setting(contract: &impl Contract, plan: Plan) -> Result<Setting> {
    let config: ConfigResponse = contract.ask(&QueryMsg::Config {})?;
    let params: ParamsResponse = contract.ask(&QueryMsg::Params {})?;
    let guardrails: GuardrailsResponse = contract.ask(&QueryMsg::Guardrails {})?;
    let supply: SupplyResponse = contract.ask(&QueryMsg::Supply {})?;
    let open: EpochResponse = contract.ask(&QueryMsg::Epoch {})?;
    let price: PriceResponse = contract.ask(&QueryMsg::Price {})?;

    let start_after = open.epoch.checked_sub(RECENT + 1);
    let page = QueryMsg::EpochRecords { start_after, limit: Some(RECENT as u32) };
    let records: EpochRecordsResponse = contract.ask(&page)?;
    let (demand_usd, last_price) = market(&records.records, config.epoch_length)?;
    let price = price.spot.or(price.twap_day).or(last_price);
    let price = price.context("the contract has no price yet: there is no market to begin with")?;
    let rules = params.next.unwrap_or(params.params);
    let epochs = Duration::days(plan.days.into()).checked_over(config.epoch_length);
    let epochs = epochs.context("the contract has epochs of no length")?;
    Ok(Setting {
        network: Network {
            policy: rules.policy,
            breaker: rules.breaker,
            signals: guardrails.signals,
            band: rules.price.band,
            decimals: config.decimals,
            genesis: open.start,
            epoch_length: config.epoch_length,
            window: config.window,
            supply: supply.supply,
            emission_budget: supply.budget_left,
            max_age: MAX_AGE,
            meter_limit: Usd::ZERO,
        },
        market: MarketModel {
            demand_usd,
            price_usd: price_f64(price),
            model: plan.model,
            process: process()?,
        },
        prepaid_days: None,
        epochs: u32::try_from(epochs)?,
    })
}

/// The mean demand of a day, and the last price.
fn market(records: &[EpochRecord], epoch_length: Duration) -> Result<(f64, Option<Price>)> {
    ensure!(!records.is_empty(), "the contract has closed no epoch yet: there is no demand to begin with");
    let usd: u128 = records.iter().map(|record| record.usd_settled.get()).sum();
    ensure!(usd > 0, "the last epochs settled nothing: there is no demand to begin with");
    let days = records.len() as f64 * epoch_length.seconds() as f64 / 86_400.0;
    Ok((usd as f64 / 1e6 / days, records.iter().rev().find_map(|record| record.price)))
}

#[cfg(test)]
mod tests {
    use ballast_api::{ExecuteMsg, GovernMsg, Line, Proposal};
    use ballast_math::{Price, Tokens, Usd};
    use ballast_sandbox::{Sandbox, example};
    use ballast_stress::PriceModel;

    use super::*;
    use crate::Objections;

    const PLAN: Plan =
        Plan { seed: 1, runs: 2, days: 90, epoch_length: Duration::new(1), model: PriceModel::Exchange };

    /// A network whose only tenant paid 100 USD in one epoch of two.
    fn network() -> Sandbox {
        let mut chain = Sandbox::new(&example::genesis()).unwrap();
        let tenant = chain.account("tenant");
        chain.give(&tenant, Tokens::new(1_000_000_000)).unwrap();
        chain.deposit(&tenant, Tokens::new(1_000_000_000)).unwrap();
        let (meter, usd) = (chain.account("meter"), Usd::new(100_000_000));
        let authorize = ExecuteMsg::Authorize { meter: meter.to_string(), usd_per_epoch: usd };
        chain.execute(&tenant, &authorize).unwrap();
        chain.submit_price("feeder", 1, "2".parse::<Price>().unwrap()).unwrap();
        let line = Line {
            tenant: tenant.to_string(),
            provider: chain.account("provider").to_string(),
            job: "job".to_owned(),
            usd,
            gpu_seconds: 1,
        };
        chain.settle(&meter, 1, vec![line]).unwrap();
        for round in [2, 3] {
            chain.wait(Duration::DAY);
            chain.submit_price("feeder", round, "2".parse::<Price>().unwrap()).unwrap();
            chain.execute(&tenant, &ExecuteMsg::CloseEpoch { limit: None }).unwrap();
        }
        chain
    }

    #[test]
    fn the_base_of_a_contract_is_what_it_has_now() {
        let chain = network();
        let changes = r#"[{"parameter":"price.band","from":"0.25","to":"0.26"}]"#;
        let asked = Request::parse(changes).unwrap();
        let source =
            Source::Live { chain_id: "test".into(), contract: chain.controller().to_string(), height: 9 };
        let base = Base::ask(&chain, source, setting(&chain, PLAN).unwrap(), &asked).unwrap();
        let network = &base.setting.network;
        assert_eq!((base.setting.market.demand_usd, base.setting.market.price_usd), (50.0, 2.0));
        assert_eq!(network.supply, chain.token_supply());
        assert_eq!((network.epoch_length, base.setting.epochs, network.window), (Duration::DAY, 90, 30));
        // Both meters, the chain's included.
        assert_eq!(network.meter_limit, Usd::new(2_000_000_000_000));
        assert_eq!(network.policy, example::policy());
        assert_eq!(base.now(), chain.now());
        assert!(base.objections(asked.path).refusals.is_empty(), "{:?}", base.preview);
        let checked = crate::check(&base, &asked, PLAN, Default::default(), |_| ()).unwrap();
        assert_eq!(checked.scenarios().len(), ballast_stress::Scenario::ALL.len());
    }

    fn ask(chain: &Sandbox, asked: &Request) -> Base {
        let source = Source::Preset("test".into());
        Base::ask(chain, source, setting(chain, PLAN).unwrap(), asked).unwrap()
    }

    #[test]
    fn a_parameter_that_is_in_a_pending_set_is_refused() {
        let mut chain = network();
        let asked = Request::parse(r#"[{"parameter":"price.band","from":"0.25","to":"0.26"}]"#).unwrap();
        let queue = GovernMsg::Queue { proposal: Proposal::Changes(asked.changes.clone()) };
        let governor = chain.account("governor");
        chain.govern(&governor, queue).unwrap();
        let Objections { refusals, passing } = ask(&chain, &asked).objections(asked.path);
        assert_eq!(refusals, ["price.band is in change set 1 already, which is pending"]);
        assert!(passing.is_empty());
    }

    #[test]
    fn a_breaker_that_is_up_today_is_in_the_way_and_no_refusal() {
        let mut chain = network();
        // The last quote is too old by then.
        chain.wait(Duration::new(7_201));
        let asked = Request::parse(r#"[{"parameter":"price.band","from":"0.25","to":"0.26"}]"#).unwrap();
        let Objections { refusals, passing } = ask(&chain, &asked).objections(asked.path);
        assert_eq!(refusals, Vec::<String>::new());
        assert_eq!(
            passing,
            ["expected the breaker at level 0 or 1 for a change set that loosens, found level 2"]
        );
    }

    #[test]
    fn a_contract_without_a_past_has_no_market() {
        let chain = Sandbox::new(&example::genesis()).unwrap();
        assert!(setting(&chain, PLAN).unwrap_err().to_string().contains("closed no epoch"));
    }
}
