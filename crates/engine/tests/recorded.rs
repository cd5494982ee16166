//! What real servers wrote when real faults were injected: the answer is the label, or one the text allows.
//!
//! `testdata/recorded/texts.jsonl` holds texts of nginx, Apache, HAProxy and PHP-FPM, and what `curl -v`
//! showed in front of each of 30 servers. Texts that are answered otherwise are listed in `misses.tsv` with
//! the reason; a line there that is no longer needed fails too.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use why502_engine::scan;

#[test]
fn recorded_texts_get_their_label() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/recorded");
    let texts = fs::read_to_string(dir.join("texts.jsonl")).unwrap();
    let misses = fs::read_to_string(dir.join("misses.tsv")).unwrap();
    let mut listed: BTreeMap<&str, &str> =
        misses.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).collect();
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for line in texts.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| case[key].as_str().unwrap();
        let d = scan(text("input").as_bytes());
        let answer = d.findings.first().map_or("nothing", |f| f.cause);
        let allowed = case["accept"].as_array().unwrap().iter().any(|a| a == answer);
        let listed = listed.remove(text("id"));
        all += 1;
        match (answer == text("cause") || allowed, listed) {
            (true, None) => right += 1,
            (false, Some(_)) => {}
            (true, Some(_)) => wrong.push(format!("{}: is right now; take it out of misses.tsv", text("id"))),
            (false, None) => wrong.push(format!("{}: {answer}, not {}", text("id"), text("cause"))),
        }
    }
    wrong.extend(listed.keys().map(|id| format!("{id}: in misses.tsv, and there is no such text")));
    println!("{right} of {all} recorded texts get their label");
    assert!(all > 200, "only {all} texts: is the file complete?");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
