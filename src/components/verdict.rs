//! The answer, from the one sentence down to what to paste next. The document says it; this draws it.

use why502_knowledge::{Words, reason};
use why502_report::Document;
use why502_report::document::{Verdict, paragraphs};
use yew::prelude::*;

use super::briefs::briefs;
use super::chain::chain;
use super::evidence::evidence;
use super::fixes::fixes;
use super::guide_notice::guide_notice;
use super::next_steps::next_steps;
use crate::hooks::{GuideHandle, GuideState};
use crate::i18n::fill;
use crate::route::Route;

pub(super) fn verdict(document: &Document, guide: &GuideHandle, words: &Words) -> Html {
    match &document.verdict {
        Some(verdict) => found(verdict, document, guide, words),
        None => nothing(document, words),
    }
}

fn found(verdict: &Verdict, document: &Document, guide: &GuideHandle, words: &Words) -> Html {
    // Where no cause is shown there is nothing to be sure of, and the next paste comes before any attempt.
    let unknown = verdict.cause == "unknown";
    let next = next_steps(&document.next, words);
    html! {
        <>
            <header class="verdict">
                <h2>{ verdict.title }</h2>
                <p class="sentence" data-testid="sentence">{ &verdict.sentence }</p>
                if !unknown { { confidence(verdict, words) } }
            </header>
            { warnings(document, words) }
            { chain(&verdict.chain, words) }
            { evidence(verdict, words) }
            if unknown { { next.clone() } }
            <section class="part">
                <h3>{ words.report_what_to_do }</h3>
                { guide_notice(guide, words) }
                { fixes(&verdict.fixes, 3, true, words) }
                <p class="links quiet">
                    <a href="#/walk">{ words.verdict_walk }</a>
                    <a href="#/fixes">{ words.verdict_all_fixes }</a>
                    <a href="#/page">{ words.verdict_page }</a>
                </p>
            </section>
            <details class="why">
                <summary>{ words.verdict_why }</summary>
                if guide.state == GuideState::Ready { { guide_notice(&guide.with_reasons(), words) } }
                for paragraph in paragraphs(reason(document.lang, verdict.cause)) { <p>{ paragraph }</p> }
                <p><a href={Route::Cause(verdict.cause).to_string()}>{ words.verdict_more }</a></p>
            </details>
            if !(document.alternatives.is_empty() && document.others.is_empty()) {
                <div data-testid="others">
                    { briefs(words.report_also, &document.alternatives, words) }
                    { briefs(words.report_others, &document.others, words) }
                </div>
            }
            { briefs(words.report_consequences, &document.consequences, words) }
            if !unknown { { next } }
        </>
    }
}

/// A word first; the number beside it is for those who want it.
fn confidence(verdict: &Verdict, words: &Words) -> Html {
    let percent = verdict.confidence.to_string();
    html! {
        <p class="confidence">
            <span class="quiet">{ words.report_confidence }{ words.report_colon }</span>
            <strong>{ verdict.confidence_word }</strong>
            <span class="quiet">{ " · " }{ fill(words.verdict_share, &[("percent", &percent)]) }</span>
        </p>
    }
}

fn nothing(document: &Document, words: &Words) -> Html {
    html! {
        <>
            // What was not read cannot be called free of failures.
            if document.unread {
                <header class="verdict"><h2>{ words.report_warnings }</h2></header>
            } else {
                <header class="verdict">
                    <h2>{ words.report_no_failure }</h2>
                    <p class="sentence" data-testid="sentence">{ words.report_no_failure_meaning }</p>
                    <p>{ words.report_no_failure_next }</p>
                </header>
            }
            { warnings(document, words) }
            { next_steps(&document.next, words) }
        </>
    }
}

fn warnings(document: &Document, words: &Words) -> Html {
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
