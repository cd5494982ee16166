//! UTF-16 to UTF-8: what Notepad and PowerShell's `>` write.

use super::Sink;

/// The order of the two bytes of a unit.
#[derive(Clone, Copy)]
pub(crate) enum Endian {
    Little,
    Big,
}

/// A decoder that may be cut anywhere: half a unit and half a surrogate pair are kept for the next piece.
pub(crate) struct Utf16 {
    endian: Endian,
    half: Option<u8>,
    high: Option<u16>,
}

impl Utf16 {
    pub(crate) fn new(endian: Endian) -> Self {
        Self { endian, half: None, high: None }
    }

    pub(crate) fn push(&mut self, bytes: &[u8], sink: &mut dyn Sink) {
        // Pieces are handed on in this size, so that a large push needs little memory.
        for piece in bytes.chunks(16 * 1024) {
            let mut out = String::with_capacity(piece.len());
            for &byte in piece {
                let Some(first) = self.half.take() else {
                    self.half = Some(byte);
                    continue;
                };
                let unit = match self.endian {
                    Endian::Little => u16::from_le_bytes([first, byte]),
                    Endian::Big => u16::from_be_bytes([first, byte]),
                };
                self.unit(unit, &mut out);
            }
            sink.text(out.as_bytes());
        }
    }

    pub(crate) fn finish(&mut self, sink: &mut dyn Sink) {
        let half = self.half.take().is_some();
        if self.high.take().is_some() || half {
            sink.text("\u{fffd}".as_bytes());
        }
    }

    fn unit(&mut self, unit: u16, out: &mut String) {
        if let Some(high) = self.high.take() {
            if let Some(Ok(c)) = char::decode_utf16([high, unit]).next() {
                out.push(c);
                return;
            }
            out.push('\u{fffd}');
        }
        match unit {
            0xd800..=0xdbff => self.high = Some(unit),
            _ => out.push(char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Endian, Sink, Utf16};
    use crate::tally::Trouble;

    impl Sink for Vec<u8> {
        fn text(&mut self, piece: &[u8]) {
            self.extend_from_slice(piece);
        }

        fn trouble(&mut self, trouble: Trouble) {
            panic!("{trouble:?}");
        }
    }

    fn decode(pieces: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let mut utf16 = Utf16::new(Endian::Little);
        for piece in pieces {
            utf16.push(piece, &mut out);
        }
        utf16.finish(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_cut_gives_the_same_text() {
        let bytes: Vec<u8> = "502 壞閘道 🚧\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for cut in 0..=bytes.len() {
            let (a, b) = bytes.split_at(cut);
            assert_eq!(decode(&[a, b]), "502 壞閘道 🚧\r\n", "cut at {cut}");
        }
    }

    #[test]
    fn a_lone_surrogate_or_half_a_unit_is_one_replacement() {
        assert_eq!(decode(&[&[0x41, 0, 0x3d, 0xd8]]), "A\u{fffd}");
        assert_eq!(decode(&[&[0x41, 0, 0x42]]), "A\u{fffd}");
        assert_eq!(decode(&[&[0x3d, 0xd8, 0x41, 0]]), "\u{fffd}A");
    }
}
