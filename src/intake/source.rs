//! What is to be read.

use std::rc::Rc;

/// A paste. `B` is a handle on bytes that the browser keeps.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source<B> {
    /// Small enough for the box.
    Text(Rc<str>),
    /// Not shown in full.
    Held(Held<B>),
}

/// A paste that is not shown in full.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Held<B> {
    /// How it begins, when that is known and readable.
    pub(crate) head: String,
    /// One long text, or one part a file.
    pub(crate) parts: Rc<[Part<B>]>,
}

/// A file or a long text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part<B> {
    /// The file's name; a pasted text has none.
    pub(crate) name: Option<String>,
    /// In bytes.
    pub(crate) size: u64,
    /// Where they are.
    pub(crate) bytes: B,
}

impl<B> Source<B> {
    /// `None` for an empty text: there is nothing to read.
    pub(crate) fn text(text: String) -> Option<Self> {
        (!text.is_empty()).then(|| Self::Text(text.into()))
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// In bytes.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::Held(held) => held.size(),
        }
    }
}

impl<B> Held<B> {
    /// In bytes, all parts together.
    pub(crate) fn size(&self) -> u64 {
        self.parts.iter().map(|part| part.size).sum()
    }

    /// The names of the files; empty for a text.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| part.name.as_deref())
    }
}

/// The first lines of a long text, for recognising it: at most four, none of them endless.
pub(crate) fn head(text: &str) -> String {
    const LINES: usize = 4;
    const CHARS: usize = 160;
    let mut out = String::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(LINES) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.extend(line.chars().take(CHARS));
        if line.chars().nth(CHARS).is_some() {
            out.push('…');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::head;

    #[test]
    fn the_head_is_short_whatever_the_text_is() {
        assert_eq!(head("a\n\nb\nc\nd\ne"), "a\nb\nc\nd");
        let long = head(&"字".repeat(1000));
        assert_eq!(long.chars().count(), 161);
        assert_eq!(head(""), "");
    }
}
