//! The short texts of one language: the interface's words, and what causes and pieces of evidence are called.
//!
//! A page needs them in one language before it can draw anything, so they are no constants: it fetches the file of its
//! language beside the program ([`load_words`]). Its second program ([`bundle_words`]) and the command (feature
//! `bundled`) have them compiled in.
//!
//! The file is one text after another, each ended by U+001F, in an order that only the build knows; its name carries
//! a hash.

use std::sync::OnceLock;

use crate::per_lang::PerLang;
use crate::types::{Ask, AskText, Cause, CauseText, Lang};
use crate::{ASKS, CAUSES, KEYS, WORD_TEXTS, WORDS, Words, next_words};

#[derive(Debug)]
struct Texts {
    causes: Vec<CauseText>,
    asks: Vec<AskText>,
    by_key: Vec<&'static str>,
    words: Words,
}

static LOADED: PerLang<Texts> = PerLang::new();

/// The texts of this language; of another one as long as they are not there, so that nobody has to ask twice.
fn texts(lang: Lang) -> Option<&'static Texts> {
    #[cfg(feature = "bundled")]
    if LOADED.get(lang).is_none() {
        bundle_words();
    }
    LOADED.get(lang).or_else(|| Lang::all().find_map(|lang| LOADED.get(lang)))
}

/// The interface's words in this language, once they are loaded; until then those of another language.
#[must_use]
pub fn words(lang: Lang) -> &'static Words {
    static NONE: OnceLock<Words> = OnceLock::new();
    texts(lang).map_or_else(|| NONE.get_or_init(|| next_words(&mut || "")), |texts| &texts.words)
}

/// The word for a key that comes from data, such as `dialect_nginx_error`.
#[must_use]
pub fn word(lang: Lang, key: &str) -> Option<&'static str> {
    let at = KEYS.iter().position(|k| *k == key)?;
    texts(lang)?.by_key.get(at).copied()
}

/// Whether the words of this language are there.
#[must_use]
pub fn has_words(lang: Lang) -> bool {
    LOADED.get(lang).is_some()
}

/// Takes the text of a language's file; it stays in memory from then on. `false` when it is no such text of this
/// version, such as a server's error page; nothing is kept then.
pub fn load_words(lang: Lang, text: String) -> bool {
    LOADED.load(lang, text, |text| read(text.split_terminator(END)))
}

/// Loads the words of all languages out of the program.
pub fn bundle_words() {
    for (lang, text) in Lang::all().zip(WORD_TEXTS) {
        let texts = text.split_terminator(END);
        #[cfg(feature = "bundled")]
        let texts =
            texts.chain(crate::COMMAND_TEXTS.get(lang.0).into_iter().flat_map(|text| text.split_terminator(END)));
        if let Some(texts) = read(texts) {
            LOADED.set(lang, texts);
        }
    }
}

/// Ends each text.
const END: char = '\u{1f}';
/// How many texts a language has.
const ALL: usize = CAUSES.len() * 3 + ASKS.len() * 2 + KEYS.len() + WORDS;

/// `None` when there are more or fewer than this version has.
fn read(texts: impl Iterator<Item = &'static str>) -> Option<Texts> {
    let texts: Vec<&'static str> = texts.collect();
    if texts.len() != ALL {
        return None;
    }
    let mut all = texts.into_iter();
    let mut next = || all.next().unwrap_or_default();
    Some(Texts {
        causes: CAUSES.iter().map(|_| CauseText { title: next(), meaning: next(), sentence: next() }).collect(),
        asks: ASKS.iter().map(|_| AskText { title: next(), why: next() }).collect(),
        by_key: KEYS.iter().map(|_| next()).collect(),
        words: next_words(&mut next),
    })
}

impl Cause {
    /// Title and meaning in this language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> Option<CauseText> {
        let at = CAUSES.iter().position(|cause| cause.id == self.id)?;
        texts(lang)?.causes.get(at).copied()
    }
}

impl Ask {
    /// The words in this language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> Option<AskText> {
        let at = ASKS.iter().position(|ask| ask.id == self.id)?;
        texts(lang)?.asks.get(at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_of_words_is_refused() {
        for text in ["", "<!doctype html>", "a\u{1f}b\u{1f}"] {
            assert!(read(text.split_terminator(END)).is_none(), "{text:?}");
        }
        assert!(!load_words(Lang(99), String::new()));
    }

    #[test]
    fn every_text_is_in_its_place() {
        bundle_words();
        for (lang, title) in [(Lang::EN, "Connection refused"), (Lang(1), "連線被拒")] {
            let cause = crate::cause("connection-refused").unwrap().text(lang).unwrap();
            assert_eq!(cause.title, title);
            assert!(!words(lang).app_tagline.is_empty());
            assert_eq!(words(lang).settings_own_name, lang.own_name());
            for cause in CAUSES {
                let text = cause.text(lang).unwrap();
                assert!([text.title, text.meaning, text.sentence].iter().all(|text| !text.is_empty()), "{}", cause.id);
            }
            for ask in ASKS {
                assert!(
                    ask.text(lang).is_some_and(|text| !text.title.is_empty() && !text.why.is_empty()),
                    "{}",
                    ask.id
                );
            }
        }
        assert_eq!(word(Lang::EN, "no_such_key"), None);
        assert!(KEYS.iter().all(|key| word(Lang(1), key).is_some_and(|word| !word.is_empty())));
    }
}
