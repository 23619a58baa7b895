//! The shadow's own roles: who governs, who guards, and what is offered to whom.

use ballast_guardrails::{Role, RoleChange};
use ballast_sandbox::Sandbox;

use crate::shadow::Refusal;
use crate::tunables::GRACE;

pub const NO_GOVERNOR: Refusal = "expected a governor, found";
pub const NO_GUARDIAN: Refusal = "expected the guardian";
const TAKEN: Refusal = "has a role already";
const COUNT: Refusal = "expected from 1 to 4 governors";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub role: Role,
    pub to: String,
    pub expires: u64,
}

#[derive(Debug, Clone, Default)]
pub struct Offices {
    pub governors: Vec<String>,
    pub guardian: String,
    pub offers: Vec<Offer>,
}

impl Offices {
    pub fn new(governors: &[String], guardian: &str) -> Self {
        Self { governors: governors.to_vec(), guardian: Sandbox::address(guardian).into(), offers: vec![] }
    }

    pub fn governs(&self, account: &str) -> bool {
        self.governors.iter().any(|governor| governor == account)
    }

    pub fn must_govern(&self, account: &str) -> Result<(), Refusal> {
        if self.governs(account) { Ok(()) } else { Err(NO_GOVERNOR) }
    }

    pub fn must_guard(&self, account: &str) -> Result<(), Refusal> {
        if self.guardian == account { Ok(()) } else { Err(NO_GUARDIAN) }
    }

    fn must_be_free(&self, account: &str) -> Result<(), Refusal> {
        if self.governs(account) || self.guardian == account { Err(TAKEN) } else { Ok(()) }
    }

    /// Why a change could not be made now.
    pub fn check(&self, change: &RoleChange) -> Result<(), Refusal> {
        match change {
            RoleChange::AddGovernor { address } => {
                self.must_be_free(address)?;
                if self.governors.len() < 4 { Ok(()) } else { Err(COUNT) }
            }
            RoleChange::RemoveGovernor { address } => {
                self.must_govern(address)?;
                if self.governors.len() > 1 { Ok(()) } else { Err(COUNT) }
            }
            RoleChange::ReplaceGuardian { address } => self.must_be_free(address),
        }
    }

    pub fn apply(&mut self, change: &RoleChange, now: u64) -> Result<(), Refusal> {
        self.check(change)?;
        match change {
            RoleChange::AddGovernor { address } => self.offer(Role::Governor, address, now),
            RoleChange::ReplaceGuardian { address } => self.offer(Role::Guardian, address, now),
            RoleChange::RemoveGovernor { address } => self.governors.retain(|governor| governor != address),
        }
        Ok(())
    }

    /// One offer to an account, and one of the guardian's office.
    fn offer(&mut self, role: Role, to: &str, now: u64) {
        self.offers.retain(|offer| {
            let replaced = offer.to == to || (role == Role::Guardian && offer.role == Role::Guardian);
            now < offer.expires && !replaced
        });
        self.offers.push(Offer { role, to: to.to_owned(), expires: now + GRACE });
    }

    pub fn accept(&mut self, account: &str, now: u64) -> Result<Role, Refusal> {
        let found = self.offers.iter().position(|offer| offer.to == account);
        let position = found.ok_or("nothing is offered to")?;
        let offer = self.offers[position].clone();
        if now >= offer.expires {
            return Err("the offer expired at");
        }
        self.must_be_free(account)?;
        match offer.role {
            Role::Governor if self.governors.len() >= 4 => return Err(COUNT),
            Role::Governor => self.governors.push(account.to_owned()),
            Role::Guardian => account.clone_into(&mut self.guardian),
        }
        self.offers.remove(position);
        Ok(offer.role)
    }
}
