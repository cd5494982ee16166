//! What why502 knows, as typed constants: causes with their fixes in every language, signatures,
//! the next piece of evidence worth asking for, and the interface's words.
//!
//! The content is written in `knowledge/` and `locales/` at the repository's root; `build.rs` reads it,
//! refuses it with file and place when something is missing or wrong, and packs it into constants.
//! A text that is missing in one language does not build. Texts come as files, one a language, short and long ones
//! apart: see [`words()`] and [`guide()`].
//!
//! **Invariant:** this crate knows no other crate of the project and does nothing: it only holds.

mod about;
#[cfg(feature = "content")]
pub mod content;
mod guide;
#[cfg(feature = "content")]
pub mod markup;
mod per_lang;
mod reasons;
mod signature;
mod texts;
mod types;

pub use guide::{CauseGuide, Fix, Guide, Step, guide, load_guide};
pub use reasons::{has_reasons, load_reasons, reason};
pub use signature::{Signature, signature, signatures};
pub use texts::{bundle_words, has_words, load_words, word, words};
pub use types::{Ask, AskCommand, AskText, Cause, CauseText, Family, FixKind, Lang, Layer, Risk};

include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// The cause with this id of `taxonomy`, such as `connection-refused`.
#[must_use]
pub fn cause(id: &str) -> Option<&'static Cause> {
    CAUSES.iter().find(|c| c.id == id)
}

/// The piece of evidence with this id, such as `backend-log`.
#[must_use]
pub fn ask(id: &str) -> Option<&'static Ask> {
    ASKS.iter().find(|a| a.id == id)
}

/// The guide's content; `None` never happens, since the build has written what is read here.
#[cfg(feature = "content")]
#[must_use]
pub fn content() -> Option<&'static content::Content> {
    static READ: std::sync::OnceLock<Option<content::Content>> = std::sync::OnceLock::new();
    READ.get_or_init(|| serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/content.json"))).ok()).as_ref()
}
