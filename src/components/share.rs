//! The report to pass on, and what was read to make it.

use why502_knowledge::Words;
use why502_report::Document;
use yew::prelude::*;

use super::copy_button::copy_button;
use crate::i18n::{count, fill};

pub(super) fn share(document: &Document, markdown: &AttrValue, json: &AttrValue, words: &Words) -> Html {
    let kinds: Vec<String> = document.dialects.iter().map(|(name, n)| format!("{name} {}", count(*n))).collect();
    html! {
        <section class="part share">
            <h3>{ words.verdict_report }</h3>
            <p class="quiet">{ words.verdict_report_note }</p>
            <p class="row">
                { copy_button(markdown, words.copy_markdown, None, "copy-markdown", words) }
                { copy_button(json, words.copy_json, None, "copy-json", words) }
            </p>
            <p class="quiet">
                { fill(words.report_lines_read, &[("count", &count(document.lines))]) }
                if !kinds.is_empty() { { " · " }{ words.report_dialects }{ words.report_colon }{ kinds.join(" · ") } }
            </p>
        </section>
    }
}
