//! Checks that several messages share.

use ballast_math::Ratio;

use crate::error::ContractError;

pub fn once(field: &'static str, seen: &mut Vec<String>, value: &str) -> Result<(), ContractError> {
    if seen.iter().any(|known| known == value) {
        return Err(ContractError::Repeated { field, value: value.to_owned() });
    }
    seen.push(value.to_owned());
    Ok(())
}

pub fn in_range(field: &'static str, found: u128, least: u128, most: u128) -> Result<(), ContractError> {
    if (least..=most).contains(&found) {
        Ok(())
    } else {
        Err(ContractError::OutOfRange { field, least, most, found })
    }
}

pub fn at_most(field: &'static str, found: usize, most: usize) -> Result<(), ContractError> {
    if found <= most { Ok(()) } else { Err(ContractError::WrongCount { field, least: 0, most, found }) }
}

pub fn at_most_one(field: &'static str, found: Ratio) -> Result<(), ContractError> {
    if found <= Ratio::ONE {
        Ok(())
    } else {
        Err(ContractError::RatioTooLarge { field, most: Ratio::ONE, found })
    }
}
