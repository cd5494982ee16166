//! What people change by hand: names blacked out, case and commas lost while retyping.

use super::{Kit, Text, on_lines};

/// The visitor's address as nginx writes it.
pub(super) const CLIENT: &str = r"client: [0-9a-fA-F.:]+";
/// An IPv4 address and the port behind it.
pub(super) const ADDRESS: &str = r"([0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3})(:[0-9]{1,5})?";
/// Names of the reader's own machines. Names of providers stay: nobody hides those, and a page of a provider is
/// known by them.
pub(super) const HOST: &str = r"[a-zA-Z0-9.-]*(?-u:\b)example\.(?:com|net|org)(?-u:\b)|[a-zA-Z0-9][a-zA-Z0-9.-]*\.(?:example|internal|local|test|lan)(?-u:\b)";

pub(super) fn redacted(kit: &Kit, text: &Text<'_>) -> String {
    on_lines(text.body, |_, line| {
        let line = kit.client.replace_all(line, "client: XX");
        let line =
            kit.address.replace_all(
                &line,
                |found: &regex::Captures<'_>| {
                    if found.get(2).is_some() { "<ipaddress>:xxx" } else { "<ipaddress>" }
                },
            );
        kit.host.replace_all(&line, "xxx").into_owned()
    })
}

pub(super) fn lower_case(_: &Kit, text: &Text<'_>) -> String {
    text.body.to_ascii_lowercase()
}

/// Nobody retypes JSON.
pub(super) fn no_commas(_: &Kit, text: &Text<'_>) -> String {
    on_lines(
        text.body,
        |_, line| {
            if line.trim_start().starts_with(['{', '"']) { line.to_owned() } else { line.replace(',', "") }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::damaged;

    #[test]
    fn names_and_addresses_are_blacked_out() {
        assert_eq!(
            damaged("redacted", "client: 203.0.113.7, server: www.example.com, upstream: \"https://10.0.0.5:8443/\""),
            "client: XX, server: xxx, upstream: \"https://<ipaddress>:xxx/\""
        );
        assert_eq!(damaged("redacted", "api.shop.internal 10.0.0.5 - proxy.go:117"), "xxx <ipaddress> - proxy.go:117");
    }

    #[test]
    fn retyping_loses_case_and_commas() {
        assert_eq!(damaged("lower-case", "Connection Refused"), "connection refused");
        assert_eq!(damaged("no-commas", "a, b\n{\"a\":1,\"b\":2}\n"), "a b\n{\"a\":1,\"b\":2}\n");
    }
}
