//! One way through the text, from left to right, and what is found on it.
//!
//! **Invariant:** claims come in order and do not overlap. Every rule looks ahead by a bounded length or claims what
//! it has looked at, so the time is linear.

mod call;
mod column;
mod list;
mod login;
mod machine;
mod person;
mod prompt;
mod web;
mod words;

use std::ops::Range;

use crate::kind::Kind;
use crate::secret;
use crate::view::View;
use crate::{address, number};

/// Something to replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
    /// The place gave it away; elsewhere in the text it is known only by being the same.
    pub(crate) names: bool,
    /// A number where JSON wants one: no word may stand there.
    pub(crate) bare_number: bool,
}

impl Claim {
    /// The value by which equal things are known: names are the same in large and small letters, an address in
    /// whatever way it is written.
    pub(crate) fn value(&self, written: &[u8]) -> Vec<u8> {
        match self.kind {
            Kind::Host | Kind::InnerHost | Kind::Email | Kind::Mac => written.to_ascii_lowercase(),
            Kind::Address6 => std::str::from_utf8(written)
                .ok()
                .and_then(|text| text.parse::<std::net::Ipv6Addr>().ok())
                .map_or_else(|| written.to_vec(), |address| address.to_string().into_bytes()),
            _ => written.to_vec(),
        }
    }
}

/// Longer words are read in pieces of this length.
const WORD: usize = 4096;
/// A header or a value in quotes may be so long.
const VALUE: usize = 1 << 20;

/// Finds everything; `names` are known from elsewhere.
pub(crate) fn scan(view: &View, names: &[(Vec<u8>, Kind)], claim: &mut dyn FnMut(&Claim)) {
    let mut scan = Scan {
        view,
        names,
        claim,
        at: 0,
        done: 0,
        path: false,
        query: false,
        web: false,
        colon: false,
        local: false,
        list: None,
        opened: 0,
    };
    while scan.at < view.bytes.len() {
        scan.step();
    }
}

struct Scan<'a> {
    view: &'a View,
    names: &'a [(Vec<u8>, Kind)],
    claim: &'a mut dyn FnMut(&Claim),
    at: usize,
    /// Up to here everything is claimed or was let go.
    done: usize,
    /// Inside of a path: parts that stand for somebody's things go.
    path: bool,
    /// Behind its `?`: values go.
    query: bool,
    /// Behind `://`, so that what looks like a path is one.
    web: bool,
    /// A path right behind a colon: h2o goes on with another one and a message.
    colon: bool,
    /// A path of the machine itself, which somebody has to type in again: its numbers are nobody's.
    local: bool,
    /// In a browser's list of cookies or items of a query.
    list: Option<Kind>,
    /// Where the path or the address begins.
    opened: usize,
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+')
}

/// A byte of a letter beyond ASCII. Typographic quotes begin with 0xe2, full-width signs with 0xef.
fn is_letter(byte: u8) -> bool {
    byte >= 0x80 && !matches!(byte, 0xe2 | 0xef)
}

