//! The four supply modes behind one interface: how a token begins, burns, is minted and is paid out.

use anybuf::Anybuf;
use ballast_api::{FactoryDenom, SupplyMode};
use ballast_economy::Issuance;
use ballast_math::Tokens;
use cosmwasm_std::{
    Addr, AnyMsg, BankMsg, Binary, Coin, CosmosMsg, Deps, QuerierWrapper, StdError, StdResult, Uint128,
    Uint256, WasmMsg, to_json_binary,
};
use serde::{Deserialize, Serialize};

use crate::error::ContractError;

const MAX_ALLOCATIONS: usize = 32;

/// A supply mode with its addresses checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    TokenFactory { type_url_prefix: String, denom: String },
    Cw20 { token: String },
    Reserve { denom: String },
    External { denom: String },
}

/// What the cw20 contract is asked; only the part of its interface that is used, so that no other version of
/// cosmwasm-std comes along.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Cw20Execute {
    Burn { amount: Uint128 },
    Mint { recipient: String, amount: Uint128 },
    Transfer { recipient: String, amount: Uint128 },
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Cw20Query {
    Balance { address: String },
    TokenInfo {},
}

#[derive(Deserialize)]
struct Cw20Balance {
    balance: Uint128,
}

#[derive(Deserialize)]
struct Cw20TokenInfo {
    total_supply: Uint128,
}

impl Mode {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TokenFactory { .. } => "token_factory",
            Self::Cw20 { .. } => "cw20",
            Self::Reserve { .. } => "reserve",
            Self::External { .. } => "external",
        }
    }

    /// Whether the chain burns and mints by itself.
    pub const fn is_external(&self) -> bool {
        matches!(self, Self::External { .. })
    }

    /// Errors for a message that is not `allowed` in this mode.
    pub const fn require(&self, message: &'static str, allowed: bool) -> Result<(), ContractError> {
        if allowed { Ok(()) } else { Err(ContractError::NotInMode { message, mode: self.name() }) }
    }

    /// The mode as it would be given to set up the same network.
    pub fn describe(&self, initial_supply: Tokens) -> SupplyMode {
        match self.clone() {
            Self::TokenFactory { type_url_prefix, denom } => {
                SupplyMode::TokenFactory { type_url_prefix, denom: FactoryDenom::Existing { denom } }
            }
            Self::Cw20 { token } => SupplyMode::Cw20 { token },
            Self::Reserve { denom } => SupplyMode::Reserve { denom },
            Self::External { denom } => SupplyMode::External { denom, supply: initial_supply },
        }
    }

    /// Where the tokens of a grant come from.
    pub const fn issuance(&self) -> Issuance {
        match self {
            Self::TokenFactory { .. } | Self::Cw20 { .. } => Issuance::Mint,
            Self::Reserve { .. } => Issuance::Reserve,
            Self::External { .. } => Issuance::External,
        }
    }

    /// The denom, or the cw20 contract.
    pub fn token(&self) -> &str {
        match self {
            Self::TokenFactory { denom, .. } | Self::Reserve { denom } | Self::External { denom } => denom,
            Self::Cw20 { token } => token,
        }
    }

    /// The denom that tenants pay in with their messages; `None` where they pay otherwise.
    pub fn payment_denom(&self) -> Option<&str> {
        match self {
            Self::TokenFactory { denom, .. } | Self::Reserve { denom } => Some(denom),
            Self::Cw20 { .. } | Self::External { .. } => None,
        }
    }

    /// Burns tokens that the contract holds. Nothing to do in external mode: the chain has burned them already.
    pub fn burn(&self, contract: &Addr, amount: Tokens) -> StdResult<Option<CosmosMsg>> {
        if amount.is_zero() {
            return Ok(None);
        }
        match self {
            Self::TokenFactory { type_url_prefix, denom } => {
                Ok(Some(factory_msg(type_url_prefix, "MsgBurn", contract, denom, amount)))
            }
            Self::Cw20 { token } => {
                cw20_msg(token, &Cw20Execute::Burn { amount: amount.get().into() }).map(Some)
            }
            Self::Reserve { denom } => Ok(Some(BankMsg::Burn { amount: vec![coin(denom, amount)] }.into())),
            Self::External { .. } => Ok(None),
        }
    }

    /// Mints to the contract. Nothing to do where rewards come out of the reserve, or the chain mints.
    pub fn mint(&self, contract: &Addr, amount: Tokens) -> StdResult<Option<CosmosMsg>> {
        if amount.is_zero() {
            return Ok(None);
        }
        match self {
            Self::TokenFactory { type_url_prefix, denom } => {
                Ok(Some(factory_msg(type_url_prefix, "MsgMint", contract, denom, amount)))
            }
            Self::Cw20 { token } => {
                let mint = Cw20Execute::Mint { recipient: contract.to_string(), amount: amount.get().into() };
                cw20_msg(token, &mint).map(Some)
            }
            Self::Reserve { .. } | Self::External { .. } => Ok(None),
        }
    }

    /// Pays out tokens that the contract holds.
    pub fn pay(&self, to: &Addr, amount: Tokens) -> StdResult<CosmosMsg> {
        match self {
            Self::Cw20 { token } => {
                let transfer =
                    Cw20Execute::Transfer { recipient: to.to_string(), amount: amount.get().into() };
                cw20_msg(token, &transfer)
            }
            Self::TokenFactory { denom, .. } | Self::Reserve { denom } | Self::External { denom } => {
                Ok(BankMsg::Send { to_address: to.to_string(), amount: vec![coin(denom, amount)] }.into())
            }
        }
    }

    /// What the token says the contract holds.
    pub fn holdings(&self, querier: &QuerierWrapper, contract: &Addr) -> StdResult<Tokens> {
        match self {
            Self::Cw20 { token } => {
                let query = Cw20Query::Balance { address: contract.to_string() };
                let answer: Cw20Balance = querier.query_wasm_smart(token, &query)?;
                Ok(Tokens::new(answer.balance.u128()))
            }
            Self::TokenFactory { denom, .. } | Self::Reserve { denom } | Self::External { denom } => {
                tokens(querier.query_balance(contract, denom)?.amount)
            }
        }
    }

    /// What the token says its supply is.
    pub fn total_supply(&self, querier: &QuerierWrapper) -> StdResult<Tokens> {
        match self {
            Self::Cw20 { token } => {
                let answer: Cw20TokenInfo = querier.query_wasm_smart(token, &Cw20Query::TokenInfo {})?;
                Ok(Tokens::new(answer.total_supply.u128()))
            }
            Self::TokenFactory { denom, .. } | Self::Reserve { denom } | Self::External { denom } => {
                tokens(querier.query_supply(denom)?.amount)
            }
        }
    }
}

