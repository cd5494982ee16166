//! Where things are in this repository, and what its lock file says.

use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// The target every web build is for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The repository's root, known since xtask was compiled there.
pub(crate) fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map_or_else(|| xtask.clone(), PathBuf::from)
}

/// The finished site.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Cargo's folder for native builds, as cargo itself would choose it.
pub(crate) fn native_target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Cargo's folder for web builds. They have one of their own because they set `RUSTFLAGS` and
/// sometimes another compiler: in a shared one, each build would undo the other's.
pub(crate) fn web_target() -> PathBuf {
    root().join("target").join("web")
}

/// The version of `package` in Cargo.lock.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let path = root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    version_in(&lock, package)
        .with_context(|| format!("Cargo.lock has no package \"{package}\": does the root package still depend on it?"))
}

/// The lock file is written by cargo in one fixed form, so lines are enough to read it.
fn version_in(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn reads_a_version_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
