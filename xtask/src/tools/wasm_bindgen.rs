//! wasm-bindgen writes the JavaScript between the browser and the Rust program.

use super::{Install, cargo_install};
use crate::project;
use anyhow::Result;
use std::path::PathBuf;

/// The program must have the very version of the library, so Cargo.lock decides.
pub(crate) fn find() -> Result<PathBuf> {
    let version = project::locked_version("wasm-bindgen")?;
    let note = "it connects the page to the browser; compiling it takes 2 to 4 minutes, once";
    Install { name: "wasm-bindgen", version: &version, file: "bin/wasm-bindgen", note }.find_or(|place| {
        // Without `--locked`: its lock file has named crates that were no longer to be had.
        // Without default features it leaves out the TLS stack of its test runner.
        cargo_install(place, &["wasm-bindgen-cli", "--version", &version, "--no-default-features"])
    })
}
