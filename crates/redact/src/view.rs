//! The text as its reader means it: escapes of URLs, JSON and HTML undone, with the way back.
//!
//! `alice%40example.com`, `alice\u0040example.com` and `alice&#64;example.com` are the same address. So the rules
//! read this view and only this view, and what they find is replaced in the text as it stands.

use std::ops::Range;

/// Decoded bytes, and where each of them stands in the text.
pub(crate) struct View {
    /// The bytes as they are meant.
    pub(crate) bytes: Vec<u8>,
    /// For each byte the offset where it begins, and one more: the text's length.
    from: Vec<usize>,
    /// For each byte how often it is encoded as in a URL.
    coded: Vec<u8>,
}

impl View {
    pub(crate) fn new(text: &[u8]) -> Self {
        let mut view = Self {
            bytes: Vec::with_capacity(text.len()),
            from: Vec::with_capacity(text.len() + 1),
            coded: Vec::with_capacity(text.len()),
        };
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            let (decoded, length) = match byte {
                b'%' => percent(text, at),
                b'&' => entity(text, at),
                b'\\' => view.backslash(text, at),
                0x1b => colour(text, at),
                _ => None,
            }
            .unwrap_or((byte, 1));
            view.bytes.push(decoded);
            view.from.push(at);
            view.coded.push(match byte {
                b'%' => u8::try_from(length / 2).unwrap_or(u8::MAX),
                b'\\' => u8::from(length > 3 && text.get(at + length - 3) == Some(&b'x')),
                _ => 0,
            });
            at += length;
        }
        view.from.push(text.len());
        view
    }

    /// The byte at this place; 0 beyond the end.
    pub(crate) fn at(&self, place: usize) -> u8 {
        self.bytes.get(place).copied().unwrap_or(0)
    }

    pub(crate) fn get(&self, range: Range<usize>) -> &[u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    /// Where this stands in the text.
    pub(crate) fn raw(&self, range: &Range<usize>) -> Range<usize> {
        self.from(range.start)..self.from(range.end)
    }

    /// How deep the byte is escaped: `"` stands in one byte, `\"` in two, `\\\"` in four.
    pub(crate) fn depth(&self, place: usize) -> usize {
        self.from(place + 1) - self.from(place)
    }

    /// Whether a delimiter at this place can end what was opened at the other. `%26` and nginx's `\x26` are letters of
    /// a value behind a plain `=`, and delimiters of one behind `%3D`. JSON's and HTML's escapes are taken off by
    /// whoever reads the line, and make no difference.
    pub(crate) fn ends(&self, place: usize, opened: usize) -> bool {
        let coded = |at: usize| self.coded.get(at).copied().unwrap_or(0);
        coded(place) <= coded(opened)
    }

    fn from(&self, place: usize) -> usize {
        self.from.get(place).or(self.from.last()).copied().unwrap_or(0)
    }

    /// `\n`, `\"`, `\/`, `\u0040`, with as many backslashes as the nesting of texts in texts has left there.
    fn backslash(&self, text: &[u8], at: usize) -> Option<(u8, usize)> {
        let run = text.get(at..)?.iter().take_while(|b| **b == b'\\').count();
        // In `C:\Users\nina` stands no line end.
        let folder = self.bytes.len().checked_sub(5).and_then(|from| self.bytes.get(from..));
        if folder.is_some_and(|folder| folder.eq_ignore_ascii_case(b"users")) {
            return Some((b'\\', run));
        }
        let after = at + run;
        let escaped = match text.get(after) {
            Some(b'n' | b'r') => Some((b'\n', 1)),
            Some(b't') => Some((b'\t', 1)),
            Some(c @ (b'"' | b'\'' | b'/')) => Some((*c, 1)),
            Some(b'u') => text.get(after + 1..after + 5).and_then(|code| Some((ascii(number(code, 16)?)?, 5))),
            Some(b'x') => text.get(after + 1..after + 3).and_then(|code| Some((ascii(number(code, 16)?)?, 3))),
            _ => None,
        };
        // Read as one, so that no backslash is looked at twice.
        let (decoded, length) = escaped.unwrap_or((b'\\', 0));
        Some((decoded, run + length))
    }
}

