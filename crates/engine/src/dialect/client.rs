//! What a client shows: `curl -v` and `curl -i`, a response's status line, a request's `Host`.

use super::{Dialect, Record, number, path};

pub(crate) fn read<'a>(line: &'a [u8], record: &mut Record<'a>) -> bool {
    let marked = |mark: &[u8]| line.strip_prefix(mark);
    // An answer behind `>` was quoted: curl marks with it what it sends.
    if marked(b"> ").is_some_and(|sent| !request(sent)) {
        return false;
    }
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

/// `GET / HTTP/1.1` or `Host: example.com`.
fn request(line: &[u8]) -> bool {
    let name = line.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_".contains(b)).count();
    let behind = line.get(name..).unwrap_or_default();
    line.is_empty() || name > 0 && (behind.starts_with(b":") || memchr::memmem::find(behind, b" HTTP/").is_some())
}

#[cfg(test)]
mod tests {
    use super::{Record, read};

    #[test]
    fn what_curl_sends_is_told_from_a_quoted_answer() {
        let read = |line: &'static str| read(line.as_bytes(), &mut Record::default());
        assert!(read("> GET /a HTTP/1.1"));
        assert!(read("> Host: example.com"));
        assert!(!read("> HTTP/1.1 502 Bad Gateway"));
        assert!(!read("> < HTTP/1.1 502 Bad Gateway"));
        assert!(!read("> I/O error (head)"));
    }
}
