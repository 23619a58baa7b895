//! Addresses that can be told without asking.

use anyhow::{Context, Result, anyhow};
use cosmrs::AccountId;

/// The first 20 bytes of SHA-256 of `gov`: x/gov's account on every chain.
const GOV: [u8; 20] = [
    0x7b, 0x5f, 0xe2, 0x2b, 0x54, 0x46, 0xf7, 0xc6, 0x2e, 0xa2, 0x7b, 0x8b, 0xd7, 0x1c, 0xef, 0x94, 0xe0,
    0x3f, 0x3d, 0xf2,
];

/// The account of x/gov on the chain whose addresses begin so.
pub fn gov_account(prefix: &str) -> Result<String> {
    let account = AccountId::new(prefix, &GOV).map_err(|error| anyhow!("the prefix {prefix}: {error}"))?;
    Ok(account.to_string())
}

/// What an address begins with: `inj` of `inj1…`.
pub fn prefix_of(address: &str) -> Result<&str> {
    let (prefix, _) = address.rsplit_once('1').with_context(|| format!("{address} is no address"))?;
    Ok(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gov_has_one_account_on_each_chain() {
        for (prefix, expected) in [
            ("cosmos", "cosmos10d07y265gmmuvt4z0w9aw880jnsr700j6zn9kn"),
            ("inj", "inj10d07y265gmmuvt4z0w9aw880jnsr700jstypyt"),
        ] {
            assert_eq!(gov_account(prefix).unwrap(), expected);
            assert_eq!(prefix_of(expected).unwrap(), prefix);
        }
        assert!(prefix_of("nobody").is_err());
    }
}
