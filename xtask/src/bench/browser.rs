//! The page in Chromium: its own worker reading a file, beside an Aho-Corasick automaton in JavaScript.

use super::Log;
use super::table::{median, print, ratio, shown};
use crate::serve::Server;
use crate::tools::web_rust::Build;
use crate::tools::{browser, node};
use crate::{project, run, site};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What `e2e/bench.mjs` is asked for.
#[derive(Serialize)]
struct Order<'a> {
    rounds: usize,
    words: &'a [&'a str],
    logs: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    name: &'a str,
    path: &'a Path,
}

/// What it answers for one log: megabytes a second, round by round.
#[derive(Deserialize)]
struct Measured {
    name: String,
    page: Vec<f64>,
    reading: Vec<f64>,
    automaton: Vec<f64>,
    split: Vec<f64>,
}

pub(super) fn run(folder: &Path, logs: &[Log], words: &[&str], rounds: usize) -> Result<()> {
    let chromium = browser::find()?;
    node::packages()?;
    site::make(Build::Release)?;
    let url = Server::start(project::dist(), "/")?;
    let logs = logs.iter().map(|log| Item { name: log.name, path: &log.path }).collect();
    let (order, answer) = (folder.join("order.json"), folder.join("answer.json"));
    fs::write(&order, serde_json::to_vec(&Order { rounds, words, logs })?)?;
    let mut command = Command::new(node::find()?);
    command.arg("e2e/bench.mjs").current_dir(project::root());
    command.env("WHY502_URL", url).env("WHY502_CHROMIUM", chromium);
    command.env("WHY502_COMMAND", project::native_target().join("release").join("why502"));
    command.env("WHY502_BENCH", &order).env("WHY502_BENCH_ANSWER", &answer);
    // Its own report is that of a test run; what counts is in the file.
    run::output(&mut command)?;
    let measured: Vec<Measured> = serde_json::from_slice(&fs::read(&answer)?).context("the page's speeds")?;
    let rows: Vec<Vec<String>> = measured
        .into_iter()
        .map(|log| {
            let [page, reading, automaton, split] = [log.page, log.reading, log.automaton, log.split].map(median);
            [log.name]
                .into_iter()
                .chain([page, reading, automaton, split].map(shown))
                .chain([ratio(page, automaton), ratio(page, split)])
                .collect()
        })
        .collect();
    let head = ["MB/s", "page", "reading only", "automaton", "split", "page : automaton", "page : split"];
    print("In Chromium", &head, &rows);
    println!(
        "
  page            the site's own worker, from the drop of the file to the verdict that is shown
  reading only    the file's slices as the page asks for them, and nothing done with them
  automaton       Aho-Corasick in JavaScript over the bytes: the same words, any case, as one table
  split           TextDecoder, split at line ends, and one look for \" 50\" or \"[error]\" in each line: what a quick
                  script would do, with two words instead of all"
    );
    Ok(())
}
