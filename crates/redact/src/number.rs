//! Numbers that belong to somebody: payment cards, Windows accounts.

use std::ops::Range;

use crate::view::View;

/// Thirteen to nineteen digits that begin and check as a card's do, in one row or in groups of four (American
/// Express: 4, 6, 5).
pub(crate) fn card(view: &View, at: usize) -> Option<Range<usize>> {
    if !matches!(view.at(at), b'2'..=b'6') {
        return None;
    }
    let mark = view.at(at + 4);
    let mark = if matches!(mark, b' ' | b'-' | b'+') { mark } else { 0 };
    let mut digits = Vec::with_capacity(19);
    let mut groups: Vec<usize> = vec![0];
    let mut end = at;
    while end < at + 24 {
        let byte = view.at(end);
        if byte.is_ascii_digit() {
            digits.push(byte - b'0');
            if let Some(group) = groups.last_mut() {
                *group += 1;
            }
        } else if mark != 0 && byte == mark && view.at(end + 1).is_ascii_digit() {
            groups.push(0);
        } else {
            break;
        }
        end += 1;
    }
    let grouped = match groups.as_slice() {
        [13..=19] | [4, 6, 5] => true,
        [head @ .., last] => !head.is_empty() && head.iter().all(|n| *n == 4) && (1..=4).contains(last),
        [] => false,
    };
    let long = (13..=19).contains(&digits.len());
    let ends = !view.at(end).is_ascii_alphanumeric() && view.at(end) != b'_';
    (grouped && long && ends && checks(&digits)).then_some(at..end)
}

/// Luhn's check: every second digit from the right doubled, the sum a multiple of ten.
fn checks(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(*digit) << (place % 2);
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// `S-1-5-21-` and four numbers: the account of a person or a machine. Shorter ones (`S-1-5-18`) are everybody's.
pub(crate) fn sid(word: &[u8]) -> bool {
    let rest = word.strip_prefix(b"S-1-5-21-").unwrap_or_default();
    rest.split(|b| *b == b'-').filter(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit)).count() >= 3
}

/// Whether a path's part (without what follows its first full stop) stands for somebody's thing: a number, a UUID, a
/// hash, an order's code. Statuses and years are as common as words.
pub(crate) fn is_id(part: &[u8]) -> bool {
    let digits = part.iter().filter(|b| b.is_ascii_digit()).count();
    let hex = part.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-');
    if digits == part.len() {
        let common = matches!(part, [b'4' | b'5', _, _] | [b'1', b'9', _, _] | [b'2', b'0', _, _]);
        return digits >= 3 && !common;
    }
    let run = part.split(|b| !b.is_ascii_digit()).map(<[u8]>::len).max().unwrap_or(0);
    // The last of these is a ULID.
    let large = part.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    run >= 5
        || hex && digits > 0 && part.len() >= if digits > 2 { 12 } else { 16 }
        || large && digits > 0 && part.len() == 26
}

#[cfg(test)]
mod tests {
    use super::{card, is_id, sid};
    use crate::view::View;

    fn is_card(text: &str) -> bool {
        card(&View::new(text.as_bytes()), 0) == Some(0..text.len())
    }

    /// The numbers that payment companies publish for tests.
    #[test]
    fn cards_are_known_by_their_check() {
        for good in
            ["4242424242424242", "4242 4242 4242 4242", "5555-5555-5555-4444", "378282246310005", "3782 822463 10005"]
        {
            assert!(is_card(good), "{good}");
        }
        for bad in ["4242424242424241", "1772591242123", "4242 42424242 4242", "2026-03-04 10"] {
            assert!(!is_card(bad), "{bad}");
        }
    }

    #[test]
    fn ids_are_told_from_words_statuses_and_years() {
        for id in ["4711", "123", "0b9c1f2e-1c1d-4f0a-9a43-7f2f0c1f7b11", "order-20571", "3f9a8c7b6d5e4f3a"] {
            assert!(is_id(id.as_bytes()), "{id}");
        }
        for word in ["502", "2026", "19", "v1", "x86_64-linux-gnu", "php8", "cafe", "50x", "deadbeef-cafe-face"] {
            assert!(!is_id(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn accounts_are_told_from_groups() {
        assert!(sid(b"S-1-5-21-3623811015-3361044348-30300820-1013"));
        assert!(!sid(b"S-1-5-18"));
    }
}
