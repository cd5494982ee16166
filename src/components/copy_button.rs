//! A button that copies a text, and says so to eyes and ears.

use gloo_timers::callback::Timeout;
use why502_knowledge::Words;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::web;

/// How long the button says "Copied".
const SHOWN_MS: u32 = 4_000;

/// `label` is what the button says; `name` what it is called, where the label alone would not tell it from others;
/// `testid` the hook for tests.
pub(crate) fn copy_button(
    text: &AttrValue,
    label: &'static str,
    name: Option<&'static str>,
    testid: &'static str,
    words: &Words,
) -> Html {
    html! { <CopyButton {text} {label} {name} {testid} done={words.copy_done} failed={words.copy_failed} /> }
}

#[derive(Properties, PartialEq)]
struct CopyButtonProps {
    text: AttrValue,
    label: &'static str,
    name: Option<&'static str>,
    testid: &'static str,
    /// What it says afterwards.
    done: &'static str,
    /// What it says when the browser refuses.
    failed: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum Copied {
    NotYet,
    Yes,
    Refused,
}

#[component]
fn CopyButton(props: &CopyButtonProps) -> Html {
    let copied = use_state_eq(|| Copied::NotYet);
    let back = use_mut_ref(|| None::<Timeout>);
    let onclick = {
        let (copied, text) = (copied.setter(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, text, back) = (copied.clone(), text.clone(), back.clone());
            spawn_local(async move {
                copied.set(if web::copy(&text).await { Copied::Yes } else { Copied::Refused });
                let timeout = Timeout::new(SHOWN_MS, move || copied.set(Copied::NotYet));
                // Replacing the timer takes the one before back, so a second click counts anew.
                *back.borrow_mut() = Some(timeout);
            });
        })
    };
    let said = match *copied {
        Copied::NotYet => "",
        Copied::Yes => props.done,
        Copied::Refused => props.failed,
    };
    let shown = if *copied == Copied::Yes { props.done } else { props.label };
    html! {
        <>
            <button
                type="button"
                class="copy"
                {onclick}
                aria-label={if *copied == Copied::Yes { None } else { props.name }}
                data-testid={props.testid}
                data-copied={(*copied == Copied::Yes).to_string()}
            >
                { shown }
            </button>
            <span role="status" class={if *copied == Copied::Refused { "copy-refused" } else { "visually-hidden" }}>
                { said }
            </span>
        </>
    }
}
