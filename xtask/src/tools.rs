//! What the commands need beside cargo, one file for each tool.
//!
//! Tools that are built or unpacked go into a folder of the project's own, with their versions in
//! their folders' names: a second clone finds them there, an upgrade leaves the old one usable,
//! and nobody's own installs are touched. An install is made beside its final place and then
//! renamed, under a lock, so a folder that exists is complete and two runs never collide.
//!
//! To add a tool: write `tools/NAME.rs` with a `find` function that installs what is missing, and
//! call it from [`run`].

pub(crate) mod apt;
pub(crate) mod browser;
pub(crate) mod cargo_deny;
pub(crate) mod node;
pub(crate) mod pypi;
pub(crate) mod ripgrep;
pub(crate) mod servers;
pub(crate) mod trunk;
pub(crate) mod wasm_bindgen;
pub(crate) mod wasm_opt;
pub(crate) mod web_rust;

use anyhow::{Context, Result, bail};
use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

/// `cargo xtask setup`: everything at once, for those who are about to go offline.
pub(crate) fn run(words: &[String]) -> Result<()> {
    if let Some(word) = words.first() {
        bail!("setup takes no arguments, but got \"{word}\"");
    }
    // The quick ones come first, so that what cannot work is said before minutes are spent.
    println!("rust for the web  {}", web_rust::find()?.about);
    println!("node              {}", node::find()?.display());
    println!("browser           {}", browser::find()?.display());
    println!("ripgrep           {}", ripgrep::find()?.display());
    println!("wasm-opt          {}", wasm_opt::find()?.display());
    println!("wasm-bindgen      {}", wasm_bindgen::find()?.display());
    println!("trunk             {}", trunk::find()?.display());
    println!("cargo-deny        {}", cargo_deny::find()?.display());
    for (_, path) in servers::find()? {
        println!("server            {}", path.display());
    }
    node::packages()
}

/// Something to be installed in the project's own folder.
struct Install<'a> {
    name: &'a str,
    version: &'a str,
    /// The file that is wanted, relative to the install.
    file: &'a str,
    /// What it is for, and how long it takes; said before it starts.
    note: &'a str,
}

impl Install<'_> {
    /// The wanted file, after `make` has filled the folder it is given if the file was missing.
    fn find_or(&self, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        self.find_or_in(&folder()?, make)
    }

    fn find_or_in(&self, folder: &Path, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let place = folder.join(format!("{}-{}", self.name, self.version));
        let file = place.join(self.file);
        if file.exists() {
            return Ok(file);
        }
        fs::create_dir_all(folder).with_context(|| format!("cannot make the tools' folder {}", folder.display()))?;
        // Held until this function returns.
        let _lock = lock(folder)?;
        // Another run may have installed it while this one waited.
        if file.exists() {
            return Ok(file);
        }
        println!("installing {} {} into {}: {}", self.name, self.version, folder.display(), self.note);
        let new = folder.join(format!(".new-{}-{}", self.name, self.version));
        // Left over from a run that was stopped half-way.
        for stale in [&new, &place] {
            if stale.exists() {
                fs::remove_dir_all(stale).with_context(|| format!("cannot remove {}", stale.display()))?;
            }
        }
        fs::create_dir_all(&new)?;
        make(&new).with_context(|| format!("could not install {} {}", self.name, self.version))?;
        if !new.join(self.file).exists() {
            bail!("{} {} was installed, but without {}", self.name, self.version, self.file);
        }
        fs::rename(&new, &place).with_context(|| format!("cannot rename {}", new.display()))?;
        Ok(file)
    }
}

/// The folder that all installs are in.
fn folder() -> Result<PathBuf> {
    if let Some(folder) = given("WHY502_TOOLS") {
        return std::path::absolute(folder).context("WHY502_TOOLS is not a path");
    }
    let cache = cache().context("no folder for tools: set WHY502_TOOLS")?;
    Ok(cache.join("tools"))
}

/// The project's own folder in this user's cache.
pub(crate) fn cache() -> Result<PathBuf> {
    let cache = given("XDG_CACHE_HOME")
        .or_else(|| given("HOME").map(|home| home.join(".cache")))
        .or_else(|| given("LOCALAPPDATA"))
        .context("there is no cache folder: neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(cache.join("why502"))
}

fn given(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Keeps other xtasks out of a folder for as long as the file that it returns is open.
pub(crate) fn lock(folder: &Path) -> Result<File> {
    let path = folder.join(".lock");
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("waiting for another xtask that is at work in {}", folder.display());
            file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("cannot lock {}", path.display()));
        }
    }
    Ok(file)
}

/// `cargo install`, tuned to end soon: these tools run for seconds, so a quick build of them is
/// worth more than a quick program.
fn cargo_install(place: &Path, args: &[&str]) -> Result<()> {
    let build = place.join("build");
    let mut command = Command::new("cargo");
    command.arg("install").args(args).arg("--quiet").arg("--root").arg(place).arg("--target-dir").arg(&build);
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    command.env("CARGO_PROFILE_RELEASE_DEBUG", "false");
    // From its own folder, so that this repository's settings do not apply.
    command.current_dir(place);
    crate::run::run(&mut command)?;
    fs::remove_dir_all(&build).with_context(|| format!("cannot remove {}", build.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool() -> Install<'static> {
        Install { name: "spoon", version: "1.2", file: "bin/spoon", note: "for soup" }
    }

    fn make(place: &Path) -> Result<()> {
        fs::create_dir_all(place.join("bin"))?;
        Ok(fs::write(place.join("bin/spoon"), "")?)
    }

    /// A folder of this test's own, empty.
    fn scratch(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("why502-xtask-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    #[test]
    fn installs_once() {
        let folder = scratch("once");
        let file = tool().find_or_in(&folder, make).unwrap();
        assert_eq!(file, folder.join("spoon-1.2/bin/spoon"));
        let again = tool().find_or_in(&folder, |_| panic!("it is there already")).unwrap();
        assert_eq!(again, file);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_failed_install_leaves_no_tool_and_the_next_run_repairs_it() {
        let folder = scratch("repair");
        let failed = tool().find_or_in(&folder, |place| {
            make(place)?;
            bail!("the network went away")
        });
        assert!(failed.is_err());
        assert!(!folder.join("spoon-1.2").exists());
        tool().find_or_in(&folder, make).unwrap();
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn an_install_without_its_program_is_an_error() {
        let folder = scratch("empty");
        let error = tool().find_or_in(&folder, |_| Ok(())).unwrap_err();
        assert!(error.to_string().contains("without bin/spoon"), "{error}");
        fs::remove_dir_all(folder).unwrap();
    }
}
