//! One compiled pattern, in two makes with one meaning.
//!
//! With feature `fast` it is `regex`, whose DFA and literal searchers make the command quick. Without, it is only
//! the parts of the same engine that are needed: a backtracker, and the PikeVM for lines too long for it. That
//! saves the page tens of kilobytes. Both search for the leftmost match with the same syntax, so both find the
//! same; `tests::both_makes_agree` and the browser tests hold them to it.

use std::ops::Range;

/// Where a pattern matched, and where its named groups did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) hit: Range<usize>,
    pub(crate) groups: [Option<Range<usize>>; GROUPS.len()],
}

/// The named groups that mean something.
const GROUPS: [&str; 6] = ["upstream", "upstream_host", "upstream_port", "status", "unit", "host"];

impl Found {
    /// The text of a named group, in the line that was searched.
    pub(crate) fn group<'a>(&self, name: &str, line: &'a [u8]) -> Option<&'a [u8]> {
        let at = GROUPS.iter().position(|g| *g == name)?;
        line.get(self.groups.get(at)?.clone()?)
    }

    /// The decisive words are the group `hit`, or the whole match.
    fn new(group: impl Fn(&str) -> Option<Range<usize>>, whole: Range<usize>) -> Self {
        Self { hit: group("hit").unwrap_or(whole), groups: GROUPS.map(group) }
    }
}

#[cfg(feature = "fast")]
pub(crate) use fast::Pattern;
#[cfg(not(feature = "fast"))]
pub(crate) use small::Pattern;

#[cfg(feature = "fast")]
mod fast {
    use regex::bytes::{Regex, RegexBuilder};

    use super::Found;

    pub(crate) struct Pattern(Regex);

    impl Pattern {
        /// `exact`: upper and lower case differ. `None` when it is no pattern, which the build excludes.
        pub(crate) fn new(pattern: &str, exact: bool) -> Option<Self> {
            RegexBuilder::new(pattern).unicode(false).case_insensitive(!exact).build().ok().map(Self)
        }

        /// The leftmost match.
        pub(crate) fn find(&self, line: &[u8]) -> Option<Found> {
            let captures = self.0.captures(line)?;
            let whole = captures.get(0)?.range();
            Some(Found::new(|name| captures.name(name).map(|m| m.range()), whole))
        }
    }
}

#[cfg(any(not(feature = "fast"), test))]
#[cfg_attr(feature = "fast", allow(dead_code))]
mod small {
    use std::sync::{Mutex, PoisonError};

    use regex_automata::nfa::thompson::backtrack::{self, BoundedBacktracker};
    use regex_automata::nfa::thompson::pikevm::PikeVM;
    use regex_automata::nfa::thompson::{self, NFA};
    use regex_automata::util::primitives::NonMaxUsize;
    use regex_automata::util::syntax;
    use regex_automata::{Input, PatternID};

    use super::Found;

    pub(crate) struct Pattern {
        nfa: NFA,
        backtracker: BoundedBacktracker,
        /// What searching writes on. Kept, because to make it anew for each line would take longer than to search.
        cache: Mutex<backtrack::Cache>,
    }

    impl Pattern {
        pub(crate) fn new(pattern: &str, exact: bool) -> Option<Self> {
            let nfa = NFA::compiler()
                .syntax(syntax::Config::new().unicode(false).utf8(false).case_insensitive(!exact))
                .configure(thompson::Config::new().utf8(false))
                .build(pattern)
                .ok()?;
            let backtracker = BoundedBacktracker::new_from_nfa(nfa.clone()).ok()?;
            let cache = Mutex::new(backtracker.create_cache());
            Some(Self { nfa, backtracker, cache })
        }

        pub(crate) fn find(&self, line: &[u8]) -> Option<Found> {
            let mut slots: Vec<Option<NonMaxUsize>> = vec![None; self.nfa.group_info().slot_len()];
            let input = Input::new(line);
            // Nothing that could panic runs while it is held, and its content is written anew each time.
            let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
            let found = match self.backtracker.try_search_slots(&mut cache, &input, &mut slots) {
                Ok(found) => found,
                // The line is too long for the backtracker's table.
                Err(_) => {
                    let vm = PikeVM::new_from_nfa(self.nfa.clone()).ok()?;
                    vm.search_slots(&mut vm.create_cache(), &input, &mut slots)
                }
            };
            found?;
            let slot = |at: usize| slots.get(at).copied().flatten().map(NonMaxUsize::get);
            let range = |group: usize| Some(slot(group * 2)?..slot(group * 2 + 1)?);
            let named = |name: &str| range(self.nfa.group_info().to_index(PatternID::ZERO, name)?);
            Some(Found::new(named, range(0)?))
        }
    }
}

#[cfg(test)]
mod tests {
    /// Every pattern on every sample: `regex` and its parts find the same.
    #[cfg(feature = "fast")]
    #[test]
    fn both_makes_agree() {
        use super::{fast, small};
        let mut matches = 0;
        for (n, signature) in why502_knowledge::signatures().iter().enumerate() {
            let Some(pattern) = signature.pattern else {
                continue;
            };
            let fast = fast::Pattern::new(pattern, signature.exact).unwrap();
            let small = small::Pattern::new(pattern, signature.exact).unwrap();
            for (id, sample, _) in why502_knowledge::SAMPLES {
                if *id != signature.id {
                    continue;
                }
                // Too long for the backtracker's table; a sample of the signatures is enough for that path.
                let around = if n % 16 == 0 { 20_000 } else { 10 };
                let long = format!("{} {sample} {}", "x".repeat(around), "y".repeat(around));
                for text in [sample.as_bytes(), long.as_bytes(), b"\xff\xfe not a line \x00", &[]] {
                    let found = fast.find(text);
                    assert_eq!(found, small.find(text), "{id} on {sample}");
                    matches += usize::from(found.is_some());
                }
            }
        }
        assert!(matches > 500, "only {matches} matches: are the samples there?");
    }
}
