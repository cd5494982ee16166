//! Other spellings of the same characters: terminal colours, HTML entities, JSON strings.

use super::{Kit, Text, on_lines, when};
use crate::score::corpus::Shape;

/// The words that people search for, and that tools and posters therefore mark.
pub(super) const TELLING: &str =
    r"(?i-u:refused|failed|timed out|timeout|error|closed|reset|denied|unreachable|killed)";

/// A line in red whose telling words are marked as `grep --color` marks them.
pub(super) fn ansi(kit: &Kit, text: &Text<'_>) -> String {
    coloured(kit, text, "\x1b")
}

/// The same as `cat -v` and many log viewers show it.
pub(super) fn caret(kit: &Kit, text: &Text<'_>) -> String {
    coloured(kit, text, "^[")
}

fn coloured(kit: &Kit, text: &Text<'_>, escape: &str) -> String {
    on_lines(text.body, |_, line| {
        let marked = kit.telling.replace_all(line, |found: &regex::Captures<'_>| {
            format!("{escape}[01;31m{escape}[K{}{escape}[m{escape}[K", &found[0])
        });
        format!("{escape}[31m{marked}{escape}[0m")
    })
}

pub(super) fn html(_: &Kit, text: &Text<'_>) -> String {
    let mut escaped = String::with_capacity(text.body.len());
    for c in text.body.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Docker's json-file for a log; a document is one string, as an API client shows a response body. Nobody puts
/// what a terminal showed, or several logs, into one string.
pub(super) fn json(kit: &Kit, text: &Text<'_>) -> String {
    match text.shape {
        Shape::Log => docker(kit, text, |line| line.to_owned()),
        Shape::Document => format!("{{\"body\":{}}}\n", string(text.body)),
        Shape::Terminal | Shape::Bundle => text.body.to_owned(),
    }
}

/// A program that logs JSON, in a container whose output is stored as JSON.
pub(super) fn json_in_json(kit: &Kit, text: &Text<'_>) -> String {
    match text.shape {
        Shape::Log => docker(kit, text, |line| format!("{{\"level\":\"error\",\"msg\":{}}}", string(line))),
        Shape::Document => {
            let inner = format!("{{\"body\":{}}}", string(text.body));
            format!("{{\"level\":\"error\",\"message\":{}}}\n", string(&inner))
        }
        Shape::Terminal | Shape::Bundle => text.body.to_owned(),
    }
}

fn docker(kit: &Kit, text: &Text<'_>, message: impl Fn(&str) -> String) -> String {
    let mut time = when::When::default();
    on_lines(text.body, |_, line| {
        if let Some(found) = when::find(kit, line) {
            time = found;
        }
        let log = string(&(message(line) + "\n"));
        format!("{{\"log\":{log},\"stream\":\"stderr\",\"time\":\"{}.481920731Z\"}}", time.iso())
    })
}

/// The text as a JSON string, with the brackets escaped as Go's encoder does it.
pub(super) fn string(text: &str) -> String {
    let plain = serde_json::Value::from(text).to_string();
    plain.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::super::tests::damaged;
    use super::super::{DAMAGES, Kit};
    use super::*;

    #[test]
    fn colours_are_inside_the_decisive_words_too() {
        assert_eq!(
            damaged("ansi", "Connection refused\n"),
            "\x1b[31mConnection \x1b[01;31m\x1b[Krefused\x1b[m\x1b[K\x1b[0m\n"
        );
        assert_eq!(damaged("caret", "x"), "^[[31mx^[[0m");
    }

    #[test]
    fn entities_and_strings() {
        assert_eq!(damaged("html", "a & \"<b>\" 'c'"), "a &amp; &quot;&lt;b&gt;&quot; &#39;c&#39;");
        assert_eq!(
            damaged("json", "a \"<b>\"\n"),
            "{\"log\":\"a \\\"\\u003cb\\u003e\\\"\\n\",\"stream\":\"stderr\",\"time\":\"2026-03-04T10:15:22.481920731Z\"}\n"
        );
        let twice = damaged("json-in-json", "a \"b\"");
        let outer: serde_json::Value = serde_json::from_str(&twice).unwrap();
        let inner: serde_json::Value = serde_json::from_str(outer["log"].as_str().unwrap()).unwrap();
        assert_eq!(inner["msg"], "a \"b\"");
    }

    #[test]
    fn a_document_is_one_string() {
        assert!(DAMAGES.iter().any(|damage| damage.name == "json"));
        let text = Text { body: "<p>\nx\n", shape: Shape::Document, program: "app" };
        let kit = Kit::new().unwrap();
        let value: serde_json::Value = serde_json::from_str(&json(&kit, &text)).unwrap();
        assert_eq!(value["body"], "<p>\nx\n");
        assert_eq!(json_in_json(&kit, &text).lines().count(), 1);
    }
}
