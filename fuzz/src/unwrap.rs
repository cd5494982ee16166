//! The decoder: byte order marks, UTF-16, and what is none of them.

use why502_engine::fuzzing::{Decoded, decode};

use crate::cuts::{Dice, pieces};

/// Panics when the text depends on how the bytes were cut, or is not what the standard library reads.
pub fn check(data: &[u8]) {
    let whole = decode(&[data]);
    let parts = pieces(data, &mut Dice::of(data));
    assert_same(&decode(&parts), &whole);
    if data.len() < 300 {
        assert_same(&decode(&data.chunks(1).collect::<Vec<_>>()), &whole);
    }
    match data {
        [0xff, 0xfe, rest @ ..] => assert_eq!(whole.text, utf16(rest, u16::from_le_bytes).as_bytes()),
        [0xfe, 0xff, rest @ ..] => assert_eq!(whole.text, utf16(rest, u16::from_be_bytes).as_bytes()),
        [0xef, 0xbb, 0xbf, rest @ ..] => assert_eq!(whole.text, rest),
        [0x1f, 0x8b, ..] => {}
        _ if whole.troubles.is_empty() => assert_eq!(whole.text, data),
        _ => assert!(whole.text.is_empty()),
    }
}

/// Same text, same troubles; pieces may be of other sizes.
pub fn assert_same(a: &Decoded, b: &Decoded) {
    assert_eq!(a.text, b.text);
    assert_eq!(a.troubles, b.troubles);
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (units, half) = bytes.as_chunks::<2>();
    let mut text: String =
        char::decode_utf16(units.iter().map(|two| unit(*two))).map(|c| c.unwrap_or('\u{fffd}')).collect();
    // Half a unit is one character that is missing; half a pair before it is part of the same.
    let high = units.last().is_some_and(|two| (0xd800..0xdc00).contains(&unit(*two)));
    if !half.is_empty() && !high {
        text.push('\u{fffd}');
    }
    text
}
