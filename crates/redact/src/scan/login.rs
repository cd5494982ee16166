//! A name and a password together: options of a command, `name:password@host`.

use std::ops::Range;

use super::{Scan, WORD, is_end, is_word};
use crate::kind::Kind;
use crate::secret::{self, Key};

impl Scan<'_> {
    /// `-u name:password` of curl and its like, `--password secret`.
    pub(super) fn option(&mut self, from: usize, end: usize) -> bool {
        if self.byte(from) != b'-' || from > 0 && is_word(self.byte(from - 1)) {
            return false;
        }
        if self.byte(from + 1) != b'-' && end - from > 2 {
            return self.glued(from, end);
        }
        if self.byte(end) != b' ' {
            return false;
        }
        let option = self.view.get(from..end);
        if self.of_program(from, end) {
            return true;
        }
        let pair = matches!(option, b"-u" | b"--user" | b"--proxy-user" | b"-U");
        let name = option.strip_prefix(b"--").unwrap_or_default();
        let secret = matches!(secret::key(name), Some(Key::Password | Key::Token | Key::Header));
        if !pair && !secret {
            return false;
        }
        let from = self.end(end, 4, |b| matches!(b, b' ' | b'"' | b'\''));
        let end = self.end(from, WORD, |b| !is_end(b));
        let value = self.view.get(from..end);
        if secret {
            self.let_go(from);
            if !secret::is_placeholder(value) && !value.starts_with(b"-") {
                self.take(from..end, Kind::Secret);
            }
            return true;
        }
        let Some(colon) = value.iter().position(|b| *b == b':') else {
            return false;
        };
        self.pair(from..from + colon, from + colon + 1..end);
        true
    }

    /// Options that mean this in one program only: `sshpass -p secret`, `redis-cli -a secret`, `psql -U name`.
    fn of_program(&mut self, from: usize, end: usize) -> bool {
        let option = self.view.get(from..end);
        let programs: &[&[u8]] = match option {
            b"-p" => &[b"sshpass ", b"mongosh ", b"mongo ", b"mongodump ", b"mongorestore "],
            b"-a" => &[b"redis-cli "],
            b"-u" => &[b"mongosh ", b"mongo "],
            b"-U" => &[b"psql ", b"pg_dump ", b"pg_isready "],
            b"-b" => &[b"curl "],
            b"--cookie" => &[b""],
            _ => return false,
        };
        if !programs.iter().any(|program| self.line_has(from, program)) {
            return false;
        }
        let quote = Some(self.byte(end + 1)).filter(|b| matches!(b, b'"' | b'\''));
        let value = end + 1 + usize::from(quote.is_some());
        let stop = self.end(value, WORD, |b| quote.map_or(!is_end(b), |quote| b != quote && b != b'\n'));
        if stop == value || self.byte(value) == b'-' {
            return false;
        }
        match option {
            b"-U" | b"-u" => self.pair(value..stop, stop..stop),
            // Without an `=` it is the name of a file.
            b"-b" | b"--cookie" if self.view.get(value..stop).contains(&b'=') => self.cookies(value..stop),
            b"-b" | b"--cookie" => return false,
            _ => self.pair(value..value, value..stop),
        }
        true
    }

    /// Whether this stands before it on its line.
    fn line_has(&self, from: usize, word: &[u8]) -> bool {
        let before = self.view.get(from.saturating_sub(96)..from);
        let line = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
        word.is_empty() || line.windows(word.len()).any(|w| w == word)
    }

    /// `-uname:password` of curl, `-uname -ppassword` of MySQL's programs: elsewhere `-p3000` is a port.
    fn glued(&mut self, from: usize, end: usize) -> bool {
        let [b'-', option @ (b'u' | b'p'), _, ..] = *self.view.get(from..end) else {
            return false;
        };
        let mysql = self.line_has(from, b"mysql") || self.line_has(from, b"mariadb");
        let curl = option == b'u' && self.line_has(from, b"curl") && self.byte(end) == b':';
        if !mysql && !curl {
            return false;
        }
        let (from, stop) = (from + 2, self.end(from, WORD, |b| !is_end(b)));
        // A container's port: `--name mysql -p3306:3306`.
        let port = |b: &u8| b.is_ascii_digit() || matches!(b, b':' | b'.');
        if curl {
            self.pair(from..end, end + 1..stop);
        } else if option == b'u' {
            self.pair(from..stop, stop..stop);
        } else if self.byte(end) == b':' && self.view.get(from..stop).iter().all(port) {
            return false;
        } else {
            self.pair(from..from, from..stop);
        }
        true
    }

    /// `name:password@tcp(10.0.0.3:3306)`, `name:password@10.0.0.3:3128`, Oracle's `thin:name/password@`. Without `://`
    /// only what follows tells it from `error:root@web01`.
    pub(super) fn login(&mut self, from: usize, end: usize) -> bool {
        let word = self.view.get(from..end);
        let named = !matches!(word, b"jdbc" | b"oracle") && word.iter().any(u8::is_ascii_alphabetic);
        if self.byte(end) != b':' || self.byte(end + 1) == b'/' || self.path || !named {
            return false;
        }
        // `name:$apr1$…`, a line of a file for `auth_basic_user_file`.
        let hash = end + 1..self.end(end + 1, 256, |b| !is_end(b) && b != b':');
        if self.byte(hash.start) == b'$' && !secret::is_variable(self.view.get(hash.clone())) {
            self.pair(from..end, hash);
            return true;
        }
        let oracle = word == b"thin";
        let name = if oracle { end + 1..self.end(end + 1, 64, is_word) } else { from..end };
        let stop = self.until(end, 128, is_end);
        let Some(at) = (name.end + 1..stop).rev().find(|at| self.byte(*at) == b'@') else {
            return false;
        };
        let word = self.end(at + 1, 128, is_word);
        let port = self.end(word + 1, 6, |b| b.is_ascii_digit());
        let network = self.byte(word) == b'(' && matches!(self.view.get(at + 1..word), b"tcp" | b"udp" | b"unix");
        let hosted = self.byte(word) == b':' && (3..=6).contains(&(port - word)) && !is_word(self.byte(port));
        let oracle = oracle && self.byte(name.end) == b'/';
        if !(network || hosted && word > at + 1 || oracle) {
            return false;
        }
        self.pair(name.clone(), name.end + 1..at);
        true
    }

    fn pair(&mut self, name: Range<usize>, password: Range<usize>) {
        self.let_go(name.start);
        self.user(name, true);
        self.let_go(password.start);
        if !secret::is_placeholder(self.view.get(password.clone())) {
            self.take(password.clone(), Kind::Secret);
        }
        self.let_go(password.end);
    }
}
