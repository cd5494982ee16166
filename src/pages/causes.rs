//! All causes, by family.

use why502_knowledge::{CAUSES, Cause, CauseText, Family, Lang, Words};
use why502_report::names::family;
use yew::prelude::*;

use super::cause::text;
use crate::route::Route;

pub(crate) fn causes(lang: Lang, words: &Words) -> Html {
    html! {
        <div class="page">
            <h1 tabindex="-1">{ words.causes_title }</h1>
            <p class="lead">{ words.causes_intro }</p>
            for kind in Family::ALL {
                <section class="part" key={kind.id()}>
                    <h2>{ family(kind, words) }</h2>
                    <ul class="briefs columns">
                        for (cause, text) in of(kind, lang) {
                            <li>
                                <a href={Route::Cause(cause.id).to_string()}>{ text.title }</a>
                                <p>{ text.meaning }</p>
                            </li>
                        }
                    </ul>
                </section>
            }
        </div>
    }
}

fn of(family: Family, lang: Lang) -> impl Iterator<Item = (&'static Cause, CauseText)> {
    CAUSES.iter().filter(move |cause| cause.family == family).filter_map(move |c| Some((c, text(c, lang)?)))
}
