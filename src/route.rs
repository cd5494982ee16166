//! Which page an address means: everything after the `#`, so that any file server will do.

use std::fmt;

use why502_knowledge as knowledge;

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// The paste box and the verdict.
    Paste,
    /// The list of all causes.
    Causes,
    /// One cause, by its label.
    Cause(&'static str),
    /// Privacy, and how to check it.
    About,
    /// An address that leads nowhere.
    Unknown,
}

impl Route {
    /// The page for `location.hash`. `None` when the hash names a place within the page that is open.
    pub(crate) fn parse(hash: &str) -> Option<Self> {
        let path = match hash.strip_prefix('#').unwrap_or(hash) {
            "" => return Some(Self::Paste),
            path => path.strip_prefix('/')?,
        };
        // Chat programs and mail readers like to add a full stop or a slash to a link.
        let path = path.split(['?', '&']).next().unwrap_or(path).trim_end_matches(['/', '.']);
        Some(match path {
            "" => Self::Paste,
            "causes" => Self::Causes,
            "about" => Self::About,
            _ => path
                .strip_prefix("cause/")
                .and_then(knowledge::cause)
                .map_or(Self::Unknown, |cause| Self::Cause(cause.id)),
        })
    }
}

/// The address, ready for a link.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paste | Self::Unknown => f.write_str("#/"),
            Self::Causes => f.write_str("#/causes"),
            Self::Cause(id) => write!(f, "#/cause/{id}"),
            Self::About => f.write_str("#/about"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn every_page_has_an_address_that_leads_back_to_it() {
        for route in [Route::Paste, Route::Causes, Route::Cause("connection-refused"), Route::About] {
            assert_eq!(Route::parse(&route.to_string()), Some(route));
        }
    }

    #[test]
    fn what_people_and_programs_add_to_a_link_does_no_harm() {
        assert_eq!(Route::parse(""), Some(Route::Paste));
        assert_eq!(Route::parse("#"), Some(Route::Paste));
        assert_eq!(Route::parse("#/causes/"), Some(Route::Causes));
        assert_eq!(Route::parse("#/about."), Some(Route::About));
        assert_eq!(Route::parse("#/cause/connection-refused?from=mail"), Some(Route::Cause("connection-refused")));
    }

    #[test]
    fn an_unknown_address_is_a_page_too() {
        assert_eq!(Route::parse("#/cause/made-up"), Some(Route::Unknown));
        assert_eq!(Route::parse("#/elsewhere"), Some(Route::Unknown));
    }

    #[test]
    fn a_place_within_the_page_is_no_route() {
        assert_eq!(Route::parse("#main"), None);
    }
}
