//! Time by the length of the input, never by its square: inputs made to be looked at again and again.
//!
//! Each of these once took minutes, or would if a search began anew at every place. A slow machine needs a second for
//! the longest.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::time::{Duration, Instant};

use why502_engine::{Engine, Options};

const LIMIT: Duration = Duration::from_secs(10);

/// Pushes a text with this line limit, in bytes, and says what was found first.
fn timed(name: &str, text: &[u8], line_limit: usize) -> Option<&'static str> {
    let (start, used) = (Instant::now(), processor());
    let mut engine = Engine::new(Options { line_limit });
    engine.push(text);
    let diagnosis = engine.finish();
    let took = processor().zip(used).map_or(start.elapsed(), |(now, before)| now.saturating_sub(before));
    assert!(took < LIMIT, "{name}: {took:?}");
    diagnosis.findings.first().map(|finding| finding.cause)
}

/// How long this thread had a processor, which other programs do not change; `None` where the system does not say.
fn processor() -> Option<Duration> {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    times.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn filled(begin: &str, with: &str, bytes: usize) -> Vec<u8> {
    let mut text = begin.as_bytes().to_vec();
    while text.len() < bytes {
        text.extend_from_slice(with.as_bytes());
    }
    text
}

/// Lines full of bytes that begin something special and do not go on with it.
#[test]
fn long_lines() {
    const MEGABYTES: usize = 2 * 1024 * 1024;
    for (name, begin, with) in [
        ("backslashes in JSON", "{\"a\":\"", "\\"),
        ("backslashes and letters", "{\"a\":\"", "\\x"),
        ("quotes in JSON", "{\"a\":\"", "\\\""),
        ("carets", "", "^"),
        ("carets and brackets", "", "^[["),
        ("asterisks", "", "**"),
        ("bold words", "", "**a "),
        ("ampersands", "", "&"),
        ("wide commas", "", "、"),
        ("escapes", "", "\u{1b}"),
        ("colours", "", "\u{1b}[1"),
        ("quotes in a table", "a,\"b\"\"", "\" "),
        ("brackets", "", "["),
        ("braces", "{", "{\""),
        ("digits", "", "1"),
        ("times", "", "2026-03-04T10:15:22 "),
        ("prefixes", "", "web_1 | "),
        ("quoting", "", "> "),
        ("quotes in an access line", "1.2.3.4 - - [04/Mar/2026:10:15:22 +0000] \"GET /a HTTP/1.1\" 502 1 ", "\" \""),
        (
            "timers in an access line",
            "1.2.3.4 - - [04/Mar/2026:10:15:22 +0000] \"GET /a HTTP/1.1\" 502 1 ",
            "urt=\"1, ",
        ),
        ("upstreams", "2026/03/04 10:47:22 [error] 1#1: *1 ", "while connecting to upstream, upstream: "),
        ("messages begun", "2026/03/04 10:47:22 [error] 1#1: *1 ", "connect() failed (111: "),
    ] {
        timed(name, &filled(begin, with, MEGABYTES), MEGABYTES);
    }
}

/// Texts short enough to be looked at as a whole.
#[test]
fn texts_of_many_lines() {
    const PASTE: usize = 256 * 1024 - 200;
    for (name, begin, with, cause) in [
        ("one letter a line", "", "a\n", None),
        ("empty lines", "a", "\n", None),
        (
            "as wide as the window",
            "",
            "2026/03/04 10:15:22 [error] 31#31: *7 connect() failed (111: Connection refu\n",
            Some(()),
        ),
        ("broken lines", "", "connect() failed (111: Connection refused) while connecting to upst\nream\n", Some(())),
        ("quoted", "", "> > > > > > > > > > > > > aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", None),
        ("responses", "", "HTTP/1.1 502 Bad Gateway\nServer: nginx\n\n", Some(())),
        ("relayed responses", "", "HTTP/1.1 502 \nServer: cloudflare\n\n<center>nginx</center>\n", Some(())),
        ("copied statuses", "", "Status Code:\n502\nServer: awselb/2.0\n", Some(())),
        ("names without values", "HTTP/1.1 502 Bad Gateway\n", "a:\n", Some(())),
    ] {
        let found = timed(name, &filled(begin, with, PASTE), 256 * 1024);
        assert_eq!(found.map(drop), cause, "{name}: {found:?}");
    }
}

/// Archives in which every exchange failed, on one line and on many, and JSON that never ends.
#[test]
fn archives() {
    const MEGABYTES: usize = 4 * 1024 * 1024;
    let head = "{\"log\":{\"version\":\"1.2\",\"entries\":[";
    for (name, with) in [
        ("one line", "{\"response\":{\"status\":502}},"),
        ("many lines", "{\"response\":{\"status\":502}},\n"),
        ("pages", "{\"response\":{\"status\":502,\"content\":{\"text\":\"<center>nginx</center>\n\n\n\"}}},"),
    ] {
        let text = [filled(head, with, MEGABYTES), b"]}}".to_vec()].concat();
        assert!(timed(name, &text, 256 * 1024).is_some(), "{name}");
    }
    for (name, with) in [("arrays", "["), ("objects", "{\"a\":"), ("names", "\"a\":"), ("quotes", "\"")] {
        timed(name, &filled(head, with, MEGABYTES), 256 * 1024);
    }
}
