//! A link that carries a paste, or the evidence from it, in itself: behind the `#`, which no browser sends anywhere.
//!
//! What it carries is text and nothing else. Who opens the link has it in the box, as if it had been pasted, and
//! their own page reads it. So a link can show nothing that a paste could not.

use why502_engine::own::MARK;
use why502_engine::scan;
use why502_report::Report;

use crate::web;

/// What stands before the packed text.
const PLACE: &str = "#/shared/";
/// Mail and chat programs cut what is longer.
const LONGEST: usize = 8 * 1024;
/// A paste beyond this would not fit, however well it packs.
const LARGE: usize = 256 * 1024;
/// A link that was made by nobody of ours could unpack to anything.
const MOST: usize = 1 << 20;

/// A link.
pub(crate) struct Link {
    pub(crate) address: String,
    /// The whole paste is in it, not only the evidence.
    pub(crate) whole: bool,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    TooLong,
    Unable,
}

/// A link to this paste, or where it is too long (or no text) to the evidence of its report.
pub(crate) async fn make(paste: &str, report: &Report, redact: bool) -> Result<Link, Refused> {
    let paste = Some(paste).filter(|paste| !paste.is_empty() && paste.len() <= LARGE);
    let paste = paste.map(|paste| if redact { why502_redact::redact(paste).text } else { paste.to_owned() });
    // Lines that a window's edge broke are joined by their width, and pseudonyms have widths of their own.
    let paste = paste.filter(|paste| says_the_same(paste, report));
    let whole = paste.is_some();
    for (text, whole) in [(paste, whole), (Some(evidence(report)), false)] {
        let Some(text) = text else { continue };
        let packed = web::packed(&text).await.ok_or(Refused::Unable)?;
        if packed.len() + PLACE.len() <= LONGEST {
            return Ok(Link { address: web::whole(&format!("{PLACE}{packed}")), whole });
        }
    }
    Err(Refused::TooLong)
}

fn says_the_same(paste: &str, report: &Report) -> bool {
    let cause = report.findings.first().map(|finding| finding.cause.as_str());
    scan(paste.as_bytes()).findings.first().map(|finding| finding.cause) == cause
}

/// The report's lines, each once, and what it says they show.
fn evidence(report: &Report) -> String {
    let mut lines: Vec<_> = report
        .findings
        .iter()
        .flat_map(|finding| &finding.evidence)
        .map(|line| (line.file, line.line, line.text.as_str()))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    let mut text = String::new();
    for (_, _, line) in lines {
        text.push_str(line);
        text.push('\n');
    }
    match report.findings.first() {
        Some(finding) => text.push_str(&format!("\n{MARK} {} {}\n", finding.cause, finding.confidence)),
        None => text.push_str(&format!("\n{MARK} none\n")),
    }
    text
}

/// Whether the address is such a link.
pub(crate) fn is_one(hash: &str) -> bool {
    hash.starts_with(PLACE)
}

/// The text that a link carries. `None` for a damaged one.
pub(crate) async fn open(hash: &str) -> Option<String> {
    let packed = hash.strip_prefix(PLACE)?.trim_end_matches(['.', '/']);
    if packed.len() > 2 * LONGEST {
        return None;
    }
    web::unpacked(packed).await.filter(|text| !text.is_empty() && text.len() <= MOST)
}

#[cfg(test)]
mod tests {
    use why502_engine::scan;
    use why502_report::Report;

    use super::{evidence, is_one, says_the_same};
    use crate::intake::samples::SAMPLES;

    #[test]
    fn the_evidence_alone_gives_the_answer_again() {
        for sample in SAMPLES {
            let report = Report::from(&scan(sample.text.as_bytes()));
            assert!(says_the_same(&evidence(&report), &report), "{}", sample.name);
        }
        let nothing = Report::from(&scan(b"all is well\n"));
        assert!(says_the_same(&evidence(&nothing), &nothing));
    }

    #[test]
    fn a_link_is_told_from_a_page() {
        assert!(is_one("#/shared/abc") && !is_one("#/share") && !is_one("#/"));
    }
}
