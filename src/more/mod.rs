//! The second program: every page that is about more than what was pasted.
//!
//! It is loaded when the first of these pages is opened and stays. It draws into one element of the first program's
//! page and is told there what to draw ([`told`]); it tells nothing back. When another page is open it draws nothing.

mod told;

use std::rc::Rc;

use gloo_events::EventListener;
use why502_book::book;
use why502_knowledge::{self as knowledge, Lang};
use yew::prelude::*;

pub(crate) use told::{PLACE, Told};

use crate::book::BookPage;
use crate::components::share::Share;
use crate::hooks::{GuideHandle, GuideState, use_book, use_guide};
use crate::maker::Maker;
use crate::route::{MAKER, Route};
use crate::{pages, web};

/// Draws into the element that the first program keeps.
pub(crate) fn draw() {
    knowledge::bundle_words();
    let (Some(place), Some(apart)) = (web::by_id(PLACE), web::new_element("div")) else {
        return;
    };
    // Yew marks its elements with the number of their root, by which it tells whose an event is, and counts roots
    // from 1 in each program. With the same number each would take the other's clicks for its own: one is used up.
    yew::Renderer::<Nothing>::with_root(apart).render();
    yew::Renderer::<More>::with_root(place).render();
}

#[component]
fn Nothing() -> Html {
    Html::default()
}

#[component]
fn More() -> Html {
    let told = use_told();
    let lang = told.lang;
    let guide = use_guide(lang);
    let with_book = match &told.route {
        Some(Route::Book(place)) => place.key != MAKER,
        other => matches!(other, Some(Route::Cause(_))),
    };
    let book = use_book(lang, with_book);

    let drawn = match &told.route {
        // What is not in the book is said to be nowhere.
        Some(Route::Book(_)) => title(&told).is_some() || book.state == GuideState::Ready,
        other => other.is_some(),
    };
    use_arrival(&told, drawn);
    use_effect_with(title(&told), |title| {
        if let Some(title) = title {
            web::set_title(&format!("{title} · why502"));
        }
    });
    page(&told, &guide, &book, lang)
}

fn page(told: &Told, guide: &GuideHandle, book: &GuideHandle, lang: Lang) -> Html {
    let words = knowledge::words(lang);
    match &told.route {
        Some(Route::About) => pages::about(lang),
        Some(Route::Causes) => pages::causes(lang, words),
        Some(Route::Cause(id)) => pages::cause(id, guide, lang, words),
        Some(Route::Book(place)) if place.key == MAKER => html! { <Maker place={Rc::clone(place)} {lang} /> },
        Some(Route::Book(place)) => html! {
            <BookPage
                place={Rc::clone(place)}
                state={book.clone()}
                guide={guide.clone()}
                answer={told.answer.clone()}
                {lang}
            />
        },
        None if told.share => told.answer.as_ref().map_or_else(Html::default, |answer| {
            html! { <Share answer={Rc::clone(answer)} guide={guide.state} {lang} /> }
        }),
        _ => Html::default(),
    }
}

/// What the page is called, once it is there.
fn title(told: &Told) -> Option<&'static str> {
    match told.route.as_ref()? {
        Route::About => Some(knowledge::more_words(told.lang).about_title),
        Route::Causes => Some(knowledge::words(told.lang).causes_title),
        Route::Cause(id) => pages::cause_text(knowledge::cause(id)?, told.lang).map(|text| text.title),
        Route::Book(place) if place.key == MAKER => Some(knowledge::more_words(told.lang).maker_title),
        Route::Book(place) => book(told.lang)?.page(&place.key).map(|page| page.title),
        _ => None,
    }
}

/// What the first program says now.
#[hook]
fn use_told() -> Rc<Told> {
    let told = use_state(|| Rc::new(web::by_id(PLACE).map_or_else(Told::default, |place| Told::read(&place, None))));
    use_effect_with((), {
        let (setter, mut last) = (told.setter(), Rc::clone(&told));
        move |()| {
            let listener = web::by_id(PLACE).map(|place| {
                let mut look = {
                    let place = place.clone();
                    move || {
                        last = Rc::new(Told::read(&place, Some(&last)));
                        setter.set(Rc::clone(&last));
                    }
                };
                // It may have been told something while it was starting.
                look();
                EventListener::new(&place, told::EVENT, move |_| look())
            });
            move || drop(listener)
        }
    });
    Rc::clone(&told)
}

/// When another page was opened and is there: to its place, and the focus to its heading.
#[hook]
fn use_arrival(told: &Rc<Told>, drawn: bool) {
    let arrived = use_mut_ref(|| 0);
    use_effect_with((Rc::clone(told), drawn), move |(told, drawn)| {
        let Some(top) = told.top.filter(|_| *drawn && *arrived.borrow() != told.number) else {
            return;
        };
        *arrived.borrow_mut() = told.number;
        // What the address means on a page is found by that page.
        if !matches!(&told.route, Some(Route::Book(place)) if !place.item.is_empty()) {
            web::arrive(top);
        }
    });
}
