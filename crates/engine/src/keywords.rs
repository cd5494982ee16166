//! Which keywords a line holds, whatever their case: the prefilter of all signatures.
//!
//! Every keyword is looked for by four of its neighbouring bytes: those that the fewest keywords share, and of these the
//! ones that are rarest in logs. Eight bytes of the line are loaded at once; at each of their places, is the hash of the
//! four bytes there in a bit set of 16 KB? Only where it is, the keyword itself is compared. Thousands of literals cost
//! hardly more that way than a hundred, and nothing but a list and the bit set has to be built.

use std::cmp::Reverse;

/// An index into the words that were given.
pub(crate) type Keyword = u16;

/// The width of what is hashed.
const GRAM: usize = 4;
const BITS: u32 = 17;
/// How many low bits of a slot tell the anchors of one shelf apart.
const SHELF: u32 = 5;
/// How many bytes are looked at together.
const BLOCK: usize = 8;

/// The words, ready to be looked for.
pub(crate) struct Keywords {
    words: Vec<Box<[u8]>>,
    /// Sorted by their grams' slots.
    anchors: Vec<Anchor>,
    /// Where the anchors begin whose slot has these high bits, and one more for the end.
    starts: Vec<u16>,
    seen: Box<[u64; 1 << (BITS - 6)]>,
}

struct Anchor {
    gram: u32,
    word: Keyword,
    /// How many bytes of the word stand before its gram.
    before: u8,
}

/// Bytes of logs, the commonest first.
const COMMON: &[u8] = b" e0t1a2o3n4i5r6s7/8-9.:lcdmupf\"hgb,_wvyk][=xjzq";

impl Keywords {
    /// Words of four to 255 bytes; others may not be found.
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<Box<[u8]>> =
            words.into_iter().map(|word| word.to_ascii_lowercase().into_bytes().into()).collect();
        let mut grams: Vec<u32> = words.iter().flat_map(|word| word.windows(GRAM).map(number)).collect();
        grams.sort_unstable();
        let sharers = |gram| grams.partition_point(|g| *g <= gram) - grams.partition_point(|g| *g < gram);
        let mut seen = Box::new([0; 1 << (BITS - 6)]);
        let mut anchors = Vec::with_capacity(words.len());
        for (word, bytes) in (0..).zip(&words) {
            let grams = (0..).zip(bytes.windows(GRAM));
            let best = grams.max_by_key(|(_, gram)| (Reverse(sharers(number(gram))), rarity(gram)));
            let Some((before, gram)) = best else { continue };
            let gram = number(gram);
            if let Some(bits) = seen.get_mut(slot(gram) / 64) {
                *bits |= 1 << (slot(gram) % 64);
            }
            anchors.push(Anchor { gram, word, before });
        }
        anchors.sort_by_key(|anchor| (slot(anchor.gram), anchor.word));
        let starts = (0..=1 << (BITS - SHELF))
            .map(|shelf| anchors.partition_point(|anchor| slot(anchor.gram) >> SHELF < shelf))
            .map(|start| u16::try_from(start).unwrap_or(u16::MAX))
            .collect();
        Self { words, anchors, starts, seen }
    }

    /// Calls `each` for every keyword at every place of the line where it stands, with that place and these bytes.
    pub(crate) fn find<'l>(&self, line: &'l [u8], each: &mut dyn FnMut(Keyword, usize, &'l [u8])) {
        let (blocks, rest) = line.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        let mut before = 0;
        for (at, block) in (0..).step_by(BLOCK).zip(blocks.iter().chain([&last])) {
            let block = u64::from_le_bytes(*block);
            // The three bytes before the block complete its first grams.
            let across = before >> 40 | block << 24;
            let mut look = |gram: u64, end: usize| {
                let gram = fold(gram);
                let slot = slot(gram);
                if self.seen.get(slot / 64).is_some_and(|bits| bits >> (slot % 64) & 1 == 1) {
                    self.verify(gram, line, at + end, each);
                }
            };
            look(across, 1);
            look(across >> 8, 2);
            look(across >> 16, 3);
            look(block, 4);
            look(block >> 8, 5);
            look(block >> 16, 6);
            look(block >> 24, 7);
            look(block >> 32, 8);
            before = block;
        }
    }

    /// Calls `each` for every keyword of which the line's end holds the beginning, six bytes at least.
    pub(crate) fn begun(&self, line: &[u8], each: &mut dyn FnMut(Keyword)) {
        for (keyword, word) in (0..).zip(&self.words) {
            let tails =
                (6..word.len()).rev().filter_map(|n| Some((word.get(..n)?, line.get(line.len().checked_sub(n)?..)?)));
            if tails.into_iter().any(|(head, tail)| tail.eq_ignore_ascii_case(head)) {
                each(keyword);
            }
        }
    }

    /// `end`: where the gram ends.
    #[inline(never)]
    fn verify<'l>(&self, gram: u32, line: &'l [u8], end: usize, each: &mut dyn FnMut(Keyword, usize, &'l [u8])) {
        let shelf = slot(gram) >> SHELF;
        let bound = |shelf| self.starts.get(shelf).copied().map_or(0, usize::from);
        for anchor in self.anchors.get(bound(shelf)..bound(shelf + 1)).unwrap_or_default() {
            if anchor.gram != gram {
                continue;
            }
            let Some(word) = self.words.get(usize::from(anchor.word)) else { continue };
            let Some(start) = end.checked_sub(GRAM + usize::from(anchor.before)) else { continue };
            let there = line.get(start..start + word.len());
            if let Some(there) = there.filter(|there| there.eq_ignore_ascii_case(word)) {
                each(anchor.word, start, there);
            }
        }
    }
}

