//! What the site weighs. `size.snap` at the root holds the numbers under version control, so that
//! growth is a visible diff which somebody approves.
//!
//! Names have no hashes here, or every change would rewrite every line.

use crate::tools::web_rust;
use crate::{project, single};
use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// All that a first visit transfers, the long texts of one language among it, in brotli bytes: 300 KB.
const BUDGET: u64 = 300 * 1024;

/// How far a measured number may be from the snapshot. Two compiler versions, or rustup's and
/// Debian's build of one, differ by some tenths of a percent; a change that is felt is larger.
const TOLERANCE_PERCENT: u64 = 2;
/// Small files hold the hashed names of others, so they pack a little differently every time.
const TOLERANCE_BYTES: u64 = 128;

/// Files of which a visitor fetches one; the largest counts. They are told by how their names begin.
const ONE_OF: &[(&str, &str)] =
    &[("guide-", "explanations and steps, a file a language"), ("words-", "short texts, a file a language")];

/// Files that a first visit does not wait for, and why. The browser tests check that none of these is fetched
/// before a verdict. A name that ends in a slash is a folder.
///
/// Add a line here for a file that is fetched only on demand.
const LATER: &[(&str, &str)] = &[
    ("guide/", "the guide's static pages are for those who come from elsewhere, or without script"),
    ("reasons-en.txt", "why a cause happens is fetched when verdict and steps can be read, and whatever was pasted"),
    ("reasons-zh-Hant.txt", "the same in Chinese"),
    ("book-en.txt", "the app's guide is fetched when one of its pages is first opened"),
    ("book-zh-Hant.txt", "the same in Chinese"),
    ("why502-more.js", "the program of all pages but the first comes when one of them is first opened"),
    ("why502-more_bg.wasm", "the same"),
    ("why-502.js", "the custom element is for pages of others"),
    ("THIRD-PARTY.md", "licences are for whoever passes the site on"),
    ("why502.html", "the whole app in one file is for a disk, or for the place of an error page"),
    ("worker.js", "the page has it inside; the element loads it"),
    ("preview.html", "the form for a visitor's page shows it in this frame"),
    ("offline.js", "starts what keeps the site on the device, after the page is usable"),
    ("notice.js", "the same, and what it says"),
    ("start.js", "the same, and what the browser refuses"),
    ("sw.js", "the service worker, after that"),
    ("install/", "icons and manifests are for installing the page"),
    ("degraded.js", "says what is wrong when the program does not start"),
];

/// Files that somebody else's limit holds for, in raw bytes.
const LIMITS: &[(&str, u64)] = &[(single::NAME, single::LIMIT)];

/// Bytes of one file, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bytes {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

impl Bytes {
    fn of(content: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(content)?;
        let mut packed = Vec::new();
        // Quality 11 and a 4 MB window: what file servers use for files packed in advance.
        let mut brotli = brotli::CompressorWriter::new(&mut packed, 64 * 1024, 11, 22);
        brotli.write_all(content)?;
        drop(brotli);
        Ok(Self { raw: content.len() as u64, gzip: gzip.finish()?.len() as u64, brotli: packed.len() as u64 })
    }

    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }

    fn is_near(self, other: Self) -> bool {
        near(self.raw, other.raw) && near(self.gzip, other.gzip) && near(self.brotli, other.brotli)
    }
}

fn near(new: u64, old: u64) -> bool {
    new.abs_diff(old) <= TOLERANCE_BYTES.max(old * TOLERANCE_PERCENT / 100)
}

/// The measured site: files by name, in the order of the snapshot.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sizes(BTreeMap<String, Bytes>);

impl Sizes {
    /// The sum of what every visitor's first visit transfers.
    fn common(&self) -> Bytes {
        let files = self.0.iter().filter(|(name, _)| !is_later(name) && choice(name).is_none());
        files.map(|(_, bytes)| *bytes).fold(Bytes::default(), Bytes::plus)
    }

    /// The sum of all that a first visit transfers, in the language with the longest texts.
    pub(crate) fn first_visit(&self) -> Bytes {
        let largest = ONE_OF.iter().filter_map(|(prefix, _)| {
            let group = self.0.iter().filter(|(name, _)| choice(name) == Some(*prefix));
            group.map(|(_, bytes)| *bytes).max_by_key(|bytes| bytes.brotli)
        });
        largest.fold(self.common(), Bytes::plus)
    }
}

/// The group of [`ONE_OF`] that a file belongs to.
fn choice(name: &str) -> Option<&'static str> {
    ONE_OF.iter().map(|(prefix, _)| *prefix).find(|prefix| name.starts_with(prefix))
}

fn is_later(name: &str) -> bool {
    LATER.iter().any(|(later, _)| if later.ends_with('/') { name.starts_with(later) } else { name == *later })
}

/// `cargo xtask size [--check]`
pub(crate) fn run(words: &[String]) -> Result<()> {
    match words {
        [] => write(),
        [word] if word == "--check" => check(web_rust::find()?.std_from_source),
        _ => bail!("size takes no arguments but --check, got \"{}\"", words.join(" ")),
    }
}

