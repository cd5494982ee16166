//! What was seen so far: bounded, mergeable, independent of how the input was cut.
//!
//! Everything in it is a sum, a smallest, a largest, or "the first few", so that [`Tally::append`] of two
//! pieces cut at a line end is the tally of the whole (law 3). Which upstreams are kept when there are too
//! many is decided by their hash, not by their order, for the same reason.

use std::ops::Range;

use why502_knowledge::signatures;

use crate::above::Above;
use crate::archive::Archive;
use crate::clean::{self, Clean};
use crate::dialect::time::Time;
use crate::dialect::{self, Dialect, Record};
use crate::habit::Habits;
use crate::lines::Line;
use crate::map::Map;
use crate::matcher::{Captured, Match, Matcher, SignatureIndex};
use crate::memo::Memo;
use crate::pause::{Pauses, Request};

/// Something that could not be read as it was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// A container that is not text and not gzip.
    Compressed,
    /// The gzip data is damaged; what came before the damage was read.
    GzipDamaged,
    /// The gzip data stops in the middle; what there is was read.
    GzipTruncated,
    /// Control characters that no log has.
    Control,
    /// A line that is not UTF-8.
    InvalidUtf8,
    /// A line longer than the limit; its start was read.
    LineTooLong,
    /// A line with NUL bytes.
    NulBytes,
}

/// Where something stands: which input, which line of it (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) input: usize,
    pub(crate) line: u64,
}

/// A line of the text, or the part of it that was joined to others.
pub(crate) struct Piece<'a> {
    pub(crate) place: Place,
    pub(crate) line: &'a [u8],
    /// How many bytes of the line are left out at its start.
    pub(crate) skip: usize,
    /// Where the rest of it begins in the joined text.
    pub(crate) from: usize,
    /// How many bytes of the line stand before this part of it.
    pub(crate) before: usize,
}

/// A line that shows a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sighting {
    pub(crate) place: Place,
    /// Byte offsets in the line as pasted.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The line, or the part of it around the words.
    pub(crate) text: Vec<u8>,
    /// Where the words stand in `text`.
    pub(crate) hit: Range<usize>,
    /// What was read together with it, each with the number of its line.
    pub(crate) beside: Vec<(u64, Box<[u8]>)>,
    /// What says which of its columns is what: how many lines above it stands, and its text.
    pub(crate) columns: Option<(u64, Box<[u8]>)>,
    pub(crate) host: Option<Box<[u8]>>,
    pub(crate) path: Option<Box<[u8]>>,
    pub(crate) unit: Option<Box<[u8]>>,
}

/// All that is kept of one signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) count: u64,
    /// How many of these lines are cut off before the words that would make it sure.
    pub(crate) cut: u64,
    pub(crate) first: Option<Time>,
    pub(crate) last: Option<Time>,
    pub(crate) sightings: Vec<Sighting>,
    pub(crate) statuses: Map<u16, u64>,
    pub(crate) habits: Habits,
    /// By hash, so that the same ones are kept in whatever order they came.
    upstreams: Map<u64, (Box<[u8]>, u64)>,
    /// There were more upstreams than are kept.
    pub(crate) crowded: bool,
}

/// How many sightings of one signature are kept.
const SIGHTINGS: usize = 3;
/// How many upstreams of one signature are kept.
const UPSTREAMS: usize = 128;
/// How much of a line is kept as evidence.
const EVIDENCE: usize = 2_000;
/// Up to which length a text is kept whole: what people paste, and what a browser saves of a visit.
const KEPT: usize = 8 * 1024 * 1024;
/// How long a kept value may be.
const VALUE: usize = 256;

/// One input: a paste or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) name: Option<String>,
    pub(crate) lines: u64,
    /// All of its text, as long as it is short: what people paste, to be looked at as a whole.
    pub(crate) kept: Option<Vec<u8>>,
    /// What the exchanges of a browser's archive show that is longer.
    pub(crate) archive: Option<Box<Tally>>,
}

impl Input {
    fn new(name: Option<String>) -> Self {
        Self { name, lines: 0, kept: Some(Vec::new()), archive: None }
    }

