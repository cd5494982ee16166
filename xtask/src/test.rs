//! `cargo xtask test`: everything that must hold, in the order of how soon it can fail. CI runs
//! this and nothing else.
//!
//! To add a check: write a function that takes the [`Tally`], add it to [`STEPS`].

use crate::serve::Server;
use crate::tools::web_rust::{self, Build};
use crate::tools::{self, browser, node};
use crate::{bounds, fuzz, licences, lighthouse, project, run, score, site, size};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A step: its name, what it does, and the code. The word that may follow its name after a colon
/// narrows it.
type Step = (&'static str, &'static str, fn(&mut Tally, &str) -> Result<()>);

const STEPS: &[Step] = &[
    ("fmt", "the code is formatted", fmt),
    ("clippy", "no lint complains about native code", clippy),
    ("licences", "what others have made is locked, from its registry, and listed with its licence", licensed),
    ("unit", "the tests of all crates, the app's too, run natively; unit:WORD runs those named so", unit),
    ("score", "as many answers are right as score.snap says, and enough of them, damaged texts too", scores),
    ("bounds", "large inputs need no more memory than small ones", bounded),
    ("fuzz", "no fuzz target finds anything in a fixed number of tries; fuzz:NAME runs one", fuzzed),
    ("web-clippy", "no lint complains about code for the web", web_clippy),
    ("build", "the release site builds", build),
    ("size", "the site is as large as size.snap says, and within the budget", sizes),
    (
        "servers",
        "real servers show the visitor's page, and a browser visits it; servers:WORD runs tests named so",
        servers,
    ),
    ("browser", "a browser drives the built site; browser:NAME runs e2e/NAME.test.mjs only", browser),
    ("lighthouse", "Lighthouse finds nothing about accessibility, good practice and search engines", audits),
];

/// The folder that the tested site appears to be in. Not the root, so that an address which works
/// only there fails the tests.
pub(crate) const SUBFOLDER: &str = "/some/folder/";

/// `cargo xtask test [STEP ...]`
pub(crate) fn run(words: &[String]) -> Result<()> {
    if words.iter().any(|word| word == "--list") {
        for (name, about, _) in STEPS {
            println!("{name:<12}{about}");
        }
        return Ok(());
    }
    let chosen = chosen(words)?;
    let mut tally = Tally::default();
    let mut times = Vec::new();
    let mut failure = None;
    for ((name, _, step), narrow) in chosen {
        println!("\n== {name}");
        let start = Instant::now();
        let result = step(&mut tally, narrow);
        times.push((name, start.elapsed()));
        if let Err(error) = result {
            failure = Some((name, error));
            break;
        }
    }
    println!();
    for (name, time) in &times {
        println!("{name:<12}{:>8.1} s", time.as_secs_f64());
    }
    let whole: Duration = times.iter().map(|(_, time)| *time).sum();
    println!("{:<12}{:>8.1} s\n", "together", whole.as_secs_f64());
    if let Some((name, error)) = failure {
        // A step without a test runner has failed as one.
        tally.failed = tally.failed.max(1);
        println!("{tally}");
        return Err(error.context(format!("step {name} failed; `cargo xtask test {name}` runs only that one")));
    }
    println!("{tally}");
    Ok(())
}

/// The steps that the words name, in their own order; all of them if there are no words.
fn chosen(words: &[String]) -> Result<Vec<(&'static Step, &str)>> {
    let named: Vec<(&str, &str)> = words.iter().map(|word| word.split_once(':').unwrap_or((word, ""))).collect();
    if let Some((unknown, _)) = named.iter().find(|(name, _)| STEPS.iter().all(|step| step.0 != *name)) {
        bail!("there is no step \"{unknown}\"; `cargo xtask test --list` names them");
    }
    if named.is_empty() {
        return Ok(STEPS.iter().map(|step| (step, "")).collect());
    }
    let of =
        |step: &'static Step| named.iter().filter(|(name, _)| *name == step.0).map(move |(_, narrow)| (step, *narrow));
    Ok(STEPS.iter().flat_map(of).collect())
}

/// How many tests passed and failed, summed over all test runners by their closing lines.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl Tally {
    /// Reads a line of a test runner's output.
    fn see(&mut self, line: &str) {
        // cargo test: "test result: ok. 5 passed; 0 failed; 0 ignored; …"
        if let Some(result) = line.strip_prefix("test result: ") {
            let words: Vec<&str> = result.split([' ', ';']).collect();
            let before = |name| {
                let place = words.iter().position(|word| *word == name)?;
                words.get(place.checked_sub(1)?)?.parse::<u64>().ok()
            };
            self.passed += before("passed").unwrap_or(0);
            self.failed += before("failed").unwrap_or(0);
        }
        // node: "ℹ pass 5"
        if let Some((name, count)) = line.strip_prefix("ℹ ").and_then(|rest| rest.split_once(' ')) {
            let count: u64 = count.parse().unwrap_or(0);
            match name {
                "pass" => self.passed += count,
                "fail" | "cancelled" => self.failed += count,
                _ => {}
            }
        }
    }
}

fn cargo(args: &[&str]) -> Command {
    let mut command = run::cargo();
    command.args(args).current_dir(project::root());
    command
}

fn fmt(_: &mut Tally, _: &str) -> Result<()> {
    run::run(&mut cargo(&["fmt", "--all", "--check"])).context("`cargo fmt` repairs it")?;
    let manifest = fuzz::manifest();
    run::run(cargo(&["fmt", "--check", "--manifest-path"]).arg(&manifest))
        .with_context(|| format!("`cargo fmt --manifest-path {}` repairs it", manifest.display()))
}

