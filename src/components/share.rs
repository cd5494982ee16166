//! The report to pass on, and what was read to make it.

use std::rc::Rc;

use why502_report::{Document, markdown};
use yew::prelude::*;

use super::copy_button::CopyButton;
use crate::i18n::{count, fill, use_words};
use crate::session::Answer;

#[derive(Properties, PartialEq)]
pub(crate) struct ShareProps {
    pub(crate) document: Document,
    pub(crate) answer: Rc<Answer>,
}

#[component]
pub(crate) fn Share(props: &ShareProps) -> Html {
    let words = use_words();
    let document = &props.document;
    let kinds: Vec<String> = document.dialects.iter().map(|(name, n)| format!("{name} {}", count(*n))).collect();
    html! {
        <section class="part share">
            <h3>{ words.verdict_report }</h3>
            <p class="quiet">{ words.verdict_report_note }</p>
            <p class="row">
                <CopyButton label={words.copy_markdown} text={markdown::render(document)} testid="copy-markdown" />
                <CopyButton label={words.copy_json} text={props.answer.json.clone()} testid="copy-json" />
            </p>
            <p class="quiet">
                { fill(words.report_lines_read, &[("count", &count(document.lines))]) }
                if !kinds.is_empty() { { " · " }{ words.report_dialects }{ words.report_colon }{ kinds.join(" · ") } }
            </p>
        </section>
    }
}
