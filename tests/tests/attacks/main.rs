//! One test for each attack of the list, by its number.
//!
//! Those that are closed by construction show that there is no message that could do it.

#![allow(missing_docs)]

mod attack_60;
mod attacks_01_to_10;
mod attacks_11_to_20;
mod attacks_21_to_30;
mod attacks_31_to_40;
mod attacks_41_to_50;
mod attacks_51_to_60;
mod by_value;
mod captured;
mod words;
