//! Content-Security-Policy: nothing is loaded, and of style and script only our own run.

use sha2::{Digest, Sha256};

use crate::escape::base64;

/// The source expression that allows this inline text, as in `'sha256-…'`.
#[must_use]
pub fn hash(inline: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(inline)))
}

/// The policy of a page with this style and script.
pub(crate) fn policy(style: &str, script: Option<&str>) -> String {
    let script = script.map(|s| format!("script-src {}; connect-src 'self'; ", hash(s))).unwrap_or_default();
    format!("default-src 'none'; {script}style-src {}; img-src data:; base-uri 'none'; form-action 'none'", hash(style))
}

#[cfg(test)]
mod tests {
    use super::hash;

    /// The example of the standard, Content Security Policy Level 3.
    #[test]
    fn the_standards_example() {
        assert_eq!(hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }
}
