//! What is fetched as a file a language: words before anything is drawn, the long texts of causes at once, the guide's
//! book when it is wanted.

use gloo_timers::callback::Timeout;
use why502_book::{BOOK_FILES, book};
use why502_knowledge::{
    GUIDE_FILES, Lang, REASON_FILES, WORD_FILES, guide, has_reasons, has_words, load_guide, load_reasons, load_words,
};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::web;

/// How long a change of language may wait for its texts, so that the page changes at once and as a whole.
const PATIENCE_MS: u32 = 1_000;

/// How far the texts have come.
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
    /// How far those are that say why it happens, which come last.
    reasons: GuideState,
    pub(crate) again: Callback<MouseEvent>,
}

impl GuideHandle {
    /// The same, for what needs the reasons as well.
    pub(crate) fn with_reasons(&self) -> Self {
        let state = if self.state == GuideState::Ready { self.reasons } else { self.state };
        Self { state, ..self.clone() }
    }
}

/// A kind of texts: plain functions, so that the fetching is in the program once.
#[derive(Clone, Copy)]
struct Kind {
    files: &'static [&'static str],
    there: fn(Lang) -> bool,
    /// `false` when the text is not what it should be, such as the front page of a server that answers everything
    /// with it.
    load: fn(Lang, String) -> bool,
}

const WORDS: Kind = Kind { files: WORD_FILES, there: has_words, load: load_words };

/// Fetches the words that the page begins with. `false` when they do not come.
pub(crate) async fn first_words(lang: Lang) -> bool {
    fetch(lang, WORDS).await
}

/// The words: those of the first language are there, another's are fetched when it is chosen.
#[hook]
pub(crate) fn use_words(lang: Lang) -> GuideHandle {
    use_texts(lang, true, WORDS)
}

/// The steps of all causes, and behind them the reasons: fetched once, when the language is first used.
#[hook]
pub(crate) fn use_guide(lang: Lang) -> GuideHandle {
    let kind = Kind { files: GUIDE_FILES, there: |lang| guide(lang).is_some(), load: load_guide };
    let guide = use_texts(lang, true, kind);
    let kind = Kind { files: REASON_FILES, there: has_reasons, load: load_reasons };
    let reasons = use_texts(lang, guide.state == GuideState::Ready, kind);
    let again = use_callback((guide.again.clone(), reasons.again), |event: MouseEvent, (guide, reasons)| {
        guide.emit(event.clone());
        reasons.emit(event);
    });
    GuideHandle { state: guide.state, reasons: reasons.state, again }
}

/// The guide's book: fetched once, when a page that is in it is first open.
#[hook]
pub(crate) fn use_book(lang: Lang, wanted: bool) -> GuideHandle {
    let kind = Kind {
        files: BOOK_FILES,
        there: |lang| book(lang).is_some(),
        load: |lang, text| {
            let styled = Lang::all().any(|lang| book(lang).is_some());
            let good = why502_book::load(lang, text);
            if let Some(book) = book(lang).filter(|_| !styled) {
                web::add_style(book.style());
            }
            good
        },
    };
    use_texts(lang, wanted, kind)
}

async fn fetch(lang: Lang, kind: Kind) -> bool {
    let text = match lang.pick(kind.files) {
        Some(file) => web::fetch_text(file).await,
        None => None,
    };
    text.is_some_and(|text| (kind.load)(lang, text))
}

#[hook]
fn use_texts(lang: Lang, wanted: bool, kind: Kind) -> GuideHandle {
    // Counts what has arrived or failed, so that the page is drawn again.
    let failed = use_state_eq(|| None);
    let arrived = use_state_eq(|| None);
    let slow = use_state_eq(|| None);
    let tries = use_state(|| 0_u32);

    use_effect_with((lang, wanted, *tries), {
        let (failed, arrived, slow) = (failed.setter(), arrived.setter(), slow.setter());
        move |(lang, wanted, _)| {
            let lang = *lang;
            if !wanted || (kind.there)(lang) {
                return;
            }
            failed.set(None);
            Timeout::new(PATIENCE_MS, move || slow.set(Some(lang))).forget();
            spawn_local(async move {
                if fetch(lang, kind).await {
                    arrived.set(Some(lang));
                } else {
                    failed.set(Some(lang));
                }
            });
        }
    });

    let state = if (kind.there)(lang) {
        GuideState::Ready
    } else if *failed == Some(lang) {
        GuideState::Failed
    } else if *slow == Some(lang) {
        GuideState::Slow
    } else {
        GuideState::Loading
    };
    let again = {
        let (now, setter) = (*tries, tries.setter());
        use_callback(now, move |_, now| setter.set(now + 1))
    };
    GuideHandle { state, reasons: GuideState::Ready, again }
}
