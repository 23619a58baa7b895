//! What `ballast check` prints.

use std::fmt::Write as _;

use super::{align_right, bare};
use crate::check::say;
use ballast_check::CheckReport;

/// The verdict, what changes, what it does, and the gates.
pub fn checked(checked: &CheckReport, hash: &str) -> String {
    let mut text = format!("{}\n\n", say::verdict(checked));
    let _ = writeln!(text, "{}, {}\n", say::path(checked), say::source(&checked.source));
    let mut table = bare();
    table.set_header(say::CHANGES_HEAD);
    table.add_rows(say::changes(checked));
    align_right(&mut table, 1..=2);
    let _ = writeln!(text, "{table}\n\n{}\n", say::times(checked));
    for reason in checked.refusals() {
        let _ = writeln!(text, "Refused: {reason}");
    }
    for reason in &checked.passing {
        let _ = writeln!(text, "Today, but not for ever, in its way: {reason}");
    }
    if let Some(unmodelled) = say::unmodelled(checked) {
        let _ = writeln!(text, "{unmodelled}\n");
    }
    if !checked.scenarios().is_empty() {
        compared(checked, &mut text);
    }
    let _ = writeln!(text, "\nHash of all inputs and figures: {hash}");
    text
}

fn compared(checked: &CheckReport, text: &mut String) {
    let mut table = bare();
    table.set_header(say::FIGURES_HEAD);
    table.add_rows(say::figures(checked));
    align_right(&mut table, 1..=3);
    align_right(&mut table, 5..=5);
    let _ = writeln!(text, "{table}\n\n{}\n", say::runs(checked));
    if !checked.parts().is_empty() {
        let mut table = bare();
        table.set_header(say::parts_head());
        table.add_rows(say::parts(checked));
        align_right(&mut table, 1..=5);
        let _ = writeln!(text, "{table}\n");
    }
    for gate in checked.judged() {
        let mark = if gate.holds() { "holds " } else { "FAILED" };
        let option = gate.kind.option().unwrap_or("");
        let _ = writeln!(text, "{mark}  {:<15} {}", option, gate.meaning());
        for broken in &gate.broken {
            let _ = writeln!(text, "                        {}", say::reading(gate.kind.option(), broken));
        }
    }
}
