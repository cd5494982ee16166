//! Repeats that gzip cannot see.
//!
//! gzip looks 32 kB back. The guide's texts say much twice at a greater distance: the same commands, log lines and
//! markup in each language, the same steps on several pages. Here such a repeat becomes a reference, and gzip packs the
//! rest: a third smaller than by gzip alone, for fifteen lines to open it (`www/single.js`).
//!
//! A reference is [`MARK`], then two numbers: where the repeat is, counted from the end of the repeat before (signed, in
//! zigzag), and its length in bytes. Numbers are little-endian groups of seven bits; the eighth says that more follow.

use anyhow::{Result, bail};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Stands in no text.
const MARK: u8 = 2;
/// Shorter repeats are not worth a reference.
const LEAST: usize = 32;
/// Nearer ones gzip finds by itself, and says shorter.
const FAR: usize = 30_000;
/// Where a repeat begins is looked for at every byte; what it repeats is remembered at some.
const STEP: usize = 4;

/// The text with its far repeats as references.
pub(crate) fn pack(text: &[u8]) -> Result<Vec<u8>> {
    if text.contains(&MARK) {
        bail!("byte {MARK} stands in a text, and means a reference in the packed one");
    }
    let mut known: HashMap<&[u8], usize> = HashMap::with_capacity(text.len() / STEP);
    let mut out = Vec::with_capacity(text.len() / 2);
    let (mut at, mut last, mut remembered) = (0, 0, 0);
    while at < text.len() {
        // Only what is too far away for gzip is of use.
        while remembered + FAR <= at {
            if let Some(key) = text.get(remembered..remembered + LEAST)
                && let Entry::Vacant(place) = known.entry(key)
            {
                place.insert(remembered);
            }
            remembered += STEP;
        }
        let from = text.get(at..at + LEAST).and_then(|key| known.get(key).copied());
        let Some(from) = from else {
            out.extend(text.get(at));
            at += 1;
            continue;
        };
        let same = text.iter().skip(from).zip(text.iter().skip(at)).take(at - from).take_while(|(a, b)| a == b).count();
        out.push(MARK);
        let way = from as i64 - last as i64;
        number(&mut out, (way << 1 ^ way >> 63) as u64);
        number(&mut out, same as u64);
        last = from + same;
        at += same;
    }
    Ok(out)
}

fn number(out: &mut Vec<u8>, mut n: u64) {
    while n > 127 {
        out.push(n as u8 | 128);
        n >>= 7;
    }
    out.push(n as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `www/single.js` does it.
    fn unpack(packed: &[u8]) -> Vec<u8> {
        let mut rest = packed.iter().copied();
        let (mut out, mut last) = (Vec::new(), 0_i64);
        while let Some(byte) = rest.next() {
            if byte != MARK {
                out.push(byte);
                continue;
            }
            let [way, length] = [0, 0].map(|_: u64| {
                let (mut n, mut shift) = (0, 0);
                loop {
                    let byte = rest.next().unwrap();
                    n |= u64::from(byte & 127) << shift;
                    shift += 7;
                    if byte < 128 {
                        break n;
                    }
                }
            });
            last += (way >> 1) as i64 ^ -((way & 1) as i64);
            let from = last as usize;
            out.extend_from_within(from..from + length as usize);
            last += length as i64;
        }
        out
    }

    #[test]
    fn what_is_packed_can_be_opened() {
        let mut text = Vec::new();
        let mut x = 1_u32;
        for _ in 0..40_000 {
            x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push(b'a' + (x >> 24) as u8 % 26);
        }
        let whole = [&text[..], &text[5_000..9_000], b"between", &text[20_000..20_050], &text[..100]].concat();
        let packed = pack(&whole).unwrap();
        // New are seven bytes and the fifty that gzip sees itself; two far repeats are a reference each.
        assert!(packed.len() <= text.len() + 7 + 50 + 2 * 8, "{}", packed.len());
        assert_eq!(unpack(&packed), whole);
    }

    #[test]
    fn what_is_near_or_short_is_left_to_gzip() {
        let text = "the same line once more, and again\n".repeat(200);
        assert_eq!(pack(text.as_bytes()).unwrap(), text.as_bytes());
        assert_eq!(pack(b"").unwrap(), b"");
        assert!(pack(&[b'a', MARK]).is_err());
    }

    #[test]
    fn the_guides_own_texts_survive() {
        let whole = why502_knowledge::GUIDE_TEXTS.concat();
        let packed = pack(whole.as_bytes()).unwrap();
        assert!(packed.len() < whole.len());
        assert_eq!(unpack(&packed), whole.as_bytes());
    }
}
