//! What carriers put before a line: compose, Kubernetes' CRI, syslog, the journal.

use super::{Record, time};

/// Takes up to three carriers off and keeps what they say: a time, a program. Then the message out of JSON, and out
/// of JSON within that.
pub(super) fn strip<'a>(line: &'a [u8], record: &mut Record<'a>) -> &'a [u8] {
    let mut rest = line;
    for _ in 0..3 {
        let next = field(rest)
            .or_else(|| listed(rest))
            .or_else(|| compose(rest))
            .or_else(|| cri(rest, record))
            .or_else(|| hosted(rest, record))
            .or_else(|| pod(rest))
            .or_else(|| cell(rest, record))
            .or_else(|| syslog(rest, record));
        let Some(next) = next else {
            break;
        };
        rest = next;
    }
    record.carried_at = line.len() - rest.len();
    for _ in 0..3 {
        let Some(next) = json(rest, record) else {
            break;
        };
        rest = next;
    }
    rest
}

/// `    MESSAGE=…`, as `journalctl -o verbose` and `-o export` print a record.
fn field(line: &[u8]) -> Option<&[u8]> {
    line.trim_ascii_start().strip_prefix(b"MESSAGE=")
}

/// What quoting, tables, lists and inline code put before a line.
pub(super) fn undecorated(line: &[u8]) -> Option<&[u8]> {
    let mut rest = line;
    loop {
        let text = rest.trim_ascii_start();
        let Some((b'>' | b'|' | b'`' | b'-' | b'*' | b'#' | b'+', next)) = text.split_first() else {
            // The number of a row: `| 12 | message |`.
            let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
            let behind = text.get(digits..).unwrap_or_default().trim_ascii_start();
            if rest.len() < line.len() && (1..=6).contains(&digits) && behind.starts_with(b"|") {
                rest = behind;
                continue;
            }
            return (text.len() < line.len()).then_some(text);
        };
        rest = next;
    }
}

/// Names under which JSON logs keep the message.
const MESSAGES: [&[u8]; 9] = [
    b"\"log\"",
    b"\"message\"",
    b"\"msg\"",
    b"\"MESSAGE\"",
    b"\"textPayload\"",
    b"\"body\"",
    b"\"@message\"",
    b"\"line\"",
    b"\"event\"",
];

/// The message of a JSON log, with all that follows it; and its time.
fn json<'a>(line: &'a [u8], record: &mut Record<'a>) -> Option<&'a [u8]> {
    let object = line.trim_ascii_start();
    if !object.starts_with(b"{\"") {
        return None;
    }
    let value = |name: &[u8]| {
        let after = object.get(memchr::memmem::find(object, name)? + name.len()..)?;
        Some(after.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start())
    };
    let string = |name: &[u8]| value(name)?.strip_prefix(b"\"");
    if record.time.is_none() {
        record.time = TIMES.into_iter().find_map(|name| {
            let text = value(name)?;
            time::epoch(text).or_else(|| time::iso(text.strip_prefix(b"\"")?).map(|(time, _)| time))
        });
    }
    // The words in a failed request of Caddy's are Go's; whose log it is, the logger tells.
    if string(b"\"logger\"").is_some_and(|logger| logger.starts_with(b"http."))
        && string(b"\"level\"").is_some_and(|level| level.starts_with(b"error"))
    {
        record.producer = Some("caddy");
    }
    MESSAGES.into_iter().find_map(string)
}

/// Names under which JSON logs keep the time.
const TIMES: [&[u8]; 7] =
    [b"\"time\"", b"\"@timestamp\"", b"\"timestamp\"", b"\"timeStamp\"", b"\"ts\"", b"\"asctime\"", b"\"date\""];

/// `/var/log/nginx/error.log:12:2026/03/04 10:47:22 [error] …` and `12:2026/03/04 …`, as `grep -n` lists lines.
fn listed(line: &[u8]) -> Option<&[u8]> {
    let mut from = 0;
    for _ in 0..3 {
        let at = from + memchr::memchr(b':', line.get(from..256.min(line.len()))?)?;
        let name = line.get(..at)?;
        if name.contains(&b' ') {
            return None;
        }
        let rest = line.get(at + 1..)?;
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let behind = rest.get(digits..).and_then(|r| r.strip_prefix(b":")).filter(|_| (1..=8).contains(&digits));
        let number = name.len() <= 8 && !name.is_empty() && name.iter().all(u8::is_ascii_digit);
        let begins = |rest: &[u8]| time::leading(rest).is_some();
        if let Some(rest) = behind.into_iter().chain([rest]).find(|r| begins(r))
            && (number || name.contains(&b'.') || name.contains(&b'/'))
        {
            return Some(rest);
        }
        from = at + 1;
    }
    None
}

