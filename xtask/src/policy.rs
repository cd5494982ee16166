//! The page's Content-Security-Policy: what it forbids is the promise that the browser itself keeps.
//!
//! Trunk starts the program by a line of script inside the document. A policy that allowed any such line would also
//! allow one that got in by mistake. So the finished page's line is allowed by its hash and no other.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use why502_pages::csp_hash;

/// Stands in the source of the page for the hashes.
const PLACE: &str = "'unsafe-inline'";

/// Puts the hashes of the scripts that the finished page has inside into its policy.
pub(crate) fn seal(dist: &Path) -> Result<()> {
    let path = dist.join("index.html");
    let html = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    fs::write(&path, sealed(&html)?).with_context(|| format!("cannot write {}", path.display()))
}

fn sealed(html: &str) -> Result<String> {
    let hashes: Vec<String> = inline(html).into_iter().map(csp_hash).collect();
    ensure!(!hashes.is_empty(), "index.html starts no program: Trunk writes another page than it did");
    ensure!(html.matches(PLACE).count() == 1, "index.html should have {PLACE} once, in its policy");
    let sealed = html.replace(PLACE, &hashes.join(" "));
    ensure!(!sealed.contains("style=\""), "index.html has a style of its own on an element, which its policy forbids");
    Ok(sealed)
}

/// What stands between the tags of scripts that have no address.
fn inline(html: &str) -> Vec<&str> {
    let scripts = html.split("<script").skip(1).filter_map(|rest| {
        let (tag, rest) = rest.split_once('>')?;
        Some((tag, rest.split_once("</script")?.0))
    });
    scripts.filter(|(tag, _)| !tag.contains("src=")).map(|(_, text)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::{inline, sealed};
    use why502_pages::csp_hash;

    const PAGE: &str = "<meta content=\"script-src 'self' 'unsafe-inline'\"><script src=early.js></script>\
        <script src=\"a.js\"></script><script type=\"module\">\nimport a\n</script>";

    #[test]
    fn only_the_scripts_that_are_there_are_allowed() {
        assert_eq!(inline(PAGE), ["\nimport a\n"]);
        let page = sealed(PAGE).unwrap();
        assert!(page.contains(&format!("script-src 'self' {}\"", csp_hash("\nimport a\n"))), "{page}");
        assert!(!page.contains("unsafe-inline"));
    }

    #[test]
    fn a_page_that_cannot_be_sealed_is_refused() {
        assert!(sealed("<script>a</script>").is_err());
        assert!(sealed("'unsafe-inline'").is_err());
        assert!(sealed(&PAGE.replace("<script type", "<p style=\"x\"></p><script type")).is_err());
    }
}
