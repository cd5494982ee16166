//! gzip (RFC 1952), as rotated logs have it: often several members in one file, sometimes cut short.
//!
//! `miniz_oxide` inflates; the frame around it is read here. `flate2`, which wraps it, would check the frame with
//! tables that add 16 KB to the page, and of the text before a damage it drops what does not fit its caller's buffer:
//! the text would depend on the cuts.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_IGNORE_ADLER32};
use miniz_oxide::inflate::core::{DecompressorOxide, TINFL_LZ_DICT_SIZE, decompress};

use super::crc32::Crc32;
use super::{Decoder, Sink};
use crate::tally::Trouble;

pub(crate) struct Gunzip {
    state: State,
    inflate: Inflate,
    crc: Crc32,
    /// Bytes of this member's text, modulo 2³².
    length: u32,
    inner: Decoder,
}

enum State {
    /// In the header; `Header` knows where.
    Header(Header),
    Body,
    /// The checksum and the length; so many of the eight bytes have come.
    Trailer([u8; 8], usize),
    /// A member has ended; another may follow, or padding.
    Between(usize),
    /// The rest cannot be read.
    Lost,
}

impl Gunzip {
    pub(crate) fn new(inner: Decoder) -> Self {
        Self {
            state: State::Header(Header::default()),
            inflate: Inflate::default(),
            crc: Crc32::default(),
            length: 0,
            inner,
        }
    }

    pub(crate) fn push(&mut self, mut bytes: &[u8], sink: &mut dyn Sink) {
        while !bytes.is_empty() {
            let used = match &mut self.state {
                State::Lost => return,
                State::Body => self.body(bytes, sink),
                State::Header(header) => match header.take(bytes) {
                    Taken::More => return,
                    Taken::Ends(used) => {
                        self.inflate = Inflate::default();
                        self.crc = Crc32::default();
                        self.length = 0;
                        self.state = State::Body;
                        used
                    }
                    Taken::Wrong => return self.damaged(sink),
                },
                State::Trailer(trailer, have) => {
                    let used = bytes.len().min(8 - *have);
                    for (to, from) in trailer.iter_mut().skip(*have).zip(bytes) {
                        *to = *from;
                    }
                    *have += used;
                    if *have == 8 {
                        let [a, b, c, d, e, f, g, h] = *trailer;
                        let right = u32::from_le_bytes([a, b, c, d]) == self.crc.value()
                            && u32::from_le_bytes([e, f, g, h]) == self.length;
                        if !right {
                            return self.damaged(sink);
                        }
                        self.state = State::Between(0);
                    }
                    used
                }
                State::Between(matched) => match (*matched, bytes.first()) {
                    (0, Some(0x1f)) => {
                        *matched = 1;
                        1
                    }
                    (1, Some(0x8b)) => {
                        self.state = State::Header(Header { at: 2, ..Header::default() });
                        1
                    }
                    // Padding behind the last member; gzip(1) ignores it too.
                    _ => {
                        self.state = State::Lost;
                        return;
                    }
                },
            };
            bytes = bytes.get(used..).unwrap_or_default();
        }
    }

    pub(crate) fn finish(&mut self, sink: &mut dyn Sink) {
        if matches!(self.state, State::Header(_) | State::Body | State::Trailer(..)) {
            sink.trouble(Trouble::GzipTruncated);
        }
        self.inner.finish(sink);
    }

    /// Inflates and hands on; returns how many bytes were used, at least one.
    fn body(&mut self, bytes: &[u8], sink: &mut dyn Sink) -> usize {
        let mut used = 0;
        loop {
            let (status, taken, text) = self.inflate.next(bytes.get(used..).unwrap_or_default());
            used += taken;
            self.crc.add(text);
            self.length = self.length.wrapping_add(u32::try_from(text.len()).unwrap_or(0));
            self.inner.push(text, sink);
            match status {
                TINFLStatus::HasMoreOutput => {}
                TINFLStatus::NeedsMoreInput => return bytes.len(),
                TINFLStatus::Done => {
                    self.state = State::Trailer([0; 8], 0);
                    return used;
                }
                _ => {
                    self.damaged(sink);
                    return bytes.len();
                }
            }
        }
    }

