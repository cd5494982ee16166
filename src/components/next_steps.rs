//! What to paste next, and how to get it.

use why502_report::document::NextStep;
use yew::prelude::*;

use super::command::Command;
use crate::i18n::use_words;

#[derive(Properties, PartialEq)]
pub(crate) struct NextStepsProps {
    pub(crate) steps: Vec<NextStep>,
}

#[component]
pub(crate) fn NextSteps(props: &NextStepsProps) -> Html {
    let words = use_words();
    if props.steps.is_empty() {
        return Html::default();
    }
    html! {
        <section class="part" data-testid="next">
            <h3>{ words.report_next }</h3>
            <ol class="next">
                for step in props.steps.iter() {
                    <li>
                        <h4>{ step.title }</h4>
                        <p>{ step.why }</p>
                        <Command lines={vec![step.command.clone()]} />
                    </li>
                }
            </ol>
        </section>
    }
}
