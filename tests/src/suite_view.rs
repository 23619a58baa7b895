//! Questions to a network, by the names of accounts.

use anyhow::Result;
use ballast_api::{
    AuditResponse, EpochRecord, EpochResponse, MeterResponse, PriceResponse, ProviderResponse, QueryMsg,
    SolvencyResponse, SupplyResponse, TenantResponse,
};
use ballast_math::EpochId;
use ballast_sandbox::AppResponse;
use serde::de::DeserializeOwned;

use crate::suite::{Outcome, Suite, addr};

impl Suite {
    #[track_caller]
    pub fn query<T: DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.chain.query(msg).expect("an answer")
    }

    /// For questions that must be refused.
    pub fn ask(&self, msg: &QueryMsg) -> Outcome {
        let answer: Result<serde_json::Value> = self.chain.query(msg);
        Outcome(answer.map(|_| AppResponse::default()).map_err(|error| error.to_string()))
    }

    #[must_use]
    pub fn tenant(&self, name: &str) -> TenantResponse {
        self.query(&QueryMsg::Tenant { tenant: addr(name).into() })
    }

    #[must_use]
    pub fn provider(&self, name: &str) -> ProviderResponse {
        self.query(&QueryMsg::Provider { provider: addr(name).into() })
    }

    #[must_use]
    pub fn meter(&self, name: &str) -> MeterResponse {
        self.query(&QueryMsg::Meter { meter: addr(name).into() })
    }

    #[must_use]
    pub fn chain_as_meter(&self) -> MeterResponse {
        self.query(&QueryMsg::Meter { meter: self.chain.controller().to_string() })
    }

    #[must_use]
    pub fn epoch(&self) -> EpochResponse {
        self.query(&QueryMsg::Epoch {})
    }

    #[must_use]
    pub fn record(&self, epoch: EpochId) -> EpochRecord {
        self.query(&QueryMsg::EpochRecord { epoch })
    }

    #[must_use]
    pub fn market(&self) -> PriceResponse {
        self.query(&QueryMsg::Price {})
    }

    #[must_use]
    pub fn supply(&self) -> SupplyResponse {
        self.query(&QueryMsg::Supply {})
    }

    #[must_use]
    pub fn solvency(&self) -> SolvencyResponse {
        self.query(&QueryMsg::Solvency {})
    }

    #[must_use]
    pub fn audit(&self) -> AuditResponse {
        self.query(&QueryMsg::Audit {})
    }

    #[must_use]
    pub fn balance(&self, name: &str) -> u128 {
        self.chain.balance(&addr(name)).get()
    }

    /// What the contract holds.
    #[must_use]
    pub fn held(&self) -> u128 {
        self.chain.balance(self.chain.controller()).get()
    }
}
