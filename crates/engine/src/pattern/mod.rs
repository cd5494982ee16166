//! One compiled pattern of a signature.
//!
//! An engine of our own for the part of `regex`'s syntax that signatures use: in the page the library's own parts
//! weigh ten times as much. `tests` hold it to `regex` on every pattern and sample.

mod program;
mod syntax;

use std::cell::RefCell;
use std::ops::Range;

use program::{Program, Scratch};

/// The named groups that mean something. `hit` narrows the decisive words.
const GROUPS: [&str; 7] = ["hit", "upstream", "upstream_host", "upstream_port", "status", "unit", "host"];

/// A pattern, ready to search.
pub(crate) struct Pattern(Program);

impl Pattern {
    /// `exact`: upper and lower case differ. `None` when it is no pattern, which the tests exclude.
    pub(crate) fn new(pattern: &str, exact: bool) -> Option<Self> {
        syntax::parse(pattern, !exact).map(|node| Self(Program::new(&node)))
    }

    /// The leftmost match. `^` and `$` match at the ends of each line in it; `begins` is one more place where one
    /// begins, behind what a carrier put before the message.
    pub(crate) fn find(&self, line: &[u8], begins: usize) -> Option<Found> {
        SCRATCH.with_borrow_mut(|scratch| self.0.find(line, begins, scratch))
    }

    /// The most of the pattern that stands at the end of a line which was cut off there, with the number of bytes
    /// that matched one by one.
    pub(crate) fn find_cut(&self, line: &[u8], begins: usize) -> Option<(usize, Found)> {
        SCRATCH.with_borrow_mut(|scratch| self.0.find_cut(line, begins, scratch))
    }
}

thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());

/// Where a pattern matched, and where its named groups did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) hit: Range<usize>,
    groups: [Option<Range<usize>>; GROUPS.len()],
}

impl Found {
    fn new(whole: Range<usize>, groups: [Option<Range<usize>>; GROUPS.len()]) -> Self {
        let hit = groups.first().cloned().flatten().unwrap_or(whole);
        Self { hit, groups }
    }

    /// The text of a named group, in the line that was searched.
    pub(crate) fn group<'a>(&self, name: &str, line: &'a [u8]) -> Option<&'a [u8]> {
        let at = GROUPS.iter().position(|g| *g == name)?;
        line.get(self.groups.get(at)?.clone()?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::bytes::{Regex, RegexBuilder};

    use super::{Found, GROUPS, Pattern};

    fn library(pattern: &str, exact: bool) -> Regex {
        RegexBuilder::new(pattern).unicode(false).multi_line(true).case_insensitive(!exact).build().unwrap()
    }

    fn by_library(regex: &Regex, line: &[u8]) -> Option<Found> {
        let captures = regex.captures(line)?;
        Some(Found::new(captures.get(0)?.range(), GROUPS.map(|name| captures.name(name).map(|m| m.range()))))
    }

    /// Every pattern on every sample of its product's signatures, whole and damaged.
    #[test]
    fn finds_what_regex_finds() {
        let mut matches = 0;
        for signature in why502_knowledge::signatures() {
            let Some(pattern) = signature.pattern else {
                continue;
            };
            let library = library(pattern, signature.exact);
            let own = Pattern::new(pattern, signature.exact)
                .unwrap_or_else(|| panic!("{}: not in the syntax of patterns: {pattern}", signature.id));
            let kin: String = signature.id.split('-').take(1).collect();
            for (_, sample, _) in why502_knowledge::SAMPLES.iter().filter(|(id, ..)| id.starts_with(&kin)) {
                let half = sample.as_bytes().get(sample.len() / 2..).unwrap();
                let long = format!("{} {sample} {}", "x: \"y\" ".repeat(40), "[1] ".repeat(40));
                for text in
                    [sample.as_bytes(), half, long.as_bytes(), sample.to_uppercase().as_bytes(), b"\xff\x00", &[]]
                {
                    let found = own.find(text, 0);
                    assert_eq!(found, by_library(&library, text), "{} on {sample}", signature.id);
                    matches += usize::from(found.is_some());
                }
            }
        }
        assert!(matches > 4_000, "only {matches} matches: are the samples there?");
    }

    fn pattern() -> impl Strategy<Value = String> {
        let atom = prop_oneof![
            Just("a"),
            Just("b"),
            Just("[ab]"),
            Just("[^a]"),
            Just("."),
            Just(r"\d"),
            Just(r"\b"),
            Just("^"),
            Just("$"),
        ];
        let leaf = atom.prop_map(str::to_owned);
        leaf.prop_recursive(4, 24, 4, |inner| {
            let many = prop_oneof![
                Just("?"),
                Just("*"),
                Just("+"),
                Just("{2}"),
                Just("{1,3}"),
                Just("{2,}"),
                Just("*?"),
                Just("+?"),
                Just("??"),
                Just("{0,2}?"),
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("(?:{})", parts.join("|"))),
                (inner, many).prop_map(|(part, many)| format!("(?:{part}){many}")),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]
        #[test]
        fn any_pattern_means_what_it_means_to_regex(
            head in pattern(), named in pattern(), tail in pattern(), line in "[ab1 \n]{0,14}",
        ) {
            let pattern = format!("{head}(?P<unit>{named}){tail}");
            if let Some(own) = Pattern::new(&pattern, false) {
                let library = library(&pattern, false);
                prop_assert_eq!(own.find(line.as_bytes(), 0), by_library(&library, line.as_bytes()), "{}", pattern);
            }
        }
    }

    #[test]
    fn a_message_begins_behind_its_carrier() {
        let own = Pattern::new("^HTTP/1", true).unwrap();
        assert_eq!(own.find(b"> HTTP/1.1 502", 0), None);
        assert_eq!(own.find(b"> HTTP/1.1 502", 2).unwrap().hit, 2..8);
    }

    #[test]
    fn of_a_cut_line_the_longest_part_is_found() {
        let own = Pattern::new(r"connect\(\) failed \((?P<status>\d+): [^)]*\) while connecting", false).unwrap();
        let line = b"x connect() failed (111: Connection ref";
        assert_eq!(own.find(line, 0), None);
        let (solid, found) = own.find_cut(line, 0).unwrap();
        assert_eq!((solid, found.hit.clone(), found.group("status", line)), (20, 2..39, Some(&b"111"[..])));
        assert_eq!(own.find_cut(b"connect() failed (refused) while", 0), None);
    }

    /// Patterns that make a naive backtracker take years; here the work is at most instructions times bytes.
    #[test]
    fn time_is_linear() {
        let line = "a".repeat(100_000);
        for pattern in ["(?:a*a)*b", "(?:a|aa)+b", "a*a*a*a*b", "a.{0,80}a.{0,80}b", "(?:a.*?)+b"] {
            let Some(own) = Pattern::new(pattern, true) else { panic!("{pattern}") };
            assert_eq!(own.find(line.as_bytes(), 0), None, "{pattern}");
        }
    }
}
