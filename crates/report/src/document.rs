//! A report in one language, ready to draw: every text chosen, every command filled.

use why502_engine::Map;

use why502_engine::values;
use why502_knowledge::{self as knowledge, Cause, Fix, FixKind, Lang, Layer, Risk, guide, word, words};

use crate::chain::chain;
use crate::sentence;
use crate::wire::{self, Beside, Evidence, Finding, Report, Warning};

/// What the page, the terminal and the Markdown show. No diagnosis happens after this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its language.
    pub lang: Lang,
    /// What was found; `None` when the text shows no failure.
    pub verdict: Option<Verdict>,
    /// What follows from the verdict's cause and was seen as well, nearest first.
    pub consequences: Vec<Brief>,
    /// Independent other findings, ranked.
    pub others: Vec<Brief>,
    /// What the same text can also mean.
    pub alternatives: Vec<Brief>,
    /// What to paste next.
    pub next: Vec<NextStep>,
    /// What could not be read, in words.
    pub warnings: Vec<String>,
    /// The text could not be read, or not to its end: then "no failure found" would promise too much.
    pub unread: bool,
    /// How many lines were read.
    pub lines: u64,
    /// What kinds of lines they were, most frequent first: (name for people, count).
    pub dialects: Vec<(String, u64)>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The label, for links and attributes.
    pub cause: &'static str,
    /// The cause's title.
    pub title: &'static str,
    /// What happened here, with the reader's own values.
    pub sentence: String,
    /// What the cause means in general.
    pub meaning: &'static str,
    /// 1 to 99.
    pub confidence: u8,
    /// `confidence` as a word: certain, likely, possible.
    pub confidence_word: &'static str,
    /// The hops from the visitor inwards.
    pub chain: Vec<Hop>,
    /// The lines that show it.
    pub evidence: Vec<EvidenceLine>,
    /// How many lines show it in all.
    pub count: u64,
    /// Times of the first and the last, as the log has them.
    pub span: Option<(String, String)>,
    /// What these lines have in common, in words.
    pub patterns: Vec<String>,
    /// What to do, in order.
    pub fixes: Vec<FixStep>,
}

/// One hop of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Which one.
    pub layer: Layer,
    /// Its name.
    pub name: &'static str,
    /// What the reader's text calls it: a product, an address; empty when it is not named.
    pub label: String,
    /// How it is doing.
    pub state: HopState,
    /// `state` in a word.
    pub state_word: &'static str,
}

/// What the evidence says of a hop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HopState {
    /// The failure sits here.
    Failed,
    /// The failure shows itself here, and comes from further in.
    Affected,
    /// It did its part.
    Worked,
    /// The text says nothing of it.
    Unknown,
}

impl HopState {
    /// For attributes and style sheets.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Affected => "affected",
            Self::Worked => "worked",
            Self::Unknown => "unknown",
        }
    }
}

/// An evidence line in three parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceLine {
    /// Which file, when there were several.
    pub file: Option<String>,
    /// Counts from 1.
    pub number: u64,
    /// The text before the decisive words.
    pub before: String,
    /// The decisive words.
    pub hit: String,
    /// The text after them.
    pub after: String,
    /// The signature that saw it.
    pub signature: String,
}

/// One fix: check → do → prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixStep {
    /// Unique within the cause.
    pub id: &'static str,
    /// What it is good for.
    pub kind: FixKind,
    /// `kind` as a word.
    pub kind_word: &'static str,
    /// What it may cost.
    pub risk: Risk,
    /// `risk` as a word.
    pub risk_word: &'static str,
    /// An imperative.
    pub title: &'static str,
    /// What may go wrong.
    pub risk_note: String,
    /// Is it the right fix?
    pub check: Step,
    /// Do it.
    pub act: Step,
    /// Did it work?
    pub prove: Step,
}

/// Words and the commands that go with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What to look at or do.
    pub words: String,
    /// Ready to copy.
    pub commands: Vec<String>,
}

/// A cause in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The label.
    pub cause: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// 1 to 99.
    pub confidence: u8,
    /// How many lines show it; 0 for an alternative.
    pub count: u64,
}

/// A piece of evidence to get next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What is asked for.
    pub title: &'static str,
    /// Why it would help.
    pub why: &'static str,
    /// How to get it.
    pub command: String,
}

