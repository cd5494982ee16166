//! An archive of a browser's visit (HAR) that is too long to be kept: read exchange by exchange as it comes.
//!
//! **Invariant:** what is found does not depend on how the text was cut.
//! **Invariant:** no more than [`EXCHANGE`] bytes are held, whatever comes. Of a longer string only the beginning is kept.

use memchr::{memchr_iter, memchr2, memrchr};

use crate::har;
use crate::paste::{self, Origin, Placed};
use crate::tally::Tally;

/// The most that is kept of one exchange.
const EXCHANGE: usize = 2 * 1024 * 1024;
/// The most that is kept of a string: a failure's page is short, and names and addresses are.
const STRING: usize = 64 * 1024;
/// The longest name on the way to the exchanges has eight letters.
const NAME: usize = 8;

/// Where the reading stands.
#[derive(Default)]
pub(crate) struct Archive {
    /// How many objects and arrays are open.
    depth: u64,
    /// Whether the ways to the exchanges are open: `log`, and `entries` in it.
    way: [bool; 2],
    /// The last string outside of exchanges, as far as it matters.
    name: Vec<u8>,
    /// In a string, and how much of it came.
    string: Option<usize>,
    /// The byte before was a backslash.
    escaped: bool,
    /// The exchange that has begun, and where.
    exchange: Option<(Vec<u8>, Origin)>,
    /// Bytes in the line so far, lines so far.
    offset: usize,
    line: u64,
    /// What the failed exchanges show.
    found: Tally,
}

impl Archive {
    /// Takes the next text.
    pub(crate) fn push(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some(&first) = rest.first() {
            let length = match self.string {
                _ if self.escaped => 1,
                Some(_) => memchr2(b'"', b'\\', rest).map_or(rest.len(), |at| at.max(1)),
                None => rest.iter().position(|b| b"\"{}[]".contains(b)).map_or(rest.len(), |at| at.max(1)),
            };
            let (now, later) = rest.split_at(length);
            rest = later;
            if length > 1 || self.escaped {
                self.escaped = false;
                self.keep(now);
            } else {
                self.one(first, now);
            }
            self.walked(now);
        }
    }

    /// What the exchanges so far show; one that has only begun says nothing yet.
    pub(crate) fn finish(self) -> Tally {
        self.found
    }

    /// A byte that may open or close something.
    fn one(&mut self, byte: u8, now: &[u8]) {
        if let Some(length) = self.string {
            self.escaped = byte == b'\\';
            if byte == b'"' {
                self.string = None;
                // The end is kept, or what follows would be in it.
                self.hold(now);
            } else {
                self.string = Some(length);
                self.keep(now);
            }
            return;
        }
        match byte {
            b'"' => {
                self.hold(now);
                self.string = Some(0);
                self.name.clear();
                return;
            }
            b'{' | b'[' => {
                match (self.depth, byte, self.way, self.name.as_slice()) {
                    (1, b'{', _, b"log") => self.way = [true, false],
                    (2, b'[', [true, _], b"entries") => self.way = [true, true],
                    (3, b'{', [true, true], _) => {
                        let origin = Origin { line: self.line + 1, offset: self.offset, gaps: Vec::new() };
                        self.exchange = Some((Vec::new(), origin));
                    }
                    _ => {}
                }
                self.depth += 1;
                self.name.clear();
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                match self.depth {
                    0 | 1 => self.way = [false; 2],
                    2 => self.way[1] = false,
                    _ => {}
                }
            }
            _ => {}
        }
        self.hold(now);
        if self.depth == 3
            && byte == b'}'
            && let Some((text, origin)) = self.exchange.take()
            && let Some(failure) = har::failure(&text)
        {
            paste::exchange(&mut self.found, &Placed::within(0, &text, origin), &failure);
        }
    }

    /// Keeps bytes between marks, and of a string no more than its beginning.
    fn keep(&mut self, bytes: &[u8]) {
        let Some(length) = &mut self.string else {
            self.hold(bytes);
            return;
        };
        let room = STRING.saturating_sub(*length);
        *length += bytes.len();
        if self.exchange.is_none() {
            let room = NAME.saturating_sub(self.name.len());
            self.name.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        }
        let kept = bytes.get(..room).unwrap_or(bytes);
        self.hold(kept);
        self.drop(bytes.len() - kept.len());
    }

    fn hold(&mut self, bytes: &[u8]) {
        let Some((text, _)) = &mut self.exchange else { return };
        let kept = bytes.get(..EXCHANGE - text.len()).unwrap_or(bytes);
        text.extend_from_slice(kept);
    }

    /// Remembers that bytes were left out here.
    fn drop(&mut self, mut count: usize) {
        let Some((text, origin)) = self.exchange.as_mut().filter(|_| count > 0) else { return };
        // Half an escape would escape the string's end.
        while text.pop_if(|byte| *byte == b'\\').is_some() {
            count += 1;
        }
        match origin.gaps.last_mut().filter(|(at, _)| *at == text.len()) {
            Some((_, dropped)) => *dropped += count,
            None => origin.gaps.push((text.len(), count)),
        }
    }

