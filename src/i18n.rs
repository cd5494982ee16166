//! How the words of a language are put to use: sentences filled in, numbers for people.

/// Puts values into a sentence: `{name}` becomes the value of `name`; other braces stay. The engine's filling of
/// commands differs on purpose: there `{{name}}` and `${name}` belong to other programs.
pub(crate) fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = after
            .split_once('}')
            .and_then(|(name, tail)| values.iter().find(|(n, _)| *n == name).map(|(_, value)| (value, tail)));
        match known {
            Some((value, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A count with its thousands apart: 1,234,567.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size for people: `812 B`, `4.9 MB`. Units are the same in both languages.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    // Tenths, rounded, so that no floating point decides what is shown.
    let mut tenths = (bytes + 50) / 100;
    let mut units = UNITS.into_iter().peekable();
    let mut unit = units.next().unwrap_or("kB");
    while tenths >= 10_000 && units.peek().is_some() {
        tenths = (tenths + 500) / 1000;
        unit = units.next().unwrap_or(unit);
    }
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{count, fill, size};

    #[test]
    fn values_go_where_their_names_stand() {
        assert_eq!(fill("第 {line} 行", &[("line", "7")]), "第 7 行");
        assert_eq!(fill("{a}{b}{a}", &[("a", "1"), ("b", "2")]), "121");
    }

    #[test]
    fn other_braces_stay_as_they_are() {
        assert_eq!(fill("%{http_code} {x} {", &[("line", "7")]), "%{http_code} {x} {");
        assert_eq!(fill("{{line}}", &[("line", "7")]), "{7}");
    }

    #[test]
    fn a_value_is_not_read_again() {
        assert_eq!(fill("{a} {b}", &[("a", "{b}"), ("b", "2")]), "{b} 2");
    }

    #[test]
    fn numbers_are_legible() {
        assert_eq!(count(0), "0");
        assert_eq!(count(1234), "1,234");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(size(812), "812 B");
        assert_eq!(size(1000), "1.0 kB");
        assert_eq!(size(4_938_271), "4.9 MB");
        assert_eq!(size(999_999), "1.0 MB");
    }
}