impl Document {
    /// The report in this language.
    #[must_use]
    pub fn new(report: &Report, lang: Lang) -> Self {
        let answer = report.findings.first();
        let follows = answer.map_or(&[][..], |f| &f.explains);
        let brief = |f: &Finding| brief(&f.cause, f.confidence, f.count, lang);
        let rest = report.findings.iter().skip(1);
        let (consequences, others): (Vec<_>, Vec<_>) = rest.partition(|f| follows.contains(&f.cause));
        // A bare error page beside its reason says nothing of its own.
        let telling = |f: &&Finding| f.cause != "unknown";
        Self {
            lang,
            verdict: answer.and_then(|f| verdict(f, report, lang)),
            consequences: consequences.into_iter().filter(telling).filter_map(brief).collect(),
            others: others.into_iter().filter(telling).filter_map(brief).collect(),
            alternatives: answer
                .into_iter()
                .flat_map(|f| &f.also)
                .filter(|a| a.confidence >= WORTH_SAYING)
                .filter_map(|a| self::brief(&a.cause, a.confidence, 0, lang))
                .collect(),
            next: report.next.iter().filter_map(|n| next(&n.ask, &n.command, lang)).collect(),
            warnings: report.warnings.iter().map(|w| warning(w, report, lang)).collect(),
            unread: report.warnings.iter().any(|w| UNREAD.contains(&w.kind.as_str())),
            lines: report.lines,
            dialects: dialects(report, lang),
        }
    }
}

/// Warnings after which nothing can be said of the rest.
const UNREAD: [&str; 5] = ["binary", "compressed", "empty", "gzip-damaged", "gzip-truncated"];

/// Another reading that is rarer than this would only distract.
const WORTH_SAYING: u8 = 5;

fn verdict(finding: &Finding, report: &Report, lang: Lang) -> Option<Verdict> {
    let cause = knowledge::cause(&finding.cause)?;
    let text = cause.text(lang)?;
    let values = own_values(finding, report);
    Some(Verdict {
        cause: cause.id,
        title: text.title,
        sentence: sentence::fill(text.sentence, &values, lang),
        meaning: text.meaning,
        confidence: finding.confidence,
        confidence_word: confidence_word(finding.confidence, lang),
        chain: chain(cause, finding, lang),
        evidence: finding.evidence.iter().map(|e| evidence_line(e, report)).collect(),
        count: finding.count,
        span: finding.first.clone().zip(finding.last.clone()),
        patterns: finding.patterns.iter().filter_map(|p| in_words(p, lang)).collect(),
        fixes: fixes(cause, &values, lang),
    })
}

/// The finding's values over the report's.
#[must_use]
pub fn own_values(finding: &Finding, report: &Report) -> Map<String, String> {
    let mut values = report.values.clone();
    values.extend(finding.values.clone());
    values.insert("count".into(), finding.count.to_string());
    values
}

/// A text's paragraphs, which an empty line separates.
#[must_use]
pub fn paragraphs(text: &'static str) -> Vec<&'static str> {
    text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect()
}

fn confidence_word(confidence: u8, lang: Lang) -> &'static str {
    let w = words(lang);
    match confidence {
        90.. => w.confidence_certain,
        60..90 => w.confidence_likely,
        _ => w.confidence_possible,
    }
}

/// The lines that the whole answer rests on, in their order: without the rest of the text they give the same answer.
/// How often a line came is not quoted, and breaks ties: so of the verdict all lines are, of every other finding one.
#[must_use]
pub fn quoted(report: &Report) -> Vec<EvidenceLine> {
    let mut lines = Vec::new();
    for (at, finding) in report.findings.iter().enumerate() {
        for evidence in finding.evidence.iter().take(if at == 0 { usize::MAX } else { 1 }) {
            let line = evidence_line(evidence, report);
            let beside = |beside: &Beside| EvidenceLine {
                number: beside.line,
                before: beside.text.clone(),
                hit: String::new(),
                after: String::new(),
                ..line.clone()
            };
            let beside: Vec<EvidenceLine> = evidence.beside.iter().map(beside).collect();
            lines.push(line);
            lines.extend(beside);
        }
    }
    // A sort that keeps the order of what stands on one line.
    lines.sort_by(|a, b| (&a.file, a.number).cmp(&(&b.file, b.number)));
    lines
}

fn evidence_line(evidence: &Evidence, report: &Report) -> EvidenceLine {
    let (before, hit, after) = evidence.parts();
    EvidenceLine {
        file: evidence.file.and_then(|f| report.files.get(f)).cloned(),
        number: evidence.line,
        before: before.to_owned(),
        hit: hit.to_owned(),
        after: after.to_owned(),
        signature: evidence.signature.clone(),
    }
}

