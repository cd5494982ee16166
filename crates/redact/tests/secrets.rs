//! Ten thousand secrets of every kind, planted where logs have them: none survives, in whatever way it is written.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use why502_redact::{Redactor, redact};

/// A secret, and the line it is in: `{}` is where it stands.
#[derive(Clone, Debug)]
struct Planted {
    kind: &'static str,
    secret: String,
    line: &'static str,
}

fn luhn(head: &str) -> String {
    let sum: u32 = head
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| {
            let digit = u32::from(b - b'0') * if at % 2 == 0 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    format!("{head}{}", (10 - sum % 10) % 10)
}

fn address4() -> impl Strategy<Value = String> {
    // Public ones: what is kept, and why, is in the tests of its own.
    (prop_oneof![11u8..=99, 193u8..=197, 199u8..=202], 1u8..=254, 1u8..=254, 1u8..=254)
        .prop_map(|(a, b, c, d)| format!("{a}.{b}.{c}.{d}"))
}

fn address6() -> impl Strategy<Value = String> {
    prop_oneof![
        "2a0[1-9]:[1-9a-f][0-9a-f]{2}:[1-9a-f][0-9a-f]{3}::[1-9a-f][0-9a-f]{1,3}",
        "2[4-6]0[1-9]:[1-9a-f][0-9a-f]{3}(:[1-9a-f][0-9a-f]{3}){6}",
        address4().prop_map(|v4| format!("::ffff:{v4}")),
    ]
}

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z][a-z0-9]{3,9}(-[a-z0-9]{2,6})?\\.(com|net|org|de|jp|tw|com\\.tw|co\\.uk|shop|io|dev|app|info)",
        "[a-z][a-z0-9]{2,8}\\.[a-z][a-z0-9-]{3,8}[a-z]\\.(com|tw|com\\.tw|fr|cn|cloud|site)",
        "(db|web|app)-[0-9]{2}\\.[a-z]{4,8}\\.(internal|local|lan|corp)",
    ]
    .prop_filter("known or reserved", |host| {
        let first = |word: &str| host.split('.').any(|label| label == word);
        !["example", "github", "nginx", "www"].into_iter().any(first)
    })
}

/// A password as people and generators make them, without the characters that end a value in every notation.
fn password() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9][A-Za-z0-9!.*_+-]{10,24}[A-Za-z0-9]",
        "[a-z]{6,12}[0-9]{2,4}[!.*]?[a-z]{2}",
        "[A-Z][a-z]{5,9}[0-9]{4}"
    ]
    .prop_filter("placeholder", |p| p.bytes().filter(u8::is_ascii_alphanumeric).count() >= 8)
}

