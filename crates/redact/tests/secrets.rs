//! Ten thousand secrets of every kind, planted where logs have them: none survives, in whatever way it is written.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;

mod planted;

use planted::{each, survives, written};
use proptest::prelude::*;
use proptest::test_runner::Config;
use why502_redact::{Redactor, redact};

#[test]
fn none_of_ten_thousand_survives() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    each(b"why502 redaction: ten thousand 1", &mut |number, planted| {
        *counts.entry(planted.kind).or_default() += 1;
        let line = planted.whole();
        let text = format!("the proxy answered 502\n{}\nand that was all\n", written(&line, number % 7));
        let redacted = redact(&text).text;
        if survives(&planted.secret, &redacted) {
            wrong.entry(planted.kind).or_default().push(format!("{text:?}\n      {redacted:?}"));
        } else {
            let twice = redact(&redacted).text;
            if twice != redacted {
                wrong
                    .entry("twice is not once")
                    .or_default()
                    .push(format!("{text:?}\n      {redacted:?}\n      {twice:?}"));
            }
        }
    });
    for (kind, count) in &counts {
        assert!(*count > 300, "{kind}: only {count}");
    }
    let sum: usize = wrong.values().map(Vec::len).sum();
    let shown: Vec<String> = wrong
        .iter()
        .map(|(kind, lines)| {
            format!("{kind}: {}\n   {}", lines.len(), lines.iter().take(4).cloned().collect::<Vec<_>>().join("\n   "))
        })
        .collect();
    assert_eq!(sum, 0, "{}", shown.join("\n"));
}

#[test]
fn the_same_value_is_the_same_word_in_all_texts_of_a_report() {
    let texts = [
        "client: 185.17.88.7, server: blauwal.de",
        "upstream 185.17.88.7 of BLAUWAL.de, /home/lin.yuchen/app",
        "lin.yuchen said 185.17.88.8 is https%3A%2F%2Fblauwal.de",
    ];
    let mut redactor = Redactor::default();
    texts.iter().for_each(|text| redactor.learn(text));
    let redacted: Vec<String> = texts.iter().map(|text| redactor.redact(text).text).collect();
    assert_eq!(redacted[0], "client: 192.0.2.1, server: host1.example");
    assert_eq!(redacted[1], "upstream 192.0.2.1 of host1.example, /home/user-1/app");
    assert_eq!(redacted[2], "user-1 said 192.0.2.2 is https%3A%2F%2Fhost1.example");
    let list: Vec<_> = redactor.replacements().into_iter().map(|r| (r.kind.id(), r.pseudonym, r.count)).collect();
    assert_eq!(
        list,
        [
            ("address", "192.0.2.1".to_owned(), 2),
            ("address", "192.0.2.2".to_owned(), 1),
            ("host", "host1.example".to_owned(), 3),
            ("user", "user-1".to_owned(), 2),
        ]
    );
}

#[test]
fn a_pseudonym_is_given_to_nothing_that_stood_there_before() {
    let redacted = redact("185.17.88.7 asked 192.0.2.1 about host1.example and blauwal.de").text;
    assert_eq!(redacted, "192.0.2.2 asked 192.0.2.1 about host1.example and host2.example");
}

#[test]
fn what_everybody_has_stays() {
    for text in [
        "10.0.0.5 172.16.3.4 192.168.1.1 127.0.0.1 169.254.169.254 100.64.0.1 0.0.0.0 ::1 fe80::1 fd00::7 8.8.8.8",
        "GET /static/app.css HTTP/1.1 Chrome/126.0.0.0 nginx/1.25.3 OpenSSL/3.0.19",
        "cf-ray: 8a1b2c3d4e5f6789-TPE x-request-id: 3f9a8c7b6d5e4f3a2b1c0d9e8f7a6b5c",
        "Request ID: 3v9mWl0cQ7yQ2n8uX5bT1kR4sD6fG7hJ8kL9zA0xC1vB2nM3qW4eRQ==",
        "docker sha256:9b2c4d6e8f0a1b3c5d7e9f0a2b4c6d8e0f1a3b5c7d9e1f2a4b6c8d0e2f4a6b8c",
        "(using password: YES) session: closed SSL_do_handshake() failed AH01873: Init: Session Cache is not configured",
        "systemctl status php8.2-fpm.service; ss -ltnp 'sport = :3000' # /run/php/php8.2-fpm.sock",
        "java.net.ConnectException: Connection refused at sun.nio.ch.Net.pollConnect(Native Method)",
        "haproxy[812]: app/app1 10/0/30/69/109 502 209 - - SH-- 8/8/1/1/0 0/0",
        "2026-03-04T10:47:22.118404911Z see https://nginx.org/en/docs/ and http://www.w3.org/TR/html4/strict.dtd",
    ] {
        assert_eq!(redact(text).text, text);
    }
}

#[test]
fn whoever_a_path_names_goes_and_pages_stay() {
    let redacted =
        redact("GET /member/王小明 GET /user/lin.yuchen/orders?x GET /u/Anna GET /user/login GET /members/list.php")
            .text;
    assert_eq!(
        redacted,
        "GET /member/user-1 GET /user/user-2/orders?x GET /u/user-3 GET /user/login GET /members/list.php"
    );
    assert_eq!(redact(&redacted).text, redacted);
    assert_eq!(redact("/api/v1/customers/8842731").text, "/api/v1/customers/id-1");
}

