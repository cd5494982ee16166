//! Pastes and drops anywhere on the page, and links that carry what to read.

use js_sys::JsString;
use wasm_bindgen::JsCast;
use web_sys::{Blob, ClipboardEvent, DataTransfer, DragEvent, Element, Event, HtmlTextAreaElement};
use yew::prelude::*;

use super::SessionHandle;
use super::use_shared::opened;
use crate::intake::{Pasted, from_drop, from_paste, from_text, samples};
use crate::more::PLACE;
use crate::route::Route;
use crate::session::Action;
use crate::web;

/// From this many bytes on the browser takes hundreds of milliseconds to paste into a text field, most of them for
/// its undo list. To set the field's text as a whole takes twenty.
const SLOW_PASTE: usize = 8_000;

/// Takes what is pasted or dropped anywhere. `true` while files hover over the page.
#[hook]
pub(crate) fn use_incoming(session: &SessionHandle) -> bool {
    let hovering = use_state_eq(|| false);
    use_effect_with((), {
        let dispatcher = session.dispatcher();
        let hovering = hovering.setter();
        move |()| {
            let take = move |action: Action<Blob>| {
                dispatcher.dispatch(action);
                // The verdict is on that page.
                web::go(&Route::Paste.to_string());
            };
            let shared = opened(take.clone());
            let paste = web::on_page("paste", {
                let take = take.clone();
                move |event| on_paste(event, &take)
            });
            let over = web::on_page("dragover", {
                let hovering = hovering.clone();
                move |event| {
                    if on_drag_over(event) {
                        hovering.set(true);
                    }
                }
            });
            let leave = web::on_page("dragleave", {
                let hovering = hovering.clone();
                move |event| {
                    // Moving from one element to the next is not leaving.
                    if drag(event).is_none_or(|drag| drag.related_target().is_none()) {
                        hovering.set(false);
                    }
                }
            });
            let drop_ = web::on_page("drop", {
                let take = take.clone();
                move |event| {
                    hovering.set(false);
                    on_drop(event, &take);
                }
            });
            if let Some(pasted) = web::pasted_before().as_ref().and_then(from_text) {
                take(match pasted {
                    Pasted::Text(text) => Action::Filled(text),
                    Pasted::Held(source) => Action::Held(source),
                });
            }
            move || drop((paste, over, leave, drop_, shared))
        }
    });
    *hovering
}

fn on_paste(event: &Event, take: &impl Fn(Action<Blob>)) {
    if elsewhere(event) {
        return;
    }
    let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    let Some(pasted) = data.as_ref().and_then(from_paste) else {
        return;
    };
    let pasted = match (pasted, the_box(event)) {
        // A sample is not added to: nobody wants its lines among their own.
        (Pasted::Text(text), Some(field)) if !samples::is_one(&field.value()) => {
            // Text for the box goes into the box: the browser does it, undo included, and the box reports it.
            if text.len() < SLOW_PASTE {
                return;
            }
            match web::text_with(&field, &text).as_ref().and_then(from_text) {
                Some(whole) => whole,
                None => return,
            }
        }
        (pasted, _) => pasted,
    };
    event.prevent_default();
    take(match pasted {
        Pasted::Text(text) => Action::Filled(text),
        Pasted::Held(source) => Action::Held(source),
    });
}

/// Lets the drop happen. `true` when files are dragged.
fn on_drag_over(event: &Event) -> bool {
    let files = drag(event).and_then(|drag| drag.data_transfer()).is_some_and(|data| carries_files(&data));
    // Dragged text is the box's own business.
    if elsewhere(event) && !files {
        return false;
    }
    if files || the_box(event).is_none() {
        event.prevent_default();
    }
    files
}

fn on_drop(event: &Event, take: &impl Fn(Action<Blob>)) {
    let data = drag(event).and_then(|drag| drag.data_transfer());
    let Some(pasted) = data.as_ref().and_then(from_drop) else {
        return;
    };
    let action = match (pasted, the_box(event)) {
        (Pasted::Text(_), _) if elsewhere(event) => return,
        (Pasted::Text(_), Some(_)) => return,
        (Pasted::Text(text), None) => Action::Filled(text),
        (Pasted::Held(source), _) => Action::Held(source),
    };
    event.prevent_default();
    take(action);
}

fn carries_files(data: &DataTransfer) -> bool {
    data.types().includes(&JsString::from("Files"), 0)
}

fn drag(event: &Event) -> Option<&DragEvent> {
    event.dyn_ref()
}

/// Whether it happened in a field of another page, which is meant then.
fn elsewhere(event: &Event) -> bool {
    let field = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    field.is_some_and(|field| field.matches(&format!("#{PLACE} :is(input, textarea)")).unwrap_or(false))
}

/// The paste box, when the event happened in it.
fn the_box(event: &Event) -> Option<HtmlTextAreaElement> {
    event.target()?.dyn_into().ok()
}
