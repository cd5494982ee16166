//! What kind of line it is, and the facts that stand in it: the record.
//!
//! To add a dialect: a file here with `read`, a variant in [`Dialect`], a line in [`READERS`], its name for
//! people in `locales/`, and cases in `testdata/`.

mod access;
mod apache;
mod client;
mod haproxy;
mod nginx;
mod php_fpm;
mod prefix;
mod server;
pub(crate) mod time;
pub(crate) mod w3c;

use std::ops::Range;

pub(crate) use access::{conclude, uneventful};
pub(crate) use server::producer;
use time::Time;

/// A kind of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// Common or Combined Log Format, which nginx and Apache share, with or without named fields after it.
    Access,
    /// Apache httpd's error log.
    ApacheError,
    /// What `curl -v` prints, and curl's own errors.
    Curl,
    /// HAProxy's HTTP or TCP log.
    Haproxy,
    /// A line of an HTML page.
    Html,
    /// The start of an HTTP response as a tool shows it.
    HttpHeader,
    /// A JSON object a line.
    Json,
    /// nginx's error log.
    NginxError,
    /// PHP-FPM's log.
    PhpFpm,
    /// syslog or the journal, with a program that has no dialect of its own here.
    Syslog,
    /// Anything else.
    Other,
    /// A W3C extended log, with columns as `#Fields:` names them.
    W3c,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Self; 12] = [
        Self::Access,
        Self::ApacheError,
        Self::Curl,
        Self::Haproxy,
        Self::Html,
        Self::HttpHeader,
        Self::Json,
        Self::NginxError,
        Self::PhpFpm,
        Self::Syslog,
        Self::Other,
        Self::W3c,
    ];

    /// The name in JSON and in signatures.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::ApacheError => "apache-error",
            Self::Curl => "curl",
            Self::Haproxy => "haproxy",
            Self::Html => "html",
            Self::HttpHeader => "http-header",
            Self::Json => "json",
            Self::NginxError => "nginx-error",
            Self::PhpFpm => "php-fpm",
            Self::Syslog => "syslog",
            Self::Other => "other",
            Self::W3c => "w3c",
        }
    }
}

/// The facts of one line. Slices point into the clean line.
#[derive(Default)]
pub(crate) struct Record<'a> {
    pub(crate) dialect: Option<Dialect>,
    /// Where the message begins, behind what carriers put before it.
    pub(crate) payload_at: usize,
    /// Where what the carriers brought begins, a JSON object with the message in it perhaps.
    pub(crate) carried_at: usize,
    /// Where the message stands behind the prefixes, in a line that begins and ends with what is different every time.
    pub(crate) message: Option<Range<usize>>,
    /// The program that a syslog or container prefix names.
    pub(crate) program: Option<&'a [u8]>,
    pub(crate) time: Option<Time>,
    pub(crate) status: Option<u16>,
    /// The address or socket the speaker talked to.
    pub(crate) upstream: Option<&'a [u8]>,
    /// The site's name.
    pub(crate) host: Option<&'a [u8]>,
    /// The request's path, without its query.
    pub(crate) path: Option<&'a [u8]>,
    /// The request's method.
    pub(crate) method: Option<&'a [u8]>,
    /// How long the request took, in milliseconds.
    pub(crate) wait: Option<u32>,
    /// The proxy that answered, when this line of a response names it.
    pub(crate) producer: Option<&'static str>,
    /// An access line's timers and upstream, when it has them.
    pub(crate) access: Option<access::Access<'a>>,
}

/// Each tries one dialect on the text behind the prefixes, commonest first.
pub(crate) const READERS: [for<'a> fn(&'a [u8], &mut Record<'a>) -> bool; 6] =
    [access::read, nginx::read, haproxy::read, apache::read, php_fpm::read, client::read];

/// Reads a clean line.
pub(crate) fn read(line: &[u8]) -> Record<'_> {
    let mut record = Record::default();
    // nginx's own date and level at the very start: no carrier stands before it.
    if dated(line) && line.get(19..21) == Some(b" [") && nginx::read(line, &mut record) && record.time.is_some() {
        return record;
    }
    record = Record::default();
    let mut payload = prefix::strip(line, &mut record);
    let mut known = recognise(payload, &mut record);
    if !known && let Some(bare) = prefix::undecorated(payload) {
        payload = bare;
        known = recognise(payload, &mut record);
    }
    record.payload_at = line.len() - payload.len();
    if record.time.is_none() {
        record.time = time::leading(payload).or_else(|| time::behind_words(line));
    }
    if known {
        return record;
    }
    record.producer = record.producer.or_else(|| server::producer(payload));
    record.dialect = match line.get(record.carried_at..).unwrap_or_default().trim_ascii_start().first() {
        Some(b'{') => Some(Dialect::Json),
        Some(b'<') => Some(Dialect::Html),
        _ if record.program.is_some() => Some(Dialect::Syslog),
        _ => None,
    };
    record
}

fn recognise<'a>(payload: &'a [u8], record: &mut Record<'a>) -> bool {
    let known = dated(payload) && nginx::read(payload, record) || READERS.iter().any(|reader| reader(payload, record));
    if matches!(record.dialect, Some(Dialect::Curl | Dialect::HttpHeader)) {
        record.producer = server::producer(payload);
    }
    known
}

/// Whether it may begin with a date as nginx writes it.
fn dated(text: &[u8]) -> bool {
    text.get(4) == Some(&b'/') && text.get(7) == Some(&b'/')
}

/// The text between `before` and the next `after`.
pub(crate) fn between<'a>(text: &'a [u8], before: &[u8], after: u8) -> Option<&'a [u8]> {
    let from = memchr::memmem::find(text, before)? + before.len();
    let rest = text.get(from..)?;
    rest.get(..memchr::memchr(after, rest)?)
}

/// A request line's method: `GET /a HTTP/1.1` → `GET`.
pub(crate) fn method(request: &[u8]) -> Option<&[u8]> {
    let word = request.split(|b| *b == b' ').next()?;
    (3..=7).contains(&word.len()).then_some(word).filter(|w| w.iter().all(u8::is_ascii_uppercase))
}

/// A request line's path without its query: `GET /a?b HTTP/1.1` → `/a`.
pub(crate) fn path(request: &[u8]) -> Option<&[u8]> {
    path_of_url(request.split(|b| *b == b' ').nth(1)?)
}

/// What stands before the query, when it is a path.
pub(crate) fn path_of_url(target: &[u8]) -> Option<&[u8]> {
    target.split(|b| *b == b'?').next().filter(|p| p.starts_with(b"/"))
}

/// A decimal number that fills the text.
pub(crate) fn number(text: &[u8]) -> Option<u16> {
    std::str::from_utf8(text).ok()?.parse().ok()
}