    fn walked(&mut self, bytes: &[u8]) {
        self.line += memchr_iter(b'\n', bytes).count() as u64;
        self.offset = memrchr(b'\n', bytes).map_or(self.offset + bytes.len(), |at| bytes.len() - at - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::{Archive, EXCHANGE, STRING};
    use crate::diagnosis::Finding;
    use crate::tally::Tally;
    use crate::{Engine, Options, scan};

    fn read(pieces: &[&[u8]]) -> Tally {
        let mut archive = Archive::default();
        for piece in pieces {
            archive.push(piece);
            assert!(archive.exchange.as_ref().is_none_or(|(text, _)| text.len() <= EXCHANGE));
        }
        archive.finish()
    }

    fn exchange(n: usize, status: u16, body: &str) -> String {
        format!(
            r#"{{"startedDateTime":"2026-03-04T10:{:02}:22.5Z","request":{{"method":"GET","url":"https://shop.example/{n}?q=\"[{{"}},
             "response":{{"status":{status}, "headers":[{{"name":"Server","value":"nginx"}}],
              "content":{{"size":1,"text":"{body}"}}}}}}"#,
            n % 60
        )
    }

    fn har(exchanges: &[String]) -> String {
        let all = exchanges.join(",\n");
        format!(
            r#"{{"log": {{"version": "1.2", "creator": {{"name": "entries"}}, "pages": [{{"log": {{}}}}], "entries": [
{all}
], "comment": "{{"}}}}"#
        )
    }

    fn shown(findings: &[Finding]) -> Vec<String> {
        let of = |f: &Finding| -> String {
            f.evidence.iter().map(|e| format!(" {}:{}-{} {}", e.line, e.start, e.end, e.hit)).collect()
        };
        findings.iter().map(|f| format!("{} {} {:?}{}", f.cause, f.count, f.status, of(f))).collect()
    }

    const REFUSED: &str = "connect() failed (111: Connection refused) while connecting to upstream\\n";

    #[test]
    fn it_finds_what_is_found_in_a_text_that_is_kept() {
        let quiet = exchange(1, 200, "502 Bad Gateway connect() failed (111: Connection refused)");
        let all =
            [quiet, exchange(2, 502, REFUSED), exchange(3, 504, "<center>nginx<\\/center>"), exchange(4, 502, REFUSED)];
        for text in [har(&all), har(&all).replace('\n', " ")] {
            let kept = scan(text.as_bytes());
            let mut tally = Tally::new(None);
            tally.inputs[0].kept = None;
            tally.inputs[0].archive = Some(Box::new(read(&[text.as_bytes()])));
            assert_eq!(shown(&tally.diagnose().findings), shown(&kept.findings));
            assert_eq!(kept.findings.first().unwrap().cause, "connection-refused");
        }
    }

    #[test]
    fn cuts_change_nothing() {
        let text = har(&[exchange(1, 502, "a \\\\\\\" b"), exchange(2, 503, REFUSED)]);
        let whole = read(&[text.as_bytes()]);
        assert_eq!(whole.seen.iter().map(|(_, seen)| seen.count).sum::<u64>(), 3);
        for cut in 0..text.len() {
            let (a, b) = text.as_bytes().split_at(cut);
            assert_eq!(read(&[a, b]), whole, "cut at {cut}");
        }
        assert_eq!(read(&text.as_bytes().chunks(1).collect::<Vec<_>>()), whole);
    }

    #[test]
    fn long_strings_and_deep_nesting_cost_nothing() {
        let long = "x\\\\".repeat(STRING);
        let deep = format!(
            r#"{{"log":{{"version":"1.2","entries":[{{"_x":{}1{}}},"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        let text =
            har(&[exchange(1, 200, &long), exchange(2, 502, &(REFUSED.to_owned() + &long)), exchange(3, 502, REFUSED)]);
        let found = read(&[text.as_bytes()]);
        assert_eq!(found.seen.iter().map(|(_, seen)| seen.count).max(), Some(2));
        let found = read(&[deep.as_bytes(), exchange(4, 502, REFUSED).as_bytes(), b"]}}"]);
        assert_eq!(found.seen.iter().map(|(_, seen)| seen.count).max(), Some(1));
        for nested in ["[", "{\"a\":"] {
            let text = format!(r#"{{"log":{{"version":"1.2","entries":{}"#, nested.repeat(100_000));
            assert!(read(&[text.as_bytes()]).seen.is_empty());
            assert!(scan(text.as_bytes()).findings.is_empty());
        }
    }

    /// Longer than what is kept, through the engine.
    #[test]
    fn an_archive_of_any_length_is_read_by_exchanges() {
        let mut engine = Engine::new(Options::default());
        let quiet =
            exchange(1, 200, &"connect() failed (111: Connection refused) while connecting to upstream ".repeat(900));
        let text = har(&[exchange(0, 200, "")]);
        let (head, tail) = text.split_at(text.find("\n], \"comment").unwrap());
        engine.push(head.as_bytes());
        assert!(!engine.is_plain());
        for n in 0..200 {
            engine.push(b",\n");
            engine.push(if n == 150 { exchange(2, 502, REFUSED) } else { quiet.clone() }.as_bytes());
        }
        engine.push(tail.as_bytes());
        let d = engine.finish();
        let finding = d.findings.first().unwrap();
        assert_eq!((finding.cause, finding.count, finding.evidence.len()), ("connection-refused", 1, 1));
        assert_eq!(finding.evidence.first().unwrap().line, 3 * 151 + 4);
        assert_eq!(finding.values.get("host").unwrap(), "shop.example");
        assert_eq!(d.lines, 3 * 201 + 2);
    }
}
