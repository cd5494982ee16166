//! The bottom of every page.

use yew::prelude::*;

use crate::i18n::use_words;

#[component]
pub(crate) fn Footer() -> Html {
    let words = use_words();
    html! { <footer class="bottom"><p>{ words.app_footer }</p></footer> }
}
