//! What carriers put before a line: compose, Kubernetes' CRI, syslog, the journal.

use super::{Record, time};

/// Takes up to three carriers off and keeps what they say: a time, a program.
pub(crate) fn strip<'a>(line: &'a [u8], record: &mut Record<'a>) -> &'a [u8] {
    let mut rest = line;
    for _ in 0..3 {
        let Some(next) = compose(rest).or_else(|| cri(rest, record)).or_else(|| syslog(rest, record)) else {
            break;
        };
        rest = next;
    }
    rest
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
    }

    #[test]
    fn what_is_no_carrier_stays() {
        check("a || b", "a || b", None);
        check("2026/03/04 10:47:22 [error] 7#7: x", "2026/03/04 10:47:22 [error] 7#7: x", None);
        check("GET / HTTP/1.1", "GET / HTTP/1.1", None);
    }
}
