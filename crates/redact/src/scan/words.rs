//! Words: names with values behind them.

use std::ops::Range;

use super::{Scan, VALUE, WORD, is_end, is_word};
use crate::host::Place;
use crate::kind::Kind;
use crate::number;
use crate::secret::{self, Key};

/// What stands in brackets and is no longer than this must be closed.
const BRACKETS: usize = 1024;

impl Scan<'_> {
    pub(super) fn word(&mut self) {
        let from = self.at;
        let end = self.end(from, WORD, is_word);
        self.list(from, end);
        if self.option(from, end)
            || self.listed(from, end)
            || self.call(from, end)
            || self.keyed(from, end)
            || self.prompt(from, end)
            || self.login(from, end)
            || self.email(from, end)
            || self.announced(from, end)
            || self.form(from, end)
        {
            return;
        }
        // `'shop'@'web01'`
        if matches!(self.view.get(from.saturating_sub(3)..from), b"'@'" | b"`@`" | b"\"@\"") {
            self.host_at(from, Place::Named);
            return;
        }
        let mut last = end;
        while last > from && matches!(self.byte(last - 1), b'.' | b'-' | b'+') {
            last -= 1;
        }
        let word = self.view.get(from..last);
        if word.eq_ignore_ascii_case(b"bearer") || word.eq_ignore_ascii_case(b"basic") {
            let from = self.end(end, 1, |b| b == b' ');
            let stop = self.end(from, VALUE, |b| is_word(b) || matches!(b, b'/' | b'=' | b'~'));
            if from > end && secret::is_credential(self.view.get(from..stop)) {
                self.let_go(from);
                self.take(from..stop, Kind::Secret);
                return;
            }
        }
        if number::sid(word) {
            self.take(from..last, Kind::Sid);
            return;
        }
        if secret::is_token(word) && !secret::is_pseudonym(word) {
            // A cut is no end: what goes on without a blank belongs to it.
            let whole = self.end(last, WORD, |b| is_word(b) || matches!(b, b'/' | b'='));
            self.take(from..whole, Kind::Secret);
            return;
        }
        let lower = word.to_ascii_lowercase();
        let known = self.names.binary_search_by(|(name, _)| name.cmp(&lower)).ok().and_then(|at| self.names.get(at));
        if let Some((_, kind)) = known {
            self.take(from..last, *kind);
            return;
        }
        // `*.shop.de`
        let dot = usize::from(self.byte(from) == b'.' && from > 0 && self.byte(from - 1) == b'*');
        let from = from + dot;
        if let Some((kind, length)) = self.known_host(self.view.get(from..last), Place::Free) {
            self.let_go(from);
            self.take(from..from + length, kind);
            if from + length == last {
                self.after_authority(last);
            }
            return;
        }
        if self.syslog_host(from, end) {
            return;
        }
        // Numbers and addresses may begin inside of the word.
        self.at = from + 1;
    }

    /// A name, `=` or `:`, a value.
    pub(super) fn keyed(&mut self, from: usize, end: usize) -> bool {
        let traced = self.view.get(from..end).eq_ignore_ascii_case(b"id") && {
            let before = self.view.get(from.saturating_sub(12)..from).to_ascii_lowercase();
            [&b"request "[..], b"ray ", b"trace ", b"correlation ", b"reference "]
                .iter()
                .any(|word| before.ends_with(word))
        };
        let word = self.view.get(from..end);
        let Some(key) = secret::key(word)
            .or(traced.then_some(Key::Trace))
            .or(self.is_server(from, end).then_some(Key::Host))
            .or(self.is_role(from, end).then_some(Key::User))
            .or(self.is_identified(from, end).then_some(Key::Password))
        else {
            return super::person::key_after_quote(self, from, end);
        };
        // `auth.shop.example.com: timeout` is a host, whatever it is called.
        if word.contains(&b'.') && self.known_host(word, Place::Free).is_some() {
            return false;
        }
        // In a directive a header's value ends where the directive does.
        let key = if key == Key::Header && self.is_set(from) { Key::Token } else { key };
        let Some(value) = self.separator(from, end, key) else {
            return false;
        };
        // The folder of a shell.
        if word == b"PWD" && self.byte(value.start) == b'/' {
            return false;
        }
        // `{"key": "Authorization", "value": "…"}`: the key is a name.
        if word.eq_ignore_ascii_case(b"key") && self.is_name(value.start) {
            return false;
        }
        // A header, not the end of `unable to connect to remote host: Connection refused`.
        let before = self.view.get(from.saturating_sub(2)..from);
        let begins = matches!(before, [] | [.., b'\n' | b':'] | [b'>' | b'<', b' ']);
        let prose = value.prose && !(key == Key::Host && begins);
        let mut value = Value { prose, ..value };
        if !self.value(key, value) {
            return false;
        }
        // `["one", "two"]`
        while let (Some((quote, depth)), Some(b']')) = (value.quote, value.closes) {
            let start = self.end(self.done + 1, 8, |b| b <= b' ' || b == b',') + 1;
            let more = self.view.get(self.done..self.done + 2) == [quote, b','] && self.byte(start - 1) == quote;
            if !more || self.view.depth(start - 1) != depth {
                break;
            }
            value.start = start;
            if !self.value(key, value) {
                break;
            }
        }
        true
    }

    /// `SetEnv DB_PASS …`, `fastcgi_param DB_PASS …`, `proxy_set_header X-Api-Key …`
    fn is_set(&self, from: usize) -> bool {
        let before = self.view.get(from.saturating_sub(18)..from);
        [&b"fastcgi_param "[..], b"SetEnv ", b"proxy_set_header ", b"RequestHeader set "]
            .iter()
            .any(|directive| before.ends_with(directive))
    }

    /// `IDENTIFIED BY '…'`
    fn is_identified(&self, from: usize, end: usize) -> bool {
        let before = self.view.get(from.saturating_sub(48)..from);
        self.view.get(from..end).eq_ignore_ascii_case(b"by")
            && before.to_ascii_lowercase().windows(11).any(|w| w == b"identified ")
    }

    /// `FATAL: role "alice" does not exist`: how PostgreSQL calls a user.
    fn is_role(&self, from: usize, end: usize) -> bool {
        self.view.get(from..end) == b"role" && self.view.get(end..end + 2) == b" \""
    }

    /// `wrong password …`, `invalid token …`: a word that is no word of a sentence.
    fn is_said(&self, word: Range<usize>, at: usize) -> bool {
        // `/etc/passwd HTTP/1.1`
        if word.start > 0 && !is_end(self.byte(word.start - 1)) {
            return false;
        }
        let word = self.view.get(word).to_ascii_lowercase();
        let value = self.view.get(at..self.end(at, 256, |b| !is_end(b) && !matches!(b, b',' | b';')));
        let has = |is: fn(&u8) -> bool| value.iter().any(is);
        matches!(word.as_slice(), b"password" | b"passwd" | b"token" | b"passcode")
            && secret::is_credential(value)
            && has(u8::is_ascii_digit)
            && has(u8::is_ascii_alphabetic)
            && !has(|b| matches!(b, b'(' | b':' | b'='))
            && !value.starts_with(b"scram-sha-")
    }

    /// `- name: DB_PASSWORD` and `value: …` below it, `{name: DB_PASSWORD, value: …}`: how Kubernetes sets a variable.
    /// Where the value begins.
    fn yaml_value(&self, from: usize, at: usize) -> Option<usize> {
        let named = self.view.get(from.saturating_sub(6)..from) == b"name: ";
        let next = self.end(at + 1, 64, |b| b == b' ');
        let value = self.view.get(next..next + 6) == b"value:";
        (named && value).then_some(next + 6)
    }

    /// Whether this text in quotes is only a name: `"value"` follows.
    fn is_name(&self, from: usize) -> bool {
        let end = self.end(from, 128, is_word);
        let next = self.end(end + 1, 64, |b| b <= b' ' || matches!(b, b',' | b'"' | b'\''));
        next > end + 1 && self.view.get(next..next + 5).eq_ignore_ascii_case(b"value")
    }

    /// Where the value begins, and what ends it: (start, its quote and how deep that is escaped).
    fn separator(&self, from: usize, end: usize, key: Key) -> Option<Value> {
        let opening = if from == 0 { 0 } else { self.byte(from - 1) };
        let is_quote = |b: u8| matches!(b, b'"' | b'\'');
        let mut at = end;
        let quoted = is_quote(opening) && self.byte(at) == opening;
        // `form[password]=…`
        if quoted || self.view.get(at..at + 2) == b"]=" {
            at += 1;
        }
        // `$config['password'] = '…'`
        if quoted && self.byte(at) == b']' && from > 1 && self.byte(from - 2) == b'[' {
            at += 1;
        }
        let header = matches!(key, Key::Credentials | Key::Cookies | Key::Header);
        at = self.end(at, 8, |b| b == b' ' || b == b'\t');
        let mut prose = false;
        match self.byte(at) {
            b'=' => at += if self.byte(at + 1) == b'>' { 2 } else { 1 },
            // Behind a path h2o and Traefik go on with their message: `/api/session: timeout`.
            b':' if self.path && !quoted => return None,
            0xef if self.view.get(at..at + 3) == "＝".as_bytes() => at += 3,
            0xef if self.view.get(at..at + 3) == "：".as_bytes() => {
                at += 3;
                prose = !quoted;
            }
            b':' => {
                at += if self.byte(at + 1) == b'=' { 2 } else { 1 };
                prose = !quoted;
            }
            b',' | b'\n' if !quoted && self.yaml_value(from, at).is_some() => {
                at = self.yaml_value(from, at)?;
            }
            // `{"name": "cookie", "value": "…"}`, `["cookie", "…"]`
            b',' if quoted => {
                at = self.end(at + 1, 64, |b| b <= b' ');
                let word = self.end(at + 1, 8, |b| b.is_ascii_alphabetic());
                let names = is_quote(self.byte(at)) && self.view.get(at + 1..word).eq_ignore_ascii_case(b"value");
                if names && self.byte(word) == self.byte(at) {
                    at = self.end(word + 1, 8, |b| b <= b' ');
                    if self.byte(at) != b':' {
                        return None;
                    }
                    at += 1;
                } else if self.byte(at) == b'b' && is_quote(self.byte(at + 1)) {
                    // Python's bytes: `(b'cookie', b'…')`
                    at += 1;
                } else if !is_quote(self.byte(at)) {
                    return None;
                }
            }
            // `<input name="_token" value="…">`
            b'v' | b'c' if quoted && at > end + 1 => {
                let word = self.end(at, 8, |b| b.is_ascii_alphabetic());
                if !matches!(self.view.get(at..word), b"value" | b"content") || self.byte(word) != b'=' {
                    return None;
                }
                at = word + 1;
            }
            b'>' if opening == b'<' && key == Key::Password => at += 1,
            // `proxy_set_header Authorization "…"`
            q if header && is_quote(q) && at > end => {}
            // `PASSWORD '…'`
            q if key == Key::Password && !quoted && is_quote(q) && at > end => {}
            // A browser's list of headers: the name on one line, the value on the next.
            b'\n' if header && (from == 0 || self.byte(from - 1) == b'\n') => {}
            // `user 'shop'@'10.0.0.5'`, `user "shop"`
            q if key == Key::User && is_quote(q) && at > end => {}
            _ if at > end
                && matches!(key, Key::Password | Key::Token)
                && (self.is_set(from) || self.is_said(from..end, at)) => {}
            _ => return None,
        }
        let lines = if header || quoted { 2 } else { 0 };
        let mut seen = 0;
        loop {
            match self.byte(at) {
                b' ' | b'\t' => {}
                b'\n' if seen < lines => seen += 1,
                _ => break,
            }
            at += 1;
            if at > end + 128 {
                return None;
            }
        }
        let closes = match self.byte(at) {
            b'[' => Some(b']'),
            b'(' => Some(b')'),
            b'{' if is_word(self.byte(at + 1)) => Some(b'}'),
            _ => None,
        };
        at += usize::from(closes.is_some());
        let quote = self.byte(at);
        // What stays, or goes but to its first blank, must not hide what begins a line of its own.
        if seen > 0 && !is_quote(quote) && matches!(key, Key::Host | Key::Trace | Key::User) {
            return None;
        }
        if is_quote(quote) {
            return Some(Value { start: at + 1, quote: Some((quote, self.view.depth(at))), closes, prose: false });
        }
        // `-H 'Cookie: a=b'`: the quote before the name ends the value too.
        let outer = (is_quote(opening) && !quoted).then(|| (opening, self.view.depth(from - 1)));
        Some(Value { start: at, quote: outer, closes, prose })
    }

    fn value(&mut self, key: Key, value: Value) -> bool {
        let from = value.start;
        let header = matches!(key, Key::Credentials | Key::Cookies | Key::Header);
        let closes =
            |at: usize| value.quote.is_some_and(|(q, depth)| self.byte(at) == q && self.view.depth(at) <= depth);
        let own_quote = value.quote.is_some() && from > 0 && value.quote.is_some_and(|(q, _)| self.byte(from - 1) == q);
        let mut end = from;
        let longest = if value.closes.is_some() && !own_quote { BRACKETS } else { VALUE };
        let most = (from + longest).min(self.view.bytes.len());
        while end < most && !closes(end) {
            let byte = self.byte(end);
            let ends = match byte {
                // JSON's own line ends are escaped.
                b'\n' => !own_quote || self.view.depth(end) == 1,
                _ if own_quote => false,
                _ if value.closes == Some(byte) => true,
                _ if header => false,
                0xe3 | 0xef => {
                    ["，", "。", "、", "；", "）"].iter().any(|sign| self.view.get(end..end + 3) == sign.as_bytes())
                }
                // A column of captured headers.
                b'|' => [&b"|Bearer "[..], b"|Basic "].iter().any(|next| self.view.get(end..end + next.len()) == *next),
                b'&' | b';' | b'<' | b'>' | b'"' | b'\'' | b'`' => true,
                b',' | b')' | b']' | b'}' => {
                    let next = self.byte(end + 1);
                    is_end(next) || matches!(next, b',' | b')' | b']' | b'}')
                }
                _ => byte <= b' ',
            };
            if ends && self.view.ends(end, from - 1) {
                break;
            }
            end += 1;
        }
        if !own_quote && value.closes.is_some_and(|bracket| bracket != self.byte(end)) && end - from < BRACKETS {
            return false;
        }
        while end > from && self.byte(end - 1) <= b' ' {
            end -= 1;
        }
        if end == from || (!own_quote && matches!(self.byte(from), b'{' | b'[' | b'(')) {
            return false;
        }
        match key {
            // `Cookie: missing`
            Key::Cookies
                if value.prose && end - from < 16 && self.view.get(from..end).iter().all(u8::is_ascii_lowercase) =>
            {
                return false;
            }
            Key::Cookies => self.cookies(from..end),
            Key::Credentials => self.credentials(from..end),
            Key::User => {
                self.let_go(from);
                self.user(from..end, true);
                return self.done > from;
            }
            Key::Host => {
                if self.byte(from) == b'~' {
                    self.host_pattern(from + 1..end);
                    return true;
                }
                // `unable to connect to remote host: Connection refused`
                self.host_at(from, if value.prose { Place::Authority } else { Place::Named });
                return true;
            }
            Key::Trace => {
                let word = self.end(from, VALUE, |b| is_word(b) || matches!(b, b'/' | b'=' | b':' | b'#'));
                let whole = self.view.get(from..word.min(end));
                // A token or an address, whatever it is called.
                if whole.starts_with(b"eyJ") || whole.windows(3).any(|three| three == b"://") {
                    return false;
                }
                self.let_go(word.min(end));
            }
            Key::Header | Key::Password | Key::Token => {
                let text = self.view.get(from..end);
                let prose = value.prose && key == Key::Token && secret::is_prose(text);
                // `密碼：錯誤`
                if value.prose && !text.iter().any(u8::is_ascii_graphic) {
                    self.let_go(end);
                    return true;
                }
                if secret::is_placeholder(text) || prose || secret::is_variable(text) && key != Key::Password {
                    return false;
                }
                self.let_go(from);
                self.take(from..end, Kind::Secret);
            }
        }
        true
    }

    /// The scheme stays: that somebody came with `Basic` may be what is wrong.
    fn credentials(&mut self, range: Range<usize>) {
        const SCHEMES: [&[u8]; 10] = [
            b"basic",
            b"bearer",
            b"digest",
            b"negotiate",
            b"ntlm",
            b"token",
            b"apikey",
            b"aws4-hmac-sha256",
            b"hmac",
            b"hawk",
        ];
        let word = self.end(range.start, 32, |b| b.is_ascii_alphanumeric() || b == b'-');
        let scheme = SCHEMES.contains(&self.view.get(range.start..word).to_ascii_lowercase().as_slice());
        let from = if scheme { self.end(word, 8, |b| b == b' ') } else { range.start };
        self.let_go(from);
        if from < range.end && !secret::is_placeholder(self.view.get(from..range.end)) {
            self.take(from..range.end, Kind::Secret);
        }
        self.let_go(range.end);
    }

    /// `name=value; name=value; Path=/; HttpOnly`
    pub(super) fn cookies(&mut self, range: Range<usize>) {
        const PLAIN: [&[u8]; 8] =
            [b"path", b"expires", b"max-age", b"samesite", b"secure", b"httponly", b"partitioned", b"priority"];
        self.let_go(range.start);
        let mut at = range.start;
        while at < range.end {
            let name = self.end(at, range.end - at, |b| b == b' ');
            let stop =
                name + self.view.get(name..range.end).iter().position(|b| *b == b';').unwrap_or(range.end - name);
            let equals = self.view.get(name..stop).iter().position(|b| *b == b'=').map(|at| name + at);
            let word = self.view.get(name..equals.unwrap_or(stop)).to_ascii_lowercase();
            // What is no name goes with its value.
            let plain = |b: &u8| b.is_ascii_alphanumeric() || b"_.-".contains(b);
            let named = word.iter().all(plain) && self.known_host(&word, Place::Free).is_none();
            let from = equals.filter(|_| named).map_or(name, |at| at + 1);
            if PLAIN.contains(&word.as_slice()) {
                self.let_go(stop);
            } else if word == b"domain" {
                let from = self.end(from, 1, |b| b == b'.');
                self.host_at(from, Place::Authority);
            } else if from < stop && !secret::is_placeholder(self.view.get(from..stop)) {
                self.let_go(from);
                self.take(from..stop, Kind::Cookie);
            }
            self.let_go(stop);
            at = stop + 1;
        }
    }
}

/// Where a value is.
#[derive(Clone, Copy)]
struct Value {
    start: usize,
    quote: Option<(u8, usize)>,
    /// The bracket that closes the one before it.
    closes: Option<u8>,
    prose: bool,
}

/// Whether a name is no word of anybody's language: `web01`, `lin.yuchen`. A host called `origin` is replaced where it
/// is named as one, and the word `origin` stays.
pub(super) fn is_distinct(name: &[u8]) -> bool {
    name.iter().any(|b| b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
}
