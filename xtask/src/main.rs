//! The project's own commands. `cargo xtask help` lists them.
//!
//! Two of them are all that one needs: `serve` shows the site, `test` proves everything. Both
//! first install whatever is missing, at pinned versions, in the project's own folder.
//!
//! To add a command: write a module with a `run` function, add it to [`COMMANDS`].

mod bench;
mod biglog;
mod bounds;
mod element;
mod far;
mod fuzz;
mod licences;
mod lighthouse;
mod more;
mod offline;
mod policy;
mod processor;
mod project;
mod reproduce;
mod run;
mod score;
mod serve;
mod single;
mod site;
mod size;
mod test;
mod tools;

use anyhow::{Result, bail};
use std::process::ExitCode;

/// A command: its name, what `help` says about it, and what it does with the words after it.
type Command = (&'static str, &'static str, fn(&[String]) -> Result<()>);

const COMMANDS: &[Command] = &[
    ("serve", "build the site and serve it on this machine [--dev] [--no-build] [--port N]", serve::run),
    ("test", "run all checks, or only the steps named [STEP ...]; `test --list` names them", test::run),
    ("build", "build the site into dist/, for any static file server [--dev]", site::run),
    ("guide", "write the guide's static pages into dist/guide/, in a second", site::guide),
    ("size", "measure dist/ and write size.snap; `size --check` compares instead", size::run),
    (
        "score",
        "measure how often the answers are right and write score.snap [--mangle] [--check] [--misses] [CORPUS ...]",
        score::run,
    ),
    ("lighthouse", "let Lighthouse look at dist/: all but speed must be at 100", lighthouse::run),
    ("bench", "measure the speed against ripgrep and others [--quick] [--native] [--browser]", bench::run),
    (
        "fuzz",
        "search for bytes that break a law [TARGET ...] [--minutes N] [--runs N]; `fuzz TARGET FILE` tries one file",
        fuzz::run,
    ),
    ("bounds", "give the command inputs of gigabytes and measure its memory", bounds::run),
    (
        "licences",
        "write THIRD-PARTY.md: what others have made, and under which licences; or ask for known weaknesses \
         [--advisories]",
        licences::run,
    ),
    ("reproduce", "build this commit twice, in two folders, and compare the bytes", reproduce::run),
    ("biglog", "write a large log [--kind access|error|mixed] [--mb N] [--seed N] [--rate SHARE]", biglog::run),
    ("setup", "install what the other commands need, and nothing else", tools::run),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Alternate form: the whole chain of reasons on one line, outermost first.
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[String]) -> Result<()> {
    let Some((name, rest)) = words.split_first() else {
        help();
        return Ok(());
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") || rest.iter().any(|w| w == "--help" || w == "-h") {
        help();
        return Ok(());
    }
    match COMMANDS.iter().find(|(known, ..)| known == name) {
        Some((_, _, command)) => command(rest),
        None => bail!("there is no command \"{name}\"; `cargo xtask help` lists them"),
    }
}

fn help() {
    println!("usage: cargo xtask COMMAND\n");
    for (name, about, _) in COMMANDS {
        println!("  {name:<12}{about}");
    }
    println!(
        "
environment:
  WHY502_TOOLS      where tools are installed (default: why502/tools in your cache folder)
  WHY502_CHROMIUM   the browser to test with (default: a Chromium or Chrome found on PATH)"
    );
}
