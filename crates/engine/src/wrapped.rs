//! Finds lines that a terminal, a mail program or a window's edge has broken in two or more.
//!
//! Whoever breaks lines does it at one width: nearly every piece but a record's last is as wide as the widest line,
//! or its next word would not have fitted. What follows such a piece and does not look like the start of a record
//! is its continuation.

use crate::dialect::time;

/// One line of the text, and how it is joined to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    /// It begins a record.
    Start,
    /// It goes on where the one before was broken, in the middle of a word perhaps.
    Broken,
    /// It goes on behind a space that was left out.
    Spaced,
}

/// How every line is joined to the one before.
#[derive(Debug)]
pub(crate) struct Wrapping {
    pub(crate) joints: Vec<Joint>,
    /// So many lines fit that it is no accident.
    pub(crate) certain: bool,
}

/// Widths at which people's windows and mail programs break lines.
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=260;

/// `None` when no line looks broken.
pub(crate) fn find(lines: &[&[u8]]) -> Option<Wrapping> {
    let widths: Vec<usize> = lines.iter().map(|line| width(line)).collect();
    // The widest, or the commonest width when something wider stands around the pasted lines.
    let widest = widths.iter().copied().max()?;
    let count = |width: usize| widths.iter().filter(|w| **w == width).count();
    let commonest = widths.iter().copied().filter(|w| WIDTHS.contains(w)).max_by_key(|w| (count(*w), *w))?;
    let mut candidates = vec![at_width(lines, &widths, widest)];
    if commonest != widest && count(commonest) > 1 {
        candidates.push(at_width(lines, &widths, commonest));
    }
    candidates.into_iter().flatten().max_by_key(|w| w.joints.iter().filter(|j| **j != Joint::Start).count())
}

/// The right edge of the window that the lines were copied from, as far as they tell.
pub(crate) struct Edge {
    /// The widest line's width, when it can be an edge.
    at: Option<usize>,
}

impl Edge {
    pub(crate) fn of(lines: &[&[u8]]) -> Self {
        // All lines of a window end at the same column; a line or two may be all that was copied.
        let widest = lines.iter().map(|line| width(line)).max().filter(|widest| widest >= WIDTHS.start());
        let there = |widest: &usize| lines.iter().filter(|line| width(line) == *widest).count();
        Self { at: widest.filter(|widest| lines.len() < 4 || there(widest) > 1) }
    }

    /// How much is left of a line that the edge has cut off, without the mark that shows it; `None` for a line that
    /// ends where it was meant to.
    pub(crate) fn cut(&self, line: &[u8]) -> Option<usize> {
        let marked = ["$", "…", "..."].iter().find_map(|mark| line.strip_suffix(mark.as_bytes()));
        let angled = || line.strip_suffix(b">").filter(|rest| !rest.contains(&b'<'));
        if let Some(rest) = marked.or_else(angled) {
            return Some(rest.len());
        }
        // What ends with a closing sign or a whole pair has come to its end.
        let word = line.rsplit(|b| *b == b' ').next().unwrap_or_default();
        if word.last().is_none_or(|b| b"\"'})].;>".contains(b)) || word.contains(&b'=') {
            return None;
        }
        (self.at == Some(width(line))).then_some(line.len())
    }
}

fn at_width(lines: &[&[u8]], widths: &[usize], limit: usize) -> Option<Wrapping> {
    if !WIDTHS.contains(&limit) {
        return None;
    }
    let mut joints = vec![Joint::Start];
    // Lines at the limit, and how many of them go on.
    let (mut full, mut continued) = (0, 0);
    let mut between_words = false;
    for ((pair, wide), next_wide) in lines.windows(2).zip(widths).zip(widths.iter().skip(1)) {
        let [line, next] = pair else { continue };
        let follows = *next_wide <= limit && continues(line, next);
        let rest = next.get(quoting(line)..).unwrap_or_default();
        let word = rest.iter().take_while(|b| **b != b' ').count();
        full += usize::from(*wide == limit);
        joints.push(if follows && *wide == limit {
            continued += 1;
            Joint::Broken
        } else if follows && *wide < limit && wide + 1 + word > limit && word < limit / 2 {
            // One column less is a space that was cut off in copying.
            between_words |= wide + 1 < limit;
            Joint::Spaced
        } else {
            Joint::Start
        });
    }
    if between_words {
        joints.iter_mut().filter(|joint| **joint == Joint::Broken).for_each(|joint| *joint = Joint::Spaced);
    }
    let joined = joints.iter().filter(|j| **j != Joint::Start).count();
    (joined > 0).then_some(Wrapping { joints, certain: full > 2 && continued == full })
}

