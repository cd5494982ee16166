//! The whole app in one file, `dist/why502.html`: for a disk, a mail, or in place of any server's error page.
//!
//! It loads nothing, so its policy can forbid every request. Script and style are inline and named in the policy by
//! their hashes; the program and the long texts of all languages are gzip in base64, which the browser opens itself.
//! It is made from `index.html` and from what the build left in `dist/`.

use anyhow::{Context, Result, anyhow, bail};
use flate2::{Compression, write::GzEncoder};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use why502_pages::{Description, Kind, Variant, base64, csp_hash, preview};

use crate::{far, offline, project, site};

/// Its name in `dist/`.
pub(crate) const NAME: &str = "why502.html";

/// Cloudflare's limit for an error page, the tightest of those that take a page as large as this, in bytes.
pub(crate) const LIMIT: u64 = 1_500_000;

/// The frame of the preview of a visitor's page.
const PREVIEW: &str = "preview.html";

/// Where the program ends and what starts it here.
const START: &str = "www/single.js";

/// What the second program's glue ends with: it hands itself to `START`.
const MORE_IS_HERE: &str = "\nglobalThis.why502.here(__wbg_init);\n";

/// Writes the file.
pub(crate) fn write(dist: &Path) -> Result<()> {
    let read = |name: &str| {
        let path = project::root().join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let source = read("index.html")?;
    let mut style = String::new();
    for sheet in sheets(&source) {
        style += &fs::read_to_string(built(dist, &sheet, ".css")?)?;
    }
    let glue = fs::read_to_string(built(dist, "why502-web", ".js")?)?;
    let script = format!("{glue}\n{}", read(START)?);
    let early = offline::inlined()?;
    let more = fs::read_to_string(built(dist, "why502-more", ".js")?)? + MORE_IS_HERE;
    for inline in [&style, &script, &early] {
        check_inline(inline)?;
    }
    // It would be asked for by an address that exists nowhere.
    if [&glue, &more].iter().any(|glue| glue.lines().any(|line| line.starts_with("import "))) {
        bail!("the glue imports another file, which {NAME} has no place for");
    }

    let mut files = String::new();
    for (name, stem) in [("program.wasm", "why502-web"), ("more.wasm", "why502-more")] {
        let program = fs::read(built(dist, stem, "_bg.wasm")?)?;
        let _ = writeln!(files, "{}", block(name, "application/wasm", &program)?);
    }
    let _ = writeln!(files, "{}", block("more.js", "text/plain;charset=utf-8", more.as_bytes())?);
    // In one piece, for they repeat each other. The books come first: the guides say again what stands in them.
    let (mut texts, mut parts) = (String::new(), Vec::new());
    for (name, text) in site::texts() {
        parts.push(format!("{name}={}", text.len()));
        texts += text;
    }
    let texts = block(&parts.join(" "), "text/plain;charset=utf-8", &far::pack(texts.as_bytes())?)?;
    let _ = writeln!(files, "{}", texts.replacen("data-file=", "id=\"texts\" data-parts=", 1));

    let preview = without_comments(&read(&format!("www/{PREVIEW}"))?);
    let _ = writeln!(
        files,
        "<script type=\"text/html;charset=utf-8\" data-document=\"{PREVIEW}\">{}</script>",
        base64(preview.as_bytes())
    );

    let mut scripts = vec![early.clone(), script.clone(), more];
    scripts.extend(inline_scripts(&preview));
    scripts.extend(visitors_scripts()?);
    let page = document(&source, &style, &early, &script, &scripts, &files)?;
    let path = dist.join(NAME);
    fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))
}

/// The style sheets that the source names, in their order, without folder and ending.
pub(crate) fn sheets(source: &str) -> Vec<String> {
    let lines = source.lines().filter(|line| line.contains("data-trunk") && line.contains("rel=\"css\""));
    lines.filter_map(|line| Some(line.split_once("www/css/")?.1.split_once(".css")?.0.to_owned())).collect()
}