fn write() -> Result<()> {
    if !web_rust::find()?.std_from_source {
        bail!(
            "this machine builds the site with std as rustup ships it, which is larger than what size.snap \
             records; `rustup component add rust-src` and `cargo xtask build` make a comparable one"
        );
    }
    let sizes = measure(&project::dist())?;
    let new = shown(&sizes);
    let path = project::root().join("size.snap");
    if fs::read_to_string(&path).is_ok_and(|old| old == new) {
        println!("size.snap is up to date");
        return Ok(());
    }
    fs::write(&path, &new).with_context(|| format!("cannot write {}", path.display()))?;
    print!("{new}");
    println!("\nsize.snap is written; commit it, and say in the message what the growth is for");
    if let Some(excess) = sizes.first_visit().brotli.checked_sub(BUDGET + 1) {
        println!("but a first visit is {} bytes over its budget: `size --check` will fail", grouped(excess + 1));
    }
    Ok(())
}

/// Compares dist/ with the budget and, if it was built alike, with the snapshot.
pub(crate) fn check(comparable: bool) -> Result<()> {
    let new = measure(&project::dist())?;
    let total = new.first_visit();
    if total.brotli > BUDGET {
        bail!(
            "a first visit transfers {} bytes (brotli), {} more than the budget of {}:\n{}",
            grouped(total.brotli),
            grouped(total.brotli - BUDGET),
            grouped(BUDGET),
            shown(&new)
        );
    }
    for (name, limit) in LIMITS {
        let raw = new.0.get(*name).map_or(0, |bytes| bytes.raw);
        if !(1..=*limit).contains(&raw) {
            bail!("{name} has {} bytes; it is to be there, with {} at most", grouped(raw), grouped(*limit));
        }
    }
    if !comparable {
        println!("sizes are within the budget; size.snap was not compared, since std is not built from source here");
        return Ok(());
    }
    let path = project::root().join("size.snap");
    let snapshot = fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}; `cargo xtask size` writes it", path.display()))?;
    let old = parsed(&snapshot).context("size.snap is damaged; `cargo xtask size` writes it anew")?;
    let differences = differences(&old, &new);
    if !differences.is_empty() {
        bail!(
            "size.snap is stale (more than {TOLERANCE_PERCENT} % and {TOLERANCE_BYTES} bytes off):\n{differences}  \
             `cargo xtask size` updates it; commit the new one if the change is meant"
        );
    }
    println!(
        "a first visit transfers {} bytes (brotli), {} less than the budget",
        grouped(total.brotli),
        grouped(BUDGET - total.brotli)
    );
    Ok(())
}

/// Measures every file of a built site.
pub(crate) fn measure(dist: &Path) -> Result<Sizes> {
    let mut sizes = Sizes::default();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .with_context(|| format!("cannot read {}: run `cargo xtask build` first", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = without_hash(&path.strip_prefix(dist)?.to_string_lossy().replace('\\', "/"));
            // Nobody waits for the static pages: they count as one, and quickly.
            if let Some((folder, _)) = name.split_once('/').filter(|(folder, _)| *folder == "guide") {
                let sum = sizes.0.entry(format!("{folder}/")).or_default();
                *sum = sum.plus(Bytes { raw: content.len() as u64, ..Bytes::default() });
                continue;
            }
            if sizes.0.insert(name.clone(), Bytes::of(&content)?).is_some() {
                bail!("dist/ has two files that are both {name} without their hashes: run `cargo xtask build`");
            }
        }
    }
    Ok(sizes)
}

/// `app-0123456789abcdef_bg.wasm` is `app_bg.wasm`: Trunk puts 16 hexadecimal digits, sometimes
/// one or two fewer, after a dash.
fn without_hash(name: &str) -> String {
    let mut parts = name.split('-');
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count();
        let (hash, rest) = part.split_at(digits);
        let is_hash = (14..=16).contains(&hash.len()) && (rest.is_empty() || rest.starts_with(['.', '_', '/']));
        if !is_hash {
            clean.push('-');
            clean.push_str(hash);
        }
        clean.push_str(rest);
    }
    clean
}

/// The snapshot's text.
fn shown(sizes: &Sizes) -> String {
    let mut text = String::from(
        "# What the release site weighs, in bytes. `cargo xtask size` writes this file;\n\
         # `cargo xtask test` fails when it is stale or a first visit is over its budget.\n",
    );
    let mut line = |name: &str, [raw, gzip, brotli]: [&str; 3]| {
        let _ = writeln!(text, "{name:<40}{raw:>12}{gzip:>12}{brotli:>12}");
    };
    let numbers = |bytes: Bytes| [bytes.raw, bytes.gzip, bytes.brotli].map(grouped);
    line("# first visit", ["raw", "gzip", "brotli"]);
    for (name, bytes) in sizes.0.iter().filter(|(name, _)| !is_later(name) && choice(name).is_none()) {
        line(name, numbers(*bytes).each_ref().map(String::as_str));
    }
    line("# and one of these", [""; 3]);
    for (name, bytes) in sizes.0.iter().filter(|(name, _)| choice(name).is_some()) {
        line(name, numbers(*bytes).each_ref().map(String::as_str));
    }
    line("# sum with the largest", numbers(sizes.first_visit()).each_ref().map(String::as_str));
    line("# budget", ["", "", &grouped(BUDGET)]);
    line("# later, on demand", [""; 3]);
    for (name, bytes) in sizes.0.iter().filter(|(name, _)| is_later(name)) {
        line(name, numbers(*bytes).each_ref().map(String::as_str));
    }
    // A name on a line of its own leaves blanks behind it.
    text.lines().map(str::trim_end).fold(String::new(), |text, line| text + line + "\n")
}

