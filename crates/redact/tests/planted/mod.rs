//! Secrets of every kind that people paste, the lines that logs have them in, and the ways these are written.

#![allow(dead_code, clippy::unwrap_used, reason = "each test that uses it needs a part of it, and may stop")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A secret, and the line it is in: `{}` is where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    pub(crate) kind: &'static str,
    /// What stands before it in the same value, as the place writes it: no character there may end the value.
    pub(crate) head: String,
    pub(crate) secret: String,
    pub(crate) line: &'static str,
}

impl Planted {
    /// The line with the secret in it.
    pub(crate) fn whole(&self) -> String {
        assert!(self.line.contains("{}"), "{}", self.line);
        self.line.replace("{}", &[self.head.as_str(), &self.secret].concat())
    }
}

/// Ten thousand of them, the same ones every time.
pub(crate) fn each(seed: &[u8; 32], see: &mut dyn FnMut(usize, Planted)) {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, seed));
    let strategy = planted();
    for number in 0..10_000 {
        see(number, strategy.new_tree(&mut runner).unwrap().current());
    }
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

/// A password as people and generators make them, for every notation; those with a sign that one of them ends a value
/// with are planted there, as it writes them.
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
        (secret, prop::sample::select(lines))
            .prop_map(move |(secret, line)| Planted { kind, head: String::new(), secret, line })
            .boxed()
    };
    // A value of which a character between its halves could be taken for its end.
    let halves = |kind: &'static str, between: &'static [&'static str], lines: &'static [&'static str]| {
        let head = ("[a-z]{3,6}[0-9]", prop::sample::select(between)).prop_map(|(head, between)| head + between);
        (head, "[a-z]{3,5}[0-9]{2}[A-Za-z0-9]{3,9}[a-z]", prop::sample::select(lines))
            .prop_map(move |(head, secret, line)| Planted { kind, head, secret, line })
            .boxed()
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
        halves(
            "encoded query value",
            &[
                "%20",
                "%22",
                "%27",
                "%26",
                "%23",
                "%25",
                "%2F",
                "%3B",
                "%3C",
                "%3D",
                "%0A",
                "%E7%8E%8B",
                "+",
                ";",
                ":",
                "/",
                "王",
            ],
            &[
                "\"GET /search?q={}&page=2 HTTP/1.1\" 502",
                "https://10.0.0.5/a?a=1&d:e={}#top",
                "GET /搜尋?%E9%97%9C={} HTTP/1.1",
                "upstream: \"http://127.0.0.1:3000/api?$filter={}\"",
            ],
        ),
        halves(
            "value in nginx's log",
            &["\\x22:\\x22", "\\x22,\\x22", "\\x5C", "\\xE7\\x8E\\x8B"],
            &["10.0.0.9 - - [04/Mar/2026:10:47:20 +0800] \"GET /s?filter={} HTTP/1.1\" 502 157"],
        ),
        halves(
            "password with signs",
            &["%2F", "%23", "%20", "%40", "%3A", "/", "#", "?", ",", ")", "}", "@", "!", "$", "王"],
            &[
                "amqp://shop77:{}@10.0.0.3:5672/vh",
                "could not connect to postgres://shop77:{}@10.0.0.5:5432/shop",
                "\"url\": \"redis://:{}@db/0\"",
            ],
        ),
        halves(
            "secret in quotes",
            &[" ", "&", "#", "%", ";", ",", "]", "}", "'", "王", "，"],
            &[
                "\"password\": \"{}\",",
                "{\"密碼\":\"{}\"}",
                "\"headers\":{\"X-Api-Key\":[\"{}\"],\"Accept\":[\"*/*\"]}",
            ],
        ),
        kind(
            "in every structure",
            "[a-z]{3,5}[A-Z]{2}[0-9]{2}[A-Za-z0-9]{3,9}[a-z]".boxed(),
            &[
                "\"headers\":{\"Authorization\":[\"Bearer {}\"],\"Accept\":[\"*/*\"]}",
                "\"X-Auth-Token\":[\"tok77aa88bb\",\"{}\"]",
                "map[Accept:[*/*] Authorization:[Bearer {}] X-A:[b]]",
                "\"request_Authorization\":\"Bearer {}\",\"OriginStatus\":502",
                "HTTP_AUTHORIZATION=Basic {}",
                "{\"key\":\"Authorization\",\"value\":\"Bearer {}\"}",
                "sent Bearer {}",
                "密碼：{} 連線被拒",
                "token＝{}，連線被拒",
                "mysql -ushop77 -p{} -h 10.0.0.5",
                "HTTP_PROXY=shop77:{}@10.0.0.3:3128",
                "shop77:{}@tcp(10.0.0.3:3306)/shop",
            ],
        ),
        kind(
            "at a prompt",
            "[a-z]{5,8}[_-][a-z]{3,8}".boxed(),
            &["{}@web01:~$ curl -I http://127.0.0.1/", "root@{}:/etc/nginx# nginx -t", "ssh {}@10.0.0.5"],
        ),
        kind(
            "in a column",
            "[a-z]{3,5}[A-Z]{2}[0-9]{2}[A-Za-z0-9]{3,9}[a-z]".boxed(),
            &[
                "2026-03-04 02:47:22 10.0.0.5 GET /a q={} 443 - 10.0.0.9 Mozilla/5.0 - 502 3 12029 21031",
                "2026-03-04 02:47:22 10.0.0.5 GET /a - 443 {} 10.0.0.9 Mozilla/5.0 - 502 3 12029 21031",
                "10.0.0.9\tGET\td1.cloudfront.net\t/a\t502\t-\tMozilla/5.0\tq={}\tcart={}\tError",
                "code={}&state=x",
            ],
        ),
        halves(
            "in a trace",
            &[" ", "&", "#", "%", ";", ",", "]", ")", "'", "王", "\\"],
            &[
                "#0 /srv/db.php(12): PDO->__construct('mysql:host=10.0...', 'shop', '{}')",
                "#1 /srv/c.php(8): Redis->auth('{}')",
            ],
        ),
        kind(
            "in settings",
            "[a-z]{3,5}[A-Z]{2}[0-9]{2}[A-Za-z0-9]{3,9}[a-z]".boxed(),
            &[
                "env: [{name: DB_PASSWORD, value: {}}, {name: PORT, value: 8080}]",
                "proxy_set_header X-Api-Key {};",
                "$config['db']['password'] = '{}';",
                "CREATE USER shop IDENTIFIED BY '{}'",
                "wrong password {}",
                "sshpass -p {} ssh root@10.0.0.5",
            ],
        ),
        kind(
            "host below a star",
            "[a-z][a-z0-9]{3,9}\\.(com|net|de|com\\.tw|shop|app)".boxed(),
            &[
                "client: 10.0.0.9, server: *.{}, request: \"GET / HTTP/1.1\"",
                "client: 10.0.0.9, server: .{}, request: \"GET / HTTP/1.1\"",
                "X509v3: DNS:*.{}, DNS:localhost",
                "certificate subject name '*.{}' does not match",
            ],
        ),
    ];
    prop::strategy::Union::new(kinds)
}

/// The ways in which a text may be put into another one.
pub(crate) fn written(text: &str, way: usize) -> String {
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
pub(crate) fn survives(secret: &str, text: &str) -> bool {
    let json = serde_json::to_string(secret).unwrap();
    let ways = [secret.to_owned(), json.trim_matches('"').to_owned(), written(secret, 3), written(secret, 4)];
    ways.iter().any(|way| text.contains(way))
}
