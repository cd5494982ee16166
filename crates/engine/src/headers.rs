//! Failed responses in a text as tools show them: `curl -i`, `curl -v`, and what browsers copy out of their network
//! panel, name and value on one line or on two.

use std::ops::Range;

use crate::response::Response;

/// What browsers call the status, in their languages.
const STATUS: [&str; 7] =
    ["status code:", "狀態碼:", "状态代码:", "statuscode:", "ステータス コード:", "status:", "code d'état:"];

/// Every failed response of the text.
pub(crate) fn responses(text: &[u8]) -> Vec<Response<'_>> {
    let mut all: Vec<Response<'_>> = Vec::new();
    let mut open = None;
    let mut lines = lines(text).peekable();
    while let Some(range) = lines.next() {
        let line = text.get(range.clone()).unwrap_or_default();
        let body = line.strip_prefix(b"< ").unwrap_or(line);
        if let Some(status) = status_line(body) {
            all.extend(open.take());
            let at = at(range.start + line.len() - body.len(), body);
            open = (status >= 500).then(|| Response { status, at, ..Response::default() });
            continue;
        }
        if let Some(response) = &mut open {
            response.here = Some(range.start);
        }
        let Some((name, value)) = header(body) else {
            if let Some(response) = &mut open {
                response.body(body);
            }
            continue;
        };
        // A name alone has its value on the next line.
        let from_next = value.is_empty().then(|| lines.peek().cloned()).flatten();
        let value = from_next.clone().and_then(|range| text.get(range)).unwrap_or(value);
        if name.eq_ignore_ascii_case(b"request url") {
            all.extend(open.take());
            open = Some(Response { url: Some(value.trim_ascii()), ..Response::default() });
        } else if is_status(body) {
            let digits = value.trim_ascii_start().get(..3).unwrap_or_default();
            if let (Ok(status), Some(response)) =
                (String::from_utf8_lossy(digits).parse(), Some(open.get_or_insert_default()))
            {
                let start = from_next.map_or_else(|| range.end - value.len(), |range| range.start);
                let lead = value.len() - value.trim_ascii_start().len();
                (response.status, response.at) = (status, start + lead..start + lead + 3);
            }
        } else if let Some(response) = &mut open {
            response.header(name, value);
        }
    }
    all.extend(open);
    all.retain(|response| (500..600).contains(&response.status));
    all
}

fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    text.split(|b| *b == b'\n').map(move |line| {
        let start = from;
        from += line.len() + 1;
        start..start + line.strip_suffix(b"\r").unwrap_or(line).len()
    })
}

/// `HTTP/1.1 502 Bad Gateway`
fn status_line(line: &[u8]) -> Option<u16> {
    let digits = line.strip_prefix(b"HTTP/")?.split(|b| *b == b' ').nth(1)?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The whole status line, without trailing blanks.
fn at(start: usize, line: &[u8]) -> Range<usize> {
    start..start + line.trim_ascii_end().len()
}

/// A name of at most 40 bytes, without what a header's name cannot have but browsers' own words do.
fn header(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = memchr::memchr(b':', line.get(..41.min(line.len()))?).filter(|at| *at > 0)?;
    let (name, value) = line.split_at_checked(colon)?;
    let plain = name.iter().all(|b| b.is_ascii_alphanumeric() || b"-_ '".contains(b) || !b.is_ascii());
    plain.then(|| (name, value.get(1..).unwrap_or_default()))
}

fn is_status(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line.get(..40.min(line.len())).unwrap_or_default()).to_lowercase();
    STATUS.iter().any(|name| text.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::responses;

    fn seen(text: &str) -> Vec<(u16, &str, Option<&str>)> {
        let server = |s: Option<&'static [u8]>| s.map(|s| std::str::from_utf8(s).unwrap());
        let text: &'static str = text.to_owned().leak();
        responses(text.as_bytes()).into_iter().map(|r| (r.status, &text[r.at.clone()], server(r.server))).collect()
    }

    #[test]
    fn curl_shows_a_status_line_and_headers() {
        let text =
            "< HTTP/1.1 301 Moved\n< Server: a\n< \nHTTP/2 502 \nserver: nginx\n\n<html>\nHTTP/1.1 200 OK\nServer: b";
        assert_eq!(seen(text), [(502, "HTTP/2 502", Some("nginx"))]);
    }

    #[test]
    fn browsers_copy_names_and_values_on_one_line_or_two() {
        let two = "Request URL:\nhttps://a.example/x\nStatus Code:\n521\nserver:\ncloudflare";
        assert_eq!(seen(two), [(521, "521", Some("cloudflare"))]);
        let one = "Request URL: https://a.example/\r\nStatus Code: 504 Gateway Timeout\r\nServer: awselb/2.0\r\n";
        assert_eq!(seen(one), [(504, "504", Some("awselb/2.0"))]);
        assert_eq!(seen("狀態碼: 502\nserver: nginx"), [(502, "502", Some("nginx"))]);
        assert_eq!(seen("Status Code:\n200\nserver:\nnginx"), []);
    }
}
