//! Language and colours: recalled at the start. The colours are shown on `<html>` here; the language when the page
//! is drawn in it.

use yew::prelude::*;

use crate::settings::{LANG_KEY, Settings, THEME_KEY};
use crate::web;

/// The settings and the way to change them; handed to the header.
pub(crate) type SettingsHandle = UseReducerHandle<Settings>;

/// The settings in force.
#[hook]
pub(crate) fn use_settings() -> SettingsHandle {
    let settings = use_reducer_eq(|| {
        Settings::recall(web::recall(LANG_KEY).as_deref(), web::recall(THEME_KEY).as_deref(), &web::languages())
    });
    use_effect_with(*settings, |settings| {
        web::set_root("data-theme", settings.theme.id());
    });
    settings
}