/// The token at the start: its mode, its supply, and what must be sent to make it so.
pub struct Start {
    pub mode: Mode,
    pub supply: Tokens,
    pub messages: Vec<CosmosMsg>,
}

impl Start {
    pub fn new(deps: Deps, contract: &Addr, mode: SupplyMode) -> Result<Self, ContractError> {
        match mode {
            SupplyMode::TokenFactory {
                type_url_prefix,
                denom: FactoryDenom::Create { subdenom, allocations },
            } => {
                let denom = format!("factory/{contract}/{subdenom}");
                let mut messages = vec![create_denom(&type_url_prefix, contract, &subdenom)];
                let mode = Mode::TokenFactory { type_url_prefix, denom };
                if allocations.len() > MAX_ALLOCATIONS {
                    let found = allocations.len();
                    let (min, max) = (0, MAX_ALLOCATIONS);
                    return Err(ContractError::WrongCount { field: "allocations", min, max, found });
                }
                let supply = allocations.iter().try_fold(Tokens::ZERO, |sum, to| sum.plus(to.amount))?;
                messages.extend(mode.mint(contract, supply)?);
                for to in &allocations {
                    let address = deps.api.addr_validate(&to.address)?;
                    if to.amount.is_zero() {
                        return Err(ContractError::ZeroAmount);
                    }
                    messages.push(mode.pay(&address, to.amount)?);
                }
                Ok(Self { mode, supply, messages })
            }
            SupplyMode::TokenFactory { type_url_prefix, denom: FactoryDenom::Existing { denom } } => {
                Self::existing(deps, Mode::TokenFactory { type_url_prefix, denom })
            }
            SupplyMode::Cw20 { token } => {
                let token = deps.api.addr_validate(&token)?.into();
                Self::existing(deps, Mode::Cw20 { token })
            }
            SupplyMode::Reserve { denom } => Self::existing(deps, Mode::Reserve { denom }),
            SupplyMode::External { denom, supply } => {
                Ok(Self { mode: Mode::External { denom }, supply, messages: vec![] })
            }
        }
    }

    fn existing(deps: Deps, mode: Mode) -> Result<Self, ContractError> {
        let supply = mode.total_supply(&deps.querier)?;
        Ok(Self { mode, supply, messages: vec![] })
    }
}

/// Creates `factory/<contract>/<subdenom>`.
fn create_denom(type_url_prefix: &str, contract: &Addr, subdenom: &str) -> CosmosMsg {
    let value = Anybuf::new().append_string(1, contract).append_string(2, subdenom);
    any(type_url_prefix, "MsgCreateDenom", value)
}

/// `MsgMint` and `MsgBurn` have the sender in field 1 and the coin in field 2 in every tokenfactory there is; without
/// further fields they act on the sender's own account.
fn factory_msg(prefix: &str, name: &str, contract: &Addr, denom: &str, amount: Tokens) -> CosmosMsg {
    let coin = Anybuf::new().append_string(1, denom).append_string(2, amount.to_string());
    any(prefix, name, Anybuf::new().append_string(1, contract).append_message(2, &coin))
}

fn any(prefix: &str, name: &str, value: Anybuf) -> CosmosMsg {
    CosmosMsg::Any(AnyMsg { type_url: format!("{prefix}.{name}"), value: Binary::from(value.into_vec()) })
}

fn cw20_msg(token: &str, msg: &Cw20Execute) -> StdResult<CosmosMsg> {
    Ok(WasmMsg::Execute { contract_addr: token.to_owned(), msg: to_json_binary(msg)?, funds: vec![] }.into())
}

fn coin(denom: &str, amount: Tokens) -> Coin {
    Coin { denom: denom.to_owned(), amount: Uint256::from(amount.get()) }
}

/// A bank amount as tokens. Errors above 128 bits.
pub fn tokens(amount: Uint256) -> StdResult<Tokens> {
    let amount = Uint128::try_from(amount).map_err(|error| StdError::msg(error.to_string()))?;
    Ok(Tokens::new(amount.u128()))
}
