//! wasm-opt makes the compiled program smaller by about a tenth.

use super::{Install, node};
use crate::run;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// trunk.toml names the same version: Trunk refuses another one.
const VERSION: &str = "132.0.0";

pub(crate) fn find() -> Result<PathBuf> {
    node::find()?;
    let file = "node_modules/.bin/wasm-opt";
    let note = "it shrinks the compiled page; half a minute, 100 MB, once";
    Install { name: "binaryen", version: VERSION, file, note }.find_or(|place| {
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
        npm.arg(place).arg(format!("binaryen@{VERSION}"));
        run::run(&mut npm)
    })
}
