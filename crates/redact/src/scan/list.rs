//! A browser's archive (HAR) lists cookies, the items of a query and the fields of a form: `{"name": …, "value": …}`.

use super::Scan;
use crate::kind::Kind;
use crate::secret;

impl Scan<'_> {
    /// Whether a list of this kind begins behind the name that ends here.
    pub(super) fn list(&mut self, from: usize, end: usize) {
        let kind = match self.view.get(from..end) {
            b"cookies" => Kind::Cookie,
            b"queryString" | b"params" => Kind::Value,
            _ => return,
        };
        let mut at = end;
        for sign in [b'"', b':', b'[', b'{'] {
            at = self.end(at, 64, |b| b == b' ' || b == b'\n');
            if self.byte(at) != sign {
                return;
            }
            at += 1;
        }
        self.list = Some(kind);
    }

    /// `]` behind the last of them.
    pub(super) fn closes_list(&mut self) {
        let before = self.view.get(self.at.saturating_sub(64)..self.at).trim_ascii_end();
        if before.ends_with(b"}") {
            self.list = None;
        }
    }

    /// `"value": "…"` in such a list.
    pub(super) fn listed(&mut self, from: usize, end: usize) -> bool {
        let Some(kind) = self.list.filter(|_| self.view.get(from..end) == b"value" && self.byte(end) == b'"') else {
            return false;
        };
        let colon = self.end(end + 1, 8, |b| b == b' ');
        let quote = self.end(colon + 1, 8, |b| b == b' ');
        if self.byte(colon) != b':' || self.byte(quote) != b'"' {
            return false;
        }
        let (value, depth) = (quote + 1, self.view.depth(quote));
        let stop = self.view.get(value..(value + super::VALUE).min(self.view.bytes.len()));
        let closes = |(at, byte): (usize, &u8)| *byte == b'"' && self.view.depth(value + at) <= depth;
        let stop = value + stop.iter().enumerate().position(closes).unwrap_or(stop.len());
        self.let_go(value);
        if !secret::is_pseudonym(self.view.get(value..stop)) {
            self.take(value..stop, kind);
        }
        self.let_go(stop);
        true
    }
}
