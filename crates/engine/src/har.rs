//! HTTP Archives (HAR 1.2), as browsers save them: only what a failed exchange says counts, for the bodies of the
//! others may hold any words.

use std::ops::Range;

use crate::clean::clean_json;
use crate::dialect::time;
use crate::json::{self, Value};
use crate::response::Response;

/// A failed exchange: the response, and where its body stands (a JSON string).
#[derive(Default)]
pub(crate) struct Exchange<'a> {
    pub(crate) response: Response<'a>,
    pub(crate) body: Option<Range<usize>>,
}

/// How many of its first bytes tell whether a text is an archive.
pub(crate) const HEAD: usize = 512;

/// Whether a text that begins like this is an archive.
pub(crate) fn is_archive(head: &[u8]) -> bool {
    let object = || head.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    object().is_some_and(|o| o.starts_with(b"\"log\"")) && memchr::memmem::find(head, b"\"version\"").is_some()
}

/// `None` when the text is no archive.
pub(crate) fn failures(text: &[u8]) -> Option<Vec<Exchange<'_>>> {
    if !is_archive(text.get(..HEAD).unwrap_or(text)) {
        return None;
    }
    let mut failed = Vec::new();
    let mut entry = Exchange::default();
    let mut name: &[u8] = b"";
    json::walk(text, &mut |path, value| match path {
        [b"log", b"entries", b""] if value == Value::End => failed.extend(std::mem::take(&mut entry).failed()),
        [b"log", b"entries", b"", rest @ ..] => entry.take(text, rest, value, &mut name),
        _ => {}
    });
    Some(failed)
}

/// What this text of one exchange says, if that failed; also when it breaks off.
pub(crate) fn failure(text: &[u8]) -> Option<Exchange<'_>> {
    let mut exchange = Exchange::default();
    let mut name: &[u8] = b"";
    json::walk(text, &mut |path, value| exchange.take(text, path, value, &mut name));
    exchange.failed()
}

impl<'t> Exchange<'t> {
    fn failed(self) -> Option<Self> {
        (500..600).contains(&self.response.status).then_some(self)
    }

    /// Takes what stands at this path in the exchange. `name`: of the header whose value comes next.
    fn take(&mut self, text: &'t [u8], path: &[&[u8]], value: Value, name: &mut &'t [u8]) {
        let bytes = match &value {
            Value::String(range) | Value::Bare(range) => text.get(range.clone()).unwrap_or_default(),
            Value::End => b"",
        };
        match (path, value) {
            ([b"response", b"status"], Value::Bare(at)) => {
                self.response.status = std::str::from_utf8(bytes).ok().and_then(|s| s.parse().ok()).unwrap_or(0);
                self.response.at = at;
            }
            ([b"response", b"headers", b"", b"name"], Value::String(_)) => *name = bytes,
            ([b"response", b"headers", b"", b"value"], Value::String(_)) => self.response.header(name, bytes),
            ([b"response", b"content", b"text"], Value::String(at)) => {
                self.body = Some(at);
                let body = clean_json(bytes);
                body.text.split(|b| *b == b'\n').for_each(|line| self.response.body(line));
            }
            ([b"request", b"url"], Value::String(_)) => self.response.url = Some(bytes),
            ([b"startedDateTime"], Value::String(_)) => self.response.time = time::iso(bytes).map(|(time, _)| time),
            _ => {}
        }
    }
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
