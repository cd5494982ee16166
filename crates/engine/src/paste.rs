//! A second look at a text short enough to have been kept: what single lines do not show, the whole may.
//!
//! It sees three things: lines that were broken on their way here, joined again; responses, whose status, headers and
//! page together say who failed; and archives of a browser's visit, in which only the failed exchanges count. The
//! tally keeps short texts whole and nothing is decided before the end, so merging stays exact.

use std::ops::Range;

use crate::above::Above;
use crate::clean::{clean, clean_json};
use crate::matcher::Matcher;
use crate::memo::Memo;
use crate::response::Response;
use crate::tally::{Input, Piece, Place, Tally};
use crate::wrapped::{self, Joint, Wrapping};
use crate::{har, headers};

/// Up to which length broken lines and responses are looked for.
const PASTE: usize = 256 * 1024;

/// A tally of the same text with its broken lines joined.
pub(crate) struct Joined {
    pub(crate) tally: Tally,
    /// This is how the text was meant, whatever it shows.
    pub(crate) certain: bool,
}

/// `None` when the text is long, or nothing in it is broken.
pub(crate) fn joined(tally: &Tally) -> Option<Joined> {
    let inputs: Option<Vec<Vec<&[u8]>>> = tally.inputs.iter().map(lines).collect();
    let inputs = inputs?;
    let wrappings: Vec<Option<Wrapping>> = inputs.iter().map(|lines| wrapped::find(lines)).collect();
    if wrappings.iter().all(Option::is_none) {
        return None;
    }
    let certain = wrappings.iter().flatten().all(|w| w.certain);
    let mut joined = unread(tally);
    for (input, (lines, wrapping)) in inputs.iter().zip(&wrappings).enumerate() {
        read(&mut joined, input, lines, wrapping.as_ref());
    }
    Some(Joined { tally: joined, certain })
}

/// The tally with what its responses amount to; `None` when they say no more than their lines.
pub(crate) fn with_responses(tally: &Tally) -> Option<Tally> {
    let archived: Vec<_> = tally.inputs.iter().map(|input| har::failures(input.kept.as_deref()?)).collect();
    let mut with = apart(tally, &archived);
    for (at, (input, archived)) in tally.inputs.iter().zip(&archived).enumerate() {
        let Some(text) = input.kept.as_deref().filter(|text| archived.is_none() && text.len() <= PASTE) else {
            continue;
        };
        let responses = headers::responses(text);
        if responses.is_empty() {
            continue;
        }
        let placed = Placed::new(at, text);
        for response in responses {
            // A browser's own word for the status is no line that any server wrote.
            let copied = || !text.get(response.at.start..).unwrap_or_default().starts_with(b"HTTP/");
            let id = response.conclusion().or_else(|| copied().then(|| BARE.to_owned()));
            if let Some(id) = id {
                conclude(with.get_or_insert_with(|| tally.clone()), &placed, &response, &id);
            }
        }
    }
    with
}

/// The tally with what lines show that were cut off at a window's edge; `None` when they show nothing.
pub(crate) fn with_cut_lines(tally: &Tally) -> Option<Tally> {
    let mut with = tally.clone();
    let mut found = false;
    for (at, input) in tally.inputs.iter().enumerate() {
        let lines = lines(input)?;
        let edge = wrapped::Edge::of(&lines);
        for (n, line) in lines.iter().enumerate() {
            let Some(left) = edge.cut(line) else { continue };
            let place = Place { input: at, line: n as u64 + 1 };
            if !tally.shows(place) {
                let piece = Piece { place, line, skip: 0, from: 0, before: 0 };
                found |= with.read_cut(&piece, &clean(line.get(..left).unwrap_or_default()), Matcher::shared());
            }
        }
    }
    found.then_some(with)
}

/// The signature of a status that tells no cause.
const BARE: &str = "page-status-line";

