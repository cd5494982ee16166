//! A button that copies a text, and says so to eyes and ears.

use gloo_timers::callback::Timeout;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::i18n::use_words;
use crate::web;

/// How long the button says "Copied".
const SHOWN_MS: u32 = 4_000;

#[derive(Properties, PartialEq)]
pub(crate) struct CopyButtonProps {
    /// What is copied.
    pub(crate) text: AttrValue,
    /// What the button says.
    pub(crate) label: AttrValue,
    /// What it is called, where the label alone would not tell it from others.
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
    /// The hook for tests.
    #[prop_or(AttrValue::Static("copy"))]
    pub(crate) testid: AttrValue,
}

#[derive(Clone, Copy, PartialEq)]
enum Copied {
    NotYet,
    Yes,
    Refused,
}

#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let words = use_words();
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
        Copied::Yes => words.copy_done,
        Copied::Refused => words.copy_failed,
    };
    let shown = if *copied == Copied::Yes { AttrValue::from(words.copy_done) } else { props.label.clone() };
    html! {
        <>
            <button
                type="button"
                class="copy"
                {onclick}
                aria-label={if *copied == Copied::Yes { None } else { props.name.clone() }}
                data-testid={props.testid.clone()}
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
