//! `cargo xtask biglog`: logs as large as wanted, to measure speed with. The same arguments give the same bytes.
//!
//! The lines are those of nginx: an access log in the combined format, an error log in which every line is a failure
//! (or, with a lower `--rate`, one among harmless lines), or both as `tail -f access.log error.log` shows them.

mod clock;
mod messages;
mod random;

use crate::run;
use anyhow::{Context, Result, bail};
use clock::Clock;
use messages::{FAILURES, Failure, HARMLESS};
use random::Random;
use std::io::{self, Write};

/// Which log it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Access,
    Error,
    Mixed,
}

impl Kind {
    const ALL: [(&str, Self); 3] = [("access", Self::Access), ("error", Self::Error), ("mixed", Self::Mixed)];
}

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wishes {
    pub(crate) kind: Kind,
    pub(crate) megabytes: u64,
    pub(crate) seed: u64,
    /// The share of requests that fail, 0 to 1.
    pub(crate) rate: f64,
}

impl Wishes {
    fn read(words: &[String]) -> Result<Self> {
        let mut wishes = Self { kind: Kind::Access, megabytes: 10, seed: 1, rate: -1.0 };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            let wrong = || format!("{word} cannot be \"{value}\"");
            match word.as_str() {
                "--kind" => {
                    let known = Kind::ALL.iter().find(|(name, _)| name == value);
                    wishes.kind = known.with_context(|| format!("{}: access, error or mixed", wrong()))?.1;
                }
                "--mb" => wishes.megabytes = value.parse().with_context(wrong)?,
                "--seed" => wishes.seed = value.parse().with_context(wrong)?,
                "--rate" => {
                    wishes.rate = value.parse().with_context(wrong)?;
                    if !(0.0..=1.0).contains(&wishes.rate) {
                        bail!("{}: it is a share, from 0 to 1", wrong());
                    }
                }
                _ => bail!("biglog does not know \"{word}\"; it takes --kind, --mb, --seed and --rate"),
            }
        }
        if wishes.rate < 0.0 {
            wishes.rate = if wishes.kind == Kind::Error { 1.0 } else { 0.01 };
        }
        Ok(wishes)
    }
}

/// `cargo xtask biglog [--kind access|error|mixed] [--mb N] [--seed N] [--rate SHARE]`, to standard output
pub(crate) fn run(words: &[String]) -> Result<()> {
    let wishes = Wishes::read(words)?;
    if run::again_as_release("biglog", words)? {
        return Ok(());
    }
    match write(wishes, &mut io::stdout().lock()) {
        // A reader that has seen enough, such as `head`, is no trouble.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write the log"),
    }
}

/// Writes whole lines until the wished size is reached.
pub(crate) fn write(wishes: Wishes, out: &mut impl Write) -> io::Result<()> {
    const BLOCK: usize = 1 << 20;
    let mut log = Log::new(wishes.kind, wishes.seed, wishes.rate);
    let mut block = String::with_capacity(2 * BLOCK);
    let mut left = wishes.megabytes * 1_000_000;
    while left > 0 {
        while block.len() < BLOCK && (block.len() as u64) < left {
            log.event(&mut block);
        }
        out.write_all(block.as_bytes())?;
        left = left.saturating_sub(block.len() as u64);
        block.clear();
    }
    out.flush()
}

/// A log under way.
pub(crate) struct Log {
    kind: Kind,
    rate: f64,
    random: Random,
    clock: Clock,
    connection: u64,
    file: u64,
    weight: u64,
}

/// How many requests a second there are, about.
const REQUESTS: u64 = 220;

const PATHS: &[&str] = &[
    "/",
    "/products",
    "/products/{n}",
    "/about",
    "/static/app.{h}.css",
    "/static/app.{h}.js",
    "/login",
    "/search?q=lamp",
    "/health",
    "/blog/2026/02/{n}",
    "/api/orders",
    "/api/v1/users/{n}",
    "/api/cart",
    "/api/checkout",
    "/api/report?year=2025",
    "/api/items?page={n}",
    "/api/session",
    "/images/{h}.webp",
    "/api/v2/inventory/{n}/stock",
    "/index.php",
    "/wp-json/wp/v2/posts?per_page=10",
];
const HOSTS: &[&str] = &["shop.example.com", "www.example.org", "api.example.net", "portal.example.com"];
const ADDRESSES: &[&str] = &[
    "127.0.0.1:3000",
    "127.0.0.1:8000",
    "127.0.0.1:8080",
    "10.0.3.21:8080",
    "10.0.3.22:8080",
    "10.0.3.21:5000",
    "10.0.8.21:8080",
    "10.0.9.21:8080",
    "10.0.3.77:8080",
];
const SOCKETS: &[&str] = &[
    "unix:/run/app/gunicorn.sock",
    "unix:/run/app/puma.sock",
    "unix:/run/php/php8.2-fpm.sock",
    "unix:/run/uwsgi/app.sock",
];
const NAMES: &[&str] = &["orders-api.internal", "app.internal", "backend.corp.example", "payments.internal"];
const AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
    "python-requests/2.32.3",
    "okhttp/4.12.0",
    "curl/8.5.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "kube-probe/1.32",
];
const REFERRERS: &[&str] =
    &["-", "-", "-", "https://shop.example.com/", "https://www.google.com/", "https://www.example.org/products"];
