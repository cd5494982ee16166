//! Privacy, and how to check it.

use why502_knowledge::{Lang, more_words};
use yew::prelude::*;

use crate::web;

pub(crate) fn about(lang: Lang) -> Html {
    let w = more_words(lang);
    // In somebody else's page it is that page's policy, and its scripts see what is here.
    let policy = if web::is_guest() { w.about_check_around } else { w.about_check_policy };
    html! {
        <div class="page">
            <h1 tabindex="-1">{ w.about_title }</h1>
            <p class="lead">{ w.about_lead }</p>
            for (title, texts) in w.about_sections(policy) {
                <section class="part">
                    <h2>{ title }</h2>
                    for text in texts { <p>{ text }</p> }
                </section>
            }
        </div>
    }
}
