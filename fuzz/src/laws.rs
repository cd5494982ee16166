//! The engine's laws as one function: what `crates/engine/src/lib.rs` promises of any bytes.

use std::collections::BTreeSet;

use why502_engine::{Diagnosis, Engine, Finding, Options, Tally, values};
use why502_knowledge::{Lang, cause};
use why502_report::{Document, Report, markdown, terminal};

use crate::cuts::{Dice, pieces};

/// A line limit low enough to be reached.
const SHORT: usize = 150;
/// The most that an answer may weigh as JSON, in bytes. Every finding has at most six lines of evidence of 2,000 bytes,
/// and a byte can become six (`\u0000`) or three (U+FFFD).
const HEAVIEST: usize = 4 * 1024 * 1024;

/// Panics when these bytes break a law; returns the diagnosis.
pub fn hold(data: &[u8]) -> Diagnosis {
    let mut dice = Dice::of(data);
    let options = if dice.below(2) == 0 { Options::default() } else { Options { line_limit: SHORT } };
    let whole = tally(&[data], options);
    let diagnosis = whole.diagnose();

    let parts = pieces(data, &mut dice);
    assert!(tally(&parts, options) == whole, "cut into {:?}", parts.iter().map(|p| p.len()).collect::<Vec<_>>());
    merging(data, options, &whole, &mut dice);
    answer(&diagnosis);
    if is_plain(data) {
        evidence(data, &diagnosis);
    }
    if dice.below(3) == 0 {
        shown(&diagnosis);
    }
    diagnosis
}

fn tally(pieces: &[&[u8]], options: Options) -> Tally {
    let mut engine = Engine::new(options);
    pieces.iter().for_each(|piece| engine.push(piece));
    engine.into_tally()
}

fn is_plain(data: &[u8]) -> bool {
    let mut engine = Engine::new(Options::default());
    engine.push(data);
    engine.is_plain() && !data.starts_with(b"\xef\xbb\xbf")
}

/// Law 3: pieces cut at a line end and read apart are the whole.
fn merging(data: &[u8], options: Options, whole: &Tally, dice: &mut Dice) {
    let ends: Vec<usize> = data.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1).collect();
    let Some(&end) = ends.get(dice.below(ends.len())) else { return };
    let (head, tail) = data.split_at(end);
    let mut first = Engine::new(options);
    first.push(head);
    if !first.is_plain() {
        return;
    }
    let mut second = Engine::resumed(options, &first.context());
    second.push(tail);
    first.append(second.into_tally());
    assert!(first.into_tally() == *whole, "merged at {end}");
}

/// Laws 1 and 4: the answer is one, and small.
fn answer(diagnosis: &Diagnosis) {
    let mut causes = BTreeSet::new();
    for finding in &diagnosis.findings {
        assert!(causes.insert(finding.cause), "{} twice", finding.cause);
        assert!(cause(finding.cause).is_some(), "{}", finding.cause);
        assert!((1..=100).contains(&finding.confidence), "{} {}", finding.cause, finding.confidence);
        assert!((1..=6).contains(&finding.evidence.len()), "{}: {} lines", finding.cause, finding.evidence.len());
        assert!(finding.count > 0);
        assert!(finding.status.is_none_or(|status| (100..1000).contains(&status)), "{:?}", finding.status);
        assert!(finding.upstream.as_ref().is_none_or(|upstream| (1..=768).contains(&upstream.len())));
        harmless(finding, diagnosis);
        for also in &finding.also {
            assert!((1..=100).contains(&also.confidence) && also.cause != finding.cause, "{}", also.cause);
        }
    }
    for finding in &diagnosis.findings {
        for follows in &finding.explains {
            assert!(causes.contains(follows) && *follows != finding.cause, "{} explains {follows}", finding.cause);
        }
    }
    assert!(diagnosis.warnings.len() < 10 && diagnosis.next.len() < 10);
    assert!(diagnosis.warnings.iter().all(|warning| warning.count > 0));
}

/// Values are short, and one that a shell could read something in stands in no command.
fn harmless(finding: &Finding, diagnosis: &Diagnosis) {
    for (name, value) in &finding.values {
        assert!(value.len() <= 768, "{name} has {} bytes", value.len());
        if !values::safe(value) && value.len() > 8 {
            let command = diagnosis.next.iter().find(|next| next.command.contains(value.as_str()));
            assert!(command.is_none() || *name == "time", "{name} {value:?} in {:?}", command.map(|c| &c.command));
        }
    }
}

/// Evidence points into the line that it says, at the words that it shows.
fn evidence(data: &[u8], diagnosis: &Diagnosis) {
    let lines: Vec<&[u8]> = data.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
    for finding in &diagnosis.findings {
        for evidence in &finding.evidence {
            let line = usize::try_from(evidence.line).ok().and_then(|n| lines.get(n.checked_sub(1)?));
            let Some(line) = line else { panic!("{}: no line {}", evidence.signature, evidence.line) };
            let Some(words) = line.get(evidence.start..evidence.end) else {
                panic!("{}: {}..{} of {} bytes", evidence.signature, evidence.start, evidence.end, line.len());
            };
            assert!(!words.is_empty(), "no words: {evidence:?} in a line of {}", line.len());
            let words = String::from_utf8_lossy(words);
            let shown = evidence.hit.trim_end_matches('\u{fffd}');
            // Of words that go on in the next line the part that stands in this one is meant, and all are shown.
            let both = words.starts_with(shown) || shown.starts_with(words.trim_end_matches('\u{fffd}'));
            assert!(both, "{}: {words:?} shown as {shown:?}", evidence.signature);
        }
    }
}

/// The answer can be written in every way, and read again.
fn shown(diagnosis: &Diagnosis) {
    let report = Report::from(diagnosis);
    let json = report.to_json();
    assert!(json.len() < HEAVIEST, "{} bytes of JSON", json.len());
    assert!(Report::from_json(&json).as_ref() == Ok(&report), "{json}");
    for text in written(&report) {
        let odd = text.chars().find(|c| c.is_control() && *c != '\n');
        assert!(odd.is_none(), "{odd:?} for a terminal: {text:?}");
    }
}

/// Writes a report in every way; returns what a terminal would get, in every language.
pub fn written(report: &Report) -> Vec<String> {
    let look = terminal::Look { color: false, width: 80 };
    let write = |lang| {
        let document = Document::new(report, lang);
        assert!(!markdown::render(report, &document).is_empty());
        terminal::diagnosis(&document, look)
    };
    Lang::all().map(write).collect()
}
