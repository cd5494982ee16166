//! The pages, one a route.

mod about;
mod cause;
mod causes;
mod not_found;
mod paste;

pub(crate) use about::About;
pub(crate) use cause::CausePage;
pub(crate) use causes::Causes;
pub(crate) use not_found::NotFound;
pub(crate) use paste::Paste;
