//! What to do: each fix as check → do → prove.

use why502_knowledge::Words;
use why502_report::blanks::blanks;
use why502_report::document::{FixStep, Step};
use yew::prelude::*;

use super::command::command;
use crate::i18n::fill;

/// The headings are one and two levels below the one that stands above. `open`: the first is unfolded.
pub(crate) fn fixes(fixes: &[FixStep], above: u8, open: bool, words: &Words) -> Html {
    let commands = fixes.iter().flat_map(|fix| [&fix.check, &fix.act, &fix.prove]).flat_map(|s| &s.commands);
    let blanks = blanks(commands).join(words.verdict_comma);
    let step = |name, part, risk| step(name, part, risk, above + 2, words);
    html! {
        <>
            if open && !blanks.is_empty() {
                <p class="quiet">{ fill(words.verdict_fill_in, &[("words", &blanks)]) }</p>
            }
            <ol class="fixes">
                for (at, fix) in fixes.iter().enumerate() {
                    <li class="fix" key={fix.id} data-testid="fix">
                        // One thing at a time: the others are there, and do not push the rest away.
                        <details open={open && at == 0}>
                            <summary>
                                <span class="fix-name">
                                    <@{format!("h{}", above + 1)}>{ fix.title }</@>
                                    <span class="tags">
                                        <span class="tag" data-kind={fix.kind.id()}>{ fix.kind_word }</span>
                                        <span class="tag" data-risk={fix.risk.id()}>
                                            { fill(words.verdict_risk, &[("risk", fix.risk_word)]) }
                                        </span>
                                    </span>
                                </span>
                            </summary>
                            <ol class="steps">
                                { step(words.report_check, &fix.check, None) }
                                { step(words.report_do, &fix.act, Some(&fix.risk_note)) }
                                { step(words.report_prove, &fix.prove, None) }
                            </ol>
                        </details>
                    </li>
                }
            </ol>
        </>
    }
}

/// One step; what may go wrong stands before the commands, where it is read in time.
fn step(name: &'static str, step: &Step, risk: Option<&str>, level: u8, words: &Words) -> Html {
    html! {
        <li class="step">
            <@{format!("h{level}")}>{ name }</@>
            <p>{ &step.words }</p>
            if let Some(risk) = risk { <p class="risk-note">{ risk }</p> }
            { command(&step.commands, words) }
        </li>
    }
}
