//! The check as Markdown: short enough to be pasted under a proposal.

use std::fmt::Write as _;

use ballast_check::Checked;

use super::{options, tables, words};
use crate::shell::word;
use crate::table::markdown_text as plain;

/// The verdict, the tables and the hash.
#[must_use]
pub fn markdown(checked: &Checked, hash: &str, file: &str) -> String {
    let mut text = format!(
        "# {}\n\n{}, {}.\n\n",
        plain(&words::verdict(checked)),
        words::path(checked),
        plain(&words::source(&checked.source))
    );
    let _ = writeln!(text, "{}", tables::changes(checked).markdown());
    for reason in &checked.refusals {
        let _ = writeln!(text, "- Refused: {}", plain(reason));
    }
    for reason in &checked.passing {
        let _ = writeln!(text, "- Today, but not for ever, in its way: {}", plain(reason));
    }
    if let Some(unmodelled) = words::unmodelled(checked) {
        let _ = writeln!(text, "{}\n", plain(&unmodelled));
    }
    if !checked.scenarios.is_empty() {
        let _ = writeln!(text, "{}", tables::figures(checked).markdown());
        let _ = writeln!(text, "{}\n", words::runs(checked));
        if !checked.parts.is_empty() {
            let _ = writeln!(text, "{}", tables::parts(checked).markdown());
        }
        for gate in &checked.judged {
            let mark = if gate.holds() { "holds" } else { "FAILS" };
            let broken: Vec<String> =
                gate.broken.iter().map(|broken| words::reading(gate.option, broken)).collect();
            let more = if broken.is_empty() { String::new() } else { format!(" {}.", broken.join("; ")) };
            let _ = writeln!(
                text,
                "- **{mark}** `{}`: {}{more}",
                words::gate_name(gate.option),
                plain(&gate.meaning)
            );
        }
    }
    let _ = writeln!(
        text,
        "\nHash: `{hash}`\n\n```\ncargo ballast check {} {} --verify {hash}\n```\n\nballast {}",
        word(file),
        options::verify(checked),
        checked.version
    );
    text
}
