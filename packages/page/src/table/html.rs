//! A table on a page.

use maud::{Markup, html};

use super::{Kind, Table};
use crate::html::Links;

impl Table {
    /// In a box of its own that scrolls where the page is too narrow. `id` is its anchor, `caption` says what it shows; where a cell or a
    /// heading begins with a name of `links`, it leads there.
    #[must_use]
    pub fn html(&self, id: &str, caption: &str, links: &Links) -> Markup {
        let named = format!("{id}-c");
        let row = |cells: &[String]| {
            html! { tr { @for (place, cell) in cells.iter().enumerate() {
                @if place == 0 { th scope="row" { (links.linked(cell)) } }
                @else { td class=[self.class(place)] { (links.linked(cell)) } }
            } }
            "\n" }
        };
        html! {
            div class="scroll" tabindex="0" role="region" aria-labelledby=(named) { "\n"
                table id=(id) { "\n"
                    caption { span id=(named) { (caption) } } "\n"
                    thead { tr { @for (place, column) in self.columns.iter().enumerate() {
                        th scope="col" class=[self.class(place)] {
                            @match &column.target {
                                Some(target) => a href=(target) { code { (column.heading) } },
                                None => (links.linked(&column.heading)),
                            }
                        }
                    } } } "\n"
                    tbody { "\n" @for cells in &self.rows { (row(cells)) } } "\n"
                    @if let Some(total) = &self.total { tfoot { "\n" (row(total)) } "\n" }
                } "\n"
            } "\n"
        }
    }

    fn class(&self, place: usize) -> Option<&'static str> {
        let column = self.columns.get(place)?;
        (place > 0 && column.kind == Kind::Words).then_some("words")
    }
}
