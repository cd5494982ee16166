//! What stands in for a file or a very long paste, which is not put into the box.

use web_sys::Blob;
use why502_knowledge::Words;
use yew::prelude::*;

use crate::i18n::{fill, size};
use crate::intake::Held;

pub(super) fn held_card(held: &Held<Blob>, words: &Words) -> Html {
    let named = held.names().next().is_some();
    html! {
        <div class="held" data-testid="held">
            if named {
                <ul class="held-names">
                    for part in held.parts.iter() {
                        <li>
                            <strong lang="" translate="no">{ part.name.clone().unwrap_or_default() }</strong>
                            <span class="quiet">{ size(part.size) }</span>
                        </li>
                    }
                </ul>
                <p class="quiet">{ words.paste_held_file }</p>
            } else {
                <p>
                    <strong>{ words.paste_held }</strong>
                    <span class="quiet">{ fill(words.paste_held_size, &[("size", &size(held.size()))]) }</span>
                </p>
                <p class="quiet">{ words.paste_held_note }</p>
            }
            if !held.head.is_empty() {
                <pre class="held-head" lang="" translate="no" aria-label={words.paste_held_first}>{ &held.head }</pre>
            }
        </div>
    }
}
