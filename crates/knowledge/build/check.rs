//! Complaints about the content, and the reading that all kinds of content share.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// What is wrong with the content. Collected, so that one build shows all of it.
#[derive(Default)]
pub(crate) struct Complaints(Vec<String>);

impl Complaints {
    pub(crate) fn add(&mut self, place: impl AsRef<str>, what: impl AsRef<str>) {
        self.0.push(format!("{}: {}", place.as_ref(), what.as_ref()));
    }

    /// Fails the build when there is any complaint.
    pub(crate) fn end(self) -> Result<(), String> {
        if self.0.is_empty() {
            return Ok(());
        }
        for complaint in &self.0 {
            eprintln!("{complaint}");
        }
        Err(format!("the content has {} mistakes, listed above", self.0.len()))
    }
}

/// The TOML files of a directory, by name. Each place is shown relative to the repository.
pub(crate) fn toml_files(dir: &Path, complaints: &mut Complaints) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else {
        complaints.add(dir.display().to_string(), "the directory cannot be read");
        return Vec::new();
    };
    let mut files: Vec<_> =
        entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|x| x == "toml")).collect();
    files.sort();
    files
}

/// A file's name with its directory, for complaints.
pub(crate) fn place(path: &Path) -> String {
    let mut parts: Vec<_> = path.components().rev().take(3).map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.reverse();
    parts.join("/")
}

/// Reads one file of content.
pub(crate) fn read<T: DeserializeOwned>(path: &Path, complaints: &mut Complaints) -> Option<T> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) => {
            complaints.add(place(path), format!("cannot be read: {e}"));
            return None;
        }
    };
    toml::from_str(&text).map_err(|e| complaints.add(place(path), e.to_string())).ok()
}

/// Whether the text holds a Chinese character.
pub(crate) fn has_han(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'))
}

/// A text must be there, and be in the language it says.
pub(crate) fn text(place: &str, lang: &str, key: &str, value: &str, complaints: &mut Complaints) {
    if value.trim().is_empty() {
        complaints.add(place, format!("[{lang}] {key} is empty"));
    } else if lang.starts_with("zh") != has_han(value) && value.chars().any(char::is_alphabetic) {
        complaints.add(place, format!("[{lang}] {key} is in another language: {value:?}"));
    }
}

/// The placeholders that `crates/report` can fill.
pub(crate) const PLACEHOLDERS: [&str; 12] = [
    "upstream",
    "upstream.host",
    "upstream.port",
    "socket",
    "unit",
    "proxy.unit",
    "time",
    "host",
    "path",
    "product",
    "status",
    "count",
];

/// Refuses a placeholder that nothing fills. Braces of other programs (`%{…}`, `${…}`, `{{…}}`) are theirs.
pub(crate) fn placeholders(place: &str, value: &str, complaints: &mut Complaints) {
    for (at, _) in value.match_indices('{') {
        let foreign = value[..at].ends_with(['%', '$', '{']);
        let Some(name) = value[at + 1..].split('}').next() else {
            continue;
        };
        let ours = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '.');
        if ours && !foreign && !PLACEHOLDERS.contains(&name) {
            complaints.add(place, format!("nothing fills {{{name}}}; known are {PLACEHOLDERS:?}"));
        }
    }
}
