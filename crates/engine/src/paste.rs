//! A second look at a text short enough to have been kept: what single lines do not show, the whole may.
//!
//! It sees lines that were broken on their way here joined again. The tally keeps short texts whole and nothing is
//! decided before the end, so merging stays exact.

use crate::matcher::Matcher;
use crate::tally::{Piece, Place, Tally};
use crate::wrapped::{self, Joint};

/// A tally of the same text, read otherwise.
pub(crate) struct Again {
    pub(crate) tally: Tally,
    /// This is how the text was meant, whatever it shows.
    pub(crate) certain: bool,
}

/// `None` when the text is long, or nothing in it is broken.
pub(crate) fn again(tally: &Tally) -> Option<Again> {
    let mut again =
        Tally { inputs: Vec::new(), seen: Default::default(), dialects: Default::default(), ..tally.clone() };
    (again.host, again.producer) = (None, None);
    let (mut found, mut certain) = (false, true);
    for (at, input) in tally.inputs.iter().enumerate() {
        let text = input.kept.as_deref()?;
        let lines: Vec<&[u8]> = text.strip_suffix(b"\n").unwrap_or(text).split(|b| *b == b'\n').collect();
        let wrapping = wrapped::find(&lines);
        found |= wrapping.is_some();
        certain &= wrapping.as_ref().is_none_or(|w| w.certain);
        let joint = |line: usize| wrapping.as_ref().and_then(|w| w.joints.get(line)).copied().unwrap_or(Joint::Start);
        let mut from = 0;
        while from < lines.len() {
            let more = (from + 1..lines.len()).take_while(|line| joint(*line) != Joint::Start).count();
            join(&mut again, at, &lines, from..from + 1 + more, &joint);
            from += 1 + more;
        }
    }
    again.inputs.clone_from(&tally.inputs);
    found.then_some(Again { tally: again, certain })
}

/// Reads the lines of this range as one.
fn join(
    tally: &mut Tally,
    input: usize,
    lines: &[&[u8]],
    range: std::ops::Range<usize>,
    joint: &dyn Fn(usize) -> Joint,
) {
    let mut text: Vec<u8> = Vec::new();
    let mut pieces = Vec::new();
    for at in range.clone() {
        let Some(line) = lines.get(at) else { continue };
        // The quoting that mail puts before every line belongs to none of them.
        let skip = if at == range.start { 0 } else { wrapped::quoting(lines.get(range.start).unwrap_or(line)) };
        if joint(at) == Joint::Spaced {
            text.push(b' ');
        }
        let place = Place { input, line: at as u64 + 1 };
        pieces.push(Piece { place, line, skip, from: text.len() });
        text.extend_from_slice(line.get(skip..).unwrap_or_default());
    }
    if !text.trim_ascii().is_empty() {
        tally.read(&pieces, &text, Matcher::shared());
    }
}
