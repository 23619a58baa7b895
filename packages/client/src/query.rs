//! Questions to the application.

use anyhow::{Result, anyhow};
use cosmrs::proto::cosmos::auth::v1beta1::{QueryAccountInfoRequest, QueryAccountInfoResponse};
use cosmrs::proto::cosmos::bank::v1beta1::{
    QueryBalanceRequest, QueryBalanceResponse, QuerySupplyOfRequest, QuerySupplyOfResponse,
};
use cosmrs::proto::cosmos::base::query::v1beta1::PageRequest;
use cosmrs::proto::cosmos::base::v1beta1::Coin;
use cosmrs::proto::cosmos::gov::v1::{Proposal, QueryProposalRequest, QueryProposalResponse};
use cosmrs::proto::cosmos::tx::v1beta1::{SimulateRequest, SimulateResponse};
use cosmrs::proto::cosmwasm::wasm::v1::{
    QueryAllContractStateRequest, QueryAllContractStateResponse, QueryContractInfoRequest,
    QueryContractInfoResponse, QuerySmartContractStateRequest, QuerySmartContractStateResponse,
};
use cosmrs::proto::traits::{Message, MessageExt};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::node::Node;

/// A contract on the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractInfo {
    /// Its code.
    pub code_id: u64,
    /// Who may migrate it; empty where nobody may.
    pub admin: String,
}

/// What a signature needs of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountInfo {
    /// Its number.
    pub number: u64,
    /// The sequence of its next transaction.
    pub sequence: u64,
}

impl Node {
    fn query<R: Message + Default>(
        &self,
        path: &str,
        request: &impl Message,
        height: Option<u64>,
    ) -> Result<R> {
        Ok(R::decode(self.ask(path, &request.to_bytes()?, height)?.as_slice())?)
    }

    /// Asks a contract, at a height or at the last one.
    pub fn smart<T: DeserializeOwned>(
        &self,
        contract: &str,
        question: &impl Serialize,
        height: Option<u64>,
    ) -> Result<T> {
        let query_data = serde_json::to_vec(question)?;
        let request = QuerySmartContractStateRequest { address: contract.to_owned(), query_data };
        let path = "/cosmwasm.wasm.v1.Query/SmartContractState";
        let answer: QuerySmartContractStateResponse = self.query(path, &request, height)?;
        Ok(serde_json::from_slice(&answer.data)?)
    }

    /// Everything that a contract has stored, in order of its keys.
    pub fn state(&self, contract: &str) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        let (mut entries, mut key) = (vec![], vec![]);
        loop {
            let pagination = PageRequest { key, limit: 1_000, ..PageRequest::default() };
            let request =
                QueryAllContractStateRequest { address: contract.to_owned(), pagination: Some(pagination) };
            let path = "/cosmwasm.wasm.v1.Query/AllContractState";
            let answer: QueryAllContractStateResponse = self.query(path, &request, None)?;
            entries.extend(answer.models.into_iter().map(|model| (model.key, model.value)));
            key = answer.pagination.map(|page| page.next_key).unwrap_or_default();
            if key.is_empty() {
                return Ok(entries);
            }
        }
    }

    /// The code and the admin of a contract.
    pub fn contract(&self, address: &str) -> Result<ContractInfo> {
        let request = QueryContractInfoRequest { address: address.to_owned() };
        let answer: QueryContractInfoResponse =
            self.query("/cosmwasm.wasm.v1.Query/ContractInfo", &request, None)?;
        let info = answer.contract_info.ok_or_else(|| anyhow!("there is no contract at {address}"))?;
        Ok(ContractInfo { code_id: info.code_id, admin: info.admin })
    }

    /// How much there is of a denom.
    pub fn supply(&self, denom: &str, height: Option<u64>) -> Result<u128> {
        let request = QuerySupplyOfRequest { denom: denom.to_owned() };
        let answer: QuerySupplyOfResponse =
            self.query("/cosmos.bank.v1beta1.Query/SupplyOf", &request, height)?;
        amount(answer.amount)
    }

    /// What an account has of a denom.
    pub fn balance(&self, address: &str, denom: &str) -> Result<u128> {
        let request = QueryBalanceRequest { address: address.to_owned(), denom: denom.to_owned() };
        let answer: QueryBalanceResponse =
            self.query("/cosmos.bank.v1beta1.Query/Balance", &request, None)?;
        amount(answer.balance)
    }

    /// Number and next sequence of an account.
    pub fn account(&self, address: &str) -> Result<AccountInfo> {
        let request = QueryAccountInfoRequest { address: address.to_owned() };
        let answer: QueryAccountInfoResponse =
            self.query("/cosmos.auth.v1beta1.Query/AccountInfo", &request, None)?;
        let info = answer.info.ok_or_else(|| anyhow!("there is no account {address}"))?;
        Ok(AccountInfo { number: info.account_number, sequence: info.sequence })
    }

    /// How much gas a transaction would use.
    #[allow(deprecated)] // The field for decoded transactions is; it has to be left empty by name.
    pub(crate) fn simulate(&self, tx_bytes: Vec<u8>) -> Result<u64> {
        let request = SimulateRequest { tx: None, tx_bytes };
        let answer: SimulateResponse = self.query("/cosmos.tx.v1beta1.Service/Simulate", &request, None)?;
        Ok(answer.gas_info.map_or(0, |gas| gas.gas_used))
    }

    /// A proposal of x/gov.
    pub fn proposal(&self, proposal_id: u64) -> Result<Proposal> {
        let request = QueryProposalRequest { proposal_id };
        let answer: QueryProposalResponse = self.query("/cosmos.gov.v1.Query/Proposal", &request, None)?;
        answer.proposal.ok_or_else(|| anyhow!("there is no proposal {proposal_id}"))
    }
}

fn amount(coin: Option<Coin>) -> Result<u128> {
    Ok(coin.map_or(Ok(0), |coin| coin.amount.parse())?)
}
