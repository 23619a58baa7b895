//! 256-bit products with explicit rounding: the one place where two amounts are multiplied and divided.

use ruint::aliases::U256;

use crate::division::div_rem;
use crate::error::MathError;

/// Which way a division that does not come out even is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Towards zero: for what is minted, credited or paid out.
    Down,
    /// Away from zero: for what is burned or charged.
    Up,
}

/// `a · b / divisor` in 256 bits.
///
/// Errors: a zero divisor, or a result of more than 128 bits.
#[inline]
pub fn mul_div(
    a: u128,
    b: u128,
    divisor: u128,
    rounding: Rounding,
    operation: &'static str,
) -> Result<u128, MathError> {
    if divisor == 0 {
        return Err(MathError::division_by_zero(operation));
    }
    // Shares of one and of nothing are frequent, and a division costs as much as all the rest.
    if b == divisor {
        return Ok(a);
    }
    if a == 0 || b == 0 {
        return Ok(0);
    }
    // Most products of real amounts fit 128 bits; the native division is an order of magnitude cheaper.
    if let Some(product) = a.checked_mul(b) {
        return Ok(match rounding {
            Rounding::Down => product / divisor,
            Rounding::Up => product.div_ceil(divisor),
        });
    }
    let product = product(a, b);
    narrow(divide(product, U256::from(divisor), rounding), operation)
}

/// `⌊a · b / divisor⌋` and the remainder. Errors as [`mul_div`].
#[inline]
pub(crate) fn mul_div_rem(
    a: u128,
    b: u128,
    divisor: u128,
    operation: &'static str,
) -> Result<(u128, u128), MathError> {
    if divisor == 0 {
        return Err(MathError::division_by_zero(operation));
    }
    if let Some(product) = a.checked_mul(b) {
        return Ok((product / divisor, product % divisor));
    }
    let (quotient, remainder) = div_rem(product(a, b), U256::from(divisor));
    Ok((narrow(quotient, operation)?, narrow(remainder, operation)?))
}

/// `a · b`, which always fits 256 bits.
#[inline]
pub(crate) fn product(a: u128, b: u128) -> U256 {
    U256::from(a) * U256::from(b)
}

/// `numerator / divisor` for a divisor that the caller knows not to be zero.
#[inline]
pub(crate) fn divide(numerator: U256, divisor: U256, rounding: Rounding) -> U256 {
    let (quotient, remainder) = div_rem(numerator, divisor);
    match rounding {
        Rounding::Up if !remainder.is_zero() => quotient + U256::from(1u8),
        _ => quotient,
    }
}

/// The value as 128 bits, or an overflow.
#[inline]
pub(crate) fn narrow(value: U256, operation: &'static str) -> Result<u128, MathError> {
    u128::try_from(value).map_err(|_| MathError::overflow(operation))
}
