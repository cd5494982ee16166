//! Machines: who wrote a line of syslog, which of nginx's servers was asked.

use std::ops::Range;

use super::{Scan, is_word};
use crate::host::{self, Place};
use crate::kind::Kind;

impl Scan<'_> {
    /// `Mar  4 10:47:22 web01 nginx[812]:`: the machine that wrote the line.
    pub(super) fn syslog_host(&mut self, from: usize, end: usize) -> bool {
        let before = self.view.get(from.saturating_sub(7)..from);
        let time = matches!(before, [.., b':', a, b, b' '] if a.is_ascii_digit() && b.is_ascii_digit())
            || matches!(before, [.., b'+' | b'-' | b'.', _, _, _, _, b' '] | [.., b':', _, _, b' '] | [.., b'Z', b' ']);
        if !time || self.byte(end) != b' ' {
            return false;
        }
        let program = self.end(end + 1, 64, |b| is_word(b) || b == b'/' || b == b'(' || b == b')');
        let pid = if self.byte(program) == b'[' { self.end(program + 1, 10, |b| b.is_ascii_digit()) } else { program };
        let process = pid > program + 1 && self.byte(pid) == b']' && self.byte(pid + 1) == b':';
        let kernel = self.view.get(end + 1..program) == b"kernel" && self.byte(program) == b':';
        if !process && !kernel && !self.is_syslog_field(from) {
            return false;
        }
        match host::name(self.view.get(from..end), Place::Named) {
            Some((length, kind)) => {
                self.take_as(from..from + length, kind, true);
                true
            }
            None => false,
        }
    }

    /// `<34>1 2026-03-04T10:47:22Z web01 nginx 812`: the third field (RFC 5424).
    fn is_syslog_field(&self, from: usize) -> bool {
        let before = self.view.get(from.saturating_sub(48)..from);
        let line = before.rsplit(|b| matches!(b, b'\n' | b'"')).next().unwrap_or_default();
        let mut fields = line.split(|b| *b == b' ');
        let head = fields.next().unwrap_or_default();
        head.starts_with(b"<") && head.ends_with(b">1") && fields.count() == 2
    }

    /// `server: ` behind `client: …, ` of nginx: its settings' name, which may be a pattern.
    pub(super) fn is_server(&self, from: usize, end: usize) -> bool {
        self.view.get(from..end) == b"server"
            && self.view.get(from.saturating_sub(2)..from) == b", "
            && self.view.get(end..end + 2) == b": "
    }

    /// `~^(www\.)?shop\.de$`
    pub(super) fn host_pattern(&mut self, range: Range<usize>) {
        self.let_go(range.start);
        let pattern = self.view.get(range.clone());
        if pattern.iter().any(u8::is_ascii_alphabetic) && Kind::Host.number(pattern).is_none() {
            self.take(range, Kind::Host);
        }
    }
}