    /// Adds text. Whether the sum is too much does not depend on how it comes.
    fn keep(&mut self, text: Option<&[u8]>) {
        match (&mut self.kept, text) {
            (Some(kept), Some(text)) if kept.len() + text.len() <= KEPT => kept.extend_from_slice(text),
            (kept, _) => *kept = None,
        }
    }
}

/// What was seen so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub(crate) inputs: Vec<Input>,
    /// Lines with something in them.
    pub(crate) filled: u64,
    pub(crate) dialects: Map<Dialect, u64>,
    pub(crate) seen: Map<SignatureIndex, Seen>,
    pub(crate) troubles: Map<Trouble, (u64, Option<Place>)>,
    /// The first site name that any line gives.
    pub(crate) host: Option<(Place, Box<[u8]>)>,
    /// The first proxy that a response names as its producer.
    pub(crate) producer: Option<&'static str>,
    /// The first and the last time of any line.
    pub(crate) span: Option<(Time, Time)>,
    /// What the lines so far say of the next one.
    pub(crate) above: Above,
    pub(crate) pauses: Pauses,
}

impl Tally {
    /// An empty tally for one input, with its name when there are several.
    #[must_use]
    pub fn new(name: Option<String>) -> Self {
        Self { inputs: vec![Input::new(name)], ..Self::default() }
    }

    /// Adds the tally of what follows in the same input, cut at a line end.
    pub fn append(&mut self, mut next: Self) {
        let only = (self.inputs.len() == 1, next.inputs.len() == 1);
        let pause = self.pauses.append(&next.pauses, only);
        let (input, lines) = self.inputs.last().map_or((0, 0), |i| (self.inputs.len() - 1, i.lines));
        let mut inputs = std::mem::take(&mut next.inputs).into_iter();
        if let (Some(mine), Some(theirs)) = (self.inputs.last_mut(), inputs.next()) {
            mine.lines += theirs.lines;
            mine.keep(theirs.kept.as_deref());
        }
        self.above = std::mem::take(&mut next.above);
        self.inputs.extend(inputs);
        let shift =
            move |p: Place| Place { input: p.input + input, line: if p.input == 0 { p.line + lines } else { p.line } };
        self.absorb(next, &shift);
        if let Some((shown, seconds)) = pause {
            self.seen.slot(shown).habits.paused(seconds);
        }
    }

    /// Adds the tally of another input.
    pub fn join(&mut self, mut other: Self) {
        let inputs = self.inputs.len();
        self.pauses.join(&other.pauses);
        self.inputs.append(&mut other.inputs);
        let shift = move |p: Place| Place { input: p.input + inputs, line: p.line };
        self.absorb(other, &shift);
    }

    /// Adds everything of the other tally but its inputs, with its places shifted.
    pub(crate) fn absorb(&mut self, other: Self, shift: &dyn Fn(Place) -> Place) {
        self.filled += other.filled;
        for (dialect, count) in other.dialects {
            *self.dialects.slot(dialect) += count;
        }
        for (signature, theirs) in other.seen {
            self.seen.slot(signature).merge(theirs, shift);
        }
        for (trouble, (count, place)) in other.troubles {
            let mine = self.troubles.slot(trouble);
            mine.0 += count;
            mine.1 = mine.1.or(place.map(shift));
        }
        if self.host.is_none() {
            self.host = other.host.map(|(place, host)| (shift(place), host));
        }
        self.producer = self.producer.or(other.producer);
        if let Some((from, to)) = other.span {
            self.cover(Some(from));
            self.cover(Some(to));
        }
    }

    fn cover(&mut self, time: Option<Time>) {
        let Some(time) = time.filter(|time| self.span.is_none_or(|(_, to)| to != *time)) else { return };
        let (from, to) = self.span.unwrap_or((time, time));
        self.span = Some((earliest(Some(from), Some(time)).unwrap_or(from), to.max(time)));
    }

    /// Whether nothing has come yet for an input without a name.
    pub(crate) fn is_fresh(&self) -> bool {
        let fresh = |input: &Input| input.name.is_none() && input.lines == 0;
        self.inputs.len() == 1 && self.inputs.iter().all(fresh) && self.troubles.is_empty()
    }

