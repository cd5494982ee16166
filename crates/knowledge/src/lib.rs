//! What why502 knows, as typed constants: causes with their fixes in every language, signatures,
//! the next piece of evidence worth asking for, and the interface's words.
//!
//! The content is written in `knowledge/` and `locales/` at the repository's root; `build.rs` reads it,
//! refuses it with file and place when something is missing or wrong, and packs it into constants.
//! So opening the page parses nothing, and a text that is missing in one language does not build.
//!
//! **Invariant:** this crate knows no other crate of the project and does nothing: it only holds.

mod types;

pub use types::{
    Ask, AskCommand, AskText, Cause, CauseText, Family, Fix, FixKind, FixText, Lang, Layer, Phase,
    Risk, Signature,
};

include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// The cause with this id of `taxonomy`, such as `connection-refused`.
#[must_use]
pub fn cause(id: &str) -> Option<&'static Cause> {
    CAUSES.iter().find(|c| c.id == id)
}

/// The signature with this id, such as `nginx-connect-refused`.
#[must_use]
pub fn signature(id: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|s| s.id == id)
}

/// The piece of evidence with this id, such as `backend-log`.
#[must_use]
pub fn ask(id: &str) -> Option<&'static Ask> {
    ASKS.iter().find(|a| a.id == id)
}
