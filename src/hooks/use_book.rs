//! The guide's book of the open language: fetched once, when a page first needs it.

use why502_book::{BOOK_FILES, book, load};
use why502_knowledge::Lang;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::{GuideHandle, GuideState};
use crate::web;

/// The state of the book. `wanted`: a page that is in it is open.
#[hook]
pub(crate) fn use_book(lang: Lang, wanted: bool) -> GuideHandle {
    let failed = use_state_eq(|| None);
    let arrived = use_state_eq(|| None);
    let tries = use_state(|| 0_u32);

    use_effect_with((lang, wanted, *tries), {
        let (failed, arrived) = (failed.setter(), arrived.setter());
        move |(lang, wanted, _)| {
            let lang = *lang;
            if !wanted || book(lang).is_some() {
                return;
            }
            failed.set(None);
            spawn_local(async move {
                let text = match lang.pick(BOOK_FILES) {
                    Some(file) => web::fetch_text(file).await,
                    None => None,
                };
                if text.is_some_and(|text| load(lang, text)) {
                    arrived.set(Some(lang));
                } else {
                    failed.set(Some(lang));
                }
            });
        }
    });

    let state = match book(lang) {
        Some(_) => GuideState::Ready,
        None if *failed == Some(lang) => GuideState::Failed,
        None => GuideState::Loading,
    };
    let again = {
        let (now, setter) = (*tries, tries.setter());
        use_callback(now, move |_, now| setter.set(now + 1))
    };
    GuideHandle { state, again }
}
