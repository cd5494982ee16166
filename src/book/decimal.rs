//! Decimal numbers as people type them, kept in thousandths: floating point would bring its tables along.

/// A number of a field, in thousandths. `None` for what is none, or is negative.
pub(super) fn read(text: &str) -> Option<u64> {
    let text = text.trim();
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || whole.len() > 12 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let places = part.bytes().chain(*b"000").take(3).fold(0, |n, b| n * 10 + u64::from(b - b'0'));
    Some(whole * 1000 + places)
}

/// The number for people.
pub(super) fn shown(thousandths: u64) -> String {
    let (whole, part) = (thousandths / 1000, thousandths % 1000);
    if part == 0 {
        return whole.to_string();
    }
    let part = (1000 + part).to_string();
    let part = part.get(1..).unwrap_or_default().trim_end_matches('0');
    format!("{whole}.{part}")
}

#[cfg(test)]
mod tests {
    use super::{read, shown};

    #[test]
    fn numbers_are_read_and_shown_as_typed() {
        for (text, value) in [("60", 60_000), ("3.5", 3_500), ("0,25", 250), (".5", 500), ("0", 0), ("1.2345", 1_234)] {
            assert_eq!(read(text), Some(value), "{text}");
        }
        for bad in ["", ".", "-1", "1e9", "x", "1.2.3", "9999999999999"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!([60_000, 3_500, 250, 1_050].map(shown), ["60", "3.5", "0.25", "1.05"]);
    }
}
