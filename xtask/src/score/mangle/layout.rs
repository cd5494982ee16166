//! Where lines end, and in which order they stand.

use super::{Kit, Text, on_lines, when};

/// Broken after every so many characters, whatever stands there: as a narrow terminal window is copied.
fn wrapped(text: &Text<'_>, columns: usize) -> String {
    on_lines(text.body, |_, line| {
        let mut broken = String::with_capacity(line.len() + line.len() / columns);
        for (at, c) in line.chars().enumerate() {
            if at > 0 && at % columns == 0 {
                broken.push('\n');
            }
            broken.push(c);
        }
        broken
    })
}

pub(super) fn wrap_80(_: &Kit, text: &Text<'_>) -> String {
    wrapped(text, 80)
}

pub(super) fn wrap_100(_: &Kit, text: &Text<'_>) -> String {
    wrapped(text, 100)
}

pub(super) fn wrap_120(_: &Kit, text: &Text<'_>) -> String {
    wrapped(text, 120)
}

pub(super) fn crlf(_: &Kit, text: &Text<'_>) -> String {
    text.body.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// Records in the opposite order, as web consoles show them. A line without a time stays behind its record.
pub(super) fn newest_first(kit: &Kit, text: &Text<'_>) -> String {
    let mut records: Vec<Vec<&str>> = Vec::new();
    for line in text.body.lines() {
        match records.last_mut() {
            Some(record) if when::find(kit, line).is_none() => record.push(line),
            _ => records.push(vec![line]),
        }
    }
    let lines = records.iter().rev().flatten();
    lines.flat_map(|line| [*line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::damaged;

    #[test]
    fn lines_break_in_mid_word() {
        let line = "é".repeat(79) + "refused";
        assert_eq!(damaged("wrap-80", &line), "é".repeat(79) + "r\nefused");
        assert_eq!(damaged("wrap-80", &"x".repeat(80)), "x".repeat(80));
        assert_eq!(damaged("wrap-100", &"x".repeat(250)).lines().map(str::len).collect::<Vec<_>>(), [100, 100, 50]);
        assert_eq!(damaged("wrap-120", &"x".repeat(121)).lines().count(), 2);
    }

    #[test]
    fn windows_line_ends() {
        assert_eq!(damaged("crlf", "a\nb\r\n"), "a\r\nb\r\n");
    }

    #[test]
    fn the_order_of_records_is_reversed_and_not_that_of_their_lines() {
        let text = "2026/03/04 10:00:00 a\n  at a\n2026/03/04 10:00:01 b\n";
        assert_eq!(damaged("newest-first", text), "2026/03/04 10:00:01 b\n2026/03/04 10:00:00 a\n  at a\n");
    }
}
