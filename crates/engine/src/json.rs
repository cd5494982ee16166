//! Walks through a JSON text without building anything from it: every value with the names on the way to it.
//!
//! Forgiving: what is cut off or no JSON ends the walk or is stepped over. Deeper levels than [`DEPTH`] are counted,
//! not named, so nesting costs nothing.

use std::ops::Range;

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Between its quotes, still escaped.
    String(Range<usize>),
    /// A number or a word.
    Bare(Range<usize>),
    /// The object or array ends.
    End,
}

/// How many levels have names.
const DEPTH: usize = 24;

/// Calls `each` for every value with the names that lead to it; an element of an array has the empty name.
pub(crate) fn walk(text: &[u8], each: &mut dyn FnMut(&[&[u8]], Value)) {
    let mut path: Vec<&[u8]> = Vec::new();
    // For each open level, whether it is an object.
    let mut open: Vec<bool> = Vec::new();
    let mut deeper = 0_u32;
    let mut name: Option<&[u8]> = None;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'{' | b'[' if open.len() == DEPTH => deeper += 1,
            b'{' | b'[' => {
                open.push(byte == b'{');
                path.push(name.take().unwrap_or_default());
            }
            b'}' | b']' if deeper > 0 => deeper -= 1,
            b'}' | b']' => {
                if open.pop().is_none() {
                    return;
                }
                each(path.get(1..).unwrap_or_default(), Value::End);
                path.pop();
                name = None;
            }
            b'"' => {
                let Some(end) = string_end(text, at + 1) else { return };
                let range = at + 1..end;
                let colon = text.get(end + 1..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"));
                if colon && open.last() == Some(&true) {
                    name = text.get(range);
                } else if deeper == 0 {
                    value(&mut path, &mut name, Value::String(range), each);
                }
                at = end;
            }
            b':' | b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => {
                let rest = text.get(at..).unwrap_or_default();
                let length = rest.iter().position(|b| b",]} \t\r\n".contains(b)).unwrap_or(rest.len()).max(1);
                if deeper == 0 {
                    value(&mut path, &mut name, Value::Bare(at..at + length), each);
                }
                at += length - 1;
            }
        }
        at += 1;
    }
}

fn value<'t>(
    path: &mut Vec<&'t [u8]>,
    name: &mut Option<&'t [u8]>,
    value: Value,
    each: &mut dyn FnMut(&[&[u8]], Value),
) {
    path.push(name.take().unwrap_or_default());
    each(path.get(1..).unwrap_or_default(), value);
    path.pop();
}

/// Where the string ends that begins there.
fn string_end(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text.get(at) == Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, walk};

    fn values(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        walk(text.as_bytes(), &mut |path, value| {
            let path: Vec<_> = path.iter().map(|p| String::from_utf8_lossy(p)).collect();
            let value = match value {
                Value::String(r) => format!("\"{}\"", &text[r]),
                Value::Bare(r) => text[r].to_owned(),
                Value::End => "end".into(),
            };
            all.push(format!("{}={value}", path.join(".")));
        });
        all
    }

    #[test]
    fn values_come_with_the_names_that_lead_to_them() {
        assert_eq!(
            values(r#"{"log": {"v": "1\"2", "e": [{"s": 502}, true]}}"#),
            [r#"log.v="1\"2""#, "log.e..s=502", "log.e.=end", "log.e.=true", "log.e=end", "log=end", "=end"]
        );
    }

    #[test]
    fn damage_ends_the_walk_quietly() {
        assert_eq!(values(r#"{"a": 1, "b": "cut"#), ["a=1"]);
        assert_eq!(values("]]"), [""; 0]);
        assert_eq!(values(&"[".repeat(100_000)), [""; 0]);
        assert_eq!(values(&format!("{}1{}", "[".repeat(100), "]".repeat(100))).len(), 24);
    }
}
