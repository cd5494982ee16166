//! Causes with their fixes, and the evidence worth asking for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

use crate::LANGS;
use crate::check::{self, Complaints};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cause {
    pub(crate) id: String,
    family: String,
    layer: String,
    #[serde(default)]
    explains: Vec<String>,
    #[serde(default)]
    next: Vec<String>,
    text: BTreeMap<String, CauseText>,
    #[serde(default)]
    fix: Vec<Fix>,
}

impl Cause {
    /// Title, meaning and sentence: what a verdict needs at once.
    pub(crate) fn short(&self, lang: &str) -> Option<[&str; 3]> {
        self.text.get(lang).map(|t| [t.title.as_str(), &t.meaning, &t.sentence])
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CauseText {
    title: String,
    meaning: String,
    sentence: String,
    explanation: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fix {
    id: String,
    kind: String,
    risk: String,
    #[serde(default)]
    check: Vec<String>,
    #[serde(default, rename = "do")]
    act: Vec<String>,
    #[serde(default)]
    prove: Vec<String>,
    text: BTreeMap<String, FixText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixText {
    title: String,
    check: String,
    #[serde(rename = "do")]
    act: String,
    prove: String,
    risk: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskFile {
    ask: Vec<Ask>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    id: String,
    command: Vec<AskCommand>,
    text: BTreeMap<String, AskText>,
}

impl Ask {
    /// Title and why.
    pub(crate) fn short(&self, lang: &str) -> Option<[&str; 2]> {
        self.text.get(lang).map(|t| [t.title.as_str(), &t.why])
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskCommand {
    #[serde(default)]
    product: String,
    command: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskText {
    title: String,
    why: String,
}

impl Cause {
    /// The ids of its fixes.
    pub(crate) fn fix_ids(&self) -> impl Iterator<Item = &str> {
        self.fix.iter().map(|fix| fix.id.as_str())
    }
}

pub(crate) fn read(root: &Path, complaints: &mut Complaints) -> Vec<Cause> {
    let dir = root.join("knowledge/causes");
    let mut causes = Vec::new();
    for path in check::toml_files(&dir, complaints) {
        let Some(cause) = check::read::<Cause>(&path, complaints) else {
            continue;
        };
        if path.file_stem().is_none_or(|s| s.to_string_lossy() != cause.id) {
            complaints.add(check::place(&path), format!("the id is {:?}, the file's name says otherwise", cause.id));
        }
        causes.push(cause);
    }
    causes
}

pub(crate) fn asks(root: &Path, complaints: &mut Complaints) -> Vec<Ask> {
    check::read::<AskFile>(&root.join("knowledge/asks.toml"), complaints).map_or_else(Vec::new, |f| f.ask)
}

pub(crate) fn check(causes: &[Cause], asks: &[Ask], root: &Path, complaints: &mut Complaints) {
    let ids: BTreeSet<&str> = causes.iter().map(|c| c.id.as_str()).collect();
    let ask_ids: BTreeSet<&str> = asks.iter().map(|a| a.id.as_str()).collect();
    taxonomy(causes, root, complaints);
    for cause in causes {
        let place = format!("knowledge/causes/{}.toml", cause.id);
        for lang in LANGS {
            let Some(text) = cause.text.get(lang) else {
                complaints.add(&place, format!("[text.{lang}] is missing"));
                continue;
            };
            for (key, value) in [
                ("title", &text.title),
                ("meaning", &text.meaning),
                ("sentence", &text.sentence),
                ("explanation", &text.explanation),
            ] {
                check::text(&place, lang, key, value, complaints);
            }
            check::placeholders(&place, &text.sentence, complaints);
        }
        for other in cause.explains.iter().filter(|e| !ids.contains(e.as_str())) {
            complaints.add(&place, format!("explains {other:?}, which is no cause"));
        }
        for ask in cause.next.iter().filter(|a| !ask_ids.contains(a.as_str())) {
            complaints.add(&place, format!("next asks for {ask:?}, which asks.toml does not have"));
        }
        if cause.fix.is_empty() {
            complaints.add(&place, "no fix: say at least what the reader can do now");
        }
        for fix in &cause.fix {
            check_fix(&place, fix, complaints);
        }
    }
    circles(causes, complaints);
    for ask in asks {
        let place = format!("knowledge/asks.toml: {}", ask.id);
        if ask.command.last().is_none_or(|c| !c.product.is_empty()) {
            complaints.add(&place, "the last command must be for any product");
        }
        for command in &ask.command {
            check::placeholders(&place, &command.command, complaints);
        }
        for lang in LANGS {
            let Some(text) = ask.text.get(lang) else {
                complaints.add(&place, format!("[ask.text.{lang}] is missing"));
                continue;
            };
            check::text(&place, lang, "title", &text.title, complaints);
            check::text(&place, lang, "why", &text.why, complaints);
        }
    }
}

/// The labels are a contract: each has a file, with the family and layer that the contract gives it.
fn taxonomy(causes: &[Cause], root: &Path, complaints: &mut Complaints) {
    let place = "knowledge/taxonomy.tsv";
    let text = match std::fs::read_to_string(root.join(place)) {
        Ok(text) => text,
        Err(e) => return complaints.add(place, format!("cannot be read: {e}")),
    };
    let mut known = BTreeSet::new();
    for line in text.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let mut cells = line.split('\t');
        let (Some(id), Some(family), Some(layer)) = (cells.next(), cells.next(), cells.next()) else {
            complaints.add(place, format!("not `cause, family, layer, meaning`: {line:?}"));
            continue;
        };
        known.insert(id);
        match causes.iter().find(|c| c.id == id) {
            None => complaints.add(place, format!("{id} has no file in knowledge/causes")),
            Some(c) if c.family != family || c.layer != layer => {
                complaints
                    .add(place, format!("{id} is {family}, {layer} here, and {}, {} in its file", c.family, c.layer));
            }
            Some(_) => {}
        }
    }
    for cause in causes.iter().filter(|c| !known.contains(c.id.as_str())) {
        complaints.add(place, format!("{} has a file and no line here", cause.id));
    }
}

fn check_fix(place: &str, fix: &Fix, complaints: &mut Complaints) {
    let place = format!("{place}: fix {}", fix.id);
    for command in fix.check.iter().chain(&fix.act).chain(&fix.prove) {
        check::placeholders(&place, command, complaints);
    }
    for lang in LANGS {
        let Some(text) = fix.text.get(lang) else {
            complaints.add(&place, format!("[fix.text.{lang}] is missing"));
            continue;
        };
        for (key, value) in [
            ("title", &text.title),
            ("check", &text.check),
            ("do", &text.act),
            ("prove", &text.prove),
            ("risk", &text.risk),
        ] {
            check::text(&place, lang, key, value, complaints);
            check::placeholders(&place, value, complaints);
        }
    }
}

/// Explaining in a circle would leave no root.
fn circles(causes: &[Cause], complaints: &mut Complaints) {
    let edges: BTreeMap<&str, &[String]> = causes.iter().map(|c| (c.id.as_str(), c.explains.as_slice())).collect();
    for cause in causes {
        let mut seen = BTreeSet::new();
        let mut todo: Vec<&str> = cause.explains.iter().map(String::as_str).collect();
        while let Some(id) = todo.pop() {
            if id == cause.id {
                complaints.add(format!("knowledge/causes/{id}.toml"), "explains itself, in the end");
                break;
            }
            if seen.insert(id) {
                todo.extend(edges.get(id).into_iter().flat_map(|e| e.iter().map(String::as_str)));
            }
        }
    }
}

/// `backend-down` → `BackendDown`.
pub(crate) fn variant(id: &str) -> String {
    id.split('-').map(|w| w[..1].to_ascii_uppercase() + &w[1..]).collect()
}

pub(crate) fn pack(causes: &[Cause], out: &mut String) {
    let _ = writeln!(out, "/// Every cause, by id.\npub const CAUSES: &[Cause] = &[");
    for c in causes {
        let _ = writeln!(
            out,
            "Cause {{ id: {:?}, family: Family::{}, layer: Layer::{}, explains: &{:?}, next: &{:?} }},",
            c.id,
            variant(&c.family),
            variant(&c.layer),
            c.explains,
            c.next
        );
    }
    out.push_str("];\n");
}

/// Why each cause happens, in one language, in the format that `src/guide.rs` reads.
pub(crate) fn reasons(causes: &[Cause], lang: &str) -> String {
    let of = |cause: &Cause| Some(format!("{}\u{1f}{}\u{1e}", cause.id, cause.text.get(lang)?.explanation.trim()));
    causes.iter().filter_map(of).collect()
}

/// What to do about each cause, in one language, in the format that `src/guide.rs` reads.
pub(crate) fn guide(causes: &[Cause], lang: &str) -> String {
    let mut out = String::new();
    let mut record = |fields: &[&str]| {
        out.push_str(&fields.join("\u{1f}"));
        out.push('\u{1e}');
    };
    for cause in causes {
        record(&["C", &cause.id]);
        for fix in &cause.fix {
            let Some(text) = fix.text.get(lang) else {
                continue;
            };
            let words = [&text.title, &text.check, &text.act, &text.prove, &text.risk].map(|t| t.trim());
            record(&[&["F", &fix.id, &fix.kind, &fix.risk], &words[..]].concat());
            for (letter, commands) in [("K", &fix.check), ("D", &fix.act), ("P", &fix.prove)] {
                for command in commands {
                    record(&[letter, command.trim_end()]);
                }
            }
        }
    }
    out
}

pub(crate) fn pack_asks(asks: &[Ask], out: &mut String) {
    out.push_str("/// Every piece of evidence worth asking for.\npub const ASKS: &[Ask] = &[");
    for ask in asks {
        let _ = write!(out, "Ask {{ id: {:?}, commands: &[", ask.id);
        for c in &ask.command {
            let _ = write!(out, "AskCommand {{ product: {:?}, command: {:?} }},", c.product, c.command);
        }
        out.push_str("] },\n");
    }
    out.push_str("];\n");
}
