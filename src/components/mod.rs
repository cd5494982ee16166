//! The pieces of the pages, one a file. They draw what they are given; few have a state of their own.

mod briefs;
mod chain;
mod command;
mod copy_button;
mod evidence;
mod fixes;
mod footer;
mod header;
mod held_card;
mod icons;
mod next_steps;
mod outcome;
mod paste_box;
mod samples;
mod share;
mod verdict;
mod where_to_look;

pub(crate) use fixes::Fixes;
pub(crate) use footer::Footer;
pub(crate) use header::Header;
pub(crate) use outcome::Outcome;
pub(crate) use paste_box::PasteBox;
pub(crate) use samples::Samples;