    fn damaged(&mut self, sink: &mut dyn Sink) {
        self.state = State::Lost;
        sink.trouble(Trouble::GzipDamaged);
    }
}

/// A member's text comes out in pieces of at most this window, so a bomb needs no more memory than a log.
struct Inflate {
    decompressor: Box<DecompressorOxide>,
    /// The last 32 KB of text, which the next may repeat (RFC 1951, 3.2.5); its end goes on at its beginning.
    window: Vec<u8>,
    /// Where the next byte of text goes.
    at: usize,
}

impl Default for Inflate {
    fn default() -> Self {
        Self { decompressor: Box::default(), window: vec![0; TINFL_LZ_DICT_SIZE], at: 0 }
    }
}

impl Inflate {
    /// Inflates until the window is full or the bytes are used up: how it stands, bytes used, and the new text.
    fn next(&mut self, bytes: &[u8]) -> (TINFLStatus, usize, &[u8]) {
        // deflate has no checksum of its own, that is zlib's.
        let flags = TINFL_FLAG_HAS_MORE_INPUT | TINFL_FLAG_IGNORE_ADLER32;
        let (status, used, made) = decompress(&mut self.decompressor, bytes, &mut self.window, self.at, flags);
        let from = self.at;
        self.at = (from + made) % TINFL_LZ_DICT_SIZE;
        (status, used, self.window.get(from..from + made).unwrap_or_default())
    }
}

/// Where a member's header is read to.
#[derive(Default)]
struct Header {
    /// Bytes of the fixed part that have come.
    at: usize,
    flags: u8,
    part: Part,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Part {
    #[default]
    Fixed,
    /// The extra field's length: bytes that have come, and the value so far.
    ExtraLength(u8, usize),
    Extra(usize),
    Name,
    Comment,
    Checksum(u8),
    End,
}

enum Taken {
    More,
    Ends(usize),
    Wrong,
}

/// Which parts follow the fixed one (RFC 1952, 2.3.1).
const EXTRA: u8 = 4;
const NAME: u8 = 8;
const COMMENT: u8 = 16;
const CHECKSUM: u8 = 2;

impl Header {
    fn take(&mut self, bytes: &[u8]) -> Taken {
        for (n, &byte) in bytes.iter().enumerate() {
            if !self.byte(byte) {
                return Taken::Wrong;
            }
            if self.part == Part::End {
                return Taken::Ends(n + 1);
            }
        }
        Taken::More
    }

    fn byte(&mut self, byte: u8) -> bool {
        self.part = match self.part {
            Part::Fixed => {
                self.at += 1;
                match self.at {
                    1 if byte != 0x1f => return false,
                    2 if byte != 0x8b => return false,
                    // 8 is deflate, and there is no other method.
                    3 if byte != 8 => return false,
                    4 => self.flags = byte,
                    _ => {}
                }
                if self.at < 10 { Part::Fixed } else { self.after(0) }
            }
            Part::ExtraLength(0, _) => Part::ExtraLength(1, usize::from(byte)),
            Part::ExtraLength(_, low) => match low | usize::from(byte) << 8 {
                0 => self.after(EXTRA),
                length => Part::Extra(length),
            },
            Part::Extra(1) => self.after(EXTRA),
            Part::Extra(left) => Part::Extra(left - 1),
            Part::Name if byte == 0 => self.after(NAME),
            Part::Comment if byte == 0 => self.after(COMMENT),
            Part::Checksum(0) => Part::Checksum(1),
            Part::Checksum(_) => Part::End,
            same => same,
        };
        true
    }

