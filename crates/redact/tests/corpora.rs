//! What holds for every text that somebody could paste.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod corpus;

use std::net::IpAddr;

use why502_engine::scan;
use why502_redact::{Kind, redact};

/// The cause that the engine finds.
fn cause(text: &str) -> Option<&'static str> {
    scan(text.as_bytes()).findings.first().map(|finding| finding.cause)
}

/// Texts that were broken at a column on their way: that lines belong together is seen by their width alone, and
/// pseudonyms have widths of their own. A link carries the report of such a text, not the text.
const BROKEN_LINES: [&str; 2] = ["wrapped-at-120-plain-port", "wrapped-mail-oom-and-refused-german"];

#[test]
fn the_answer_stays() {
    let texts = corpus::all();
    let mut wrong = Vec::new();
    let mut replaced = 0;
    for text in &texts {
        let redacted = redact(&text.text);
        replaced += redacted.spans.len();
        let (before, after) = (cause(&text.text), cause(&redacted.text));
        if (before != after) != BROKEN_LINES.contains(&text.name.as_str()) {
            wrong.push(format!("{}: {before:?}, redacted {after:?}", text.name));
        }
    }
    println!("{} texts, {replaced} places replaced", texts.len());
    assert!(replaced > 5_000, "only {replaced} places");
    assert!(wrong.is_empty(), "{} answers changed:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn twice_is_once() {
    let mut wrong = Vec::new();
    for text in corpus::all() {
        let once = redact(&text.text).text;
        let twice = redact(&once);
        if twice.text != once {
            let span = twice.spans.first().unwrap();
            wrong.push(format!("{}: {:?} {:?}", text.name, span.kind, &once[span.from.clone()]));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What no rule of ours decides: a public address is one that the standard library can read.
#[test]
fn no_public_address_is_left() {
    let mut left = Vec::new();
    for text in corpus::all() {
        let redacted = redact(&text.text).text;
        for word in redacted.split(|c: char| !(c.is_ascii_alphanumeric() || ".:".contains(c))) {
            for word in [word, word.rsplit_once(':').map_or("", |(host, _)| host)] {
                let own = ["185.17.88.", "91.203.7.", "46.4.120.", "2a01:4f8:"];
                if word.trim_end_matches('.').parse::<IpAddr>().is_ok() && own.iter().any(|own| word.starts_with(own)) {
                    left.push(format!("{}: {word}", text.name));
                }
            }
        }
        for own in [
            "185.17.88.",
            "91.203.7.",
            "46.4.120.",
            "2a01:4f8:",
            "blauwal",
            "lanyu",
            "seewind",
            "lin.yuchen",
            "wangmei",
            "chen_hao",
        ] {
            if redacted.contains(own) {
                let at = redacted.find(own).unwrap();
                let around: String = redacted[at.saturating_sub(30)..].chars().take(90).collect();
                left.push(format!("{}: {own} in {around:?}", text.name));
            }
        }
    }
    assert!(left.is_empty(), "{}:\n{}", left.len(), left.join("\n"));
}

#[test]
fn spans_lead_from_the_text_to_the_redacted_text() {
    for text in corpus::all() {
        let redacted = redact(&text.text);
        let (mut from, mut to) = (0, 0);
        for span in &redacted.spans {
            assert_eq!(text.text[from..span.from.start], redacted.text[to..span.to.start], "{}", text.name);
            assert_eq!(redacted.place(span.from.start), span.to.start);
            (from, to) = (span.from.end, span.to.end);
        }
        assert_eq!(text.text[from..], redacted.text[to..], "{}", text.name);
    }
}

/// For a reader: what is replaced most, to see with `--nocapture` whether it should be.
#[test]
fn nothing_of_a_programs_own_words_is_replaced() {
    let mut seen = std::collections::BTreeMap::new();
    for text in corpus::all() {
        let redacted = redact(&text.text);
        for span in &redacted.spans {
            *seen.entry((span.kind, text.text[span.from.clone()].to_owned())).or_insert((0, text.name.clone())) = {
                let entry = seen.get(&(span.kind, text.text[span.from.clone()].to_owned())).map_or(0, |(n, _)| *n);
                (entry + 1, text.name.clone())
            };
        }
    }
    for ((kind, value), (count, name)) in &seen {
        println!("{kind:?}\t{count}\t{value:?}\t{name}");
    }
    for word in ["nginx", "upstream", "Connection", "refused", "timed", "error", "502"] {
        assert!(!seen.keys().any(|(kind, value)| *kind != Kind::Value && value == word), "{word}");
    }
}