/// `2026-03-04 10:47:22.481,"message"`: a table's first cell is a time.
fn cell<'a>(line: &'a [u8], record: &mut Record<'a>) -> Option<&'a [u8]> {
    let (time, rest) = time::iso(line.strip_prefix(b"\"").unwrap_or(line))?;
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    // A comma may have been taken for the beginning of a fraction.
    let rest = [&b","[..], b";", b"\t"]
        .iter()
        .find_map(|mark| rest.strip_prefix(*mark))
        .or_else(|| rest.starts_with(b"\"").then_some(rest))?;
    record.time.get_or_insert(time);
    Some(rest.strip_prefix(b"\"").unwrap_or(rest))
}

/// `[pod/web-7f9c/app] …`, as `kubectl logs --prefix` prints it.
fn pod(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"[pod/")?;
    rest.get(memchr::memchr(b']', rest)? + 1..)?.strip_prefix(b" ")
}

/// `2026-03-04T10:47:22.123456+00:00 app[web.1]: …` (Heroku) and `2026-03-04T10:47:22Z app[e286] fra [info] …` (Fly).
fn hosted<'a>(line: &'a [u8], record: &mut Record<'a>) -> Option<&'a [u8]> {
    let (time, rest) = time::iso(line).filter(|_| line.get(10) == Some(&b'T'))?;
    let rest = rest.strip_prefix(b" ")?;
    let open = memchr::memchr(b'[', rest.get(..32.min(rest.len()))?)?;
    let program = rest.get(..open)?;
    if program.is_empty() || !program.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let rest = rest.get(memchr::memchr(b']', rest)? + 1..)?;
    let message = rest.strip_prefix(b": ").or_else(|| {
        let region = rest.strip_prefix(b" ")?;
        let level = region.get(memchr::memchr(b' ', region)? + 1..)?.strip_prefix(b"[")?;
        level.get(memchr::memchr(b']', level)? + 1..)?.strip_prefix(b" ")
    })?;
    record.time.get_or_insert(time);
    record.program.get_or_insert(program);
    Some(message)
}

/// `web-1  | …`, as `docker compose logs` prints it.
fn compose(line: &[u8]) -> Option<&[u8]> {
    let bar = memchr::memchr(b'|', line.get(..64.min(line.len()))?)?;
    let name = line.get(..bar)?.trim_ascii_end();
    let named = !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b));
    let apart = line.get(..bar)?.ends_with(b" ");
    let rest = line.get(bar + 1..)?;
    (named && apart && (rest.is_empty() || rest.starts_with(b" "))).then(|| rest.trim_ascii_start())
}

/// `2026-03-04T10:47:22.123456789Z stderr F …`, as container runtimes store it; `docker logs -t` has only the time.
fn cri<'a>(line: &'a [u8], record: &mut Record<'a>) -> Option<&'a [u8]> {
    if line.get(10) != Some(&b'T') {
        return None;
    }
    let (time, rest) = time::iso(line)?;
    let rest = rest.strip_prefix(b" ")?;
    for stream in [b"stdout F ", b"stderr F ", b"stdout P ", b"stderr P "] {
        if let Some(rest) = rest.strip_prefix(stream) {
            record.time.get_or_insert(time);
            return Some(rest);
        }
    }
    None
}

