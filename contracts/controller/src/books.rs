//! The working set of a message: records are loaded once, changed in memory and written once at the end.
//!
//! A batch of a hundred lines for one tenant reads and writes that tenant once.

use litemap::LiteMap;

use ballast_math::{EpochId, Seconds, Tokens};
use cosmwasm_std::{Api, StdResult, Storage};

use crate::error::ContractError;
use crate::state::{
    Account, CanonicalBytes, Config, EpochPot, LEDGER, Ledger, OPEN, OpenEpoch, POTS, PROVIDERS, Provider,
    TENANTS, Tenant, Work, epoch_key,
};

pub struct Books {
    pub open: OpenEpoch,
    pub ledger: Ledger,
    tenants: LiteMap<CanonicalBytes, Tenant>,
    providers: LiteMap<CanonicalBytes, Provider>,
    /// `None` once a pot is empty and to be removed, or when there never was one.
    pots: LiteMap<EpochId, Option<EpochPot>>,
}

/// Checks an address and finds its canonical form.
pub fn account(api: &dyn Api, address: &str) -> StdResult<Account> {
    let addr = api.addr_validate(address)?;
    let key = api.addr_canonicalize(addr.as_str())?.into();
    Ok(Account { addr, key })
}

impl Books {
    pub fn load(storage: &dyn Storage) -> StdResult<Self> {
        Self::of(storage, OPEN.load(storage)?)
    }

    /// As [`Books::load`], for messages that have read the open epoch already.
    pub fn of(storage: &dyn Storage, open: OpenEpoch) -> StdResult<Self> {
        Ok(Self {
            open,
            ledger: LEDGER.load(storage)?,
            tenants: LiteMap::new(),
            providers: LiteMap::new(),
            pots: LiteMap::new(),
        })
    }

    /// Writes everything that was touched.
    pub fn save(self, storage: &mut dyn Storage) -> StdResult<()> {
        OPEN.save(storage, &self.open)?;
        self.save_accounts(storage)
    }

    /// As [`Books::save`], for messages that do not change the open epoch.
    pub fn save_accounts(self, storage: &mut dyn Storage) -> StdResult<()> {
        LEDGER.save(storage, &self.ledger)?;
        for (key, tenant) in &self.tenants {
            TENANTS.save(storage, key.as_slice(), tenant)?;
        }
        for (key, provider) in &self.providers {
            PROVIDERS.save(storage, key.as_slice(), provider)?;
        }
        for (epoch, pot) in &self.pots {
            match pot {
                Some(pot) => POTS.save(storage, &epoch_key(*epoch), pot)?,
                None => POTS.remove(storage, &epoch_key(*epoch)),
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

    /// A provider's record with everything earned in closed epochs taken out of their pots.
    pub fn provider(
        &mut self,
        storage: &dyn Storage,
        config: &Config,
        key: &CanonicalBytes,
    ) -> Result<Provider, ContractError> {
        let mut provider = match self.providers.get(key) {
            Some(provider) => return Ok(provider.clone()),
            None => PROVIDERS.may_load(storage, key.as_slice())?.unwrap_or_default(),
        };
        if let Some(work) = provider.work.take_if(|work| work.epoch < self.open.epoch) {
            self.take_reward(storage, config, &mut provider, work)?;
            // The pot has lost this share: the record must have it, whatever becomes of the line that asked.
            self.put_provider(key.clone(), provider.clone());
        }
        Ok(provider)
    }

    pub fn put_provider(&mut self, key: CanonicalBytes, provider: Provider) {
        self.providers.insert(key, provider);
    }

    /// Releases what has vested by `now` into what is payable.
    pub fn release(&mut self, provider: &mut Provider, now: Seconds) -> Result<(), ContractError> {
        let vested = provider.stream.release(now)?;
        self.vested(provider, vested)
    }

    fn vested(&mut self, provider: &mut Provider, vested: Tokens) -> Result<(), ContractError> {
        provider.payable = provider.payable.plus(vested)?;
        self.ledger.unvested = self.ledger.unvested.minus(vested)?;
        self.ledger.payable = self.ledger.payable.plus(vested)?;
        Ok(())
    }

    /// Takes a provider's share of a closed epoch. Vesting runs from the end of that epoch, whenever this happens.
    fn take_reward(
        &mut self,
        storage: &dyn Storage,
        config: &Config,
        provider: &mut Provider,
        work: Work,
    ) -> Result<(), ContractError> {
        let entry = match self.pots.get(&work.epoch) {
            Some(entry) => entry.clone(),
            None => POTS.may_load(storage, &epoch_key(work.epoch))?,
        };
        // An epoch that granted nothing has no pot.
        let Some(mut epoch) = entry else { return Ok(()) };

        let share = epoch.pot.take(work.weight)?;
        let (payable, vesting) = epoch.rules.split(share.reward)?;
        provider.payable = provider.payable.plus(payable)?;

        let leaves_payable = vesting.plus(share.carried)?;
        self.ledger.payable = self.ledger.payable.minus(leaves_payable)?;
        self.ledger.carried = self.ledger.carried.plus(share.carried)?;
        self.ledger.unvested = self.ledger.unvested.plus(vesting)?;

        let start = config.span(work.epoch)?.end;
        let vested = provider.stream.add(vesting, start, epoch.rules.vesting_period)?;
        self.vested(provider, vested)?;

        let left = (!epoch.pot.is_empty()).then_some(epoch);
        self.pots.insert(work.epoch, left);
        Ok(())
    }
}
