//! nginx's error log: `YYYY/MM/DD HH:MM:SS [level] pid#tid: *conn MSG, client: …, server: …, request: "…",
//! upstream: "…", host: "…"` (ngx_log.c, ngx_http_request.c; the format cannot be configured).

use std::ops::Range;

use memchr::memmem;

use super::{Dialect, Record, between, method, path, time};

const LEVELS: [&[u8]; 8] = [b"error", b"warn", b"crit", b"alert", b"emerg", b"notice", b"info", b"debug"];

pub(crate) fn read<'a>(line: &'a [u8], record: &mut Record<'a>) -> bool {
    let dated = time::iso(line).filter(|_| line.get(4) == Some(&b'/'));
    let rest = dated.map_or(line, |(_, rest)| rest.trim_ascii_start());
    let bracket = rest.strip_prefix(b"[").and_then(|r| r.split(|b| *b == b']').next());
    let leveled = bracket.is_some_and(|l| LEVELS.contains(&l));
    // A line cut off at the left keeps its tail: the fields that only nginx writes.
    let tail = || memmem::find(line, b", client: ").is_some() && memmem::find(line, b", server: ").is_some();
    if !(dated.is_some() && leveled || line.starts_with(b"nginx: [") || leveled && rest.contains(&b'#') || tail()) {
        return false;
    }
    record.dialect = Some(Dialect::NginxError);
    record.message = if leveled { message(line, line.len() - rest.len()) } else { None };
    if let Some((time, _)) = dated {
        record.time = Some(time);
    }
    // One pass over the quotes: each value stands behind its name.
    for at in memchr::memchr_iter(b'"', line) {
        let (before, behind) = line.split_at_checked(at).unwrap_or_default();
        let Some(name) = before.strip_suffix(b": ") else { continue };
        // In a table's cell every quote is doubled.
        let opened = behind.iter().take_while(|b| **b == b'"').count();
        let value = behind.get(opened..).and_then(|rest| rest.split(|b| *b == b'"').next()).unwrap_or_default();
        if name.ends_with(b"upstream") {
            record.upstream = address(value);
        } else if name.ends_with(b"host") {
            record.host = Some(value);
        } else if name.ends_with(b"request") {
            record.path = path(value);
            record.method = method(value);
        }
    }
    // A line cut off at the right still names the target in `connect() to unix:/run/app.sock failed`.
    if record.upstream.is_none() {
        record.upstream = between(line, b"connect() to ", b' ').and_then(address);
    }
    true
}

/// `[error] 31#31: *7 connect() failed (111: …) while connecting to upstream, client: …`: what stands behind the number
/// of the connection, up to the client. `head`: where the level stands.
fn message(line: &[u8], head: usize) -> Option<Range<usize>> {
    let word = |from: usize| Some(from + memchr::memchr(b' ', line.get(from..)?)? + 1);
    let connection = word(word(head)?)?;
    let start = word(connection).filter(|_| line.get(connection) == Some(&b'*'))?;
    // What is asked for stands behind it and could look like it, so the last one counts.
    let client = |at: &usize| line.get(*at..).is_some_and(|rest| rest.starts_with(b", client: "));
    let end = memchr::memrchr_iter(b',', line).find(client).unwrap_or(line.len());
    (start <= end).then_some(start..end)
}

/// `http://127.0.0.1:3000/api` → `127.0.0.1:3000`; `fastcgi://unix:/run/php.sock:` → `unix:/run/php.sock`.
pub(crate) fn address(url: &[u8]) -> Option<&[u8]> {
    let scheme = |at: usize| url.get(at..)?.strip_prefix(b"://");
    let rest = memchr::memchr_iter(b':', url).find_map(scheme).unwrap_or(url);
    if let Some(socket) = rest.strip_prefix(b"unix:") {
        let end = memchr::memchr(b':', socket).unwrap_or(socket.len());
        return rest.get(..5 + end);
    }
    rest.split(|b| *b == b'/').next().filter(|a| !a.is_empty())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_come_out_of_urls() {
        let show = |url: &'static str| String::from_utf8_lossy(address(url.as_bytes()).unwrap());
        assert_eq!(show("http://127.0.0.1:3000/api/items"), "127.0.0.1:3000");
        assert_eq!(show("fastcgi://unix:/run/php/php8.2-fpm.sock:"), "unix:/run/php/php8.2-fpm.sock");
        assert_eq!(show("http://unix:/run/app.sock:/x"), "unix:/run/app.sock");
        assert_eq!(show("http://[::1]:3000/"), "[::1]:3000");
    }
}
