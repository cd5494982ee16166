//! The JSON contract, schema `why502/1`: what `why502 diagnose --format json` prints and the worker sends.
//!
//! Later versions add fields and never change these. Field order is the order here, so equal input gives
//! equal bytes wherever the engine runs.

use serde::{Deserialize, Serialize};
use why502_engine::{self as engine, Map};

/// The schema's name and major version.
pub const SCHEMA: &str = "why502/1";

/// A [`Map`] as a JSON object.
mod entries {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use why502_engine::Map;

    pub(super) fn serialize<V: Serialize, S: Serializer>(map: &Map<String, V>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(map.iter())
    }

    pub(super) fn deserialize<'d, V: Deserialize<'d>, D: Deserializer<'d>>(
        from: D,
    ) -> Result<Map<String, V>, D::Error> {
        BTreeMap::deserialize(from).map(|entries| entries.into_iter().collect())
    }
}

/// One whole answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Ranked; the first is the answer; empty when the text shows no failure.
    pub findings: Vec<Finding>,
    /// How many lines were read.
    pub lines: u64,
    /// How many lines of each dialect there were.
    #[serde(with = "entries")]
    pub dialects: Map<String, u64>,
    /// What to paste next, best first.
    pub next: Vec<Next>,
    /// What could not be read as it was meant.
    pub warnings: Vec<Warning>,
    /// The inputs' names, when there was more than one; `evidence.file` counts from 0 into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// The reader's own values that the commands are filled with.
    #[serde(default, with = "entries")]
    pub values: Map<String, String>,
}

/// One failure that the text shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The label, such as `connection-refused`.
    pub cause: String,
    /// Its cause type.
    pub family: String,
    /// The hop where it sits.
    pub layer: String,
    /// Of 100 such answers, how many are right.
    pub confidence: u8,
    /// How many lines show it.
    pub count: u64,
    /// Time of the first such line, as the log has it; no zone is invented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// Time of the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// Who wrote the decisive line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The status the visitor got.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The address or socket the product was talking to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upstream: Option<String>,
    /// Other findings of this report that follow from this one.
    pub explains: Vec<String>,
    /// The lines that show it.
    pub evidence: Vec<Evidence>,
    /// What else the same text can mean, likeliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also>,
    /// What its lines have in common over time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<Pattern>,
    /// This finding's own values, which go before the report's.
    #[serde(default, with = "entries")]
    pub values: Map<String, String>,
}

/// Something that holds for every line of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// `constant-wait`, `only-sending`, `one-upstream`, `burst`, `after-idle`.
    pub kind: String,
    /// The seconds, the upstream, the first time; left out when there is nothing to name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// Another reading of the same evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Also {
    /// The label.
    pub cause: String,
    /// Of 100 such texts, how many mean this one.
    pub confidence: u8,
}

/// A line that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Counts from 1.
    pub line: u64,
    /// Where the decisive words begin: a byte offset in that line as pasted.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The signature that saw it.
    pub signature: String,
    /// The line, or of a very long line the part around the words; unreadable bytes are replaced.
    pub text: String,
    /// Where the decisive words stand in `text`, in bytes, when that is not `start` and `end`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<(usize, usize)>,
    /// Which of `files` the line is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<usize>,
    /// What told it together with this line: the header of a response, the page in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Beside>,
}

/// A line that says something only together with another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Counts from 1.
    pub line: u64,
    /// What it says, without what carried it.
    pub text: String,
}

impl Evidence {
    /// `text` in three parts: before, the decisive words, after.
    #[must_use]
    pub fn parts(&self) -> (&str, &str, &str) {
        let (start, end) = self.mark.unwrap_or((self.start, self.end));
        match (self.text.get(..start), self.text.get(start..end), self.text.get(end..)) {
            (Some(before), Some(hit), Some(after)) => (before, hit, after),
            _ => (&self.text, "", ""),
        }
    }
}

