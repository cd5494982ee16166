//! Ten thousand secrets in the lines that a report quotes: none survives in anything that leaves.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

#[path = "../../redact/tests/planted/mod.rs"]
mod planted;

use std::collections::BTreeMap;

use planted::{each, survives, written};
use why502_engine::scan;
use why502_knowledge::Lang;
use why502_report::private::redacted;
use why502_report::{Document, Report, markdown, problem};

const DECISIVE: &str = "connect() failed (111: Connection refused) while connecting to upstream";

#[test]
fn none_of_ten_thousand_survives_in_any_export() {
    let langs: Vec<Lang> = Lang::all().collect();
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut quoted = 0;
    each(b"why502 exports: ten thousand 001", &mut |number, planted| {
        let line = planted.whole();
        // Before the decisive words and behind them, as it is and inside of JSON.
        let line = if number % 2 == 0 { format!("{line} {DECISIVE}") } else { format!("{DECISIVE}, {line}") };
        let text = if number % 5 == 4 { written(&line, 1) } else { line };
        let found = Report::from(&scan(format!("all is well\n{text}\n").as_bytes()));
        let finding = found.findings.first();
        quoted += usize::from(finding.is_some_and(|f| f.evidence.iter().any(|e| survives(&planted.secret, &e.text))));
        let (report, _) = redacted(&found);
        let document = Document::new(&report, *langs.get(number % langs.len()).unwrap());
        for (form, text) in [
            ("json", report.to_json()),
            ("markdown", markdown::render(&report, &document)),
            ("text", markdown::plain(&report, &document)),
            ("problem", problem::render(&report, &document).unwrap_or_default()),
            ("link", markdown::quoted(&report)),
        ] {
            if survives(&planted.secret, &text) {
                wrong.entry(planted.kind).or_default().push(format!("{form}: {planted:?}\n{text}"));
            }
        }
    });
    println!("{quoted} of them stood in a quoted line");
    assert!(quoted > 9_000, "{quoted}");
    let shown: Vec<String> =
        wrong.iter().map(|(kind, all)| format!("{kind}: {}\n{}", all.len(), all.first().unwrap())).collect();
    assert!(wrong.is_empty(), "{}", shown.join("\n\n"));
}
