//! What to do: each fix as check → do → prove.

use why502_report::document::{FixStep, Step};
use yew::prelude::*;

use super::command::{Command, blanks};
use crate::i18n::{fill, use_words};

#[derive(Properties, PartialEq)]
pub(crate) struct FixesProps {
    pub(crate) fixes: Vec<FixStep>,
}

#[component]
pub(crate) fn Fixes(props: &FixesProps) -> Html {
    let words = use_words();
    let commands = props.fixes.iter().flat_map(|fix| [&fix.check, &fix.act, &fix.prove]).flat_map(|s| &s.commands);
    let blanks = blanks(commands);
    html! {
        <>
            if !blanks.is_empty() {
                <p class="quiet">{ fill(words.verdict_fill_in, &[("words", &blanks.join(", "))]) }</p>
            }
            <ol class="fixes">
                for (at, fix) in props.fixes.iter().enumerate() {
                    <li class="fix" key={fix.id} data-testid="fix">
                        // One thing at a time: the others are there, and do not push the rest away.
                        <details open={at == 0}>
                            <summary>
                                <h4>{ fix.title }</h4>
                                <span class="tags">
                                    <span class="tag" data-kind={fix.kind.id()}>{ fix.kind_word }</span>
                                    <span class="tag" data-risk={fix.risk.id()}>
                                        { fill(words.verdict_risk, &[("risk", fix.risk_word)]) }
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
fn step(name: &'static str, step: &Step, risk: Option<&str>) -> Html {
    html! {
        <li class="step">
            <h5>{ name }</h5>
            <p>{ &step.words }</p>
            if let Some(risk) = risk { <p class="risk-note">{ risk }</p> }
            <Command lines={step.commands.clone()} />
        </li>
    }
}
