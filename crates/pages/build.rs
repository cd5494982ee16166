//! Packs the words of `text/` and the style and script of `assets/` into constants.
//!
//! Whatever one language lacks is refused here, so it cannot be missing at run time.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;

#[derive(Deserialize)]
struct Text {
    own_name: String,
    matches: Vec<String>,
    page: BTreeMap<String, String>,
    problem: BTreeMap<String, String>,
    refusal: BTreeMap<String, String>,
    target: BTreeMap<String, Target>,
}

#[derive(Deserialize)]
struct Target {
    steps: Vec<String>,
    traps: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    for folder in ["text", "assets"] {
        println!("cargo:rerun-if-changed={}", root.join(folder).display());
    }
    let mut texts: Vec<(String, Text)> = Vec::new();
    for entry in fs::read_dir(root.join("text"))? {
        let path = entry?.path();
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = toml::from_str(&fs::read_to_string(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        texts.push((tag, text));
    }
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    check(&texts)?;
    let mut out = String::new();
    words(&texts, &mut out)?;
    for (name, file, shrink) in [
        ("PAGE_CSS", "page.css", css as fn(&str) -> String),
        ("SMALL_CSS", "small.css", css),
        ("PAGE_JS", "page.js", js),
    ] {
        let text = fs::read_to_string(root.join("assets").join(file))?;
        writeln!(out, "pub(crate) const {name}: &str = {:?};", shrink(&text))?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("packed.rs"), out)?;
    Ok(())
}

/// Every language has what the first one has.
fn check(texts: &[(String, Text)]) -> Result<(), String> {
    let Some((first_tag, first)) = texts.first() else { return Err("text/ is empty".into()) };
    let keys = |map: &BTreeMap<String, String>| map.keys().cloned().collect::<Vec<_>>();
    for (tag, text) in texts {
        for (section, a, b) in [
            ("page", keys(&first.page), keys(&text.page)),
            ("problem", keys(&first.problem), keys(&text.problem)),
            ("refusal", keys(&first.refusal), keys(&text.refusal)),
            ("target", first.target.keys().cloned().collect(), text.target.keys().cloned().collect()),
        ] {
            if let Some(key) = a.iter().find(|k| !b.contains(k)).or_else(|| b.iter().find(|k| !a.contains(k))) {
                return Err(format!("text/{tag}.toml and text/{first_tag}.toml differ: [{section}] {key}"));
            }
        }
        for (id, target) in &text.target {
            let other = &first.target[id];
            if target.steps.len() != other.steps.len() || target.traps.len() != other.traps.len() {
                return Err(format!("text/{tag}.toml: [target.{id}] has another number of steps or traps"));
            }
        }
        if let Some((key, _)) = text.page.iter().find(|(_, value)| value.contains('|')) {
            return Err(format!("text/{tag}.toml: {key} holds a vertical bar, which separates what the script says"));
        }
    }
    Ok(())
}

fn words(texts: &[(String, Text)], out: &mut String) -> std::fmt::Result {
    let Some((_, first)) = texts.first() else { return Ok(()) };
    out.push_str("pub(crate) struct Words {\n  pub(crate) tag: &'static str,\n  pub(crate) own_name: &'static str,\n");
    out.push_str("  pub(crate) matches: &'static [&'static str],\n  pub(crate) targets: &'static [TargetText],\n");
    let sections = |text: &Text| -> Vec<(String, String)> {
        let named = |prefix: &str, map: &BTreeMap<String, String>| {
            map.iter().map(|(k, v)| (format!("{prefix}{k}"), v.clone())).collect::<Vec<_>>()
        };
        [named("", &text.page), named("problem_", &text.problem), named("refusal_", &text.refusal)].concat()
    };
    for (key, _) in sections(first) {
        writeln!(out, "  pub(crate) {key}: &'static str,")?;
    }
    out.push_str("}\n\npub(crate) static WORDS: &[Words] = &[\n");
    for (tag, text) in texts {
        writeln!(out, "Words {{ tag: {tag:?}, own_name: {:?}, matches: &{:?},", text.own_name, text.matches)?;
        for (key, value) in sections(text) {
            writeln!(out, "  {key}: {value:?},")?;
        }
        out.push_str("  targets: &[\n");
        for (id, target) in &text.target {
            writeln!(out, "    TargetText {{ id: {id:?}, steps: &{:?}, traps: &{:?} }},", target.steps, target.traps)?;
        }
        out.push_str("  ],\n},\n");
    }
    out.push_str("];\n");
    Ok(())
}

/// Without line ends and indents. Strings in it must not depend on them.
fn css(text: &str) -> String {
    text.lines().map(str::trim).collect()
}

/// Without indents, whole-line comments and the spaces beside punctuation; line ends stay, for they end
/// statements. What is in quotes is not touched, nor are patterns, which hold no spaces here.
fn js(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with("//"));
    lines.map(tight).collect::<Vec<_>>().join("\n")
}

fn tight(line: &str) -> String {
    let mut out = String::new();
    let mut quote = None;
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        match quote {
            Some(end) if c == end => quote = None,
            None if matches!(c, '\'' | '"' | '`') => quote = Some(c),
            None if c == ' ' => {
                let word =
                    |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '\'' | '"' | '`' | '/' | '-' | '!');
                let between_words = out.chars().last().is_some_and(word) && letters.peek().copied().is_some_and(word);
                if !between_words {
                    continue;
                }
            }
            _ => {}
        }
        out.push(c);
    }
    out
}