    /// Keeps the text of the input, as long as it is not too much.
    pub(crate) fn keep(&mut self, text: &[u8]) {
        if let Some(input) = self.inputs.last_mut() {
            input.keep(Some(text));
        }
    }

    /// Keeps what the exchanges of an archive show, if its text was too long to be kept.
    pub(crate) fn archived(&mut self, archive: Archive) {
        if let Some(input) = self.inputs.last_mut().filter(|input| input.kept.is_none()) {
            input.archive = Some(Box::new(archive.finish()));
        }
    }

    /// Whether a cause was seen in this line.
    pub(crate) fn shows(&self, place: Place) -> bool {
        let cause = |index: &SignatureIndex| signatures().get(usize::from(*index)).and_then(|s| s.cause);
        let here = |seen: &Seen| seen.sightings.iter().any(|s| s.place == place);
        self.seen.iter().any(|(index, seen)| cause(index).is_none_or(|c| c != "unknown") && here(seen))
    }

    /// Counts a trouble of the input as a whole.
    pub(crate) fn trouble(&mut self, trouble: Trouble) {
        self.troubles.slot(trouble).0 += 1;
    }

    fn trouble_at(&mut self, trouble: Trouble, place: Place) {
        let entry = self.troubles.slot(trouble);
        entry.0 += 1;
        entry.1.get_or_insert(place);
    }

    /// Reads one line.
    pub(crate) fn line(&mut self, line: Line<'_>, matcher: &Matcher, memo: &mut Memo) {
        let Some(input) = self.inputs.last_mut() else {
            return;
        };
        input.lines += 1;
        self.above.follow(line.bytes);
        let place = Place { line: input.lines, input: self.inputs.len() - 1 };
        if line.dropped > 0 {
            self.trouble_at(Trouble::LineTooLong, place);
        }
        if line.bytes.trim_ascii().is_empty() {
            return;
        }
        self.filled += 1;
        if !plain(line.bytes) {
            self.legibility(line, place);
        } else if let Some(time) = dialect::uneventful(line.bytes) {
            self.cover(Some(time));
            self.pauses.add(Request::ended(time));
            *self.dialects.slot(Dialect::Access) += 1;
            return;
        }
        let piece = Piece { place, line: line.bytes, skip: 0, from: 0, before: 0 };
        self.read(&[piece], None, &clean::clean(line.bytes), matcher, memo);
    }

