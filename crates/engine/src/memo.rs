//! What a message showed when it last came: the same failure is logged thousands of times in the same words.
//!
//! **Invariant:** an answer depends on nothing but the bytes it is kept for, so whether it is remembered changes nothing.

use crate::matcher::SignatureIndex;
use crate::pattern::Found;

/// How many messages are remembered.
const MESSAGES: usize = 256;
/// Longer messages are not.
const LONGEST: usize = 512;

/// The signature that a message shows, and where in it.
pub(crate) type Shown = Option<(SignatureIndex, Found)>;

/// A message and what it shows; boxed, for most places are empty.
type Known = Option<Box<(Box<[u8]>, Shown)>>;

/// Remembers the last messages. Each has one place by its hash; whoever comes there next takes it.
#[derive(Default)]
pub(crate) struct Memo(Vec<Known>);

impl Memo {
    /// What this message showed; `None` when it is not remembered.
    pub(crate) fn get(&self, message: &[u8]) -> Option<&Shown> {
        let known = self.0.get(slot(message))?.as_ref()?;
        (*known.0 == *message).then_some(&known.1)
    }

    /// Remembers it.
    pub(crate) fn put(&mut self, message: &[u8], shown: Shown) {
        if message.len() > LONGEST {
            return;
        }
        self.0.resize_with(MESSAGES, Default::default);
        if let Some(place) = self.0.get_mut(slot(message)) {
            *place = Some(Box::new((message.into(), shown)));
        }
    }
}

/// A place by a hash of the message, eight bytes a step.
fn slot(message: &[u8]) -> usize {
    let (blocks, rest) = message.as_chunks::<8>();
    let mix = |hash: u64, block: u64| (hash ^ block).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let hash = blocks.iter().fold(message.len() as u64, |hash, block| mix(hash, u64::from_le_bytes(*block)));
    let hash = mix(hash, rest.iter().fold(0, |tail, byte| tail << 8 | u64::from(*byte)));
    hash as usize % MESSAGES
}
