//! gzip: streams of any bytes, and good ones that were damaged.
//!
//! The first byte says which: even, and the rest stands behind a gzip mark as it is; odd, and the rest is packed in
//! members, then cut or damaged at one place.

use std::io::{Read, Write};

use flate2::read::MultiGzDecoder;
use flate2::{Compression, GzBuilder};
use why502_engine::Trouble;
use why502_engine::fuzzing::decode;

use crate::cuts::{Dice, pieces};
use crate::unwrap::assert_same;

/// The most that comes out of the inflater at once.
const PIECE: usize = 32 * 1024;
/// Deflate codes at most 258 bytes in two bits.
const DENSEST: usize = 1_032;

/// Panics when the text depends on the cuts, or is not what `flate2` reads.
pub fn check(data: &[u8]) {
    let Some((&first, rest)) = data.split_first() else { return };
    let mut dice = Dice::of(data);
    if first % 2 == 0 {
        let mark: &[u8] = if first % 4 == 0 { b"\x1f\x8b\x08\0\0\0\0\0\0\x03" } else { b"\x1f\x8b" };
        any(&[mark, rest].concat(), &mut dice);
    } else {
        packed(rest, &mut dice);
    }
}

fn any(stream: &[u8], dice: &mut Dice) {
    let whole = decode(&[stream]);
    assert_same(&decode(&pieces(stream, dice)), &whole);
    assert!(whole.largest <= PIECE.max(stream.len()), "a piece of {}", whole.largest);
    // A byte of UTF-16 may become one and a half; the last member may lack its end.
    assert!(whole.text.len() <= stream.len() * DENSEST * 2 + PIECE);
    let mut read = Vec::new();
    if whole.troubles.is_empty() && MultiGzDecoder::new(stream).read_to_end(&mut read).is_ok() {
        // What is packed may be UTF-16 itself.
        assert_eq!(whole.text, decode(&[&read]).text);
    }
}

fn packed(text: &[u8], dice: &mut Dice) {
    let mut stream = Vec::new();
    for part in pieces(text, dice) {
        let builder = match dice.below(4) {
            0 => GzBuilder::new().filename("error.log.1").comment("c"),
            1 => GzBuilder::new().extra(vec![1; dice.below(300)]),
            _ => GzBuilder::new(),
        };
        let mut gz = builder.write(&mut stream, Compression::new(u32::try_from(dice.below(10)).unwrap_or(6)));
        gz.write_all(part).and_then(|()| gz.finish().map(drop)).expect("memory takes all");
    }
    let plain = decode(&[text]);
    let good = decode(&[&stream]);
    // gzip inside gzip stays shut.
    let inside = text.starts_with(b"\x1f\x8b");
    if inside {
        assert_eq!((good.text.len(), good.troubles), (0, vec![Trouble::Compressed]));
    } else {
        assert_same(&good, &plain);
    }
    let cut = dice.below(stream.len());
    let short = decode(&[&stream[..cut]]);
    // A text in UTF-16 may end in half a character.
    if !inside && cut > 2 && plain.text == text {
        assert!(text.starts_with(&short.text), "what was read of a cut file is its beginning");
    }
    any(&stream[..cut], dice);
    if let Some(byte) = stream.get_mut(cut) {
        *byte ^= 1 << dice.below(8);
    }
    any(&stream, dice);
}
