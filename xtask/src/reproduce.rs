//! `cargo xtask reproduce`: whether two builds of one commit give the same bytes.
//!
//! The commit is unpacked twice, in folders whose paths differ in length, and each copy builds the site with nothing of
//! the other's. It takes two whole builds, so it is no part of the test run.

use crate::{project, run};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// `cargo xtask reproduce`
pub(crate) fn run(words: &[String]) -> Result<()> {
    if let Some(word) = words.first() {
        bail!("reproduce takes no arguments, but got \"{word}\"");
    }
    let commit = run::output(Command::new("git").args(["rev-parse", "HEAD"]).current_dir(project::root()))?;
    let changed = run::output(Command::new("git").args(["status", "--short"]).current_dir(project::root()))?;
    if !changed.is_empty() {
        println!("note: this is about the commit {commit}; what is not committed is left out");
    }
    let base = project::root().join("target").join("reproduce");
    if base.exists() {
        fs::remove_dir_all(&base).with_context(|| format!("cannot remove {}", base.display()))?;
    }
    let places = [base.join("one"), base.join("elsewhere").join("in a longer path").join("two")];
    let mut sites = Vec::new();
    for place in &places {
        unpack(&commit, place)?;
        println!("building {commit:.12} in {}", place.display());
        let mut build = run::cargo();
        build.args(["run", "--quiet", "--locked", "--package", "xtask", "--", "build"]).current_dir(place);
        // What cargo tells the command that it runs would reach the other builds.
        build.env_remove("CARGO_TARGET_DIR").env_remove("CARGO_MANIFEST_DIR");
        run::run(&mut build)?;
        sites.push(files(&place.join("dist"))?);
    }
    let [one, two] = sites.as_slice() else { bail!("two builds were wanted") };
    let differ = differences(one, two);
    ensure!(differ.is_empty(), "two builds of {commit} differ in {}:\n{}", differ.len(), differ.join("\n"));
    println!("{} files, the same bytes in both", one.len());
    fs::remove_dir_all(&base).with_context(|| format!("cannot remove {}", base.display()))
}

/// The files of a commit, without its history.
fn unpack(commit: &str, place: &Path) -> Result<()> {
    fs::create_dir_all(place).with_context(|| format!("cannot make {}", place.display()))?;
    let mut archive = Command::new("git");
    archive.args(["archive", "--format=tar", commit]).current_dir(project::root()).stdout(Stdio::piped());
    let mut archive = archive.spawn().context("cannot start git")?;
    let tar = archive.stdout.take().context("git gave no archive")?;
    run::run(Command::new("tar").args(["-x", "-f", "-"]).current_dir(place).stdin(tar))?;
    ensure!(archive.wait()?.success(), "`git archive {commit}` failed");
    Ok(())
}

/// Every file below a folder by its path.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).with_context(|| format!("cannot read {}", at.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
                all.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(all)
}

/// What only one has, and what is not the same in both.
fn differences(one: &BTreeMap<PathBuf, Vec<u8>>, two: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let missing = |all: &BTreeMap<PathBuf, Vec<u8>>, name: &PathBuf| !all.contains_key(name);
    let mut differ: Vec<String> = Vec::new();
    differ.extend(
        one.keys().filter(|name| missing(two, name)).map(|name| format!("{}: only in the first", name.display())),
    );
    differ.extend(
        two.keys().filter(|name| missing(one, name)).map(|name| format!("{}: only in the second", name.display())),
    );
    for (name, first) in one {
        let Some(second) = two.get(name).filter(|second| *second != first) else { continue };
        let at = first.iter().zip(second).position(|(a, b)| a != b).unwrap_or(first.len().min(second.len()));
        differ.push(format!("{}: {} and {} bytes, differ from byte {at}", name.display(), first.len(), second.len()));
    }
    differ
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_named() {
        let site = |files: &[(&str, &str)]| -> BTreeMap<PathBuf, Vec<u8>> {
            files.iter().map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec())).collect()
        };
        let one = site(&[("a", "same"), ("b", "one"), ("c", "x")]);
        let two = site(&[("a", "same"), ("b", "once"), ("d", "x")]);
        assert_eq!(
            differences(&one, &two),
            ["c: only in the first", "d: only in the second", "b: 3 and 4 bytes, differ from byte 2"]
        );
        assert!(differences(&one, &one).is_empty());
    }
}
