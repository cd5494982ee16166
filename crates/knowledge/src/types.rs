//! The shapes of the content. `build.rs` writes constants of these types.

/// A language the product speaks: an index into [`crate::LANGS`]. A new one needs only data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lang(pub(crate) usize);

impl Lang {
    /// English, the language the command falls back to.
    pub const EN: Self = Self(0);

    /// Every language, in the order of `locales/`.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..crate::LANGS.len()).map(Self)
    }

    /// The BCP 47 tag: `en`, `zh-Hant`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        crate::LANGS.get(self.0).copied().unwrap_or("en")
    }

    /// The language for a tag as browsers and locales write it. Every Chinese that is not asked for in
    /// simplified characters gets `zh-Hant`: the script is closer than English would be.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.split(['.', '@']).next().unwrap_or(tag).replace('_', "-").to_ascii_lowercase();
        if let Some(exact) = Self::all().find(|l| l.tag().eq_ignore_ascii_case(&tag)) {
            return Some(exact);
        }
        let primary = tag.split('-').next().unwrap_or(&tag);
        Self::all().find(|l| l.tag().split('-').next().is_some_and(|p| p.eq_ignore_ascii_case(primary)))
    }

    /// What the language calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        crate::OWN_NAMES.get(self.0).copied().unwrap_or_default()
    }

    /// The text for this language out of one array with a text for each.
    #[must_use]
    pub fn pick<T: Copy>(self, texts: &[T]) -> Option<T> {
        texts.get(self.0).copied()
    }
}

/// The hop of the chain at which a cause usually sits, from the visitor inwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Layer {
    Visitor,
    Cdn,
    Proxy,
    Network,
    Backend,
    Dependency,
}

impl Layer {
    /// All hops, from the visitor inwards.
    pub const ALL: [Self; 6] = [Self::Visitor, Self::Cdn, Self::Proxy, Self::Network, Self::Backend, Self::Dependency];

    /// The id in data and JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Cdn => "cdn",
            Self::Proxy => "proxy",
            Self::Network => "network",
            Self::Backend => "backend",
            Self::Dependency => "dependency",
        }
    }
}

/// The article's seven cause types, and the two that it contrasts them with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Family {
    BackendDown,
    Connection,
    Config,
    Dns,
    Overload,
    Cdn,
    Timeout,
    Dependency,
    NotGateway,
}

impl Family {
    /// All families in the article's order.
    pub const ALL: [Self; 9] = [
        Self::BackendDown,
        Self::Connection,
        Self::Config,
        Self::Dns,
        Self::Overload,
        Self::Cdn,
        Self::Timeout,
        Self::Dependency,
        Self::NotGateway,
    ];

    /// The id in data and JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::BackendDown => "backend-down",
            Self::Connection => "connection",
            Self::Config => "config",
            Self::Dns => "dns",
            Self::Overload => "overload",
            Self::Cdn => "cdn",
            Self::Timeout => "timeout",
            Self::Dependency => "dependency",
            Self::NotGateway => "not-gateway",
        }
    }
}

/// One of the diagnosis labels.
#[derive(Debug)]
pub struct Cause {
    /// Its id in the contract, such as `connection-refused`.
    pub id: &'static str,
    /// The cause type it belongs to.
    pub family: Family,
    /// The hop where it usually sits.
    pub layer: Layer,
    /// Causes that are seen further out because of this one.
    pub explains: &'static [&'static str],
    /// Which evidence would confirm it or tell it apart, best first: ids of [`crate::ASKS`].
    pub next: &'static [&'static str],
}

/// A cause in one language, in short; the rest is in the language's [`crate::Guide`].
#[derive(Clone, Copy, Debug)]
pub struct CauseText {
    /// Two to five words.
    pub title: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// What happened here: one sentence with placeholders for the reader's own values.
    pub sentence: &'static str,
}

/// What a fix is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FixKind {
    /// The service is back now.
    Mitigation,
    /// The cause is gone.
    Remedy,
    /// It does not happen again.
    Defence,
}

impl FixKind {
    pub(crate) fn parse(id: &str) -> Option<Self> {
        [Self::Mitigation, Self::Remedy, Self::Defence].into_iter().find(|k| k.id() == id)
    }

    /// The id in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Mitigation => "mitigation",
            Self::Remedy => "remedy",
            Self::Defence => "defence",
        }
    }
}

/// What a fix may cost while it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Risk {
    Low,
    Medium,
    High,
}

impl Risk {
    pub(crate) fn parse(id: &str) -> Option<Self> {
        [Self::Low, Self::Medium, Self::High].into_iter().find(|r| r.id() == id)
    }

    /// The id in data.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// A piece of evidence worth pasting next.
#[derive(Debug)]
pub struct Ask {
    /// Its id in the contract, such as `backend-log`.
    pub id: &'static str,
    /// The command that gets it: the first whose product is the finding's, else the one for any product.
    pub commands: &'static [AskCommand],
}

/// A command for one product, or for any (`product` empty).
#[derive(Clone, Copy, Debug)]
pub struct AskCommand {
    /// `nginx`, `apache` … or empty for any.
    pub product: &'static str,
    /// With placeholders.
    pub command: &'static str,
}

/// A request for evidence in one language.
#[derive(Clone, Copy, Debug)]
pub struct AskText {
    /// What is asked for, a few words.
    pub title: &'static str,
    /// Why it would help, one sentence.
    pub why: &'static str,
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn languages_are_found_by_what_browsers_send() {
        let tag = |t| Lang::parse(t).map(Lang::tag);
        assert_eq!(tag("zh-TW"), Some("zh-Hant"));
        assert_eq!(tag("zh_TW.UTF-8"), Some("zh-Hant"));
        assert_eq!(tag("en-GB"), Some("en"));
        assert_eq!(tag("EN"), Some("en"));
        assert_eq!(tag("xx"), None);
        assert_eq!(tag("C"), None);
    }
}
