//! What the README shows is what the command prints.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::fs;
use std::path::Path;
use std::process::Command;

const LOG: &str = r#"2026/03/04 10:47:22 [error] 1204#1204: *107 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: example.com, request: "GET /api/items HTTP/1.1", upstream: "http://127.0.0.1:3000/api/items", host: "example.com"
2026/03/04 10:47:25 [error] 1204#1204: *109 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.9, server: example.com, request: "POST /api/cart HTTP/1.1", upstream: "http://127.0.0.1:3000/api/cart", host: "example.com"
"#;

/// Every shown line is printed, in the shown order; an ellipsis alone on a line stands for any lines.
#[test]
fn the_shown_answer_is_the_answer() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap();
    let shown = readme.split("```console\n").nth(1).and_then(|r| r.split("```").next()).unwrap();
    let mut lines = shown.lines();
    assert_eq!(lines.next(), Some("$ why502 diagnose error.log"));

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("error.log"), LOG).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_why502"))
        .args(["diagnose", "error.log"])
        .env_clear()
        .current_dir(&folder)
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let mut rest = printed.lines();
    let mut checked = 0;
    for line in lines.filter(|l| *l != "…") {
        assert!(rest.any(|p| p == line), "the README shows a line that is not printed there: {line:?}\n{printed}");
        checked += 1;
    }
    assert!(checked > 8, "only {checked} lines: is the example there?");
}
