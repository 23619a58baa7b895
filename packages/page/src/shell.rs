//! Words of a command that is to be copied into a shell.

use crate::table::visible;

/// A word that a shell takes as it is; quoted only where it would not.
#[must_use]
pub fn word(text: &str) -> String {
    let word = visible(text);
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '/');
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::word;

    #[rstest]
    #[case("one.csv", "one.csv")]
    #[case("../a-b_c/ü.json", "../a-b_c/ü.json")]
    #[case("my history.csv", "'my history.csv'")]
    #[case("it's", "'it'\\''s'")]
    #[case("--out=/", "'--out=/'")]
    #[case("a;rm -rf ~", "'a;rm -rf ~'")]
    #[case("$(id)`id`", "'$(id)`id`'")]
    #[case("a\nb", "'a�b'")]
    #[case("", "''")]
    fn a_shell_takes_it_as_it_is(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(word(text), expected);
    }
}