/// Kinds, how they look, and where they stand.
fn planted() -> impl Strategy<Value = Planted> {
    let kind = |kind: &'static str, secret: BoxedStrategy<String>, lines: &'static [&'static str]| {
        (secret, prop::sample::select(lines)).prop_map(move |(secret, line)| Planted { kind, secret, line }).boxed()
    };
    let kinds: Vec<BoxedStrategy<Planted>> = vec![
        kind(
            "address 4",
            address4().boxed(),
            &[
                "2026/03/04 10:47:22 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: {}, server: _, request: \"GET / HTTP/1.1\"",
                "{} - - [04/Mar/2026:10:47:20 +0800] \"GET /cart HTTP/1.1\" 502 157 \"-\" \"curl/8.5.0\"",
                "X-Forwarded-For: 10.0.0.1, {}",
                "dial tcp {}:5432: connect: connection refused",
                "[client {}:55120] AH00898: Error reading from remote server",
                "SRC={} DST=10.0.0.5 LEN=60",
                "http://{}:8080/health",
            ],
        ),
        kind(
            "address 6",
            address6().boxed(),
            &[
                "client: {}, server: _",
                "{} - - [04/Mar/2026:10:47:20 +0800] \"GET / HTTP/2.0\" 502 0",
                "dial tcp [{}]:443: i/o timeout",
                "upstream: \"http://[{}]:3000/api\"",
            ],
        ),
        kind(
            "host",
            host().boxed(),
            &[
                "server: {}, request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"{}\"",
                "host not found in upstream \"{}\" in /etc/nginx/nginx.conf:12",
                "> Host: {}",
                "* Could not resolve host: {}",
                "could not be resolved (3: Host not found): {}:443",
                "https://{}/cart",
                "open() \"/var/www/{}/index.html\" failed",
                "/var/log/nginx/{}.error.log",
            ],
        ),
        kind(
            "e-mail",
            "[a-z]{4,9}[.][a-z]{3,9}[0-9]{1,2}@[a-z]{5,9}(-[a-z]{3})?\\.(com|tw|com\\.tw|de)".boxed(),
            &[
                "user {} could not log in",
                "From: <{}>",
                "\"email\":\"{}\",",
                "GET /unsubscribe?m={} HTTP/1.1",
                "mailto:{}",
            ],
        ),
        kind(
            "user in a path",
            "[a-z]{5,8}[._-][a-z]{3,8}".boxed(),
            &[
                "/home/{}/app/server.js:12",
                "File \"/Users/{}/shop/app.py\", line 3",
                "at Object.<anonymous> (C:\\Users\\{}\\shop\\server.js:3:9)",
                "unix:/home/{}/run/app.sock failed (13: Permission denied)",
            ],
        ),
        kind(
            "user",
            "[a-z]{5,8}_[a-z]{3,8}".boxed(),
            &[
                "FATAL: password authentication failed for user \"{}\"",
                "Access denied for user '{}'@'10.0.0.5' (using password: YES)",
                "10.0.0.9 - {} [04/Mar/2026:10:47:20 +0800] \"GET /admin HTTP/1.1\" 502 157",
                "username={} action=login",
            ],
        ),
        kind(
            "cookie",
            "[A-Za-z0-9]{12,40}".boxed(),
            &[
                "Cookie: theme=dark; PHPSESSID={}",
                "< Set-Cookie: sid={}; Path=/; HttpOnly",
                "cookie: {}",
                "curl -H 'Cookie: a={}; b=1' http://127.0.0.1/",
                "{\"name\":\"Cookie\",\"value\":\"session={}; theme=dark\"}",
            ],
        ),
        kind(
            "authorization",
            "[A-Za-z0-9+/_-]{20,60}={0,2}".boxed(),
            &[
                "Authorization: Bearer {}",
                "authorization: Basic {}",
                "Proxy-Authorization: Basic {}",
                "curl -sv -H 'Authorization: Bearer {}' http://127.0.0.1/",
                "{\"authorization\":\"Bearer {}\",\"status\":502}",
                "{\"name\": \"authorization\", \"value\": \"Bearer {}\"}",
            ],
        ),
        kind(
            "password",
            password().boxed(),
            &[
                "DB_PASSWORD={}",
                "password: {}",
                "\"password\": \"{}\",",
                "Server=10.0.0.5;Database=shop;User Id=app;Password={};Encrypt=true",
                "login failed (user=app&password={}&next=/)",
                "mysql --password {} -h 10.0.0.5",
                "curl -u monitor:{} http://127.0.0.1/status",
                "redis://default:{}@10.0.0.5:6379/0",
                "postgres://app:{}@db:5432/shop?sslmode=require",
            ],
        ),
        kind(
            "key by its name",
            "[A-Za-z0-9]{5}[0-9][A-Za-z0-9+/]{18,50}={0,2}".boxed(),
            &[
                "aws_secret_access_key = {}",
                "AWS_SECRET_ACCESS_KEY={}",
                "\"client_secret\":\"{}\"",
                "x-api-key: {}",
                "apiKey: '{}'",
                "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey={};EndpointSuffix=core.windows.net",
                "SECRET_KEY_BASE={}",
                "?sv=2024-01-01&se=2026-03-05&sig={}",
            ],
        ),
        kind(
            "hexadecimal key",
            "[0-9a-f]{32,64}".boxed(),
            &[
                "token={}",
                "session_id: {}",
                "\"access_token\":\"{}\"",
                "GET /api?session={} HTTP/1.1",
                "X-Auth-Token: {}",
                "PHPSESSID={}",
            ],
        ),
        kind(
            "by its looks",
            prop_oneof![
                "AKIA[A-Z0-9]{14}[0-9][A-Z]",
                "ASIA[A-Z0-9]{14}[0-9][A-Z]",
                "gh[pousr]_[A-Za-z0-9]{34}[0-9][A-Za-z]",
                "github_pat_[A-Za-z0-9]{20}[0-9]_[A-Za-z0-9]{40}",
                "glpat-[A-Za-z0-9_-]{17}[0-9][A-Za-z][0-9]",
                "xox[bp]-[0-9]{10,12}-[0-9]{10,12}-[A-Za-z0-9]{24}",
                "[sr]k_live_[A-Za-z0-9]{23}[0-9]",
                "AIza[A-Za-z0-9_-]{33}[0-9][A-Z]",
                "ya29\\.[A-Za-z0-9_-]{60}[0-9]",
                "npm_[A-Za-z0-9]{34}[0-9][a-z]",
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\\.eyJ[A-Za-z0-9_-]{30,60}\\.[A-Za-z0-9_-]{43}",
                "SG\\.[A-Za-z0-9]{21}[0-9]\\.[A-Za-z0-9]{43}",
            ]
            .boxed(),
            &[
                "invalid credentials {} for the bucket",
                "unexpected answer to {}",
                "key {} was rejected",
                "[app] calling the payment service with {}",
                "at fetch (token {})",
            ],
        ),
        kind(
            "query value",
            "[A-Za-z0-9]{6,20}".boxed(),
            &[
                "\"GET /search?q={}&page=2 HTTP/1.1\" 502",
                "https://10.0.0.5/a?x={}#top",
                "upstream: \"http://127.0.0.1:3000/api?customer={}\"",
                "GET /index.php;jsessionid={}?a=1 HTTP/1.1",
            ],
        ),
        kind(
            "id in a path",
            prop_oneof![
                "[1-9][0-9]{5,9}",
                "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}",
                "[0-9a-f]{30}[0-9]f"
            ]
            .boxed(),
            &[
                "\"GET /orders/{} HTTP/1.1\" 502 157",
                "upstream: \"http://127.0.0.1:3000/users/{}/edit\"",
                "https://10.0.0.5/download/{}.pdf",
                "path=/invoices/{}/print",
            ],
        ),
        kind(
            "card",
            prop_oneof!["4[0-9]{14}", "5[1-5][0-9]{13}"].prop_map(|head| luhn(&head)).boxed(),
            &["card {} was declined", "\"card\":\"{}\"", "number={}", "{\"pan\": {}, \"cvc\": 123}"],
        ),
        kind(
            "network card",
            "[0-9a-f][1-9a-f](:[0-9a-f][1-9a-f]){5}".boxed(),
            &["eth0: {} link up", "MAC={} SRC=10.0.0.1"],
        ),
        kind(
            "windows account",
            "S-1-5-21-[1-9][0-9]{8}-[1-9][0-9]{8}-[1-9][0-9]{8}-1[0-9]{3}".boxed(),
            &["IIS APPPOOL\\shop ({})", "SID: {}"],
        ),
        kind(
            "userinfo",
            "[a-z]{4,8}[0-9]{2}".boxed(),
            &["https://{}@10.0.0.5/", "amqp://{}:guestguest1@10.0.0.5:5672/%2f"],
        ),
    ];
    prop::strategy::Union::new(kinds)
}

