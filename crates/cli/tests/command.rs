//! The command as somebody at a shell meets it: words, exit codes, files and pipes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const REFUSED: &str = "2026/03/04 10:47:22 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: example.com, request: \"GET /api HTTP/1.1\", upstream: \"http://127.0.0.1:3000/api\", host: \"example.com\"\n";

/// Runs the command with this standard input, in a plain environment.
fn why502(args: &[&str], stdin: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_why502"))
        .args(args)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input closes the pipe: that is its right.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A file with these bytes in a folder of the test's own.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = dir.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn exit_codes_tell_what_happened() {
    let cases: [(&[&str], &str, i32); 7] = [
        (&["diagnose"], REFUSED, 1),
        (&["diagnose"], "all is well\n", 0),
        (&["diagnose"], "", 0),
        (&["diagnose", "/no/such/file"], "", 2),
        (&["diagnose", "--format", "yaml"], "", 2),
        (&["explain", "connection-refused"], "", 0),
        (&["explain", "no-such-cause"], "", 2),
    ];
    for (args, stdin, code) in cases {
        assert_eq!(why502(args, stdin.as_bytes()).status.code(), Some(code), "{args:?} with {stdin:?}");
    }
}

#[test]
fn the_json_is_the_contract() {
    let report = json(&why502(&["diagnose", "--format", "json"], REFUSED.as_bytes()));
    assert_eq!(report["schema"], "why502/1");
    assert_eq!(report["lines"], 1);
    assert_eq!(report["dialects"]["nginx-error"], 1);
    let answer = &report["findings"][0];
    assert_eq!(answer["cause"], "connection-refused");
    assert_eq!(answer["family"], "backend-down");
    assert_eq!(answer["layer"], "backend");
    assert_eq!(answer["count"], 1);
    assert_eq!(answer["first"], "2026-03-04T10:47:22");
    assert_eq!(answer["product"], "nginx");
    assert_eq!(answer["status"], 502);
    assert_eq!(answer["upstream"], "127.0.0.1:3000");
    let evidence = &answer["evidence"][0];
    let at = |key: &str| usize::try_from(evidence[key].as_u64().unwrap()).unwrap();
    assert_eq!(evidence["line"], 1);
    assert!(REFUSED[at("start")..at("end")].starts_with("connect() failed (111: Connection refused)"));
    assert_eq!(evidence["text"].as_str().unwrap(), REFUSED.trim_end());
    assert!(report["next"].as_array().unwrap().iter().all(|n| n["ask"].is_string() && n["command"].is_string()));
    assert_eq!(report["warnings"].as_array().unwrap().len(), 0);
}

#[test]
fn the_text_names_the_readers_own_address_in_both_languages() {
    for (lang, title) in [("en", "Connection refused"), ("zh-Hant", "連線被拒"), ("zh-TW", "連線被拒")] {
        let text = stdout(&why502(&["diagnose", "--lang", lang], REFUSED.as_bytes()));
        assert!(text.contains(title), "{lang}: {text}");
        assert!(text.contains("127.0.0.1:3000"), "{lang}: {text}");
        assert!(text.contains("ss -ltnp 'sport = :3000'"), "{lang}: {text}");
        assert!(!text.contains('\u{1b}'), "{lang}: colours in a pipe");
    }
}

#[test]
fn the_environment_chooses_the_language() {
    let run = |name: &str, value: &str| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_why502")).arg("help").env_clear().env(name, value).output().unwrap();
        stdout(&output)
    };
    assert!(run("LANG", "zh_TW.UTF-8").contains("用法"));
    assert!(run("LC_ALL", "zh_TW.UTF-8").contains("用法"));
    assert!(run("LANG", "C.UTF-8").contains("Usage"));
    assert!(run("LANG", "de_DE.UTF-8").contains("Usage"));
}

