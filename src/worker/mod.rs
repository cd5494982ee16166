//! The engine, out of the way of the page.
//!
//! ```text
//! page: Client ── {seq, id, kind, bytes} ─▶ worker: serve        kind: start | begin | chunk | finish | cancel
//!              ◀─ {seq, id, json} ────────                      json: with the answer to `finish` only
//! ```
//! Every message is answered, and only a few are under way at a time: so a run that was cancelled has
//! nothing queued up, and the next one begins at once. Where a browser refuses workers, the same slices are
//! read on the page, with a pause after each.
//!
//! **Invariant:** the answer is the same JSON, byte for byte, in both places.

mod client;
mod link;
mod on_page;
mod serve;

pub(crate) use client::{Client, Ended};
pub(crate) use serve::serve;

/// How much is read in one go. Small enough that one slice on the page is not felt, large enough that
/// messages cost nothing beside it.
const SLICE: u64 = 256 * 1024;
