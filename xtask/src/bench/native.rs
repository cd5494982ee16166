//! The command as a whole process, beside ripgrep and two passes over bytes in memory.

use super::Log;
use super::table::{median, print, ratio, shown, speed};
use crate::tools::ripgrep;
use crate::{processor, project, run};
use aho_corasick::AhoCorasick;
use anyhow::{Context, Result, bail};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long something took: by the clock, and of all processors.
#[derive(Clone, Copy)]
struct Took {
    clock: Duration,
    processor: Option<Duration>,
}

/// The columns.
const CONTENDERS: [&str; 6] = ["why502", "one core", "rg", "rg -i", "aho-corasick", "newlines"];

pub(super) fn run(folder: &Path, logs: &[Log], words: &[&str], rounds: usize) -> Result<()> {
    let rg = ripgrep::find()?;
    let mut build = run::cargo();
    build.args(["build", "--quiet", "--release", "--locked", "--package", "why502"]).current_dir(project::root());
    run::run(&mut build)?;
    let why502 = project::native_target().join("release").join("why502");
    let list = folder.join("words.txt");
    fs::write(&list, words.iter().flat_map(|word| [*word, "\n"]).collect::<String>())?;
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(words)?;

    let why502 = |log: &Log| {
        let mut command = Command::new(&why502);
        command.arg("diagnose").arg(&log.path);
        command
    };
    let search = |log: &Log, more: &[&str]| {
        let mut command = Command::new(&rg);
        command.args(["--no-config", "-c", "-F"]).args(more).arg("-f").arg(&list).arg(&log.path);
        command
    };
    let mut rows = (Vec::new(), Vec::new());
    for log in logs {
        let text = fs::read(&log.path).with_context(|| format!("cannot read {}", log.path.display()))?;
        let mut took: [Vec<Took>; 6] = Default::default();
        // The round before the first one warms the caches.
        for round in 0..=rounds {
            let times = [
                Some(process(&mut why502(log))?),
                one_core(&why502(log)).as_mut().map(process).transpose()?,
                Some(process(&mut search(log, &[]))?),
                Some(process(&mut search(log, &["-i"]))?),
                Some(pass(|| automaton.find_iter(&text).count())),
                Some(pass(|| memchr::memchr_iter(b'\n', &text).count())),
            ];
            for (all, time) in took.iter_mut().zip(times) {
                all.extend(time.filter(|_| round > 0));
            }
        }
        let by = |of: &dyn Fn(&Took) -> Option<Duration>| {
            took.each_ref().map(|all| median(all.iter().filter_map(of).collect()).map(|time| speed(log.bytes, time)))
        };
        rows.0.push(row(log, by(&|took| Some(took.clock))));
        rows.1.push(row(log, by(&|took| took.processor)));
    }
    let head = [&["MB/s"], &CONTENDERS[..], &["why502 : rg", "one core : rg", "one core : rg -i", "one core : a.-c."]]
        .concat();
    print("By the clock (why502 reads with all cores, the others with one)", &head, &rows.0);
    print("By the time of all processors together, which other programs disturb less", &head, &rows.1);
    println!(
        "
  why502, rg      whole processes, a file in the system's cache; rg -c -F -f WORDS, and the same with -i, since
                  why502 does not mind the case either
  aho-corasick    every match in the bytes in memory, by the library's own choice of automaton, any case"
    );
    Ok(())
}

fn row(log: &Log, speeds: [Option<f64>; 6]) -> Vec<String> {
    let [ours, one, rg, rg_i, aho, _] = speeds;
    let ratios = [ratio(ours, rg), ratio(one, rg), ratio(one, rg_i), ratio(one, aho)];
    [log.name.to_owned()].into_iter().chain(speeds.map(shown)).chain(ratios).collect()
}

/// The same command, kept to one core; where that cannot be had, nothing.
fn one_core(command: &Command) -> Option<Command> {
    let mut kept = Command::new(run::which("taskset")?);
    kept.args(["-c", "0"]).arg(command.get_program()).args(command.get_args());
    Some(kept)
}

/// Times a process from its start to its end.
fn process(command: &mut Command) -> Result<Took> {
    // Both may print a few lines; a pipe is what they print to everywhere.
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    let (start, before) = (Instant::now(), processor::of_children());
    let output = command.output().with_context(|| format!("cannot start `{}`", run::shown(command)))?;
    let took = Took { clock: start.elapsed(), processor: since(before, processor::of_children()) };
    // 1 means "found" to one of them and "not found" to the other.
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!("`{}` failed: {}", run::shown(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(took)
}

/// Times a function.
fn pass<T>(body: impl FnOnce() -> T) -> Took {
    let (start, before) = (Instant::now(), processor::of_this());
    black_box(body());
    Took { clock: start.elapsed(), processor: since(before, processor::of_this()) }
}

fn since(before: Option<Duration>, now: Option<Duration>) -> Option<Duration> {
    now?.checked_sub(before?)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_timed_and_a_failing_one_is_an_error() {
        let took = process(Command::new("sleep").arg("0.05")).unwrap();
        assert!(took.clock >= Duration::from_millis(50));
        assert!(took.processor.is_some_and(|used| used < took.clock));
        assert!(
            process(Command::new("sh").args(["-c", "echo broken >&2; exit 2"]))
                .is_err_and(|e| e.to_string().contains("broken"))
        );
        assert!(process(Command::new("sh").args(["-c", "exit 1"])).is_ok());
    }
}
