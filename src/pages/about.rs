//! Privacy, and how to check it.

use why502_knowledge::{Lang, more_words};
use yew::prelude::*;

use crate::web;

pub(crate) fn about(lang: Lang) -> Html {
    let w = more_words(lang);
    // In somebody else's page it is that page's policy, and its scripts see what is here.
    let policy = if web::is_guest() { w.about_check_around } else { w.about_check_policy };
    let sections: [(&str, &[&str]); 4] = [
        (w.about_what_title, &[w.about_what]),
        (w.about_check_title, &[w.about_check_offline, w.about_check_network, w.about_check_storage, policy]),
        (w.about_share_title, &[w.about_share, w.about_share_link]),
        (w.about_limits_title, &[w.about_limits]),
    ];
    html! {
        <div class="page">
            <h1 tabindex="-1">{ w.about_title }</h1>
            <p class="lead">{ w.about_lead }</p>
            for (title, texts) in sections {
                <section class="part">
                    <h2>{ title }</h2>
                    for text in texts { <p>{ *text }</p> }
                </section>
            }
        </div>
    }
}
