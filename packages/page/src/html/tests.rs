//! A page says what it is given, and does nothing else with it.

use maud::html;

use super::{
    Card, Link, Links, Page, Section, Term, cards, command, folded, glossary, links_to, list, meanings,
};

#[test]
fn the_name_of_a_figure_leads_to_its_definition() {
    const TERMS: [Term; 2] = [
        Term { id: "term-coverage", names: &["Coverage"], meaning: "", unit: "", window: "" },
        Term {
            id: "term-net",
            names: &["Net emission", "Net"],
            meaning: "a",
            unit: "b",
            window: "all of {run}",
        },
    ];
    let links = links_to(&TERMS).and([Link::new("crash60", "scenario-crash60")]);
    for (cell, expected) in [
        ("Coverage", "<a href=\"#term-coverage\">Coverage</a>"),
        ("net emission, <trip>", "<a href=\"#term-net\">net emission</a>, &lt;trip&gt;"),
        ("Net", "<a href=\"#term-net\">Net</a>"),
        ("crash60: bad", "<a href=\"#scenario-crash60\">crash60</a>: bad"),
        ("Coverages", "Coverages"),
        ("policy.mint.round_trip", "policy.<wbr>mint.<wbr>round_<wbr>trip"),
        ("policy.<b>", "policy.&lt;b&gt;"),
        ("0.95", "0.95"),
    ] {
        assert_eq!(links.linked(cell).into_string(), expected);
    }
    let glossary = glossary(&TERMS, "3 days").into_string();
    assert!(glossary.contains("<div id=\"term-net\"><dt>Net emission</dt><dd>a <span class=\"measured\">Unit: b. Window: all of 3 days.</span></dd></div>"));
}

#[test]
fn every_text_of_a_page_is_escaped() {
    const HOSTILE: &str = "</title></style><script>alert(\"x\")</script><b title='";
    let links = Links::new([Link::new(HOSTILE, HOSTILE)]);
    let body = html! {
        (cards(&[Card { name: "n", value: HOSTILE.into(), unit: HOSTILE.into(), note: HOSTILE.into() }]))
        (meanings([(HOSTILE.to_owned(), html! { (HOSTILE) })]))
        (list([HOSTILE], &links))
        (folded(Some(HOSTILE), HOSTILE, &html! {}))
        (command(HOSTILE))
    };
    let page = Page {
        kind: HOSTILE,
        title: HOSTILE,
        lead: HOSTILE,
        intro: HOSTILE,
        fine: HOSTILE,
        version: HOSTILE,
        sections: vec![Section::new("one", "One", body)],
    }
    .file();
    for tag in ["<script", "<b ", "\"x\"", "alert(\""] {
        assert!(!page.contains(tag), "{tag}\n{page}");
    }
    for closed in ["</title>", "</style>"] {
        assert_eq!(page.matches(closed).count(), 1, "{closed}");
    }
    assert_eq!(page.to_lowercase().matches("&lt;script&gt;alert(&quot;x&quot;)").count(), 18);
}

#[test]
fn nothing_to_list_is_no_list() {
    assert_eq!(list(Vec::<String>::new(), &Links::default()).into_string(), "");
}
