//! The words, and in which languages there are any.

/// What an admin is told about one target.
pub(crate) struct TargetText {
    pub(crate) id: &'static str,
    pub(crate) steps: &'static [&'static str],
    pub(crate) traps: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// A language of the page. Each is a file of `text/`; nothing else knows how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lang(&'static str);

impl Default for Lang {
    /// The first by tag.
    fn default() -> Self {
        Self(WORDS.first().map_or("en", |w| w.tag))
    }
}

impl Lang {
    /// The language with this tag, as in `zh-Hant`.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        WORDS.iter().find(|w| w.tag == tag).map(|w| Self(w.tag))
    }

    /// All languages, by tag.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|w| Self(w.tag))
    }

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.0
    }

    /// What the language calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        self.words().own_name
    }

    #[allow(clippy::indexing_slicing, reason = "build.rs refuses to pack no language at all")]
    pub(crate) fn words(self) -> &'static Words {
        WORDS.iter().find(|w| w.tag == self.0).unwrap_or(&WORDS[0])
    }
}

/// Fills `{key}` of a text of this crate.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let found = after
            .split_once('}')
            .and_then(|(key, after)| values.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value, after)));
        match found {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
