//! Digits of a number that is known exactly.

use std::cmp::Ordering;

use super::Bound;

/// `units` of 10⁻ˢᶜᵃˡᵉ, and whether they are below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    pub negative: bool,
    pub units: u128,
    pub scale: u32,
}

impl Exact {
    /// A hundred times as much; all digits stay.
    pub const fn hundredfold(self) -> Self {
        match self.scale {
            0 => Self { units: self.units.saturating_mul(100), ..self },
            1 => Self { units: self.units.saturating_mul(10), scale: 0, ..self },
            scale => Self { scale: scale - 2, ..self },
        }
    }

    /// Its size with so many decimals, a half to the even digit.
    pub fn rounded(self, decimals: usize) -> String {
        let wanted = u32::try_from(decimals).unwrap_or(u32::MAX);
        let Some(dropped) = self.scale.checked_sub(wanted).filter(|dropped| *dropped > 0) else {
            let (whole, fraction) = self.parts();
            return joined(&whole, &format!("{fraction:0<decimals$}"));
        };
        let kept = match 10u128.checked_pow(dropped) {
            // The rest is below a half, whatever the digits are.
            None => 0,
            Some(unit) => {
                let (kept, rest) = (self.units / unit, self.units % unit);
                let up = match rest.cmp(&(unit / 2)) {
                    Ordering::Less => false,
                    Ordering::Equal => !kept.is_multiple_of(2),
                    Ordering::Greater => true,
                };
                kept + u128::from(up)
            }
        };
        let (whole, fraction) = Self { units: kept, scale: wanted, negative: false }.parts();
        joined(&whole, &fraction)
    }

    /// Every digit that says something, and `-` below zero.
    pub fn plain(self) -> String {
        let (whole, fraction) = self.parts();
        let sign = if self.negative && self.units > 0 { "-" } else { "" };
        format!("{sign}{}", joined(&whole, fraction.trim_end_matches('0')))
    }

    /// Its size beside a bound.
    pub fn compare(self, bound: Bound) -> Ordering {
        let finest = self.scale.max(bound.scale.into());
        let in_finest = |units: u128, scale: u32| {
            10u128.checked_pow(finest - scale).and_then(|unit| units.checked_mul(unit))
        };
        match (in_finest(self.units, self.scale), in_finest(bound.units, bound.scale.into())) {
            (Some(size), Some(bound)) => size.cmp(&bound),
            // What does not fit into so fine units is the larger one.
            (None, _) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
        }
    }

    /// The digits before the point and those behind it.
    fn parts(self) -> (String, String) {
        let scale = self.scale as usize;
        let digits = format!("{:0>width$}", self.units, width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        (whole.to_owned(), fraction.to_owned())
    }
}

fn joined(whole: &str, fraction: &str) -> String {
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// The same digits with thousands apart.
pub fn grouped(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut grouped = String::with_capacity(text.len() + whole.len() / 3);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    joined(&grouped, fraction)
}

/// Whether anything is left of a number after rounding.
pub fn is_something(text: &str) -> bool {
    !text.chars().all(|letter| matches!(letter, '0' | '.' | ',' | '−'))
}