/// `%40`, `%2540` and so on: URLs are put into URLs.
fn percent(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let mut digits = at + 1;
    while text.get(digits..digits + 2) == Some(b"25") && number(text.get(digits + 2..digits + 4)?, 16).is_some() {
        digits += 2;
    }
    let code = number(text.get(digits..digits + 2)?, 16)?;
    Some((u8::try_from(code).ok()?, digits + 2 - at))
}

/// `ESC [ 35 m`: what colours a word in a terminal is no part of it.
fn colour(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = text.get(at + 1..)?.strip_prefix(b"[")?;
    let digits = rest.iter().take(16).take_while(|b| b.is_ascii_digit() || **b == b';').count();
    rest.get(digits)?.is_ascii_alphabetic().then_some((0x1b, digits + 3))
}

/// `&amp;`, `&#64;`, `&#x40;`, `&amp;#64;`.
fn entity(text: &[u8], at: usize) -> Option<(u8, usize)> {
    const NAMED: [(&[u8], u8); 5] =
        [(b"amp;", b'&'), (b"quot;", b'"'), (b"apos;", b'\''), (b"lt;", b'<'), (b"gt;", b'>')];
    let mut from = at + 1;
    while text.get(from..).is_some_and(|rest| rest.starts_with(b"amp;") && rest.get(4) == Some(&b'#')) {
        from += 4;
    }
    let rest = text.get(from..)?;
    if let Some((name, decoded)) = NAMED.iter().find(|(name, _)| rest.starts_with(name)) {
        return Some((*decoded, from + name.len() - at));
    }
    let rest = rest.strip_prefix(b"#")?;
    let (digits, radix, skip) = match rest.first()? {
        b'x' | b'X' => (rest.get(1..)?, 16, 2),
        _ => (rest, 10, 1),
    };
    let end = digits.iter().take(6).position(|b| *b == b';')?;
    let code = number(digits.get(..end)?, radix)?;
    Some((ascii(code)?, from + skip + end + 1 - at))
}

fn ascii(code: u32) -> Option<u8> {
    u8::try_from(code).ok().filter(u8::is_ascii)
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let add = |n: u32, b: &u8| Some(n * radix + char::from(*b).to_digit(radix)?);
    if digits.is_empty() { None } else { digits.iter().try_fold(0, add) }
}

#[cfg(test)]
mod tests {
    use super::View;

    #[track_caller]
    fn reads(text: &str, meant: &str) {
        assert_eq!(String::from_utf8_lossy(&View::new(text.as_bytes()).bytes), meant);
    }

    #[test]
    fn every_way_of_writing_a_character_is_the_character() {
        for written in
            ["a@b", "a%40b", "a%2540b", "a%252540b", "a\\u0040b", "a\\\\u0040b", "a&#64;b", "a&#x40;b", "a&amp;#64;b"]
        {
            reads(written, "a@b");
        }
        reads("\u{1b}[1;35ma@b\u{1b}[0m", "\u{1b}a@b\u{1b}");
        reads(r#"{\"a\":\"b\/c\"}\n"#, "{\"a\":\"b/c\"}\n");
        reads(r"C:\Users\nina C:\\Users\\tom", r"C:\Users\nina C:\Users\tom");
    }

    #[test]
    fn what_is_no_escape_stays() {
        for text in ["100% sure", "%zz &co; &#; \\q \\", "&#99999;", "%", "&", "%2"] {
            reads(text, text);
        }
    }

    #[test]
    fn the_way_back_is_exact() {
        let view = View::new(br#"x\"%40&amp;y"#);
        assert_eq!(view.bytes, b"x\"@&y");
        assert_eq!(view.raw(&(1..3)), 1..6);
        assert_eq!(view.raw(&(4..5)), 11..12);
        assert_eq!(view.depth(1), 2);
    }

    #[test]
    fn what_is_encoded_deeper_ends_nothing() {
        let view = View::new(br#"=%3D%253D\x3D\"&amp;\u0026%"#);
        assert_eq!(view.bytes, b"====\"&&%");
        let ends = |opened| (0..view.bytes.len()).map(|place| view.ends(place, opened)).collect::<Vec<_>>();
        assert_eq!(ends(0), [true, false, false, false, true, true, true, true]);
        assert_eq!(ends(1), [true, true, false, true, true, true, true, true]);
        assert!(ends(2).iter().all(|ends| *ends));
    }
}
