//! Sentences filled with the reader's own values; what is not known becomes a general noun.

use why502_engine::Map;

use why502_engine::values::replace;
use why502_knowledge::{Lang, words};

use crate::names;

/// Fills the placeholders of a sentence or a paragraph.
pub(crate) fn fill(text: &str, values: &Map<String, String>, lang: Lang) -> String {
    let filled = replace(text, &|name| {
        let known = values.get(name).map(|v| if name == "product" { names::product(v) } else { v });
        known.map(str::to_owned).or_else(|| noun(name, lang).map(marked))
    });
    settle(&filled)
}

fn noun(name: &str, lang: Lang) -> Option<&'static str> {
    let w = words(lang);
    Some(match name {
        "upstream" | "upstream.host" => w.value_upstream,
        "upstream.port" => w.value_port,
        "socket" => w.value_socket,
        "unit" => w.value_unit,
        "proxy.unit" | "product" => w.value_product,
        "time" => w.value_time,
        "host" => w.value_host,
        "path" => w.value_path,
        "status" => w.value_status,
        _ => return None,
    })
}

/// Stands before a noun until the sentence is whole and its beginning is known.
const MARK: char = '\u{1}';

fn marked(noun: &str) -> String {
    format!("{MARK}{noun}")
}

/// Nouns get a capital where a sentence begins and none inside it; a Chinese noun needs no space to the
/// Chinese text beside it, as an address would.
fn settle(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ' ' && out.chars().last().is_some_and(is_han) && noun_or_han(&chars) {
            continue;
        }
        if c != MARK {
            out.push(c);
            continue;
        }
        let begins = out.trim_end().is_empty() || out.trim_end().ends_with(['.', '!', '?', ':']) && !out.ends_with('.');
        match chars.next() {
            // ASCII only: the tables for all of Unicode would add 8 KB to the page.
            Some(first) if begins => out.push(first.to_ascii_uppercase()),
            Some(first) => out.push(first.to_ascii_lowercase()),
            None => {}
        }
    }
    out
}

/// Whether a general noun, or what follows one, goes on in Chinese.
fn noun_or_han(rest: &std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let mut rest = rest.clone();
    let _ = rest.next_if_eq(&MARK);
    rest.next().is_some_and(is_han)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use why502_engine::Map;

    use why502_knowledge::Lang;

    use super::fill;

    #[test]
    fn what_is_not_known_becomes_a_noun_that_fits_its_place() {
        let none = Map::new();
        let text = "{product} asked {upstream}. {product} gave up; {product} said {status}.";
        assert_eq!(
            fill(text, &none, Lang::EN),
            "The proxy asked the backend. The proxy gave up; the proxy said an error."
        );
    }

    #[test]
    fn a_chinese_noun_stands_without_spaces_and_an_address_with_them() {
        let zh = Lang::parse("zh-TW").unwrap();
        let text = "{product} 要連到 {upstream} 卻被拒。";
        assert_eq!(fill(text, &Map::new(), zh), "代理伺服器要連到後端卻被拒。");
        let values = Map::from([("upstream".to_owned(), "10.0.0.1:80".to_owned())]);
        assert_eq!(fill(text, &values, zh), "代理伺服器要連到 10.0.0.1:80 卻被拒。");
    }

    #[test]
    fn what_is_known_stands_as_it_is() {
        let values =
            Map::from([("product".to_owned(), "haproxy".to_owned()), ("upstream".to_owned(), "app/srv1".to_owned())]);
        assert_eq!(fill("{product} asked {upstream}.", &values, Lang::EN), "HAProxy asked app/srv1.");
    }
}
