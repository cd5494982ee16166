//! Bytes in, [`Diagnosis`] out.
//!
//! ```text
//! bytes ─▶ decode ─▶ lines ─▶ clean ─▶ dialect ─▶ record ─▶ signatures ─▶ hit ─▶ Tally ═▶ diagnose ─▶ Diagnosis
//! ```
//!
//! Laws, each with a property test in `tests/laws.rs`:
//! 1. It never fails: any bytes give a diagnosis; what could not be read is counted in its warnings.
//! 2. `push(a); push(b)` equals `push(a + b)`.
//! 3. [`Tally::append`] of the tallies of two pieces cut at a line end equals the tally of the whole, where the text is
//!    plain ([`Engine::is_plain`]) and the second piece is read with the [`Context`] of the first.
//! 4. Memory is bounded by [`Options`], not by input; time is linear.
//! 5. No clock, no randomness, no I/O, no locale, no words of any language.

mod above;
mod archive;
mod clean;
mod diagnose;
mod diagnosis;
mod dialect;
mod engine;
mod finding;
#[cfg(fuzzing)]
pub mod fuzzing;
mod habit;
mod har;
mod headers;
mod json;
mod keywords;
mod lines;
mod map;
mod matcher;
mod memo;
pub mod own;
mod paste;
mod pattern;
mod pause;
mod rank;
mod response;
mod tally;
mod unwrap;
pub mod values;
mod wrapped;

pub use above::Context;
pub use diagnosis::{Also, Diagnosis, Evidence, Finding, Next, Warning};
pub use dialect::Dialect;
pub use engine::{Engine, Options, scan};
pub use habit::Pattern;
pub use map::Map;
pub use tally::{Tally, Trouble};