    /// Reads a text that stands in these pieces of lines; `joined` when there is more than one.
    pub(crate) fn read(
        &mut self,
        pieces: &[Piece<'_>],
        joined: Option<&[u8]>,
        clean: &Clean<'_>,
        matcher: &Matcher,
        memo: &mut Memo,
    ) {
        let Some(first) = pieces.first() else {
            return;
        };
        if self.above.is_field(&clean.text) {
            *self.dialects.slot(Dialect::Syslog) += 1;
            return;
        }
        let (row, mut record) = match self.above.fields.as_ref().and_then(|fields| fields.row(&clean.text)) {
            Some((row, record)) => (Some(row), record),
            None => (None, dialect::read(&clean.text)),
        };
        let text = row.as_ref().map_or(&*clean.text, |row| &row.text);
        record.time = record.time.or(self.above.time());
        *self.dialects.slot(record.dialect.unwrap_or(Dialect::Other)) += 1;
        self.cover(record.time);
        if let (None, Some(host)) = (&self.host, record.host) {
            self.host = Some((first.place, value(host)));
        }
        self.producer = self.producer.or(record.producer);
        let found = matcher.find(text, &record, memo);
        let shown = found.as_ref().map(|found| found.signature);
        if let Some(request) = Request::of(&record, shown) {
            let pause = self.pauses.add(request);
            if let Some(shown) = shown {
                self.seen.slot(shown).habits.requested(pause);
            }
        }
        let Some(found) = found else {
            return;
        };
        let span = match row.as_ref() {
            Some(row) => row.span(clean, found.start, found.end),
            None => clean.raw(found.start)..clean.raw_end(found.end),
        };
        let (piece, span) = within(pieces, &span).unwrap_or((first, span));
        let seen = self.seen.slot(found.signature);
        let before = seen.sightings.len();
        seen.add(piece, joined, span, &found, &record);
        if let Some(new) = seen.sightings.get_mut(before).filter(|_| row.is_some()) {
            new.columns = Some(self.above.columns());
        }
    }

    /// Reads a line that was cut off at its end; true when it shows something.
    pub(crate) fn read_cut(&mut self, piece: &Piece<'_>, clean: &Clean<'_>, matcher: &Matcher) -> bool {
        let record = dialect::read(&clean.text);
        let Some(found) = matcher.find_cut(&clean.text, &record) else {
            return false;
        };
        let span = clean.raw(found.start)..clean.raw_end(found.end);
        let seen = self.seen.slot(found.signature);
        seen.cut += 1;
        seen.add(piece, None, span, &found, &record);
        true
    }

    /// Counts what was concluded from a response as a whole; `beside` are the lines that told it.
    pub(crate) fn conclude(
        &mut self,
        id: &str,
        piece: &Piece<'_>,
        span: Range<usize>,
        record: &Record<'_>,
        beside: Vec<(u64, Box<[u8]>)>,
    ) {
        let index = signatures().iter().position(|s| s.id == id).and_then(|at| SignatureIndex::try_from(at).ok());
        if let Some(signature) = index {
            let found = Match { signature, start: span.start, end: span.end, captured: Captured::default() };
            let seen = self.seen.slot(signature);
            let before = seen.sightings.len();
            seen.add(piece, None, span, &found, record);
            if let Some(new) = seen.sightings.get_mut(before) {
                new.beside = beside;
            }
        }
    }

    fn legibility(&mut self, line: Line<'_>, place: Place) {
        if memchr::memchr(0, line.bytes).is_some() {
            self.trouble_at(Trouble::NulBytes, place);
        }
        if let Err(error) = std::str::from_utf8(line.bytes)
            // The limit may cut a character in two; that is not the writer's doing.
            && (line.dropped == 0 || error.error_len().is_some())
        {
            self.trouble_at(Trouble::InvalidUtf8, place);
        }
        let control = |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | 0x1b | 0x08 | 0x0c | b'\r' | 0);
        if line.bytes.iter().any(control) {
            self.trouble_at(Trouble::Control, place);
        }
    }
}

impl Seen {
    fn add(
        &mut self,
        piece: &Piece<'_>,
        joined: Option<&[u8]>,
        span: Range<usize>,
        found: &Match<'_>,
        record: &Record<'_>,
    ) {
        let raw = piece.line;
        // Of words that go on in the next line the part that stands in this one is pointed at.
        let [start, end] = [span.start, span.end].map(|at| (at - piece.from + piece.skip).min(raw.len()));
        self.count += 1;
        self.first = earliest(self.first, record.time);
        self.last = self.last.max(record.time);
        self.habits.note(record);
        // Three digits, or it is none; so there are not many of them.
        if let Some(status) = found.captured.status.or(record.status).filter(|s| (100..1_000).contains(s)) {
            *self.statuses.slot(status) += 1;
        }
        let upstream = found.captured.upstream.as_deref().or(record.upstream).map(trimmed);
        // No name, address or path begins with a hyphen: it is the rest of one that was broken over two lines.
        if let Some(upstream) = upstream.filter(|upstream| !upstream.is_empty() && !upstream.starts_with(b"-")) {
            self.upstream(upstream, 1);
        }
        if self.sightings.len() < SIGHTINGS {
            // A record in pieces is shown whole.
            let (whole, hit) = joined.map_or((raw, start..end), |joined| (joined, span));
            let from = if whole.len() <= EVIDENCE { 0 } else { hit.start.saturating_sub(EVIDENCE / 4) };
            let text = whole.get(from..).unwrap_or_default();
            self.sightings.push(Sighting {
                place: piece.place,
                start: start + piece.before,
                end: end + piece.before,
                text: text.get(..EVIDENCE).unwrap_or(text).to_vec(),
                hit: hit.start - from..hit.end - from,
                beside: Vec::new(),
                columns: None,
                host: found.captured.host.or(record.host).map(value),
                path: record.path.map(value),
                unit: found.captured.unit.map(value),
            });
        }
    }

