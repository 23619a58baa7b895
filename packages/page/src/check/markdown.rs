//! The check as Markdown: short enough to be pasted under a proposal.

use std::fmt::Write as _;

use ballast_check::CheckReport;

use super::say;

/// The verdict, the tables and the hash.
#[must_use]
pub fn markdown(checked: &CheckReport, hash: &str, file: &str) -> String {
    let mut text = format!(
        "# {}\n\n{}, {}.\n\n",
        say::verdict(checked),
        say::path(checked),
        say::source(&checked.source)
    );
    text.push_str(&table(&say::CHANGES_HEAD, say::changes(checked)));
    for reason in checked.refusals() {
        let _ = writeln!(text, "- Refused: {reason}");
    }
    for reason in &checked.passing {
        let _ = writeln!(text, "- Today, but not for ever, in its way: {reason}");
    }
    if let Some(unmodelled) = say::unmodelled(checked) {
        let _ = writeln!(text, "{unmodelled}\n");
    }
    if !checked.scenarios().is_empty() {
        text.push_str(&table(&say::FIGURES_HEAD, say::figures(checked)));
        let _ = writeln!(text, "{}\n", say::runs(checked));
        if !checked.parts().is_empty() {
            let head = say::parts_head();
            text.push_str(&table(&head.iter().map(String::as_str).collect::<Vec<_>>(), say::parts(checked)));
        }
        for gate in checked.judged() {
            let mark = if gate.holds() { "holds" } else { "FAILS" };
            let broken: Vec<String> =
                gate.broken.iter().map(|broken| say::reading(gate.kind.option(), broken)).collect();
            let more = if broken.is_empty() { String::new() } else { format!(" {}.", broken.join("; ")) };
            let _ = writeln!(
                text,
                "- **{mark}** `{}`: {}{more}",
                say::gate_name(gate.kind.option()),
                gate.meaning()
            );
        }
    }
    let _ = writeln!(
        text,
        "\nHash: `{hash}`\n\n```\ncargo ballast check {file} {} --verify {hash}\n```\n\nballast {}",
        say::verify(checked),
        checked.version
    );
    text
}

fn table(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
    let mut text = line(&head) + &line(&head.iter().map(|_| "---".to_owned()).collect::<Vec<_>>());
    rows.iter().for_each(|row| text.push_str(&line(row)));
    text + "\n"
}
