//! HTTP Archives (HAR 1.2), as browsers save them: only what a failed exchange says counts, for the bodies of the
//! others may hold any words.

use std::ops::Range;

use crate::clean::clean_json;
use crate::dialect::time;
use crate::json::{self, Value};
use crate::response::Response;

/// A failed exchange: the response, and where its body stands (a JSON string).
pub(crate) struct Exchange<'a> {
    pub(crate) response: Response<'a>,
    pub(crate) body: Option<Range<usize>>,
}

/// `None` when the text is no archive.
pub(crate) fn failures(text: &[u8]) -> Option<Vec<Exchange<'_>>> {
    let head = text.get(..512.min(text.len()))?;
    let object = head.trim_ascii_start().strip_prefix(b"{")?.trim_ascii_start();
    if !object.starts_with(b"\"log\"") || memchr::memmem::find(head, b"\"version\"").is_none() {
        return None;
    }
    let mut failed = Vec::new();
    let mut entry = Exchange { response: Response::default(), body: None };
    let mut name: &[u8] = b"";
    json::walk(text, &mut |path, value| {
        let [b"log", b"entries", b"", rest @ ..] = path else {
            return;
        };
        let bytes = match &value {
            Value::String(range) | Value::Bare(range) => text.get(range.clone()).unwrap_or_default(),
            Value::End => b"",
        };
        match (rest, value) {
            ([], Value::End) => {
                let done = std::mem::replace(&mut entry, Exchange { response: Response::default(), body: None });
                if (500..600).contains(&done.response.status) {
                    failed.push(done);
                }
            }
            ([b"response", b"status"], Value::Bare(at)) => {
                entry.response.status = std::str::from_utf8(bytes).ok().and_then(|s| s.parse().ok()).unwrap_or(0);
                entry.response.at = at;
            }
            ([b"response", b"headers", b"", b"name"], Value::String(_)) => name = bytes,
            ([b"response", b"headers", b"", b"value"], Value::String(_)) => entry.response.header(name, bytes),
            ([b"response", b"content", b"text"], Value::String(at)) => {
                entry.body = Some(at);
                let body = clean_json(bytes);
                body.text.split(|b| *b == b'\n').for_each(|line| entry.response.body(line));
            }
            ([b"request", b"url"], Value::String(_)) => entry.response.url = Some(bytes),
            ([b"startedDateTime"], Value::String(_)) => entry.response.time = time::iso(bytes).map(|(time, _)| time),
            _ => {}
        }
    });
    Some(failed)
}

#[cfg(test)]
mod tests {
    use super::failures;

    #[test]
    fn only_failed_exchanges_count() {
        let har = r#"{"log":{"version":"1.2","entries":[
            {"request":{"url":"https://a.example/ok"},"response":{"status":200,"content":{"text":"502 Bad Gateway"}}},
            {"startedDateTime":"2026-03-04T10:15:22.5Z","request":{"url":"https://a.example/x?y"},"response":{"status":502,
             "headers":[{"name":"Server","value":"nginx"}],"content":{"text":"<hr><center>nginx\/1.24.0<\/center>\r\n"}}},
            {"response":{"status":0}}]}}"#;
        let failed = failures(har.as_bytes()).unwrap();
        let [exchange] = failed.as_slice() else { panic!("{} failures", failed.len()) };
        let response = &exchange.response;
        assert_eq!((response.status, &har[response.at.clone()]), (502, "502"));
        assert_eq!(response.page, Some("nginx"));
        assert_eq!(response.record().path, Some(&b"/x"[..]));
        assert_eq!(response.record().host, Some(&b"a.example"[..]));
        assert!(har[exchange.body.clone().unwrap()].contains("center"));
    }

    #[test]
    fn other_json_is_no_archive() {
        assert!(failures(br#"{"log":"2026 [error]"}"#).is_none());
        assert!(failures(b"HTTP/1.1 502").is_none());
    }
}
