//! Who may do what: governors queue and tighten, the guardian stops and cannot steer. Both are handed over in two steps.

use ballast_math::{Duration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Few enough to be read with every message of governance.
pub const MAX_GOVERNORS: usize = 4;

/// A role that is handed over in two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Role {
    /// Queues changes and tightens.
    Governor,
    /// Vetoes loosenings and trips the breaker.
    Guardian,
}

/// A role that waits for its new holder to accept it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offer {
    /// The role.
    pub role: Role,
    /// To whom.
    pub to: String,
    /// The first second at which it is too late.
    pub expires: Timestamp,
}

/// A change of the roles; always queued.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RoleChange {
    /// Offers governance to one more account.
    AddGovernor {
        /// The account.
        address: String,
    },
    /// Takes governance from an account, and cancels what it has queued. The last governor stays.
    RemoveGovernor {
        /// The account.
        address: String,
    },
    /// Offers the guardian's role; the old guardian stays until it is accepted.
    ReplaceGuardian {
        /// The new guardian.
        address: String,
    },
}

/// Why a change of the roles, or something that a role may do, is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RoleError {
    /// The sender does not govern.
    #[error("expected a governor, found {found}")]
    NotAGovernor {
        /// The sender.
        found: String,
    },
    /// The sender is not the guardian.
    #[error("expected the guardian ({}), found {found}", expected.as_deref().unwrap_or("there is none"))]
    NotTheGuardian {
        /// The guardian.
        expected: Option<String>,
        /// The sender.
        found: String,
    },
    /// The number of governors is out of range.
    #[error("expected from 1 to {max} governors, found {found}")]
    Count {
        /// The most.
        max: usize,
        /// How many there would be.
        found: usize,
    },
    /// The account has the role already, or another that excludes it.
    #[error("{found} has a role already")]
    HasRole {
        /// The account.
        found: String,
    },
    /// The role was not offered to the sender, or too long ago.
    #[error("nothing is offered to {found}")]
    NotOffered {
        /// The sender.
        found: String,
    },
    /// The offer has expired.
    #[error("the offer expired at {expired}, now it is {now}")]
    OfferExpired {
        /// The first second at which it was too late.
        expired: Timestamp,
        /// Now.
        now: Timestamp,
    },
}

/// Who holds the roles.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Roles {
    governors: Vec<String>,
    guardian: Option<String>,
    offers: Vec<Offer>,
}

impl Roles {
    /// The first holders: from one to [`MAX_GOVERNORS`] governors, and at most one guardian who is none of them.
    pub fn new(governors: Vec<String>, guardian: Option<String>) -> Result<Self, RoleError> {
        let found = governors.len();
        if found == 0 || found > MAX_GOVERNORS {
            return Err(RoleError::Count { max: MAX_GOVERNORS, found });
        }
        let mut roles = Self { governors: vec![], guardian, offers: vec![] };
        for governor in governors {
            roles.check_free(&governor)?;
            roles.governors.push(governor);
        }
        Ok(roles)
    }

    /// Who governs.
    #[must_use]
    pub fn governors(&self) -> &[String] {
        &self.governors
    }

    /// Who can stop.
    #[must_use]
    pub fn guardian(&self) -> Option<&str> {
        self.guardian.as_deref()
    }

    /// What waits to be accepted, expired offers included.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Errors when an account does not govern.
    pub fn check_governor(&self, account: &str) -> Result<(), RoleError> {
        if self.governors.iter().any(|governor| governor == account) {
            Ok(())
        } else {
            Err(RoleError::NotAGovernor { found: account.to_owned() })
        }
    }

    /// Errors when an account is not the guardian.
    pub fn check_guardian(&self, account: &str) -> Result<(), RoleError> {
        if self.guardian.as_deref() == Some(account) {
            Ok(())
        } else {
            Err(RoleError::NotTheGuardian { expected: self.guardian.clone(), found: account.to_owned() })
        }
    }

    /// Whether a change of the roles could be made now.
    pub fn check(&self, change: &RoleChange) -> Result<(), RoleError> {
        match change {
            RoleChange::AddGovernor { address } => {
                self.check_free(address)?;
                self.check_count(self.governors.len().saturating_add(1))
            }
            RoleChange::RemoveGovernor { address } => {
                self.check_governor(address)?;
                self.check_count(self.governors.len().saturating_sub(1))
            }
            RoleChange::ReplaceGuardian { address } => self.check_free(address),
        }
    }

    /// Makes a change of the roles whose time has come. What is offered can be accepted for a time of `grace`.
    pub fn apply(&mut self, change: &RoleChange, now: Timestamp, grace: Duration) -> Result<(), RoleError> {
        self.check(change)?;
        match change {
            RoleChange::AddGovernor { address } => self.offer(Role::Governor, address, now, grace),
            RoleChange::ReplaceGuardian { address } => self.offer(Role::Guardian, address, now, grace),
            RoleChange::RemoveGovernor { address } => self.governors.retain(|governor| governor != address),
        }
        Ok(())
    }

    /// Takes up a role that was offered.
    ///
    /// Returns: the role, and the guardian who leaves, if one does.
    pub fn accept(&mut self, account: &str, now: Timestamp) -> Result<(Role, Option<String>), RoleError> {
        let position = self.offers.iter().position(|offer| offer.to == account);
        let offer = position.and_then(|position| self.offers.get(position).cloned());
        let Some((position, offer)) = position.zip(offer) else {
            return Err(RoleError::NotOffered { found: account.to_owned() });
        };
        if now >= offer.expires {
            return Err(RoleError::OfferExpired { expired: offer.expires, now });
        }
        // Whoever has taken a role since the offer keeps only that one.
        self.check_free(account)?;
        let left = match offer.role {
            Role::Governor => {
                self.check_count(self.governors.len().saturating_add(1))?;
                self.governors.push(account.to_owned());
                None
            }
            Role::Guardian => self.guardian.replace(account.to_owned()),
        };
        self.offers.remove(position);
        Ok((offer.role, left))
    }

    fn offer(&mut self, role: Role, to: &str, now: Timestamp, grace: Duration) {
        // One offer to an account, and one of the guardian's role: the last one counts.
        self.offers.retain(|offer| {
            now < offer.expires && offer.to != to && (role != Role::Guardian || offer.role != Role::Guardian)
        });
        self.offers.push(Offer { role, to: to.to_owned(), expires: now.saturating_plus(grace) });
    }

    fn check_free(&self, account: &str) -> Result<(), RoleError> {
        let taken = self.guardian.as_deref() == Some(account) || self.check_governor(account).is_ok();
        if taken { Err(RoleError::HasRole { found: account.to_owned() }) } else { Ok(()) }
    }

    fn check_count(&self, found: usize) -> Result<(), RoleError> {
        if (1..=MAX_GOVERNORS).contains(&found) {
            Ok(())
        } else {
            Err(RoleError::Count { max: MAX_GOVERNORS, found })
        }
    }
}
