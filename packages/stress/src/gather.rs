//! Many runs on all threads. Nothing depends on their order, or on who made them.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::run::RunError;

/// Runs that are not worth sharing out.
const CHUNK: usize = 16;

/// What takes in all that another one has, in any order.
pub trait Merge: Send {
    fn merge(&mut self, other: Self);
}

/// Adds runs 0 to `runs` to sums on all threads and merges these; `added` is called after each. Of several errors, that of the first run.
pub fn over<S: Merge>(
    runs: u32,
    added: &(impl Fn() + Sync + Send),
    empty: impl Fn() -> S + Sync + Send,
    add: impl Fn(&mut S, u32) -> Result<(), RunError> + Sync + Send,
) -> Result<S, RunError> {
    type Part<S> = (S, Option<RunError>);
    let first = |one: Option<RunError>, other: Option<RunError>| {
        one.into_iter().chain(other).min_by_key(|error| error.run)
    };
    let one = |(mut sum, error): Part<S>, number: u32| {
        let failed = add(&mut sum, number).err();
        added();
        (sum, first(error, failed))
    };
    let both = |(mut sum, error): Part<S>, (other, failed): Part<S>| {
        sum.merge(other);
        (sum, first(error, failed))
    };
    let none = || (empty(), None);
    // Sums are large, so that there should be few of them: one for a stretch of runs, not one for each.
    let parts = (0..runs).into_par_iter().with_min_len(CHUNK);
    let (sum, error) = parts.fold(none, one).reduce(none, both);
    error.map_or(Ok(sum), Err)
}
