//! A table says the same in every medium, and no cell leaves its place.

use crate::html::{Link, Links};

use super::{Column, Table, visible};

fn table() -> Table {
    Table::new([
        Column::name("period"),
        Column::number("burned"),
        Column::label("which"),
        Column::words("caps that decided"),
    ])
    .with_rows([["2024-01", "1,234.5", "a", "breaker 3"], ["2024-02", "7.0", "bcd", "none"]])
    .with_total(["total", "1,241.5"])
}

/// Names as an attacker would choose them: of a preset, a column of a CSV, a job.
const HOSTILE: [&str; 6] = [
    "<script>alert('x')</script>",
    "\"><img src=x onerror=alert(1)>",
    "a | b | c",
    "one\ntwo",
    "\u{1b}[2J\u{1b}]0;owned\u{7}",
    "& \u{202e}gnp.exe",
];

#[test]
fn numbers_stand_to_the_right_and_words_to_the_left() {
    assert_eq!(
        table().to_string().lines().map(str::trim_end).collect::<Vec<_>>(),
        [
            " period     burned   which   caps that decided",
            "───────────────────────────────────────────────",
            " 2024-01   1,234.5   a       breaker 3",
            " 2024-02       7.0   bcd     none",
            " total     1,241.5",
        ]
    );
}

#[test]
fn markdown_has_a_rule_under_its_headings() {
    assert_eq!(
        table().markdown(),
        "| period | burned | which | caps that decided |\n| --- | --- | --- | --- |\n| 2024-01 | 1,234.5 | a | breaker 3 |\n\
         | 2024-02 | 7.0 | bcd | none |\n| total | 1,241.5 |  |  |\n"
    );
    let linked = Table::new([Column::name(""), Column::label("akash").leading_to("akash.md")]);
    assert_eq!(linked.markdown(), "|  | [`akash`](akash.md) |\n| --- | --- |\n");
}

#[test]
fn a_page_has_headings_for_columns_and_rows() {
    let links = Links::new([Link::new("Burned", "term-burned")]);
    let html = table().capitalised().html("ledger", "What happened", &links).into_string();
    for part in [
        "role=\"region\" aria-labelledby=\"ledger-c\"",
        "<table id=\"ledger\">",
        "<caption><span id=\"ledger-c\">What happened</span></caption>",
        "<th scope=\"col\">Period</th><th scope=\"col\"><a href=\"#term-burned\">Burned</a></th>",
        "<th scope=\"col\" class=\"words\">Caps that decided</th>",
        "<tr><th scope=\"row\">2024-01</th><td>1,234.5</td><td>a</td><td class=\"words\">breaker 3</td></tr>",
        "<tfoot>\n<tr><th scope=\"row\">total</th><td>1,241.5</td><td></td><td class=\"words\"></td></tr>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn a_row_is_as_long_as_the_table_is_wide() {
    let mut table = Table::new([Column::name("a"), Column::number("b")]);
    table.push(["1"]);
    table.push(["1", "2", "3"]);
    assert_eq!(table.len(), 2);
    assert_eq!(table.markdown(), "| a | b |\n| --- | --- |\n| 1 |  |\n| 1 | 2 |\n");
}

#[test]
fn no_cell_leaves_its_place() {
    for name in HOSTILE {
        let table =
            Table::new([Column::name(name), Column::words("b")]).with_rows([[name, "x"], ["y", name]]);
        let html = table.html("t", name, &Links::default()).into_string();
        for tag in ["<script", "<img", "onerror=alert(1)>\"", "\"><"] {
            assert!(!html.contains(tag) || tag == "\"><" && !name.starts_with('"'), "{tag}\n{html}");
        }
        let markdown = table.markdown();
        assert_eq!(markdown.lines().count(), 4, "{markdown}");
        assert!(!markdown.contains("<script") && !markdown.contains("<img"), "{markdown}");
        let bars = |line: &str| line.replace("\\|", "").matches('|').count();
        assert!(markdown.lines().all(|line| bars(line) == 3), "{markdown}");
        let printed = table.to_string();
        assert_eq!(printed.lines().count(), 4, "{printed}");
        assert!(!printed.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{printed}");
    }
}

#[test]
fn what_steers_a_terminal_is_shown_and_not_done() {
    assert_eq!(visible("ü–\t\u{9b}31m\u{2028}"), "ü–��31m�");
}
