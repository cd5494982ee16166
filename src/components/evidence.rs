//! The lines that led to the verdict, with the decisive words marked.

use why502_knowledge::Words;
use why502_report::document::{EvidenceLine, Verdict};
use yew::prelude::*;

use crate::i18n::{count, fill};

pub(super) fn evidence(verdict: &Verdict, words: &Words) -> Html {
    html! {
        <section class="part">
            <h3>{ words.report_evidence }</h3>
            <p class="quiet">{ summary(verdict, words) }</p>
            <ol class="evidence" data-testid="evidence">
                for line in &verdict.evidence {
                    <li>
                        <span class="line-number">{ place(line, words) }</span>
                        <code lang="" translate="no">{ &line.before }<mark>{ &line.hit }</mark>{ &line.after }</code>
                    </li>
                }
            </ol>
            for pattern in &verdict.patterns { <p class="pattern" data-testid="pattern">{ pattern }</p> }
        </section>
    }
}

fn place(line: &EvidenceLine, words: &Words) -> String {
    let number = count(line.number);
    match &line.file {
        Some(file) => fill(words.verdict_in_file, &[("file", file), ("line", &number)]),
        None => fill(words.verdict_line, &[("line", &number)]),
    }
}

/// How many lines show it, how many of them are here, and when they were written.
fn summary(verdict: &Verdict, words: &Words) -> String {
    let mut said = vec![fill(words.report_count, &[("count", &count(verdict.count))])];
    let shown = verdict.evidence.len() as u64;
    if verdict.count > shown {
        said.push(fill(words.verdict_shown, &[("count", &count(shown))]));
    }
    if let Some((first, last)) = &verdict.span {
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
