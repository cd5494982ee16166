//! Addresses of the web: the host that is asked, the parts of a path, the values of a query.

use super::{Scan, VALUE, WORD, is_end, is_letter, is_word};
use crate::host::{self, Place};
use crate::kind::Kind;
use crate::{address, number, secret};

/// What stands below these in the path of a site is somebody, or a page about everybody.
const PERSONS: [&[u8]; 12] = [
    "/會員".as_bytes(),
    "/使用者".as_bytes(),
    b"/user",
    b"/member",
    b"/members",
    b"/profile",
    b"/profiles",
    b"/people",
    b"/author",
    b"/customer",
    b"/customers",
    b"/u",
];

impl Scan<'_> {
    /// `://user:password@host:port/path`
    pub(super) fn authority(&mut self) {
        let from = self.at + 3;
        self.let_go(from);
        (self.web, self.opened) = (true, from - 1);
        let host = self.login_end(from).map_or(from, |at| at + 1);
        if host > from {
            let colon = self.end(from, host - 1 - from, |b| b != b':');
            // Brokers and mail servers have users that are called like an address.
            if self.view.get(from..colon).contains(&b'@') {
                self.take(from..colon, Kind::User);
            }
            self.user(from..colon, true);
            if colon + 1 < host && !secret::is_placeholder(self.view.get(colon + 1..host - 1)) {
                self.take(colon + 1..host - 1, Kind::Secret);
            }
            self.let_go(host);
        }
        self.host_at(host, Place::Authority);
    }

    /// The `@` behind the user and the password that begin here.
    fn login_end(&self, from: usize) -> Option<usize> {
        let last = |from: usize, to: usize| {
            (from..to).rev().find(|at| self.byte(*at) == b'@' && self.view.ends(*at, self.opened))
        };
        let end =
            self.until(from - 1, WORD, |b| is_end(b) || matches!(b, b'/' | b'?' | b'#' | b',' | b')' | b'}' | b'\\'));
        // A password may have an `@` of its own.
        last(from, end).or_else(|| {
            // Or what ends an address, where nobody encoded it. `host:8080/` is a port.
            let colon = self.end(from, 64, |b| is_word(b) || is_letter(b));
            let port = self.end(colon + 1, 6, |b| b.is_ascii_digit());
            let password = self.byte(colon) == b':' && port < end;
            last(end, self.until(from - 1, 256, is_end)).filter(|_| password)
        })
    }

    /// A host, an address or nothing here, and what follows it.
    pub(super) fn host_at(&mut self, at: usize, place: Place) {
        // `*.shop.de`, `.shop.de`: all names below.
        let at = self.end(at, 1, |b| b == b'*');
        let at = self.end(at, 1, |b| b == b'.');
        self.let_go(at);
        let from = if self.byte(at) == b'[' { at + 1 } else { at };
        if self.byte(from).is_ascii_digit() && self.number(from) {
            return;
        }
        if (self.byte(from).is_ascii_hexdigit() || self.byte(from) == b':') && self.colons(from) {
            return;
        }
        let end = self.end(at, 256, |b| is_word(b) && b != b'+' || is_letter(b));
        let word = self.view.get(at..end);
        if let Some((kind, length)) = self.known_host(word, place) {
            self.take_as(at..at + length, kind, kind == Kind::InnerHost && place == Place::Named);
        }
        self.after_authority(end);
    }

    pub(super) fn known_host(&self, word: &[u8], place: Place) -> Option<(Kind, usize)> {
        for kind in [Kind::Host, Kind::InnerHost] {
            if kind.number(word).is_some() {
                return Some((kind, word.len()));
            }
        }
        host::name(word, place).map(|(length, kind)| (kind, length))
    }

    pub(super) fn slash(&mut self, before: u8) -> bool {
        let starts = before <= b' '
            || matches!(
                before,
                b'"' | b'\'' | b'=' | b':' | b'(' | b',' | b'[' | b'<' | b'>' | b'`' | b'{' | b'|' | b';' | b'@'
            );
        if starts || before == b'/' {
            if !self.path && !self.web {
                self.opened = self.at;
            }
            self.path = true;
            self.colon = before == b':';
            if starts {
                self.local = self.is_local();
            }
        }
        // `C:\Users\alice`, where every part is a part of a path.
        let folder =
            self.at.checked_sub(5).is_some_and(|from| self.view.get(from..self.at).eq_ignore_ascii_case(b"users"));
        if !self.path && !folder {
            return false;
        }
        self.part();
        true
    }

    /// Whether the path that begins here is no site's: of a socket, or below what only a machine has.
    fn is_local(&self) -> bool {
        const ROOTS: [&[u8]; 5] = [b"/run/", b"/proc/", b"/sys/", b"/var/run/", b"/var/lib/"];
        let below = |root: &&[u8]| self.view.get(self.at..self.at + root.len()) == *root;
        self.view.get(self.at.saturating_sub(5)..self.at) == b"unix:" || !self.web && ROOTS.iter().any(below)
    }

    /// The part of the path that begins behind this slash.
    pub(super) fn part(&mut self) {
        let slash = self.at;
        let from = slash + 1;
        self.let_go(from);
        let before = self.view.get(slash.saturating_sub(12)..slash);
        let below = |folder: &[u8]| {
            before.len() >= folder.len()
                && before.get(before.len() - folder.len()..).is_some_and(|b| b.eq_ignore_ascii_case(folder))
        };
        let end = self.until(slash, WORD, |b| {
            is_end(b) || matches!(b, b'\\' | b'?' | b'#' | b'&' | b';' | b',' | b')' | b']' | b'}' | b'=')
        });
        // A path in a path has parts of its own.
        let end = self.end(from, end - from, |b| !matches!(b, b'/' | b':'));
        if below(b"/home") || below(b"/users") || below(b"\\users") || below(b":users") {
            // Below `/users` of an API stand numbers.
            if number::is_id(self.view.get(from..end)) {
                self.take(from..end, Kind::Id);
            } else {
                self.user(from..end, true);
            }
            return;
        }
        if self.query || self.local || below(b"/releases") {
            return;
        }
        // A word that is no page's: `/member/wang`, not `/member/login`.
        if PERSONS.iter().any(|folder| below(folder)) && !secret::is_page(self.view.get(from..end)) {
            let kind = if number::is_id(self.view.get(from..end)) { Kind::Id } else { Kind::User };
            if end > from && !secret::is_pseudonym(self.view.get(from..end)) {
                self.take(from..end, kind);
            }
            return;
        }
        if self.byte(from) == b'~' {
            self.user(from + 1..end, true);
            return;
        }
        // Addresses and names have rules of their own.
        let named = |word| self.known_host(word, Place::Free).is_some();
        if address::v4(self.view, from).is_some() || named(self.view.get(from..end)) {
            return;
        }
        let stem = self.end(from, end - from, |b| b != b'.');
        let name = self.view.get(from..stem);
        if secret::is_pseudonym(name) {
            // Its number begins no address: `id-1::`.
            self.let_go(stem);
        } else if !name.is_empty() && (number::is_id(name) || stem == end && secret::is_random(name, 12)) {
            // The ending says what kind of file it is; a number says nothing.
            let whole = self.byte(stem + 1).is_ascii_digit();
            self.take(from..if whole { end } else { stem }, Kind::Id);
        } else if secret::is_token(self.view.get(from..end)) && !self.view.get(from..end).contains(&b'@') {
            self.take(from..end, Kind::Id);
        }
    }

    /// `?name=value`, `&name=value`, `;jsessionid=value`, `#token=value`.
    pub(super) fn question(&mut self, byte: u8) -> bool {
        self.item(self.at + 1, byte)
    }

    /// An item of a query begins here, behind this sign.
    pub(super) fn item(&mut self, from: usize, sign: u8) -> bool {
        let name = self.end(from, 128, |b| is_word(b) || matches!(b, b'[' | b']' | b'$' | b'~' | b'*' | b'!'));
        let known = self.path || self.query || sign == b'?' || sign == b'&';
        if known && self.byte(name) == b'=' {
            return self.query_value(name);
        }
        // The first item of a query, or the next one.
        if !(sign == b'?' && self.path && !self.query || sign == b'&' && self.query) {
            return false;
        }
        self.query = true;
        // A name of other characters ends at its `=`; what has none may be a value without a name.
        let end = self.until(from - 1, VALUE, |b| is_end(b) || matches!(b, b'&' | b'#' | b'='));
        let item = self.view.get(from..end);
        let plain = item.len() < 6 || item.len() < 16 && item.iter().all(|b| b.is_ascii_lowercase() || *b == b'_');
        if plain || self.byte(end) == b'=' || secret::has_pseudonym(item) {
            return false;
        }
        self.let_go(from);
        self.take(from..end, Kind::Value);
        true
    }

    /// `a=1&b=2` of a form, which has no `?`.
    pub(super) fn form(&mut self, from: usize, end: usize) -> bool {
        if self.byte(end) != b'=' || self.query || from > 0 && !is_end(self.byte(from - 1)) {
            return false;
        }
        let next = self.until(end, WORD, |b| is_end(b) || b == b'&');
        let name = self.end(next + 1, 64, is_word);
        self.byte(next) == b'&' && name > next + 1 && self.byte(name) == b'=' && self.query_value(end)
    }

    /// Behind a query's `=`.
    pub(super) fn query_value(&mut self, name: usize) -> bool {
        self.query = true;
        let from = name + 1;
        let colon = self.colon;
        let end = self.until(name, VALUE, |b| is_end(b) || matches!(b, b'&' | b'#') || colon && b == b':');
        self.let_go(from);
        // A bracket or a comma behind the address is not part of it.
        let mut to = end;
        while to > from
            && matches!(self.byte(to - 1), b',' | b';' | b')' | b']' | b'.' | b'}' | b':' | b'*')
            && self.view.ends(to - 1, name)
        {
            to -= 1;
        }
        if to > from && !secret::is_pseudonym(self.view.get(from..to)) {
            self.take(from..to, Kind::Value);
        }
        self.let_go(end);
        true
    }
}
