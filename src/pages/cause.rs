//! One cause: what it means, why it happens, what to do, what it goes together with.

use why502_engine::Map;

use why502_knowledge::{self as knowledge, CAUSES, Cause, CauseText, Lang, Words};
use why502_report::document;
use why502_report::names::{family, layer};
use yew::prelude::*;

use crate::components::{fixes, guide_notice};
use crate::hooks::GuideHandle;
use crate::route::Route;

/// The words of a cause.
pub(crate) fn text(cause: &Cause, lang: Lang) -> Option<CauseText> {
    cause.text(lang)
}

pub(crate) fn cause(id: &str, guide: &GuideHandle, lang: Lang, words: &Words) -> Html {
    let Some(cause) = knowledge::cause(id) else {
        return Html::default();
    };
    let Some(text) = text(cause, lang) else {
        return Html::default();
    };
    html! {
        <div class="page cause-page" data-testid="cause" data-cause={cause.id}>
            <p class="crumb"><a href={Route::Causes.to_string()}>{ words.causes_title }</a></p>
            <h1 tabindex="-1">{ text.title }</h1>
            <p class="lead">{ text.meaning }</p>
            <dl class="facts">
                <div><dt>{ words.cause_family }</dt><dd>{ family(cause.family, words) }</dd></div>
                <div><dt>{ words.cause_layer }</dt><dd>{ layer(cause.layer, words) }</dd></div>
            </dl>
            <section class="part">
                <h2>{ words.cause_explanation }</h2>
                { guide_notice(&guide.with_reasons(), words) }
                for paragraph in document::paragraphs(knowledge::reason(lang, cause.id)) { <p>{ paragraph }</p> }
            </section>
            <section class="part fixes-below">
                <h2>{ words.cause_fixes }</h2>
                <p class="quiet">{ words.cause_without_values }</p>
                { fixes(&document::fixes(cause, &Map::new(), lang), 2, true, words) }
            </section>
            { asks(cause, lang, words) }
            { links(words.cause_explained_by, CAUSES.iter().filter(|c| c.explains.contains(&cause.id)), lang) }
            { links(words.cause_explains, cause.explains.iter().filter_map(|id| knowledge::cause(id)), lang) }
            // Real lines, related questions, sources: nobody waits for them.
            if let Some(page) = why502_book::book(lang).and_then(|book| book.page(&format!("cause/{id}"))) {
                <div class="book" key={cause.id}>{ crate::book::drawn(page) }</div>
            }
            <p><a class="button" href={Route::Paste.to_string()}>{ words.cause_diagnose }</a></p>
        </div>
    }
}

/// What would show it, for those who want to know.
fn asks(cause: &Cause, lang: Lang, words: &Words) -> Html {
    let asks = cause.next.iter().filter_map(|id| knowledge::ask(id)).filter_map(|ask| ask.text(lang));
    html! {
        <section class="part">
            <h2>{ words.cause_next }</h2>
            <ul class="briefs">
                for ask in asks { <li><strong>{ ask.title }</strong><p>{ ask.why }</p></li> }
            </ul>
        </section>
    }
}

fn links(title: &'static str, causes: impl Iterator<Item = &'static Cause>, lang: Lang) -> Html {
    let causes: Vec<_> = causes.filter_map(|cause| Some((cause.id, text(cause, lang)?))).collect();
    if causes.is_empty() {
        return Html::default();
    }
    html! {
        <section class="part">
            <h2>{ title }</h2>
            <ul class="links">
                for (id, text) in causes {
                    <li><a href={Route::Cause(id).to_string()}>{ text.title }</a></li>
                }
            </ul>
        </section>
    }
}
