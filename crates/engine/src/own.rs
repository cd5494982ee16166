//! A report of ours, pasted again.
//!
//! It explains what it found, in words that a failing program could have written too. So it is not read as a log: it
//! says what it found, and that is the answer. What else is read from it (evidence, addresses) stays.

use why502_knowledge as knowledge;

use crate::diagnose::{Diagnosis, Finding};
use crate::tally::Tally;
use crate::values::Values;

/// Stands alone before cause and confidence in a report for people, and names the schema in one for programs.
pub const MARK: &str = "why502/1";

/// Longer than any report.
const LONGEST: usize = 256 * 1024;

/// Lets the report speak for itself, when the text is one.
pub(crate) fn apply(tally: &Tally, diagnosis: &mut Diagnosis) {
    let [input] = tally.inputs.as_slice() else { return };
    let text = input.kept.as_deref().filter(|text| text.len() <= LONGEST);
    let Some(stated) = text.and_then(|text| std::str::from_utf8(text).ok()).and_then(stated) else { return };
    let findings = &mut diagnosis.findings;
    let Some((cause, confidence)) = stated else {
        findings.clear();
        return;
    };
    let finding = match findings.iter().position(|finding| finding.cause == cause) {
        Some(at) => findings.remove(at),
        None => Finding {
            cause,
            confidence,
            count: 1,
            first: None,
            last: None,
            product: "",
            status: None,
            upstream: None,
            explains: Vec::new(),
            evidence: Vec::new(),
            also: Vec::new(),
            patterns: Vec::new(),
            values: Values::new(),
        },
    };
    findings.insert(0, Finding { confidence, ..finding });
}

/// What a report says it found: `Some(None)` for a report that found nothing.
fn stated(text: &str) -> Option<Option<(&'static str, u8)>> {
    let of = |cause: &str, confidence: &str| {
        let known = knowledge::cause(cause)?;
        Some(Some((known.id, confidence.parse().ok().filter(|n| (1..=99).contains(n))?)))
    };
    if text.trim_start().starts_with('{') {
        let (_, rest) = text.split_once("\"schema\"")?;
        let rest = rest.trim_start_matches([' ', ':', '"']).strip_prefix(MARK)?;
        let (_, rest) = rest.split_once("\"findings\"")?;
        if rest.trim_start_matches([' ', ':', '\n']).strip_prefix('[')?.trim_start().starts_with(']') {
            return Some(None);
        }
        let value = |name: &str| {
            let (_, rest) = rest.split_once(name)?;
            rest.trim_start_matches([' ', ':', '"']).split(['"', ',', '\n', '}']).next()
        };
        return of(value("\"cause\"")?, value("\"confidence\"")?);
    }
    let last = text.trim_end().rsplit('\n').next()?;
    let mut words = last.trim_start_matches(['>', ' ']).split_whitespace();
    match (words.next()?, words.next()?, words.next(), words.next()) {
        (MARK, "none", None, None) => Some(None),
        (MARK, cause, Some(confidence), None) => of(cause, confidence),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::scan;

    fn cause(text: &str) -> Option<(&'static str, u8)> {
        scan(text.as_bytes()).findings.first().map(|finding| (finding.cause, finding.confidence))
    }

    #[test]
    fn a_report_says_what_it_found() {
        let prose = "Connection refused: nginx asked 127.0.0.1:3000.\nconnect() failed (111: Connection refused) while connecting to upstream\n";
        assert_eq!(cause(prose).unwrap().0, "connection-refused");
        assert_eq!(cause(&format!("{prose}\nwhy502/1 out-of-memory 91\n")), Some(("out-of-memory", 91)));
        assert_eq!(cause(&format!("> {prose}\n> why502/1 out-of-memory 91")), Some(("out-of-memory", 91)));
        assert_eq!(cause(&format!("{prose}\nwhy502/1 none\n")), None);
        let json = r#"{"schema": "why502/1", "findings": [{"cause": "upstream-loop", "confidence": 7}]}"#;
        assert_eq!(cause(&json.replace("upstream-loop", "rate-limited")), Some(("rate-limited", 7)));
        assert_eq!(cause(r#"{"schema":"why502/1","findings":[],"lines":3}"#), None);
    }

    #[test]
    fn what_is_no_report_is_a_log() {
        let line = "connect() failed (111: Connection refused) while connecting to upstream";
        for end in [
            "why502/1 made-up 91",
            "why502/1 out-of-memory 0",
            "why502/1 out-of-memory",
            "why502/2 out-of-memory 9",
            "see why502/1 out-of-memory 9",
        ] {
            assert_eq!(cause(&format!("{line}\n{end}\n")).unwrap().0, "connection-refused", "{end}");
        }
        assert_eq!(cause(&format!("why502/1 out-of-memory 91\n{line}\n")).unwrap().0, "connection-refused");
    }
}
