//! Every reachable state of the registry and of the roles, with terms of a few seconds and blocks.
//!
//! The transitions are the real ones. Beside them each state carries a book: what an observer who knows the rules, but not
//! the code, has written down. What the code does is compared with what the book says must happen, both ways.
//!
//! States that differ by the time of day, the height or the numbers of their sets alone are one state; so the search covers
//! histories of any length.

#![allow(missing_docs)]

mod book;
mod changes;
mod judge;
mod roles;
#[path = "../support/search.rs"]
mod search;
#[path = "../support/mod.rs"]
mod support;

use search::search;

#[test]
fn a_cap_and_a_floor_that_loosens_both_ways() {
    changes::check(support::Knob::Floor, 50_000);
}

#[test]
fn a_cap_and_a_margin_that_loosens_downwards() {
    changes::check(support::Knob::Margin, 70_000);
}

#[test]
fn roles_are_queued_vetoed_offered_and_accepted() {
    roles::check(80_000);
}