/// `<134>Mar  4 10:47:22 web1 nginx[7]: …` (RFC 3164), the same with an ISO time (the journal, rsyslog), and
/// `<134>1 2026-03-04T10:47:22Z web1 nginx 7 - - …` (RFC 5424).
fn syslog<'a>(line: &'a [u8], record: &mut Record<'a>) -> Option<&'a [u8]> {
    let mut rest = line;
    let priority = rest.strip_prefix(b"<").and_then(|r| {
        let end = r.iter().position(|b| *b == b'>').filter(|at| (1..=3).contains(at))?;
        r.get(..end)?.iter().all(u8::is_ascii_digit).then(|| r.get(end + 1..)).flatten()
    });
    rest = priority.unwrap_or(rest);
    if let Some(r) = priority.and_then(|r| r.strip_prefix(b"1 ")) {
        let (time, r) = time::iso(r)?;
        let mut words = r.strip_prefix(b" ")?.splitn(6, |b| *b == b' ');
        let program = words.nth(1)?;
        let message = words.nth(3)?;
        record.time.get_or_insert(time);
        record.program.get_or_insert(program);
        return Some(message.strip_prefix(b"- ").unwrap_or(message));
    }
    let (time, r) = time::syslog(rest).or_else(|| time::iso(rest).filter(|_| rest.get(10) == Some(&b'T')))?;
    let r = r.strip_prefix(b" ")?;
    // host program[pid]: message
    let host_end = memchr::memchr(b' ', r)?;
    let r = r.get(host_end + 1..)?;
    let colon = memchr::memmem::find(r.get(..96.min(r.len()))?, b": ")?;
    let tag = r.get(..colon)?;
    let program = tag.split(|b| *b == b'[').next()?;
    if program.is_empty() || program.contains(&b' ') {
        return None;
    }
    record.time.get_or_insert(time);
    record.program.get_or_insert(program);
    r.get(colon + 2..)
}

#[cfg(test)]
mod tests {
    use super::{Record, strip};

    #[track_caller]
    fn check(line: &str, payload: &str, program: Option<&str>) {
        let mut record = Record::default();
        let rest = strip(line.as_bytes(), &mut record);
        assert_eq!(String::from_utf8_lossy(rest), payload);
        assert_eq!(record.program.map(String::from_utf8_lossy).as_deref(), program);
    }

    #[test]
    fn carriers_come_off() {
        check("web-1  | 2026/03/04 10:47:22 [error]", "2026/03/04 10:47:22 [error]", None);
        check("2026-03-04T10:47:22.1Z stderr F [error] x", "[error] x", None);
        check("Mar  4 10:47:22 web1 nginx[7]: [error] x", "[error] x", Some("nginx"));
        check("2026-03-04T10:47:22+0800 web1 kernel: Out of memory", "Out of memory", Some("kernel"));
        check("<134>1 2026-03-04T10:47:22Z web1 app 7 - - boom", "boom", Some("app"));
        check("web-1 | Mar  4 10:47:22 web1 nginx[7]: x", "x", Some("nginx"));
        check("2026-03-04T10:47:22.481920+00:00 app[web.1]: boom", "boom", Some("app"));
        check("2026-03-04T10:47:22Z app[e2862692b79d68] fra [info] boom", "boom", Some("app"));
        check("[pod/shop-5d9c7b8f6-x2x7k/web] boom", "boom", None);
        check("/var/log/nginx/a.log:12:2026/03/04 10:47:22 [error]", "2026/03/04 10:47:22 [error]", None);
        check("12:2026/03/04 10:47:22 [error]", "2026/03/04 10:47:22 [error]", None);
        check(r#"2026-03-04 10:47:22.003,"boom""#, r#"boom""#, None);
        check(r#"{"stream":"stderr","log":"{"msg":"boom"}"}"#, r#"boom"}"}"#, None);
    }

    #[test]
    fn what_is_no_carrier_stays() {
        check("a || b", "a || b", None);
        check("2026/03/04 10:47:22 [error] 7#7: x", "2026/03/04 10:47:22 [error] 7#7: x", None);
        check("GET / HTTP/1.1", "GET / HTTP/1.1", None);
        check("192.0.2.7:51420 [04/Mar/2026:10:47:22.1] a b/c", "192.0.2.7:51420 [04/Mar/2026:10:47:22.1] a b/c", None);
        check("2026-03-04 10:47:22,481 ERROR boom", "2026-03-04 10:47:22,481 ERROR boom", None);
    }

    #[test]
    fn decorations_come_off() {
        let bare = |line: &'static str| super::undecorated(line.as_bytes()).map(String::from_utf8_lossy);
        assert_eq!(bare("> > HTTP/1.1 502").as_deref(), Some("HTTP/1.1 502"));
        assert_eq!(bare("| 12 | HTTP/1.1 502 |").as_deref(), Some("HTTP/1.1 502 |"));
        assert_eq!(bare("- `boom`").as_deref(), Some("boom`"));
        assert_eq!(bare("12 | boom"), None);
    }
}
