//! The top of every page: the name, the way round, and the two switches.

use why502_knowledge::{Lang, Words};
use yew::prelude::*;

use super::icons;
use crate::hooks::SettingsHandle;
use crate::route::{MAKER, Route};
use crate::settings::{Choose, LANG_KEY, THEME_KEY, Theme};
use crate::web;

pub(crate) fn header(route: &Route, settings: &SettingsHandle, words: &Words) -> Html {
    html! {
        <header class="top">
            <a class="brand" href={Route::Paste.to_string()} translate="no">
                <span aria-hidden="true" class="brand-mark"></span>{ "why502" }
            </a>
            <nav aria-label={words.app_nav}>
                { link("#/guide", words.app_guide, matches!(route, Route::Book(place) if place.key != MAKER)) }
                { link("#/causes", words.app_causes, *route == Route::Causes) }
                { link("#/page", words.app_page, matches!(route, Route::Book(place) if place.key == MAKER)) }
                { link("#/about", words.app_about, *route == Route::About) }
            </nav>
            <div class="switches">
                <div class="switch" role="group" aria-label={words.settings_language}>
                    for lang in Lang::all() { { language(lang, settings) } }
                </div>
                <div class="switch" role="group" aria-label={words.settings_theme}>
                    for choice in Theme::ALL { { theme(choice, theme_name(choice, words), settings) } }
                </div>
            </div>
        </header>
    }
}

fn link(to: &'static str, label: &'static str, here: bool) -> Html {
    html! { <a href={to} aria-current={here.then_some("page")}>{ label }</a> }
}

/// Each language calls itself by its own name, so that its readers find it.
fn language(lang: Lang, settings: &SettingsHandle) -> Html {
    let onclick = {
        let settings = settings.dispatcher();
        Callback::from(move |_: MouseEvent| {
            web::remember(LANG_KEY, lang.tag());
            settings.dispatch(Choose::Lang(lang));
        })
    };
    html! {
        <button
            type="button"
            {onclick}
            lang={lang.tag()}
            aria-pressed={(settings.lang == lang).to_string()}
            data-testid="lang-switch"
            data-lang={lang.tag()}
        >
            { lang.own_name() }
        </button>
    }
}

fn theme_name(theme: Theme, words: &Words) -> &'static str {
    match theme {
        Theme::Light => words.settings_light,
        Theme::Auto => words.settings_auto,
        Theme::Dark => words.settings_dark,
    }
}

fn theme(choice: Theme, name: &'static str, settings: &SettingsHandle) -> Html {
    let onclick = {
        let settings = settings.dispatcher();
        Callback::from(move |_: MouseEvent| {
            web::remember(THEME_KEY, choice.id());
            settings.dispatch(Choose::Theme(choice));
        })
    };
    html! {
        <button
            type="button"
            {onclick}
            aria-label={name}
            title={name}
            aria-pressed={(settings.theme == choice).to_string()}
            data-testid="theme-switch"
            data-theme-choice={choice.id()}
        >
            { icons::theme(choice) }
        </button>
    }
}
