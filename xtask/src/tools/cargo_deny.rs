//! cargo-deny says which crates are under which licence, from where, and which have known weaknesses.

use super::{Install, cargo_install};
use anyhow::Result;
use std::path::PathBuf;

const VERSION: &str = "0.20.2";

pub(crate) fn find() -> Result<PathBuf> {
    let note = "it checks licences and sources of all crates; compiling it takes 2 to 5 minutes, once";
    Install { name: "cargo-deny", version: VERSION, file: "bin/cargo-deny", note }
        .find_or(|place| cargo_install(place, &["cargo-deny", "--version", VERSION, "--locked"]))
}
