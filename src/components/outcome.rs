//! What is below the box: how far the reading is, and then what it found.

use why502_knowledge::{self as knowledge, Lang, Words};
use why502_report::Document;
use yew::prelude::*;

use super::verdict::verdict;
use super::where_to_look::where_to_look;
use crate::hooks::{GuideHandle, SessionHandle};
use crate::i18n::{count, fill, size};
use crate::session::{Action, Failure, Phase};
use crate::web;

/// Whether what can be passed on is shown. The second program draws it, below.
#[derive(Clone, PartialEq)]
pub(crate) struct Passing {
    pub(crate) open: bool,
    pub(crate) toggle: Callback<MouseEvent>,
}

#[derive(Properties, PartialEq)]
pub(crate) struct OutcomeProps {
    pub(crate) session: SessionHandle,
    pub(crate) guide: GuideHandle,
    pub(crate) lang: Lang,
    pub(crate) passing: Passing,
}

#[component]
pub(crate) fn Outcome(props: &OutcomeProps) -> Html {
    let OutcomeProps { session, guide, lang, passing } = props;
    let words = knowledge::words(*lang);
    let place = use_node_ref();
    // The document is made anew when the language's long texts have come.
    let shown = use_memo((session.answer.clone(), *lang, guide.state), |(answer, lang, _)| {
        answer.as_ref().map(|answer| Document::new(&answer.report, *lang))
    });

    // On a small screen the verdict of a paste would be out of sight.
    let arrived = (session.sudden && session.phase == Phase::Done).then_some(session.run);
    use_effect_with(arrived, {
        let place = place.clone();
        move |arrived| {
            if let Some(place) = place.cast::<web_sys::Element>().filter(|_| arrived.is_some()) {
                web::reveal(&place);
            }
        }
    });
    let shown = shown.as_ref().as_ref();
    let verdict_found = shown.and_then(|document| document.verdict.as_ref());

    let (state, said) = match &session.phase {
        Phase::Idle => ("idle", String::new()),
        // Saying "reading" at every key would be noise.
        Phase::Running { .. } => ("running", String::new()),
        Phase::Done => {
            let said = verdict_found
                .map_or(words.status_nothing.to_owned(), |v| fill(words.status_done, &[("title", v.title)]));
            ("done", said)
        }
        Phase::Stopped => ("done", words.status_stopped.to_owned()),
        Phase::Failed(failure) => ("done", failed(failure, words)),
    };
    let cause = verdict_found.map_or("none", |v| v.cause);
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
            { progress(session, words) }
            if let Phase::Failed(failure) = &session.phase {
                <p class="notice" data-testid="warnings">
                    { failed(failure, words) }
                    if let (Failure::Engine, Some(guide)) = (failure, web::link(&format!("guide/{}/index.html", lang.tag()))) {
                        { " " }<a href={guide}>{ words.app_guide }</a>
                    }
                </p>
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
            if let Some(document) = shown {
                { verdict(document, guide, words) }
                { read(document, words) }
                <p class="part">
                    <button
                        type="button"
                        class="button"
                        aria-expanded={passing.open.to_string()}
                        onclick={passing.toggle.clone()}
                        data-testid="pass-on"
                    >
                        { words.verdict_report }
                    </button>
                    { " " }<span class="quiet">{ words.verdict_report_note }</span>
                </p>
            }
            if session.phase == Phase::Idle { { where_to_look(words) } }
        </section>
    }
}

/// Only a large paste takes long enough to need this.
fn progress(session: &SessionHandle, words: &Words) -> Html {
    let (Phase::Running { done }, Some(source)) = (&session.phase, &session.source) else {
        return Html::default();
    };
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

fn failed(failure: &Failure, words: &Words) -> String {
    match failure {
        Failure::Unreadable(name) => fill(words.status_unreadable, &[("name", name)]),
        Failure::Link => words.status_link.to_owned(),
        Failure::Engine => words.status_failed.to_owned(),
    }
}

/// What was read to make the report.
fn read(document: &Document, words: &Words) -> Html {
    let kinds: Vec<String> = document.dialects.iter().map(|(name, n)| format!("{name} {}", count(*n))).collect();
    html! {
        <p class="quiet">
            { fill(words.report_lines_read, &[("count", &count(document.lines))]) }
            if !kinds.is_empty() { { " · " }{ words.report_dialects }{ words.report_colon }{ kinds.join(" · ") } }
        </p>
    }
}