/// The files in a snapshot's text. Sums are comments: they follow from the files.
fn parsed(text: &str) -> Option<Sizes> {
    let mut sizes = Sizes::default();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let name = words.next()?.to_owned();
        let mut number = || words.next()?.replace('_', "").parse().ok();
        sizes.0.insert(name, Bytes { raw: number()?, gzip: number()?, brotli: number()? });
    }
    Some(sizes)
}

/// One line for each file that is new, gone, or of another size than the snapshot has.
fn differences(old: &Sizes, new: &Sizes) -> String {
    let mut text = String::new();
    let names = old.0.keys().chain(new.0.keys().filter(|name| !old.0.contains_key(*name)));
    for name in names {
        let _ = match (old.0.get(name), new.0.get(name)) {
            (Some(old), Some(new)) if new.is_near(*old) => Ok(()),
            (Some(old), Some(new)) => writeln!(
                text,
                "  {name}: raw {} -> {}, gzip {} -> {}, brotli {} -> {}",
                grouped(old.raw),
                grouped(new.raw),
                grouped(old.gzip),
                grouped(new.gzip),
                grouped(old.brotli),
                grouped(new.brotli)
            ),
            (None, Some(new)) => {
                writeln!(text, "  {name}: new, raw {}, brotli {}", grouped(new.raw), grouped(new.brotli))
            }
            (Some(_), None) => writeln!(text, "  {name}: gone"),
            (None, None) => Ok(()),
        };
    }
    text
}

/// 1234567 as 1_234_567.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(files: &[(&str, u64)]) -> Sizes {
        let bytes = |n| Bytes { raw: n * 3, gzip: n * 2, brotli: n };
        Sizes(files.iter().map(|(name, n)| ((*name).to_owned(), bytes(*n))).collect())
    }

    #[test]
    fn hashes_are_left_out_of_names() {
        assert_eq!(without_hash("why502-web-0123456789abcdef_bg.wasm"), "why502-web_bg.wasm");
        assert_eq!(without_hash("why502-web-0123456789abcde.js"), "why502-web.js");
        assert_eq!(without_hash("snippets/app-0123456789abcdef/inline0.js"), "snippets/app/inline0.js");
        assert_eq!(without_hash("icon-512.png"), "icon-512.png");
        assert_eq!(without_hash("half-faded.css"), "half-faded.css");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(["0", "999", "1_000", "1_234_567"], [0, 999, 1000, 1_234_567].map(grouped).each_ref().map(|s| &**s));
    }

    #[test]
    fn a_snapshot_is_read_as_it_was_written() {
        let sizes = sizes(&[("index.html", 900), ("install/512.png", 20), ("why502-web_bg.wasm", 200_000)]);
        assert_eq!(parsed(&shown(&sizes)), Some(sizes));
    }

    #[test]
    fn what_is_fetched_later_does_not_count_as_first_visit() {
        let sizes = sizes(&[("index.html", 900), ("install/512.png", 20)]);
        assert_eq!(sizes.first_visit().brotli, 900);
    }

    #[test]
    fn of_several_languages_the_largest_counts() {
        let sizes = sizes(&[("guide-de.txt", 30), ("guide-en.txt", 40), ("index.html", 900)]);
        assert_eq!(sizes.first_visit().brotli, 940);
    }

    #[test]
    fn small_changes_pass_and_large_ones_are_shown_with_both_numbers() {
        let old = sizes(&[("app.wasm", 200_000), ("gone.css", 5)]);
        let new = sizes(&[("app.wasm", 203_000), ("gone.css", 5)]);
        assert_eq!(differences(&old, &new), "");
        let new = sizes(&[("app.wasm", 205_000), ("new.css", 5)]);
        assert_eq!(
            differences(&old, &new),
            "  app.wasm: raw 600_000 -> 615_000, gzip 400_000 -> 410_000, brotli 200_000 -> 205_000\n  \
             gone.css: gone\n  new.css: new, raw 15, brotli 5\n"
        );
    }

    #[test]
    fn repetition_packs_well() {
        let bytes = Bytes::of(&[b'a'; 10_000]).unwrap();
        assert!(bytes.raw == 10_000 && bytes.gzip < 100 && bytes.brotli < 50, "{bytes:?}");
    }
}
