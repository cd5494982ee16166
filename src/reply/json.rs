//! JSON, as far as the contract uses it: objects, lists, strings, whole numbers.
//!
//! **Invariant:** any text gives a value or `None`; nothing here stops.

use std::iter::Peekable;
use std::str::Chars;

/// Deeper than any report. A text that nests deeper is none of ours.
const DEPTH: u8 = 16;

/// A JSON value. Fields that later versions may add can be anything, and are passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Number(u64),
    List(Vec<Value>),
    Object(Object),
    /// `null`, `true`, `false`, a fraction, a negative number.
    Other,
}

/// An object's fields in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Object(pub(super) Vec<(String, Value)>);

impl Value {
    pub(super) fn text(self) -> Option<String> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn number<N: TryFrom<u64>>(self) -> Option<N> {
        if let Self::Number(number) = self { number.try_into().ok() } else { None }
    }

    pub(super) fn object(self) -> Option<Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }
}

impl Object {
    /// Takes a field out.
    fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(n, _)| n == name)?;
        Some(self.0.swap_remove(at).1)
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.take(name)?.text()
    }

    pub(super) fn number<N: TryFrom<u64>>(&mut self, name: &str) -> Option<N> {
        self.take(name)?.number()
    }

    pub(super) fn object(&mut self, name: &str) -> Option<Self> {
        self.take(name)?.object()
    }

    /// A list, all of whose items must be readable.
    pub(super) fn list<T>(&mut self, name: &str, item: fn(Value) -> Option<T>) -> Option<Vec<T>> {
        let Value::List(items) = self.take(name)? else {
            return None;
        };
        items.into_iter().map(item).collect()
    }
}

/// The one value in this text.
pub(super) fn read(json: &str) -> Option<Value> {
    let mut reader = Reader(json.chars().peekable());
    let value = reader.value(DEPTH)?;
    reader.blanks();
    reader.0.next().is_none().then_some(value)
}

struct Reader<'a>(Peekable<Chars<'a>>);

impl Reader<'_> {
    fn blanks(&mut self) {
        while self.0.next_if(|c| matches!(c, ' ' | '\n' | '\r' | '\t')).is_some() {}
    }

    /// The next character after blanks, if it is this one.
    fn mark(&mut self, mark: char) -> Option<()> {
        self.blanks();
        self.0.next_if_eq(&mark).map(drop)
    }

    fn value(&mut self, depth: u8) -> Option<Value> {
        self.blanks();
        let depth = depth.checked_sub(1)?;
        match self.0.peek()? {
            '"' => self.string().map(Value::Text),
            '[' => self.items('[', ']', |reader| reader.value(depth)).map(Value::List),
            '{' => self.items('{', '}', |reader| reader.field(depth)).map(|fields| Value::Object(Object(fields))),
            _ => self.word(),
        }
    }

    fn field(&mut self, depth: u8) -> Option<(String, Value)> {
        self.blanks();
        let name = self.string()?;
        self.mark(':')?;
        Some((name, self.value(depth)?))
    }

    /// What stands between two brackets, with commas between.
    fn items<T>(&mut self, open: char, close: char, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.mark(open)?;
        let mut items = Vec::new();
        if self.mark(close).is_some() {
            return Some(items);
        }
        loop {
            items.push(item(self)?);
            if self.mark(close).is_some() {
                return Some(items);
            }
            self.mark(',')?;
        }
    }

    /// A number, or one of JSON's three words.
    fn word(&mut self) -> Option<Value> {
        let mut word = String::new();
        while let Some(c) = self.0.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) {
            word.push(c);
        }
        match word.parse() {
            Ok(number) => Some(Value::Number(number)),
            Err(_) => (!word.is_empty()).then_some(Value::Other),
        }
    }

    fn string(&mut self) -> Option<String> {
        self.0.next_if_eq(&'"')?;
        let mut text = String::new();
        loop {
            match self.0.next()? {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                c => text.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.0.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let unit = self.unit()?;
                // Two units make one character beyond the first 65,536.
                if (0xd800..0xdc00).contains(&unit) {
                    self.0.next_if_eq(&'\\')?;
                    self.0.next_if_eq(&'u')?;
                    let low = self.unit()?.checked_sub(0xdc00)?;
                    char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + low)?
                } else {
                    char::from_u32(unit)?
                }
            }
            c @ ('"' | '\\' | '/') => c,
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |unit, _| Some(unit * 16 + self.0.next()?.to_digit(16)?))
    }
}

#[cfg(test)]
mod tests {
    use super::{Object, Value, read};

    #[test]
    fn what_the_contract_uses_is_read() {
        let fields = vec![
            ("a".to_owned(), Value::List(vec![Value::Number(1), Value::Text("x".to_owned())])),
            ("b".to_owned(), Value::Object(Object(Vec::new()))),
        ];
        assert_eq!(read(" {\"a\": [1,\n\"x\"], \"b\":{}}\n"), Some(Value::Object(Object(fields))));
    }

    #[test]
    fn what_it_does_not_use_is_passed_over() {
        for other in ["null", "true", "-1", "1.5", "1e9"] {
            assert_eq!(read(other), Some(Value::Other), "{other}");
        }
    }

    #[test]
    fn escapes_mean_what_they_mean() {
        assert_eq!(read(r#""\u4f3a\ud83d\ude42\"\\\/\n""#), Some(Value::Text("伺🙂\"\\/\n".to_owned())));
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for text in ["", "{", "[1,]", "{\"a\"}", "\"\\x\"", "\"\\ud83d\"", "\"\\ud83d\\u0041\"", "[1] 2", "\"open"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}
