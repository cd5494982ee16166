//! A link that carries a report in itself: behind the `#`, which no browser sends anywhere.
//!
//! What it carries is the lines that the answer rests on, in the form in which a report quotes them, and nothing else:
//! who opens it has them in the box as if they had been pasted, and their own page reads them. So a link can show
//! nothing that a paste could not, and a long log does not make a long link.

use why502_report::{Report, markdown};

use crate::web;

/// What stands before the packed text.
const PLACE: &str = "#/shared/";
/// Mail and chat programs cut what is longer.
const LONGEST: usize = 8 * 1024;
/// A link that was made by nobody of ours could unpack to anything.
const MOST: usize = 256 * 1024;

/// A link.
pub(crate) struct Link {
    pub(crate) address: String,
    /// So many lines are in it.
    pub(crate) lines: usize,
}

/// What stands behind the lines in what it carries: an empty line, and our mark.
const END: usize = 2;

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    TooLong,
    Unable,
}

/// A link to this report.
pub(crate) async fn make(report: &Report) -> Result<Link, Refused> {
    let quoted = markdown::quoted(report);
    let packed = web::packed(&quoted).await.ok_or(Refused::Unable)?;
    if packed.len() + PLACE.len() > LONGEST {
        return Err(Refused::TooLong);
    }
    Ok(Link { address: web::whole(&format!("{PLACE}{packed}")), lines: quoted.lines().count() - END })
}

/// Whether the address is such a link.
pub(crate) fn is_one(hash: &str) -> bool {
    hash.starts_with(PLACE)
}

/// The text that a link carries. `None` for a damaged one.
pub(crate) async fn open(hash: &str) -> Option<String> {
    let packed = hash.strip_prefix(PLACE)?.trim_end_matches(['.', '/']);
    if packed.len() > LONGEST {
        return None;
    }
    web::unpacked(packed).await.filter(|text| !text.is_empty() && text.len() <= MOST)
}

#[cfg(test)]
mod tests {
    use super::is_one;

    #[test]
    fn a_link_is_told_from_a_page() {
        assert!(is_one("#/shared/abc") && !is_one("#/share") && !is_one("#/"));
    }
}
