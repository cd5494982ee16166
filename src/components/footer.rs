//! The bottom of every page.

use why502_knowledge::Words;
use yew::prelude::*;

pub(crate) fn footer(words: &Words) -> Html {
    html! { <footer class="bottom"><p>{ words.app_footer }</p></footer> }
}
