//! `ballast init` and `ballast deploy`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use ballast_api::{ChangeMsg, InstantiateMsg, Parameter, Values};
use ballast_client::{Node, Wallet, gov_account, prefix_of};
use ballast_guardrails::{ParameterId as _, Quantity, Values as _};
use ballast_math::{Duration, Ratio, Usd};
use clap::Args;

use super::{epoch_length, files::tell_written, names};
use crate::deploy::{Admin, Deployment, Launch, Plan, Token, queue_proposal};
use ballast_presets::{Preset, PresetName};

/// Where the mnemonic is looked for.
const MNEMONIC: &str = "BALLAST_MNEMONIC";

/// Arguments of `ballast init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Who receives the first tokens, meters and feeds prices until governance names others.
    #[arg(long, value_name = "ADDRESS")]
    pub owner: String,
    /// Whose rules to start from.
    #[arg(long, value_parser = names::preset(), default_value = "ballast")]
    pub preset: PresetName,
    /// Who governs; the account of x/gov if not given. The chain governs too, through `sudo`.
    #[arg(long, value_name = "ADDRESS")]
    pub governor: Option<String>,
    /// Who may veto loosenings and trip the breaker; the owner if not given.
    #[arg(long, value_name = "ADDRESS")]
    pub guardian: Option<String>,
    /// Length of an epoch, such as 1d, 12h or 7d.
    #[arg(long, default_value = "1d", value_parser = epoch_length)]
    pub epoch: Duration,
    /// What the first meter may settle in an epoch, in whole USD.
    #[arg(long, default_value_t = 100_000, value_name = "USD")]
    pub usd_per_epoch: u64,
    /// The last part of the denom that the contract creates.
    #[arg(long, default_value = "compute", value_name = "NAME")]
    pub subdenom: String,
    /// What the messages of the chain's tokenfactory start with.
    #[arg(long, default_value = "/osmosis.tokenfactory.v1beta1", value_name = "URL")]
    pub type_url_prefix: String,
    /// A cw20 contract as the token.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "reserve")]
    pub cw20: Option<String>,
    /// A native denom as the token, with a reserve that rewards come from.
    #[arg(long, value_name = "DENOM")]
    pub reserve: Option<String>,
}

/// Arguments of `ballast deploy`.
#[derive(Debug, Args)]
pub struct DeployArgs {
    /// What `ballast init` wrote.
    #[arg(value_name = "NETWORK.json")]
    pub network: PathBuf,
    /// RPC of a node.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:26657")]
    pub node: String,
    /// The wasm to store.
    #[arg(long, value_name = "FILE", default_value = "artifacts/ballast_controller.wasm")]
    pub wasm: PathBuf,
    /// Code that is stored already, in place of the wasm.
    #[arg(long, value_name = "NUMBER", conflicts_with = "wasm")]
    pub code_id: Option<u64>,
    /// Who may migrate the contract: `gov`, `none` or an address.
    #[arg(long, default_value = "gov", value_name = "WHO")]
    pub admin: String,
    /// What a gas costs, such as 0.025uatom.
    #[arg(long, value_name = "PRICE")]
    pub gas_price: String,
    /// The deposit of the proposal that is written, such as 1000uatom.
    #[arg(long, value_name = "COINS", default_value = "")]
    pub deposit: String,
    /// Where to write the proposal.
    #[arg(long, default_value = "out", value_name = "FOLDER")]
    pub out: PathBuf,
}

/// The network that these arguments describe.
pub fn network(args: &InitArgs) -> Result<InstantiateMsg> {
    let token = match (&args.cw20, &args.reserve) {
        (Some(token), _) => Token::Cw20(token.clone()),
        (None, Some(denom)) => Token::Reserve(denom.clone()),
        (None, None) => {
            Token::Factory { type_url_prefix: args.type_url_prefix.clone(), subdenom: args.subdenom.clone() }
        }
    };
    let plan = Plan {
        owner: args.owner.clone(),
        governor: args.governor.clone(),
        guardian: args.guardian.clone(),
        token,
        epoch: args.epoch,
        usd_per_epoch: Usd::new(u128::from(args.usd_per_epoch) * 1_000_000),
    };
    plan.network(&Preset::load(args.preset)?)
}

/// Deploys a network and says what comes next.
pub fn deploy(args: &DeployArgs, mnemonic: &str) -> Result<Deployment> {
    let text = fs::read(&args.network).with_context(|| format!("{}", args.network.display()))?;
    let network: InstantiateMsg =
        serde_json::from_slice(&text).with_context(|| format!("{}", args.network.display()))?;
    let governor = network.governance.governors.first().context("the network has no governor")?;
    let prefix = prefix_of(governor)?;
    let gov = gov_account(prefix)?;
    let (gas_price, gas_denom) = price(&args.gas_price)?;

    let node = Node::new(&args.node);
    let wallet = Wallet::from_mnemonic(mnemonic, 0, prefix, &node.status()?.chain_id)?;
    let launch = Launch { node: &node, wallet: &wallet, gas_price, gas_denom };
    let code_id = match args.code_id {
        Some(code_id) => code_id,
        None => {
            let wasm = fs::read(&args.wasm)
                .with_context(|| format!("{}: scripts/build-wasm.sh makes it", args.wasm.display()))?;
            launch.store(&wasm)?
        }
    };
    let admin = match args.admin.as_str() {
        "none" => Admin::Nobody,
        "gov" => Admin::Account(gov.clone()),
        address => Admin::Account(address.to_owned()),
    };
    let launched = launch.instantiate(code_id, &network, &admin)?;

    println!("code      {code_id}");
    println!("contract  {}", launched.contract);
    println!("token     {}", launched.token);
    if let Some(done) = &launched.handed_over {
        println!("          {done}");
    }
    let proposal = queue_proposal(governor, &launched.contract, vec![example(&network)?], &args.deposit);
    fs::create_dir_all(&args.out)?;
    let file = args.out.join("proposal.json");
    fs::write(&file, serde_json::to_string_pretty(&proposal)?)?;
    println!(
        "\nNext: put the change that you want into the proposal, and submit it with `tx gov submit-proposal`."
    );
    tell_written(&[file]);
    Ok(launched)
}

/// The mnemonic that signs.
pub fn mnemonic() -> Result<String> {
    std::env::var(MNEMONIC).map_err(|_| anyhow!("set {MNEMONIC} to the mnemonic that signs"))
}

/// A change that the network's own rules allow: half a step of the price band.
fn example(network: &InstantiateMsg) -> Result<ChangeMsg> {
    let parameter = Parameter::new("price.band");
    let values = Values { params: network.params.clone(), sources: vec![], meters: Default::default() };
    let from = values.get(&parameter).context("there is no price.band")?;
    let show = |value| Quantity(parameter.unit(), value).to_string();
    let (from, to) = (show(from), show(from + from / 100));
    Ok(ChangeMsg { parameter, from, to })
}

/// `0.025uatom` as a number and a denom.
fn price(text: &str) -> Result<(Ratio, &str)> {
    let Some(split) = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.') else {
        bail!("a gas price is a number and a denom, such as 0.025uatom; found {text}");
    };
    let (number, denom) = text.split_at(split);
    Ok((number.parse().map_err(|error| anyhow!("the gas price {number:?}: {error}"))?, denom))
}
