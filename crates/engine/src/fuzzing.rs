//! What the fuzz targets look into that nobody else can see. It is compiled with `--cfg fuzzing` alone.

use std::ops::Range;

use crate::dialect::{self, Record};
use crate::tally::Trouble;
use crate::unwrap::{Decoder, Sink};
use crate::{har, headers, json};

/// What came out of the decoder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: Vec<u8>,
    /// What could not be decoded.
    pub troubles: Vec<Trouble>,
    /// The largest piece that was handed on at once, in bytes.
    pub largest: usize,
}

impl Sink for Decoded {
    fn text(&mut self, piece: &[u8]) {
        self.text.extend_from_slice(piece);
        self.largest = self.largest.max(piece.len());
    }

    fn trouble(&mut self, trouble: Trouble) {
        self.troubles.push(trouble);
    }
}

/// Decodes an input that comes in these pieces.
#[must_use]
pub fn decode(pieces: &[&[u8]]) -> Decoded {
    let mut decoded = Decoded::default();
    let mut decoder = Decoder::new();
    for piece in pieces {
        decoder.push(piece, &mut decoded);
    }
    decoder.finish(&mut decoded);
    decoded
}

/// The facts of a record, each with its place in the line.
#[derive(Debug, Default)]
pub struct Facts {
    /// What was found, and where.
    pub parts: Vec<(&'static str, Range<usize>)>,
    /// See [`Record`].
    pub payload_at: usize,
    /// See [`Record`].
    pub carried_at: usize,
    /// As evidence shows it.
    pub time: Option<String>,
    /// The status.
    pub status: Option<u16>,
}

/// How many readers there are.
#[must_use]
pub fn readers() -> usize {
    dialect::READERS.len()
}

/// What one reader makes of a text, however it begins; `None` when it does not know it.
#[must_use]
pub fn read_by(reader: usize, text: &[u8]) -> Option<Facts> {
    let mut record = Record::default();
    dialect::READERS.get(reader).filter(|read| read(text, &mut record))?;
    Some(facts(text, &record))
}

/// What all of them make of a line, with what carries it taken off.
#[must_use]
pub fn read(line: &[u8]) -> Facts {
    facts(line, &dialect::read(line))
}

fn facts(line: &[u8], record: &Record<'_>) -> Facts {
    let Record { program, upstream, host, path, method, .. } = *record;
    let all = [("program", program), ("upstream", upstream), ("host", host), ("path", path), ("method", method)];
    let at = |part: &[u8]| {
        // Parts are slices of the line; one from elsewhere gets a place that no line has.
        let from = (part.as_ptr() as usize).wrapping_sub(line.as_ptr() as usize);
        from..from.wrapping_add(part.len())
    };
    Facts {
        parts: all.into_iter().filter_map(|(name, part)| Some((name, at(part?)))).collect(),
        payload_at: record.payload_at,
        carried_at: record.carried_at,
        time: record.time.map(|time| time.to_string()),
        status: record.status,
    }
}

/// A value of a JSON text: the names that lead to it, and where it stands; an end has no place.
pub type JsonValue = (Vec<Vec<u8>>, Option<(bool, Range<usize>)>);

/// Every value of a JSON text in order; `true` is a string.
#[must_use]
pub fn json_values(text: &[u8]) -> Vec<JsonValue> {
    let mut all = Vec::new();
    json::walk(text, &mut |path, value| {
        let value = match value {
            json::Value::String(range) => Some((true, range)),
            json::Value::Bare(range) => Some((false, range)),
            json::Value::End => None,
        };
        all.push((path.iter().map(|name| name.to_vec()).collect(), value));
    });
    all
}

/// Status and place of every failed exchange of a browser's archive; `None` when the text is none.
#[must_use]
pub fn archived(text: &[u8]) -> Option<Vec<(u16, Range<usize>)>> {
    let all = har::failures(text)?;
    Some(all.into_iter().map(|exchange| (exchange.response.status, exchange.response.at)).collect())
}

/// Status and place of every failed response of a text.
#[must_use]
pub fn responses(text: &[u8]) -> Vec<(u16, Range<usize>)> {
    headers::responses(text).into_iter().map(|response| (response.status, response.at)).collect()
}
