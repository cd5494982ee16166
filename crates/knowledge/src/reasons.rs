//! Why each cause happens, in one language.
//!
//! A verdict stands without it, and a reader opens it last, so nothing waits for these texts: the page fetches them
//! when everything else is there. The command has them compiled in (feature `bundled`).
//!
//! The file is text: a record is a cause's id, U+001F, paragraphs with empty lines between them, U+001E.

use crate::per_lang::PerLang;
use crate::types::Lang;

type Reasons = Vec<(&'static str, &'static str)>;

static LOADED: PerLang<Reasons> = PerLang::new();

fn reasons(lang: Lang) -> Option<&'static Reasons> {
    #[cfg(feature = "bundled")]
    return LOADED.or_bundled(lang, crate::REASON_TEXTS, read);
    #[cfg(not(feature = "bundled"))]
    LOADED.get(lang)
}

/// Whether the reasons are there in this language.
#[must_use]
pub fn has_reasons(lang: Lang) -> bool {
    reasons(lang).is_some()
}

/// Why this cause happens: paragraphs, separated by an empty line. Nothing until the language's are loaded.
#[must_use]
pub fn reason(lang: Lang, cause: &str) -> &'static str {
    reasons(lang).and_then(|all| all.iter().find(|(id, _)| *id == cause)).map_or("", |(_, text)| text)
}

/// Takes the text of a language's file; it stays in memory from then on. `false` when it is no such text of this
/// version, such as a server's error page; nothing is kept then.
pub fn load_reasons(lang: Lang, text: String) -> bool {
    LOADED.load(lang, text, read)
}

/// `None` when anything in it is not as expected, or causes are missing.
fn read(text: &'static str) -> Option<Reasons> {
    let all: Option<Reasons> = text.split_terminator('\u{1e}').map(|record| record.split_once('\u{1f}')).collect();
    all.filter(|all| crate::CAUSES.iter().all(|cause| all.iter().any(|(id, _)| *id == cause.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_of_reasons_is_refused() {
        for text in ["", "<!doctype html>", "connection-refused\u{1f}because\u{1e}"] {
            assert!(read(text).is_none(), "{text:?}");
        }
        assert!(!load_reasons(Lang(99), String::new()));
    }

    #[cfg(feature = "bundled")]
    #[test]
    fn every_cause_has_its_reason_in_every_language() {
        for lang in Lang::all() {
            for cause in crate::CAUSES {
                assert!(!reason(lang, cause.id).is_empty(), "{} in {}", cause.id, lang.tag());
            }
        }
        assert_eq!(reason(Lang::EN, "no-such-cause"), "");
    }
}
