//! Takes terminal colours and HTML escapes out of a line and remembers where everything stood.
//!
//! Signatures see the clean text; evidence points into the line as it was pasted.

use std::borrow::Cow;

use memchr::{memchr3, memmem};

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

/// Removes control sequences (ECMA-48 CSI: colours, cursor moves) and string sequences (OSC: titles, links), and
/// reads the escapes with which web pages and forums show quotes and brackets.
pub(crate) fn clean(line: &[u8]) -> Clean<'_> {
    // Inside a JSON log the message is a string: its quotes are written `\"`.
    let json = memmem::find(line, b"{\"").is_some();
    let Some(first) = first_escape(line, json) else {
        return Clean { text: Cow::Borrowed(line), gaps: Vec::new() };
    };
    let (head, mut rest) = line.split_at(first);
    let mut text = head.to_vec();
    let mut gaps = Vec::new();
    let mut missing = 0;
    while let Some((&byte, tail)) = rest.split_first() {
        let (skip, stands_for) = match byte {
            0x1b => (sequence(rest), None),
            b'&' => escape(rest, &ENTITIES).map_or((0, None), |(width, c)| (width, Some(c))),
            b'\\' if json => escape(rest, &BACKSLASHES).map_or((0, None), |(width, c)| (width, Some(c))),
            _ => (0, None),
        };
        if skip == 0 {
            text.push(byte);
            rest = tail;
            continue;
        }
        text.extend(stands_for);
        missing += skip - usize::from(stands_for.is_some());
        gaps.push(Gap { at: text.len(), missing, escape: stands_for.map_or(0, |_| skip) });
        rest = rest.get(skip..).unwrap_or_default();
    }
    Clean { text: Cow::Owned(text), gaps }
}

fn first_escape(line: &[u8], json: bool) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr3(0x1b, b'&', if json { b'\\' } else { b'&' }, line.get(from..)?)?;
        let rest = line.get(at..).unwrap_or_default();
        if rest.first() == Some(&0x1b)
            || escape(rest, &ENTITIES).is_some()
            || (json && escape(rest, &BACKSLASHES).is_some())
        {
            return Some(at);
        }
        from = at + 1;
    }
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

/// The escapes of JSON strings (RFC 8259, section 7) that stand for one ASCII character; a line break in a message
/// becomes a space, since a line is what the log made one.
const BACKSLASHES: [(&[u8], u8); 11] = [
    (b"\\\"", b'"'),
    (b"\\\\", b'\\'),
    (b"\\/", b'/'),
    (b"\\n", b' '),
    (b"\\r", b' '),
    (b"\\t", b' '),
    (b"\\u003c", b'<'),
    (b"\\u003e", b'>'),
    (b"\\u0026", b'&'),
    (b"\\u0027", b'\''),
    (b"\\u0022", b'"'),
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
        assert_eq!(clean(line).text.as_ref(), br#"{"log":"upstream: "http://a/" "}"#);
        assert_eq!(clean(br"C:\new\table").text.as_ref(), br"C:\new\table");
    }

    #[test]
    fn an_unfinished_sequence_ends_with_the_line() {
        assert_eq!(clean(b"a\x1b[31").text.as_ref(), b"a");
        assert_eq!(clean(b"a\x1b").text.as_ref(), b"a");
    }
}
