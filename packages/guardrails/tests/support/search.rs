//! An exhaustive search.

use stateright::{Checker, Model};

/// Searches all states, and says how many there are.
pub fn search<M>(name: &str, model: M, floor: usize) -> impl Checker<M> + use<M>
where
    M: Model + Send + Sync + 'static,
    M::State: std::hash::Hash + std::fmt::Debug + Clone + PartialEq + Send + Sync + 'static,
    M::Action: std::fmt::Debug + Clone + PartialEq + Send + Sync + 'static,
{
    let checker = model.checker().threads(2).spawn_bfs().join();
    let (unique, steps, depth) = (checker.unique_state_count(), checker.state_count(), checker.max_depth());
    println!("{name}: {unique} states, {steps} transitions to them, depth {depth}");
    checker.assert_properties();
    assert!(unique >= floor, "expected at least {floor} states, found {unique}");
    checker
}
