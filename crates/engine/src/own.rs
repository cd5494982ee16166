//! A report of ours, pasted again.
//!
//! It explains what it found, in words that a failing program could have written too, and names causes. None of that
//! is believed. A report is known by its shape; then only the lines are read that it quotes from the log, and what
//! they show is the answer.

use std::ops::Range;

use memchr::memmem;

use crate::diagnose::read;
use crate::diagnosis::Diagnosis;
use crate::engine::{Engine, Options};
use crate::json::{self, Value};
use crate::tally::Tally;

/// Stands alone on a line of a report for people, and is the schema in one for programs.
pub const MARK: &str = "why502/1";

/// Longer than any report.
const LONGEST: usize = 512 * 1024;

/// More lines than any report quotes.
const MOST: usize = 256;

/// What the lines show that a report quotes; `None` when the text is no report.
pub(crate) fn quoted(tally: &Tally) -> Option<Diagnosis> {
    let [input] = tally.inputs.as_slice() else { return None };
    let text = input.kept.as_deref().filter(|text| text.len() <= LONGEST)?;
    memmem::find(text, MARK.as_bytes())?;
    let found = if text.trim_ascii_start().starts_with(b"{") { in_json(text)? } else { in_prose(text)? };
    let mut quotes: Vec<Quote> = Vec::new();
    // In the order of the log; they mostly are.
    for quote in found.into_iter().take(MOST) {
        let place = |other: &Quote| (&other.file, other.number) <= (&quote.file, quote.number);
        let at = quotes.iter().rposition(place).map_or(0, |at| at + 1);
        if !at.checked_sub(1).and_then(|before| quotes.get(before)).is_some_and(|before| before.same(&quote)) {
            quotes.insert(at, quote);
        }
    }
    let mut lines: Vec<Option<&Quote>> = Vec::new();
    for quote in &quotes {
        // Lines that were not neighbours have nothing to do with each other.
        let near = |l: &Quote| l.file == quote.file && quote.number.abs_diff(l.number) <= 1;
        lines.extend(lines.last().copied().flatten().is_some_and(|l| !near(l)).then_some(None));
        lines.push(Some(quote));
    }
    let mut engine = Engine::new(Options::default());
    for line in &lines {
        engine.push(line.map_or(b"".as_slice(), |quote| &quote.text));
        engine.push(b"\n");
    }
    let mut diagnosis = read(&engine.into_tally());
    for evidence in diagnosis.findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
        let at = usize::try_from(evidence.line).ok().and_then(|line| lines.get(line.checked_sub(1)?)).copied();
        if let Some(quote) = at.flatten() {
            evidence.line = quote.line;
            (evidence.start, evidence.end) = (quote.place(evidence.start), quote.place(evidence.end));
        }
    }
    Some(Diagnosis { lines: input.lines, ..diagnosis })
}

/// A line of the log that a report quotes.
struct Quote {
    /// Which file it was in, as the report calls it.
    file: Vec<u8>,
    /// Which line of it.
    number: u64,
    text: Vec<u8>,
    /// Where it stands now: the line, and for each byte of the text (and its end) the offset in that line.
    line: u64,
    from: Vec<usize>,
}

impl Quote {
    fn same(&self, other: &Self) -> bool {
        (&self.file, self.number, &self.text) == (&other.file, other.number, &other.text)
    }

    fn place(&self, offset: usize) -> usize {
        self.from.get(offset).or(self.from.last()).copied().unwrap_or(0)
    }
}

/// The lines that the JSON contract quotes, or a problem document around it. How often a line came is not quoted, and
/// breaks ties: so of the first finding all lines count, of every other one.
fn in_json(text: &[u8]) -> Option<Vec<Quote>> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut ours = false;
    let (mut finding, mut piece) = (0, 0);
    // Of the evidence that is being read: the file, and what it says with the number of its line.
    let (mut file, mut line, mut read) = (Vec::new(), 0, Vec::new());
    json::walk(text, &mut |path, value| {
        let path = path.strip_prefix(&[&b"why502"[..]]).unwrap_or(path);
        let bytes = |at: Range<usize>| text.get(at).unwrap_or_default();
        let [b"findings", b"", rest @ ..] = path else {
            ours |= path == [b"schema"] && matches!(value, Value::String(at) if bytes(at.clone()) == MARK.as_bytes());
            return;
        };
        match (rest, value) {
            ([], Value::End) => (finding, piece) = (finding + 1, 0),
            ([b"evidence", b""], Value::End) => {
                let file = std::mem::take(&mut file);
                if finding == 0 || piece == 0 {
                    quotes.extend(read.drain(..).map(|quote| Quote { file: file.clone(), ..quote }));
                }
                read.clear();
                piece += 1;
            }
            ([b"evidence", b"", b"file"], Value::Bare(at)) => file = bytes(at).to_vec(),
            ([b"evidence", b"", b"line"] | [b"evidence", b"", b"beside", b"", b"line"], Value::Bare(at)) => {
                line = number(bytes(at)).unwrap_or(0);
            }
            ([b"evidence", b"", b"text"] | [b"evidence", b"", b"beside", b"", b"text"], Value::String(at)) => {
                let start = text.get(..at.start).unwrap_or_default();
                let begin = memchr::memrchr(b'\n', start).map_or(0, |at| at + 1);
                let (string, from) = unescaped(bytes(at.clone()), at.start - begin);
                let here = memchr::memchr_iter(b'\n', start).count() as u64 + 1;
                read.push(Quote { file: Vec::new(), number: line, text: string, line: here, from });
            }
            _ => {}
        }
    });
    (ours && !quotes.is_empty()).then_some(quotes)
}

