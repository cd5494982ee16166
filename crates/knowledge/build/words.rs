//! The short texts: the interface's words, and what causes and pieces of evidence are called.
//!
//! Words are a struct whose fields are the keys, so a key that does not exist, or lacks a language, does not compile.
//! The texts themselves are one file a language, which `src/texts.rs` reads: a first visit needs one language.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::LANGS;
use crate::causes::{Ask, Cause};
use crate::check::{self, Complaints};

/// Sections whose keys come from data: a dialect's or a warning's id.
const BY_DATA: [&str; 2] = ["dialect", "warning"];

/// What the command alone says, or is drawn at build time, does not weigh on the page.
const COMMAND: [&str; 3] = ["cli", "book", "element"];

/// What only the page's second program says does not weigh on a first visit: a struct of its own, which the linker
/// leaves out of the first.
const MORE: [&str; 4] = ["about", "maker", "private", "search"];

/// The one word that is shown in every language at once.
const OWN_NAME: (&str, &str) = ("settings", "own_name");

/// Ends a text.
const END: char = '\u{1f}';

/// Section → key → text.
pub(crate) type Locale = BTreeMap<String, BTreeMap<String, String>>;

/// The words of all languages, in the order of [`LANGS`].
pub(crate) fn read(root: &Path, complaints: &mut Complaints) -> Vec<Locale> {
    let locales: Vec<Locale> = LANGS
        .iter()
        .map(|l| check::read(&root.join(format!("locales/{l}.toml")), complaints).unwrap_or_default())
        .collect();
    let keys = |locale: &Locale| -> Vec<String> {
        locale.iter().flat_map(|(s, words)| words.keys().map(move |k| format!("{s}_{k}"))).collect()
    };
    let all = locales.first().map(keys).unwrap_or_default();
    for (lang, locale) in LANGS.iter().zip(&locales) {
        let own = keys(locale);
        for key in all.iter().filter(|k| !own.contains(k)) {
            complaints.add(format!("locales/{lang}.toml"), format!("{key} is missing"));
        }
        for key in own.iter().filter(|k| !all.contains(k)) {
            complaints.add(format!("locales/{lang}.toml"), format!("{key} is not in {}", LANGS[0]));
        }
        for (section, words) in locale {
            for key in words.iter().filter(|(_, text)| text.contains(END)).map(|(key, _)| key) {
                complaints.add(format!("locales/{lang}.toml"), format!("{section}_{key} has a control character"));
            }
        }
    }
    locales
}

/// The structs, and how they are filled.
pub(crate) fn pack(locales: &[Locale], out: &mut String) {
    let Some(first) = locales.first() else { return };
    let page = fields(first, &|section| !COMMAND.contains(&section) && !MORE.contains(&section));
    let command = fields(first, &|section| COMMAND.contains(&section));
    out.push_str("/// The interface's words in one language: `section_key` of `locales/<lang>.toml`.\n#[derive(Debug)]\npub struct Words {\n");
    for (only, key) in page.iter().map(|(k, _)| ("", k)).chain(command.iter().map(|(k, _)| (BUNDLED, k))) {
        let _ = writeln!(out, "/// See `locales/`.\n{only}pub {key}: &'static str,");
    }
    out.push_str("}\n\n/// The words, out of texts in the order of the file.\n");
    out.push_str("fn next_words(next: &mut dyn FnMut() -> &'static str) -> Words {\nWords {\n");
    for (only, key) in page.iter().map(|(k, _)| ("", k)).chain(command.iter().map(|(k, _)| (BUNDLED, k))) {
        let _ = writeln!(out, "{only}{key}: next(),");
    }
    out.push_str("}\n}\n\n");
    let _ = writeln!(
        out,
        "/// How many words there are.\n#[cfg(not(feature = \"bundled\"))]\nconst WORDS: usize = {};",
        page.len()
    );
    let _ = writeln!(out, "{BUNDLED}const WORDS: usize = {};", page.len() + command.len());

    let by_data: Vec<String> =
        fields(first, &|section| BY_DATA.contains(&section)).into_iter().map(|(k, _)| k).collect();
    let _ = writeln!(out, "/// The keys that come from data.\nconst KEYS: &[&str] = &{by_data:?};");

    let own =
        |locale: &Locale| locale.get(OWN_NAME.0).and_then(|words| words.get(OWN_NAME.1)).cloned().unwrap_or_default();
    let names: Vec<String> = locales.iter().map(own).collect();
    let _ = writeln!(out, "/// What the languages call themselves.\nconst OWN_NAMES: &[&str] = &{names:?};");

    more(locales, out);
}

const BUNDLED: &str = "#[cfg(feature = \"bundled\")]\n";

/// The words of the second program, as constants.
fn more(locales: &[Locale], out: &mut String) {
    let words = |locale: &Locale| fields(locale, &|section| MORE.contains(&section));
    out.push_str("/// The words of the page's second program in one language: `section_key` of `locales/<lang>.toml`.\n#[derive(Debug)]\npub struct MoreWords {\n");
    for (key, _) in locales.first().map(words).unwrap_or_default() {
        let _ = writeln!(out, "/// See `locales/`.\npub {key}: &'static str,");
    }
    out.push_str("}\n\nconst MORE_WORDS: &[MoreWords] = &[\n");
    for locale in locales {
        out.push_str("MoreWords {");
        for (key, text) in words(locale) {
            let _ = writeln!(out, "{key}: {text:?},");
        }
        out.push_str("},\n");
    }
    out.push_str("];\n/// The words of the page's second program in this language.\n#[must_use]\n#[allow(clippy::indexing_slicing)]\n");
    out.push_str("pub fn more_words(lang: Lang) -> &'static MoreWords {\n&MORE_WORDS[lang.0]\n}\n");
}

fn fields(locale: &Locale, wanted: &dyn Fn(&str) -> bool) -> Vec<(String, String)> {
    let sections = locale.iter().filter(|(section, _)| wanted(section));
    sections.flat_map(|(s, words)| words.iter().map(move |(k, v)| (format!("{s}_{k}"), v.clone()))).collect()
}

/// The short texts of one language in the order in which `src/texts.rs` takes them: what page and command say, and
/// what the command says besides.
pub(crate) fn texts(locale: &Locale, lang: &str, causes: &[Cause], asks: &[Ask]) -> (String, String) {
    let mut page = String::new();
    let mut add = |text: &str| {
        page.push_str(text);
        page.push(END);
    };
    for cause in causes {
        cause.short(lang).into_iter().flatten().for_each(&mut add);
    }
    for ask in asks {
        ask.short(lang).into_iter().flatten().for_each(&mut add);
    }
    for (_, text) in fields(locale, &|section| BY_DATA.contains(&section)) {
        add(&text);
    }
    for (_, text) in fields(locale, &|section| !COMMAND.contains(&section) && !MORE.contains(&section)) {
        add(&text);
    }
    let command = fields(locale, &|section| COMMAND.contains(&section));
    (page, command.into_iter().map(|(_, text)| text + &END.to_string()).collect())
}
