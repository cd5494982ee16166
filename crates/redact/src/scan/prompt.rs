//! A shell's prompt: who typed the command, and on which machine.

use super::{Scan, is_word};
use crate::host::Place;

/// A prompt's folder is no longer than this.
const FOLDER: usize = 256;

impl Scan<'_> {
    /// `lin@web01:~$ `, `[lin@web01 conf.d]# `, `lin@MacBook ~ % `, `lin@web01 ~/shop> `.
    pub(super) fn prompt(&mut self, from: usize, end: usize) -> bool {
        let host = end + 1;
        let stop = self.end(host, 64, |b| is_word(b) && b != b'+');
        if self.byte(end) != b'@' || stop == host || end - from > 64 {
            return false;
        }
        let bracket = from > 0 && self.byte(from - 1) == b'[';
        let folder = stop + 1;
        // A folder behind a colon is distinct; behind a blank anything could stand.
        let distinct = self.byte(stop) == b':' && matches!(self.byte(folder), b'~' | b'/');
        let blank = self.byte(stop) == b' ' && self.begins_line(from - usize::from(bracket));
        if !distinct && !blank {
            return false;
        }
        let sign = |b: u8| matches!(b, b'$' | b'#' | b'%' | b'>');
        let at = self.end(folder, FOLDER, |b| b > b' ' && b != b']' && !sign(b));
        let at = at + usize::from(self.byte(at) == if bracket { b']' } else { b' ' });
        if !sign(self.byte(at)) || !matches!(self.byte(at + 1), 0 | b' ' | b'\n') {
            return false;
        }
        self.let_go(from);
        self.user(from..end, true);
        self.let_go(host);
        self.host_at(host, Place::Named);
        true
    }

    /// Whether nothing stands before it on its line but an environment's name, `(venv) `, or a quotation's sign.
    fn begins_line(&self, at: usize) -> bool {
        let before = self.view.get(at.saturating_sub(48)..at);
        let line = before.rsplit(|b| matches!(b, b'\n' | b'"')).next().unwrap_or_default();
        let whole = line.len() < before.len() || at == before.len();
        whole && matches!(line.trim_ascii(), [] | [b'>'] | [b'(', .., b')'])
    }
}
