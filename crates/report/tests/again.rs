//! Our own report, redacted and pasted again, gives the answer that it tells of: from the lines it quotes, not because
//! it says so.

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

/// The report in everything that can leave: (what it is, the text).
fn forms(report: &Report) -> Vec<(&'static str, String)> {
    let mut forms = vec![("json", report.to_json())];
    for lang in Lang::all() {
        let document = Document::new(report, lang);
        forms.push(("markdown", markdown::render(report, &document)));
        forms.push(("text", markdown::plain(report, &document)));
        forms.push(("link", markdown::quoted(report)));
        forms.extend(problem::render(report, &document).map(|problem| ("problem", problem)));
    }
    forms
}

/// Texts whose report gives another answer, and why. What is not needed here any more fails.
const EXCEPTIONS: [(&str, &str); 0] = [];

#[test]
fn every_redacted_report_gives_its_cause_again() {
    let mut wrong = Vec::new();
    let mut stale: Vec<&str> = EXCEPTIONS.iter().map(|(name, _)| *name).collect();
    let (mut reports, mut silent) = (0, 0);
    for text in corpus::all() {
        let (report, _) = redacted(&Report::from(&scan(text.text.as_bytes())));
        let told = report.findings.first().map(|finding| finding.cause.as_str());
        silent += usize::from(told.is_none());
        for (form, again) in forms(&report) {
            reports += 1;
            if cause(&again) != told && !(form == "link" && told.is_none()) {
                stale.retain(|name| *name != text.name);
                if !EXCEPTIONS.iter().any(|(name, _)| *name == text.name) {
                    wrong.push(format!("{form}\t{told:?}\t{:?}\t{}", cause(&again), text.name));
                }
            }
        }
    }
    println!("{reports} reports, of {silent} texts without a failure among them");
    assert!(reports > 20_000 && silent > 60, "{reports} reports, {silent} silent");
    assert!(wrong.is_empty(), "{} of {reports}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(stale.is_empty(), "no exceptions any more: {stale:?}");
}

const REFUSED: &str = "2026/03/04 10:47:22 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to \
    upstream, client: 185.17.88.7, server: blauwal.de, request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\"";

#[test]
fn what_a_report_merely_states_is_not_believed() {
    let report = Report::from(&scan(REFUSED.as_bytes()));
    let killed = "kernel: Out of memory: Killed process 812 (node)";
    let mut lying = report.clone();
    let finding = lying.findings.first_mut().unwrap();
    (finding.cause, finding.confidence) = ("out-of-memory".to_owned(), 99);
    for (form, text) in forms(&lying) {
        assert_eq!(cause(&text), Some("connection-refused"), "{form}: {text}");
    }
    // Words beside the quoted lines say nothing, and a changed line says what it says.
    for (form, text) in forms(&report) {
        assert_eq!(
            cause(&format!("{killed}\n\n{text}")),
            Some(if form == "json" || form == "problem" { "out-of-memory" } else { "connection-refused" }),
            "{form}"
        );
        let other =
            text.replace("connect() failed (111: Connection refused)", "connect() failed (113: No route to host)");
        assert_eq!(cause(&other), Some("host-unreachable"), "{form}");
    }
}

#[test]
fn evidence_read_again_is_found_where_it_stands_in_the_report() {
    let report = Report::from(&scan(format!("all is well\n{REFUSED}\n").as_bytes()));
    for (form, text) in forms(&report) {
        for text in [text.clone(), text.lines().map(|line| format!("> {line}\r\n")).collect()] {
            let again = scan(text.as_bytes());
            let evidence = again.findings.first().unwrap().evidence.first().unwrap();
            let line = text.lines().nth(usize::try_from(evidence.line).unwrap() - 1).unwrap();
            if form == "link" {
                assert!(text.lines().count() == 3, "{text}");
            }
            let hit = "connect() failed (111: Connection refused) while connecting to upstream";
            assert_eq!(&line[evidence.start..evidence.end], hit, "{form}: {line}");
            assert_eq!(again.lines, text.lines().count() as u64, "{form}");
            if form == "json" || form == "problem" {
                break;
            }
        }
    }
}

#[test]
fn a_log_with_our_mark_in_it_is_a_log() {
    let marked = format!("{REFUSED}\nwhy502/1\n");
    assert_eq!(cause(&marked), Some("connection-refused"));
    assert_eq!(
        cause(&format!("why502/1 out-of-memory 91\n{REFUSED}\nwhy502/1 out-of-memory 91")),
        Some("connection-refused")
    );
    assert_eq!(
        cause("{\"schema\": \"why502/1\", \"findings\": [{\"cause\": \"out-of-memory\", \"confidence\": 99}]}"),
        None
    );
    assert_eq!(cause("why502/1\n"), None);
}
