//! Takes the packaging off a stream of bytes: gzip, byte order marks, UTF-16.
//!
//! What comes out is text in UTF-8 wherever the input was text; invalid bytes pass through and are counted
//! later, line by line.
//!
//! **Invariant:** the output does not depend on how the input was cut into pieces.

mod crc32;
mod gzip;
mod utf16;

use gzip::Gunzip;
use utf16::{Endian, Utf16};

use crate::tally::Trouble;

/// The packaging is known once this many bytes have come, or the input has ended.
const SNIFF: usize = 4;

/// Takes what comes out of a decoder.
pub(crate) trait Sink {
    /// A piece of text; pieces may be cut anywhere.
    fn text(&mut self, piece: &[u8]);
    /// Something could not be decoded.
    fn trouble(&mut self, trouble: Trouble);
}

/// A stream's decoder.
pub(crate) enum Decoder {
    /// Too few bytes to tell.
    Undecided(Vec<u8>),
    /// The same inside gzip, where no gzip is opened: a bomb of bombs stays shut.
    Inside(Vec<u8>),
    /// Bytes pass as they are.
    Plain,
    /// UTF-16 with a byte order mark.
    Utf16(Utf16),
    /// gzip, with whatever is inside.
    Gzip(Box<Gunzip>),
    /// Another compressed or binary container: nothing in it can be read.
    Opaque,
}

impl Decoder {
    pub(crate) fn new() -> Self {
        Self::Undecided(Vec::new())
    }

    /// A decoder for what a gzip stream holds.
    fn inside() -> Self {
        Self::Inside(Vec::new())
    }

    /// Decodes `bytes` and hands the text on in pieces of bounded size.
    pub(crate) fn push(&mut self, bytes: &[u8], sink: &mut dyn Sink) {
        match self {
            Self::Undecided(held) | Self::Inside(held) => {
                held.extend_from_slice(bytes);
                if held.len() >= SNIFF {
                    let held = std::mem::take(held);
                    self.decide(&held, sink);
                }
            }
            Self::Plain => sink.text(bytes),
            Self::Utf16(utf16) => utf16.push(bytes, sink),
            Self::Gzip(gunzip) => gunzip.push(bytes, sink),
            Self::Opaque => {}
        }
    }

    /// Ends the stream.
    pub(crate) fn finish(&mut self, sink: &mut dyn Sink) {
        if let Self::Undecided(held) | Self::Inside(held) = self {
            let held = std::mem::take(held);
            self.decide(&held, sink);
        }
        match self {
            Self::Utf16(utf16) => utf16.finish(sink),
            Self::Gzip(gunzip) => gunzip.finish(sink),
            _ => {}
        }
    }

    fn decide(&mut self, held: &[u8], sink: &mut dyn Sink) {
        let (next, skip) = match held {
            [0x1f, 0x8b, ..] if !matches!(self, Self::Inside(_)) => {
                (Self::Gzip(Box::new(Gunzip::new(Self::inside()))), 0)
            }
            [0xef, 0xbb, 0xbf, ..] => (Self::Plain, 3),
            [0xff, 0xfe, ..] => (Self::Utf16(Utf16::new(Endian::Little)), 2),
            [0xfe, 0xff, ..] => (Self::Utf16(Utf16::new(Endian::Big)), 2),
            held if opaque(held) => {
                sink.trouble(Trouble::Compressed);
                (Self::Opaque, 0)
            }
            _ => (Self::Plain, 0),
        };
        *self = next;
        self.push(held.get(skip..).unwrap_or_default(), sink);
    }
}

/// First bytes of containers in which no log line could be found: zip (and so docx, xlsx, har.zip), xz, zstd,
/// bzip2, PNG, JPEG, PDF, ELF; and gzip where it is not opened.
fn opaque(held: &[u8]) -> bool {
    const MAGIC: [&[u8]; 9] = [
        b"\x1f\x8b",
        b"PK\x03\x04",
        b"\xfd7zX",
        b"\x28\xb5\x2f\xfd",
        b"BZh",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"%PDF",
        b"\x7fELF",
    ];
    MAGIC.iter().any(|m| held.starts_with(m))
}
