//! Privacy, and how to check it: in the twin only, for whoever cannot start the program that draws it in the app.

use std::fmt::Write;

use why502_knowledge::more_words;

use crate::html::E;
use crate::{Ctx, Page};

pub(crate) fn page(ctx: &Ctx) -> Page {
    let w = more_words(ctx.lang);
    let mut html = format!("<p class=\"lead\">{}</p>", E(w.about_lead));
    let sections: [(&str, &[&str]); 4] = [
        (w.about_what_title, &[w.about_what]),
        (
            w.about_check_title,
            &[w.about_check_offline, w.about_check_network, w.about_check_storage, w.about_check_policy],
        ),
        (w.about_share_title, &[w.about_share, w.about_share_link]),
        (w.about_limits_title, &[w.about_limits]),
    ];
    for (title, texts) in sections {
        let _ = write!(html, "<section class=\"part\"><h2>{}</h2>", E(title));
        for text in texts {
            let _ = write!(html, "<p>{}</p>", E(text));
        }
        html.push_str("</section>");
    }
    Page { key: "about".to_owned(), title: w.about_title.to_owned(), description: w.about_lead.to_owned(), html }
}
