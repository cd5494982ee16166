//! Access lines in Common or Combined Log Format, with named fields behind it (`uct=- us="502"`), and what
//! their status and timers allow to conclude.
//!
//! A status alone tells no cause; with nginx's upstream variables it often does: `$upstream_connect_time -`
//! means that no connection came about, `$upstream_header_time -` that no response header came
//! (ngx_http_upstream.c, ngx_http_upstream_response_time_variable).

use super::{Dialect, Record, method, number, path, time};

/// An access line's upstream fields; the last attempt of several counts.
#[derive(Default)]
pub(crate) struct Access<'a> {
    /// Offset of the status behind the carriers' prefixes, for evidence.
    pub(crate) status_at: usize,
    /// The request names its version, so it is no bare HTTP/0.9 line such as scanners send.
    versioned: bool,
    upstream: Option<&'a [u8]>,
    upstream_status: Option<&'a [u8]>,
    connect_time: Option<&'a [u8]>,
    header_time: Option<&'a [u8]>,
    wait: Option<&'a [u8]>,
}

/// Names people give these fields in `log_format`, the variable's own name among them.
const FIELDS: [(&str, &[&str]); 5] = [
    ("upstream", &["ua", "upstream", "upstream_addr", "uaddr", "backend"]),
    ("status", &["us", "ups", "upstream_status", "ustatus"]),
    ("connect", &["uct", "upstream_connect_time", "connect_time"]),
    ("header", &["uht", "upstream_header_time", "header_time"]),
    ("wait", &["urt", "upstream_response_time", "rt", "request_time"]),
];

pub(crate) fn read<'a>(line: &'a [u8], record: &mut Record<'a>) -> bool {
    let Some(quote) = memchr::memmem::find(line, b"] \"") else {
        return false;
    };
    let Some(bracket) = memchr::memrchr(b'[', line.get(..quote).unwrap_or_default()) else {
        return false;
    };
    let Some(time) = line.get(bracket + 1..).and_then(time::day_first) else {
        return false;
    };
    let request_at = quote + 3;
    let Some(request_len) = closing_quote(line.get(request_at..).unwrap_or_default()) else {
        return false;
    };
    let status_at = request_at + request_len + 2;
    let Some(status) = line.get(status_at..status_at + 3).and_then(number) else {
        return false;
    };
    let request = line.get(request_at..request_at + request_len).unwrap_or_default();
    let versioned = memchr::memmem::find(request, b" HTTP/1").is_some();
    let mut access = Access { status_at, versioned, ..Access::default() };
    fields(line.get(status_at + 3..).unwrap_or_default(), &mut access);
    record.dialect = Some(Dialect::Access);
    record.time = Some(time);
    record.status = Some(status);
    record.path = path(request);
    record.method = method(request);
    record.wait = access.wait.and_then(milliseconds);
    record.upstream = access.upstream.filter(|u| *u != b"-");
    record.access = Some(access);
    true
}

/// Whether the line is an access line that tells of no failure: most lines of most logs, so it is asked before
/// anything else. Gives its time; `None` also when that takes a closer look.
pub(crate) fn uneventful(line: &[u8]) -> Option<time::Time> {
    let bracket = memchr::memchr(b'[', line)?;
    // `04/Mar/2026:10:47:22 +0000] "`
    let (date, rest) = line.get(bracket + 1..)?.split_at_checked(26)?;
    let rest = rest.strip_prefix(b"] \"")?;
    let time = time::day_first(date)?;
    let status = rest.get(closing_quote(rest)? + 1..)?.strip_prefix(b" ")?;
    let status = status.get(3).is_none_or(|b| *b == b' ').then(|| number(status.get(..3)?)).flatten()?;
    (status < 500 && !matches!(status, 9 | 429 | 499)).then_some(time)
}

/// Where the quoted text ends; nginx and Apache escape quotes inside it.
fn closing_quote(text: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr::memchr(b'"', text.get(from..)?)?;
        if at.checked_sub(1).and_then(|i| text.get(i)) != Some(&b'\\') {
            return Some(at);
        }
        from = at + 1;
    }
}

/// `name=value` and `name="a, b"` pairs; of a list the last attempt is kept.
fn fields<'a>(rest: &'a [u8], access: &mut Access<'a>) {
    for at in memchr::memchr_iter(b'=', rest) {
        let before = rest.get(..at).unwrap_or_default();
        let name = before.rsplit(|b| !(b.is_ascii_alphanumeric() || *b == b'_')).next().unwrap_or_default();
        let Some(&(field, _)) = FIELDS.iter().find(|(_, names)| names.iter().any(|n| n.as_bytes() == name)) else {
            continue;
        };
        let after = rest.get(at + 1..).unwrap_or_default();
        let value = match after.strip_prefix(b"\"") {
            Some(quoted) => quoted.split(|b| *b == b'"').next(),
            None => Some(unquoted(after)),
        };
        let last = value.and_then(|v| v.rsplit(|b| b", ".contains(b)).next()).filter(|v| !v.is_empty());
        match field {
            "upstream" => access.upstream = last,
            "status" => access.upstream_status = last,
            "connect" => access.connect_time = last,
            "header" => access.header_time = last,
            _ => access.wait = last,
        }
    }
}

/// `-, 0.000 uht=…` → `-, 0.000`: nginx separates attempts by a comma and a space.
fn unquoted(text: &[u8]) -> &[u8] {
    let mut end = 0;
    while let Some(&byte) = text.get(end) {
        if byte == b' ' && end.checked_sub(1).and_then(|i| text.get(i)) != Some(&b',') {
            break;
        }
        end += 1;
    }
    text.get(..end).unwrap_or(text)
}

/// `60.002` seconds.
fn milliseconds(seconds: &[u8]) -> Option<u32> {
    let (whole, part) = seconds.split_at(seconds.iter().position(|b| *b == b'.')?);
    let part = part.get(1..4).and_then(number)?;
    number(whole).map(|whole| u32::from(whole) * 1_000 + u32::from(part))
}

/// The derived signature that an access line's status and timers amount to.
pub(crate) fn conclude(status: u16, access: &Access<'_>) -> Option<&'static str> {
    let dash = |field: Option<&[u8]>| field.is_some_and(|f| f == b"-");
    let timed = |field: Option<&[u8]>| field.is_some_and(|f| f.first().is_some_and(u8::is_ascii_digit));
    // nginx names the group instead of an address when no server of it could be tried.
    let group = access.upstream.is_some_and(|u| u != b"-" && !u.iter().any(|b| b":./".contains(b)));
    let relayed = timed(access.header_time) && access.upstream_status.and_then(number) == Some(status);
    Some(match status {
        // The backend's answer had no status line: nginx takes it for HTTP/0.9 and logs `009`.
        9 if access.versioned => "access-no-status",
        429 => "access-429",
        499 => "access-499",
        500 if relayed => "access-relayed-500",
        502..=504 if relayed => "access-relayed-gateway-error",
        502 if group && !timed(access.connect_time) => "access-no-live-upstream",
        504 if dash(access.connect_time) && access.upstream.is_some_and(|u| u != b"-") => "access-connect-timeout",
        504 if timed(access.connect_time) && dash(access.header_time) => "access-response-timeout",
        500 | 502 | 503 | 504 => "access-5xx",
        521..=523 => "access-cdn-cannot-reach",
        524 => "access-cdn-timeout",
        525 | 526 => "access-cdn-tls",
        520 | 530 => "access-5xx",
        _ => return None,
    })
}