    fn upstream(&mut self, upstream: &[u8], count: u64) {
        self.upstreams.or_insert_with(hash(upstream), || (upstream.into(), 0)).1 += count;
        if self.upstreams.len() > UPSTREAMS {
            self.upstreams.pop_last();
            self.crowded = true;
        }
    }

    fn merge(&mut self, theirs: Self, shift: &dyn Fn(Place) -> Place) {
        self.count += theirs.count;
        self.cut += theirs.cut;
        self.crowded |= theirs.crowded;
        self.habits.merge(&theirs.habits);
        self.first = earliest(self.first, theirs.first);
        self.last = self.last.max(theirs.last);
        for (status, count) in theirs.statuses {
            *self.statuses.slot(status) += count;
        }
        for (_, (upstream, count)) in theirs.upstreams {
            self.upstream(&upstream, count);
        }
        let room = SIGHTINGS.saturating_sub(self.sightings.len());
        let shifted = theirs.sightings.into_iter().map(|s| Sighting { place: shift(s.place), ..s });
        self.sightings.extend(shifted.take(room));
    }

    /// The upstreams with their counts, most frequent first, then by name.
    pub(crate) fn upstreams(&self) -> impl Iterator<Item = (&[u8], u64)> {
        let mut all: Vec<_> = self.upstreams.iter().map(|(_, (u, n))| (&**u, *n)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        all.into_iter()
    }
}

/// The piece in which the words begin, and the words without the blank that joins two pieces: it stands in neither.
fn within<'p, 't>(pieces: &'p [Piece<'t>], span: &Range<usize>) -> Option<(&'p Piece<'t>, Range<usize>)> {
    let at = pieces.iter().rposition(|piece| piece.from <= span.start)?;
    let piece = pieces.get(at)?;
    let next = pieces.get(at + 1).filter(|next| next.from < span.end);
    match next.filter(|_| span.start - piece.from + piece.skip >= piece.line.len()) {
        Some(next) => Some((next, next.from..span.end)),
        None => Some((piece, span.clone())),
    }
}

/// Whether all of it is ASCII without control characters. Without a way out of the loop, it is done many bytes at
/// once.
fn plain(line: &[u8]) -> bool {
    !line.iter().fold(false, |odd, byte| odd | !(0x20..0x80).contains(byte))
}

/// The earlier of two times; one without a year only when there is no other.
pub(crate) fn earliest(a: Option<Time>, b: Option<Time>) -> Option<Time> {
    let key = |t: &Time| (!t.has_year(), *t);
    [a, b].into_iter().flatten().min_by_key(key)
}

/// A value without the blanks around it and the punctuation that a sentence or a list puts behind it, of bounded length.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.trim_ascii_start();
    let end = bytes.iter().rposition(|b| !b",;:.\"') \t\r\n".contains(b)).map_or(0, |at| at + 1);
    let bytes = bytes.get(..end).unwrap_or(bytes);
    bytes.get(..VALUE).unwrap_or(bytes)
}

fn value(bytes: &[u8]) -> Box<[u8]> {
    trimmed(bytes).into()
}

/// FNV-1a: small, and the same everywhere. Nothing depends on its quality but which upstreams are dropped.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{Piece, Place, within};

    #[test]
    fn words_that_begin_with_the_blank_between_two_pieces_stand_in_the_second() {
        let piece = |line: u64, text: &'static [u8], from| Piece {
            place: Place { input: 0, line },
            line: text,
            skip: 0,
            from,
            before: 0,
        };
        let pieces = [piece(1, b"abc", 0), piece(2, b"def", 4)];
        for (span, line, words) in [(3..7, 2, 4..7), (0..7, 1, 0..7), (1..2, 1, 1..2), (4..5, 2, 4..5)] {
            let (piece, within) = within(&pieces, &span).unwrap();
            assert_eq!((piece.place.line, within), (line, words), "{span:?}");
        }
    }
}
