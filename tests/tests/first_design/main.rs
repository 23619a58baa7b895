//! What the contract pays on paths of demand and price, a step a day: the figures of the first design, for a later design to
//! be held against. `docs/first-design.md` says what each path and column is.
//!
//! ```text
//! BALLAST_DATA=<folder> cargo test -p ballast-tests --test first_design
//! BALLAST_DATA=<folder> BALLAST_FIGURES=<file> cargo test -p ballast-tests --test first_design
//! ```
//!
//! The second writes the table to the file instead of comparing it. Without `BALLAST_DATA` the rows of the real history are
//! left out.

#![allow(missing_docs)]

mod figures;
mod network;
mod paths;

use std::thread;

use crate::figures::{Figures, HEADER};
use crate::network::Network;
use crate::paths::{HISTORY, Path};

const COMMITTED: &str = include_str!("../../../docs/first-design.csv");

#[test]
fn the_figures_are_the_committed_ones() {
    let paths = paths::all();
    let found = table(&paths);
    if let Ok(file) = std::env::var("BALLAST_FIGURES") {
        assert!(paths.iter().any(|path| path.name == HISTORY), "the table needs BALLAST_DATA");
        std::fs::write(&file, found.join("\n") + "\n").expect("a file that can be written");
        println!("{} rows written to {file}", found.len() - 1);
        return;
    }
    let expected: Vec<&str> = COMMITTED
        .lines()
        .filter(|row| paths.iter().any(|path| path.name == HISTORY) || !row.contains(HISTORY))
        .collect();
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
    println!("{} rows are equal", found.len() - 1);
}

/// The header and a row for every network and path. Each has a chain of its own, so they run side by side.
fn table(paths: &[Path]) -> Vec<String> {
    let rows = thread::scope(|scope| {
        let runs: Vec<_> = Network::ALL
            .into_iter()
            .flat_map(|network| paths.iter().map(move |path| (network, path)))
            .map(|(network, path)| scope.spawn(move || Figures::measure(network, path).row(network, path)))
            .collect();
        runs.into_iter().map(|run| run.join().expect("a path that runs to its end")).collect::<Vec<_>>()
    });
    std::iter::once(HEADER.to_owned()).chain(rows).collect()
}