/// A cause's fixes, with commands and words filled; none while the language's guide is not loaded.
#[must_use]
pub fn fixes(cause: &'static Cause, values: &Map<String, String>, lang: Lang) -> Vec<FixStep> {
    let long = guide(lang).and_then(|g| g.cause(cause.id));
    long.into_iter().flat_map(|l| &l.fixes).map(|f| fix_step(f, values, lang)).collect()
}

/// The values under the names that commands have for them.
#[must_use]
pub fn known(values: &Map<String, String>) -> values::Values {
    knowledge::PLACEHOLDERS.iter().filter_map(|p| Some((*p, values.get(*p)?.clone()))).collect()
}

fn fix_step(fix: &'static Fix, values: &Map<String, String>, lang: Lang) -> FixStep {
    let w = words(lang);
    let known = known(values);
    let step = |step: &knowledge::Step| Step {
        words: sentence::fill(step.words, values, lang),
        commands: step.commands.iter().filter_map(|c| values::fill(c, &known)).collect(),
    };
    FixStep {
        id: fix.id,
        kind: fix.kind,
        kind_word: match fix.kind {
            FixKind::Mitigation => w.kind_mitigation,
            FixKind::Remedy => w.kind_remedy,
            FixKind::Defence => w.kind_defence,
        },
        risk: fix.risk,
        risk_word: match fix.risk {
            Risk::Low => w.risk_low,
            Risk::Medium => w.risk_medium,
            Risk::High => w.risk_high,
        },
        title: fix.title,
        risk_note: sentence::fill(fix.risk_note, values, lang),
        check: step(&fix.check),
        act: step(&fix.act),
        prove: step(&fix.prove),
    }
}

fn brief(cause: &str, confidence: u8, count: u64, lang: Lang) -> Option<Brief> {
    let cause = knowledge::cause(cause)?;
    let text = cause.text(lang)?;
    Some(Brief { cause: cause.id, title: text.title, meaning: text.meaning, confidence, count })
}

fn next(ask: &str, command: &str, lang: Lang) -> Option<NextStep> {
    let text = knowledge::ask(ask)?.text(lang)?;
    Some(NextStep { title: text.title, why: text.why, command: command.to_owned() })
}

fn warning(warning: &Warning, report: &Report, lang: Lang) -> String {
    let key = format!("warning_{}", warning.kind.replace('-', "_"));
    let text = word(lang, &key).unwrap_or(&warning.kind);
    let filled = values::replace(text, &|name| match name {
        "count" => Some(warning.count.to_string()),
        "line" => Some(warning.line.unwrap_or(1).to_string()),
        _ => None,
    });
    match warning.file.and_then(|f| report.files.get(f)) {
        Some(file) => format!("{file}: {filled}"),
        None => filled,
    }
}

fn dialects(report: &Report, lang: Lang) -> Vec<(String, u64)> {
    let name = |id: &str| {
        let key = format!("dialect_{}", id.replace('-', "_"));
        word(lang, &key).unwrap_or(id).to_owned()
    };
    let mut all: Vec<_> = report.dialects.iter().map(|(id, count)| (name(id), *count)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

/// A pattern as a sentence; `None` for one that this version does not know.
fn in_words(pattern: &wire::Pattern, lang: Lang) -> Option<String> {
    let words = words(lang);
    let sentence = match pattern.kind.as_str() {
        "constant-wait" => words.pattern_constant_wait,
        "only-sending" => words.pattern_only_sending,
        "one-upstream" => words.pattern_one_upstream,
        "after-idle" => words.pattern_after_idle,
        "burst" => words.pattern_burst,
        _ => return None,
    };
    Some(sentence.replace("{value}", &pattern.value.replacen('T', " ", 1)))
}

#[cfg(test)]
mod tests {
    use why502_engine::Dialect;
    use why502_knowledge::{Lang, word};

    #[test]
    fn every_dialect_and_every_warning_has_a_word_in_every_language() {
        let warnings = [
            "empty",
            "binary",
            "compressed",
            "gzip_damaged",
            "gzip_truncated",
            "invalid_utf8",
            "line_too_long",
            "nul_bytes",
        ];
        for lang in Lang::all() {
            for id in Dialect::ALL.map(Dialect::id) {
                let key = format!("dialect_{}", id.replace('-', "_"));
                assert!(word(lang, &key).is_some(), "{key} in {}", lang.tag());
            }
            for kind in warnings {
                assert!(word(lang, &format!("warning_{kind}")).is_some(), "{kind} in {}", lang.tag());
            }
        }
    }
}
