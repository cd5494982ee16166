//! The page's second program, `why502-more`: built beside Trunk's, by the same tools with the same flags.
//!
//! Trunk builds one program a site, or workers whose names carry no hash. So cargo, wasm-bindgen and wasm-opt are
//! called here, and the name of the result is written into `index.html`, where the first program looks for it.

use crate::tools::web_rust::{Build, WebRust};
use crate::{project, run};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The program's name: in Cargo.toml, and in `index.html` before it has a hash.
const NAME: &str = "why502-more";

/// What wasm-bindgen and wasm-opt are.
pub(crate) struct Tools {
    pub(crate) wasm_bindgen: PathBuf,
    /// Only for a release.
    pub(crate) wasm_opt: Option<PathBuf>,
}

/// Builds the program and puts it into the finished site.
pub(crate) fn add(dist: &Path, rust: &WebRust, build: Build, tools: &Tools) -> Result<()> {
    let wasm = compile(rust, build)?;
    let folder = project::web_target().join("more");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let mut bind = Command::new(&tools.wasm_bindgen);
    bind.args(["--target", "web", "--no-typescript", "--out-name", NAME, "--out-dir"]).arg(&folder).arg(&wasm);
    run::run(&mut bind).context("the page's second program could not be connected to the browser")?;
    let (glue, wasm) = (folder.join(format!("{NAME}.js")), folder.join(format!("{NAME}_bg.wasm")));
    let index = dist.join("index.html");
    if let Some(wasm_opt) = &tools.wasm_opt {
        let mut shrink = Command::new(wasm_opt);
        shrink.arg("-Oz").args(shrink_flags()?).arg("--output").arg(&wasm).arg(&wasm);
        run::run(&mut shrink).context("the page's second program could not be made smaller")?;
    }

    let (glue, wasm) = (fs::read_to_string(glue)?, fs::read(wasm)?);
    let hash = fnv(&[glue.as_bytes(), &wasm]);
    let hashed = format!("{NAME}-{hash:016x}");
    let named = replaced_once(&glue, &format!("'{NAME}_bg.wasm'"), &format!("'{hashed}_bg.wasm'"))
        .context("wasm-bindgen names its file in another way than it did")?;
    fs::write(dist.join(format!("{hashed}.js")), named)?;
    fs::write(dist.join(format!("{hashed}_bg.wasm")), wasm)?;
    let html = fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    let html = replaced_once(&html, &format!("{NAME}.js"), &format!("{hashed}.js"))
        .context("index.html does not name the page's second program")?;
    fs::write(&index, html).with_context(|| format!("cannot write {}", index.display()))
}

fn compile(rust: &WebRust, build: Build) -> Result<PathBuf> {
    let mut cargo = run::cargo();
    cargo.args(["build", "--locked", "--offline", "--target", project::WASM, "--bin", NAME]);
    let profile = match build {
        Build::Release => {
            cargo.args(["--profile", "web"]);
            "web"
        }
        Build::Dev => "debug",
    };
    rust.apply(&mut cargo, build);
    run::run(cargo.current_dir(project::root())).context("the page's second program does not build")?;
    Ok(project::web_target().join(project::WASM).join(profile).join(format!("{NAME}.wasm")))
}

/// What Trunk gives to wasm-opt, as `index.html` says.
fn shrink_flags() -> Result<Vec<String>> {
    let html = fs::read_to_string(project::root().join("index.html"))?;
    let flags = html.split_once("data-wasm-opt-params=\"").and_then(|(_, rest)| rest.split_once('"'));
    let (flags, _) = flags.context("index.html has no data-wasm-opt-params")?;
    Ok(flags.split_whitespace().map(str::to_owned).collect())
}

/// The text with the one place changed; an error when there is not exactly one.
pub(crate) fn replaced_once(text: &str, old: &str, new: &str) -> Result<String> {
    match text.matches(old).count() {
        1 => Ok(text.replacen(old, new, 1)),
        count => bail!("{old} is there {count} times, and should be once"),
    }
}

fn fnv(parts: &[&[u8]]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.iter());
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{replaced_once, shrink_flags};

    #[test]
    fn exactly_one_place_is_changed() {
        assert_eq!(replaced_once("a b", "b", "c").unwrap(), "a c");
        assert!(replaced_once("a b b", "b", "c").is_err());
        assert!(replaced_once("a", "b", "c").is_err());
    }

    #[test]
    fn both_programs_are_made_smaller_in_the_same_way() {
        assert!(shrink_flags().unwrap().contains(&"--enable-simd".to_owned()));
    }
}
