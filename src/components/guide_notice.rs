//! What is said when a language's texts are on their way, or do not come.

use why502_knowledge::Words;
use yew::prelude::*;

use crate::hooks::{GuideHandle, GuideState};

/// The chosen language cannot be shown.
pub(crate) fn lang_failed(short: &GuideHandle, words: &Words) -> Html {
    failed(short, words.settings_failed, "lang-failed", words)
}

/// What stands where the steps will be.
pub(crate) fn guide_notice(guide: &GuideHandle, words: &Words) -> Html {
    match guide.state {
        GuideState::Ready => Html::default(),
        GuideState::Loading | GuideState::Slow => html! { <p class="quiet" role="status">{ words.guide_loading }</p> },
        GuideState::Failed => failed(guide, words.guide_failed, "guide-failed", words),
    }
}

fn failed(texts: &GuideHandle, why: &'static str, name: &'static str, words: &Words) -> Html {
    html! {
        <div class="notice" role="status" data-testid={name}>
            <p>{ why }</p>
            <button type="button" class="button" onclick={texts.again.clone()}>{ words.guide_again }</button>
        </div>
    }
}
