//! Building the fuzz targets.

use crate::tools::apt;
use crate::{project, run};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// What lets libFuzzer see which branches an input takes and what is compared there. `cargo fuzz` passes the same.
const WATCHED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// The fuzz targets' own manifest.
pub(crate) fn manifest() -> PathBuf {
    project::root().join("fuzz").join("Cargo.toml")
}

/// Where their builds, seeds and logs are. A folder of their own, because they set `RUSTFLAGS`.
pub(super) fn folder() -> PathBuf {
    project::root().join("target").join("fuzz")
}

/// Builds all targets and says in which folder they are.
pub(super) fn build() -> Result<PathBuf> {
    if run::which("c++").is_none() {
        apt::install(&["g++"], "a C++ compiler, which libFuzzer is built with")?;
    }
    // With a target named, the flags are not for build scripts and macros, which run here and now.
    let host = host()?;
    let mut command = run::cargo();
    command.args(["build", "--release", "--locked", "--target", &host, "--manifest-path"]).arg(manifest());
    command.env("RUSTFLAGS", WATCHED).env("CARGO_TARGET_DIR", folder());
    run::run(command.current_dir(project::root())).context("cannot build the fuzz targets")?;
    Ok(folder().join(host).join("release"))
}

/// The name of this machine as a target.
fn host() -> Result<String> {
    let about = run::output(Command::new("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}
