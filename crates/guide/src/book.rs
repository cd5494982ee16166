//! The book: every page of one language in one text, for the app.
//!
//! Records end with U+001E, fields with U+001F. `C` rules of style. `P` page: key, title, HTML. `S` something to be found that is no page
//! of its own: address, title, words. `X` product of the filter: id, name, causes. A page's own words are found in
//! its HTML.

use why502_knowledge::content::Content;
use why502_knowledge::{Lang, content};

use crate::html::plain;
use crate::{Ctx, fixes, fragments};

/// The book of this language.
#[must_use]
pub fn book(lang: Lang) -> String {
    let mut out = String::new();
    let mut record = |fields: &[&str]| {
        out.push_str(&fields.join("\u{1f}"));
        out.push('\u{1e}');
    };
    record(&["C", &rules(include_str!("../../../www/css/guide.css"))]);
    for page in fragments(lang) {
        record(&["P", &page.key, &page.title, &page.html]);
    }
    if let Some(content) = content() {
        for (address, title, words) in items(content, &Ctx::app(lang)) {
            record(&["S", &address, &title, &words]);
        }
    }
    for (id, name, causes) in fixes::products() {
        record(&["X", id, name, &causes.into_iter().collect::<Vec<_>>().join(" ")]);
    }
    out
}

/// A style sheet without its comments and line ends.
fn rules(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut parts = css.split("/*");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str(part.split_once("*/").map_or("", |(_, rest)| rest));
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands on a page among others and is worth finding by itself.
fn items(content: &Content, ctx: &Ctx) -> Vec<(String, String, String)> {
    let commands = content.commands.iter().filter_map(|c| {
        let text = ctx.text(&c.text)?;
        Some((format!("#/commands/{}", c.id), text.title.clone(), format!("{} {}", c.run, plain(&text.look))))
    });
    let prevention = content.prevention.iter().filter_map(|i| {
        let text = ctx.text(&i.text)?;
        Some((format!("#/prevention/{}", i.id), text.title.clone(), format!("{} {}", text.why, plain(&text.how))))
    });
    commands.chain(prevention).collect()
}

#[cfg(test)]
mod tests {
    use why502_knowledge::Lang;

    use super::book;

    #[test]
    fn every_record_has_the_fields_of_its_kind() {
        for lang in Lang::all() {
            let book = book(lang);
            let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
            for record in book.split_terminator('\u{1e}') {
                let fields: Vec<&str> = record.split('\u{1f}').collect();
                assert_eq!(fields.len(), if fields[0] == "C" { 2 } else { 4 }, "{record}");
                assert!(fields.iter().take(3).all(|f| !f.is_empty()), "{record}");
                *kinds.entry(fields[0]).or_default() += 1;
            }
            assert!(kinds["P"] > 60 && kinds["S"] > 10 && kinds["X"] > 20, "{kinds:?}");
        }
    }
}
