//! A short list of causes: what else it could be, what else was found, what follows.

use why502_knowledge::Words;
use why502_report::document::Brief;
use yew::prelude::*;

use crate::i18n::{count, fill};
use crate::route::Route;

/// Nothing at all when there is nothing to list.
pub(super) fn briefs(title: &'static str, items: &[Brief], words: &Words) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    html! {
        <section class="part">
            <h3>{ title }</h3>
            <ul class="briefs">
                for item in items {
                    <li>
                        <a href={Route::Cause(item.cause).to_string()}>{ item.title }</a>
                        { " " }
                        <span class="quiet">{ numbers(item, words) }</span>
                        <p>{ item.meaning }</p>
                    </li>
                }
            </ul>
        </section>
    }
}

fn numbers(item: &Brief, words: &Words) -> String {
    let share = fill(words.verdict_share, &[("percent", &item.confidence.to_string())]);
    if item.count == 0 {
        return share;
    }
    format!("{share} · {}", fill(words.report_count, &[("count", &count(item.count))]))
}