/// The ways in which a text may be put into another one.
fn written(text: &str, way: usize) -> String {
    match way {
        1 => serde_json::to_string(&serde_json::json!({ "log": text, "level": "error" })).unwrap(),
        2 => serde_json::to_string(
            &serde_json::json!({ "outer": serde_json::to_string(&serde_json::json!({ "log": text })).unwrap() }),
        )
        .unwrap(),
        3 => text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
            .replace('\'', "&#39;"),
        4 => text
            .bytes()
            .map(|b| {
                if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            })
            .collect(),
        5 => format!("Mar  4 10:47:22 10.0.0.5 app[812]: {text}"),
        6 => format!("> {text}\r"),
        _ => text.to_owned(),
    }
}

/// Whether the secret can be read in the text, as it is or in any of the ways it could be written.
fn survives(secret: &str, text: &str) -> bool {
    let json = serde_json::to_string(secret).unwrap();
    let ways = [secret.to_owned(), json.trim_matches('"').to_owned(), written(secret, 3), written(secret, 4)];
    ways.iter().any(|way| text.contains(way))
}

#[test]
fn none_of_ten_thousand_survives() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, b"why502 redaction: ten thousand 1");
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = planted();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for number in 0..10_000 {
        let planted = strategy.new_tree(&mut runner).unwrap().current();
        *counts.entry(planted.kind).or_default() += 1;
        let line = planted.line.replace("{}", &planted.secret);
        let line = if planted.line.contains("{}") { line } else { panic!("{}", planted.line) };
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
    }
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
    #![proptest_config(Config { cases: 2_000, failure_persistence: None, ..Config::default() })]

    /// Whatever the text: it comes back whole where nothing was replaced, and twice is once.
    #[test]
    fn any_text_is_redacted_once_and_for_all(
        text in "([a-z]{0,6}|[0-9.:]{1,16}|://|password=|Cookie: |[ \\\\/?&;=@\"'%#\n-]{1,3}|%2[05F]|&#64;|字){0,24}"
    ) {
        let once = redact(&text);
        let twice = redact(&once.text);
        prop_assert_eq!(&twice.text, &once.text);
        let (mut from, mut to) = (0, 0);
        for span in &once.spans {
            prop_assert_eq!(&text[from..span.from.start], &once.text[to..span.to.start]);
            (from, to) = (span.from.end, span.to.end);
        }
        prop_assert_eq!(&text[from..], &once.text[to..]);
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
    ] {
        let time = |bytes: usize| {
            let text = shape.repeat(bytes / shape.len());
            let start = std::time::Instant::now();
            let _ = redact(&text);
            start.elapsed().as_secs_f64()
        };
        let short = (0..3).map(|_| time(5_000)).fold(f64::MAX, f64::min).max(0.000_2);
        let long = time(100_000);
        assert!(long < short * 20.0 * 8.0, "{shape:?}: {short} s, then {long} s");
    }
}
