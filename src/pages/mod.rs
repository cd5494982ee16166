//! The pages, one a route.

mod about;
mod cause;
mod causes;
mod not_found;
mod paste;

pub(crate) use about::about;
pub(crate) use cause::cause;
pub(crate) use causes::causes;
pub(crate) use not_found::not_found;
pub(crate) use paste::paste;
