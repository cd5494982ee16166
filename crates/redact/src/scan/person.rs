//! Persons: names of users where a place gives them away, addresses of mail.

use std::ops::Range;

use super::{Scan, is_word};
use crate::host::Place;
use crate::kind::Kind;
use crate::{address, secret};

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
        // `ssh alice@10.0.0.5`; HAProxy puts a family there.
        if address::v4(self.view, end + 1).is_some() {
            let family: [&[u8]; 8] = [b"ipv4", b"ipv6", b"tcp4", b"udp4", b"quic4", b"mptcp4", b"tcp", b"udp"];
            if !self.path && !family.contains(&self.view.get(from..end)) {
                self.user(from..end, true);
            }
            return self.done >= end;
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

    /// `sudo: alice : TTY`, `session opened for user alice(uid=1000)`, `Accepted publickey for alice from 203.0.113.7`,
    /// `[sudo] password for alice:`: how sudo, PAM, systemd and sshd name who is there.
    pub(super) fn announced(&mut self, from: usize, end: usize) -> bool {
        // A full stop ends the sentence.
        let end = if end > from + 1 && self.byte(end - 1) == b'.' { end - 1 } else { end };
        let after = self.view.get(end..(end + 6).min(self.view.bytes.len()));
        let before = self.view.get(from.saturating_sub(48)..from);
        let line = before.rsplit(|b| *b == b'\n').next().unwrap_or_default();
        let said = |words: &[u8]| line.ends_with(words);
        let closes = matches!(after, [] | [b'(' | b'\n' | b'.', ..]);
        let goes_on = after.starts_with(b" from ") || after.starts_with(b" by ");
        let user = (said(b"for user ") || said(b"of user ") || said(b"invalid user ")) && (closes || goes_on);
        let logs_in = said(b" for ") && after == b" from " && {
            let known = |word: &&[u8]| line.windows(word.len()).any(|w| w == *word);
            [&b"Accepted "[..], b"Failed "].iter().any(known)
        };
        let sudo = after.starts_with(b" : ") && line.trim_ascii_end().ends_with(b":") && {
            line.windows(4).any(|w| w == b"sudo")
        };
        let asked = after.starts_with(b":") && said(b"password for ");
        if !(user || logs_in || sudo || asked) {
            return false;
        }
        self.user(from..end, true);
        self.done >= end
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
