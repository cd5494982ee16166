//! Where everything begins: the box, the file button, and what stands in for what does not fit into the box.

use gloo_timers::callback::Timeout;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, InputEvent};
use why502_knowledge::{self as knowledge, Lang};
use yew::prelude::*;

use super::held_card::held_card;
use crate::hooks::SessionHandle;
use crate::intake::{Source, from_files};
use crate::route::Route;
use crate::session::Action;

/// How long a pause in typing is before the text is read. A paste is read at once.
const PAUSE_MS: u32 = 80;

#[derive(Properties, PartialEq)]
pub(crate) struct PasteBoxProps {
    pub(crate) session: SessionHandle,
    pub(crate) lang: Lang,
    /// Files hover over the page.
    pub(crate) hovering: bool,
}

#[component]
pub(crate) fn PasteBox(props: &PasteBoxProps) -> Html {
    let session = &props.session;
    let words = knowledge::words(props.lang);
    let field = use_node_ref();
    let pause = use_mut_ref(|| None::<Timeout>);

    // The box keeps its own text, undo and caret; it is written to only when a text came from elsewhere.
    use_effect_with(session.fill, {
        let (field, text) = (field.clone(), session.text().to_owned());
        move |_| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>().filter(|field| field.value() != text) {
                field.set_value(&text);
            }
        }
    });

    let oninput = {
        let session = session.dispatcher();
        let field = field.clone();
        Callback::from(move |event: InputEvent| {
            let read = {
                let (session, field) = (session.clone(), field.clone());
                // What the box holds when the pause is over counts, not what it held at the first key.
                move |action: fn(String) -> Action<_>| {
                    if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                        session.dispatch(action(field.value()));
                    }
                }
            };
            if matches!(event.input_type().as_str(), "insertFromPaste" | "insertFromDrop") {
                pause.borrow_mut().take();
                read(Action::Pasted);
            } else {
                *pause.borrow_mut() = Some(Timeout::new(PAUSE_MS, move || read(Action::Typed)));
            }
        })
    };
    let onchange = {
        let session = session.dispatcher();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
                return;
            };
            if let Some(source) = input.files().as_ref().and_then(from_files) {
                session.dispatch(Action::Held(source));
            }
            // So that the same file can be opened again after it has changed.
            input.set_value("");
        })
    };
    let clear = {
        let session = session.dispatcher();
        let field = field.clone();
        Callback::from(move |_: MouseEvent| {
            session.dispatch(Action::Clear);
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                let _ = field.focus();
            }
        })
    };
    let held = session.source.as_ref().and_then(|source| match source {
        Source::Held(held) => Some(held.clone()),
        Source::Text(_) => None,
    });
    let filled = session.source.is_some();
    html! {
        <div
            class={classes!("paste", filled.then_some("filled"), props.hovering.then_some("hovering"))}
            data-testid="drop-target"
        >
            <label for="paste" class="paste-label">{ words.paste_label }</label>
            if let Some(held) = &held { { held_card(held, words) } }
            <textarea
                id="paste"
                ref={field}
                {oninput}
                class="paste-field"
                placeholder={words.paste_placeholder}
                aria-describedby="paste-promise paste-hint"
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                translate="no"
                data-testid="paste-box"
            />
            <div class="paste-tools">
                <label class="file">
                    <input class="visually-hidden" type="file" multiple=true {onchange} data-testid="file-input" />
                    <span class="button">{ words.paste_choose }</span>
                    <span class="quiet">{ words.paste_drop }</span>
                </label>
                if filled {
                    <button type="button" class="button" onclick={clear} data-testid="clear">{ words.paste_clear }</button>
                }
            </div>
            <p class="promise" id="paste-promise">
                { words.paste_promise }{ " " }<a href={Route::About.to_string()}>{ words.paste_promise_link }</a>
            </p>
            <p class="visually-hidden" id="paste-hint">{ words.paste_hint }</p>
            if props.hovering { <p class="drop-now">{ words.paste_drop_now }</p> }
        </div>
    }
}
