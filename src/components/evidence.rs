//! The lines that led to the verdict, with the decisive words marked.

use why502_report::document::EvidenceLine;
use yew::prelude::*;

use crate::i18n::{count, fill, use_words};

#[derive(Properties, PartialEq)]
pub(crate) struct EvidenceProps {
    pub(crate) lines: Vec<EvidenceLine>,
    /// How many lines show it in all.
    pub(crate) count: u64,
    /// Times of the first and the last.
    pub(crate) span: Option<(String, String)>,
}

#[component]
pub(crate) fn Evidence(props: &EvidenceProps) -> Html {
    let words = use_words();
    html! {
        <section class="part">
            <h3>{ words.report_evidence }</h3>
            <p class="quiet">{ summary(props, words) }</p>
            <ol class="evidence" data-testid="evidence">
                for line in props.lines.iter() {
                    <li>
                        <span class="line-number">{ place(line, words) }</span>
                        <code lang="" translate="no">{ &line.before }<mark>{ &line.hit }</mark>{ &line.after }</code>
                    </li>
                }
            </ol>
        </section>
    }
}

fn place(line: &EvidenceLine, words: &'static why502_knowledge::Words) -> String {
    let number = count(line.number);
    match &line.file {
        Some(file) => fill(words.verdict_in_file, &[("file", file), ("line", &number)]),
        None => fill(words.verdict_line, &[("line", &number)]),
    }
}

/// How many lines show it, how many of them are here, and when they were written.
fn summary(props: &EvidenceProps, words: &'static why502_knowledge::Words) -> String {
    let mut said = vec![fill(words.report_count, &[("count", &count(props.count))])];
    if props.count > props.lines.len() as u64 {
        said.push(fill(words.verdict_shown, &[("count", &count(props.lines.len() as u64))]));
    }
    if let Some((first, last)) = &props.span {
        said.push(if first == last {
            fill(words.verdict_at, &[("first", &spaced(first))])
        } else {
            fill(words.verdict_from_to, &[("first", &spaced(first)), ("last", &spaced(last))])
        });
    }
    said.join(" · ")
}

/// `2026-03-04T10:47:22` as people write it.
fn spaced(time: &str) -> String {
    time.replacen('T', " ", 1)
}