/// Columns, as far as counting characters tells: only their first bytes.
fn width(line: &[u8]) -> usize {
    line.iter().filter(|b| !(0x80..0xc0).contains(*b)).count()
}

/// What both lines are quoted with, as `> ` in mail.
pub(crate) fn quoting(line: &[u8]) -> usize {
    let marks = line.iter().take_while(|b| b"> |".contains(b)).count();
    if line.first().is_some_and(|b| b">|".contains(b)) { marks } else { 0 }
}

/// Whether the next line can be the rest of this one.
fn continues(line: &[u8], next: &[u8]) -> bool {
    let depth = quoting(line);
    let (Some(quote), Some(rest)) = (next.get(..depth), next.get(depth..)) else {
        return false;
    };
    line.starts_with(quote) && !rest.is_empty() && !line.trim_ascii().is_empty() && !begins(rest)
}

/// Whether the line looks like the start of a record.
fn begins(line: &[u8]) -> bool {
    let indented = line.starts_with(b"  ") || line.starts_with(b"\t");
    let marked = ["{", "<", "> ", "* ", "- ", "| ", "#", "curl:", "level=", "time=", "ts=", "[pod/", "```"];
    indented
        || marked.iter().any(|mark| line.starts_with(mark.as_bytes()))
        || time::leading(line).is_some()
        || addressed(line)
        || numbered(line)
        || named(line)
        || status_line(line)
}

/// `203.0.113.7 - - […`, `203.0.113.7:51420 […`: an access line, HAProxy's.
fn addressed(line: &[u8]) -> bool {
    let address = line.iter().take_while(|b| b.is_ascii_hexdigit() || b".:".contains(b)).count();
    let rest = line.get(address..).unwrap_or_default();
    address >= 7 && [&b" - "[..], b" \"", b" ["].iter().any(|mark| rest.starts_with(mark))
}

/// `1772619322.481 …`: a time as seconds since 1970.
fn numbered(line: &[u8]) -> bool {
    let digits = line.iter().take_while(|b| b.is_ascii_digit()).count();
    digits == 10 && line.get(10).is_some_and(|b| b". ".contains(b))
}

/// `HTTP/1.1 502 …`; the end of a request line has a quote there.
fn status_line(line: &[u8]) -> bool {
    let status = line.strip_prefix(b"HTTP/").and_then(|rest| rest.split(|b| *b == b' ').nth(1));
    status.is_some_and(|status| status.len() == 3 && status.iter().all(u8::is_ascii_digit))
}

/// `web-1  | …`: what compose puts before a line.
fn named(line: &[u8]) -> bool {
    let name = line.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_".contains(b)).count();
    name > 1
        && line.get(name..).is_some_and(|rest| rest.starts_with(b" ") && rest.trim_ascii_start().starts_with(b"| "))
}

#[cfg(test)]
mod tests {
    use super::{Joint, find};

    const ERROR: &str = "2026/03/04 10:15:22 [error] 31#31: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: shop.example, upstream: \"http://127.0.0.1:3000/\"";

    fn joined(text: &str) -> Vec<Joint> {
        let lines: Vec<&[u8]> = text.lines().map(str::as_bytes).collect();
        find(&lines).map(|w| w.joints).unwrap_or_default()
    }

    fn hard(text: &str, width: usize) -> String {
        let pieces: Vec<&str> = text.as_bytes().chunks(width).map(|c| std::str::from_utf8(c).unwrap()).collect();
        pieces.join("\n")
    }

    #[test]
    fn a_line_broken_at_one_width_is_found() {
        use Joint::{Broken, Start};
        assert_eq!(joined(&hard(ERROR, 80)), [Start, Broken, Broken]);
        let two = format!("{}\n{}", hard(ERROR, 100), hard(ERROR, 100));
        assert_eq!(joined(&two), [Start, Broken, Start, Broken]);
    }

    #[test]
    fn mail_breaks_at_spaces_and_quotes_every_piece() {
        use Joint::{Spaced, Start};
        let mail = "> 2026/03/04 10:15:22 [error] 31#31: *7 connect() failed (111: Connection\n> refused) while connecting to upstream, client: 203.0.113.7, server: shop,\n> upstream: \"http://127.0.0.1:3000/\"";
        assert_eq!(joined(mail), [Start, Spaced, Spaced]);
    }

    #[test]
    fn whole_lines_stay_whole() {
        let log = format!("{ERROR}\n{ERROR}\n{ERROR}");
        assert!(joined(&log).is_empty());
        assert!(joined("HTTP/1.1 502 Bad Gateway\nServer: nginx\nContent-Type: text/html\n\n<html>").is_empty());
        assert!(joined("one\ntwo\nthree").is_empty());
    }
}
