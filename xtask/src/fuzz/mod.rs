//! `cargo xtask fuzz`: programs that try bytes, keep those that reach new code, and change them further, until a law
//! is broken or the time is up. libFuzzer does that, and `fuzz/` says what must hold.
//!
//! The compiler marks every branch, which it does on stable Rust; libFuzzer itself is compiled from its crate, with
//! the C++ compiler of the system. No nightly, no sanitizer: there is no unsafe code for one to watch.

mod seeds;
mod tool;

use crate::run::shown;
use crate::{processor, project};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

pub(crate) use tool::manifest;

/// A target: a program of `fuzz/`.
struct Target {
    name: &'static str,
    /// The longest input, in bytes.
    longest: usize,
    /// How many inputs are tried in the test run, seeds included: some seconds' worth.
    tries: u64,
    /// What it begins with.
    seeds: fn(&seeds::Texts) -> Vec<Vec<u8>>,
}

/// The whole engine comes first: it is what everybody uses.
const TARGETS: &[Target] = &[
    Target { name: "engine", longest: 16_384, tries: 6_000, seeds: seeds::engine },
    Target { name: "unwrap", longest: 4_096, tries: 50_000, seeds: seeds::unwrap },
    Target { name: "gz", longest: 4_096, tries: 10_000, seeds: seeds::gz },
    Target { name: "dialect", longest: 2_048, tries: 10_000, seeds: seeds::dialect },
    Target { name: "json", longest: 8_192, tries: 5_000, seeds: seeds::json },
    Target { name: "html", longest: 8_192, tries: 4_000, seeds: seeds::html },
    Target { name: "report", longest: 16_384, tries: 4_000, seeds: seeds::report },
    Target { name: "redact", longest: 8_192, tries: 4_000, seeds: seeds::redact },
    Target { name: "pages", longest: 2_048, tries: 3_000, seeds: seeds::pages },
];

/// An input that takes longer is a finding.
const SECONDS: u32 = 5;
/// A target that needs more is a finding, in megabytes.
const MEMORY: u32 = 1_024;
/// How long a target runs when nobody says anything, in minutes of processor time.
const MINUTES: u64 = 60;
/// A round ends after this time, and what it did is said.
const ROUND: Duration = Duration::from_secs(300);

/// What somebody asked for.
#[derive(Debug, PartialEq, Eq)]
struct Wishes {
    targets: Vec<String>,
    minutes: u64,
    /// Tries instead of minutes.
    runs: Option<u64>,
    /// One input to be tried.
    file: Option<PathBuf>,
}

impl Wishes {
    fn read(words: &[String]) -> Result<Self> {
        let mut wishes = Self { targets: Vec::new(), minutes: MINUTES, runs: None, file: None };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut number = || {
                let value = words.next().with_context(|| format!("{word} needs a number"))?;
                value.parse::<u64>().with_context(|| format!("{word} cannot be \"{value}\""))
            };
            match word.as_str() {
                "--minutes" => wishes.minutes = number()?,
                "--runs" => wishes.runs = Some(number()?),
                name if TARGETS.iter().any(|target| target.name == name) => wishes.targets.push(name.to_owned()),
                path if wishes.targets.len() == 1 && Path::new(path).is_file() => wishes.file = Some(path.into()),
                other => bail!("there is no target \"{other}\"; there are {}", names()),
            }
        }
        Ok(wishes)
    }
}

fn names() -> String {
    TARGETS.iter().map(|target| target.name).collect::<Vec<_>>().join(", ")
}

/// `cargo xtask fuzz [TARGET ...]`
pub(crate) fn run(words: &[String]) -> Result<()> {
    let wishes = Wishes::read(words)?;
    let chosen = TARGETS.iter().filter(|t| wishes.targets.is_empty() || wishes.targets.iter().any(|n| n == t.name));
    let programs = tool::build()?;
    if let Some(file) = &wishes.file {
        let name = wishes.targets.first().map_or("", String::as_str);
        return crate::run::run(command(&programs.join(name)).arg(file));
    }
    let texts = seeds::Texts::load()?;
    let mut found = Vec::new();
    for target in chosen {
        let place = Place::lasting(target)?;
        place.sow(target, &texts)?;
        println!("{}: corpus in {}", target.name, place.corpus.display());
        if let Err(error) = search(target, &programs, &place, &wishes) {
            println!("{}: {error:#}", target.name);
            found.push(target.name);
        }
    }
    if !found.is_empty() {
        bail!("something was found by {}", found.join(", "));
    }
    Ok(())
}