/// A file of the build, whose name carries a hash: `base-3147fb751bee3674.css`.
pub(crate) fn built(dist: &Path, stem: &str, end: &str) -> Result<PathBuf> {
    let is_it = |name: &str| {
        let hash = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-')?.strip_suffix(end));
        hash.is_some_and(|hash| !hash.is_empty() && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let mut files = fs::read_dir(dist).with_context(|| format!("cannot read {}", dist.display()))?.flatten();
    let found = files.find(|entry| is_it(&entry.file_name().to_string_lossy()));
    found.map(|entry| entry.path()).with_context(|| format!("{} has no {stem}-….{end}", dist.display()))
}

/// What would end an inline script or style before its end.
fn check_inline(text: &str) -> Result<()> {
    for bad in ["</script", "<script", "</style", "<!--"] {
        if text.to_ascii_lowercase().contains(bad) {
            bail!("\"{bad}\" stands in what {NAME} has inline, and a browser would read it as a tag");
        }
    }
    Ok(())
}

/// A file as a block of data, which browsers neither run nor show.
fn block(name: &str, kind: &str, content: &[u8]) -> Result<String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(content)?;
    Ok(format!("<script type=\"{kind}\" data-file=\"{name}\">{}</script>", base64(&gzip.finish()?)))
}

/// The scripts within a document.
fn inline_scripts(html: &str) -> Vec<String> {
    let after = html.split("<script>").skip(1);
    after.filter_map(|rest| Some(rest.split_once("</script>")?.0.to_owned())).collect()
}

/// The scripts of a visitor's page, which are the same whatever the page says: its preview runs them under this policy.
fn visitors_scripts() -> Result<Vec<String>> {
    let mut scripts = Vec::new();
    for variant in Variant::ALL {
        let page = preview(&Description::new("x"), 502, Kind::Trouble, variant);
        scripts.extend(inline_scripts(&page.map_err(|_| anyhow!("a visitor's page could not be made"))?));
    }
    scripts.dedup();
    Ok(scripts)
}

/// The source, with everything in it that it would have loaded. `scripts` are all that may run, now or later.
fn document(source: &str, style: &str, early: &str, script: &str, scripts: &[String], files: &str) -> Result<String> {
    // 'wasm-unsafe-eval' compiles the programs; worker and preview are blobs, and the preview inherits this policy, with
    // a style of its own.
    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src 'unsafe-inline'; worker-src blob:; \
         frame-src blob:; img-src data:; base-uri 'none'; form-action 'none'",
        scripts.iter().map(|script| csp_hash(script)).collect::<Vec<_>>().join(" ")
    );
    let mut page = String::new();
    let mut seen = [false; 3];
    for line in without_comments(source).lines() {
        let text = line.trim();
        if text.contains("http-equiv=\"Content-Security-Policy\"") {
            seen[0] = true;
            // A copy at the address of an error is not to be found by search engines.
            let _ = write!(
                page,
                "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
                 <meta name=\"robots\" content=\"noindex\">\n"
            );
        } else if text.contains("src=\"early.js\"") {
            seen[1] = true;
            let _ = write!(page, "<script>{early}</script>\n<style>{style}</style>\n");
        } else if text == "</body>" {
            seen[2] = true;
            let _ = write!(page, "<script type=\"module\" id=\"program\">{script}</script>\n{files}</body>\n");
        } else if !(text.is_empty() || is_elsewhere(text)) {
            page.push_str(text);
            page.push('\n');
        }
    }
    if seen != [true; 3] {
        bail!("index.html has no policy, no early.js or no end of its body in a line of its own");
    }
    let loads = page.split(['<', '>']).find(|tag| {
        let inside = tag.starts_with("script") || tag.starts_with("link") || tag.starts_with("a ");
        let what = tag.split_once(" src=\"").or_else(|| tag.split_once(" href=\""));
        inside && what.is_some_and(|(_, target)| !target.starts_with('#') && !target.starts_with("data:"))
    });
    match loads {
        Some(tag) => bail!(
            "<{tag}> of index.html would be looked for at any address: say in xtask/src/single.rs what becomes of it"
        ),
        None => Ok(page),
    }
}

/// What the source has for the site only: what Trunk puts in, the static guide, what concerns installing. Cloudflare
/// refuses a page with a word on referrers.
fn is_elsewhere(line: &str) -> bool {
    [
        "data-trunk",
        "name=\"why502-more\"",
        "name=\"why502-words\"",
        "href=\"guide/",
        "rel=\"manifest\"",
        "rel=\"apple-touch-icon\"",
        "name=\"referrer\"",
    ]
    .iter()
    .any(|word| line.contains(word))
}

fn without_comments(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "<!doctype html>\n<html>\n<head>\n<!-- a\n<b> --><meta http-equiv=\"Content-Security-Policy\" \
                          content=\"x\">\n<link data-trunk rel=\"css\" href=\"www/css/base.css\">\n\
                          <link data-trunk rel=\"css\" href=\"www/css/frame.css\">\n<script src=\"early.js\"></script>\n\
                          </head>\n<body>\n<p><a href=\"guide/en/index.html\">G</a></p>\n</body>\n</html>\n";

    #[test]
    fn everything_is_inside_and_allowed() {
        assert_eq!(sheets(SOURCE), ["base", "frame"]);
        let scripts = ["early()", "main()", "more()"];
        let page = document(SOURCE, "a{}", scripts[0], scripts[1], &scripts.map(str::to_owned), "").unwrap();
        for hash in scripts.map(csp_hash) {
            assert!(page.contains(&hash), "{hash}");
        }
        assert!(page.contains("<head>") && page.contains("<style>a{}</style>"), "{page}");
        assert!(!page.contains("guide/") && !page.contains("<b>") && !page.contains(" src="), "{page}");
    }

    #[test]
    fn what_would_be_loaded_is_refused() {
        let more = SOURCE.replace("</head>", "<link rel=\"icon\" href=\"icon.png\">\n</head>");
        assert!(document(&more, "", "", "", &[], "").unwrap_err().to_string().contains("icon.png"));
        let without = SOURCE.replace("<script src=\"early.js\"></script>", "");
        assert!(document(&without, "", "", "", &[], "").is_err());
    }

    #[test]
    fn a_visitors_page_has_one_script_whatever_it_says() {
        let scripts = visitors_scripts().unwrap();
        assert!(!scripts.is_empty());
        let other = Description { home: "https://shop.example/".to_owned(), ..Description::new("\"</script> 店\"") };
        for variant in Variant::ALL {
            let page = preview(&other, 504, Kind::Slow, variant).unwrap();
            assert!(inline_scripts(&page).iter().all(|script| scripts.contains(script)), "{variant:?}");
        }
    }

    #[test]
    fn nothing_inline_ends_too_early() {
        assert!(check_inline("if (a<b) {}").is_ok());
        assert!(check_inline("'</SCRIPT>'").is_err() && check_inline("x<!--").is_err());
    }
}