fn clippy(_: &mut Tally, _: &str) -> Result<()> {
    run::run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
}

fn unit(tally: &mut Tally, narrow: &str) -> Result<()> {
    let mut command = cargo(&["test", "--workspace", "--locked"]);
    if !narrow.is_empty() {
        command.args(["--", narrow]);
    }
    run::run_watched(&mut command, |line| tally.see(line))
}

fn scores(_: &mut Tally, _: &str) -> Result<()> {
    score::run(&["--check".to_owned(), "--mangle".to_owned()])
}

fn licensed(_: &mut Tally, _: &str) -> Result<()> {
    licences::check()
}

fn bounded(tally: &mut Tally, _: &str) -> Result<()> {
    tally.passed += bounds::check()?;
    Ok(())
}

fn fuzzed(tally: &mut Tally, narrow: &str) -> Result<()> {
    tally.passed += fuzz::check(narrow)?;
    Ok(())
}

fn web_clippy(_: &mut Tally, _: &str) -> Result<()> {
    let rust = web_rust::find()?;
    if !rust.has_clippy {
        println!("skipped: {} has no clippy of its own; the same lints have read the native build", rust.about);
        return Ok(());
    }
    let package = ["--package", "why502-web", "--target", project::WASM];
    let mut command = cargo(&["clippy", "--locked"]);
    command.args(package).args(["--", "-D", "warnings"]);
    rust.apply(&mut command, Build::Dev);
    run::run(&mut command)
}

fn build(_: &mut Tally, _: &str) -> Result<()> {
    site::make(Build::Release).map(drop)
}

fn sizes(_: &mut Tally, _: &str) -> Result<()> {
    size::check(web_rust::find()?.std_from_source)
}

fn servers(tally: &mut Tally, narrow: &str) -> Result<()> {
    let found = tools::servers::find()?;
    println!("{}", tools::servers::versions(&found));
    let chromium = browser::find()?;
    node::packages()?;
    run::run(&mut cargo(&["build", "--quiet", "--locked", "--package", "why502"]))?;
    let mut command = Command::new(node::find()?);
    command.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
    if !narrow.is_empty() {
        command.arg(format!("--test-name-pattern={narrow}"));
    }
    let folder = Path::new("e2e").join("servers");
    command.args(["answers.test.mjs", "visitor.test.mjs"].map(|file| folder.join(file)));
    command.current_dir(project::root()).envs(found).env("WHY502_CHROMIUM", chromium);
    command.env("WHY502_COMMAND", project::native_target().join("debug").join("why502"));
    run::run_watched(&mut command, |line| tally.see(line))?;
    if !narrow.is_empty() {
        return Ok(());
    }
    // The guide's configuration examples: with the programs there, each has to read its own.
    let mut examples = cargo(&["test", "--locked", "--package", "why502-guide", "--test", "examples"]);
    examples.env("WHY502_SERVERS", "required");
    run::run_watched(&mut examples, |line| tally.see(line))
}

fn browser(tally: &mut Tally, narrow: &str) -> Result<()> {
    let dist = project::dist();
    if !dist.join("index.html").exists() {
        bail!("{} has no index.html; `cargo xtask build` makes it", dist.display());
    }
    println!("this tests dist/ as it is; `cargo xtask test build browser` builds it first");
    let chromium = browser::find()?;
    node::packages()?;
    // The tests compare the page's answers with those of the command.
    run::run(&mut cargo(&["build", "--quiet", "--locked", "--package", "why502"]))?;
    // One of them sets real servers up as docs/deploy.md says.
    let servers = tools::servers::find()?;
    let url = Server::start(dist, SUBFOLDER)?;
    let mut command = Command::new(node::find()?);
    // One file at a time: some tests measure how long the page is blocked.
    command.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]);
    command.args(browser_tests(narrow)?).current_dir(project::root());
    command.envs(servers).env("WHY502_URL", url).env("WHY502_CHROMIUM", chromium);
    command.env("WHY502_COMMAND", project::native_target().join("debug").join("why502"));
    run::run_watched(&mut command, |line| tally.see(line))
}

fn audits(_: &mut Tally, _: &str) -> Result<()> {
    lighthouse::run(&[])
}

/// The files of browser tests, or the one that is named.
fn browser_tests(narrow: &str) -> Result<Vec<PathBuf>> {
    let folder = project::root().join("e2e");
    if !narrow.is_empty() {
        let file = folder.join(format!("{narrow}.test.mjs"));
        if !file.exists() {
            bail!("there is no {}", file.display());
        }
        return Ok(vec![file]);
    }
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Result<Vec<String>> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Ok(chosen(&words)?.iter().map(|((name, ..), narrow)| format!("{name}:{narrow}")).collect())
    }

    #[test]
    fn steps_run_in_their_own_order() {
        assert_eq!(names(&["size", "fmt"]).unwrap(), ["fmt:", "size:"]);
        assert_eq!(names(&["browser:paste"]).unwrap(), ["browser:paste"]);
        assert_eq!(names(&[]).unwrap().len(), STEPS.len());
        assert!(names(&["fmt", "sizes"]).unwrap_err().to_string().contains("\"sizes\""));
    }

    #[test]
    fn counts_what_the_runners_report() {
        let mut tally = Tally::default();
        tally.see("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        tally.see("test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out");
        tally.see("ℹ tests 7");
        tally.see("ℹ pass 5");
        tally.see("ℹ fail 2");
        assert_eq!(tally, Tally { passed: 19, failed: 3 });
        assert_eq!(tally.to_string(), "19 passed, 3 failed");
    }
}
