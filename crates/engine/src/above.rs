//! What a line says of the lines that follow it: the columns of a W3C log, the time of a record of the journal that
//! has a line for each of its fields (`journalctl -o verbose`, `-o export`).
//!
//! It is all that a piece of an input has to know of what came before it.

use crate::dialect::time::{self, Time};
use crate::dialect::w3c::Fields;
use crate::lines::Lines;

/// How much of such a line is looked at.
const HEAD: usize = 8 * 1024;

/// How much of the line that names the columns is shown: all of it, by any program that is known.
const DIRECTIVE: usize = 1024;

/// What holds at a line's end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Above {
    pub(crate) fields: Option<Fields>,
    /// The line that says so, and how many lines above this one it stands.
    directive: Box<[u8]>,
    since: u64,
    record: Option<Head>,
}

/// The record of the journal that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Head {
    time: Time,
    /// In the export format an empty line ends it, in the other one a line that is not indented.
    export: bool,
}

impl Above {
    /// Takes the next line.
    pub(crate) fn follow(&mut self, line: &[u8]) {
        if line.first() == Some(&b'#')
            && let Some(fields) = Fields::read(line.get(..HEAD).unwrap_or(line))
        {
            self.fields = Some(fields);
            self.directive = line.get(..DIRECTIVE).unwrap_or(line).into();
            self.since = 0;
        } else if self.fields.is_some() {
            self.since += 1;
        }
        if let Some(head) = head(line) {
            self.record = Some(head);
        } else if let Some(Head { export, .. }) = self.record {
            let ended = if export { line.is_empty() } else { line.first().is_some_and(|b| *b != b' ') };
            self.record = self.record.filter(|_| !ended);
        }
    }

    /// What says which column of this line is what: how many lines above, and its text.
    pub(crate) fn columns(&self) -> (u64, Box<[u8]>) {
        (self.since, self.directive.clone())
    }

    /// The time of the journal's record that the line belongs to.
    pub(crate) fn time(&self) -> Option<Time> {
        self.record.map(|head| head.time)
    }

    /// Whether the line is a field of such a record and not its message.
    pub(crate) fn is_field(&self, line: &[u8]) -> bool {
        if self.record.is_none() {
            return false;
        }
        let text = line.trim_ascii_start();
        let name = text.iter().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_').count();
        name > 0 && text.get(name) == Some(&b'=') && !text.starts_with(b"MESSAGE=")
    }
}

/// `Tue 2026-05-05 11:20:31.114213 CEST [s=0f1e…;i=8f21;…]` or `__REALTIME_TIMESTAMP=1772619322481000`.
fn head(line: &[u8]) -> Option<Head> {
    if let Some(digits) = line.strip_prefix(b"__REALTIME_TIMESTAMP=") {
        return Some(Head { time: time::epoch(digits)?, export: true });
    }
    if line.get(3) != Some(&b' ') || !line.first().is_some_and(u8::is_ascii_uppercase) {
        return None;
    }
    let (time, rest) = time::iso(line.get(4..)?)?;
    let cursor = rest.get(..32.min(rest.len()))?;
    memchr::memmem::find(cursor, b" [s=")?;
    Some(Head { time, export: false })
}

/// What the text of an input so far says of the text that follows, for whoever reads that apart: see
/// [`Engine::resumed`](crate::Engine::resumed).
pub struct Context {
    lines: Lines,
    pub(crate) above: Above,
}

impl Context {
    pub(crate) fn new(above: Above, limit: usize) -> Self {
        Self { lines: Lines::new(limit), above }
    }

    /// Takes what comes next in the input. It may be cut anywhere.
    pub fn read(&mut self, text: &[u8]) {
        let Self { lines, above } = self;
        lines.push(text, &mut |line| above.follow(line.bytes));
    }
}
