//! All about one cause in one language, without anybody's values.

use why502_engine::Map;

use serde_json::json;
use why502_knowledge::{CAUSES, Cause, Lang, reason};

use crate::document::{FixStep, fixes, paragraphs};

/// A cause's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CausePage {
    /// Its language.
    pub lang: Lang,
    /// The label.
    pub cause: &'static str,
    /// Two to five words.
    pub title: &'static str,
    /// One sentence.
    pub meaning: &'static str,
    /// Paragraphs.
    pub explanation: Vec<&'static str>,
    /// What to do, in order, with words to fill in.
    pub fixes: Vec<FixStep>,
    /// What is seen further out because of it: (label, title).
    pub explains: Vec<(&'static str, &'static str)>,
    /// What it can come from: (label, title).
    pub explained_by: Vec<(&'static str, &'static str)>,
}

impl CausePage {
    /// The page of this cause.
    #[must_use]
    pub fn new(cause: &'static Cause, lang: Lang) -> Self {
        let titled = |c: &'static Cause| Some((c.id, c.text(lang)?.title));
        let text = cause.text(lang);
        Self {
            lang,
            cause: cause.id,
            title: text.map_or(cause.id, |t| t.title),
            meaning: text.map_or("", |t| t.meaning),
            explanation: paragraphs(reason(lang, cause.id)),
            fixes: fixes(cause, &Map::new(), lang),
            explains: CAUSES.iter().filter(|c| cause.explains.contains(&c.id)).filter_map(titled).collect(),
            explained_by: CAUSES.iter().filter(|c| c.explains.contains(&cause.id)).filter_map(titled).collect(),
        }
    }

    /// The page for programs.
    #[must_use]
    pub fn to_json(&self) -> String {
        let step = |s: &crate::document::Step| json!({"words": s.words, "commands": s.commands});
        let fixes: Vec<_> = self
            .fixes
            .iter()
            .map(|f| {
                json!({"id": f.id, "kind": f.kind.id(), "risk": f.risk.id(), "title": f.title,
                       "check": step(&f.check), "do": step(&f.act), "prove": step(&f.prove), "risk_note": f.risk_note})
            })
            .collect();
        let ids = |list: &[(&'static str, &'static str)]| list.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let page = json!({
            "schema": "why502-cause/1", "cause": self.cause, "lang": self.lang.tag(), "title": self.title,
            "meaning": self.meaning, "explanation": self.explanation, "fixes": fixes,
            "explains": ids(&self.explains), "explained_by": ids(&self.explained_by),
        });
        format!("{page:#}\n")
    }
}
