//! Builds the site: static files in dist/ that any file server can serve from any folder.

use crate::tools::web_rust::{Build, WebRust};
use crate::tools::{trunk, wasm_bindgen, wasm_opt, web_rust};
use crate::{element, licences, more, offline, policy, project, run, single, size, tools};
use anyhow::{Context, Result, bail};
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use why502_book::{BOOK_FILES, BOOK_TEXTS};
use why502_knowledge::{GUIDE_FILES, GUIDE_TEXTS, Lang, REASON_FILES, REASON_TEXTS, WORD_FILES, WORD_TEXTS};

/// `cargo xtask build [--dev]`
pub(crate) fn run(words: &[String]) -> Result<()> {
    let build = match words {
        [] => Build::Release,
        [word] if word == "--dev" => Build::Dev,
        _ => bail!("build takes no arguments but --dev, got \"{}\"", words.join(" ")),
    };
    make(build)?;
    if build == Build::Release {
        let total = size::measure(&project::dist())?.first_visit();
        println!("dist/ is ready: a first visit transfers {} bytes (brotli)", size::grouped(total.brotli));
    } else {
        println!("dist/ is ready; it is a quick build, far larger than what visitors should get");
    }
    Ok(())
}

/// Installs what is missing, then builds. Returns how it was built.
pub(crate) fn make(build: Build) -> Result<&'static WebRust> {
    // The quick tools come first, so that what cannot work is said before minutes are spent.
    let rust = web_rust::find()?;
    let wasm_opt = if build == Build::Release { Some(wasm_opt::find()?) } else { None };
    let tools = more::Tools { wasm_bindgen: wasm_bindgen::find()?, wasm_opt };
    let trunk = trunk::find()?;

    // Two builds at a time would take the files of dist/ from under each other.
    fs::create_dir_all(project::web_target())?;
    let _lock = tools::lock(&project::web_target())?;

    // Trunk runs cargo with `--offline`, so the crates must be there before.
    let mut fetch = run::cargo();
    fetch.args(["fetch", "--quiet", "--locked", "--target", project::WASM]).current_dir(project::root());
    rust.apply(&mut fetch, build);
    run::run(&mut fetch).context("could not fetch the crates of the page")?;

    let mut command = Command::new(trunk);
    command.args(["build", "--config", "trunk.toml", "--offline"]).current_dir(project::root());
    if build == Build::Release {
        command.args(["--release", "--cargo-profile", "web"]);
    }
    // Trunk takes its helpers from PATH and checks their versions by itself.
    let on_path = tools.wasm_opt.iter().chain([&tools.wasm_bindgen]);
    let folders = on_path.filter_map(|file| file.parent().map(Path::to_path_buf));
    let path = env::var_os("PATH").unwrap_or_default();
    command.env("PATH", env::join_paths(folders.chain(env::split_paths(&path)))?);
    command.env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Its list of causes says what is wrong; its own stack does not.
    command.env("RUST_BACKTRACE", "0");
    // Trunk reads NO_COLOR as a yes or no of its own, and stops at the usual "1".
    if env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    rust.apply(&mut command, build);
    run::run(&mut command).context("the site could not be built")?;
    more::add(&project::dist(), rust, build, &tools)?;
    policy::seal(&project::dist())?;
    add_guides(&project::dist())?;
    name_words(&project::dist())?;
    add_twin(&project::dist())?;
    single::write(&project::dist())?;
    element::write(&project::dist())?;
    let list = project::dist().join(licences::FILE);
    fs::write(&list, licences::list()?).with_context(|| format!("cannot write {}", list.display()))?;
    offline::write(&project::dist())?;
    Ok(rust)
}

/// `cargo xtask guide`: only what needs no build for the web, for those who write content.
pub(crate) fn guide(words: &[String]) -> Result<()> {
    if !words.is_empty() {
        bail!("guide takes no arguments, got \"{}\"", words.join(" "));
    }
    let dist = project::dist();
    fs::create_dir_all(&dist)?;
    let pages = add_twin(&dist)?;
    println!("{pages} pages are in {}", dist.join("guide").display());
    Ok(())
}

/// The long texts and the books, a file a language: the page fetches its own (src/hooks). Trunk cannot copy
/// them, since they lie where cargo built the content, under names that change with it.
fn add_guides(dist: &Path) -> Result<()> {
    for (name, text) in texts() {
        let path = dist.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    // Both sides render these texts: this command, and the build of the page. Names carry a hash of what they hold.
    let files = fs::read_dir(dist)?.flatten().map(|entry| entry.path());
    let mut programs = Vec::new();
    for path in files.filter(|path| path.extension().is_some_and(|x| x == "wasm")) {
        programs.push(fs::read(path)?);
    }
    for (name, _) in texts() {
        // Guide and reasons are read by both programs, words and a book by one of them.
        let both = [GUIDE_FILES, REASON_FILES].concat().contains(&name);
        let asks = |program: &&Vec<u8>| program.windows(name.len()).any(|bytes| bytes == name.as_bytes());
        if programs.iter().filter(asks).count() != if both { 2 } else { 1 } {
            bail!("a program asks for another file than {name}: something was edited during the build; run it again");
        }
    }
    Ok(())
}

/// The texts that are a file a language, by name.
pub(crate) fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all =
        [(BOOK_FILES, BOOK_TEXTS), (GUIDE_FILES, GUIDE_TEXTS), (REASON_FILES, REASON_TEXTS), (WORD_FILES, WORD_TEXTS)];
    all.into_iter().flat_map(|(files, texts)| files.iter().copied().zip(texts.iter().copied()))
}

/// Tells the page where the words are, so that they come beside the program.
fn name_words(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let html = fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    // Quoted, since it has blanks; Trunk takes quotes off where there is none.
    let html = html.replace("\"words-of-languages\"", "words-of-languages");
    let html = more::replaced_once(&html, "words-of-languages", &format!("\"{}\"", WORD_FILES.join(" ")))
        .context("index.html has no place for the names of the words")?;
    fs::write(&index, html).with_context(|| format!("cannot write {}", index.display()))
}

/// The guide as documents of their own, in every language: for those without script, for search engines, for paper.
/// There is no sitemap: its addresses would have to be absolute, and the site does not know where it will lie.
fn add_twin(dist: &Path) -> Result<usize> {
    let folder = dist.join("guide");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let mut count = 0;
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write("style.css", why502_guide::STYLE)?;
    for lang in Lang::all() {
        for page in why502_guide::twin(lang) {
            let (path, html) = why502_guide::document(&page, lang);
            write(&path, &html)?;
            count += 1;
        }
    }
    Ok(count)
}
