//! The working set of a message: records are loaded once, changed in memory and written once at the end.
//!
//! A batch of a hundred lines for one tenant reads and writes that tenant once.

use litemap::LiteMap;

use ballast_economy::{EpochPool, Ledger, OpenEpoch, Provider, Tenant};
use ballast_math::EpochId;
use cosmwasm_std::{Api, StdResult, Storage};

use crate::error::ContractError;
use crate::state::{
    Account, CanonicalBytes, Config, LEDGER, OPEN, PROVIDERS, REWARD_POOLS, TENANTS, epoch_key,
};

pub struct WorkingSet {
    pub open: OpenEpoch,
    pub ledger: Ledger,
    tenants: LiteMap<CanonicalBytes, Tenant>,
    providers: LiteMap<CanonicalBytes, Provider>,
    /// `None` once a reward pool is empty and to be removed, or when there never was one.
    pools: LiteMap<EpochId, Option<EpochPool>>,
}

/// Checks an address and finds its canonical form.
pub fn account(api: &dyn Api, address: &str) -> StdResult<Account> {
    let addr = api.addr_validate(address)?;
    let key = api.addr_canonicalize(addr.as_str())?.into();
    Ok(Account { addr, key })
}

impl WorkingSet {
    pub fn load(storage: &dyn Storage) -> StdResult<Self> {
        Self::of(storage, OPEN.load(storage)?)
    }

    /// As [`WorkingSet::load`], for messages that have read the open epoch already.
    pub fn of(storage: &dyn Storage, open: OpenEpoch) -> StdResult<Self> {
        Ok(Self {
            open,
            ledger: LEDGER.load(storage)?,
            tenants: LiteMap::new(),
            providers: LiteMap::new(),
            pools: LiteMap::new(),
        })
    }

    /// Writes everything that was touched.
    pub fn save(self, storage: &mut dyn Storage) -> StdResult<()> {
        OPEN.save(storage, &self.open)?;
        self.save_accounts(storage)
    }

    /// As [`WorkingSet::save`], for messages that do not change the open epoch.
    pub fn save_accounts(self, storage: &mut dyn Storage) -> StdResult<()> {
        LEDGER.save(storage, &self.ledger)?;
        for (key, tenant) in &self.tenants {
            TENANTS.save(storage, key.as_slice(), tenant)?;
        }
        for (key, provider) in &self.providers {
            PROVIDERS.save(storage, key.as_slice(), provider)?;
        }
        for (epoch, pool) in &self.pools {
            match pool {
                Some(pool) => REWARD_POOLS.save(storage, &epoch_key(*epoch), pool)?,
                None => REWARD_POOLS.remove(storage, &epoch_key(*epoch)),
            }
        }
        Ok(())
    }

    /// A tenant's record, its epoch's sums up to date; a new one where there was none.
    pub fn tenant(&mut self, storage: &dyn Storage, key: &CanonicalBytes) -> StdResult<Tenant> {
        let mut tenant = match self.tenants.get(key) {
            Some(tenant) => tenant.clone(),
            None => TENANTS.may_load(storage, key.as_slice())?.unwrap_or_default(),
        };
        tenant.enter(self.open.epoch);
        Ok(tenant)
    }

    pub fn put_tenant(&mut self, key: CanonicalBytes, tenant: Tenant) {
        self.tenants.insert(key, tenant);
    }

    /// A provider's record with everything earned in closed epochs taken out of their reward pools.
    pub fn provider(
        &mut self,
        storage: &dyn Storage,
        config: &Config,
        key: &CanonicalBytes,
    ) -> Result<Provider, ContractError> {
        let mut provider = match self.providers.get(key) {
            Some(provider) => return Ok(*provider),
            None => PROVIDERS.may_load(storage, key.as_slice())?.unwrap_or_default(),
        };
        if let Some(epoch) = provider.due(self.open.epoch) {
            let mut pool = match self.pools.get(&epoch) {
                Some(pool) => *pool,
                None => REWARD_POOLS.may_load(storage, &epoch_key(epoch))?,
            };
            provider.take_share(pool.as_mut(), &mut self.ledger, config.epoch_range(epoch)?.end)?;
            // The reward pool has lost this share: the record must have it, whatever becomes of the line that asked.
            if let Some(pool) = pool {
                self.pools.insert(epoch, Some(pool).filter(|left| !left.pool.is_empty()));
            }
            self.put_provider(key.clone(), provider);
        }
        Ok(provider)
    }

    pub fn put_provider(&mut self, key: CanonicalBytes, provider: Provider) {
        self.providers.insert(key, provider);
    }
}
