//! What `ballast check` prints.

use std::fmt::Write as _;

use ballast_check::Checked;

use super::{tables, words};
use crate::table::visible;

/// The verdict, what changes, what it does, and the gates.
#[must_use]
pub fn terminal(checked: &Checked, hash: &str) -> String {
    let mut text = format!("{}\n\n", visible(&words::verdict(checked)));
    let source = words::source(&checked.source);
    let _ = writeln!(text, "{}, {}\n", words::path(checked), visible(&source));
    let _ = writeln!(text, "{}\n\n{}\n", tables::changes(checked), words::times(checked));
    for reason in &checked.refusals {
        let _ = writeln!(text, "Refused: {}", visible(reason));
    }
    for reason in &checked.passing {
        let _ = writeln!(text, "Today, but not for ever, in its way: {}", visible(reason));
    }
    if let Some(unmodelled) = words::unmodelled(checked) {
        let _ = writeln!(text, "{}\n", visible(&unmodelled));
    }
    if !checked.scenarios.is_empty() {
        compared(checked, &mut text);
    }
    let _ = writeln!(text, "\nHash of all inputs and figures: {hash}");
    text
}

fn compared(checked: &Checked, text: &mut String) {
    let _ = writeln!(text, "{}\n\n{}\n", tables::figures(checked), words::runs(checked));
    if !checked.parts.is_empty() {
        let _ = writeln!(text, "{}\n", tables::parts(checked));
    }
    for gate in &checked.judged {
        let mark = if gate.holds() { "holds " } else { "FAILED" };
        let _ = writeln!(text, "{mark}  {:<15} {}", gate.option.unwrap_or(""), visible(&gate.meaning));
        for broken in &gate.broken {
            let _ = writeln!(text, "                        {}", words::reading(gate.option, broken));
        }
    }
}
