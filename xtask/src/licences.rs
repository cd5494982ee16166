//! `cargo xtask licences`: under which licences everything is that comes from elsewhere.
//!
//! What ends in the page or in the command is listed in `THIRD-PARTY.md` with the texts of its licences, which most
//! of them ask for; the site has the same file. What only builds or tests must have a licence that allows that and
//! come from the registry: `cargo deny` sees to it for crates, by `deny.toml`, and the lock file for npm's packages.

use crate::{project, run, tools};
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The list's name, in the repository and beside the page.
pub(crate) const FILE: &str = "THIRD-PARTY.md";

/// Where npm's lock files are.
const NPM: [&str; 2] = ["e2e", "e2e/lighthouse"];

/// npm packages whose manifest names no licence where npm looks for it: this one has BSD-3-Clause's text in a file.
const UNNAMED: [&str; 1] = ["node_modules/parse-cache-control"];

/// What is shipped: its name, its package, and the target that it is built for.
const SHIPPED: [(&str, &str, &str); 2] = [("page", "why502-web", project::WASM), ("command", "why502", "all")];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    repository: Option<String>,
    manifest_path: PathBuf,
}

/// `cargo xtask licences`
pub(crate) fn run(words: &[String]) -> Result<()> {
    let checks = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => OFFLINE,
        ["--advisories"] => &["advisories"],
        _ => bail!("licences takes only --advisories, but got \"{}\"", words.join(" ")),
    };
    deny(checks)?;
    if checks == OFFLINE {
        let path = project::root().join(FILE);
        fs::write(&path, list()?).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{} is written", path.display());
    }
    Ok(())
}

/// The licences step of the test run.
pub(crate) fn check() -> Result<()> {
    deny(OFFLINE)?;
    let npm = npm()?;
    let path = project::root().join(FILE);
    let there = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(there == list()?, "{FILE} is not what the lock file says; `cargo xtask licences` writes it anew");
    println!("{npm} npm packages, all with their hashes and licences; {FILE} names what is shipped");
    Ok(())
}

/// What cargo-deny can say without fetching RustSec's list.
const OFFLINE: &[&str] = &["bans", "licenses", "sources"];

/// Holds every crate, of the fuzz targets too, against `deny.toml`.
fn deny(checks: &[&str]) -> Result<()> {
    let tool = tools::cargo_deny::find()?;
    for manifest in [project::root().join("Cargo.toml"), crate::fuzz::manifest()] {
        let mut command = Command::new(&tool);
        command.arg("--manifest-path").arg(manifest).arg("--config").arg(project::root().join("deny.toml"));
        command.args(["--locked", "check", "--hide-inclusion-graph"]).args(checks);
        run::run(&mut command)?;
    }
    Ok(())
}

fn metadata(manifest: &Path) -> Result<Vec<Package>> {
    let mut command = run::cargo();
    command.args(["metadata", "--format-version", "1", "--locked", "--manifest-path"]).arg(manifest);
    let metadata: Metadata = serde_json::from_str(&run::output(&mut command)?).context("cargo's metadata")?;
    Ok(metadata.packages)
}

/// Every npm package is from the registry, with its hash. They drive the tests and make the page smaller; none of
/// their bytes is in it. Returns how many.
fn npm() -> Result<usize> {
    #[derive(Deserialize)]
    struct Lock {
        packages: BTreeMap<String, Npm>,
    }
    #[derive(Deserialize)]
    struct Npm {
        resolved: Option<String>,
        integrity: Option<String>,
        license: Option<String>,
    }
    let mut count = 0;
    for folder in NPM {
        let path = project::root().join(folder).join("package-lock.json");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let lock: Lock = serde_json::from_str(&text).with_context(|| format!("{}", path.display()))?;
        for (name, Npm { resolved, integrity, license }) in lock.packages.iter().filter(|(name, _)| !name.is_empty()) {
            // Without an address it is from whatever registry npm is set to; the hash says that it is the same.
            let from = resolved.as_deref().unwrap_or("https://");
            ensure!(from.starts_with("https://"), "{name} is from \"{from}\", and not from a registry");
            ensure!(integrity.as_ref().is_some_and(|hash| hash.starts_with("sha512-")), "{name} has no hash");
            ensure!(license.is_some() || UNNAMED.contains(&name.as_str()), "{name} names no licence");
            count += 1;
        }
    }
    Ok(count)
}

/// The crates that end in something shipped, each with where.
fn shipped() -> Result<BTreeMap<(String, String), Vec<&'static str>>> {
    let mut all: BTreeMap<_, Vec<&'static str>> = BTreeMap::new();
    for (product, package, target) in SHIPPED {
        let mut command = run::cargo();
        command.args(["tree", "--locked", "--package", package, "--target", target, "--prefix", "none"]);
        // Macros and build scripts run while it is built.
        command.args(["--edges", "normal,no-proc-macro", "--format", "{p}"]).current_dir(project::root());
        for line in run::output(&mut command)?.lines() {
            let mut words = line.split(' ');
            let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
            let entry = all.entry((name.to_owned(), version.trim_start_matches('v').to_owned())).or_default();
            if !entry.contains(&product) {
                entry.push(product);
            }
        }
    }
    Ok(all)
}

/// The list as Markdown.
pub(crate) fn list() -> Result<String> {
    let packages = metadata(&project::root().join("Cargo.toml"))?;
    let mut out = "# What others have made\n\nThe page and the command contain these crates, and parts of Rust's standard \
        library (MIT OR Apache-2.0, https://github.com/rust-lang/rust). Of each choice of licences we take the first that \
        is printed below.\n\n| crate | version | licence | in | source |\n| --- | --- | --- | --- | --- |\n"
        .to_owned();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ((name, version), places) in shipped()? {
        let found = packages.iter().find(|p| p.name == name && p.version == version);
        let package = found.with_context(|| format!("cargo knows no {name} {version}"))?;
        if package.source.is_none() {
            continue;
        }
        let licence = package.license.as_deref().unwrap_or_default();
        let source = package.repository.as_deref().unwrap_or_default();
        out.push_str(&format!("| {name} | {version} | {licence} | {} | {source} |\n", places.join(", ")));
        let folder = package.manifest_path.parent().unwrap_or(Path::new(""));
        // A few crates forgot the text; their manifest says which one it is.
        let text = text(folder)?.unwrap_or_else(|| format!("No text came with it. Its manifest says: {licence}."));
        texts.entry(text).or_default().push(name);
    }
    let mut texts: Vec<(Vec<String>, String)> = texts.into_iter().map(|(text, names)| (names, text)).collect();
    texts.sort();
    for (names, text) in texts {
        out.push_str(&format!("\n## {}\n\n```text\n{text}\n```\n", names.join(", ")));
    }
    Ok(out)
}

/// The text of a crate's licence: MIT's where there is a choice, since it is the shortest.
fn text(folder: &Path) -> Result<Option<String>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
        file.is_file() && (name.starts_with("LICEN") || name.starts_with("COPYING") || name.starts_with("UNLICENSE"))
    });
    let rank = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
        let order = ["MIT", "BSD", "UNICODE", "ZLIB", "UNLICENSE"];
        let named = order.iter().position(|word| name.contains(word)).unwrap_or(order.len());
        (name.contains("APACHE") || name.contains("THIRD"), named, name)
    };
    files.sort_by_key(rank);
    let Some(file) = files.first() else { return Ok(None) };
    let text = String::from_utf8_lossy(&fs::read(file)?).replace("\r\n", "\n").replace("```", "'''");
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    Ok(Some(lines.join("\n")))
}
