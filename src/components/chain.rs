//! The way of a request from the visitor inwards, with the hop where it failed.
//!
//! A list, so that it reads in order without eyes; the style sheet lays it out as a row or a column.

use why502_knowledge::Words;
use why502_report::document::{Hop, HopState};
use yew::prelude::*;

pub(super) fn chain(hops: &[Hop], words: &Words) -> Html {
    html! {
        <section class="part">
            <h3>{ words.verdict_chain }</h3>
            <ol class="chain" data-testid="chain">
                for hop in hops { { one(hop) } }
            </ol>
        </section>
    }
}

fn one(hop: &Hop) -> Html {
    let failed = hop.state == HopState::Failed;
    html! {
        <li
            class="hop"
            data-layer={hop.layer.id()}
            data-state={hop.state.id()}
            data-failed={failed.to_string()}
        >
            <span class="hop-dot" aria-hidden="true"></span>
            <span class="hop-name">{ hop.name }</span>
            if !hop.label.is_empty() { <span class="hop-label" translate="no" lang="">{ &hop.label }</span> }
            <span class="hop-state">{ hop.state_word }</span>
        </li>
    }
}
