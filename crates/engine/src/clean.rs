//! Takes out of a line what carried it here (terminal colours, escapes, bold, typographic quotes) and remembers
//! where everything stood.
//!
//! Signatures see the clean text; evidence points into the line as it was pasted.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3, memmem};

/// A line without colour codes and escapes.
pub(crate) struct Clean<'a> {
    pub(crate) text: Cow<'a, [u8]>,
    /// The places where the clean text is shorter than the line, in order.
    gaps: Vec<Gap>,
}

/// A place where the clean text is shorter.
struct Gap {
    /// Offset in the clean text behind it.
    at: usize,
    /// Bytes that are missing up to there.
    missing: usize,
    /// Bytes as pasted of the character before it, when that stands for an escape; else 0.
    escape: usize,
}

impl Clean<'_> {
    /// Where the byte at `offset` of the clean text stood in the line as pasted.
    pub(crate) fn raw(&self, offset: usize) -> usize {
        let after = self.gaps.partition_point(|gap| gap.at <= offset);
        offset + after.checked_sub(1).and_then(|i| self.gaps.get(i)).map_or(0, |gap| gap.missing)
    }

    /// Where a span of the clean text ends in the line as pasted: just after its last character.
    pub(crate) fn raw_end(&self, end: usize) -> usize {
        let Some(last) = end.checked_sub(1) else { return 0 };
        let escape = self.gaps.iter().find(|gap| gap.at == end && gap.escape > 0).map_or(1, |gap| gap.escape);
        self.raw(last) + escape
    }
}

/// Removes control sequences (ECMA-48 CSI: colours, cursor moves) and string sequences (OSC: titles, links), reads
/// the escapes with which web pages, forums and JSON show quotes and brackets, and undoes what editors make of them.
pub(crate) fn clean(line: &[u8]) -> Clean<'_> {
    if memchr3(0x1b, b'&', b'\\', line).is_none() && !odd(line) {
        return Clean { text: Cow::Borrowed(line), gaps: Vec::new() };
    }
    clean_by(line, &Way::of(line))
}

/// The same for what stands inside a JSON string.
pub(crate) fn clean_json(text: &[u8]) -> Clean<'_> {
    clean_by(text, &Way { json: true, ..Way::of(text) })
}

/// Whether it has a byte beyond ASCII, or two that may be special together. Without a way out of the loop, many bytes are
/// done at once.
fn odd(line: &[u8]) -> bool {
    let special = |a: u8, b: u8| (a == b) & ((a == b'"') | (a == b'*')) | (a == b'^') & (b == b'[');
    let pairs = line.iter().zip(line.get(1..).unwrap_or_default());
    !line.is_ascii() | pairs.fold(false, |odd, (a, b)| odd | special(*a, *b))
}

fn clean_by<'a>(line: &'a [u8], way: &Way) -> Clean<'a> {
    let Some(first) = way.first(line) else {
        return Clean { text: Cow::Borrowed(line), gaps: Vec::new() };
    };
    let (head, mut rest) = line.split_at(first);
    let mut text = head.to_vec();
    let mut gaps = Vec::new();
    let mut missing = 0;
    let mut bold = false;
    while let Some((&byte, tail)) = rest.split_first() {
        let Some((skip, stands_for)) = way.special(rest, bold) else {
            text.push(byte);
            rest = tail;
            continue;
        };
        bold ^= byte == b'*';
        text.extend(stands_for);
        missing += skip - usize::from(stands_for.is_some());
        gaps.push(Gap { at: text.len(), missing, escape: stands_for.map_or(0, |_| skip) });
        rest = rest.get(skip..).unwrap_or_default();
    }
    Clean { text: Cow::Owned(text), gaps }
}

/// How many places are looked at with the quick search for the next one.
const LOOKS: usize = 16;
/// The most backslashes before a quote: each string inside a string doubles them, so that is six deep.
const DEEPEST: usize = 64;

/// What a line may have to be cleaned of.
struct Way {
    /// Inside a JSON log the message is a string: its quotes are written `\"`.
    json: bool,
    /// A string inside a string, so that even backslashes are escaped.
    nested: bool,
    /// A row of a table in commas: its quotes are written `""`.
    csv: bool,
    ascii: bool,
}