/// The fuzz step of the test run: few tries, always the same ones. Returns how many targets have run.
pub(crate) fn check(narrow: &str) -> Result<u64> {
    let chosen: Vec<&Target> = TARGETS.iter().filter(|t| narrow.is_empty() || t.name == narrow).collect();
    if chosen.is_empty() {
        bail!("there is no target \"{narrow}\"; there are {}", names());
    }
    let programs = tool::build()?;
    let texts = seeds::Texts::load()?;
    for target in &chosen {
        let place = Place::passing(target)?;
        place.sow(target, &texts)?;
        let done = round(
            target,
            &programs,
            &place,
            &[format!("-runs={}", target.tries), "-seed=502".to_owned(), "-use_cmp=0".to_owned()],
        )?;
        println!("{}", done.line(target.name));
    }
    Ok(chosen.len() as u64)
}

fn search(target: &Target, programs: &Path, place: &Place, wishes: &Wishes) -> Result<()> {
    if let Some(runs) = wishes.runs {
        println!("{}", round(target, programs, place, &[format!("-runs={runs}")])?.line(target.name));
        return Ok(());
    }
    let wanted = Duration::from_secs(60 * wishes.minutes);
    let mut sum = Done::default();
    while sum.processor < wanted {
        let left = (wanted - sum.processor).min(ROUND).as_secs().max(1);
        sum.add(round(target, programs, place, &[format!("-max_total_time={left}")])?);
        println!("{}", sum.line(target.name));
    }
    Ok(())
}

/// What one or several rounds of a target did.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    tries: u64,
    /// Branches reached.
    branches: u64,
    /// Branches with how often they are taken and what was compared there: libFuzzer's features.
    features: u64,
    processor: Duration,
}

impl Done {
    fn add(&mut self, more: Self) {
        self.tries += more.tries;
        self.processor += more.processor;
        (self.branches, self.features) = (more.branches, more.features);
    }

    fn line(&self, name: &str) -> String {
        let seconds = self.processor.as_secs_f64();
        let speed =
            if seconds > 0.0 { format!("{:.0} a second, ", self.tries as f64 / seconds) } else { String::new() };
        let Self { tries, branches, features, .. } = self;
        format!(
            "{name:<8} {tries:>10} tries, {speed}{seconds:.0} s of processor, {branches} branches, {features} features, nothing found"
        )
    }

    /// Reads what libFuzzer prints at the end of a round.
    fn read(log: &str) -> Self {
        let mut done = Self::default();
        for line in log.lines() {
            if let Some(tries) = line.strip_prefix("stat::number_of_executed_units:") {
                done.tries = tries.trim().parse().unwrap_or(0);
            }
            let mut words = line.split_whitespace();
            while let Some(word) = words.next() {
                let mut number = || words.next().and_then(|n| n.parse().ok());
                match word {
                    "cov:" => done.branches = number().unwrap_or(done.branches),
                    "ft:" => done.features = number().unwrap_or(done.features),
                    _ => {}
                }
            }
        }
        done
    }
}

fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.args([format!("-timeout={SECONDS}"), format!("-rss_limit_mb={MEMORY}")]);
    command.current_dir(project::root());
    command
}

/// Runs a target once.
fn round(target: &Target, programs: &Path, place: &Place, args: &[String]) -> Result<Done> {
    let program = programs.join(target.name);
    let mut command = command(&program);
    command.args(args).args(["-print_final_stats=1", "-detect_leaks=0", "-reload=0"]);
    command.arg(format!("-max_len={}", target.longest));
    command.arg(format!("-artifact_prefix={}/", place.findings.display()));
    command.arg(&place.corpus).arg(&place.seeds);
    let log = File::create(&place.log).with_context(|| format!("cannot write {}", place.log.display()))?;
    let (start, before) = (Instant::now(), processor::of_children());
    let status = command.stderr(log).status().with_context(|| format!("cannot start `{}`", shown(&command)))?;
    let used = processor::of_children().zip(before).and_then(|(now, before)| now.checked_sub(before));
    // It prints bytes, and one line may be any of them.
    let log = String::from_utf8_lossy(&fs::read(&place.log)?).into_owned();
    if !status.success() {
        let lines: Vec<&str> = log.lines().collect();
        // What a panic says stands in the line after its place.
        let panics =
            |at: &usize| at.checked_sub(1).and_then(|at| lines.get(at)).is_some_and(|l| l.contains("panicked at"));
        let said = (0..lines.len()).filter(|at| lines.get(*at).is_some_and(|l| telling(l)) || panics(at));
        let said: Vec<&str> = said.filter_map(|at| lines.get(at).copied()).collect();
        let path = said.iter().find_map(|line| line.split("Test unit written to ").nth(1)).unwrap_or("FILE");
        bail!(
            "{}\nonce more: `cargo xtask fuzz {} {path}`; all it said is in {}",
            said.join("\n"),
            target.name,
            place.log.display()
        );
    }
    let processor = used.unwrap_or_else(|| start.elapsed());
    Ok(Done { processor, ..Done::read(&log) })
}

