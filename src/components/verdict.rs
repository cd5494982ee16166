//! The answer, from the one sentence down to what to paste next. The document says it; this draws it.

use why502_report::Document;
use why502_report::document::Verdict;
use yew::prelude::*;

use super::briefs::Briefs;
use super::chain::Chain;
use super::evidence::Evidence;
use super::fixes::Fixes;
use super::next_steps::NextSteps;
use crate::i18n::{fill, use_words};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(crate) struct VerdictViewProps {
    pub(crate) document: Document,
}

#[component]
pub(crate) fn VerdictView(props: &VerdictViewProps) -> Html {
    let words = use_words();
    let document = &props.document;
    match &document.verdict {
        Some(verdict) => found(verdict, document, words),
        None => nothing(document, words),
    }
}

type Words = why502_knowledge::Words;

fn found(verdict: &Verdict, document: &Document, words: &'static Words) -> Html {
    html! {
        <>
            <header class="verdict">
                <h2>{ verdict.title }</h2>
                <p class="sentence" data-testid="sentence">{ &verdict.sentence }</p>
                { confidence(verdict, words) }
            </header>
            { warnings(document, words) }
            <Chain hops={verdict.chain.clone()} />
            <Evidence lines={verdict.evidence.clone()} count={verdict.count} span={verdict.span.clone()} />
            <section class="part">
                <h3>{ words.report_what_to_do }</h3>
                <Fixes fixes={verdict.fixes.clone()} />
            </section>
            <details class="why">
                <summary>{ words.verdict_why }</summary>
                for paragraph in verdict.explanation.iter().copied() { <p>{ paragraph }</p> }
                <p><a href={Route::Cause(verdict.cause).to_string()}>{ words.verdict_more }</a></p>
            </details>
            if !(document.alternatives.is_empty() && document.others.is_empty()) {
                <div data-testid="others">
                    <Briefs title={words.report_also} items={document.alternatives.clone()} />
                    <Briefs title={words.report_others} items={document.others.clone()} />
                </div>
            }
            <Briefs title={words.report_consequences} items={document.consequences.clone()} />
            <NextSteps steps={document.next.clone()} />
        </>
    }
}

/// A word first; the number beside it is for those who want it.
fn confidence(verdict: &Verdict, words: &'static Words) -> Html {
    let percent = verdict.confidence.to_string();
    html! {
        <p class="confidence">
            <span class="quiet">{ words.report_confidence }</span>
            { " " }
            <strong>{ verdict.confidence_word }</strong>
            { " " }
            <meter
                class="visually-hidden" min="0" max="100" value={percent.clone()} aria-label={words.report_confidence}
            />
            <span class="quiet">{ fill(words.verdict_share, &[("percent", &percent)]) }</span>
        </p>
    }
}

fn nothing(document: &Document, words: &'static Words) -> Html {
    // When nothing could be read, that is the answer, and "no failure found" would be a claim too many.
    let unread = document.lines == 0 && !document.warnings.is_empty();
    html! {
        <>
            if !unread {
                <header class="verdict">
                    <h2>{ words.report_no_failure }</h2>
                    <p class="sentence" data-testid="sentence">{ words.report_no_failure_meaning }</p>
                    <p>{ words.report_no_failure_next }</p>
                </header>
            }
            { warnings(document, words) }
            <NextSteps steps={document.next.clone()} />
        </>
    }
}

fn warnings(document: &Document, words: &'static Words) -> Html {
    if document.warnings.is_empty() {
        return Html::default();
    }
    html! {
        <section class="notice" data-testid="warnings" aria-label={words.report_warnings}>
            <ul>
                for warning in document.warnings.iter() { <li>{ warning }</li> }
            </ul>
        </section>
    }
}
