//! Our own report, redacted and pasted again, gives the answer that it tells of.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

#[path = "../../redact/tests/corpus/mod.rs"]
mod corpus;

use why502_engine::scan;
use why502_knowledge::Lang;
use why502_report::private::redacted;
use why502_report::{Document, Report, markdown, problem};

fn cause(text: &str) -> Option<&'static str> {
    scan(text.as_bytes()).findings.first().map(|finding| finding.cause)
}

#[test]
fn every_redacted_report_gives_its_cause_again() {
    let mut wrong = Vec::new();
    let mut reports = 0;
    for text in corpus::all() {
        let (report, _) = redacted(&Report::from(&scan(text.text.as_bytes())));
        let Some(told) = report.findings.first().map(|finding| finding.cause.clone()) else { continue };
        let mut forms = vec![("json", report.to_json())];
        for lang in Lang::all() {
            let document = Document::new(&report, lang);
            forms.push(("markdown", markdown::render(&document)));
            forms.push(("text", markdown::plain(&document)));
            forms.push(("problem", problem::render(&report, &document).unwrap()));
        }
        for (form, again) in forms {
            reports += 1;
            if cause(&again) != Some(told.as_str()) {
                wrong.push(format!("{form}\t{told}\t{:?}\t{}", cause(&again), text.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {reports}:\n{}", wrong.len(), wrong.join("\n"));
}
