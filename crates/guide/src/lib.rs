//! The guide as HTML: one function a page, each page in every language, drawn once, at build time.
//!
//! The same drawing is used twice. Wrapped in a document (`shell.rs`) a page is a file of the static twin in
//! `dist/guide/`, complete without script. As a fragment it goes into the *book*, the one file a language that the
//! app fetches when a page of the guide is first opened; there the app fills in the reader's own values and wakes
//! what is interactive. So the app carries no code that draws these pages, and the two cannot drift apart.
//!
//! What the app finds again in a fragment is marked by `data-…` attributes; they are listed in ARCHITECTURE.md.
//!
//! **Invariant:** every text goes through [`html::E`](html) or the markup reader; nothing is ever raw HTML.

mod about;
mod book;
mod causes;
mod chart;
mod commands;
mod examples;
mod faq;
mod filter;
mod fixes;
mod home;
mod html;
mod lines;
mod prevention;
mod seo;
mod shell;
mod timeouts;
mod walk;
mod what;

use why502_knowledge::content::{Content, Texts};
use why502_knowledge::{Lang, Words, content, words};

pub use book::book;
pub use shell::{STYLE, document};

/// What all drawing needs to know.
pub struct Ctx {
    pub(crate) lang: Lang,
    pub(crate) words: &'static Words,
    /// How many folders below `guide/<lang>/` the page lies; `None` in the app.
    depth: Option<usize>,
}

/// One page.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// The route without `#/`: `502`, `faq/some-question`.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// What search engines show, in one or two sentences.
    pub description: String,
    /// Everything below the heading.
    pub html: String,
}

impl Ctx {
    /// For the app, whose pages are routes.
    #[must_use]
    pub fn app(lang: Lang) -> Self {
        Self { lang, words: words(lang), depth: None }
    }

    /// For the static twin; `key` is the page's own.
    #[must_use]
    pub fn twin(lang: Lang, key: &str) -> Self {
        Self { lang, words: words(lang), depth: Some(key.matches('/').count()) }
    }

    /// Whether the page must do without the program.
    pub(crate) fn is_twin(&self) -> bool {
        self.depth.is_some()
    }

    /// The address of a route of the app (`#/faq/x`), from this page.
    pub(crate) fn href(&self, route: &str) -> String {
        let path = route.strip_prefix("#/").unwrap_or_default();
        let Some(depth) = self.depth else {
            return format!("#/{path}");
        };
        let up = "../".repeat(depth);
        let (page, item) = split_item(path);
        match page {
            // What only the app has.
            "" | "page" => format!("{up}../../index.html#/{path}"),
            "guide" => format!("{up}index.html"),
            _ if item.is_empty() => format!("{up}{page}.html"),
            _ => format!("{up}{page}.html#{item}"),
        }
    }

    /// The text of this language.
    pub(crate) fn text<'t, T>(&self, texts: &'t Texts<T>) -> Option<&'t T> {
        texts.get(self.lang.tag())
    }
}

/// Pages with items of their own: `commands/ss` is a place on the page `commands`.
pub(crate) const WITH_ITEMS: [&str; 4] = ["commands", "fixes", "prevention", "walk"];

/// `commands/ss` is the place `ss` on the page `commands`; `faq/x` is a page.
fn split_item(path: &str) -> (&str, &str) {
    match path.split_once('/') {
        Some((page, item)) if WITH_ITEMS.contains(&page) => (page, item),
        _ => (path, ""),
    }
}

/// A function that draws a page.
type Draw = fn(&Content, &Ctx) -> Page;

/// Every page of the guide, as `ctx` of its key says where it will stand. Causes are whole pages in the twin only:
/// the app draws its own, and the book adds what it lacks.
fn pages(at: impl Fn(&str) -> Ctx, twin: bool) -> Vec<Page> {
    let Some(content) = content() else {
        return Vec::new();
    };
    let mut pages = Vec::new();
    let single: [(&str, Draw); 9] = [
        ("guide", home::page),
        ("502", what::page),
        ("walk", walk::page),
        ("fixes", fixes::page),
        ("commands", commands::page),
        ("faq", faq::page),
        ("prevention", prevention::page),
        ("seo", seo::page),
        ("timeouts", timeouts::page),
    ];
    for (key, draw) in single {
        pages.push(draw(content, &at(key)));
    }
    pages.push(examples::page(content, &at("examples")));
    for example in &content.examples {
        let key = format!("examples/{}", example.id);
        pages.extend(examples::one(example, &at(&key)));
    }
    for faq in &content.faq {
        let key = format!("faq/{}", faq.id);
        pages.extend(faq::one(faq, content, &at(&key)));
    }
    for cause in why502_knowledge::CAUSES {
        let key = format!("cause/{}", cause.id);
        pages.extend(if twin {
            causes::one(cause, content, &at(&key))
        } else {
            causes::more(cause, content, &at(&key))
        });
    }
    if twin {
        pages.push(causes::page(&at("causes")));
        pages.push(about::page(&at("about")));
    }
    pages
}

/// The pages of the static twin in this language.
#[must_use]
pub fn twin(lang: Lang) -> Vec<Page> {
    pages(|key| Ctx::twin(lang, key), true)
}

/// The pages of the app in this language.
fn fragments(lang: Lang) -> Vec<Page> {
    pages(|_| Ctx::app(lang), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_to_the_page() {
        let here = |key: &str, route: &str| Ctx::twin(Lang::EN, key).href(route);
        assert_eq!(here("faq", "#/faq/x"), "faq/x.html");
        assert_eq!(here("faq/x", "#/cause/y"), "../cause/y.html");
        assert_eq!(here("faq/x", "#/guide"), "../index.html");
        assert_eq!(here("faq/x", "#/page"), "../../../index.html#/page");
        assert_eq!(here("502", "#/commands/ss"), "commands.html#ss");
        assert_eq!(Ctx::app(Lang::EN).href("#/faq/x"), "#/faq/x");
    }

    #[test]
    fn both_languages_have_the_same_pages() {
        let keys = |lang| twin(lang).into_iter().map(|p| p.key).collect::<Vec<_>>();
        let mut all = Lang::all().map(keys);
        let first = all.next().unwrap();
        assert!(first.len() > 60, "{}", first.len());
        for other in all {
            assert_eq!(other, first);
        }
    }

    #[test]
    fn no_value_is_left_unfilled_in_the_twin() {
        for lang in Lang::all() {
            for page in twin(lang) {
                for name in why502_knowledge::PLACEHOLDERS {
                    // What the app fills is kept beside what is shown.
                    let shown = without_attribute(&page.html, "data-run");
                    for (at, _) in shown.match_indices(&format!("{{{name}}}")) {
                        let before = &shown[..at];
                        assert!(
                            before.ends_with(['%', '$', '{']),
                            "{{{name}}} is left in {} ({})",
                            page.key,
                            lang.tag()
                        );
                    }
                }
            }
        }
    }

    /// The HTML without one attribute's values.
    fn without_attribute(html: &str, name: &str) -> String {
        let begin = format!(" {name}=\"");
        let mut parts = html.split(&begin);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            out.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
        }
        out
    }
}
