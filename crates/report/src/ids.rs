//! The numbers by which others find the same request again: request, trace and Ray IDs in the quoted lines. A provider's
//! support asks for them first.

/// What they are called, in small letters; the longest that fits counts.
const NAMES: [&str; 16] = [
    "cf-ray",
    "correlation-id",
    "fly-request-id",
    "ray id",
    "request-id",
    "request_id",
    "requestid",
    "trace-id",
    "trace_id",
    "traceparent",
    "x-amz-cf-id",
    "x-amzn-trace-id",
    "x-azure-ref",
    "x-correlation-id",
    "x-request-id",
    "x-vercel-id",
];

/// So many are worth listing.
const MOST: usize = 12;

/// Every name with its value, in their order, each once.
pub(crate) fn ids<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for line in lines {
        let small = line.to_ascii_lowercase();
        for name in NAMES {
            for (at, _) in small.match_indices(name) {
                all.extend(value(line, &small, at, name).filter(|id| !all.contains(id)));
            }
        }
    }
    all.truncate(MOST);
    all
}

/// The value behind the name, unless the name is only the end of another one.
fn value(line: &str, small: &str, at: usize, name: &str) -> Option<(String, String)> {
    let word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if at.checked_sub(1).and_then(|before| small.as_bytes().get(before)).is_some_and(|b| word(*b)) {
        return None;
    }
    let rest = line.get(at + name.len()..)?;
    let from = rest.find(|c: char| !matches!(c, '"' | '\'' | ':' | '=' | ' ' | '\\' | '>') || !c.is_ascii())?;
    let separated = rest.get(..from).is_some_and(|between| between.contains([':', '=']));
    let rest = rest.get(from..).filter(|_| separated)?;
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '=' | '.' | ':' | '/' | '+');
    let value = rest.get(..rest.find(|c| !inside(c)).unwrap_or(rest.len()))?.trim_end_matches(['.', ':', '/']);
    let told = value.len() >= 6 && value.bytes().any(|b| b.is_ascii_digit());
    told.then(|| (name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::ids;

    fn found(line: &str) -> Vec<String> {
        ids(std::iter::once(line)).into_iter().map(|(name, value)| format!("{name} {value}")).collect()
    }

    #[test]
    fn ids_are_found_in_headers_json_and_pages() {
        assert_eq!(found("< CF-RAY: 8a1b2c3d4e5f6789-TPE"), ["cf-ray 8a1b2c3d4e5f6789-TPE"]);
        assert_eq!(
            found(r#"{"x-request-id":"3f9a8c7b-6d5e","trace_id": "00f067aa0ba902b7"}"#),
            ["trace_id 00f067aa0ba902b7", "x-request-id 3f9a8c7b-6d5e"]
        );
        assert_eq!(found("Ray ID: 8a1b2c3d4e5f6789 <br>"), ["ray id 8a1b2c3d4e5f6789"]);
        assert_eq!(
            found("X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678"),
            ["x-amzn-trace-id Root=1-67891233-abcdef012345678912345678"]
        );
    }

    #[test]
    fn what_is_no_id_is_none() {
        for line in
            ["request-id: none", "max_request_id 4711", "no request id here", "my-request-id-header", "x-request-id:"]
        {
            assert!(found(line).is_empty(), "{line}");
        }
    }
}
