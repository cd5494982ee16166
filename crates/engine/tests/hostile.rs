//! Bytes that nobody would call a log: a clear answer, nothing hangs, nothing panics.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::fs;
use std::io::Write;
use std::path::Path;

use why502_engine::{Diagnosis, Engine, Options, scan};

fn kinds(d: &Diagnosis) -> Vec<&'static str> {
    let mut kinds: Vec<_> = d.warnings.iter().map(|w| w.kind).collect();
    kinds.sort_unstable();
    kinds
}

#[test]
fn each_hostile_file_is_answered_as_stated() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/hostile");
    let expected: toml::Table = fs::read_to_string(dir.join("expect.toml")).unwrap().parse().unwrap();
    let mut wrong = Vec::new();
    for (file, expect) in &expected {
        let d = scan(&fs::read(dir.join(file)).unwrap());
        let found = d.findings.first().map_or("none", |f| f.cause);
        if Some(found) != expect["findings"].as_str() {
            wrong.push(format!("{file}: found {found}, expected {}", expect["findings"]));
        }
        let mut warnings: Vec<_> = expect["warnings"].as_array().unwrap().iter().filter_map(|w| w.as_str()).collect();
        warnings.sort_unstable();
        if kinds(&d) != warnings {
            wrong.push(format!("{file}: warns of {:?}, expected {warnings:?}", kinds(&d)));
        }
    }
    let there = fs::read_dir(&dir).unwrap().count() - 1;
    assert_eq!(there, expected.len(), "files and expect.toml differ");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const REFUSED: &str = "connect() failed (111: Connection refused) while connecting to upstream";

#[test]
fn one_line_of_50_mb_is_read_at_its_start_and_said_to_be_too_long() {
    let mut engine = Engine::new(Options::default());
    engine.push(REFUSED.as_bytes());
    for _ in 0..50 {
        engine.push(&[b'x'; 1 << 20]);
    }
    let d = engine.finish();
    assert_eq!(d.findings[0].cause, "connection-refused");
    assert_eq!(kinds(&d), ["line-too-long"]);
    assert_eq!(d.lines, 1);
    let e = &d.findings[0].evidence[0];
    assert!(e.before.len() + e.hit.len() + e.after.len() <= 2_000);
}

#[test]
fn a_gzip_bomb_is_read_in_bounded_memory() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        gz.write_all(&[b'a'; 1 << 20]).unwrap();
    }
    gz.write_all(format!("\n{REFUSED}\n").as_bytes()).unwrap();
    let bomb = gz.finish().unwrap();
    assert!(bomb.len() < 200_000);
    let d = scan(&bomb);
    assert_eq!(d.findings[0].cause, "connection-refused");
    assert_eq!(d.findings[0].evidence[0].line, 2);
    let nested = {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gz.write_all(&bomb).unwrap();
        gz.finish().unwrap()
    };
    let d = scan(&nested);
    assert!(d.findings.is_empty());
    assert!(kinds(&d).contains(&"compressed"));
}

#[test]
fn decisive_words_far_into_a_long_line_are_shown_with_what_is_around_them() {
    let line = format!("{} {REFUSED}, {}", "a".repeat(100_000), "z".repeat(5_000));
    let d = scan(line.as_bytes());
    let e = &d.findings[0].evidence[0];
    assert_eq!(e.start, 100_001);
    assert!(e.hit.starts_with("connect() failed"));
    assert!(e.before.ends_with("aaa "));
    assert!(e.after.starts_with(", zzz"));
}

#[test]
fn a_number_that_is_no_status_is_none() {
    let text = format!("HTTP/1.1 5618 {REFUSED}, upstream: \"http://10.0.0.5:80/\"\n");
    let d = scan(text.as_bytes());
    // What nginx answers to this message, for the line itself says nothing.
    assert_eq!((d.findings[0].cause, d.findings[0].status), ("connection-refused", Some(502)));
}

#[test]
fn a_name_whose_value_stands_on_a_longer_next_line_is_read() {
    let d = scan(b"a\nStatus Code:\n502 Bad Gateway, and more words than stand before them\n");
    assert_eq!(d.findings[0].status, Some(502));
}

#[test]
fn the_rest_of_a_broken_upstream_is_none() {
    let text = format!("2026/03/04 10:47:22 [error] 7#7: *1 {REFUSED}, upstream: \"-fpm.sock\"\n");
    assert_eq!(scan(text.as_bytes()).findings[0].upstream, None);
}

#[test]
fn an_upstream_of_punctuation_is_none() {
    let text = format!("2026/03/04 10:47:22 [error] 7#7: *1 {REFUSED}, upstream: \"...\"\n");
    assert_eq!(scan(text.as_bytes()).findings[0].upstream, None);
}

#[test]
fn an_upstream_has_no_blanks_around_it() {
    // As a window's edge leaves them, where it broke the line within the address.
    let text = r#"{"time":"2026-03-04T10:15:22Z","category":"FrontDoorAccessLog","properties":{"httpMethod":"GET","httpStatusCode":"503","originIp":" 192.0.2.10:443 ","errorInfo":"OriginConnectionRefused","pop":"FRA"}}"#;
    let d = scan(text.as_bytes());
    assert_eq!(d.findings[0].upstream.as_deref(), Some("192.0.2.10:443"));
    assert_eq!(d.findings[0].values.get("upstream.host").map(String::as_str), Some("192.0.2.10"));
}
