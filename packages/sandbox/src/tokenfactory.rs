//! A tokenfactory module: denoms that belong to their creator, who alone mints and burns them.

use anybuf::Bufany;
use cosmwasm_std::{
    Addr, AnyMsg, Api, BankMsg, BlockInfo, Coin, CustomMsg, CustomQuery, StdError, StdResult, Storage,
    Uint128,
};
use cw_multi_test::{AppResponse, BankSudo, CosmosRouter, Stargate, SudoMsg};
use cw_storage_plus::Map;
use serde::de::DeserializeOwned;

/// What the type URLs start with, as on Osmosis.
pub const TYPE_URL_PREFIX: &str = "/osmosis.tokenfactory.v1beta1";

const ADMINS: Map<&str, Addr> = Map::new("tokenfactory/admins");

pub struct TokenFactory;

impl Stargate for TokenFactory {
    fn execute_any<ExecC, QueryC>(
        &self,
        api: &dyn Api,
        storage: &mut dyn Storage,
        router: &dyn CosmosRouter<ExecC = ExecC, QueryC = QueryC>,
        block: &BlockInfo,
        sender: Addr,
        msg: AnyMsg,
    ) -> StdResult<AppResponse>
    where
        ExecC: CustomMsg + DeserializeOwned + 'static,
        QueryC: CustomQuery + DeserializeOwned + 'static,
    {
        let malformed = || StdError::msg(format!("tokenfactory: malformed {}", msg.type_url));
        let unknown = || StdError::msg(format!("no handler for {}", msg.type_url));
        let body = Bufany::deserialize(&msg.value).map_err(|_| malformed())?;
        if body.string(1).as_deref() != Some(sender.as_str()) {
            return Err(StdError::msg("tokenfactory: the signer is not the sender"));
        }
        let name = msg.type_url.strip_prefix(TYPE_URL_PREFIX).ok_or_else(unknown)?;
        if name == ".MsgCreateDenom" {
            let denom = format!("factory/{sender}/{}", body.string(2).ok_or_else(malformed)?);
            if ADMINS.has(storage, &denom) {
                return Err(StdError::msg(format!("tokenfactory: {denom} exists")));
            }
            ADMINS.save(storage, &denom, &sender)?;
            return Ok(AppResponse::default());
        }

        let coin = body.message(2).ok_or_else(malformed)?;
        let denom = coin.string(1).ok_or_else(malformed)?;
        let amount: Uint128 = coin.string(2).and_then(|amount| amount.parse().ok()).ok_or_else(malformed)?;
        if ADMINS.may_load(storage, &denom)?.as_ref() != Some(&sender) {
            return Err(StdError::msg(format!(
                "tokenfactory: unauthorized account, {sender} is not the admin of {denom}"
            )));
        }
        let amount = vec![Coin { denom, amount: amount.into() }];
        match name {
            ".MsgMint" => {
                let mint = BankSudo::Mint { to_address: sender.into(), amount };
                router.sudo(api, storage, block, SudoMsg::Bank(mint))
            }
            ".MsgBurn" => router.execute(api, storage, block, sender, BankMsg::Burn { amount }.into()),
            _ => Err(unknown()),
        }
    }
}
