//! Privacy, and how to check it: in the twin only, for whoever cannot start the program that draws it in the app.

use std::fmt::Write;

use why502_knowledge::more_words;

use crate::html::E;
use crate::{Ctx, Page};

pub(crate) fn page(ctx: &Ctx) -> Page {
    let w = more_words(ctx.lang);
    let mut html = format!("<p class=\"lead\">{}</p>", E(w.about_lead));
    for (title, texts) in w.about_sections(w.about_check_policy) {
        let _ = write!(html, "<section class=\"part\"><h2>{}</h2>", E(title));
        for text in texts {
            let _ = write!(html, "<p>{}</p>", E(text));
        }
        html.push_str("</section>");
    }
    Page { key: "about".to_owned(), title: w.about_title.to_owned(), description: w.about_lead.to_owned(), html }
}
