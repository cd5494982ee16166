//! The guide's front page: what there is, a card each.

use std::fmt::Write;

use why502_knowledge::content::Content;

use crate::html::{E, link};
use crate::{Ctx, Page};

pub(crate) fn page(_: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let cards = [
        ("502", w.book_what_title, w.book_what_intro),
        ("causes", w.causes_title, w.book_causes_card),
        ("walk", w.book_walk_title, w.book_walk_intro),
        ("fixes", w.book_fixes_title, w.book_fixes_intro),
        ("commands", w.book_commands_title, w.book_commands_intro),
        ("faq", w.book_faq_title, w.book_faq_intro),
        ("examples", w.book_examples_title, w.book_examples_intro),
        ("timeouts", w.book_timeouts_title, w.book_timeouts_intro),
        ("prevention", w.book_prevention_title, w.book_prevention_intro),
        ("seo", w.book_seo_title, w.book_seo_intro),
    ];
    let mut html = format!("<p class=\"lead\">{}</p><ul class=\"cards\">", E(w.book_home_intro));
    for (key, title, intro) in cards {
        let _ = write!(
            html,
            "<li class=\"card\"><h2>{}</h2><p>{}</p></li>",
            link(&format!("#/{key}"), title, ctx),
            E(intro)
        );
    }
    html.push_str("</ul>");
    Page { key: "guide".into(), title: w.book_home_title.into(), description: w.book_home_intro.into(), html }
}