/// A piece of evidence worth pasting next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// What is asked for, such as `backend-log`.
    pub ask: String,
    /// The command that gets it, filled with the reader's values.
    pub command: String,
}

/// Something that could not be read as it was meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// `empty`, `binary`, `invalid-utf8`, `nul-bytes`, `line-too-long`, `gzip-truncated` …
    pub kind: String,
    /// How often.
    pub count: u64,
    /// The first line where it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Which of `files`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<usize>,
}

impl Report {
    /// The contract's JSON, on several lines, with an end of line.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists cannot fail to be written; an empty object keeps readers alive.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_else(|_| "{}".into());
        json.push('\n');
        json
    }

    /// Reads the contract's JSON.
    ///
    /// # Errors
    /// When it is no JSON, or not of schema `why502/1`; the message says where.
    pub fn from_json(json: &str) -> Result<Self, String> {
        let report: Self = serde_json::from_str(json).map_err(|e| e.to_string())?;
        if report.schema == SCHEMA { Ok(report) } else { Err(format!("schema {:?} is not {SCHEMA}", report.schema)) }
    }
}

impl From<&engine::Diagnosis> for Report {
    fn from(diagnosis: &engine::Diagnosis) -> Self {
        let several = diagnosis.files.len() > 1;
        Self {
            schema: SCHEMA.into(),
            findings: diagnosis.findings.iter().map(|f| finding(f, several)).collect(),
            lines: diagnosis.lines,
            dialects: diagnosis.dialects.iter().map(|(d, n)| (d.id().to_owned(), *n)).collect(),
            next: diagnosis.next.iter().map(|n| Next { ask: n.ask.into(), command: n.command.clone() }).collect(),
            warnings: diagnosis
                .warnings
                .iter()
                .map(|w| Warning {
                    kind: w.kind.into(),
                    count: w.count,
                    line: w.place.map(|(_, line)| line),
                    file: w.place.map(|(file, _)| file).filter(|_| several),
                })
                .collect(),
            files: diagnosis.files.clone(),
            values: owned(&diagnosis.values),
        }
    }
}

fn finding(finding: &engine::Finding, several: bool) -> Finding {
    let cause = why502_knowledge::cause(finding.cause);
    Finding {
        cause: finding.cause.into(),
        family: cause.map_or("", |c| c.family.id()).into(),
        layer: cause.map_or("", |c| c.layer.id()).into(),
        confidence: finding.confidence,
        count: finding.count,
        first: finding.first.clone(),
        last: finding.last.clone(),
        product: Some(finding.product).filter(|p| !p.is_empty()).map(str::to_owned),
        status: finding.status,
        upstream: finding.upstream.clone(),
        explains: finding.explains.iter().map(|&c| c.to_owned()).collect(),
        evidence: finding.evidence.iter().map(|e| evidence(e, several)).collect(),
        also: finding.also.iter().map(|a| Also { cause: a.cause.into(), confidence: a.confidence }).collect(),
        patterns: finding.patterns.iter().map(|p| Pattern { kind: p.kind.into(), value: p.value.clone() }).collect(),
        values: owned(&finding.values),
    }
}

fn evidence(evidence: &engine::Evidence, several: bool) -> Evidence {
    let mark = (evidence.before.len(), evidence.before.len() + evidence.hit.len());
    Evidence {
        line: evidence.line,
        start: evidence.start,
        end: evidence.end,
        signature: evidence.signature.into(),
        text: format!("{}{}{}", evidence.before, evidence.hit, evidence.after),
        mark: Some(mark).filter(|m| *m != (evidence.start, evidence.end)),
        file: Some(evidence.input).filter(|_| several),
        beside: evidence.beside.iter().map(|(line, text)| Beside { line: *line, text: text.clone() }).collect(),
    }
}

fn owned(values: &engine::values::Values) -> Map<String, String> {
    values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}
