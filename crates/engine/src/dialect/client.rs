//! What a client shows: `curl -v` and `curl -i`, a response's status line, a request's `Host`.

use super::{Dialect, Record, number, path};

pub(crate) fn read<'a>(line: &'a [u8], record: &mut Record<'a>) -> bool {
    let marked = |mark: &[u8]| line.strip_prefix(mark);
    let (body, curl) = match marked(b"< ").or_else(|| marked(b"> ")) {
        Some(body) => (body, true),
        None => (line, [&b"* "[..], b"curl: (", b"{ [", b"} ["].iter().any(|m| line.starts_with(m))),
    };
    if let Some(rest) = body.strip_prefix(b"HTTP/") {
        record.dialect = Some(if curl { Dialect::Curl } else { Dialect::HttpHeader });
        record.status = rest.split(|b| *b == b' ').nth(1).and_then(number);
        return record.status.is_some();
    }
    if curl {
        record.dialect = Some(Dialect::Curl);
        if line.starts_with(b"> ") {
            record.host = body.strip_prefix(b"Host: ").or_else(|| body.strip_prefix(b"host: "));
            record.path = if body.windows(6).any(|w| w == b" HTTP/") { path(body) } else { None };
        }
    }
    curl
}
