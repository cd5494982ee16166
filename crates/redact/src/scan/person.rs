//! Persons: names of users where a place gives them away, addresses of mail.

use std::ops::Range;

use super::{Scan, is_word};
use crate::host::Place;
use crate::kind::Kind;
use crate::secret;

impl Scan<'_> {
    pub(super) fn user(&mut self, range: Range<usize>, names: bool) {
        let name = self.view.get(range.clone());
        if name.contains(&b'@') {
            // An address, which has a rule of its own.
            return;
        }
        if name.len() < 2
            || name.len() > 128
            || secret::is_common_user(name)
            || is_other(name)
            || name.first() == Some(&b'$')
        {
            self.let_go(range.end);
            return;
        }
        self.let_go(range.start);
        self.take_as(range, Kind::User, names);
    }

    /// `alice@example.com`; in `root@web01` only what a host is named by.
    pub(super) fn email(&mut self, from: usize, end: usize) -> bool {
        if self.byte(end) != b'@' || end - from > 128 {
            return false;
        }
        let last = self.end(end + 1, 256, |b| is_word(b) && b != b'+');
        if Kind::InnerHost.number(self.view.get(end + 1..last)).is_some() {
            return false;
        }
        let Some((_, length)) = self.known_host(self.view.get(end + 1..last), Place::Authority) else {
            // Reserved names have mail addresses too; ours must be known as taken.
            if self.view.get(end + 1..last) == b"example.com" && Kind::Email.number(self.view.get(from..last)).is_some()
            {
                self.take(from..last, Kind::Email);
                return true;
            }
            return false;
        };
        let domain = self.view.get(end + 1..end + 1 + length);
        let ending = domain.rsplit(|b| *b == b'.').next().unwrap_or_default();
        // `user@1000.service` is a unit of systemd, `express@4.18.2.tgz` a package.
        if matches!(
            ending,
            b"service" | b"socket" | b"slice" | b"scope" | b"timer" | b"mount" | b"tgz" | b"js" | b"mjs"
        ) {
            return false;
        }
        self.take(from..end + 1 + length, Kind::Email);
        true
    }

    /// `203.0.113.7 - alice [04/Mar/2026`: the third field of an access line.
    pub(super) fn log_user(&mut self, from: usize, end: usize) -> bool {
        let before = self.view.get(from.saturating_sub(3)..from);
        let after = self.view.get(end..end + 4);
        if before == b" - " && matches!(after, [b' ', b'[', d, e] if d.is_ascii_digit() && e.is_ascii_digit()) {
            self.user(from..end, true);
            return self.done >= end;
        }
        false
    }
}

/// One of our words of another kind.
fn is_other(name: &[u8]) -> bool {
    Kind::User.number(name).is_none() && secret::is_pseudonym(name)
}

/// `'shop'@'10.0.0.5'`: how MySQL writes a user.
pub(super) fn key_after_quote(scan: &mut Scan<'_>, from: usize, end: usize) -> bool {
    let quote = if from == 0 { 0 } else { scan.byte(from - 1) };
    let account = matches!(quote, b'\'' | b'`') && scan.byte(end) == quote && scan.byte(end + 1) == b'@';
    if account {
        scan.user(from..end, true);
    }
    account && scan.done >= end
}
