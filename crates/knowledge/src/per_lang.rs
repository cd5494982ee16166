//! What is read from a language's file, once, and stays until the end: its texts are as good as constants then.

use std::sync::OnceLock;

use crate::types::Lang;

pub(crate) struct PerLang<T>([OnceLock<T>; crate::LANGS.len()]);

impl<T> PerLang<T> {
    pub(crate) const fn new() -> Self {
        Self([const { OnceLock::new() }; crate::LANGS.len()])
    }

    pub(crate) fn get(&self, lang: Lang) -> Option<&T> {
        self.0.get(lang.0)?.get()
    }

    /// What is there, or what is made of a text that is compiled in.
    #[cfg(feature = "bundled")]
    pub(crate) fn or_bundled(
        &self,
        lang: Lang,
        texts: &[&'static str],
        read: impl Fn(&'static str) -> Option<T>,
    ) -> Option<&T> {
        if self.get(lang).is_none() {
            self.set(lang, read(texts.get(lang.0)?)?);
        }
        self.get(lang)
    }

    /// Takes the text of a language's file. `false` when `read` makes nothing of it, for it is no such text of this
    /// version, such as a server's error page; nothing is kept then.
    pub(crate) fn load(&self, lang: Lang, text: String, read: impl FnOnce(&'static str) -> Option<T>) -> bool {
        if lang.0 >= self.0.len() {
            return false;
        }
        if self.get(lang).is_none() {
            let Some(made) = read(text.leak()) else { return false };
            self.set(lang, made);
        }
        true
    }

    /// Whoever comes second finds the same there.
    pub(crate) fn set(&self, lang: Lang, made: T) {
        if let Some(slot) = self.0.get(lang.0) {
            let _ = slot.set(made);
        }
    }
}
