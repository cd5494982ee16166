//! What the reader chose and the device remembers: language and colours. Besides them only the ticks of
//! the checklist are stored (`book/checks.rs`), and nothing else, ever.

use std::rc::Rc;

use why502_knowledge::Lang;
use yew::Reducible;

/// Where the language is kept.
pub(crate) const LANG_KEY: &str = "why502.lang";
/// Where the colours are kept. `www/early.js` reads both before anything is drawn.
pub(crate) const THEME_KEY: &str = "why502.theme";

/// Which colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the device has it.
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// All of them, in the order of the switch.
    pub(crate) const ALL: [Self; 3] = [Self::Light, Self::Auto, Self::Dark];

    /// The name in attributes and in storage.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The colours with this name.
    pub(crate) fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.id() == id)
    }
}

/// The settings in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) lang: Lang,
    pub(crate) theme: Theme,
}

impl Settings {
    /// What was remembered; where nothing usable was, what the browser asks for.
    pub(crate) fn recall(lang: Option<&str>, theme: Option<&str>, wanted: &[String]) -> Self {
        let lang =
            lang.and_then(Lang::parse).or_else(|| wanted.iter().find_map(|tag| Lang::parse(tag))).unwrap_or(Lang::EN);
        Self { lang, theme: theme.and_then(Theme::parse).unwrap_or(Theme::Auto) }
    }
}

/// A choice.
pub(crate) enum Choose {
    Lang(Lang),
    Theme(Theme),
}

impl Reducible for Settings {
    type Action = Choose;

    fn reduce(self: Rc<Self>, action: Choose) -> Rc<Self> {
        Rc::new(match action {
            Choose::Lang(lang) => Self { lang, ..*self },
            Choose::Theme(theme) => Self { theme, ..*self },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, Theme};

    fn recall(lang: Option<&str>, theme: Option<&str>, wanted: &[&str]) -> (&'static str, Theme) {
        let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
        let settings = Settings::recall(lang, theme, &wanted);
        (settings.lang.tag(), settings.theme)
    }

    #[test]
    fn a_first_visit_follows_the_browser() {
        assert_eq!(recall(None, None, &["zh-TW", "en"]), ("zh-Hant", Theme::Auto));
        assert_eq!(recall(None, None, &["fr-FR", "en-GB", "zh-TW"]), ("en", Theme::Auto));
        assert_eq!(recall(None, None, &["fr-FR"]), ("en", Theme::Auto));
    }

    #[test]
    fn a_choice_outranks_the_browser() {
        assert_eq!(recall(Some("en"), Some("dark"), &["zh-TW"]), ("en", Theme::Dark));
    }

    #[test]
    fn damaged_storage_counts_as_empty() {
        assert_eq!(recall(Some("??"), Some("purple"), &["zh-TW"]), ("zh-Hant", Theme::Auto));
    }
}
