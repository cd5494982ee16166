//! Splits bytes into lines as they arrive.
//!
//! **Invariant:** the lines do not depend on how the input was cut into pieces.
//! **Invariant:** at most [`Lines::new`]'s limit of one line is held; the rest of it is dropped and counted.

use memchr::memchr_iter;

/// Holds the line that has begun and not ended.
pub(crate) struct Lines {
    held: Vec<u8>,
    dropped: u64,
    limit: usize,
}

/// One line without its end.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) bytes: &'a [u8],
    /// How many bytes of it were over the limit and are not here.
    pub(crate) dropped: u64,
}

impl Lines {
    /// `limit`: the most bytes of one line that are kept.
    pub(crate) fn new(limit: usize) -> Self {
        Self { held: Vec::new(), dropped: 0, limit }
    }

    pub(crate) fn push(&mut self, bytes: &[u8], each: &mut dyn FnMut(Line<'_>)) {
        let mut from = 0;
        for end in memchr_iter(b'\n', bytes) {
            let piece = bytes.get(from..end).unwrap_or_default();
            from = end + 1;
            if self.held.is_empty() && self.dropped == 0 {
                let kept = piece.get(..self.limit).unwrap_or(piece);
                each(Line { bytes: without_cr(kept), dropped: (piece.len() - kept.len()) as u64 });
            } else {
                self.hold(piece);
                self.end(each);
            }
        }
        self.hold(bytes.get(from..).unwrap_or_default());
    }

    /// A last line may lack its end.
    pub(crate) fn finish(&mut self, each: &mut dyn FnMut(Line<'_>)) {
        if !self.held.is_empty() || self.dropped > 0 {
            self.end(each);
        }
    }

    fn hold(&mut self, piece: &[u8]) {
        let room = self.limit - self.held.len();
        let kept = piece.get(..room).unwrap_or(piece);
        self.held.extend_from_slice(kept);
        self.dropped += (piece.len() - kept.len()) as u64;
    }

    fn end(&mut self, each: &mut dyn FnMut(Line<'_>)) {
        each(Line { bytes: without_cr(&self.held), dropped: self.dropped });
        self.held.clear();
        self.dropped = 0;
    }
}

fn without_cr(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::Lines;

    fn lines(pieces: &[&[u8]], limit: usize) -> Vec<(String, u64)> {
        let mut all = Vec::new();
        let mut lines = Lines::new(limit);
        for piece in pieces {
            lines.push(piece, &mut |l| all.push((String::from_utf8_lossy(l.bytes).into_owned(), l.dropped)));
        }
        lines.finish(&mut |l| all.push((String::from_utf8_lossy(l.bytes).into_owned(), l.dropped)));
        all
    }

    #[test]
    fn every_cut_gives_the_same_lines() {
        let text = b"one\r\ntwo\n\nfour and more\nlast";
        let whole = lines(&[text], 8);
        assert_eq!(whole.len(), 5);
        assert_eq!(whole.get(3), Some(&("four and".to_owned(), 5)));
        for cut in 0..=text.len() {
            let (a, b) = text.split_at(cut);
            assert_eq!(lines(&[a, b], 8), whole, "cut at {cut}");
        }
    }

    #[test]
    fn an_end_of_line_at_the_end_begins_no_line() {
        assert_eq!(lines(&[b"a\n"], 9).len(), 1);
        assert_eq!(lines(&[b""], 9).len(), 0);
        assert_eq!(lines(&[b"\n"], 9).len(), 1);
    }
}
