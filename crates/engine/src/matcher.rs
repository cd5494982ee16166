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

/// Servers with a log of their own, whose messages nginx does not carry; an application's it does.
const OTHERS: [&str; 14] = [
    "apache",
    "caddy",
    "envoy",
    "h2o",
    "haproxy",
    "lighttpd",
    "linkerd",
    "nghttpx",
    "squid",
    "supervisord",
    "traefik",
    "trafficserver",
    "tinyproxy",
    "varnish",
];

/// How many bytes of a pattern a cut line must show.
const SOLID: usize = 26;

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
    /// The signatures of each keyword, with the keyword as they spell it.
    owners: Vec<Vec<(SignatureIndex, &'static str)>>,
    /// The derived signatures, by their ids.
    derived: Vec<(&'static str, SignatureIndex)>,
    patterns: Vec<OnceLock<Option<Pattern>>>,
}

impl Matcher {
    /// The one matcher of the process: what it has compiled serves every later paste.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Matcher> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    fn new() -> Self {
        let mut all: Vec<(String, SignatureIndex, &'static str)> = Vec::new();
        for (index, signature) in (0..).zip(signatures()) {
            all.extend(signature.keywords.iter().map(|word| (word.to_ascii_lowercase(), index, *word)));
        }
        all.sort();
        let groups: Vec<_> = all.chunk_by(|a, b| a.0 == b.0).collect();
        Self {
            keywords: Keywords::new(groups.iter().filter_map(|group| Some(group.first()?.0.as_str()))),
            owners: groups.iter().map(|group| group.iter().map(|(_, index, word)| (*index, *word)).collect()).collect(),
            derived: (0..).zip(signatures()).filter(|(_, s)| s.pattern.is_none()).map(|(i, s)| (s.id, i)).collect(),
            patterns: signatures().iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The strongest signature that the clean line shows.
    pub(crate) fn find<'a>(&self, line: &'a [u8], record: &Record<'a>) -> Option<Match<'a>> {
        let mut best = self.derived(record);
        let mut candidates: Vec<(u8, SignatureIndex)> = Vec::new();
        self.keywords.find(line, &mut |keyword, there| {
            for &(index, word) in self.owners.get(usize::from(keyword)).into_iter().flatten() {
                let signature = signatures().get(usize::from(index));
                candidates
                    .extend(signature.filter(|s| !s.exact || word.as_bytes() == there).map(|s| (s.strength, index)));
            }
        });
        // Strongest first: once one is found, the weaker need not be tried.
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        candidates.dedup();
        for (strength, index) in candidates {
            if best.as_ref().is_some_and(|b| strength < rank(b).0) {
                break;
            }
            if let Some(found) = self.attempt(index, line, record)
                && best.as_ref().is_none_or(|b| rank(&found) > rank(b))
            {
                best = Some(found);
            }
        }
        best
    }

    /// The signature of which the end of a cut line shows most.
    pub(crate) fn find_cut<'a>(&self, line: &'a [u8], record: &Record<'a>) -> Option<Match<'a>> {
        let mut candidates: Vec<SignatureIndex> = Vec::new();
        let owned = |keyword| self.owners.get(usize::from(keyword)).into_iter().flatten().map(|(index, _)| *index);
        self.keywords.find(line, &mut |keyword, _| candidates.extend(owned(keyword)));
        self.keywords.begun(line, &mut |keyword| candidates.extend(owned(keyword)));
        candidates.sort_unstable();
        candidates.dedup();
        let shown = candidates.into_iter().filter_map(|index| {
            let (solid, found) = self.pattern(index, record)?.find_cut(line, record.payload_at)?;
            let found =
                Match { signature: index, start: found.hit.start, end: line.len(), captured: captured(&found, line) };
            (solid >= SOLID).then(|| ((solid, rank(&found).0), found))
        });
        shown.max_by_key(|(rank, found)| (*rank, std::cmp::Reverse(found.signature))).map(|(_, found)| found)
    }

    fn attempt<'a>(&self, index: SignatureIndex, line: &'a [u8], record: &Record<'a>) -> Option<Match<'a>> {
        let found = self.pattern(index, record)?.find(line, record.payload_at)?;
        let (start, end) = (found.hit.start, found.hit.end);
        Some(Match { signature: index, start, end, captured: captured(&found, line) })
    }

    /// The signature's pattern, when it may be tried on such a line.
    fn pattern(&self, index: SignatureIndex, record: &Record<'_>) -> Option<&Pattern> {
        let signature = signatures().get(usize::from(index))?;
        let dialect = record.dialect.unwrap_or(Dialect::Other).id();
        // What an access line quotes are the visitor's words: only signatures made for such lines may read it.
        let quoted = record.dialect == Some(Dialect::Access);
        if (quoted || !signature.dialects.is_empty()) && !signature.dialects.contains(&dialect) {
            return None;
        }
        if record.dialect == Some(Dialect::NginxError) && OTHERS.contains(&signature.product) {
            return None;
        }
        let compile = || signature.pattern.and_then(|pattern| Pattern::new(pattern, signature.exact));
        self.patterns.get(usize::from(index))?.get_or_init(compile).as_ref()
    }

    /// What the status and timers of an access line amount to.
    fn derived<'a>(&self, record: &Record<'a>) -> Option<Match<'a>> {
        let access = record.access.as_ref()?;
        let id = conclude(record.status?, access)?;
        let (_, signature) = *self.derived.iter().find(|(known, _)| *known == id)?;
        // The record's offsets count from behind the carriers' prefixes.
        let start = record.payload_at + access.status_at;
        let captured = Captured { upstream: record.upstream.map(Cow::Borrowed), ..Captured::default() };
        Some(Match { signature, start, end: start + 3, captured })
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
