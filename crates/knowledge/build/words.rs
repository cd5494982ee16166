//! The interface's words: one struct whose fields are the keys, one constant a language.
//!
//! So a key that does not exist, or lacks a language, does not compile.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use crate::LANGS;
use crate::check::{self, Complaints};

/// Sections whose keys come from data: a dialect's or a warning's id.
const BY_DATA: [&str; 2] = ["dialect", "warning"];

/// What the command alone says, or is drawn at build time, does not weigh on the page.
fn only_command(key: &str) -> &'static str {
    if ["cli_", "book_", "element_"].iter().any(|section| key.starts_with(section)) {
        "#[cfg(feature = \"bundled\")]\n"
    } else {
        ""
    }
}

/// What only the page's second program says does not weigh on a first visit: a struct of its own, which the linker
/// leaves out of the first.
const MORE: [&str; 2] = ["maker", "search"];

type Locale = BTreeMap<String, BTreeMap<String, String>>;

pub(crate) fn pack(root: &Path, out: &mut String, complaints: &mut Complaints) {
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
    }
    let more = |section: &str| MORE.contains(&section);
    let common = |section: &str| !more(section);
    structure("Words", "WORDS", "The interface's words in one language", &locales, &common, out);
    structure(
        "MoreWords",
        "MORE_WORDS",
        "The words of the page's second program in one language",
        &locales,
        &more,
        out,
    );
    out.push_str("const WORD_LISTS: &[&[(&str, &str)]] = &[\n");
    for locale in &locales {
        out.push_str("&[");
        for (section, words) in locale.iter().filter(|(section, _)| BY_DATA.contains(&section.as_str())) {
            for (key, value) in words {
                let _ = write!(out, "(\"{section}_{key}\", {value:?}),");
            }
        }
        out.push_str("],\n");
    }
    out.push_str("];\n/// The interface's words in this language.\n#[must_use]\n#[allow(clippy::indexing_slicing)]\n");
    out.push_str("pub fn words(lang: Lang) -> &'static Words {\n&WORDS[lang.0]\n}\n");
    out.push_str("/// The words of the page's second program in this language.\n#[must_use]\n#[allow(clippy::indexing_slicing)]\n");
    out.push_str("pub fn more_words(lang: Lang) -> &'static MoreWords {\n&MORE_WORDS[lang.0]\n}\n");
    // For keys that come from data, such as a dialect's or a warning's id.
    out.push_str("/// The word for a key that comes from data, such as `dialect_nginx_error`.\n#[must_use]\n");
    out.push_str("pub fn word(lang: Lang, key: &str) -> Option<&'static str> {\n");
    out.push_str("WORD_LISTS.get(lang.0)?.iter().find(|(k, _)| *k == key).map(|(_, word)| *word)\n}\n");
}

/// A struct with the words of some sections, and a constant of it for each language.
fn structure(
    name: &str,
    constant: &str,
    about: &str,
    locales: &[Locale],
    wanted: &dyn Fn(&str) -> bool,
    out: &mut String,
) {
    let fields = |locale: &Locale| -> Vec<(String, String)> {
        let sections = locale.iter().filter(|(section, _)| wanted(section));
        sections.flat_map(|(s, words)| words.iter().map(move |(k, v)| (format!("{s}_{k}"), v.clone()))).collect()
    };
    let _ =
        write!(out, "/// {about}: `section_key` of `locales/<lang>.toml`.\n#[derive(Debug)]\npub struct {name} {{\n");
    for (key, _) in locales.first().map(fields).unwrap_or_default() {
        let _ = writeln!(out, "/// See `locales/`.\n{}pub {key}: &'static str,", only_command(&key));
    }
    let _ = write!(out, "}}\n\nconst {constant}: &[{name}] = &[\n");
    for locale in locales {
        let _ = write!(out, "{name} {{");
        for (key, value) in fields(locale) {
            let _ = writeln!(out, "{}{key}: {value:?},", only_command(&key));
        }
        out.push_str("},\n");
    }
    out.push_str("];\n\n");
}
