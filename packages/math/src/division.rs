//! Long division by Knuth's algorithm D (The Art of Computer Programming, volume 2, section 4.3.1), digits of base 2⁶⁴.
//!
//! One function on slices serves every width: a division that is compiled for each of them is 8 KB of wasm a width.

use ruint::Uint;

/// Digits of the widest number, of 512 bits.
const MAX: usize = 8;

/// Quotient, rounded down, and remainder, for up to 512 bits.
///
/// The caller knows that the divisor is not zero; for zero, the quotient is zero and the remainder the numerator.
#[inline]
pub(crate) fn div_rem<const BITS: usize, const LIMBS: usize>(
    numerator: Uint<BITS, LIMBS>,
    divisor: Uint<BITS, LIMBS>,
) -> (Uint<BITS, LIMBS>, Uint<BITS, LIMBS>) {
    const { assert!(LIMBS <= MAX) }
    let (mut quotient, mut remainder) = (*numerator.as_limbs(), *divisor.as_limbs());
    divide(&mut quotient, &mut remainder);
    (Uint::from_limbs(quotient), Uint::from_limbs(remainder))
}

/// Takes the numerator and the divisor, the lowest digit first, and leaves the quotient and the remainder in their places.
#[inline(never)]
fn divide(number: &mut [u64], divisor: &mut [u64]) {
    let (width, length) = (significant(number), significant(divisor));
    // A place more than the numerator has: normalising shifts into it.
    let mut room = [0; MAX + 1];
    let rest = room.get_mut(..=width).unwrap_or_default();
    for (place, digit) in rest.iter_mut().zip(&mut *number) {
        *place = core::mem::take(digit);
    }
    let quotient = number.iter_mut().take((width + 1).saturating_sub(length)).enumerate().rev();
    let by = divisor.get_mut(..length).unwrap_or_default();
    match *by {
        [] => {}
        [single] => {
            let mut carried = 0;
            for (place, result) in quotient {
                let digit = rest.get_mut(place).map_or(0, core::mem::take);
                (*result, carried) = by_digit(carried, digit, single);
            }
            rest.iter_mut().take(1).for_each(|lowest| *lowest = carried);
        }
        [.., highest] => {
            // With its highest bit set, the divisor's first digits foretell a digit of the quotient to within two.
            let shift = highest.leading_zeros();
            shift_up(rest, shift);
            shift_up(by, shift);
            for (place, result) in quotient {
                *result = rest.get_mut(place..=place + length).map_or(0, |window| next_digit(window, by));
            }
            shift_down(rest, shift);
        }
    }
    divisor.fill(0);
    for (place, digit) in divisor.iter_mut().zip(rest) {
        *place = *digit;
    }
}

/// Digits before only zeros follow.
fn significant(digits: &[u64]) -> usize {
    digits.iter().rposition(|digit| *digit != 0).map_or(0, |last| last + 1)
}

/// Two digits by one that is larger than the first of them: quotient and remainder.
fn by_digit(first: u64, second: u64, divisor: u64) -> (u64, u64) {
    let both = u128::from(first) << 64 | u128::from(second);
    let quotient = (both / u128::from(divisor)) as u64;
    // Their low halves are all that differs.
    (quotient, second.wrapping_sub(quotient.wrapping_mul(divisor)))
}

/// The quotient of a window, which has a digit more than the divisor and is less than 2⁶⁴ times as large. The window keeps
/// the remainder.
fn next_digit(window: &mut [u64], divisor: &[u64]) -> u64 {
    let digit = estimate(window, divisor);
    // Too large by one for about two windows in 2⁶⁴.
    if subtract(window, divisor, digit) {
        add(window, divisor);
        return digit - 1;
    }
    digit
}

/// From the first digits of both: the digit or one more.
fn estimate(window: &[u64], divisor: &[u64]) -> u64 {
    let ([.., third, second, first], [.., next, highest]) = (window, divisor) else { return 0 };
    // A quotient of more than a digit, or the largest there is: the first digits are the same.
    let (mut digit, mut rest) = if first < highest {
        let (digit, rest) = by_digit(*first, *second, *highest);
        (digit, u128::from(rest))
    } else {
        (u64::MAX, u128::from(*second) + u128::from(*highest))
    };
    // Twice at most.
    while rest >> 64 == 0 && u128::from(digit) * u128::from(*next) > (rest << 64 | u128::from(*third)) {
        digit -= 1;
        rest += u128::from(*highest);
    }
    digit
}

/// `window −= divisor · digit`, modulo the width of the window; whether there is a borrow.
fn subtract(window: &mut [u64], divisor: &[u64], digit: u64) -> bool {
    let mut carried = 0;
    let mut borrow = false;
    for (part, by) in window.iter_mut().zip(divisor.iter().chain([&0])) {
        // (2⁶⁴ − 1)² + 2⁶⁴ is below 2¹²⁸.
        let product = u128::from(*by) * u128::from(digit) + carried;
        (*part, borrow) = part.overflowing_sub(product as u64);
        carried = (product >> 64) + u128::from(borrow);
    }
    borrow
}

/// `window += divisor`, modulo the width of the window: takes a borrow back.
fn add(window: &mut [u64], divisor: &[u64]) {
    let mut carried = 0;
    for (part, by) in window.iter_mut().zip(divisor.iter().chain([&0])) {
        let sum = u128::from(*part) + u128::from(*by) + carried;
        *part = sum as u64;
        carried = sum >> 64;
    }
}

/// By less than a digit; nothing is lost at the upper end.
fn shift_up(digits: &mut [u64], bits: u32) {
    let mut carried = 0;
    for digit in digits {
        let shifted = u128::from(*digit) << bits | carried;
        *digit = shifted as u64;
        carried = shifted >> 64;
    }
}

/// By less than a digit; nothing is lost at the lower end.
fn shift_down(digits: &mut [u64], bits: u32) {
    let mut above = 0;
    for digit in digits.iter_mut().rev() {
        let shifted = (u128::from(above) << 64 | u128::from(*digit)) >> bits;
        above = core::mem::replace(digit, shifted as u64);
    }
}

#[cfg(test)]
mod tests;
