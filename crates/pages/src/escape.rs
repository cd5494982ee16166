//! One function for each place that text of others gets into.
//!
//! Nothing of the description gets into a script: what the script says, it reads from attributes. So there is no
//! function for that.

use std::fmt::Write;

/// For text between tags and for attributes in double quotes. Braces go too: Caddy's templates begin with two.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            c => out.push(c),
        }
    }
    out
}

/// An address: what cannot stand in one is percent-encoded, what is encoded already stays.
pub(crate) fn url(text: &str) -> String {
    percent(text, |b| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&()*+,;=%".contains(&b))
}

/// A part of an address's query.
pub(crate) fn query(text: &str) -> String {
    percent(text, |b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
}

/// An SVG in a `data:` address: only what ends the address or an attribute, or begins a template.
pub(crate) fn svg(text: &str) -> String {
    percent(text, |b| (b' '..0x7f).contains(&b) && !b"%\"'<>#&{}\\".contains(&b))
}

fn percent(text: &str, plain: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        if plain(b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
    }
    out
}

/// A JSON string, with its quotes. Only ASCII, so that it may stand in YAML, a shell or a script as well.
pub(crate) fn json(text: &str) -> String {
    json_with(text, |c| (' '..='~').contains(&c) && !"<>&'".contains(c))
}

/// A JSON string that keeps every letter; for bodies whose size is limited.
pub(crate) fn json_short(text: &str) -> String {
    json_with(text, |c| c >= ' ')
}

/// `plain`: what stands for itself, unless JSON itself forbids it.
fn json_with(text: &str, plain: impl Fn(char) -> bool) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if plain(c) => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
    out
}

/// One word of a POSIX shell.
pub(crate) fn shell(text: &str) -> String {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-+,@%=:".contains(&b)) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Text in `{" "}` of VCL, which ends at the first `"}`. The string is closed there and opened anew.
pub(crate) fn vcl(text: &str) -> String {
    text.replace("\"}", "\"\"} + {\"}")
}

/// Text of Envoy's or HAProxy's log formats, where a percent sign begins a command.
pub(crate) fn doubled_percent(text: &str) -> String {
    text.replace('%', "%%")
}

/// A value in double quotes in nginx's, Apache's, HAProxy's or Caddy's configuration. Only our own constants and
/// addresses get there; both hold none of what this would have to escape, which is asserted by a test.
pub(crate) fn quoted(text: &str) -> String {
    let safe: String =
        text.chars().filter(|c| !matches!(c, '"' | '\\' | '$' | '\n' | '\r' | '{' | '}' | '`')).collect();
    format!("\"{safe}\"")
}

/// Lines of a YAML block, indented.
pub(crate) fn indented(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    let lines: Vec<String> =
        text.lines().map(|l| if l.is_empty() { String::new() } else { format!("{pad}{l}") }).collect();
    lines.join("\n")
}

/// Base64 with padding.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let n = chunk.iter().fold(0_u32, |n, b| (n << 8) | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let letter = LETTERS.get((n >> (18 - 6 * i)) as usize & 63).copied().unwrap_or(b'A');
            out.push(if i > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), coded);
        }
    }

    #[test]
    fn what_is_encoded_already_stays() {
        assert_eq!(
            url("https://a.example/%E4%BD%A0?q=a b\"<'&x={1}"),
            "https://a.example/%E4%BD%A0?q=a%20b%22%3C%27&x=%7B1%7D"
        );
    }

    #[test]
    fn vcl_strings_are_closed_and_opened_anew() {
        assert_eq!(vcl("a\"}b"), "a\"\"} + {\"}b");
    }

    #[test]
    fn json_in_both_lengths_reads_back() {
        for text in ["", "a\"b\\c\n\u{1}</script>😀山", "\u{7f}"] {
            for coded in [json(text), json_short(text)] {
                assert_eq!(serde_json::from_str::<String>(&coded).ok().as_deref(), Some(text));
            }
        }
        assert!(json("😀<").is_ascii());
    }

    #[test]
    fn our_policies_lose_nothing_in_quotes() {
        let policy = "default-src 'none'; script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(quoted(policy), format!("\"{policy}\""));
    }
}
