//! What components share: the session, the route, the settings, and what comes in from anywhere on the page.

mod use_guide;
mod use_incoming;
mod use_more;
mod use_reading;
mod use_route;
mod use_settings;
mod use_shared;

pub(crate) use use_guide::{GuideHandle, GuideState, first_words, use_book, use_guide, use_words};
pub(crate) use use_incoming::use_incoming;
pub(crate) use use_more::{MoreHandle, MoreState, use_more};
pub(crate) use use_reading::{SessionHandle, use_reading};
pub(crate) use use_route::use_route;
pub(crate) use use_settings::{SettingsHandle, recalled, use_settings};