#[test]
fn a_name_without_a_value_hides_nothing_of_what_comes_behind_it() {
    let secret = "Zx81kQw7LmN04Rt";
    let address = format!("postgres://app:{secret}@10.0.0.5:5432/shop");
    for name in
        ["\"hostname\":", "\"host\" : ", "host=", "upstream: ", "\"reqId\":", "\"user\":", "user=", "request_id: "]
    {
        for line in [address.as_str(), &format!("Authorization: Bearer {secret}"), &format!("Cookie: sid={secret}")] {
            for between in ["\n", "\n  "] {
                let text = format!("{name}{between}{line}\n");
                assert!(!redact(&text).text.contains(secret), "{text:?} becomes {:?}", redact(&text).text);
            }
        }
        let text = format!("{name}{address}\n");
        assert!(!redact(&text).text.contains(secret), "{text:?} becomes {:?}", redact(&text).text);
    }
    // Broken at a window's edge it is still one.
    assert_eq!(redact("{\"hostname\":\n\"web-01\"}").text, "{\"hostname\":\n\"host1.internal\"}");
}

#[test]
fn a_key_block_goes_and_its_frame_stays() {
    let text =
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7x\n0qRkz+ab/12==\n-----END RSA PRIVATE KEY-----\nafter";
    assert_eq!(redact(text).text, "-----BEGIN RSA PRIVATE KEY-----\nredacted-1\n-----END RSA PRIVATE KEY-----\nafter");
    let json = r#"{"key":"-----BEGIN PRIVATE KEY-----\nMIIEowIBAAKCAQEA7x\n-----END PRIVATE KEY-----\n","a":1}"#;
    let redacted = redact(json).text;
    assert!(!redacted.contains("MIIE") && redacted.ends_with(r#"","a":1}"#), "{redacted}");
    assert!(!redact("-----BEGIN PRIVATE KEY-----\nMIIEowIBAAKCAQEA7x\ncut off here").text.contains("MIIE"));
}

proptest! {
    #![proptest_config(Config { cases: 4_000, failure_persistence: None, ..Config::default() })]

    /// Whatever the text: it comes back whole where nothing was replaced.
    #[test]
    fn any_text_comes_back_whole_around_what_was_replaced(
        text in "([a-z]{0,6}|[0-9.:]{1,16}|://|password=|Cookie: |[ \\\\/?&;=@\"'%#\n-]{1,3}|%2[05F]|&#64;|字|token){0,24}"
    ) {
        let once = redact(&text);
        let (mut from, mut to) = (0, 0);
        for span in &once.spans {
            prop_assert_eq!(&text[from..span.from.start], &once.text[to..span.to.start]);
            (from, to) = (span.from.end, span.to.end);
        }
        prop_assert_eq!(&text[from..], &once.text[to..]);
    }

    /// Whatever stands around them: an address of mail, a host, a public address, a home folder are found.
    #[test]
    fn nothing_around_it_hides_a_value(
        before in "([a-z]{0,6}|[0-9.:]{1,16}|://|password=|Cookie: |token|[ \\\\/?&;=@\"'%#\n-]{1,3}|%2[05F]|&#64;|字){0,8}",
        opens in "[ \"'(<\n,]|://|=|host: |client: ",
        value in "kontor@blauwal\\.de|kiosk\\.blauwal\\.com\\.tw|185\\.17\\.88\\.7|/home/lin\\.yuchen/app|2a01:4f8:17:88::7",
        closes in "[ \"'),;<\n/]|:443 |&amp;|\\]",
        after in "([a-z]{0,6}|[0-9.:]{1,16}|://|password=|[ \\\\/?&;=@\"'%#\n-]{1,3}|%2[05F]|字){0,8}",
    ) {
        let text = [before, opens, value, closes, after].concat();
        let redacted = redact(&text).text;
        for own in ["blauwal", "185.17.88.7", "lin.yuchen", "2a01:4f8"] {
            prop_assert!(!redacted.contains(own), "{redacted:?}");
        }
    }

    #[test]
    fn any_characters_at_all(text in "\\PC{0,80}") {
        let once = redact(&text).text;
        prop_assert_eq!(redact(&once).text, once);
    }
}

/// Ten times the text takes about ten times as long, for shapes that invite to look ahead again and again.
#[test]
fn long_texts_take_no_longer_than_their_length() {
    for shape in [
        "a.",
        "a@",
        "1.",
        ":",
        "a:",
        "://",
        "/a",
        "\\",
        "%25",
        "&amp;",
        "password=",
        "?a",
        "-----BEGIN A-----",
        "4",
        "4 4",
        "'a'@",
        "Cookie: a=",
        "cookie\n",
        "\"cookie\",",
        " - a [1",
        "-u ",
        "-pa:",
        "/?a?a&",
        "/?&é",
        "://a:b/",
        "a:b@c",
        "Bearer ",
        "\"key\":[\"a\",",
        "key=[a,",
        "Cookie: [a ",
        "密碼：",
        "<1>1 a ",
    ] {
        let time = |bytes: usize| {
            let text = shape.repeat(bytes / shape.len());
            let start = std::time::Instant::now();
            let _ = redact(&text);
            start.elapsed().as_secs_f64()
        };
        let short = (0..3).map(|_| time(5_000)).fold(f64::MAX, f64::min).max(0.000_2);
        let long = (0..3).map(|_| time(100_000)).fold(f64::MAX, f64::min);
        assert!(long < short * 20.0 * 8.0, "{shape:?}: {short} s, then {long} s");
    }
}