/// How rare the bytes are in logs, added up.
pub(crate) fn rarity(gram: &[u8]) -> usize {
    gram.iter().map(|byte| COMMON.iter().position(|common| common == byte).unwrap_or(COMMON.len())).sum()
}

/// The number that the four lowest bytes make. Bit 5 is what tells upper from lower case; that it makes a few signs
/// alike costs only a comparison.
fn fold(bytes: u64) -> u32 {
    bytes as u32 | 0x2020_2020
}

fn number(gram: &[u8]) -> u32 {
    fold(gram.iter().rev().fold(0, |gram, byte| gram << 8 | u64::from(*byte)))
}

/// Its place in the bit set: the high bits of a product spread well.
fn slot(gram: u32) -> usize {
    (gram.wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Keywords;

    fn found(words: &[&str], line: &str) -> Vec<String> {
        let keywords = Keywords::new(words.iter().copied());
        let mut all = Vec::new();
        keywords.find(line.as_bytes(), &mut |k, at, there| {
            assert_eq!(&line.as_bytes()[at..at + there.len()], there);
            all.push(words[usize::from(k)].to_owned());
        });
        all.sort();
        all.dedup();
        all
    }

    #[test]
    fn finds_words_at_the_edges_and_in_any_case() {
        let words = ["Connection refused", "fused", "[warn]", "upst"];
        assert_eq!(found(&words, "CONNECTION REFUSED"), ["Connection refused", "fused"]);
        assert_eq!(found(&words, "[WARN] x upst"), ["[warn]", "upst"]);
        assert_eq!(found(&words, "{warn} Connection refuse"), [""; 0]);
        assert_eq!(found(&words, ""), [""; 0]);
    }

    proptest! {
        /// It finds what looking for each word finds.
        #[test]
        fn misses_nothing(words in prop::collection::vec("[a-cA-C. @`]{4,9}", 1..30), line in "[a-cA-C. @`]{0,60}") {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let lower = line.to_ascii_lowercase();
            let mut expected: Vec<String> =
                words.iter().filter(|w| lower.contains(&w.to_ascii_lowercase())).map(|w| (*w).to_owned()).collect();
            expected.sort();
            expected.dedup();
            prop_assert_eq!(found(&words, &line), expected);
        }
    }
}
