//! The pages, one a route.

mod about;
mod cause;
mod causes;
mod more;
mod not_found;
mod paste;

pub(crate) use about::about;
pub(crate) use cause::{cause, text as cause_text};
pub(crate) use causes::causes;
pub(crate) use more::more;
pub(crate) use not_found::not_found;
pub(crate) use paste::paste;
