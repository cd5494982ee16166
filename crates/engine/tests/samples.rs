//! Every sample of every signature, through the whole engine; and the table of overlaps, which is reviewed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use why502_engine::scan;
use why502_knowledge::{SAMPLES, signatures};

/// A sample shows its signature, or one that outranks it; a near miss never shows it.
#[test]
fn samples_show_what_they_are_samples_of() {
    let mut wrong = Vec::new();
    for (id, sample, miss) in SAMPLES {
        let d = scan(sample.as_bytes());
        let shown: Vec<&str> = d.findings.iter().flat_map(|f| &f.evidence).map(|e| e.signature).collect();
        if *miss && shown.contains(id) {
            wrong.push(format!("{id}: shown by its near miss: {sample}"));
        }
        let benign = signatures().iter().any(|s| s.id == *id && s.cause.is_none());
        // A text this weak counts only beside another that names the same address.
        let hint = signatures().iter().any(|s| s.id == *id && s.strength < 20);
        if !benign && !hint && !miss && shown.is_empty() {
            wrong.push(format!("{id}: its sample shows nothing at all: {sample}"));
        }
        if benign && !miss && !shown.is_empty() {
            wrong.push(format!("{id}: is benign, and its sample shows {shown:?}: {sample}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Which signatures take the samples of others. A greedy pattern shows up in the diff.
#[test]
fn the_table_of_overlaps_is_as_reviewed() {
    let mut table: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (id, sample, _) in SAMPLES.iter().filter(|(_, _, miss)| !miss) {
        let row = table.entry(id).or_default();
        let d = scan(sample.as_bytes());
        for e in d.findings.iter().flat_map(|f| &f.evidence).filter(|e| e.signature != *id) {
            *row.entry(e.signature).or_default() += 1;
        }
    }
    let mut text = String::from(
        "# Whose samples are taken by a stronger signature: signature <- by which (how many samples).\n# Written by `WHY502_UPDATE=1 cargo test -p why502-engine --test samples`; review the diff.\n",
    );
    for (id, others) in table.iter().filter(|(_, o)| !o.is_empty()) {
        let list: Vec<_> = others.iter().map(|(other, n)| format!("{other} ({n})")).collect();
        let _ = writeln!(text, "{id} <- {}", list.join(", "));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/overlaps.snap");
    if std::env::var_os("WHY502_UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} is stale: run with WHY502_UPDATE=1 and review the diff\n{text}", path.display());
}
