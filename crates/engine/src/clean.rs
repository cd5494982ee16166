//! Takes terminal colours out of a line and remembers where everything stood.
//!
//! Signatures see the clean text; evidence points into the line as it was pasted.

use std::borrow::Cow;

use memchr::memchr;

/// A line without colour codes.
pub(crate) struct Clean<'a> {
    pub(crate) text: Cow<'a, [u8]>,
    /// For each place where something was taken out: (offset in `text`, bytes taken out up to there).
    taken: Vec<(usize, usize)>,
}

impl Clean<'_> {
    /// Where the byte at `offset` of the clean text stood in the line as pasted.
    pub(crate) fn raw(&self, offset: usize) -> usize {
        let after = self.taken.partition_point(|&(at, _)| at <= offset);
        offset + after.checked_sub(1).and_then(|i| self.taken.get(i)).map_or(0, |&(_, bytes)| bytes)
    }

    /// Where a span of the clean text ends in the line as pasted: just after its last byte.
    pub(crate) fn raw_end(&self, end: usize) -> usize {
        end.checked_sub(1).map_or(0, |last| self.raw(last) + 1)
    }
}

/// Removes control sequences (ECMA-48 CSI: colours, cursor moves) and string sequences (OSC: titles, links).
pub(crate) fn clean(line: &[u8]) -> Clean<'_> {
    let Some(first) = memchr(0x1b, line) else {
        return Clean { text: Cow::Borrowed(line), taken: Vec::new() };
    };
    let (head, mut rest) = line.split_at(first);
    let mut text = head.to_vec();
    let mut taken = Vec::new();
    let mut gone = 0;
    while let Some((&byte, tail)) = rest.split_first() {
        let skip = if byte == 0x1b { sequence(rest) } else { 0 };
        if skip == 0 {
            text.push(byte);
            rest = tail;
        } else {
            gone += skip;
            taken.push((text.len(), gone));
            rest = rest.get(skip..).unwrap_or_default();
        }
    }
    Clean { text: Cow::Owned(text), taken }
}

/// The length of the escape sequence that `bytes` begin with.
fn sequence(bytes: &[u8]) -> usize {
    let body = |from: usize, ends: &dyn Fn(&u8) -> bool| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().position(ends).map_or(bytes.len(), |at| from + at + 1)
    };
    match bytes.get(1) {
        Some(b'[') => body(2, &|b| (0x40..=0x7e).contains(b)),
        Some(b']') => body(2, &|b| *b == 0x07 || *b == b'\\'),
        Some(_) => 2,
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn spans_point_into_the_line_as_pasted() {
        let line = b"\x1b[31merror\x1b[0m: Connection \x1b[1mrefused\x1b[0m!";
        let clean = clean(line);
        assert_eq!(clean.text.as_ref(), b"error: Connection refused!");
        let start = clean.text.windows(7).position(|w| w == b"refused").unwrap();
        let raw = clean.raw(start)..clean.raw_end(start + 7);
        assert_eq!(line.get(raw).unwrap(), b"refused");
        assert_eq!(clean.raw(0), 5);
    }

    #[test]
    fn an_unfinished_sequence_ends_with_the_line() {
        assert_eq!(clean(b"a\x1b[31").text.as_ref(), b"a");
        assert_eq!(clean(b"a\x1b").text.as_ref(), b"a");
    }
}
