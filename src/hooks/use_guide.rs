//! The long texts of the open language: fetched once, when the language is first used.

use gloo_timers::callback::Timeout;
use why502_knowledge::{GUIDE_FILES, Lang, guide, load_guide};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::web;

/// How long a change of language may wait for its texts, so that the page changes at once and as a whole.
const PATIENCE_MS: u32 = 1_000;

/// How far the long texts have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GuideState {
    Loading,
    /// Still loading, and for longer than anybody waits without a word.
    Slow,
    Ready,
    Failed,
}

/// The state of the open language's texts, and a way to try once more.
#[derive(Clone, PartialEq)]
pub(crate) struct GuideHandle {
    pub(crate) state: GuideState,
    pub(crate) again: Callback<MouseEvent>,
}

#[hook]
pub(crate) fn use_guide(lang: Lang) -> GuideHandle {
    // Counts what has arrived or failed, so that the page is drawn again.
    let failed = use_state_eq(|| None);
    let arrived = use_state_eq(|| None);
    let slow = use_state_eq(|| None);
    let tries = use_state(|| 0_u32);

    use_effect_with((lang, *tries), {
        let (failed, arrived, slow) = (failed.setter(), arrived.setter(), slow.setter());
        move |(lang, _)| {
            let lang = *lang;
            if guide(lang).is_some() {
                return;
            }
            failed.set(None);
            Timeout::new(PATIENCE_MS, move || slow.set(Some(lang))).forget();
            spawn_local(async move {
                let text = match lang.pick(GUIDE_FILES) {
                    Some(file) => web::fetch_text(file).await,
                    None => None,
                };
                // A server that answers everything with its front page is found out by the reading.
                match text.map(|text| load_guide(lang, text)) {
                    Some(Ok(())) => arrived.set(Some(lang)),
                    _ => failed.set(Some(lang)),
                }
            });
        }
    });

    let state = match guide(lang) {
        Some(_) => GuideState::Ready,
        None if *failed == Some(lang) => GuideState::Failed,
        None if *slow == Some(lang) => GuideState::Slow,
        None => GuideState::Loading,
    };
    let again = {
        let (now, setter) = (*tries, tries.setter());
        use_callback(now, move |_, now| setter.set(now + 1))
    };
    GuideHandle { state, again }
}
