//! One compiled pattern of a signature.
//!
//! An engine of our own for the part of `regex`'s syntax that signatures use: in the page the library's own parts
//! weigh ten times as much. `tests` hold it to `regex` on every pattern and sample.

mod program;
mod syntax;

use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};

use program::{Program, Scratch};

/// The named groups that mean something. `hit` narrows the decisive words.
const GROUPS: [&str; 7] = ["hit", "upstream", "upstream_host", "upstream_port", "status", "unit", "host"];

/// A pattern, ready to search.
pub(crate) struct Pattern {
    program: Program,
    /// At most how many bytes of a match stand before one of the words that lead to the pattern.
    before: Option<usize>,
}

impl Pattern {
    /// `exact`: upper and lower case differ. `words`: one of them is in every match, as far as the pattern shows it.
    /// `None` when it is no pattern, which the tests exclude.
    pub(crate) fn new(pattern: &str, exact: bool, words: &[&str]) -> Option<Self> {
        let node = syntax::parse(pattern, !exact)?;
        Some(Self { program: Program::new(&node), before: node.before(words, !exact) })
    }

    /// The leftmost match, and the place behind which no byte was looked at.
    pub(crate) fn find(&self, line: &[u8], place: &Search) -> (Option<Found>, usize) {
        let (first, last) = (*place.starts.start(), *place.starts.end());
        let near = |before| place.words.0.saturating_sub(before).max(first)..=place.words.1.min(last);
        let starts = self.before.map_or(first..=last, near);
        SCRATCH.with_borrow_mut(|scratch| {
            let found = self.program.find(line, place.begins, starts, scratch);
            (found, scratch.far)
        })
    }

    /// The most of the pattern that stands at the end of a line which was cut off there, with the number of bytes
    /// that matched one by one.
    pub(crate) fn find_cut(&self, line: &[u8], begins: usize) -> Option<(usize, Found)> {
        SCRATCH.with_borrow_mut(|scratch| self.program.find_cut(line, begins, scratch))
    }
}

/// Where in a line a pattern is looked for.
pub(crate) struct Search {
    /// Where a match may begin.
    pub(crate) starts: RangeInclusive<usize>,
    /// `^` and `$` match at the ends of each line in the text; this is one more place where one begins, behind what a
    /// carrier put before the message.
    pub(crate) begins: usize,
    /// Where the first of the words that lead to the pattern stands, and the last.
    pub(crate) words: (usize, usize),
}

thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());

/// Where a pattern matched, and where its named groups did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) hit: Range<usize>,
    groups: [Option<Range<usize>>; GROUPS.len()],
}

impl Found {
    fn new(whole: Range<usize>, groups: [Option<Range<usize>>; GROUPS.len()]) -> Self {
        let hit = groups.first().cloned().flatten().unwrap_or(whole);
        Self { hit, groups }
    }

