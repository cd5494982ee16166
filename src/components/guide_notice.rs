//! What stands where the steps will be, while the language's long texts are on their way.

use why502_knowledge::Words;
use yew::prelude::*;

use crate::hooks::{GuideHandle, GuideState};

pub(crate) fn guide_notice(guide: &GuideHandle, words: &Words) -> Html {
    match guide.state {
        GuideState::Ready => Html::default(),
        GuideState::Loading | GuideState::Slow => html! { <p class="quiet" role="status">{ words.guide_loading }</p> },
        GuideState::Failed => html! {
            <div class="notice" role="status" data-testid="guide-failed">
                <p>{ words.guide_failed }</p>
                <button type="button" class="button" onclick={guide.again.clone()}>{ words.guide_again }</button>
            </div>
        },
    }
}
