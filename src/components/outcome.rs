//! What is below the box: how far the reading is, and then what it found.

use why502_report::Document;
use yew::prelude::*;

use super::share::Share;
use super::verdict::VerdictView;
use super::where_to_look::WhereToLook;
use crate::hooks::use_session;
use crate::i18n::{fill, size, use_lang, use_words};
use crate::session::{Action, Failure, Phase};
use crate::web;

#[component]
pub(crate) fn Outcome() -> Html {
    let words = use_words();
    let session = use_session();
    let place = use_node_ref();
    let answer = session.as_ref().and_then(|s| s.answer.clone());
    let lang = use_lang();
    let document = use_memo((answer.clone(), lang), |(answer, lang)| {
        answer.as_ref().map(|answer| Document::new(&answer.report, *lang))
    });

    // On a small screen the verdict of a paste would be out of sight.
    let arrived = session.as_ref().filter(|s| s.sudden && s.phase == Phase::Done).map(|s| s.run);
    use_effect_with(arrived, {
        let place = place.clone();
        move |arrived| {
            if let Some(place) = place.cast::<web_sys::Element>().filter(|_| arrived.is_some()) {
                web::reveal(&place);
            }
        }
    });
    let Some(session) = session else { return Html::default() };

    let (state, said) = match &session.phase {
        Phase::Idle => ("idle", String::new()),
        // Saying "reading" at every key would be noise.
        Phase::Running { .. } => ("running", String::new()),
        Phase::Done => {
            let verdict = document.as_ref().as_ref().and_then(|d| d.verdict.as_ref());
            let said = verdict.map_or(words.status_nothing.to_owned(), |v| {
                fill(words.status_done, &[("title", v.title)])
            });
            ("done", said)
        }
        Phase::Stopped => ("done", words.status_stopped.to_owned()),
        Phase::Failed(failure) => ("done", failed(failure, words)),
    };
    let cause = document.as_ref().as_ref().and_then(|d| d.verdict.as_ref()).map_or("none", |v| v.cause);
    html! {
        <section
            ref={place}
            class="outcome"
            aria-label={words.verdict_heading}
            aria-busy={(state == "running").to_string()}
            data-testid="verdict"
            data-cause={cause}
            data-state={state}
        >
            <p role="status" class="visually-hidden">{ said }</p>
            { progress(&session, words) }
            if let Phase::Failed(failure) = &session.phase {
                <p class="notice" data-testid="warnings">{ failed(failure, words) }</p>
            }
            if session.phase == Phase::Stopped {
                <p class="notice">{ words.status_stopped }</p>
            }
            if matches!(session.phase, Phase::Failed(_) | Phase::Stopped) {
                <p>
                    <button type="button" class="button" onclick={let s = session.dispatcher(); move |_| s.dispatch(Action::Again)}>
                        { words.status_again }
                    </button>
                </p>
            }
            if let (Some(document), Some(answer)) = (document.as_ref(), &answer) {
                <VerdictView document={document.clone()} />
                <Share document={document.clone()} answer={answer.clone()} />
            }
            if session.phase == Phase::Idle { <WhereToLook /> }
        </section>
    }
}

/// Only a large paste takes long enough to need this.
fn progress(session: &crate::hooks::SessionHandle, words: &'static why502_knowledge::Words) -> Html {
    let (Phase::Running { done }, Some(source)) = (&session.phase, &session.source) else { return Html::default() };
    if source.is_text() {
        return Html::default();
    }
    let all = source.size();
    let stop = {
        let session = session.dispatcher();
        move |_| session.dispatch(Action::Stop)
    };
    html! {
        <div class="progress">
            <p>
                { words.status_running }{ " " }
                <span class="quiet">{ fill(words.status_progress, &[("done", &size(*done)), ("all", &size(all))]) }</span>
            </p>
            <progress aria-label={words.status_running} max={all.to_string()} value={done.to_string()} />
            <button type="button" class="button" onclick={stop}>{ words.status_stop }</button>
        </div>
    }
}

fn failed(failure: &Failure, words: &'static why502_knowledge::Words) -> String {
    match failure {
        Failure::Unreadable(name) => fill(words.status_unreadable, &[("name", name)]),
        Failure::Engine => words.status_failed.to_owned(),
    }
}
