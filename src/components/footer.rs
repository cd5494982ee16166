//! The bottom of every page.

use yew::prelude::*;

use crate::i18n::use_words;

#[component]
pub(crate) fn Footer() -> Html {
    html! { <footer class="bottom"><p>{ use_words().app_footer }</p></footer> }
}
