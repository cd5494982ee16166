//! An address that leads nowhere.

use yew::prelude::*;

use crate::i18n::use_words;
use crate::route::Route;

#[component]
pub(crate) fn NotFound() -> Html {
    let words = use_words();
    html! {
        <div class="page">
            <h1 tabindex="-1">{ words.notfound_title }</h1>
            <p class="lead">{ words.notfound_text }</p>
            <p><a class="button" href={Route::Paste.to_string()}>{ words.notfound_home }</a></p>
        </div>
    }
}
