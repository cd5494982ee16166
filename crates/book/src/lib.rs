//! The book: all pages of the guide in one language, as one file.
//!
//! It is fetched when a page of the guide is first opened, and whole, since a request for one page would tell the
//! server what was found. Its pages are HTML that the build has drawn (`crates/guide`); what is interactive in them
//! the app wakes by their `data-` attributes.

mod search;

use std::sync::OnceLock;

use why502_knowledge::{LANGS, Lang};

pub use search::{Hit, Searcher, plain};

include!(concat!(env!("OUT_DIR"), "/book.rs"));

/// A read book. The text stays in memory; everything else points into it.
#[derive(Debug)]
pub struct Book {
    style: &'static str,
    pages: Vec<Page>,
    items: Vec<Item>,
    products: Vec<Product>,
}

/// A page of the guide.
#[derive(Debug)]
pub struct Page {
    /// The route without `#/`.
    pub key: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What stands below the heading.
    pub html: &'static str,
}

/// Something worth finding that stands on a page among others.
#[derive(Debug)]
pub struct Item {
    /// Its address in the app.
    pub address: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it says.
    pub words: &'static str,
}

/// A product, and the causes that are seen in its words.
#[derive(Debug)]
pub struct Product {
    /// Its id.
    pub id: &'static str,
    /// As it spells itself.
    pub name: &'static str,
    causes: &'static str,
}

static LOADED: [OnceLock<Book>; LANGS.len()] = [const { OnceLock::new() }; LANGS.len()];

fn slot(lang: Lang) -> Option<&'static OnceLock<Book>> {
    Lang::all().position(|l| l == lang).and_then(|at| LOADED.get(at))
}

/// The book of this language; `None` until it is loaded.
#[must_use]
pub fn book(lang: Lang) -> Option<&'static Book> {
    slot(lang)?.get()
}

/// Takes the text of a language's book. It stays in memory from then on. `false` when it is no book of this version,
/// such as a server's error page; nothing is kept then.
pub fn load(lang: Lang, text: String) -> bool {
    match (slot(lang), Book::read(text)) {
        (Some(slot), Some(book)) => slot.set(book).is_ok() || slot.get().is_some(),
        _ => false,
    }
}

impl Product {
    /// Whether the cause is seen in this product's words.
    #[must_use]
    pub fn shows(&self, cause: &str) -> bool {
        self.causes.split(' ').any(|c| c == cause)
    }
}

impl Book {
    /// Reads a book's file. `None` when it is none of this version, such as a server's error page.
    #[must_use]
    fn read(text: String) -> Option<Self> {
        // A book is read once and used until the end: its texts are as good as constants.
        let text: &'static str = text.leak();
        let mut book = Self { style: "", pages: Vec::new(), items: Vec::new(), products: Vec::new() };
        for record in text.strip_suffix('\u{1e}')?.split('\u{1e}') {
            let mut fields = record.split('\u{1f}');
            let mut next = || fields.next();
            match next()? {
                "C" => book.style = next()?,
                "P" => book.pages.push(Page { key: next()?, title: next()?, html: next()? }),
                "S" => book.items.push(Item { address: next()?, title: next()?, words: next()? }),
                "X" => book.products.push(Product { id: next()?, name: next()?, causes: next()? }),
                _ => return None,
            }
        }
        (!book.pages.is_empty()).then_some(book)
    }

    /// The rules of style that its pages need beyond the app's own.
    #[must_use]
    pub fn style(&self) -> &'static str {
        self.style
    }

    /// The page with this key.
    #[must_use]
    pub fn page(&self, key: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.key == key)
    }

    /// All pages, in the order of the guide.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// What can be found besides pages.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Products to choose from.
    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.products
    }
}

#[cfg(test)]
mod tests {
    use super::Book;

    #[test]
    fn what_is_no_book_is_refused() {
        for text in ["", "<!doctype html>", "P\u{1f}a\u{1e}", "Q\u{1f}a\u{1f}b\u{1f}c\u{1e}"] {
            assert!(Book::read(text.to_owned()).is_none(), "{text:?}");
        }
    }

    #[cfg(feature = "texts")]
    #[test]
    fn every_book_is_read_whole() {
        for text in super::BOOK_TEXTS {
            let book = Book::read((*text).to_owned()).unwrap();
            for key in ["guide", "502", "walk", "fixes", "commands", "faq", "prevention", "seo", "examples", "timeouts"]
            {
                assert!(book.page(key).is_some(), "{key}");
            }
            assert!(book.page("cause/connection-refused").unwrap().html.contains("Connection refused"));
            assert!(book.products().iter().any(|p| p.id == "nginx" && p.shows("connection-refused")));
        }
    }
}
