//! What is seen → which cause.
//!
//! All signatures are one text, read when the first line asks for them: as constants, their hundreds of
//! pointers would weigh more than what they point to. Records end with U+001E, fields with U+001F, items of a
//! list with U+001D.

use std::sync::OnceLock;

/// What is seen → which cause. See CONTRIBUTING.md for how to add one.
#[derive(Debug)]
pub struct Signature {
    /// What is seen, never the remedy: `nginx-connect-refused`.
    pub id: &'static str,
    /// Who writes the message; empty when several do.
    pub product: &'static str,
    /// The cause it speaks for; `None` for a line that looks like a failure and is none.
    pub cause: Option<&'static str>,
    /// What else the same text can mean, likeliest first.
    pub also: Vec<&'static str>,
    /// The status that the visitor gets with it, when the text implies one.
    pub status: Option<u16>,
    /// How often this text, seen alone, is right about its cause: 1 to 99 of 100; a benign one has 100.
    pub strength: u8,
    /// Literals of which at least one occurs in every line that matches. Empty for a derived signature.
    pub keywords: Vec<&'static str>,
    /// The pattern over one line. `None` for a derived signature: the engine concludes it from a record.
    pub pattern: Option<&'static str>,
    /// Upper and lower case matter to the pattern.
    pub exact: bool,
    /// Dialects whose lines it may be tried on; those with a `!` before it are the ones it may not. With none named, any
    /// other will do.
    pub dialects: Vec<&'static str>,
}

/// Every signature, in the order of the files.
#[must_use]
pub fn signatures() -> &'static [Signature] {
    static READ: OnceLock<Vec<Signature>> = OnceLock::new();
    READ.get_or_init(|| crate::SIGNATURE_TEXT.split_terminator('\u{1e}').filter_map(read).collect())
}

/// The signature with this id, such as `nginx-connect-refused`.
#[must_use]
pub fn signature(id: &str) -> Option<&'static Signature> {
    signatures().iter().find(|s| s.id == id)
}

fn read(record: &'static str) -> Option<Signature> {
    let mut fields = record.split('\u{1f}');
    let mut next = || fields.next();
    let list = |text: &'static str| text.split('\u{1d}').filter(|item| !item.is_empty()).collect();
    let some = |text: &'static str| Some(text).filter(|t| !t.is_empty());
    Some(Signature {
        id: next()?,
        product: next()?,
        cause: some(next()?),
        also: list(next()?),
        status: next()?.parse().ok(),
        strength: next()?.parse().ok()?,
        keywords: list(next()?),
        exact: next()? == "x",
        dialects: list(next()?),
        pattern: some(next()?),
    })
}

#[cfg(test)]
mod tests {
    use super::{signature, signatures};

    #[test]
    fn all_that_was_packed_is_read() {
        assert_eq!(signatures().len(), crate::SIGNATURE_TEXT.matches('\u{1e}').count());
        let refused = signature("nginx-connect-refused").unwrap();
        assert_eq!(refused.cause, Some("connection-refused"));
        assert_eq!(refused.product, "nginx");
        assert!(refused.pattern.is_some() && !refused.keywords.is_empty() && !refused.exact);
    }
}
