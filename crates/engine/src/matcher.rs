//! Finds the signature that a line shows.
//!
//! One pass for all keywords picks the few signatures worth trying; their patterns are compiled when first
//! needed, so opening the page compiles none. In one line the strongest match wins: a message has one reason.

use std::borrow::Cow;
use std::sync::OnceLock;

use why502_knowledge::signatures;

use crate::dialect::{Dialect, Record, conclude, number};
use crate::keywords::Keywords;
use crate::pattern::{Found, Pattern};

/// An index into [`signatures`].
pub(crate) type SignatureIndex = u16;

/// What a line shows. Offsets are in the clean line.
pub(crate) struct Match<'a> {
    pub(crate) signature: SignatureIndex,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) captured: Captured<'a>,
}

/// Values that a pattern took from the line.
#[derive(Default)]
pub(crate) struct Captured<'a> {
    pub(crate) upstream: Option<Cow<'a, [u8]>>,
    pub(crate) status: Option<u16>,
    pub(crate) unit: Option<&'a [u8]>,
    pub(crate) host: Option<&'a [u8]>,
}

/// All signatures, ready to look for.
pub(crate) struct Matcher {
    keywords: Keywords,
    /// The signature of each keyword.
    owners: Vec<SignatureIndex>,
    patterns: Vec<OnceLock<Option<Pattern>>>,
}

impl Matcher {
    /// The one matcher of the process: what it has compiled serves every later paste.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Matcher> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    fn new() -> Self {
        let all = || (0..).zip(signatures()).flat_map(|(index, s)| s.keywords.iter().map(move |word| (index, *word)));
        Self {
            keywords: Keywords::new(all().map(|(_, word)| word)),
            owners: all().map(|(index, _)| index).collect(),
            patterns: signatures().iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The strongest signature that the clean line shows.
    pub(crate) fn find<'a>(&self, line: &'a [u8], record: &Record<'a>) -> Option<Match<'a>> {
        let mut best = self.derived(line, record);
        let mut tried: Vec<SignatureIndex> = Vec::new();
        self.keywords.find(line, &mut |keyword| {
            let Some(&index) = self.owners.get(usize::from(keyword)) else { return };
            if tried.contains(&index) {
                return;
            }
            tried.push(index);
            // What is weaker than the best so far need not be tried.
            let strength = signatures().get(usize::from(index)).map_or(0, |s| s.strength);
            if best.as_ref().is_none_or(|b| strength >= rank(b).0)
                && let Some(found) = self.attempt(index, line, record)
                && best.as_ref().is_none_or(|b| rank(&found) > rank(b))
            {
                best = Some(found);
            }
        });
        best
    }

    fn attempt<'a>(&self, index: SignatureIndex, line: &'a [u8], record: &Record<'a>) -> Option<Match<'a>> {
        let signature = signatures().get(usize::from(index))?;
        let dialect = record.dialect.unwrap_or(Dialect::Other).id();
        // What an access line quotes are the visitor's words: only signatures made for such lines may read it.
        let quoted = record.dialect == Some(Dialect::Access);
        if (quoted || !signature.dialects.is_empty()) && !signature.dialects.contains(&dialect) {
            return None;
        }
        let compile = || signature.pattern.and_then(|pattern| Pattern::new(pattern, signature.exact));
        let found = self.patterns.get(usize::from(index))?.get_or_init(compile).as_ref()?.find(line)?;
        let (start, end) = (found.hit.start, found.hit.end);
        Some(Match { signature: index, start, end, captured: captured(&found, line) })
    }

    /// What the status and timers of an access line amount to.
    fn derived<'a>(&self, line: &'a [u8], record: &Record<'a>) -> Option<Match<'a>> {
        let access = record.access.as_ref()?;
        let id = conclude(record.status?, access)?;
        let index = signatures().iter().position(|s| s.id == id)?;
        // The record's offsets count from behind the carriers' prefixes.
        let start = access.status_at + (line.len() - access.payload_len);
        let captured = Captured { upstream: record.upstream.map(Cow::Borrowed), ..Captured::default() };
        Some(Match { signature: SignatureIndex::try_from(index).ok()?, start, end: start + 3, captured })
    }
}

/// Strongest first, then the longer text, then the smaller id: equal input gives equal answers.
fn rank(found: &Match<'_>) -> (u8, usize, std::cmp::Reverse<&'static str>) {
    let signature = signatures().get(usize::from(found.signature));
    let (strength, id) = signature.map_or((0, ""), |s| (s.strength, s.id));
    (strength, found.end - found.start, std::cmp::Reverse(id))
}

fn captured<'a>(found: &Found, line: &'a [u8]) -> Captured<'a> {
    let named = |name| found.group(name, line);
    // A kernel's line has the two halves of an address far apart.
    let halves = || Some(Cow::Owned([named("upstream_host")?, b":", named("upstream_port")?].concat()));
    Captured {
        upstream: named("upstream").map(Cow::Borrowed).or_else(halves),
        status: named("status").and_then(number),
        unit: named("unit"),
        host: named("host"),
    }
}