/// What a JSON string says, on one line, and where each byte of it stands.
fn unescaped(string: &[u8], start: usize) -> (Vec<u8>, Vec<usize>) {
    let (mut text, mut from) = (Vec::with_capacity(string.len()), Vec::with_capacity(string.len() + 1));
    let mut at = 0;
    while let Some(&byte) = string.get(at) {
        let mut add = |bytes: &[u8]| {
            text.extend_from_slice(bytes);
            from.extend(bytes.iter().map(|_| start + at));
        };
        let escaped = if byte == b'\\' { string.get(at + 1) } else { None };
        at += match escaped {
            None => {
                add(&[byte]);
                1
            }
            Some(b'u') => {
                let hex = string.get(at + 2..at + 6).and_then(|hex| std::str::from_utf8(hex).ok());
                let code = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
                add(code.filter(|c| *c != '\n').unwrap_or(' ').encode_utf8(&mut [0; 4]).as_bytes());
                6
            }
            Some(b't') => {
                add(b"\t");
                2
            }
            Some(b'n' | b'r' | b'b' | b'f') => {
                add(b" ");
                2
            }
            Some(other) => {
                add(&[*other]);
                2
            }
        };
    }
    from.push(start + string.len());
    (text, from)
}

/// The lines that a report for people quotes: with their number before them, in the block that stands at the margin.
fn in_prose(text: &[u8]) -> Option<Vec<Quote>> {
    let mut quotes = Vec::new();
    let mut ours = false;
    let mut fence: Option<usize> = None;
    for (at, line) in text.split(|b| *b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let (skip, rest) = unquoted(line);
        ours |= rest.trim_ascii() == MARK.as_bytes();
        let ticks = rest.iter().take_while(|b| **b == b'`').count();
        match fence {
            None if ticks >= 3 => fence = Some(ticks),
            Some(open) if ticks >= open && rest.trim_ascii_end().len() == ticks => fence = None,
            _ => {
                let indent = if rest.starts_with(b"  ") && fence.is_none() { 2 } else { 0 };
                let rest = rest.get(indent..).unwrap_or_default();
                let Some((file, number, length)) = numbered(rest, fence.is_some()) else { continue };
                let text = rest.get(length..).unwrap_or_default();
                let from = skip + indent + length;
                quotes.push(Quote {
                    file: file.to_vec(),
                    number,
                    text: text.to_vec(),
                    line: at as u64 + 1,
                    from: (from..=from + text.len()).collect(),
                });
            }
        }
    }
    (ours && !quotes.is_empty()).then_some(quotes)
}

/// The line without the marks of a mail's quotation: (how many bytes they are, the rest).
fn unquoted(line: &[u8]) -> (usize, &[u8]) {
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix(b">") {
        rest = inner.strip_prefix(b" ").unwrap_or(inner);
    }
    (line.len() - rest.len(), rest)
}

/// `12: ` or `error.log:12: `, and how long that is. Outside of a block of code a file's name has no blanks.
fn numbered(line: &[u8], code: bool) -> Option<(&[u8], u64, usize)> {
    let end = memmem::find(line, b": ")?;
    let head = line.get(..end)?;
    if let Some(number) = number(head) {
        return Some((b"", number, end + 2));
    }
    let colon = memchr::memrchr(b':', head)?;
    let (file, digits) = (head.get(..colon)?, head.get(colon + 1..)?);
    let named = !file.is_empty() && (code || !file.contains(&b' '));
    named.then(|| number(digits)).flatten().map(|number| (file, number, end + 2))
}

fn number(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}