    /// The same in a text that begins so many bytes later, or earlier when `back`.
    pub(crate) fn shifted(&self, by: usize, back: bool) -> Self {
        let shift = |at: usize| if back { at.saturating_sub(by) } else { at + by };
        let range = |range: &Range<usize>| shift(range.start)..shift(range.end);
        Self { hit: range(&self.hit), groups: self.groups.each_ref().map(|group| group.as_ref().map(range)) }
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

    use super::{Found, GROUPS, Pattern, Search};

    fn library(pattern: &str, exact: bool) -> Regex {
        RegexBuilder::new(pattern).unicode(false).multi_line(true).case_insensitive(!exact).build().unwrap()
    }

    fn find(pattern: &Pattern, line: &[u8], begins: usize, words: (usize, usize)) -> Option<Found> {
        let (found, far) = pattern.find(line, &Search { starts: 0..=line.len(), begins, words });
        // What was looked at decides: with anything else behind it, the answer is the same.
        let known = line.get(..=far).unwrap_or(line);
        if known.len() < line.len() {
            for other in [&b""[..], b"\n", b") \"[]: while connecting to upstream, aab1"] {
                assert_eq!(
                    pattern.find(&[known, other].concat(), &Search { starts: 0..=line.len(), begins, words }).0,
                    found
                );
            }
        }
        found
    }

    fn by_library(regex: &Regex, line: &[u8]) -> Option<Found> {
        let captures = regex.captures(line)?;
        Some(Found::new(captures.get(0)?.range(), GROUPS.map(|name| captures.name(name).map(|m| m.range()))))
    }

    /// Every pattern on every sample of its product's signatures, whole and damaged.
    #[test]
    fn finds_what_regex_finds() {
        let (mut matches, mut leads) = (0, 0);
        for signature in why502_knowledge::signatures() {
            let Some(pattern) = signature.pattern else {
                continue;
            };
            let library = library(pattern, signature.exact);
            let own = Pattern::new(pattern, signature.exact, &[])
                .unwrap_or_else(|| panic!("{}: not in the syntax of patterns: {pattern}", signature.id));
            let led = Pattern::new(pattern, signature.exact, &signature.keywords).unwrap();
            let kin: String = signature.id.split('-').take(1).collect();
            for (_, sample, _) in why502_knowledge::SAMPLES.iter().filter(|(id, ..)| id.starts_with(&kin)) {
                let half = sample.as_bytes().get(sample.len() / 2..).unwrap();
                let long = format!("{} {sample} {}", "x: \"y\" ".repeat(40), "[1] ".repeat(40));
                for text in
                    [sample.as_bytes(), half, long.as_bytes(), sample.to_uppercase().as_bytes(), b"\xff\x00", &[]]
                {
                    let found = find(&own, text, 0, (0, 0));
                    assert_eq!(found, by_library(&library, text), "{} on {sample}", signature.id);
                    if let Some(words) = places(text, &signature.keywords, signature.exact) {
                        assert_eq!(find(&led, text, 0, words), found, "{} on {sample}, led by its words", signature.id);
                        leads += usize::from(led.before.is_some());
                    }
                    matches += usize::from(found.is_some());
                }
            }
        }
        assert!(matches > 4_000, "only {matches} matches: are the samples there?");
        assert!(leads > 4_000, "only {leads} patterns were led by their words");
    }

    /// Where the first of the words stands in the text, and the last.
    fn places(text: &[u8], words: &[&str], exact: bool) -> Option<(usize, usize)> {
        let fold = |bytes: &[u8]| if exact { bytes.to_vec() } else { bytes.to_ascii_lowercase() };
        let text = fold(text);
        let all = words.iter().flat_map(|word| {
            let word = fold(word.as_bytes());
            text.windows(word.len()).enumerate().filter(move |(_, w)| *w == word).map(|(at, _)| at).collect::<Vec<_>>()
        });
        let all: Vec<usize> = all.collect();
        Some((*all.iter().min()?, *all.iter().max()?))
    }

    #[test]
    fn words_say_where_a_match_can_begin() {
        let before = |pattern, words: &[&str]| Pattern::new(pattern, false, words).unwrap().before;
        assert_eq!(before("upstream timed out", &["timed out"]), Some(9));
        assert_eq!(before(r"(?:ab){1,3}c?(?P<hit>Word here|x.{0,4}?word)", &["WORD"]), Some(12));
        assert_eq!(before("(?:word|other)", &["word"]), None);
        assert_eq!(before("(?:word)?other", &["word"]), None);
        assert_eq!(before("a.*word", &["word"]), None);
        assert_eq!(before("wor[dt]", &["word"]), None);
        let led = Pattern::new("b?word", false, &["word"]).unwrap();
        assert_eq!(find(&led, b"a bword word", 0, (3, 8)).unwrap().hit, 2..7);
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
            if let Some(own) = Pattern::new(&pattern, false, &[]) {
                let library = library(&pattern, false);
                prop_assert_eq!(find(&own, line.as_bytes(), 0, (0, 0)), by_library(&library, line.as_bytes()), "{}", pattern);
            }
        }
    }

    #[test]
    fn a_message_begins_behind_its_carrier() {
        let own = Pattern::new("^HTTP/1", true, &[]).unwrap();
        assert_eq!(find(&own, b"> HTTP/1.1 502", 0, (0, 0)), None);
        assert_eq!(find(&own, b"> HTTP/1.1 502", 2, (0, 0)).unwrap().hit, 2..8);
    }

    #[test]
    fn of_a_cut_line_the_longest_part_is_found() {
        let own = Pattern::new(r"connect\(\) failed \((?P<status>\d+): [^)]*\) while connecting", false, &[]).unwrap();
        let line = b"x connect() failed (111: Connection ref";
        assert_eq!(find(&own, line, 0, (0, 0)), None);
        let (solid, found) = own.find_cut(line, 0).unwrap();
        assert_eq!((solid, found.hit.clone(), found.group("status", line)), (20, 2..39, Some(&b"111"[..])));
        assert_eq!(own.find_cut(b"connect() failed (refused) while", 0), None);
    }

    /// Patterns that make a naive backtracker take years; here the work is at most instructions times bytes.
    #[test]
    fn time_is_linear() {
        let line = "a".repeat(100_000);
        for pattern in ["(?:a*a)*b", "(?:a|aa)+b", "a*a*a*a*b", "a.{0,80}a.{0,80}b", "(?:a.*?)+b"] {
            let Some(own) = Pattern::new(pattern, true, &[]) else { panic!("{pattern}") };
            assert_eq!(find(&own, line.as_bytes(), 0, (0, 0)), None, "{pattern}");
        }
    }
}
