//! Privacy, and how to check it.

use why502_knowledge::Words;
use yew::prelude::*;

pub(crate) fn about(words: &Words) -> Html {
    html! {
        <div class="page">
            <h1 tabindex="-1">{ words.about_title }</h1>
            <p class="lead">{ words.about_lead }</p>
            <section class="part">
                <h2>{ words.about_what_title }</h2>
                <p>{ words.about_what }</p>
            </section>
            <section class="part">
                <h2>{ words.about_check_title }</h2>
                <ul class="plain">
                    <li>{ words.about_check_offline }</li>
                    <li>{ words.about_check_network }</li>
                    <li>{ words.about_check_policy }</li>
                </ul>
            </section>
            <section class="part">
                <h2>{ words.about_share_title }</h2>
                <p>{ words.about_share }</p>
            </section>
            <section class="part">
                <h2>{ words.about_limits_title }</h2>
                <p>{ words.about_limits }</p>
            </section>
        </div>
    }
}
