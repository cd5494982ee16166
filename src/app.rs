//! The frame: header above, the open page in the middle. All state lives here and is handed down.

use why502_knowledge::{self as knowledge, Lang, Words};
use yew::prelude::*;

use crate::components::{Passing, footer, header, lang_failed};
use crate::hooks::{
    GuideState, MoreHandle, SessionHandle, first_words, recalled, use_guide, use_incoming, use_more, use_reading,
    use_route, use_settings, use_words,
};
use crate::more::PLACE;
use crate::route::Route;
use crate::{pages, web};

/// Draws the page, as soon as there are words for it.
pub(crate) async fn draw() {
    let words = first_words(recalled().lang).await;
    if let Some(host) = web::host().filter(|_| words) {
        yew::Renderer::<App>::with_root(host).render();
    }
    web::say_drawn(words);
}

#[component]
pub(crate) fn App() -> Html {
    let settings = use_settings();
    let session = use_reading();
    let (route, arrival) = use_route();
    let hovering = use_incoming(&session);
    let guide = use_guide(settings.lang);
    let short = use_words(settings.lang);
    let lang = use_whole_lang(settings.lang, guide.state);
    let passing = use_state_eq(|| false);
    let share = *passing && route == Route::Paste && session.answer.is_some();
    let more = use_more(&route, &arrival, lang, session.answer.as_ref(), share);
    let words = knowledge::words(lang);
    let pass_on = {
        let passing = passing.clone();
        Callback::from(move |_: MouseEvent| passing.set(!*passing))
    };

    use_effect_with(lang, |lang| web::set_root("lang", lang.tag()));
    // After those above: now it hears what is pasted and dropped (www/early.js waits for it).
    use_effect_with((), |()| web::set_root("data-boot", "done"));

    use_effect_with(title(&route, &session, lang), |title| {
        if let Some(title) = title {
            web::set_title(title);
        }
    });

    // A link to "#main" would be an address of the router's; the focus is all that has to move.
    let skip = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        if let Some(heading) = web::heading() {
            web::focus(&heading);
        }
    });
    // A page has one main part, and in somebody else's page that is not ours.
    let (main, guest) = if web::is_guest() { ("div", true) } else { ("main", false) };
    html! {
        <>
            if !guest { <a class="skip" href="#main" onclick={skip}>{ words.app_skip }</a> }
            { header(&route, &settings, words) }
            <@{main} id="main" class="main">
                if short.state == GuideState::Failed { { lang_failed(&short, words) } }
                { pages::paste(&session, &guide, lang, route != Route::Paste, hovering, Passing { open: *passing, toggle: pass_on }) }
                <div id={PLACE} ref={more.place.clone()} hidden={!route.is_more() && !share}></div>
                if share { { pages::more(&more, &route, lang, words) } }
                { page(&route, &more, lang, words) }
            </@>
            { footer(words) }
        </>
    }
}

/// The language to draw: the chosen one as soon as it has words, and its long texts are there or will not come soon.
#[hook]
fn use_whole_lang(chosen: Lang, guide: GuideState) -> Lang {
    let drawn = use_mut_ref(|| chosen);
    if knowledge::has_words(chosen) && guide != GuideState::Loading {
        *drawn.borrow_mut() = chosen;
    }
    *drawn.borrow()
}

/// The page that is open, besides the paste page, which is always there, and those of the second program.
fn page(route: &Route, more: &MoreHandle, lang: Lang, words: &Words) -> Html {
    match route {
        Route::Paste => Html::default(),
        Route::Unknown => pages::not_found(words),
        Route::About | Route::Causes | Route::Cause(_) | Route::Book(_) => pages::more(more, route, lang, words),
    }
}

/// What the tab is called: the verdict or the page first, since tabs show little. `None`: the second program says it.
fn title(route: &Route, session: &SessionHandle, lang: Lang) -> Option<String> {
    let words = knowledge::words(lang);
    let first = match route {
        Route::Paste => session.answer.as_ref().map(|answer| {
            let cause = answer.report.findings.first().and_then(|finding| knowledge::cause(&finding.cause));
            cause.and_then(|cause| cause.text(lang)).map_or(words.report_no_failure, |text| text.title)
        }),
        Route::Unknown => Some(words.notfound_title),
        Route::About | Route::Causes | Route::Cause(_) | Route::Book(_) => return None,
    };
    Some(first.map_or_else(|| words.app_title.to_owned(), |first| format!("{first} · why502")))
}
