//! The first page: the box, the samples, the verdict.

use yew::prelude::*;

use crate::components::{Outcome, PasteBox, Samples};
use crate::i18n::use_words;

#[derive(Properties, PartialEq)]
pub(crate) struct PasteProps {
    /// Another page is open. This one stays as it is, with its caret and its undo, until one comes back.
    pub(crate) hidden: bool,
    /// Files hover over the page.
    pub(crate) hovering: bool,
}

#[component]
pub(crate) fn Paste(props: &PasteProps) -> Html {
    let words = use_words();
    html! {
        <div class="page paste-page" hidden={props.hidden}>
            <h1 tabindex="-1">{ words.app_tagline }</h1>
            <p class="lead">{ words.app_purpose }</p>
            <PasteBox hovering={props.hovering} />
            <Samples />
            <Outcome />
        </div>
    }
}
