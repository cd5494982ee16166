//! Choices that follow from the bytes alone, so that a finding is the same whenever it is run.

/// A small generator of numbers, begun by a text (FNV-1a, then xorshift).
pub struct Dice(u64);

impl Dice {
    /// Dice of these bytes.
    #[must_use]
    pub fn of(data: &[u8]) -> Self {
        let hash =
            data.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3));
        Self(hash | 1)
    }

    /// A number below `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0).checked_rem(end).unwrap_or(0)
    }
}

/// The bytes in up to five pieces, some of them perhaps empty.
#[must_use]
pub fn pieces<'a>(data: &'a [u8], dice: &mut Dice) -> Vec<&'a [u8]> {
    let mut at: Vec<usize> = (0..dice.below(5)).map(|_| dice.below(data.len() + 1)).collect();
    // The first bytes decide what the rest is taken for.
    at.push(dice.below(12).min(data.len()));
    at.sort_unstable();
    let mut all = Vec::new();
    let mut from = 0;
    for to in at {
        all.push(&data[from..to]);
        from = to;
    }
    all.push(&data[from..]);
    all
}
