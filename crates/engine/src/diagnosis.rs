//! The answer: what the engine says of a text.

use crate::dialect::Dialect;
use crate::habit::Pattern;
use crate::map::Map;
use crate::values::Values;

/// What the text shows. Always an answer: what could not be read is counted in `warnings`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Ranked; the first is the answer; empty when the text shows no failure.
    pub findings: Vec<Finding>,
    /// How many lines were read.
    pub lines: u64,
    /// How many lines of each dialect there were.
    pub dialects: Map<Dialect, u64>,
    /// What to paste next, best first.
    pub next: Vec<Next>,
    /// What could not be read as it was meant.
    pub warnings: Vec<Warning>,
    /// The inputs' names; empty when there was one without a name.
    pub files: Vec<String>,
    /// Values that belong to no finding, such as the site's name.
    pub values: Values,
}

/// One failure that the text shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The label.
    pub cause: &'static str,
    /// Of 100 such answers, how many are right.
    pub confidence: u8,
    /// How many lines show it.
    pub count: u64,
    /// The earliest time, as the log has it.
    pub first: Option<String>,
    /// The latest.
    pub last: Option<String>,
    /// Who wrote the decisive line; empty when the text does not say.
    pub product: &'static str,
    /// The status the visitor got.
    pub status: Option<u16>,
    /// The address or socket that most of its lines name.
    pub upstream: Option<String>,
    /// Other findings that follow from this one.
    pub explains: Vec<&'static str>,
    /// The lines that show it, in order.
    pub evidence: Vec<Evidence>,
    /// What else the same text can mean.
    pub also: Vec<Also>,
    /// What its lines have in common over time.
    pub patterns: Vec<Pattern>,
    /// What commands are filled with.
    pub values: Values,
}

/// Another reading of the same evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also {
    /// The label.
    pub cause: &'static str,
    /// Of 100 such texts, how many mean this one.
    pub confidence: u8,
}

/// A line that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which input, from 0.
    pub input: usize,
    /// Which line, from 1.
    pub line: u64,
    /// Where the decisive words begin: a byte offset in the line as pasted.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The signature that saw it.
    pub signature: &'static str,
    /// The line's text before the words, unreadable bytes replaced.
    pub before: String,
    /// The decisive words.
    pub hit: String,
    /// The text after them.
    pub after: String,
    /// What told it together with this line, each with the number of its line: the header of a response, the page
    /// in it.
    pub beside: Vec<(u64, String)>,
}

/// A piece of evidence worth pasting next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// What is asked for.
    pub ask: &'static str,
    /// The command that gets it.
    pub command: String,
}

/// Something that could not be read as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Its name in JSON and in the locales.
    pub kind: &'static str,
    /// How often.
    pub count: u64,
    /// Where first: input from 0, line from 1.
    pub place: Option<(usize, u64)>,
}
