//! From a paste to what a reader sees, without a browser and without a terminal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use why502_engine::scan;
use why502_knowledge::Lang;
use why502_report::document::{Document, HopState};
use why502_report::{Report, markdown};

const REFUSED: &str = r#"2026/03/04 10:47:22 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: example.com, request: "GET /api?x=1 HTTP/1.1", upstream: "http://127.0.0.1:3000/api", host: "example.com""#;
const SOCKET: &str = r#"2026/03/04 10:47:22 [crit] 7#7: *1 connect() to unix:/run/php/php8.2-fpm.sock failed (2: No such file or directory) while connecting to upstream, client: 203.0.113.7, server: example.com, request: "GET / HTTP/1.1", upstream: "fastcgi://unix:/run/php/php8.2-fpm.sock:", host: "example.com""#;

fn document(text: &str, lang: &str) -> Document {
    Document::new(&Report::from(&scan(text.as_bytes())), Lang::parse(lang).unwrap())
}

/// The chain as `visitor:affected cdn:unknown …`.
#[track_caller]
fn chain(text: &str, expected: &str) {
    let verdict = document(text, "en").verdict.unwrap();
    let hops: Vec<_> = verdict.chain.iter().map(|h| format!("{}:{}", h.layer.id(), h.state.id())).collect();
    assert_eq!(hops.join(" "), expected);
}

#[test]
fn the_chain_says_what_the_evidence_says_of_each_hop() {
    chain(REFUSED, "visitor:affected cdn:unknown proxy:affected network:worked backend:failed dependency:unknown");
    // Between a proxy and a socket on the same machine there is no network to speak of.
    chain(SOCKET, "visitor:affected cdn:unknown proxy:affected network:unknown backend:failed dependency:unknown");
    chain(
        "Error 522 Connection timed out\nRay ID: 8a1b2c3d4e5f6789\nPerformance & security by Cloudflare",
        "visitor:affected cdn:failed proxy:unknown network:unknown backend:unknown dependency:unknown",
    );
}

#[test]
fn no_hop_is_blamed_for_a_bare_502() {
    let page = "<html>\n<head><title>502 Bad Gateway</title></head>\n<hr><center>nginx/1.22.1</center>\n</html>";
    let verdict = document(page, "en").verdict.unwrap();
    assert_eq!(verdict.cause, "unknown");
    assert!(verdict.chain.iter().all(|h| h.state != HopState::Failed));
    assert!(document(page, "en").next.iter().any(|n| n.command.contains("/var/log/nginx/error.log")));
}

#[test]
fn commands_carry_the_pastes_own_address_and_only_those_that_fit_it() {
    let commands = |text: &str| -> Vec<String> {
        let fixes = document(text, "en").verdict.unwrap().fixes;
        fixes.into_iter().flat_map(|f| [f.check, f.act, f.prove]).flat_map(|s| s.commands).collect()
    };
    let tcp = commands(REFUSED);
    assert!(tcp.iter().any(|c| c.contains(":3000")), "{tcp:?}");
    let unix = commands(SOCKET);
    assert!(unix.iter().any(|c| c.contains("/run/php/php8.2-fpm.sock")), "{unix:?}");
    assert!(unix.iter().any(|c| c.contains("systemctl") && c.contains("php8.2-fpm")), "{unix:?}");
    assert!(unix.iter().all(|c| !c.contains("http://unix:")), "{unix:?}");
}

#[test]
fn both_languages_say_it_with_the_same_values_and_different_words() {
    let [en, zh] = ["en", "zh-Hant"].map(|l| document(REFUSED, l).verdict.unwrap());
    assert!(en.sentence.contains("127.0.0.1:3000") && zh.sentence.contains("127.0.0.1:3000"));
    assert_ne!(en.sentence, zh.sentence);
    assert_eq!(en.fixes.len(), zh.fixes.len());
    for (a, b) in en.fixes.iter().zip(&zh.fixes) {
        assert_eq!(a.act.commands, b.act.commands, "{}", a.id);
        assert_ne!(a.title, b.title, "{}", a.id);
    }
}

#[test]
fn hostile_text_stays_text_in_markdown() {
    let line = format!("{REFUSED} ```\n# owned <script>alert(1)</script>");
    let md = markdown::render(&Report::from(&scan(line.as_bytes())), &document(&line, "en"));
    let outside: String = md.split("````").step_by(2).collect();
    assert!(!outside.contains("<script>"), "{md}");
}

#[test]
fn a_report_that_travelled_as_json_reads_the_same() {
    let report = Report::from(&scan(SOCKET.as_bytes()));
    let back = Report::from_json(&report.to_json()).unwrap();
    assert_eq!(back, report);
    assert!(Report::from_json(r#"{"schema":"other/1"}"#).is_err());
}
