//! The frame: header above, the open page in the middle. All state lives here and is handed down.

use why502_knowledge::{self as knowledge, Lang, Words};
use yew::prelude::*;

use crate::book::BookPage;
use crate::components::{footer, header};
use crate::hooks::{
    GuideHandle, GuideState, SessionHandle, use_book, use_guide, use_incoming, use_reading, use_route, use_settings,
};
use crate::route::Route;
use crate::{pages, web};

/// Draws the page.
pub(crate) fn draw() {
    if let Some(host) = web::host() {
        yew::Renderer::<App>::with_root(host).render();
    }
}

#[component]
pub(crate) fn App() -> Html {
    let settings = use_settings();
    let session = use_reading();
    let route = use_route();
    let hovering = use_incoming(&session);
    let guide = use_guide(settings.lang);
    let lang = use_whole_lang(settings.lang, guide.state);
    let book = use_book(lang, matches!(route, Route::Book(_) | Route::Cause(_)));
    let words = knowledge::words(lang);

    use_effect_with(lang, |lang| web::set_root("lang", lang.tag()));

    use_effect_with(title(&route, &session, lang), |title| web::set_title(title));

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
                { pages::paste(&session, &guide, lang, route != Route::Paste, hovering) }
                { page(&route, &session, &guide, &book, lang, words) }
            </@>
            { footer(words) }
        </>
    }
}

/// The language to draw: the chosen one as soon as its long texts are there, or will not come soon.
#[hook]
fn use_whole_lang(chosen: Lang, guide: GuideState) -> Lang {
    let drawn = use_mut_ref(|| chosen);
    if guide != GuideState::Loading {
        *drawn.borrow_mut() = chosen;
    }
    *drawn.borrow()
}

/// The page that is open, besides the paste page, which is always there.
fn page(
    route: &Route,
    session: &SessionHandle,
    guide: &GuideHandle,
    book: &GuideHandle,
    lang: Lang,
    words: &Words,
) -> Html {
    match route {
        Route::Paste => Html::default(),
        Route::Causes => pages::causes(lang, words),
        Route::Cause(id) => pages::cause(id, guide, lang, words),
        Route::Book(place) => html! {
            <BookPage place={place.clone()} state={book.clone()} answer={session.answer.clone()} {lang} />
        },
        Route::About => pages::about(words),
        Route::Unknown => pages::not_found(words),
    }
}

/// What the tab is called: the verdict or the page first, since tabs show little.
fn title(route: &Route, session: &SessionHandle, lang: Lang) -> String {
    let words = knowledge::words(lang);
    let cause = |id: &str| knowledge::cause(id).and_then(|cause| lang.pick(cause.text)).map(|text| text.title);
    let answer = session.answer.as_ref();
    let first = match route {
        Route::Paste => answer.map(|answer| {
            let finding = answer.report.findings.first();
            finding.and_then(|finding| cause(&finding.cause)).unwrap_or(words.report_no_failure)
        }),
        Route::Causes => Some(words.causes_title),
        Route::Cause(id) => cause(id),
        Route::Book(place) => why502_book::book(lang).and_then(|book| book.page(&place.key)).map(|page| page.title),
        Route::About => Some(words.about_title),
        Route::Unknown => Some(words.notfound_title),
    };
    first.map_or_else(|| words.app_title.to_owned(), |first| format!("{first} · why502"))
}
