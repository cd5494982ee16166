//! JSON and browsers' archives: what is walked through is what `serde_json` reads.
//!
//! The first byte says whether the rest is put into an archive's list of exchanges, into a response of one, or is a
//! text of its own.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use why502_engine::fuzzing::{archived, json_values};

use crate::laws;

/// How many levels the walk names.
const DEPTH: usize = 24;

/// Panics when the walk differs from `serde_json`, or the engine breaks a law.
pub fn check(data: &[u8]) {
    let Some((&first, rest)) = data.split_first() else { return };
    let (head, tail): (&[u8], &[u8]) = match first % 4 {
        0 => (b"{\"log\":{\"version\":\"1.2\",\"entries\":[", b"]}}"),
        1 => (b"{\"log\":{\"version\":\"1.2\",\"entries\":[{\"response\":{", b"}}]}}"),
        _ => (b"", b""),
    };
    let text = [head, rest, tail].concat();
    walk(&text);
    for (status, at) in archived(&text).iter().flatten() {
        let word = text.get(at.clone()).and_then(|word| std::str::from_utf8(word).ok());
        assert_eq!(word.and_then(|word| word.parse().ok()), Some(*status));
        assert!((500..600).contains(status));
    }
    laws::hold(&text);
}

/// What stands somewhere in a JSON text.
#[derive(Debug, PartialEq)]
enum Word {
    Text(String),
    Other(String),
}

fn walk(text: &[u8]) {
    let walked = json_values(text);
    let mut last = 0;
    for (path, value) in &walked {
        assert!(path.len() <= DEPTH, "{} names", path.len());
        if let Some((_, range)) = value {
            assert!(
                range.start >= last && range.start <= range.end && range.end <= text.len(),
                "{range:?} after {last}"
            );
            last = range.end;
        }
    }
    let mut expected = Vec::new();
    let mut reader = serde_json::Deserializer::from_slice(text);
    let flat = Flat { path: &mut Vec::new(), depth: 0, out: &mut expected };
    if flat.deserialize(&mut reader).is_err() || reader.end().is_err() {
        return;
    }
    let string = |raw: &[u8]| serde_json::from_slice::<String>(&[b"\"", raw, b"\""].concat()).unwrap_or_default();
    let ours: Vec<_> = walked
        .into_iter()
        .filter_map(|(path, value)| {
            let (is_string, range) = value?;
            let raw = &text[range];
            let word = match is_string {
                true => Word::Text(string(raw)),
                false => Word::Other(number(serde_json::from_slice(raw).unwrap_or_default())),
            };
            Some((path.iter().map(|name| string(name)).collect::<Vec<_>>(), word))
        })
        .collect();
    assert_eq!(ours, expected);
}

fn number(value: serde_json::Value) -> String {
    // Digits beyond a double's differ by who reads them; that it is a number does not.
    if value.is_number() { "number".to_owned() } else { value.to_string() }
}

/// Reads a text into its words with the names on the way to them, in order, names given twice included.
struct Flat<'a> {
    path: &'a mut Vec<String>,
    depth: usize,
    out: &'a mut Vec<(Vec<String>, Word)>,
}

impl Flat<'_> {
    fn word(self, word: Word) {
        if self.depth <= DEPTH {
            self.out.push((self.path.clone(), word));
        }
    }

    fn inner<'b>(&'b mut self, name: String) -> Flat<'b> {
        self.path.push(name);
        Flat { path: self.path, depth: self.depth + 1, out: self.out }
    }
}

impl<'d> DeserializeSeed<'d> for Flat<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'d>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'d> Visitor<'d> for Flat<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, v: bool) -> Result<(), E> {
        self.word(Word::Other(v.to_string()));
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.word(Word::Other("number".to_owned()));
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.word(Word::Other("number".to_owned()));
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.word(Word::Other("number".to_owned()));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.word(Word::Other("null".to_owned()));
        Ok(())
    }

    fn visit_str<E>(self, v: &str) -> Result<(), E> {
        self.word(Word::Text(v.to_owned()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'d>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(self.inner(String::new()))?.is_some() {
            self.path.pop();
        }
        self.path.pop();
        Ok(())
    }

    fn visit_map<A: MapAccess<'d>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(self.inner(name))?;
            self.path.pop();
        }
        Ok(())
    }
}
