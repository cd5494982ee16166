//! Which page an address means: everything after the `#`, so that any file server will do.

use std::fmt;
use std::rc::Rc;

use why502_knowledge::{self as knowledge, Lang};

/// A page of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// The paste box and the verdict.
    Paste,
    /// The list of all causes.
    Causes,
    /// One cause, by its label.
    Cause(&'static str),
    /// A page of the guide.
    Book(Rc<Place>),
    /// Privacy, and how to check it.
    About,
    /// An address that leads nowhere.
    Unknown,
}

/// A place in the guide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The page's key in the book: `walk`, `faq/some-question`.
    pub(crate) key: String,
    /// What on that page is meant; may be empty.
    pub(crate) item: String,
    /// What was chosen there: `start=cdn&code=522`. The address is where it is kept, so that it can be passed on.
    pub(crate) choice: String,
}

/// The guide's pages.
const PAGES: [&str; 11] =
    ["guide", "502", "walk", "fixes", "commands", "faq", "prevention", "seo", "examples", "timeouts", MAKER];
/// The form that makes a visitor's page: not in the book, but otherwise a place like the others.
pub(crate) const MAKER: &str = "page";
/// Those that keep what is chosen in their address.
const WITH_CHOICE: [&str; 3] = ["guide", "walk", MAKER];
/// Those on which something may be meant: `commands/ss`.
const WITH_ITEMS: [&str; 4] = ["walk", "fixes", "commands", "prevention"];
/// Those with pages below them: `faq/some-question`. Which there are, the book knows.
const WITH_PAGES: [&str; 2] = ["faq", "examples"];

impl Route {
    /// The page for `location.hash`. `None` when the hash names a place within the page that is open.
    pub(crate) fn parse(hash: &str) -> Option<Self> {
        let path = match hash.strip_prefix('#').unwrap_or(hash) {
            "" => return Some(Self::Paste),
            path => path.strip_prefix('/')?,
        };
        // Chat programs and mail readers like to add a full stop or a slash to a link.
        let end = path.find(['?', '&']).unwrap_or(path.len());
        let (path, choice) = path.split_at(end);
        let path = path.trim_end_matches(['/', '.']);
        Some(match path {
            "" => Self::Paste,
            // What it carries is opened there.
            _ if path == "shared" || path.starts_with("shared/") => Self::Paste,
            "causes" => Self::Causes,
            "about" => Self::About,
            _ => match path.strip_prefix("cause/") {
                Some(id) => knowledge::cause(id).map_or(Self::Unknown, |cause| Self::Cause(cause.id)),
                None => Self::book(path, choice.get(1..).unwrap_or_default()),
            },
        })
    }

    fn book(path: &str, choice: &str) -> Self {
        let (page, rest) = path.split_once('/').unwrap_or((path, ""));
        let of = |list: &[&str]| list.contains(&page);
        let (key, item) = match rest {
            "" if of(&PAGES) => (page, ""),
            rest if of(&WITH_ITEMS) && !rest.is_empty() => (page, rest),
            rest if of(&WITH_PAGES) && !rest.is_empty() => (path, ""),
            _ => return Self::Unknown,
        };
        // In any other address it is what mail programs add.
        let choice = if WITH_CHOICE.contains(&key) { choice } else { "" };
        Self::Book(Rc::new(Place { key: key.to_owned(), item: item.to_owned(), choice: choice.to_owned() }))
    }

    /// Whether the second program draws it.
    pub(crate) fn is_more(&self) -> bool {
        matches!(self, Self::About | Self::Causes | Self::Cause(_) | Self::Book(_))
    }

    /// The same page as a document of its own, readable without any program.
    pub(crate) fn twin(&self, lang: Lang) -> String {
        let page = match self {
            Self::About => "about".to_owned(),
            Self::Causes => "causes".to_owned(),
            Self::Cause(id) => format!("cause/{id}"),
            Self::Book(place) if !["guide", MAKER].contains(&place.key.as_str()) => place.key.clone(),
            _ => "index".to_owned(),
        };
        format!("guide/{}/{page}.html", lang.tag())
    }

    /// Whether both are the same page, whatever is meant or chosen on it.
    pub(crate) fn same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Book(one), Self::Book(two)) => one.key == two.key,
            (one, two) => one == two,
        }
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
            Self::Book(place) => {
                write!(f, "#/{}", place.key)?;
                for (mark, part) in [("/", &place.item), ("?", &place.choice)] {
                    if !part.is_empty() {
                        write!(f, "{mark}{part}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use why502_knowledge::Lang;

    use super::Route;

    #[test]
    fn every_page_has_an_address_that_leads_back_to_it() {
        for route in [Route::Paste, Route::Causes, Route::Cause("connection-refused"), Route::About] {
            assert_eq!(Route::parse(&route.to_string()), Some(route));
        }
        for address in [
            "#/guide",
            "#/502",
            "#/faq/why",
            "#/commands/ss",
            "#/walk?start=cdn&code=522",
            "#/fixes/x",
            "#/page?name=a%20b",
        ] {
            let route = Route::parse(address).unwrap();
            assert!(matches!(route, Route::Book(_)), "{address}");
            assert_eq!(route.to_string(), address);
        }
    }

    #[test]
    fn what_people_and_programs_add_to_a_link_does_no_harm() {
        assert_eq!(Route::parse(""), Some(Route::Paste));
        assert_eq!(Route::parse("#"), Some(Route::Paste));
        assert_eq!(Route::parse("#/shared/q1YqLU4tAgA"), Some(Route::Paste));
        assert_eq!(Route::parse("#/shared/"), Some(Route::Paste));
        assert_eq!(Route::parse("#/causes/"), Some(Route::Causes));
        assert_eq!(Route::parse("#/about."), Some(Route::About));
        assert_eq!(Route::parse("#/cause/connection-refused?from=mail"), Some(Route::Cause("connection-refused")));
        assert_eq!(Route::parse("#/faq/?from=mail").unwrap().to_string(), "#/faq");
    }

    #[test]
    fn an_unknown_address_is_a_page_too() {
        for address in ["#/cause/made-up", "#/elsewhere", "#/502/x", "#/guide/x", "#/seo/x"] {
            assert_eq!(Route::parse(address), Some(Route::Unknown), "{address}");
        }
    }

    #[test]
    fn a_page_of_the_second_program_can_be_read_without_it() {
        let twin = |address| {
            let route = Route::parse(address).unwrap();
            route.is_more().then(|| route.twin(Lang::EN))
        };
        assert_eq!(twin("#/guide").as_deref(), Some("guide/en/index.html"));
        assert_eq!(twin("#/walk?start=cdn").as_deref(), Some("guide/en/walk.html"));
        assert_eq!(twin("#/cause/connection-refused").as_deref(), Some("guide/en/cause/connection-refused.html"));
        assert_eq!(twin("#/causes").as_deref(), Some("guide/en/causes.html"));
        assert_eq!(twin("#/about").as_deref(), Some("guide/en/about.html"));
        assert_eq!(twin("#/"), None);
    }

    #[test]
    fn a_place_within_the_page_is_no_route() {
        assert_eq!(Route::parse("#main"), None);
    }

    #[test]
    fn what_is_chosen_on_a_page_does_not_change_the_page() {
        let route = |address| Route::parse(address).unwrap();
        assert!(route("#/walk").same_page(&route("#/walk?start=cdn")));
        assert!(!route("#/walk").same_page(&route("#/fixes")));
        assert!(!route("#/faq/a").same_page(&route("#/faq/b")));
    }
}
