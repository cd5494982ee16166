//! The first page: the box, the samples, the verdict.

use why502_knowledge::{self as knowledge, Lang};
use yew::prelude::*;

use crate::components::{Outcome, Passing, PasteBox, samples};
use crate::hooks::{GuideHandle, SessionHandle};

/// `hidden`: another page is open. This one stays as it is, with its caret and its undo, until one comes back.
/// `hovering`: files hover over the page.
pub(crate) fn paste(
    session: &SessionHandle,
    guide: &GuideHandle,
    lang: Lang,
    hidden: bool,
    hovering: bool,
    passing: Passing,
) -> Html {
    let words = knowledge::words(lang);
    html! {
        <div class="page paste-page" {hidden}>
            <h1 tabindex="-1">{ words.app_tagline }</h1>
            <p class="lead">{ words.app_purpose }</p>
            <PasteBox session={session.clone()} {lang} {hovering} />
            { samples(session, words) }
            <Outcome session={session.clone()} guide={guide.clone()} {lang} {passing} />
        </div>
    }
}