    /// The part behind this one, of those that the flags announce.
    fn after(&self, part: u8) -> Part {
        const ORDER: [(u8, Part); 4] = [
            (EXTRA, Part::ExtraLength(0, 0)),
            (NAME, Part::Name),
            (COMMENT, Part::Comment),
            (CHECKSUM, Part::Checksum(0)),
        ];
        let from = ORDER.iter().position(|(flag, _)| *flag == part).map_or(0, |at| at + 1);
        ORDER.iter().skip(from).find(|(flag, _)| self.flags & flag != 0).map_or(Part::End, |(_, part)| *part)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::{Decoder, Sink};
    use crate::tally::Trouble;

    #[derive(Default, PartialEq, Debug)]
    struct Kept(Vec<u8>, Vec<Trouble>);

    impl Sink for Kept {
        fn text(&mut self, piece: &[u8]) {
            self.0.extend_from_slice(piece);
        }

        fn trouble(&mut self, trouble: Trouble) {
            self.1.push(trouble);
        }
    }

    fn member(text: &[u8], name: bool) -> Vec<u8> {
        let builder = flate2::GzBuilder::new();
        let builder = if name { builder.filename("error.log").comment("c").extra(vec![1, 2, 3]) } else { builder };
        let mut gz = builder.write(Vec::new(), flate2::Compression::default());
        gz.write_all(text).unwrap();
        gz.finish().unwrap()
    }

    fn gunzip(pieces: &[&[u8]]) -> Kept {
        let mut kept = Kept::default();
        let mut decoder = Decoder::new();
        for piece in pieces {
            decoder.push(piece, &mut kept);
        }
        decoder.finish(&mut kept);
        kept
    }

    #[test]
    fn members_with_and_without_names_follow_each_other_however_cut() {
        let bytes = [member(b"one\n", true), member(b"two\n", false), vec![0; 7]].concat();
        let whole = Kept(b"one\ntwo\n".to_vec(), Vec::new());
        for cut in 0..=bytes.len() {
            let (a, b) = bytes.split_at(cut);
            assert_eq!(gunzip(&[a, b]), whole, "cut at {cut}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(gunzip(&single), whole);
    }

    #[test]
    fn every_shorter_file_is_said_to_be_truncated_and_keeps_its_text() {
        let text: Vec<u8> =
            (0..3_000_u32).flat_map(|n| format!("line {}\n", n.wrapping_mul(2_654_435_761)).into_bytes()).collect();
        let bytes = member(&text, false);
        for end in [5, 12, 100, bytes.len() / 2, bytes.len() - 9, bytes.len() - 1] {
            let kept = gunzip(&[&bytes[..end]]);
            assert!(text.starts_with(&kept.0), "at {end}");
            assert_eq!(kept.1, [Trouble::GzipTruncated], "at {end}");
        }
        assert!(gunzip(&[&bytes[..bytes.len() / 2]]).0.len() > text.len() / 4);
    }

    #[test]
    fn gzip_inside_gzip_is_not_opened_however_cut() {
        let inside = member(b"connect() failed (111: Connection refused)\n", false);
        let bytes = [member(&inside, false), member(b"\n", false)].concat();
        for cut in 0..=bytes.len() {
            let (a, b) = bytes.split_at(cut);
            assert_eq!(gunzip(&[a, b]), Kept(Vec::new(), vec![Trouble::Compressed]), "cut at {cut}");
        }
    }

    #[test]
    fn what_stands_before_a_damage_is_kept_however_cut() {
        // Blocks that are stored as they are, more of them than the window holds, and one of the kind that does not
        // exist (RFC 1951, 3.2.3 and 3.2.4).
        let text = "no live upstreams while connecting to upstream\n".repeat(1_000).into_bytes();
        let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        for block in text.chunks(20_000) {
            let length = u16::try_from(block.len()).unwrap();
            bytes.push(0);
            bytes.extend_from_slice(&length.to_le_bytes());
            bytes.extend_from_slice(&(!length).to_le_bytes());
            bytes.extend_from_slice(block);
        }
        bytes.push(0b111);
        let whole = gunzip(&[&bytes]);
        assert_eq!(whole, Kept(text, vec![Trouble::GzipDamaged]));
        for cut in (0..bytes.len()).step_by(97) {
            let (a, b) = bytes.split_at(cut);
            assert_eq!(gunzip(&[a, b]), whole, "cut at {cut}");
        }
    }

    #[test]
    fn a_wrong_checksum_or_length_is_a_damage() {
        let mut bytes = member(b"one\n", false);
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert_eq!(gunzip(&[&bytes]), Kept(b"one\n".to_vec(), vec![Trouble::GzipDamaged]));
        let mut bytes = member(b"one\n", false);
        let crc = bytes.len() - 8;
        bytes[crc] ^= 1;
        assert_eq!(gunzip(&[&bytes]).1, [Trouble::GzipDamaged]);
    }
}
