//! Logs of systems that work: no finding at all, and each of the stated dialect.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::fs;
use std::path::Path;

#[test]
fn healthy_logs_stay_silent() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/healthy");
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 8, "only {} healthy logs: is the folder complete?", files.len());
    let mut wrong = Vec::new();
    for path in &files {
        let diagnosis = why502_engine::scan(&fs::read(path).unwrap());
        assert!(diagnosis.lines > 0, "{} is empty", path.display());
        for finding in &diagnosis.findings {
            for e in &finding.evidence {
                wrong.push(format!(
                    "{}:{}: {} by {}: {}",
                    path.file_name().unwrap().to_string_lossy(),
                    e.line,
                    finding.cause,
                    e.signature,
                    e.hit
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "found failures where there are none:\n{}", wrong.join("\n"));
}