const FIRST: &[u64] = &[203, 198, 192, 100, 85, 62];
/// Of a hundred answers that are no failure, so many have this status.
const FINE: &[(u64, u16)] = &[(88, 200), (6, 304), (1, 301), (1, 302), (2, 404), (1, 206), (1, 204)];

/// What one request has in both logs.
struct Values {
    client: String,
    path: String,
    method: &'static str,
    host: &'static str,
    addr: &'static str,
    sock: &'static str,
    name: &'static str,
    excess: String,
    file: String,
}

impl Values {
    fn get(&self, name: &str) -> Option<&str> {
        Some(match name {
            "client" => &self.client,
            "path" => &self.path,
            "addr" => self.addr,
            "sock" => self.sock,
            "name" => self.name,
            "excess" => &self.excess,
            "file" => &self.file,
            _ => return None,
        })
    }
}

impl Log {
    pub(crate) fn new(kind: Kind, seed: u64, rate: f64) -> Self {
        let weight = HARMLESS.iter().map(|(_, _, weight, _)| weight).sum();
        Self { kind, rate, random: Random::new(seed), clock: Clock::new(), connection: 1_000, file: 100, weight }
    }

    /// Adds what one request leaves in the log. `Some` when it fails.
    pub(crate) fn event(&mut self, out: &mut String) -> Option<Failure> {
        let pause = self.random.below(2_000_000 / REQUESTS);
        self.clock.forward(pause);
        if self.random.chance(self.rate) {
            let failure = self.random.of(FAILURES);
            self.failure(&failure, out);
            return Some(failure);
        }
        let values = self.values();
        match self.kind {
            Kind::Error => self.harmless(&values, out),
            Kind::Mixed if self.random.chance(0.03) => self.harmless(&values, out),
            Kind::Mixed | Kind::Access => {
                let status = self.fine();
                self.access(&values, status, out);
            }
        }
        None
    }

    /// Adds what this failure leaves.
    fn failure(&mut self, failure: &Failure, out: &mut String) {
        let values = self.values();
        if self.kind != Kind::Access {
            let upstream = Some(failure.upstream).filter(|upstream| !upstream.is_empty());
            self.error(failure.level, failure.message, failure.request, upstream, &values, out);
        }
        if self.kind != Kind::Error {
            // An access log shows a failure only by its status; one that came too late for it is left out there.
            let status = if failure.status < 500 && self.kind == Kind::Access { 502 } else { failure.status };
            self.access(&values, status, out);
        }
    }

    fn harmless(&mut self, values: &Values, out: &mut String) {
        let mut left = self.random.below(self.weight);
        for (level, message, weight, request) in HARMLESS {
            if left < *weight {
                return self.error(level, message, *request, None, values, out);
            }
            left -= weight;
        }
    }

    fn error(
        &mut self,
        level: &str,
        message: &str,
        request: bool,
        upstream: Option<&str>,
        values: &Values,
        out: &mut String,
    ) {
        let pid = 811 + self.random.below(4);
        let number = pid.to_string();
        for part in [self.clock.error(), " [", level, "] ", &number, "#", &number, ": *"] {
            out.push_str(part);
        }
        out.push_str(&self.connection.to_string());
        out.push(' ');
        fill(message, values, out);
        if request {
            for part in [
                ", client: ",
                &values.client,
                ", server: ",
                values.host,
                ", request: \"",
                values.method,
                " ",
                &values.path,
                " HTTP/1.1\"",
            ] {
                out.push_str(part);
            }
            if let Some(upstream) = upstream {
                out.push_str(", upstream: \"");
                fill(upstream, values, out);
                out.push('"');
            }
            out.push_str(", host: \"");
            out.push_str(values.host);
            out.push('"');
        }
        out.push('\n');
    }

    fn access(&mut self, values: &Values, status: u16, out: &mut String) {
        let size = match status {
            500 => 177,
            502 => 157,
            503 => 197,
            504 => 167,
            304 | 204 => 0,
            300.. => 153,
            _ => 60 + self.random.below(60_000),
        };
        // nginx pads its own error pages for old browsers.
        let size = if status >= 500 && self.random.chance(0.2) { size + 412 } else { size };
        let (status, size) = (status.to_string(), size.to_string());
        let (referrer, agent) = (self.random.of(REFERRERS), self.random.of(AGENTS));
        for part in [
            &values.client,
            " - - [",
            self.clock.access(),
            "] \"",
            values.method,
            " ",
            &values.path,
            " HTTP/1.1\" ",
            &status,
            " ",
            &size,
            " \"",
            referrer,
            "\" \"",
            agent,
            "\"\n",
        ] {
            out.push_str(part);
        }
    }

