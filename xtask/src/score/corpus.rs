//! The corpora: texts whose right answer is known.

use crate::project;
use crate::score::markdown;
use anyhow::{Context, Result, ensure};
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The label of a text that shows no failure: the right answer is to find nothing.
pub(crate) const NOTHING: &str = "none";
/// The label of a text that shows a failure and not why.
pub(crate) const UNKNOWN: &str = "unknown";

/// Where a text comes from. `testdata/README.md` says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Corpus {
    /// Messages of many systems, each read from its source, in the default format of their logs.
    Catalogue,
    /// What real servers wrote when real faults were injected.
    Lab,
    /// The Markdown cases: stories with pastes.
    Cases,
    /// Logs of systems that work.
    Healthy,
}

impl Corpus {
    pub(crate) const ALL: [Self; 4] = [Self::Catalogue, Self::Lab, Self::Cases, Self::Healthy];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Lab => "lab",
            Self::Cases => "cases",
            Self::Healthy => "healthy",
        }
    }

    pub(crate) fn load(self) -> Result<Vec<Case>> {
        let folder = project::root().join("testdata");
        let cases = match self {
            Self::Catalogue => catalogue(&read(&folder.join("catalogue.tsv"))?),
            Self::Lab => lab(&unpacked(&folder.join("lab.jsonl.gz"))?),
            Self::Cases => markdown_cases(&folder.join("cases")),
            Self::Healthy => healthy(&folder.join("healthy")),
        };
        let cases = cases.with_context(|| format!("cannot read the corpus \"{}\"", self.name()))?;
        ensure!(!cases.is_empty(), "the corpus \"{}\" is empty", self.name());
        Ok(cases)
    }
}

/// What a paste looks like, which decides what damage it can suffer: nobody's log driver puts a prefix before
/// each line of an error page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Each line is a record, or belongs to the record before it.
    Log,
    /// One text: a page, headers.
    Document,
    /// What commands printed.
    Terminal,
    /// Several of these in one paste.
    Bundle,
}

/// One text of a paste; several are several files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paste {
    /// Empty when there is only one.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A text with its right answer.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) corpus: Corpus,
    pub(crate) id: String,
    pub(crate) system: String,
    pub(crate) shape: Shape,
    /// The label: a cause, [`UNKNOWN`] or [`NOTHING`].
    pub(crate) cause: String,
    /// Other answers that the text allows.
    pub(crate) accept: Vec<String>,
    pub(crate) pastes: Vec<Paste>,
}

impl Case {
    /// Whether the label says what went wrong.
    pub(crate) fn has_cause(&self) -> bool {
        self.cause != UNKNOWN && self.cause != NOTHING
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn unpacked(path: &Path) -> Result<String> {
    let packed = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut text = String::new();
    MultiGzDecoder::new(packed.as_slice()).read_to_string(&mut text)?;
    Ok(text)
}

fn one(text: String) -> Vec<Paste> {
    vec![Paste { name: String::new(), text }]
}

/// Tab-separated, a heading first; `\n` and `\t` in a cell stand for a line end and a tab, and what was a
/// backslash before them stays.
fn catalogue(table: &str) -> Result<Vec<Case>> {
    let rows = table.lines().skip(1).map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, system, kind, cause, also, example] = cells.as_slice() else {
            anyhow::bail!("a row of {} cells, not 6: {row}", cells.len());
        };
        let text = example.replace("\\n", "\n").replace("\\t", "\t");
        let shape = match *kind {
            "error-log" | "access-log" | "flag" => Shape::Log,
            "json" | "event" if !text.trim_end().contains('\n') => Shape::Log,
            "cli" => Shape::Terminal,
            _ => Shape::Document,
        };
        Ok(Case {
            corpus: Corpus::Catalogue,
            id: (*id).to_owned(),
            system: (*system).to_owned(),
            shape,
            cause: (*cause).to_owned(),
            accept: also.split(',').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect(),
            pastes: one(text),
        })
    });
    rows.collect()
}

#[derive(Deserialize)]
struct LabRow {
    id: String,
    system: String,
    kind: String,
    cause: String,
    accept: Vec<String>,
    input: String,
}

fn lab(lines: &str) -> Result<Vec<Case>> {
    let rows = lines.lines().map(|line| {
        let LabRow { id, system, kind, cause, accept, input } = serde_json::from_str(line)?;
        let shape = match kind.as_str() {
            "error-log" | "access-log" | "app-log" => Shape::Log,
            "bundle" => Shape::Bundle,
            _ => Shape::Terminal,
        };
        Ok(Case { corpus: Corpus::Lab, id, system, shape, cause, accept, pastes: one(input) })
    });
    rows.collect()
}

fn markdown_cases(folder: &Path) -> Result<Vec<Case>> {
    let files = files(folder)?;
    let files = files.iter().filter(|file| file.extension().is_some_and(|e| e == "md"));
    let cases = files.map(|file| {
        let story = markdown::parse(&read(file)?).with_context(|| format!("{}", file.display()))?;
        let shape = if story.pastes.iter().all(|paste| is_log(&paste.text)) { Shape::Log } else { Shape::Bundle };
        Ok(Case {
            corpus: Corpus::Cases,
            id: stem(file),
            system: String::new(),
            shape,
            cause: story.answer,
            accept: Vec::new(),
            pastes: story.pastes,
        })
    });
    cases.collect()
}

fn healthy(folder: &Path) -> Result<Vec<Case>> {
    let logs = files(folder)?.into_iter().map(|file| {
        Ok(Case {
            corpus: Corpus::Healthy,
            id: stem(&file),
            system: String::new(),
            shape: Shape::Log,
            cause: NOTHING.to_owned(),
            accept: Vec::new(),
            pastes: one(String::from_utf8_lossy(&fs::read(&file)?).into_owned()),
        })
    });
    logs.collect()
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}

/// A text is taken for a log when at least half of its lines begin with a digit or a bracket, as dates do, or with
/// the brace of a JSON record.
fn is_log(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let months = ["Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "];
    let dated = lines.iter().filter(|line| {
        line.starts_with(|c: char| c.is_ascii_digit() || c == '[' || c == '{')
            || months.iter().any(|month| line.starts_with(month))
    });
    dated.count() * 2 >= lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_corpora_are_whole() {
        let sizes = Corpus::ALL.map(|corpus| corpus.load().unwrap().len());
        assert!(sizes[0] == 994 && sizes[1] == 2769 && sizes[2] >= 50 && sizes[3] >= 25, "{sizes:?}");
    }

    #[test]
    fn a_row_of_the_catalogue() {
        let table = "id\tsystem\tkind\tcause\talso\texample\nx\tnginx\tpage\tunknown\ta, b\t<html>\\n\\t<body>\n";
        let cases = catalogue(table).unwrap();
        assert_eq!(cases[0].accept, ["a", "b"]);
        assert_eq!(cases[0].pastes[0].text, "<html>\n\t<body>");
        assert_eq!(cases[0].shape, Shape::Document);
        assert!(!cases[0].has_cause());
        assert!(catalogue("id\nx\ty").is_err());
    }

    #[test]
    fn logs_are_told_from_documents() {
        assert!(is_log("2026/03/04 10:47:22 [error] x\n  at y\n"));
        assert!(is_log("Mar  4 10:47:22 web1 x\n"));
        assert!(!is_log("HTTP/1.1 502 Bad Gateway\nServer: nginx\n"));
    }
}
