//! What stands where the second program will draw, while it is on its way or when it does not come: a page, or below
//! the verdict what can be passed on.

use why502_knowledge::{Lang, Words};
use yew::prelude::*;

use crate::hooks::{MoreHandle, MoreState};
use crate::route::Route;
use crate::web;

pub(crate) fn more(more: &MoreHandle, route: &Route, lang: Lang, words: &Words) -> Html {
    match more.state {
        MoreState::Ready => Html::default(),
        MoreState::Idle | MoreState::Loading => {
            html! { <p class="quiet" role="status">{ words.guide_page_loading }</p> }
        }
        MoreState::Failed => html! {
            <div class="page" data-testid="more-failed">
                if route.is_more() {
                    <h1 tabindex="-1">{ words.guide_page_failed }</h1>
                } else {
                    <p class="notice" role="status">{ words.guide_page_failed }</p>
                }
                <p class="row">
                    if let Some(plain) = web::link(&route.twin(lang)).filter(|_| route.is_more()) {
                        <a class="button" href={plain}>{ words.guide_page_plain }</a>
                    }
                    <button type="button" class="button" onclick={more.again.clone()}>{ words.guide_again }</button>
                </p>
            </div>
        },
    }
}
