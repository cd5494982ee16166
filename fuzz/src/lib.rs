//! What must hold for any bytes, one module a target. `cargo xtask fuzz` looks for bytes for which it does not.
//!
//! A target is a function that panics when something is wrong. What is cut, and where, follows from the bytes
//! themselves, so a seed is a plain file: a log, a page, an archive.
//!
//! To add a target: a module with `check`, a file in `fuzz_targets/`, a `[[bin]]`, a line in `TARGETS` of
//! `xtask/src/fuzz.rs`.

pub mod cuts;
pub mod dialect;
pub mod engine;
pub mod gz;
pub mod html;
pub mod json;
pub mod laws;
pub mod mutate;
pub mod pages;
pub mod redact;
pub mod report;
pub mod unwrap;
