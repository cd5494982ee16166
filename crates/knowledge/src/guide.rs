//! The long texts of one language: what to do.
//!
//! They are most of the content, and a page needs them in one language only, so they are no constants: the
//! command has them compiled in (feature `bundled`), the page fetches the file of its language.
//!
//! Why a cause happens is in a file of its own (`reasons.rs`).
//!
//! The file is text: records end with U+001E, fields with U+001F. Each record begins with a letter: `C` cause,
//! `F` fix of the cause before it, `K`, `D`, `P` a command of the fix before it (check, do, prove).

use crate::per_lang::PerLang;
use crate::types::{FixKind, Lang, Risk};

/// All long texts of one language.
#[derive(Debug)]
pub struct Guide {
    causes: Vec<CauseGuide>,
}

/// A cause's long text.
#[derive(Debug)]
pub struct CauseGuide {
    id: &'static str,
    /// What to do, in order.
    pub fixes: Vec<Fix>,
}

/// Check → do → prove. Commands are the same in every language and carry placeholders.
#[derive(Debug)]
pub struct Fix {
    /// Unique within its cause.
    pub id: &'static str,
    /// What it is good for.
    pub kind: FixKind,
    /// What it may cost.
    pub risk: Risk,
    /// An imperative of a few words.
    pub title: &'static str,
    /// Is it the right fix?
    pub check: Step,
    /// Do it.
    pub act: Step,
    /// Did it work?
    pub prove: Step,
    /// What may go wrong while doing it.
    pub risk_note: &'static str,
}

/// Words, and the commands or configuration lines that go with them.
#[derive(Debug)]
pub struct Step {
    /// What to look at or do.
    pub words: &'static str,
    /// With placeholders.
    pub commands: Vec<&'static str>,
}

static LOADED: PerLang<Guide> = PerLang::new();

/// The long texts of this language; `None` until they are loaded. With feature `bundled` they always are.
#[must_use]
pub fn guide(lang: Lang) -> Option<&'static Guide> {
    #[cfg(feature = "bundled")]
    return LOADED.or_bundled(lang, crate::GUIDE_TEXTS, read);
    #[cfg(not(feature = "bundled"))]
    LOADED.get(lang)
}

/// Takes the text of a language's guide file; it stays in memory from then on. `false` when it is no such text of this
/// version, such as a server's error page; nothing is kept then.
pub fn load_guide(lang: Lang, text: String) -> bool {
    LOADED.load(lang, text, read)
}

impl Guide {
    /// The long text of the cause with this id.
    #[must_use]
    pub fn cause(&self, id: &str) -> Option<&CauseGuide> {
        self.causes.iter().find(|c| c.id == id)
    }
}

/// `None` when anything in it is not as expected, or causes are missing.
fn read(text: &'static str) -> Option<Guide> {
    let mut causes: Vec<CauseGuide> = Vec::new();
    for record in text.split_terminator('\u{1e}') {
        let mut fields = record.split('\u{1f}');
        let mut next = || fields.next();
        match next()? {
            "C" => causes.push(CauseGuide { id: next()?, fixes: Vec::new() }),
            "F" => {
                let step = |words| Step { words, commands: Vec::new() };
                let fix = Fix {
                    id: next()?,
                    kind: FixKind::parse(next()?)?,
                    risk: Risk::parse(next()?)?,
                    title: next()?,
                    check: step(next()?),
                    act: step(next()?),
                    prove: step(next()?),
                    risk_note: next()?,
                };
                causes.last_mut()?.fixes.push(fix);
            }
            kind => {
                let fix = causes.last_mut()?.fixes.last_mut()?;
                let step = match kind {
                    "K" => &mut fix.check,
                    "D" => &mut fix.act,
                    "P" => &mut fix.prove,
                    _ => return None,
                };
                step.commands.push(next()?);
            }
        }
    }
    crate::CAUSES.iter().all(|c| causes.iter().any(|g| g.id == c.id)).then_some(Guide { causes })
}

#[cfg(test)]
mod tests {
    use super::{Lang, guide, load_guide, read};

    #[test]
    fn what_is_no_guide_is_refused() {
        for text in ["", "<!doctype html>", "C\u{1f}connection-refused\u{1f}a\u{1f}b\u{1e}"] {
            assert!(read(text).is_none(), "{text:?}");
        }
        assert!(!load_guide(Lang(99), String::new()));
    }

    #[cfg(feature = "bundled")]
    #[test]
    fn every_cause_has_its_long_text_in_every_language() {
        for lang in Lang::all() {
            let guide = guide(lang).unwrap();
            for cause in crate::CAUSES {
                let text = guide.cause(cause.id).unwrap();
                assert!(!text.fixes.is_empty(), "{} in {}", cause.id, lang.tag());
            }
        }
    }

    #[cfg(not(feature = "bundled"))]
    #[test]
    fn without_the_file_there_is_no_guide() {
        assert!(guide(Lang::EN).is_none());
    }
}
