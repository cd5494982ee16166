//! What to paste next, and how to get it.

use why502_knowledge::Words;
use why502_report::document::NextStep;
use yew::prelude::*;

use super::command::command;

pub(super) fn next_steps(steps: &[NextStep], words: &Words) -> Html {
    if steps.is_empty() {
        return Html::default();
    }
    html! {
        <section class="part" data-testid="next">
            <h3>{ words.report_next }</h3>
            <ol class="next">
                for step in steps {
                    <li>
                        <h4>{ step.title }</h4>
                        <p>{ step.why }</p>
                        { command(std::slice::from_ref(&step.command), words) }
                    </li>
                }
            </ol>
        </section>
    }
}