/// What the inputs show when of archives only the failed exchanges count: any words may stand in a healthy page.
/// `None` when there is no archive, or too much beside it to be read again.
fn apart(tally: &Tally, archived: &[Option<Vec<har::Exchange<'_>>>]) -> Option<Tally> {
    let long = tally.inputs.iter().any(|input| input.archive.is_some());
    (long || archived.iter().any(Option::is_some)).then_some(())?;
    let mut apart = unread(tally);
    for (at, (input, failures)) in tally.inputs.iter().zip(archived).enumerate() {
        if let Some(archive) = &input.archive {
            apart.absorb(Tally::clone(archive), &|place| Place { input: at, ..place });
            continue;
        }
        let text = input.kept.as_deref()?;
        let Some(failures) = failures else {
            read(&mut apart, at, &split(text), None);
            continue;
        };
        let placed = Placed::new(at, text);
        for failure in failures {
            exchange(&mut apart, &placed, failure);
        }
    }
    Some(apart)
}

/// Where a part of an input stood in it.
pub(crate) struct Origin {
    /// Which line its first one is, from 1.
    pub(crate) line: u64,
    /// Where it begins in that line.
    pub(crate) offset: usize,
    /// Places of the part where bytes are left out, and how many.
    pub(crate) gaps: Vec<(usize, usize)>,
}

impl Default for Origin {
    fn default() -> Self {
        Self { line: 1, offset: 0, gaps: Vec::new() }
    }
}

/// Adds what a failed exchange shows.
pub(crate) fn exchange(tally: &mut Tally, placed: &Placed<'_>, failure: &har::Exchange<'_>) {
    let id = failure.response.conclusion().unwrap_or_else(|| BARE.to_owned());
    conclude(tally, placed, &failure.response, &id);
    if let Some(body) = &failure.body {
        let text = clean_json(placed.text.get(body.clone()).unwrap_or_default());
        tally.read(&placed.pieces(body), None, &text, Matcher::shared(), &mut Memo::default());
    }
    tally.producer = tally.producer.or(failure.response.product());
}

/// The tally without what it has read.
fn unread(tally: &Tally) -> Tally {
    Tally {
        inputs: tally.inputs.clone(),
        troubles: tally.troubles.clone(),
        filled: tally.filled,
        span: tally.span,
        ..Tally::default()
    }
}

fn conclude(tally: &mut Tally, placed: &Placed<'_>, response: &Response<'_>, id: &str) {
    let here = placed.piece(response.at.start);
    let span = 0..response.at.len();
    let beside = |(at, told): &(usize, Vec<u8>)| (placed.piece(*at).place.line, told.as_slice().into());
    tally.conclude(id, &here, span, &response.record(), response.lines().iter().map(beside).collect());
}

/// A text whose lines can be found by an offset, however many are asked for.
pub(crate) struct Placed<'t> {
    input: usize,
    text: &'t [u8],
    origin: Origin,
    /// Where its lines begin.
    starts: Vec<u32>,
}

impl<'t> Placed<'t> {
    fn new(input: usize, text: &'t [u8]) -> Self {
        Self::within(input, text, Origin::default())
    }

    /// A part of an input.
    pub(crate) fn within(input: usize, text: &'t [u8], origin: Origin) -> Self {
        let ends = memchr::memchr_iter(b'\n', text).filter_map(|end| u32::try_from(end + 1).ok());
        Self { input, text, origin, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The line around this offset, from which the offset's rest is taken.
    fn piece(&self, offset: usize) -> Piece<'t> {
        let line = self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1);
        self.line(line, offset)
    }

    /// The lines that a part of the text reaches into, for what is read from there.
    fn pieces(&self, part: &Range<usize>) -> Vec<Piece<'t>> {
        let [first, last] = [part.start, part.end]
            .map(|offset| self.starts.partition_point(|start| *start as usize <= offset).saturating_sub(1));
        let pieces = (first..=last.min(first + REACH)).map(|line| {
            let start = self.starts.get(line).map_or(0, |start| *start as usize);
            let offset = start.max(part.start);
            Piece { from: offset - part.start, ..self.line(line, offset) }
        });
        pieces.collect()
    }

    fn line(&self, line: usize, offset: usize) -> Piece<'t> {
        let start = self.starts.get(line).map_or(0, |start| *start as usize);
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| *next as usize - 1);
        let bytes = self.text.get(start..end).unwrap_or_default();
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let left_out = self.origin.gaps.iter().filter(|(at, _)| (start..=offset).contains(at)).map(|(_, count)| count);
        let before = left_out.sum::<usize>() + if line == 0 { self.origin.offset } else { 0 };
        let place = Place { input: self.input, line: self.origin.line + line as u64 };
        Piece { place, line: bytes, skip: offset - start, from: 0, before }
    }
}

