//! ripgrep, the yardstick of `cargo xtask bench`: any that is on PATH, or else Debian's.

use super::apt;
use crate::run;
use anyhow::{Context, Result};
use std::path::PathBuf;

pub(crate) fn find() -> Result<PathBuf> {
    if let Some(path) = run::which("rg") {
        return Ok(path);
    }
    apt::install(&["ripgrep"], "ripgrep, which the speed is held against")
        .context("no ripgrep found; install it and put rg on PATH")?;
    run::which("rg").context("ripgrep was installed, but rg is not on PATH")
}
