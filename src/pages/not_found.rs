//! An address that leads nowhere.

use why502_knowledge::Words;
use yew::prelude::*;

use crate::route::Route;

pub(crate) fn not_found(words: &Words) -> Html {
    html! {
        <div class="page">
            <h1 tabindex="-1">{ words.notfound_title }</h1>
            <p class="lead">{ words.notfound_text }</p>
            <p><a class="button" href={Route::Paste.to_string()}>{ words.notfound_home }</a></p>
        </div>
    }
}
