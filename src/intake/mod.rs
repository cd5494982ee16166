//! How text and files get in: what is pasted, dropped, opened or picked as a sample.
//!
//! Small text goes into the box, where it can be edited. Everything else stays with the browser as a
//! `Blob` and is only named on the page: a text field with five megabytes in it stops the page for seconds.

pub(crate) mod samples;
mod source;
mod transfer;

#[cfg(test)]
pub(crate) use source::Part;
pub(crate) use source::{Held, Source};
pub(crate) use transfer::{Pasted, from_drop, from_files, from_paste, from_text};
