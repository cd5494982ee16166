//! Diagnosis + language → document → Markdown, JSON, terminal text; the page draws the document itself.
//!
//! The way: [`wire::Report`] is the JSON contract, made from the engine's diagnosis. A [`Document`] is made
//! from a report and a language, so a report that travelled (from the worker, from a file) reads the same.
//!
//! **Invariant:** nothing here looks at the text that was pasted; everything comes from the diagnosis.

pub mod blanks;
pub mod cause_page;
mod chain;
pub mod document;
mod ids;
pub mod markdown;
pub mod names;
pub mod private;
pub mod problem;
mod sentence;
#[cfg(feature = "terminal")]
pub mod terminal;
pub mod wire;

pub use document::Document;
pub use wire::Report;
