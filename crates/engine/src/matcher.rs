//! Finds the signature that a line shows.
//!
//! One pass for all keywords picks the few signatures worth trying; their patterns are compiled when first
//! needed, so opening the page compiles none. In one line the strongest match wins: a message has one reason.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use why502_knowledge::{Signature, signatures};

use crate::dialect::{Dialect, Record, conclude, number};
use crate::keywords::Keywords;
use crate::memo::{Memo, Shown};
use crate::pattern::{Found, Pattern, Search};

/// How many bytes behind a message are the same in every line, or its last.
const BEHIND: usize = 10;
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
    /// For each signature a bit for each dialect on whose lines it may be tried.
    dialects: Vec<u16>,
}

/// A signature of which a keyword was found.
struct Candidate {
    strength: u8,
    signature: SignatureIndex,
    /// Where the first and the last of its keywords stand.
    words: (usize, usize),
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
            dialects: signatures().iter().map(dialects).collect(),
        }
    }

    /// The strongest signature that the clean line shows.
    pub(crate) fn find<'a>(&self, line: &'a [u8], record: &Record<'a>, memo: &mut Memo) -> Option<Match<'a>> {
        let derived = self.derived(record);
        let floor = derived.as_ref().map(|d| rank(d.signature, d.end - d.start));
        let shown = match &record.message {
            Some(message) => self.remembered(line, record, message, memo),
            None => self.search(line, record, 0..line.len(), line.len(), floor).0,
        };
        shown.map(|(signature, found)| matched(signature, &found, line)).or(derived)
    }

    /// The strongest signature of a line whose message stands apart, looked for only when it is a new one.
    fn remembered(&self, line: &[u8], record: &Record<'_>, message: &Range<usize>, memo: &mut Memo) -> Shown {
        let [start, end] = [message.start, message.end].map(|at| at + record.payload_at);
        // A pattern may ask what stands before the first byte, and whether the message has ended.
        let known = start.saturating_sub(1)..line.len().min(end + BEHIND);
        // A word behind it is rare. None begins before what ends the message and ends after it.
        let tail = end + 1;
        let mut apart = true;
        self.found(line, record, tail..line.len(), &mut |_, at, word| apart &= at + word.len() <= known.end);
        if !apart {
            return self.search(line, record, start..line.len(), line.len(), None).0;
        }
        let text = line.get(known.clone())?;
        let shift =
            |shown: &Shown, back| shown.as_ref().map(|(index, found)| (*index, found.shifted(known.start, back)));
        if let Some(shown) = memo.get(text) {
            return shift(shown, false);
        }
        let (shown, far) = self.search(line, record, start..known.end, end, None);
        // Without a client the message goes on to the end, which is known then.
        if far < known.end || end == line.len() {
            memo.put(text, shift(&shown, true));
        }
        shown
    }

    /// The strongest signature of at least this rank with a keyword in this part of the line, and the place behind
    /// which no byte was looked at. `last`: no match begins behind it.
    fn search(
        &self,
        line: &[u8],
        record: &Record<'_>,
        part: Range<usize>,
        last: usize,
        floor: Option<Rank>,
    ) -> (Shown, usize) {
        let (mut best, mut best_rank) = (None, floor);
        let mut far = 0;
        let mut candidates: Vec<Candidate> = Vec::new();
        self.found(line, record, part.clone(), &mut |index, at, _| {
            let strength = signatures().get(usize::from(index)).map_or(0, |s| s.strength);
            candidates.push(Candidate { strength, signature: index, words: (at, at) });
        });
        // Strongest first: once one is found, the weaker need not be tried.
        candidates.sort_unstable_by_key(|c| (Reverse((c.strength, c.signature)), c.words));
        candidates.dedup_by(|later, first| {
            let same = later.signature == first.signature;
            first.words.1 = if same { later.words.1 } else { first.words.1 };
            same
        });
        for Candidate { strength, signature, words } in candidates {
            if best_rank.as_ref().is_some_and(|best| strength < best.0) {
                break;
            }
            let Some(pattern) = self.compiled(signature) else { continue };
            let (found, seen) =
                pattern.find(line, &Search { starts: part.start..=last, begins: record.payload_at, words });
            far = far.max(seen);
            if let Some(found) = found {
                let rank = Some(rank(signature, found.hit.len()));
                if rank > best_rank {
                    (best, best_rank) = (Some((signature, found)), rank);
                }
            }
        }
        (best, far)
    }

    /// Calls `each` for every signature that may be tried on the line and has a keyword in this part of it, with the
    /// keyword's place and bytes.
    fn found<'l>(
        &self,
        line: &'l [u8],
        record: &Record<'_>,
        part: Range<usize>,
        each: &mut dyn FnMut(SignatureIndex, usize, &'l [u8]),
    ) {
        let dialect = bit(record);
        let from = part.start;
        self.keywords.find(line.get(part).unwrap_or_default(), &mut |keyword, at, there| {
            for &(index, word) in self.owners.get(usize::from(keyword)).into_iter().flatten() {
                let signature = usize::from(index);
                let exact = || signatures().get(signature).is_some_and(|s| s.exact);
                if self.dialects.get(signature).is_some_and(|dialects| dialects & dialect != 0)
                    && (word.as_bytes() == there || !exact())
                {
                    each(index, from + at, there);
                }
            }
        });
    }

    /// The signature of which the end of a cut line shows most.
    pub(crate) fn find_cut<'a>(&self, line: &'a [u8], record: &Record<'a>) -> Option<Match<'a>> {
        let mut candidates: Vec<SignatureIndex> = Vec::new();
        let owned = |keyword| self.owners.get(usize::from(keyword)).into_iter().flatten().map(|(index, _)| *index);
        self.keywords.find(line, &mut |keyword, _, _| candidates.extend(owned(keyword)));
        self.keywords.begun(line, &mut |keyword| candidates.extend(owned(keyword)));
        candidates.sort_unstable();
        candidates.dedup();
        let shown = candidates.into_iter().filter_map(|index| {
            let (solid, found) = self.pattern(index, record)?.find_cut(line, record.payload_at)?;
            let found =
                Match { signature: index, start: found.hit.start, end: line.len(), captured: captured(&found, line) };
            (solid >= SOLID).then(|| ((solid, rank(index, 0).0), found))
        });
        shown.max_by_key(|(rank, found)| (*rank, Reverse(found.signature))).map(|(_, found)| found)
    }

    /// The signature's pattern, when it may be tried on such a line.
    fn pattern(&self, index: SignatureIndex, record: &Record<'_>) -> Option<&Pattern> {
        self.dialects.get(usize::from(index)).filter(|dialects| *dialects & bit(record) != 0)?;
        self.compiled(index)
    }

    fn compiled(&self, index: SignatureIndex) -> Option<&Pattern> {
        let compile = || {
            let signature = signatures().get(usize::from(index))?;
            Pattern::new(signature.pattern?, signature.exact, &signature.keywords)
        };
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

/// A bit for each dialect on whose lines the signature may be tried.
fn dialects(signature: &Signature) -> u16 {
    let named = |name: &str| Dialect::ALL.into_iter().filter(|d| d.id() == name).map(|d| 1 << d as u16).sum::<u16>();
    let (mut only, mut never) = (0, 0);
    for name in &signature.dialects {
        match name.strip_prefix('!') {
            Some(name) => never |= named(name),
            None => only |= named(name),
        }
    }
    // What an access line quotes are the visitor's words: only signatures made for such lines may read it.
    let any = !(1 << Dialect::Access as u16);
    (if only == 0 { any } else { only }) & !never
}

fn bit(record: &Record<'_>) -> u16 {
    1 << record.dialect.unwrap_or(Dialect::Other) as u16
}

/// Strongest first, then the longer text, then the smaller id: equal input gives equal answers.
type Rank = (u8, usize, Reverse<&'static str>);

fn rank(index: SignatureIndex, length: usize) -> Rank {
    let signature = signatures().get(usize::from(index));
    let (strength, id) = signature.map_or((0, ""), |s| (s.strength, s.id));
    (strength, length, Reverse(id))
}

fn matched<'a>(signature: SignatureIndex, found: &Found, line: &'a [u8]) -> Match<'a> {
    Match { signature, start: found.hit.start, end: found.hit.end, captured: captured(found, line) }
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
