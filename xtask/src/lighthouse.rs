//! `cargo xtask lighthouse`: Google's audits of the built site, by the version that `e2e/lighthouse` has locked.
//!
//! It has a folder of its own, so that the browser tests do not wait for its hundred and fifty packages.

use crate::serve::Server;
use crate::test::SUBFOLDER;
use crate::tools::{browser, node};
use crate::{project, run};
use anyhow::{Result, bail};
use std::process::Command;

/// Where its lock file is.
const FOLDER: &str = "e2e/lighthouse";

/// `cargo xtask lighthouse`
pub(crate) fn run(words: &[String]) -> Result<()> {
    if !words.is_empty() {
        bail!("lighthouse takes no arguments, got \"{}\"", words.join(" "));
    }
    let dist = project::dist();
    if !dist.join("index.html").exists() {
        bail!("{} has no index.html; `cargo xtask build` makes it", dist.display());
    }
    let chromium = browser::find()?;
    node::packages_of(FOLDER, "they audit the site; some seconds")?;
    let mut command = Command::new(node::find()?);
    command.arg(project::root().join(FOLDER).join("run.mjs")).current_dir(project::root());
    command.env("WHY502_URL", Server::start(dist, SUBFOLDER)?).env("WHY502_CHROMIUM", chromium);
    run::run(&mut command)
}
