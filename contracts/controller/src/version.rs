//! Which of two versions is the later one, by Semantic Versioning 2.0.

use std::cmp::Ordering;

/// A version, without its build metadata, which does not count for the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version<'a> {
    release: [u64; 3],
    candidate: Option<&'a str>,
}

impl<'a> Version<'a> {
    /// `MAJOR.MINOR.PATCH`, then `-` and what kind of candidate it is, then `+` and what it was built from.
    pub fn read(text: &'a str) -> Option<Self> {
        let (text, build) = cut(text, '+');
        let (release, candidate) = cut(text, '-');
        let mut numbers = release.split('.').map(number);
        let release = [numbers.next()??, numbers.next()??, numbers.next()??];
        let candidate_is_valid =
            candidate.is_none_or(|all| all.split('.').all(|part| is_name(part) && !has_padding(part)));
        let build_is_valid = build.is_none_or(|all| all.split('.').all(is_name));
        (numbers.next().is_none() && candidate_is_valid && build_is_valid)
            .then_some(Self { release, candidate })
    }
}

impl Ord for Version<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.release.cmp(&other.release).then_with(|| match (self.candidate, other.candidate) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(one), Some(other)) => one.split('.').map(rank).cmp(other.split('.').map(rank)),
        })
    }
}

impl PartialOrd for Version<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn number(text: &str) -> Option<u64> {
    if is_number(text) && !has_padding(text) { text.parse().ok() } else { None }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_padding(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && is_number(text)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Numbers come before names, and without padding the longer number is the larger one.
fn rank(part: &str) -> (bool, usize, &str) {
    if is_number(part) { (false, part.len(), part) } else { (true, 0, part) }
}

#[cfg(test)]
mod tests;
