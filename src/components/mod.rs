//! The pieces of the pages, one a file.
//!
//! What has a state or hooks of its own is a component; what only draws what it is given is a plain function,
//! which costs the page nothing. Each component costs some
//! five kilobytes; a context another five, so what a component needs is handed down to it.

mod briefs;
mod chain;
mod command;
mod copy_button;
mod evidence;
mod fixes;
mod footer;
mod guide_notice;
mod header;
mod held_card;
mod icons;
mod next_steps;
mod outcome;
mod paste_box;
mod samples;
pub(crate) mod share;
mod verdict;
mod where_to_look;

pub(crate) use command::command;
pub(crate) use copy_button::copy_button;
pub(crate) use fixes::fixes;
pub(crate) use footer::footer;
pub(crate) use guide_notice::{guide_notice, lang_failed};
pub(crate) use header::header;
pub(crate) use outcome::{Outcome, Passing};
pub(crate) use paste_box::PasteBox;
pub(crate) use samples::samples;
