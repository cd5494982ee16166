//! What stands where the steps will be, while the language's long texts are on their way.

use yew::prelude::*;

use crate::hooks::{GuideState, use_guide_state};
use crate::i18n::use_words;

#[component]
pub(crate) fn GuideNotice() -> Html {
    let words = use_words();
    let Some(guide) = use_guide_state() else {
        return Html::default();
    };
    match guide.state {
        GuideState::Ready => Html::default(),
        GuideState::Loading | GuideState::Slow => html! { <p class="quiet" role="status">{ words.guide_loading }</p> },
        GuideState::Failed => html! {
            <div class="notice" role="status" data-testid="guide-failed">
                <p>{ words.guide_failed }</p>
                <button type="button" class="button" onclick={guide.again}>{ words.guide_again }</button>
            </div>
        },
    }
}
