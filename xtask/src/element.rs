//! The custom element, `dist/why-502.js`: one module for those who want the tool inside a page of their own.
//!
//! `www/element.js` is all of it but the names of the built files, the words, and the style of its first button.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;
use why502_knowledge::{Lang, words};

use crate::{project, single};

/// Its name in `dist/`. Pages of others have it in them, so it never changes.
pub(crate) const NAME: &str = "why-502.js";

/// Writes the module.
pub(crate) fn write(dist: &Path) -> Result<()> {
    let path = project::root().join("www/element.js");
    let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let module = filled(&filled(&source, "__FILES__", &files(dist)?)?, "__WORDS__", &all_words())?;
    let path = dist.join(NAME);
    fs::write(&path, module).with_context(|| format!("cannot write {}", path.display()))
}

fn files(dist: &Path) -> Result<Value> {
    let name = |stem: &str, end: &str| -> Result<String> {
        let path = single::built(dist, stem, end)?;
        Ok(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
    };
    let index = fs::read_to_string(project::root().join("index.html"))?;
    let sheets = single::sheets(&index);
    let (base, later) = sheets.split_first().context("index.html names no style sheet")?;
    let later = later.iter().map(|sheet| name(sheet, ".css")).collect::<Result<Vec<_>>>()?;
    Ok(json!({
        "glue": name("why502-web", ".js")?,
        "wasm": name("why502-web", "_bg.wasm")?,
        "more": name("why502-more", ".js")?,
        "css": later,
        "base": fs::read_to_string(single::built(dist, base, ".css")?)?,
    }))
}

/// The words of the element's own frame, by language.
fn all_words() -> Value {
    let of = |lang| {
        let w = words(lang);
        json!({
            "opener": w.app_tagline, "close": w.element_close, "back": w.element_back, "loading": w.element_loading,
            "failed": w.element_failed, "elsewhere": w.element_elsewhere, "there": w.element_there,
            "again": w.guide_again,
        })
    };
    Value::Object(Lang::all().map(|lang| (lang.tag().to_owned(), of(lang))).collect::<Map<_, _>>())
}

/// The module with a value where its name stands.
fn filled(source: &str, name: &str, value: &Value) -> Result<String> {
    match source.matches(name).count() {
        1 => Ok(source.replacen(name, &value.to_string(), 1)),
        count => bail!("{name} is in www/element.js {count} times, and should be once"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_there_in_every_language() {
        let all = all_words();
        assert_eq!(all.as_object().unwrap().len(), Lang::all().count());
        for words in all.as_object().unwrap().values() {
            assert!(words.as_object().unwrap().values().all(|word| !word.as_str().unwrap().is_empty()), "{words}");
        }
    }

    #[test]
    fn a_name_that_is_missing_or_twice_is_a_mistake() {
        assert_eq!(filled("const A = __A__;", "__A__", &json!({"a": 1})).unwrap(), "const A = {\"a\":1};");
        assert!(filled("", "__A__", &json!(1)).is_err() && filled("__A__ __A__", "__A__", &json!(1)).is_err());
    }
}