/// How many lines of one string are told apart: JSON allows none in it, and who breaks it breaks it into a few.
const REACH: usize = 1_000;

/// The lines of an input, when it is short enough.
fn lines(input: &Input) -> Option<Vec<&[u8]>> {
    input.kept.as_deref().filter(|text| text.len() <= PASTE).map(split)
}

fn split(text: &[u8]) -> Vec<&[u8]> {
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    text.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect()
}

/// Reads the lines, those that belong together as one.
fn read(tally: &mut Tally, input: usize, lines: &[&[u8]], wrapping: Option<&Wrapping>) {
    tally.above = Above::default();
    tally.pauses.turn();
    let joint = |line: usize| wrapping.and_then(|w| w.joints.get(line)).copied().unwrap_or(Joint::Start);
    let mut from = 0;
    while from < lines.len() {
        let more = (from + 1..lines.len()).take_while(|line| joint(*line) != Joint::Start).count();
        join(tally, input, lines, from..from + 1 + more, &joint);
        from += 1 + more;
    }
}

/// Reads the lines of this range as one.
fn join(tally: &mut Tally, input: usize, lines: &[&[u8]], range: Range<usize>, joint: &dyn Fn(usize) -> Joint) {
    let mut text: Vec<u8> = Vec::new();
    let mut pieces = Vec::new();
    for at in range.clone() {
        let Some(line) = lines.get(at) else { continue };
        tally.above.follow(line);
        // The quoting that mail puts before every line belongs to none of them.
        let skip = if at == range.start { 0 } else { wrapped::quoting(lines.get(range.start).unwrap_or(line)) };
        if joint(at) == Joint::Spaced {
            text.push(b' ');
        }
        let place = Place { input, line: at as u64 + 1 };
        pieces.push(Piece { place, line, skip, from: text.len(), before: 0 });
        text.extend_from_slice(line.get(skip..).unwrap_or_default());
    }
    if !text.trim_ascii().is_empty() {
        let joined = Some(text.as_slice()).filter(|_| pieces.len() > 1);
        tally.read(&pieces, joined, &clean(&text), Matcher::shared(), &mut Memo::default());
    }
}

#[cfg(test)]
mod tests {
    use crate::scan;

    #[test]
    fn evidence_in_joined_lines_points_into_the_line_where_it_begins() {
        let line = "2026/03/04 10:15:22 [error] 31#31: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: shop.example, upstream: \"http://127.0.0.1:3000/\"";
        let text = line.as_bytes().chunks(80).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n");
        let d = scan(text.as_bytes());
        let finding = d.findings.first().unwrap();
        assert_eq!((finding.cause, finding.upstream.as_deref()), ("connection-refused", Some("127.0.0.1:3000")));
        let evidence = finding.evidence.first().unwrap();
        assert_eq!((evidence.line, evidence.start, evidence.end), (1, 38, 80));
        assert_eq!(d.lines, 3);
    }

    #[test]
    fn a_healthy_page_in_an_archive_may_say_anything() {
        let har = r#"{"log": {"version": "1.2", "entries": [
            {"request": {"url": "https://a.example/docs"}, "response": {"status": 200, "content": {
              "text": "<h1>502 Bad Gateway</h1> connect() failed (111: Connection refused) while connecting to upstream"}}}]}}"#;
        assert!(scan(har.as_bytes()).findings.is_empty());
        let failed = har.replace("200", "502");
        let d = scan(failed.as_bytes());
        let finding = d.findings.first().unwrap();
        assert_eq!((finding.cause, finding.status), ("connection-refused", Some(502)));
        assert_eq!(
            finding.evidence.first().unwrap().hit,
            "connect() failed (111: Connection refused) while connecting to upstream"
        );
    }

    #[test]
    fn a_load_balancers_own_timeout_is_told_by_its_header() {
        let d = scan(
            b"HTTP/1.1 504 Gateway Time-out\nServer: awselb/2.0\n\n<center><h1>504 Gateway Time-out</h1></center>\n",
        );
        let finding = d.findings.first().unwrap();
        assert_eq!((finding.cause, finding.product, finding.status), ("response-timeout", "aws-alb", Some(504)));
    }
}
