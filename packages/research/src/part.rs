//! Documents that are written in part by hand: the parts of them that are computed, and where they stand.
//!
//! A computed part stands between the lines `<!-- computed: NAME -->` and `<!-- end: NAME -->`.

use anyhow::{Context, Result, ensure};

/// What stands between the marks of a computed part. Errors where it is not there, or has no end.
pub fn part<'a>(document: &'a str, name: &str) -> Result<&'a str> {
    let (start, end) = place(document, name)?;
    Ok(&document[start..end])
}

/// The document with another text in a computed part. Errors as [`part`].
pub fn with_part(document: &str, name: &str, text: &str) -> Result<String> {
    let (start, end) = place(document, name)?;
    Ok(format!("{}{text}{}", &document[..start], &document[end..]))
}

fn place(document: &str, name: &str) -> Result<(usize, usize)> {
    let (begin, end) = (format!("<!-- computed: {name} -->\n"), format!("<!-- end: {name} -->"));
    let from = document.find(&begin).with_context(|| format!("the page has no part {name}"))? + begin.len();
    let until = document.find(&end).with_context(|| format!("the part {name} has no end"))?;
    ensure!(from <= until, "the part {name} ends before it begins");
    Ok((from, until))
}

#[cfg(test)]
mod tests {
    use super::{part, with_part};

    const DOCUMENT: &str = "a\n<!-- computed: x -->\nold\n<!-- end: x -->\nb\n";

    #[test]
    fn a_part_is_found_and_replaced_and_the_rest_stays() {
        assert_eq!(part(DOCUMENT, "x").unwrap(), "old\n");
        let document = with_part(DOCUMENT, "x", "new\n").unwrap();
        assert_eq!(document, DOCUMENT.replace("old", "new"));
        for wrong in ["a", "<!-- computed: x -->\n", "<!-- end: x --><!-- computed: x -->\n"] {
            assert!(part(wrong, "x").is_err(), "{wrong}");
        }
    }
}
