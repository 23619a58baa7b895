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

pub fn in_range(field: &'static str, found: u128, min: u128, max: u128) -> Result<(), ContractError> {
    if (min..=max).contains(&found) {
        Ok(())
    } else {
        Err(ContractError::OutOfRange { field, min, max, found })
    }
}

pub fn at_most(field: &'static str, found: usize, max: usize) -> Result<(), ContractError> {
    if found <= max { Ok(()) } else { Err(ContractError::WrongCount { field, min: 0, max, found }) }
}

pub fn at_most_one(field: &'static str, found: Ratio) -> Result<(), ContractError> {
    if found <= Ratio::ONE {
        Ok(())
    } else {
        Err(ContractError::RatioTooLarge { field, max: Ratio::ONE, found })
    }
}