#[test]
fn colour_comes_when_asked_for() {
    let text = stdout(&why502(&["diagnose", "--color", "always"], REFUSED.as_bytes()));
    assert!(text.contains("\u{1b}[1;31mConnection refused\u{1b}[0m"), "{text}");
}

#[test]
fn several_files_keep_their_names_and_lines() {
    let app = file("several-app.log", b"booting\nready\n");
    let proxy = file("several-error.log", format!("\n{REFUSED}").as_bytes());
    let (app, proxy) = (app.to_str().unwrap(), proxy.to_str().unwrap());
    let report = json(&why502(&["diagnose", "--format", "json", app, proxy, "-"], REFUSED.as_bytes()));
    assert_eq!(report["files"], serde_json::json!([app, proxy, "-"]));
    assert_eq!(report["lines"], 5);
    let places: Vec<_> = report["findings"][0]["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["file"].as_u64().unwrap(), e["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [(1, 2), (2, 1)]);
    let text = stdout(&why502(&["diagnose", app, proxy], b""));
    assert!(text.contains("several-error.log"), "{text}");
}

/// Large inputs are read by several threads, where there are cores for them.
#[test]
fn a_large_file_and_a_large_pipe_give_the_engines_own_answer() {
    let healthy = "203.0.113.24 - - [04/Mar/2026:10:47:20 +0800] \"GET /item HTTP/1.1\" 200 5121 \"-\" \"curl\"\n";
    let text = [healthy.repeat(30_000), REFUSED.repeat(3), "all is well\r\n".repeat(200_000), REFUSED.into()].concat();
    assert!(text.len() > 5_000_000);
    let whole = why502_report::Report::from(&why502_engine::scan(text.as_bytes())).to_json();
    let expected = whole.trim_end();
    let path = file("large.log", text.as_bytes());
    let by_name = why502(&["diagnose", "--format", "json", path.to_str().unwrap()], b"");
    assert_eq!(stdout(&by_name).trim_end(), expected);
    let by_pipe = why502(&["diagnose", "--format", "json"], text.as_bytes());
    assert_eq!(stdout(&by_pipe).trim_end(), expected);
}