    fn fine(&mut self) -> u16 {
        let mut left = self.random.below(100);
        for (weight, status) in FINE {
            if left < *weight {
                return *status;
            }
            left -= weight;
        }
        200
    }

    fn values(&mut self) -> Values {
        self.connection += 1 + self.random.below(4);
        self.file += 1;
        let random = &mut self.random;
        let pattern = random.of(PATHS);
        let path = match pattern.split_once('{') {
            Some((before, rest)) => {
                let value = if rest.starts_with('n') {
                    (1 + random.below(90_000)).to_string()
                } else {
                    format!("{:08x}", random.below(1 << 32))
                };
                format!("{before}{value}{}", rest.get(2..).unwrap_or_default())
            }
            None => pattern.to_owned(),
        };
        let client =
            format!("{}.{}.{}.{}", random.of(FIRST), random.below(256), random.below(256), 1 + random.below(254));
        Values {
            client,
            path,
            method: if random.chance(0.85) { "GET" } else { "POST" },
            host: random.of(HOSTS),
            addr: random.of(ADDRESSES),
            sock: random.of(SOCKETS),
            name: random.of(NAMES),
            excess: format!("{}.{:03}", random.below(20), random.below(1_000)),
            file: format!("{:010}", self.file),
        }
    }
}

/// Adds a template with its values. Braces around anything else stay: PHP writes `{main}`.
fn fill(template: &str, values: &Values, out: &mut String) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}').and_then(|(name, after)| Some((values.get(name)?, after))) {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use why502_engine::scan;

    fn bytes(kind: Kind, seed: u64, rate: f64) -> Vec<u8> {
        let mut out = Vec::new();
        write(Wishes { kind, megabytes: 1, seed, rate }, &mut out).unwrap();
        out
    }

    #[test]
    fn the_same_wishes_give_the_same_bytes() {
        for (name, kind) in Kind::ALL {
            let log = bytes(kind, 1, 0.01);
            assert_eq!(log, bytes(kind, 1, 0.01), "{name}");
            assert_ne!(log, bytes(kind, 2, 0.01), "{name}");
            assert!((1_000_000..1_002_000).contains(&log.len()), "{name}: {} bytes", log.len());
            assert_eq!(log.last(), Some(&b'\n'), "{name}");
        }
    }

    #[test]
    fn the_wished_share_fails() {
        for (_, kind) in Kind::ALL {
            let mut log = Log::new(kind, 3, 0.01);
            let mut out = String::new();
            let failing = (0..100_000).filter(|_| log.event(&mut out).is_some()).count();
            assert!((900..1_100).contains(&failing), "{failing} of 100,000");
        }
        let mut log = Log::new(Kind::Error, 3, 1.0);
        assert!((0..100).all(|_| log.event(&mut String::new()).is_some()));
    }

    /// Each failure leads to its own cause, and so what is measured is the work on lines that matter.
    #[test]
    fn every_failure_is_understood() {
        let mut log = Log::new(Kind::Error, 4, 1.0);
        for failure in FAILURES {
            let mut line = String::new();
            log.failure(failure, &mut line);
            let diagnosis = scan(line.as_bytes());
            let cause = diagnosis.findings.first().map(|finding| finding.cause);
            assert_eq!(cause, Some(failure.cause), "{line}");
            assert!(!line.replace("{main}", "").contains(['{', '}']), "a value is missing: {line}");
        }
    }

    #[test]
    fn an_access_log_shows_exactly_its_failures() {
        let mut log = Log::new(Kind::Access, 5, 0.05);
        for _ in 0..5_000 {
            let mut line = String::new();
            let failing = log.event(&mut line).is_some();
            assert_eq!(!scan(line.as_bytes()).findings.is_empty(), failing, "{line}");
        }
    }

    #[test]
    fn harmless_lines_show_nothing() {
        let log = bytes(Kind::Error, 6, 0.0);
        let diagnosis = scan(&log);
        assert!(diagnosis.findings.is_empty(), "{:?}", diagnosis.findings);
        assert_eq!(diagnosis.dialects.iter().map(|(dialect, _)| dialect.id()).collect::<Vec<_>>(), ["nginx-error"]);
        let text = String::from_utf8(log).unwrap();
        for (_, message, ..) in HARMLESS {
            let (start, _) = message.split_once('{').unwrap_or((message, ""));
            assert!(text.contains(start), "{message} is never written");
        }
    }

    #[test]
    fn wishes_are_read_and_nonsense_is_refused() {
        let read = |line: &str| Wishes::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        let wished = Wishes { kind: Kind::Mixed, megabytes: 100, seed: 7, rate: 0.5 };
        assert_eq!(read("--kind mixed --mb 100 --seed 7 --rate 0.5").unwrap(), wished);
        assert_eq!(read("").unwrap(), Wishes { kind: Kind::Access, megabytes: 10, seed: 1, rate: 0.01 });
        assert_eq!(read("--kind error").unwrap().rate, 1.0);
        for wrong in ["--kind both", "--mb", "--mb many", "--rate 2", "--size 3"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