impl Way {
    fn of(line: &[u8]) -> Self {
        let (mut json, mut comma, mut doubled) = (false, false, false);
        for at in memchr::memchr_iter(b'"', line) {
            let before = at.checked_sub(1).and_then(|at| line.get(at));
            json |= before == Some(&b'{');
            comma |= before == Some(&b',');
            doubled |= before == Some(&b'"');
        }
        let nested = json && memmem::find(line, br#"\\\""#).is_some();
        let csv = !json && comma && doubled;
        Self { json, nested, csv, ascii: line.is_ascii() }
    }

    /// The first place that is special.
    fn first(&self, line: &[u8]) -> Option<usize> {
        let mut from = 0;
        for _ in 0..LOOKS {
            let at = from + self.candidate(line.get(from..)?)?;
            if self.special(line.get(at..)?, false).is_some() {
                return Some(at);
            }
            from = at + 1;
        }
        // Each look may go to the end of the line: one that is full of such bytes is gone through only once.
        (from..line.len()).find(|at| line.get(*at..).is_some_and(|rest| self.special(rest, false).is_some()))
    }

    /// The first byte that can begin something special.
    fn candidate(&self, rest: &[u8]) -> Option<usize> {
        let rare = memchr3(0x1b, b'&', if self.json { b'\\' } else { b'&' }, rest);
        let bound = rest.get(..rare.unwrap_or(rest.len()))?;
        let marks = memchr2(b'^', b'*', bound);
        let quote = if self.csv { memchr(b'"', bound) } else { None };
        let wide = if self.ascii { None } else { bound.iter().position(|b| matches!(b, 0xc2 | 0xe2 | 0xe3 | 0xef)) };
        [rare, marks, quote, wide].into_iter().flatten().min()
    }

    /// How many bytes are special, and what they stand for. `bold`: bold has begun and not ended.
    fn special(&self, text: &[u8], bold: bool) -> Option<(usize, Option<u8>)> {
        let escaped = |escapes| escape(text, escapes).map(|(width, c)| (width, Some(c)));
        match text.first()? {
            0x1b => Some((sequence(text), None)),
            // The same as `cat -v` and many forums show it.
            b'^' => colour(text.strip_prefix(b"^[")?).map(|width| (2 + width, None)),
            b'&' => escaped(&ENTITIES),
            b'\\' if self.json => self.backslashes(text).or_else(|| escaped(&BACKSLASHES)),
            b'*' if bold => text.starts_with(b"**").then_some((2, None)),
            b'*' => {
                let inside = text.strip_prefix(b"**").filter(|t| t.first().is_some_and(|b| !b" */".contains(b)))?;
                let end = memmem::find(inside, b"**")?;
                (inside.get(end.checked_sub(1)?) != Some(&b' ')).then_some((2, None))
            }
            b'"' if self.csv => text.starts_with(b"\"\"").then_some((2, Some(b'"'))),
            0xc2 | 0xe2 | 0xe3 | 0xef => escaped(&TYPOGRAPHY).map(|(width, c)| (width, c.filter(|c| *c != 0))),
            _ => None,
        }
    }

    /// Before a quote any number of backslashes is only more of the same escaping.
    fn backslashes(&self, text: &[u8]) -> Option<(usize, Option<u8>)> {
        let count = text.iter().take(DEEPEST).take_while(|b| **b == b'\\').count();
        let rest = text.get(count..)?;
        if let Some(width) = rest.strip_prefix(b"u001b").and_then(colour) {
            return Some((count + 5 + width, None));
        }
        match rest.first()? {
            b'"' => Some((count + 1, Some(b'"'))),
            b'n' | b'r' if self.nested => Some((count + 1, Some(b'\n'))),
            b't' if self.nested => Some((count + 1, Some(b' '))),
            _ => None,
        }
    }
}

/// The length of a colour code without its escape character: `[31m`.
fn colour(text: &[u8]) -> Option<usize> {
    let rest = text.strip_prefix(b"[")?;
    let end = rest.iter().position(|b| !(b.is_ascii_digit() || *b == b';'))?;
    rest.get(end)?.is_ascii_alphabetic().then_some(end + 2)
}

/// The escapes that stand in pasted logs; each for one ASCII character, so that a span never ends inside one.
const ENTITIES: [(&[u8], u8); 10] = [
    (b"&quot;", b'"'),
    (b"&amp;", b'&'),
    (b"&lt;", b'<'),
    (b"&gt;", b'>'),
    (b"&apos;", b'\''),
    (b"&#39;", b'\''),
    (b"&#x27;", b'\''),
    (b"&#34;", b'"'),
    (b"&#x2F;", b'/'),
    (b"&nbsp;", b' '),
];

/// The escapes of JSON strings (RFC 8259, section 7) that stand for one ASCII character.
const BACKSLASHES: [(&[u8], u8); 11] = [
    (b"\\\"", b'"'),
    (b"\\\\", b'\\'),
    (b"\\/", b'/'),
    (b"\\n", b'\n'),
    (b"\\r", b'\n'),
    (b"\\t", b' '),
    (b"\\u003c", b'<'),
    (b"\\u003e", b'>'),
    (b"\\u0026", b'&'),
    (b"\\u0027", b'\''),
    (b"\\u0022", b'"'),
];

/// What word processors, chat programs and Chinese input methods make of quotes, brackets and spaces, in UTF-8; 0
/// stands for nothing at all.
const TYPOGRAPHY: [(&[u8], u8); 20] = [
    ("“".as_bytes(), b'"'),
    ("”".as_bytes(), b'"'),
    ("„".as_bytes(), b'"'),
    ("＂".as_bytes(), b'"'),
    ("‘".as_bytes(), b'\''),
    ("’".as_bytes(), b'\''),
    ("‐".as_bytes(), b'-'),
    ("‑".as_bytes(), b'-'),
    ("（".as_bytes(), b'('),
    ("）".as_bytes(), b')'),
    ("：".as_bytes(), b':'),
    ("，".as_bytes(), b','),
    ("／".as_bytes(), b'/'),
    ("\u{a0}".as_bytes(), b' '),
    ("\u{2007}".as_bytes(), b' '),
    ("\u{202f}".as_bytes(), b' '),
    ("\u{3000}".as_bytes(), b' '),
    ("\u{200b}".as_bytes(), 0),
    ("\u{200e}".as_bytes(), 0),
    ("\u{feff}".as_bytes(), 0),
];

/// The length of the escape that the text begins with, and what it stands for.
fn escape(text: &[u8], escapes: &[(&[u8], u8)]) -> Option<(usize, u8)> {
    escapes.iter().find(|(escape, _)| text.starts_with(escape)).map(|(escape, c)| (escape.len(), *c))
}

/// The length of the escape sequence that `bytes` begin with.
fn sequence(bytes: &[u8]) -> usize {
    let body = |from: usize, ends: &dyn Fn(&u8) -> bool| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().position(ends).map_or(bytes.len(), |at| from + at + 1)
    };
    match bytes.get(1) {
        Some(b'[') => body(2, &|b| (0x40..=0x7e).contains(b)),
        Some(b']') => body(2, &|b| *b == 0x07 || *b == b'\\'),
        Some(_) => 2,
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn spans_point_into_the_line_as_pasted() {
        let line = b"\x1b[31merror\x1b[0m: Connection \x1b[1mrefused\x1b[0m!";
        let clean = clean(line);
        assert_eq!(clean.text.as_ref(), b"error: Connection refused!");
        let start = clean.text.windows(7).position(|w| w == b"refused").unwrap();
        let raw = clean.raw(start)..clean.raw_end(start + 7);
        assert_eq!(line.get(raw).unwrap(), b"refused");
        assert_eq!(clean.raw(0), 5);
    }

    #[test]
    fn escapes_are_read_and_spans_take_them_whole() {
        let line = b"upstream: &quot;http://a&amp;b/&quot;, x &lt; y & z";
        let clean = clean(line);
        assert_eq!(clean.text.as_ref(), b"upstream: \"http://a&b/\", x < y & z");
        let start = clean.text.iter().position(|b| *b == b'"').unwrap();
        let end = clean.text.iter().rposition(|b| *b == b'"').unwrap() + 1;
        assert_eq!(line.get(clean.raw(start)..clean.raw_end(end)).unwrap(), b"&quot;http://a&amp;b/&quot;");
        assert_eq!(super::clean(b"GET /?a=1&b=2&lt=3").text.as_ref(), b"GET /?a=1&b=2&lt=3");
    }

    #[test]
    fn a_message_inside_json_is_read_as_it_was_written() {
        let line = br#"{"log":"upstream: \"http://a/\"\n"}"#;
        assert_eq!(clean(line).text.as_ref(), b"{\"log\":\"upstream: \"http://a/\"\n\"}");
        let nested = br#"{"log":"{\"msg\":\"said \\\"no\\\"\\n\"}"}"#;
        assert_eq!(clean(nested).text.as_ref(), b"{\"log\":\"{\"msg\":\"said \"no\"\n\"}\"}");
        assert_eq!(clean(br"C:\new\table").text.as_ref(), br"C:\new\table");
    }

    #[test]
    fn what_editors_and_terminals_add_comes_off() {
        assert_eq!(clean(b"^[[31mcurl: ^[[1;31m^[[Kerror^[[0m ^[x").text.as_ref(), b"curl: error ^[x");
        assert_eq!(clean(br#"{"m":"\u001b[31mno\u001b[0m"}"#).text.as_ref(), br#"{"m":"no"}"#);
        assert_eq!(clean(b"proxy **error**: a **b").text.as_ref(), b"proxy error: a **b");
        assert_eq!(clean(b"/srv/**/x **/y * * *").text.as_ref(), b"/srv/**/x **/y * * *");
        assert_eq!(clean("“GET /” can’t\u{a0}be".as_bytes()).text.as_ref(), b"\"GET /\" can't be");
        let line = "say “Connection refused” now".as_bytes();
        let clean = clean(line);
        let start = clean.text.iter().position(|b| *b == b'"').unwrap();
        let end = clean.text.iter().rposition(|b| *b == b'"').unwrap() + 1;
        assert_eq!(line.get(clean.raw(start)..clean.raw_end(end)).unwrap(), "“Connection refused”".as_bytes());
    }

    #[test]
    fn an_unfinished_sequence_ends_with_the_line() {
        assert_eq!(clean(b"a\x1b[31").text.as_ref(), b"a");
        assert_eq!(clean(b"a\x1b").text.as_ref(), b"a");
    }
}
