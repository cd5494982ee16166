//! Every case of `testdata/cases`: what somebody pasted, and what we must say. The format is in `testdata/README.md`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::fs;
use std::path::{Path, PathBuf};

use why502_engine::{Diagnosis, Engine, Options};

struct Case {
    name: String,
    /// Name (empty when there is one) and text.
    pastes: Vec<(String, String)>,
    expectations: Vec<String>,
}

fn read(path: &Path) -> Case {
    let text = fs::read_to_string(path).unwrap();
    let mut case =
        Case { name: path.file_stem().unwrap().to_string_lossy().into(), pastes: Vec::new(), expectations: Vec::new() };
    let mut block: Option<(String, String, Vec<&str>)> = None;
    for line in text.lines() {
        match &mut block {
            None if line.starts_with("```") => {
                let fence: String = line.chars().take_while(|c| *c == '`').collect();
                block = Some((fence.clone(), line[fence.len()..].trim().to_owned(), Vec::new()));
            }
            Some((fence, info, lines)) if line == fence => {
                let body: String = lines.iter().map(|l| format!("{l}\n")).collect();
                match info.split_once(' ').unwrap_or((info, "")) {
                    ("log", name) => case.pastes.push((name.to_owned(), body)),
                    ("expect", _) => {
                        case.expectations
                            .extend(lines.iter().filter(|l| !l.trim().is_empty()).map(|l| (*l).to_owned()));
                    }
                    (other, _) => panic!("{}: a block called {other:?}; known are log and expect", case.name),
                }
                block = None;
            }
            Some((_, _, lines)) => lines.push(line),
            None => {}
        }
    }
    assert!(block.is_none(), "{}: a block is not closed", case.name);
    assert!(!case.pastes.is_empty(), "{}: no log block", case.name);
    assert!(!case.expectations.is_empty(), "{}: nothing is expected", case.name);
    case
}

fn diagnose(case: &Case) -> Diagnosis {
    let mut engine = Engine::new(Options::default());
    for (name, text) in &case.pastes {
        if case.pastes.len() > 1 {
            engine.begin(name);
        }
        engine.push(text.as_bytes());
    }
    engine.finish()
}

/// What is wrong with the answer, if anything.
fn unmet(expectation: &str, d: &Diagnosis) -> Option<String> {
    let found: Vec<&str> = d.findings.iter().map(|f| f.cause).collect();
    let has = |cause: &str| found.contains(&cause);
    let no = |what: String| Some(format!("{expectation:?}: {what}; found {found:?}"));
    if expectation == "none" {
        return if found.is_empty() { None } else { no("something was found".into()) };
    }
    if let Some((key, value)) = expectation.split_once(": ") {
        let answer = d.findings.first();
        let met = match key {
            "not" => !has(value),
            "also" => answer.is_some_and(|f| f.also.iter().any(|a| a.cause == value)),
            "warning" => d.warnings.iter().any(|w| w.kind == value),
            "next" => d.next.iter().any(|n| n.ask == value),
            "command" => d.next.iter().any(|n| n.command.contains(value)),
            "pattern" => answer.is_some_and(|f| f.patterns.iter().any(|p| p.kind == value)),
            "upstream" => answer.is_some_and(|f| f.upstream.as_deref() == Some(value)),
            _ => panic!("no expectation is called {key:?}; see testdata/README.md"),
        };
        return if met {
            None
        } else {
            no(format!(
                "next {:?}, warnings {:?}, answer {:?}",
                d.next,
                d.warnings,
                answer.map(|f| (&f.upstream, &f.also))
            ))
        };
    }
    if let Some((root, other)) = expectation.split_once(" explains ") {
        let met = d.findings.iter().any(|f| f.cause == root && f.explains.contains(&other));
        return if met { None } else { no("it does not".into()) };
    }
    let mut words = expectation.split_whitespace();
    let rank: usize = words
        .next()
        .and_then(|w| w.strip_suffix('.')?.parse().ok())
        .unwrap_or_else(|| panic!("cannot read {expectation:?}"));
    let cause = words.next().unwrap_or_default();
    let Some(finding) = d.findings.get(rank - 1).filter(|f| f.cause == cause) else {
        return no("not at that rank".into());
    };
    let mut line = None;
    let mut file = None;
    while let (Some(key), Some(value)) = (words.next(), words.next()) {
        match key {
            "line" => line = value.parse().ok(),
            "file" => file = d.files.iter().position(|f| f == value),
            _ => panic!("cannot read {expectation:?}"),
        }
    }
    let there =
        |e: &why502_engine::Evidence| line.is_none_or(|l: u64| l == e.line) && file.is_none_or(|f| f == e.input);
    if finding.evidence.iter().any(there) {
        None
    } else {
        no(format!("evidence is on lines {:?}", finding.evidence.iter().map(|e| (e.input, e.line)).collect::<Vec<_>>()))
    }
}

fn files(dir: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(dir);
    let mut files: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_case_gets_the_answer_it_expects() {
    let files = files("cases");
    assert!(files.len() >= 200, "only {} cases: is the folder complete?", files.len());
    let mut wrong = Vec::new();
    for path in &files {
        let case = read(path);
        let diagnosis = diagnose(&case);
        wrong.extend(
            case.expectations.iter().filter_map(|e| unmet(e, &diagnosis)).map(|what| format!("{}: {what}", case.name)),
        );
    }
    assert!(wrong.is_empty(), "{} expectations are not met:\n{}", wrong.len(), wrong.join("\n"));
}
