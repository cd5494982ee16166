//! A Rust compiler that can build for the web, and the environment that makes cargo use it.
//!
//! There are two ways, and the first is preferred, because it makes the site smaller:
//!
//! * **std from source.** The standard library is compiled together with the app, without its
//!   panic messages and their formatting. An empty Yew app is then 37 KB (brotli) instead of 48.
//!   It needs the library's source and switches that stable Rust hides (`RUSTC_BOOTSTRAP`). The
//!   source comes from rustup, or, where rustup cannot reach its servers, from Debian, whose
//!   `rustc-web` is a compiler of the right age; both give the same size within some bytes.
//! * **std as rustup ships it**, when only that is to be had. The site works the same; it is
//!   larger, so its size is held against the budget, but not against size.snap.
//!
//! All settings are environment variables of the web build. In `.cargo/config.toml` they would
//! change native builds too.

use super::apt;
use crate::{project, run};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

/// Debian's compiler, library source, and the linker of the same LLVM.
const DEBIAN: &[&str] = &["rustc-web", "rust-web-src", "lld-22"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust";
const DEBIAN_LINKER: &str = "lld-22";

/// rustup answers within seconds or not at all.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// What is built: what visitors get, or something quick to make and good to debug.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    Release,
    Dev,
}

/// How to build for the web here.
pub(crate) struct WebRust {
    /// What was found, in words.
    pub(crate) about: String,
    /// Whether the size may be compared with size.snap.
    pub(crate) std_from_source: bool,
    /// Whether the clippy of this toolchain can read what its compiler writes.
    pub(crate) has_clippy: bool,
    env: Vec<(&'static str, &'static str)>,
}

impl WebRust {
    /// Makes cargo, called directly or by Trunk, build for the web.
    pub(crate) fn apply(&self, command: &mut Command, build: Build) {
        command.env("CARGO_TARGET_DIR", project::web_target());
        // Flags for the native machine would reach the web build, and change its size.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.envs(self.env.iter().copied());
        let silent = self.std_from_source && build == Build::Release;
        command.env(FLAGS, if silent { SIMD_AND_SILENT_PANICS } else { SIMD });
    }
}

/// Finds a way, and installs what it needs.
pub(crate) fn find() -> Result<&'static WebRust> {
    // Several steps ask; a way that needs the network should be tried once.
    static FOUND: OnceLock<WebRust> = OnceLock::new();
    match FOUND.get() {
        Some(found) => Ok(found),
        None => search().map(|found| FOUND.get_or_init(|| found)),
    }
}

fn search() -> Result<WebRust> {
    let mut rustc = Command::new("rustc");
    let sysroot = run::output(rustc.args(["--print", "sysroot"])).context("no Rust compiler")?;
    let sysroot = PathBuf::from(sysroot);
    if has_source(&sysroot) {
        return Ok(std_from_source(&sysroot));
    }
    if has_debian() {
        return Ok(debian());
    }
    let rustup_said = match add_source() {
        Ok(()) if has_source(&sysroot) => return Ok(std_from_source(&sysroot)),
        Ok(()) => format!("it added nothing to {}", sysroot.display()),
        Err(error) => format!("{error:#}"),
    };
    println!("that did not work; looking for another way");
    if sysroot.join("lib/rustlib").join(project::WASM).exists() {
        return Ok(std_as_shipped(&sysroot));
    }
    if let Err(error) = apt::install(DEBIAN, "a Rust compiler for the web") {
        bail!(
            "no Rust compiler for the web; either of these brings one:\n  \
             rustup component add rust-src\n      ({rustup_said})\n  \
             apt-get install --no-install-recommends {}\n      ({error:#})",
            DEBIAN.join(" ")
        );
    }
    if !has_debian() {
        bail!(
            "Debian's {} are installed, but {DEBIAN_RUSTC}, {DEBIAN_SOURCE} or {DEBIAN_LINKER} is missing",
            DEBIAN.join(", ")
        );
    }
    Ok(debian())
}

/// Lets rustup add the standard library's source to the toolchain that is in use.
fn add_source() -> Result<()> {
    if run::which("rustup").is_none() {
        bail!("there is no rustup");
    }
    println!("adding rust-src to rustup's toolchain: the site compiles std from source; some seconds");
    let mut rustup = Command::new("rustup");
    // Its causes are enough; where in rustup they arose is not our reader's concern.
    rustup.args(["component", "add", "rust-src"]).env("RUST_BACKTRACE", "0");
    run::run_within(&mut rustup, RUSTUP_LIMIT)
}

fn has_source(sysroot: &Path) -> bool {
    // A compiler that is not rustup's may lack the linker that comes with rustup's.
    sysroot.join("lib/rustlib/src/rust/library/Cargo.lock").exists() && has_linker(sysroot)
}

fn has_linker(sysroot: &Path) -> bool {
    let hosts = std::fs::read_dir(sysroot.join("lib/rustlib")).into_iter().flatten().flatten();
    hosts
        .into_iter()
        .any(|host| ["rust-lld", "rust-lld.exe"].iter().any(|name| host.path().join("bin").join(name).exists()))
}

fn has_debian() -> bool {
    Path::new(DEBIAN_RUSTC).exists()
        && Path::new(DEBIAN_SOURCE).join("library").exists()
        && run::which(DEBIAN_LINKER).is_some()
}

/// Cargo compiles the standard library too, in its variant for small code.
const FROM_SOURCE: &[(&str, &str)] = &[
    // The two settings below are for nightly compilers only; this lets a stable one take them.
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// simd128 is in every browser since 2023, and makes the search for line ends and literals several
/// times faster.
const SIMD: &str = "-Ctarget-feature=+simd128";

/// A panic is a trap without a message: that takes the formatting of such messages out of the
/// site, a fifth of an empty app. A `--dev` build keeps the messages, for those who look for one.
const SIMD_AND_SILENT_PANICS: &str = "-Ctarget-feature=+simd128 -Zunstable-options -Cpanic=immediate-abort";

fn std_from_source(sysroot: &Path) -> WebRust {
    WebRust {
        about: format!("std from source, compiler in {}", sysroot.display()),
        std_from_source: true,
        has_clippy: true,
        env: FROM_SOURCE.to_vec(),
    }
}

fn std_as_shipped(sysroot: &Path) -> WebRust {
    WebRust {
        about: format!("std as shipped, compiler in {}", sysroot.display()),
        std_from_source: false,
        has_clippy: true,
        env: Vec::new(),
    }
}

fn debian() -> WebRust {
    let mut env = FROM_SOURCE.to_vec();
    env.push(("RUSTC", DEBIAN_RUSTC));
    env.push(("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER));
    WebRust {
        about: format!("std from source, Debian's compiler {DEBIAN_RUSTC}"),
        std_from_source: true,
        // rustup's clippy is built from another compiler version and cannot read its crates.
        has_clippy: false,
        env,
    }
}
