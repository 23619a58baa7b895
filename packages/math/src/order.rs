//! Lists in order.

/// The elements, the smallest first: by insertion, for lists of at most a few hundred.
///
/// The library's sort is made for millions: 4 KB of wasm for each type that it sorts.
pub(crate) fn sorted<T: Copy + Ord>(list: &[T]) -> Vec<T> {
    let mut sorted = Vec::with_capacity(list.len());
    for element in list {
        let place = sorted.partition_point(|other| other <= element);
        sorted.insert(place, *element);
    }
    sorted
}