#[test]
fn gzip_is_opened_and_a_cut_one_is_read_as_far_as_it_goes() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/hostile");
    let report =
        json(&why502(&["diagnose", "--format", "json", dir.join("two-members.log.gz").to_str().unwrap()], b""));
    assert_eq!(report["findings"][0]["cause"], "connection-refused");
    let output = why502(&["diagnose", "--lang", "zh-Hant", dir.join("truncated.log.gz").to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("gz"), "{}", stdout(&output));
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_read() {
    let good = file("readable.log", REFUSED.as_bytes());
    let output = why502(&["diagnose", "/no/such/file", good.to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("/no/such/file"), "{}", stderr(&output));
    assert!(stdout(&output).contains("Connection refused"), "{}", stdout(&output));
}

#[test]
fn what_cannot_be_read_is_explained_and_never_called_free_of_failures() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    for (lang, missing, directory) in [("en", "no such file", "a directory"), ("zh-Hant", "沒有這個檔案", "這是目錄")]
    {
        let said = |file: &str| stderr(&why502(&["diagnose", "--lang", lang, file], b""));
        assert!(said("/no/such/file").contains(missing), "{}", said("/no/such/file"));
        assert!(said(folder).contains(directory), "{}", said(folder));
    }
    let binary: Vec<u8> = (0..4_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let text = stdout(&why502(&["diagnose"], &binary));
    assert!(text.contains("This is not text"), "{text}");
    assert!(!text.contains("No failure found"), "{text}");
}

#[test]
fn mistakes_on_the_command_line_are_answered_in_the_readers_language() {
    let cases: [(&[&str], &str); 6] = [
        (&["dignose"], "dignose"),
        (&["--lang", "zh-Hant", "dignose"], "沒有 dignose 這個指令"),
        (&["diagnose", "--frmat"], "--frmat"),
        (&["diagnose", "--format", "yaml"], "text, json, md, problem"),
        (&["diagnose", "--lang", "tlh"], "en, zh-Hant"),
        (&["explain", "--lang", "zh-Hant", "nope"], "沒有 nope 這個原因"),
    ];
    for (args, words) in cases {
        let output = why502(args, b"");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(words), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn no_log_line_drives_the_terminal() {
    let line = "\u{1b}]0;owned\u{7}\u{1b}[2J connect() failed (111: Connection refused) while connecting to upstream \u{1b}[31m";
    let text = stdout(&why502(&["diagnose"], line.as_bytes()));
    assert!(text.contains("Connection refused"));
    assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'), "{text:?}");
}

#[test]
fn every_cause_is_explained_in_every_language_and_format() {
    let list = stdout(&why502(&["explain"], b""));
    let ids: Vec<&str> = list.lines().filter_map(|l| l.strip_prefix("  ")?.split_whitespace().next()).collect();
    assert!(ids.len() >= 42, "{list}");
    for id in ids {
        for lang in ["en", "zh-Hant"] {
            let text = stdout(&why502(&["explain", "--lang", lang, id], b""));
            assert!(text.lines().count() > 10, "{id} in {lang}: {text}");
        }
        let page = json(&why502(&["explain", "--format", "json", id], b""));
        assert_eq!(page["cause"], id);
        assert!(!page["fixes"].as_array().unwrap().is_empty(), "{id}");
    }
}

#[test]
fn markdown_keeps_pasted_text_in_its_fence() {
    let line = "``` <script> connect() failed (111: Connection refused) while connecting to upstream, host: \"<b>\"\n";
    let text = stdout(&why502(&["diagnose", "--format", "md"], line.as_bytes()));
    assert!(text.contains("````\n1: ``` <script>"), "{text}");
}

/// The line of `REFUSED` with values that are nobody's business: the reserved ones of the others stay as they are.
fn private_line() -> String {
    REFUSED
        .replace("203.0.113.7", "185.17.88.7")
        .replace("example.com", "blauwal.de")
        .replace("/api", "/home/lin.yuchen/4711?token=hunter22")
}

const PRIVATE: [&str; 5] = ["185.17.88.7", "blauwal", "lin.yuchen", "4711", "hunter22"];

#[test]
fn what_is_written_to_be_passed_on_is_redacted() {
    let line = private_line();
    for (args, redacted) in [
        (&["diagnose", "--format", "md"][..], true),
        (&["diagnose", "--format", "problem"], true),
        (&["diagnose", "--format", "json", "--redact"], true),
        (&["diagnose", "--redact"], true),
        (&["diagnose", "--format", "json"], false),
        (&["diagnose", "--format", "md", "--no-redact"], false),
    ] {
        let text = stdout(&why502(args, line.as_bytes()));
        assert_eq!(text.contains("185.17.88.7"), !redacted, "{args:?}: {text}");
        for word in PRIVATE {
            assert!(!redacted || !text.contains(word), "{args:?}: {word} in {text}");
        }
    }
}

#[test]
fn the_problem_document_has_the_members_of_rfc_9457_and_the_whole_report() {
    let problem = json(&why502(&["diagnose", "--format", "problem"], private_line().as_bytes()));
    assert_eq!(problem["type"], "urn:why502:cause:connection-refused");
    assert_eq!(problem["title"], "Connection refused");
    assert_eq!(problem["status"], 502);
    assert!(problem["detail"].as_str().unwrap().contains("127.0.0.1:3000"));
    assert_eq!(problem["instance"], "urn:why502:line:1");
    assert_eq!(problem["why502"]["schema"], "why502/1");
    assert_eq!(problem["why502"]["findings"][0]["cause"], "connection-refused");
    assert_eq!(json(&why502(&["diagnose", "--format", "problem"], b"all is well\n"))["schema"], "why502/1");
}
