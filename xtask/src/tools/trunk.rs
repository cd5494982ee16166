//! Trunk turns index.html, the Rust program and www/ into a site.

use super::{Install, cargo_install};
use anyhow::Result;
use std::path::PathBuf;

/// 0.22 needs a newer compiler than the workspace promises to build with.
const VERSION: &str = "0.21.14";

pub(crate) fn find() -> Result<PathBuf> {
    let note = "it builds the site; compiling it takes 3 to 6 minutes, once";
    Install { name: "trunk", version: VERSION, file: "bin/trunk", note }.find_or(|place| {
        // Without its default features it leaves out the TLS stack, which only its downloads
        // need: here it runs with `--offline` and finds its tools on PATH.
        cargo_install(place, &["trunk", "--version", VERSION, "--locked", "--no-default-features"])
    })
}
