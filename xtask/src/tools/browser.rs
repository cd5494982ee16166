//! The browser that the tests drive: any Chromium or Chrome, or else Debian's.

use super::apt;
use crate::run;
use anyhow::{Context, Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// In the order of preference: the free one first, since that is what CI has.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/// Where macOS keeps it, which is not on PATH.
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

pub(crate) fn find() -> Result<PathBuf> {
    if let Some(given) = env::var_os("WHY502_CHROMIUM").filter(|value| !value.is_empty()) {
        let path = PathBuf::from(given);
        if !path.exists() {
            bail!("WHY502_CHROMIUM is {}, which does not exist", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = on_this_machine() {
        chinese_font();
        return Ok(path);
    }
    apt::install(&["chromium", "fonts-noto-cjk"], "a browser for the browser tests")
        .context("no browser found; install Chromium or Chrome, or name one in WHY502_CHROMIUM")?;
    on_this_machine().context("Chromium was installed, but is not on PATH")
}

fn on_this_machine() -> Option<PathBuf> {
    let mac = PathBuf::from(MAC);
    NAMES.iter().find_map(|name| run::which(name)).or_else(|| mac.exists().then_some(mac))
}

/// Without a Chinese font the tests would measure empty boxes instead of text. That is worth a
/// try and a word, but not a failure: the tests look at states, not at letters.
fn chinese_font() {
    let listed = run::output(Command::new("fc-list").arg(":lang=zh-tw"));
    if listed.is_ok_and(|fonts| fonts.is_empty())
        && let Err(error) = apt::install(&["fonts-noto-cjk"], "a font with Traditional Chinese letters")
    {
        println!("note: {error:#}");
    }
}