/// Ends a path, a word, a value without quotes.
fn is_end(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`')
}

impl Scan<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.view.at(at)
    }

    fn before(&self) -> u8 {
        if self.at == 0 { 0 } else { self.view.at(self.at - 1) }
    }

    /// The end of what `more` accepts, from `from` on, at most `most` bytes.
    fn end(&self, from: usize, most: usize, more: impl Fn(u8) -> bool) -> usize {
        let rest = self.view.bytes.get(from..).unwrap_or_default();
        from + rest.iter().take(most).take_while(|b| more(**b)).count()
    }

    /// The end of what this byte opened: the first byte that ends it and is not encoded as a part of it.
    fn until(&self, opened: usize, most: usize, ends: impl Fn(u8) -> bool) -> usize {
        let rest = self.view.bytes.get(opened + 1..).unwrap_or_default();
        let ends = |(at, byte): (usize, &u8)| ends(*byte) && self.view.ends(opened + 1 + at, opened);
        let most = most.min(rest.len());
        opened + 1 + rest.iter().take(most).enumerate().position(ends).unwrap_or(most)
    }

    fn take(&mut self, range: Range<usize>, kind: Kind) {
        self.take_as(range, kind, false);
    }

    fn take_as(&mut self, range: Range<usize>, kind: Kind, names: bool) {
        if range.is_empty() || range.start < self.done {
            return;
        }
        let names = names && words::is_distinct(self.view.get(range.clone()));
        let number = |b: &u8| b.is_ascii_digit();
        let bare_number = matches!(kind, Kind::Secret | Kind::Card)
            && self.view.get(range.clone()).iter().all(number)
            && self.json_number(&range);
        // A zero is what a number was replaced by.
        if bare_number && self.view.get(range.clone()) == b"0" {
            self.let_go(range.end);
            return;
        }
        (self.claim)(&Claim { range: range.clone(), kind, names, bare_number });
        self.let_go(range.end);
    }

    fn let_go(&mut self, to: usize) {
        self.done = self.done.max(to);
        self.at = self.at.max(to);
    }

    /// `"key": 4711,`
    fn json_number(&self, range: &Range<usize>) -> bool {
        let mut before = range.start;
        while before > 0 && range.start - before < 8 && matches!(self.byte(before - 1), b' ' | b'\n' | b'[') {
            before -= 1;
        }
        let after = self.end(range.end, 8, |b| matches!(b, b' ' | b'\n'));
        before > 1
            && self.byte(before - 1) == b':'
            && self.byte(before - 2) == b'"'
            && matches!(self.byte(after), b',' | b'}' | b']')
    }

    fn step(&mut self) {
        let (byte, before) = (self.byte(self.at), self.before());
        if is_end(byte) && self.view.ends(self.at, self.opened) {
            (self.path, self.query, self.web, self.colon, self.local) = (false, false, false, false, false);
        }
        let handled = match byte {
            b'-' if self.private_key() => true,
            b':' if self.view.get(self.at..self.at + 3) == b"://" => {
                self.authority();
                true
            }
            b'/' | b'\\' => self.slash(before),
            b'?' | b'&' | b';' | b'#' => self.question(byte),
            b'=' if self.query => self.query_value(self.at),
            b']' if self.list.is_some() => {
                self.closes_list();
                false
            }
            _ => false,
        };
        if handled {
            return;
        }
        let at = self.at;
        if matches!(before, b' ' | b'\t') && byte > b' ' && self.column() {
            return;
        }
        if byte.is_ascii_digit() && !before.is_ascii_alphanumeric() && before != b'.' && self.number(at) {
            return;
        }
        let colon = byte == b':' && self.byte(at + 1) == b':';
        if (byte.is_ascii_hexdigit() || colon) && !before.is_ascii_alphanumeric() && before != b':' && self.colons(at) {
            return;
        }
        // The first bytes of Chinese letters.
        if matches!(byte, 0xe4..=0xe9)
            && let Some(length) = secret::chinese(self.view.get(at..self.end(at, 15, |_| true)))
            && self.keyed(at, at + length)
        {
            return;
        }
        if is_word(byte) && !is_word(before) || self.at == self.done && is_word(byte) {
            self.word();
            return;
        }
        self.at += 1;
    }

    fn number(&mut self, at: usize) -> bool {
        if let Some((range, public)) = address::v4(self.view, at) {
            let end = range.end;
            if public {
                self.take(range, Kind::Address4);
            }
            self.after_authority(end);
            return true;
        }
        match number::card(self.view, at) {
            Some(range) => {
                self.take(range, Kind::Card);
                true
            }
            None => false,
        }
    }

    fn colons(&mut self, at: usize) -> bool {
        let Some((range, kind)) = address::colons(self.view, at) else {
            return false;
        };
        let end = range.end;
        if let Some(kind) = kind {
            self.take(range, kind);
        }
        self.after_authority(end);
        true
    }

    /// Behind a host or an address may stand a port and then a path.
    fn after_authority(&mut self, at: usize) {
        self.let_go(at);
        let mut end = at;
        if self.byte(end) == b']' {
            end += 1;
        }
        // In `postgres://` it was no host.
        if self.byte(end) == b':' && self.byte(end + 1).is_ascii_digit() {
            end = self.end(end + 1, 5, |b| b.is_ascii_digit());
        }
        if self.byte(end) == b'/' {
            // Squid writes a port behind a slash.
            let port = self.end(end + 1, 5, |b| b.is_ascii_digit());
            if !self.web && end == at && port > end + 1 && is_end(self.byte(port)) {
                self.let_go(port);
                return;
            }
            self.let_go(end);
            if !self.path && !self.web {
                self.opened = end;
            }
            self.path = true;
            self.part();
        }
    }

    // ── Blocks ────────────────────────────────────────────────────────────────────────────────────────

    /// `-----BEGIN … KEY-----` to its end, or as far as it goes.
    fn private_key(&mut self) -> bool {
        if self.view.get(self.at..self.at + 11) != b"-----BEGIN " {
            return false;
        }
        let head = self.end(self.at + 11, 48, |b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' ');
        if self.view.get(head..head + 5) != b"-----" {
            return false;
        }
        let from = self.end(head + 5, 4, |b| b <= b' ');
        let whole = self.view.get(from..(from + VALUE).min(self.view.bytes.len()));
        let end = whole.windows(9).position(|w| w == b"-----END ");
        let to = match end {
            Some(length) => {
                let mut to = from + length;
                while to > from && self.byte(to - 1) <= b' ' {
                    to -= 1;
                }
                to
            }
            None => self.end(from, VALUE, |b| {
                b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\n' | b' ' | b':' | b'-' | b',')
            }),
        };
        self.let_go(from);
        if to > from && !secret::is_pseudonym(self.view.get(from..to)) {
            self.take(from..to, Kind::Secret);
        }
        self.let_go(to);
        true
    }
}
