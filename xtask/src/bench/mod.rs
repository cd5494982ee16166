//! `cargo xtask bench`: how fast logs are read, held against ripgrep and a plain Aho-Corasick pass.
//!
//! Machines differ and are busy with other things, so the numbers to keep are the ratios of one run. All contenders
//! read the same files in turn, round after round, and the median counts. Nothing is asserted: a slow machine must
//! not fail anybody's tests.
//!
//! The words that ripgrep and Aho-Corasick look for are all keywords of all signatures, as the signatures spell them.

mod browser;
mod native;
mod table;

use crate::biglog::{self, Kind};
use crate::{project, run};
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use why502_knowledge::signatures;

/// How much, how often, what.
#[derive(Debug, PartialEq, Eq)]
struct Wishes {
    megabytes: u64,
    rounds: usize,
    native: bool,
    browser: bool,
}

impl Wishes {
    fn read(words: &[String]) -> Result<Self> {
        let mut wishes = Self { megabytes: 100, rounds: 9, native: false, browser: false };
        for word in words {
            match word.as_str() {
                "--quick" => (wishes.megabytes, wishes.rounds) = (20, 3),
                "--native" => wishes.native = true,
                "--browser" => wishes.browser = true,
                _ => bail!("bench does not know \"{word}\"; it takes --quick, --native and --browser"),
            }
        }
        if !wishes.native && !wishes.browser {
            (wishes.native, wishes.browser) = (true, true);
        }
        Ok(wishes)
    }
}

/// A log to be read.
struct Log {
    name: &'static str,
    about: &'static str,
    path: PathBuf,
    bytes: u64,
}

/// Name, what it is, kind and share of failures.
const LOGS: [(&str, &str, Kind, f64); 4] = [
    ("access", "access log, one request in a hundred fails", Kind::Access, 0.01),
    ("mixed", "the same with the error log in between", Kind::Mixed, 0.01),
    ("error", "error log in which every line is a failure", Kind::Error, 1.0),
    ("noise", "error log of harmless lines, one in a hundred is a failure", Kind::Error, 0.01),
];

/// `cargo xtask bench [--quick] [--native] [--browser]`
pub(crate) fn run(words: &[String]) -> Result<()> {
    let wishes = Wishes::read(words)?;
    if run::again_as_release("bench", words)? {
        return Ok(());
    }
    let folder = project::native_target().join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut logs = Vec::new();
    for (name, about, kind, rate) in LOGS {
        logs.push(log(&folder, name, about, biglog::Wishes { kind, megabytes: wishes.megabytes, seed: 1, rate })?);
    }
    let words: Vec<&str> = words_of_signatures().into_iter().collect();
    println!("{} words, {} MB a log, {} rounds", words.len(), wishes.megabytes, wishes.rounds);
    for log in &logs {
        println!("  {:<8}{}", log.name, log.about);
    }
    if wishes.native {
        native::run(&folder, &logs, &words, wishes.rounds)?;
    }
    if wishes.browser {
        browser::run(&folder, &logs, &words, wishes.rounds)?;
    }
    Ok(())
}

/// All keywords of all signatures.
fn words_of_signatures() -> BTreeSet<&'static str> {
    signatures().iter().flat_map(|signature| &signature.keywords).copied().collect()
}

/// A generated log, made now unless it is there. Its name says by which generator: by a hash of how it begins.
fn log(folder: &std::path::Path, name: &'static str, about: &'static str, wishes: biglog::Wishes) -> Result<Log> {
    let mut start = Vec::new();
    biglog::write(biglog::Wishes { megabytes: 1, ..wishes }, &mut start)?;
    let hash = start.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    let path = folder.join(format!("{name}-{}-{hash:016x}.log", wishes.megabytes));
    if !path.exists() {
        println!("writing {}", path.display());
        let part = path.with_extension("part");
        let mut out = BufWriter::new(File::create(&part).with_context(|| format!("cannot write {}", part.display()))?);
        biglog::write(wishes, &mut out)?;
        out.flush()?;
        fs::rename(&part, &path)?;
    }
    let bytes = fs::metadata(&path)?.len();
    Ok(Log { name, about, path, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_choose_what_is_measured() {
        let read = |words: &[&str]| Wishes::read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        let all = read(&[]).unwrap();
        assert!(all.native && all.browser && all.megabytes == 100);
        let quick = read(&["--quick", "--native"]).unwrap();
        assert!(quick.native && !quick.browser && quick.megabytes < 100);
        assert!(read(&["--fast"]).is_err());
    }

    /// An empty word would match every line, and one of two lines none.
    #[test]
    fn the_words_are_lines() {
        let words = words_of_signatures();
        assert!(words.len() > 1_000);
        assert!(words.iter().all(|word| !word.is_empty() && !word.contains('\n')));
    }
}