/// Whether a line of libFuzzer or of a panic says what happened.
fn telling(line: &str) -> bool {
    ["panicked at", "ERROR: libFuzzer", "Test unit written to", "assertion", "  left:", " right:", "SUMMARY"]
        .iter()
        .any(|words| line.contains(words))
}

/// Where the files of a target are.
struct Place {
    seeds: PathBuf,
    corpus: PathBuf,
    findings: PathBuf,
    log: PathBuf,
}

impl Place {
    /// What is kept from run to run, in the cache folder beside the tools: each run goes on where the last one was.
    fn lasting(target: &Target) -> Result<Self> {
        let folder = crate::tools::cache()?.join("fuzz");
        let base = tool::folder().join("lasting").join(target.name);
        Self::new(target, &base, folder.join(target.name))
    }

    /// Empty at each start.
    fn passing(target: &Target) -> Result<Self> {
        let base = tool::folder().join("passing").join(target.name);
        if base.exists() {
            fs::remove_dir_all(&base).with_context(|| format!("cannot remove {}", base.display()))?;
        }
        let corpus = base.join("corpus");
        Self::new(target, &base, corpus)
    }

    fn new(target: &Target, base: &Path, corpus: PathBuf) -> Result<Self> {
        let findings = project::root().join("fuzz").join("artifacts").join(target.name);
        let place = Self { seeds: base.join("seeds"), corpus, findings, log: base.join("log") };
        for folder in [&place.seeds, &place.corpus, &place.findings] {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        Ok(place)
    }

    /// Writes the seeds.
    fn sow(&self, target: &Target, texts: &seeds::Texts) -> Result<()> {
        for (at, seed) in (target.seeds)(texts).iter().enumerate() {
            fs::write(self.seeds.join(format!("{at:05}")), seed.get(..target.longest).unwrap_or(seed))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read() {
        let words = |words: &[&str]| Wishes::read(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        let wishes = words(&["gz", "--minutes", "5"]).unwrap();
        assert_eq!((wishes.targets, wishes.minutes, wishes.runs), (vec!["gz".to_owned()], 5, None));
        assert!(words(&["zip"]).unwrap_err().to_string().contains("engine, unwrap"));
        assert!(words(&["--runs"]).is_err() && words(&["--runs", "many"]).is_err());
    }

    #[test]
    fn the_end_of_a_round_is_read() {
        let log = "#8\tINITED cov: 5 ft: 6 corp: 1/1b\n#9 NEW    cov: 7 ft: 8 corp: 2/2b\nDone 90 runs in 2 second(s)\n\
                   stat::number_of_executed_units: 90\n";
        let done = Done::read(log);
        assert_eq!((done.tries, done.branches, done.features), (90, 7, 8));
    }

    #[test]
    fn every_target_is_a_program_and_every_program_a_target() {
        let manifest = fs::read_to_string(manifest()).unwrap();
        let programs: Vec<&str> =
            manifest.lines().filter_map(|l| l.strip_prefix("path = \"fuzz_targets/")?.strip_suffix(".rs\"")).collect();
        let mut targets: Vec<&str> = TARGETS.iter().map(|t| t.name).collect();
        targets.sort_unstable();
        let mut sorted = programs.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, targets);
    }

    #[test]
    fn every_target_has_seeds() {
        let texts = seeds::Texts::load().unwrap();
        for target in TARGETS {
            let seeds = (target.seeds)(&texts);
            assert!(seeds.len() > 20 && seeds.iter().all(|s| !s.is_empty()), "{}: {}", target.name, seeds.len());
        }
    }
}
