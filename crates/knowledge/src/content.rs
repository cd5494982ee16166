//! The guide's content as it is written: the shapes of `knowledge/faq`, `walk.toml` and the others.
//!
//! `build.rs` reads the files into these types, checks them, and packs the whole as one JSON text; the renderer of
//! the guide reads that text again. Programs that only diagnose have neither (feature `content`).
//!
//! Fields are explained in `knowledge/README.md`. Texts are by language tag; the build proves that all are there.

// One file, two users: the build script needs the shapes only, and documentation is the schema's.
#![allow(missing_docs, dead_code, unreachable_pub)]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Language tag → texts.
pub type Texts<T> = BTreeMap<String, T>;

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub faq: Vec<Faq>,
    pub statuses: Statuses,
    pub hops: Vec<Hop>,
    pub walk: Walk,
    pub commands: Vec<Command>,
    pub prevention: Vec<Item>,
    pub seo: Vec<Stage>,
    pub examples: Vec<Example>,
    pub timeouts: Timeouts,
    pub remedies: Vec<Remedy>,
}

/// Whose statement it is.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub name: String,
    pub url: String,
}

// ── Questions ─────────────────────────────────────────────────────────────────────────────────────────

pub const TOPICS: [&str; 14] = [
    "basics",
    "visitor",
    "nginx",
    "php",
    "app-server",
    "container",
    "kubernetes",
    "cloud",
    "cdn",
    "apache",
    "haproxy",
    "tls-dns",
    "operations",
    "seo",
];
pub const AUDIENCES: [&str; 3] = ["visitor", "admin", "both"];

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Faq {
    pub id: String,
    pub topic: String,
    pub order: u32,
    pub audience: String,
    pub article: Option<u8>,
    pub causes: Vec<String>,
    #[serde(default)]
    pub related: Vec<String>,
    pub sources: Vec<Source>,
    pub text: Texts<FaqText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FaqText {
    pub question: String,
    pub short: String,
    pub answer: String,
}

// ── Statuses, and what each product answers ───────────────────────────────────────────────────────────

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Statuses {
    #[serde(default)]
    pub status: Vec<Status>,
    #[serde(default)]
    pub fault: Vec<Fault>,
    #[serde(default)]
    pub product: Vec<Product>,
    #[serde(default)]
    pub answer: Vec<Answer>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    pub code: u16,
    #[serde(default)]
    pub article: bool,
    pub text: Texts<StatusText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StatusText {
    pub name: String,
    pub why: String,
    pub scene: String,
    pub who: String,
    pub first: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    pub id: String,
    pub cause: String,
    pub text: Texts<FaultText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FaultText {
    pub title: String,
    pub what: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub fault: String,
    pub product: String,
    pub status: String,
    pub log: String,
    pub source: String,
}

// ── The chain ─────────────────────────────────────────────────────────────────────────────────────────

pub const HOPS: [&str; 6] = ["visitor", "cdn", "proxy", "network", "backend", "dependency"];

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HopFile {
    pub hop: Vec<Hop>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Hop {
    pub id: String,
    pub causes: Vec<String>,
    #[serde(default)]
    pub logs: Vec<Log>,
    pub text: Texts<HopText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub product: String,
    pub r#where: String,
    pub line: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HopText {
    pub title: String,
    pub role: String,
    pub breaks: String,
    pub look: String,
}

// ── The walk-through ──────────────────────────────────────────────────────────────────────────────────

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Walk {
    #[serde(default)]
    pub layer: Vec<WalkLayer>,
    #[serde(default)]
    pub node: Vec<Node>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WalkLayer {
    pub id: String,
    #[serde(default)]
    pub commands: Vec<String>,
    pub text: Texts<WalkLayerText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WalkLayerText {
    pub title: String,
    pub question: String,
    pub how: String,
    pub fine: String,
    pub broken: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    pub id: String,
    pub layer: String,
    #[serde(default)]
    pub commands: Vec<String>,
    pub text: Texts<NodeText>,
    pub branch: Vec<Branch>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NodeText {
    pub title: String,
    pub question: String,
    pub how: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    pub id: String,
    pub to: String,
    #[serde(default)]
    pub causes: Vec<String>,
    pub text: Texts<BranchText>,
}

impl Branch {
    /// The cause it ends at; `None` when it leads to another node.
    pub fn cause(&self) -> Option<&str> {
        self.to.strip_prefix("cause:")
    }
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BranchText {
    pub label: String,
}

// ── Commands, prevention, search engines ──────────────────────────────────────────────────────────────

pub const SYSTEMS: [&str; 5] = ["any", "systemd", "docker", "kubernetes", "windows"];

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CommandFile {
    pub command: Vec<Command>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    pub id: String,
    pub hop: String,
    pub system: String,
    pub run: String,
    #[serde(default)]
    pub causes: Vec<String>,
    pub text: Texts<CommandText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CommandText {
    pub title: String,
    pub look: String,
}

pub const AREAS: [&str; 7] = ["architecture", "monitoring", "config", "alerts", "deploy", "capacity", "page"];

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ItemFile {
    pub item: Vec<Item>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: String,
    pub area: String,
    #[serde(default)]
    pub article: bool,
    #[serde(default)]
    pub commands: Vec<String>,
    #[serde(default)]
    pub causes: Vec<String>,
    pub sources: Vec<Source>,
    pub text: Texts<ItemText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ItemText {
    pub title: String,
    pub why: String,
    pub how: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StageFile {
    pub stage: Vec<Stage>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub id: String,
    pub status: String,
    pub from_hours: f64,
    pub to_hours: f64,
    pub planned: bool,
    pub sources: Vec<Source>,
    pub text: Texts<StageText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StageText {
    pub title: String,
    pub engines: String,
    pub act: String,
    pub page: String,
}

// ── Examples ──────────────────────────────────────────────────────────────────────────────────────────

pub const FIELD_KINDS: [&str; 9] = ["host", "port", "path", "seconds", "number", "size", "url", "name", "address"];

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub id: String,
    pub order: u32,
    pub product: String,
    pub article: Option<u8>,
    #[serde(default)]
    pub causes: Vec<String>,
    pub sources: Vec<Source>,
    pub check: Vec<String>,
    pub field: Vec<Field>,
    pub file: Vec<File>,
    pub text: Texts<ExampleText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub id: String,
    pub kind: String,
    pub default: String,
    #[serde(default)]
    pub choices: Vec<String>,
    pub text: Texts<FieldText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FieldText {
    pub label: String,
    pub help: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub name: String,
    pub body: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleText {
    pub title: String,
    pub intro: String,
    pub notes: String,
}

/// A line of an example's file, in pieces.
#[derive(Debug, PartialEq, Eq)]
pub struct TemplateLine<'a> {
    /// (field, value): the line is there only with this choice.
    pub only: Option<(&'a str, &'a str)>,
    pub pieces: Vec<Piece<'a>>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Field(&'a str),
}

/// The lines of a file with `{{field}}` and `{{?field=choice}}`.
pub fn template(body: &str) -> Vec<TemplateLine<'_>> {
    body.trim_matches('\n').lines().map(template_line).collect()
}

fn template_line(line: &str) -> TemplateLine<'_> {
    let indent = line.len() - line.trim_start().len();
    let (only, before, mut rest) = line
        .get(indent..)
        .and_then(|tail| tail.strip_prefix("{{?"))
        .and_then(|tail| tail.split_once("}}"))
        .and_then(|(test, tail)| Some((test.split_once('=')?, tail)))
        .map_or((None, "", line), |(test, tail)| (Some(test), &line[..indent], tail));
    let mut pieces = Vec::new();
    if !before.is_empty() {
        pieces.push(Piece::Text(before));
    }
    while let Some((text, name, tail)) = next_field(rest) {
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        pieces.push(Piece::Field(name));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    TemplateLine { only, pieces }
}

/// Ours are `{{lower_case}}`, without blanks; other programs' braces stay theirs.
fn next_field(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find("{{")?;
        let tail = text.get(at + 2..)?;
        let length = tail.find("}}")?;
        let name = tail.get(..length)?;
        if !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            return Some((text.get(..at)?, name, tail.get(length + 2..)?));
        }
        from = at + 2;
    }
}

// ── Timeouts ──────────────────────────────────────────────────────────────────────────────────────────

pub const TIMER_KINDS: [&str; 6] = ["connect", "read", "total", "watchdog", "keepalive-idle", "query"];

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Timeouts {
    #[serde(default)]
    pub layer: Vec<TimeoutLayer>,
    #[serde(default)]
    pub product: Vec<TimeoutProduct>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TimeoutLayer {
    pub id: String,
    pub order: u32,
    pub text: Texts<Titled>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Titled {
    pub title: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TimeoutProduct {
    pub id: String,
    pub layer: String,
    pub name: String,
    pub timer: Vec<Timer>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Timer {
    pub id: String,
    pub directive: String,
    pub kind: String,
    pub default_s: f64,
    pub status: String,
    pub cause: String,
    pub source: String,
    pub text: Texts<TimerText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TimerText {
    pub what: String,
}

// ── The seven remedies ────────────────────────────────────────────────────────────────────────────────

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyFile {
    pub remedy: Vec<Remedy>,
}

/// A cure that everybody names, and what stands behind it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    pub id: String,
    /// `cause/fix`: the exact steps.
    pub fixes: Vec<String>,
    /// Causes that it cannot cure, however often it is advised.
    pub useless: Vec<String>,
    pub text: Texts<RemedyText>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyText {
    pub title: String,
    pub when: String,
    pub how: String,
    pub trap: String,
}

#[cfg(test)]
mod tests {
    use super::{Piece, template};

    #[test]
    fn fields_and_choices_are_told_from_other_braces() {
        let lines = template("server {{host}}:{{port}};\n  {{?tls=yes}}listen 443;\n{{ .Values.x }} ${a} {{}}\n");
        assert_eq!(
            lines[0].pieces,
            [Piece::Text("server "), Piece::Field("host"), Piece::Text(":"), Piece::Field("port"), Piece::Text(";")]
        );
        assert_eq!(
            (lines[1].only, &lines[1].pieces[..]),
            (Some(("tls", "yes")), &[Piece::Text("  "), Piece::Text("listen 443;")][..])
        );
        assert_eq!(lines[2].pieces, [Piece::Text("{{ .Values.x }} ${a} {{}}")]);
        assert_eq!(lines.len(), 3);
    }
}
