//! Commands or configuration lines, ready to copy.

use why502_knowledge::Words;
use why502_report::blanks::parts;
use yew::prelude::*;

use super::copy_button::copy_button;

/// A block of commands with its copy button; nothing when there are none.
pub(crate) fn command(lines: &[String], words: &Words) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let text = lines.join("\n");
    html! {
        <div class="command">
            <pre translate="no" lang=""><code>
                for (blank, part) in parts(&text) {
                    if blank { <var>{ part }</var> } else { { part } }
                }
            </code></pre>
            { copy_button(&AttrValue::from(text.clone()), words.copy_do, Some(words.copy_command), "copy", words) }
        </div>
    }
}
