//! Node runs wasm-opt and the browser tests; npm brings the packages of e2e/.

use super::apt;
use crate::{project, run};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The oldest Node whose test runner does all that e2e/ asks of it.
const OLDEST: u32 = 20;

/// Node's path, after checking that it is new enough and that npm is beside it.
pub(crate) fn find() -> Result<PathBuf> {
    if run::which("node").is_none() || run::which("npm").is_none() {
        apt::install(&["nodejs", "npm"], "Node for the browser tests and wasm-opt")?;
    }
    let node = run::which("node").context("Node was installed, but is not on PATH")?;
    let version = run::output(Command::new(&node).arg("--version"))?;
    match major(&version) {
        Some(major) if major >= OLDEST => Ok(node),
        _ => bail!("{} is {version}, but {OLDEST} or newer is needed: put a newer one first on PATH", node.display()),
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// The packages of e2e/, exactly as its lock file has them.
pub(crate) fn packages() -> Result<()> {
    packages_of("e2e", "the browser tests use them; some seconds")
}

/// The packages of a folder with a lock file.
pub(crate) fn packages_of(folder: &str, note: &str) -> Result<()> {
    find()?;
    let name = folder;
    let folder = project::root().join(folder);
    let wanted =
        fs::read(folder.join("package-lock.json")).with_context(|| format!("cannot read {name}/package-lock.json"))?;
    // A copy of the lock file says which packages are there, so that `npm ci`, which deletes and
    // fetches everything, runs only after a change.
    let stamp = folder.join("node_modules").join(".installed-lock.json");
    if fs::read(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    println!("installing the packages of {name}/: {note}");
    let mut npm = Command::new("npm");
    // Without scripts: none of these packages needs one, and a driver's would fetch browsers.
    npm.args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
    run::run(&mut npm)?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_nodes_version() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("not found"), None);
    }
}
