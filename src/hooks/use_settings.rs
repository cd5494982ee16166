//! Language and colours: recalled at the start. The colours are shown on the root here; the language when the page
//! is drawn in it.

use why502_knowledge::Lang;
use yew::prelude::*;

use crate::settings::{Choose, LANG_KEY, Settings, THEME_KEY, Theme};
use crate::web;

/// The settings and the way to change them; handed to the header.
pub(crate) type SettingsHandle = UseReducerHandle<Settings>;

/// The settings that the page begins with.
pub(crate) fn recalled() -> Settings {
    let chosen = |name, key| web::asked(name).or_else(|| web::recall(key));
    Settings::recall(chosen("lang", LANG_KEY).as_deref(), chosen("theme", THEME_KEY).as_deref(), &web::languages())
}

/// The settings in force.
#[hook]
pub(crate) fn use_settings() -> SettingsHandle {
    let settings = use_reducer_eq(recalled);
    use_effect_with((), {
        let dispatcher = settings.dispatcher();
        move |()| {
            let listener = web::on_asked(move |_| {
                if let Some(lang) = web::asked("lang").and_then(|tag| Lang::parse(&tag)) {
                    dispatcher.dispatch(Choose::Lang(lang));
                }
                if let Some(theme) = web::asked("theme").and_then(|id| Theme::parse(&id)) {
                    dispatcher.dispatch(Choose::Theme(theme));
                }
            });
            move || drop(listener)
        }
    });
    use_effect_with(*settings, |settings| {
        web::set_root("data-theme", settings.theme.id());
    });
    settings
}
