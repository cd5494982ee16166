//! Small drawings. All are hidden from screen readers: a word stands beside each or is its button's name.

use yew::prelude::*;

use crate::settings::Theme;

/// The switch of colours: sun, half and half, moon.
pub(super) fn theme(theme: Theme) -> Html {
    let shape = match theme {
        Theme::Light => html! {
            <>
                <circle cx="12" cy="12" r="4.5" fill="none" stroke="currentColor" stroke-width="2" />
                <path
                    d="M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2"
                    stroke="currentColor" stroke-width="2" stroke-linecap="round"
                />
            </>
        },
        Theme::Auto => html! {
            <>
                <circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" stroke-width="2" />
                <path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor" />
            </>
        },
        Theme::Dark => html! {
            <path
                d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"
                fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"
            />
        },
    };
    html! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ shape }</svg> }
}
