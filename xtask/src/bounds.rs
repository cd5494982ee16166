//! `cargo xtask bounds`: inputs of a size that nobody has, through the command as it is shipped. Each gets an answer, a
//! warning where something was left out, and no more memory than any other.
//!
//! Nothing of it is ever a file: the inputs are written as the command reads them. The test run does the same with a
//! fiftieth of each, which is enough to see memory grow.
//!
//! To add an input: a line in [`CASES`].

use crate::{project, run};
use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The most memory that any input may need, in megabytes. Of that, short texts are kept whole up to 8 MB and copied a few
/// times when they are looked at as a whole; each thread has a piece of 1 MB and what it found there; and of each
/// signature that is found at most 128 upstreams are kept.
const MEMORY: u64 = 64;

/// What an input must be answered with.
struct Case {
    name: &'static str,
    write: fn(&mut dyn Write, u64) -> io::Result<()>,
    /// How many of whatever it is made of.
    many: u64,
    /// The first cause; empty for none.
    cause: &'static str,
    /// A warning that must be there; empty when nothing is left out.
    warning: &'static str,
}

const CASES: &[Case] = &[
    Case { name: "one line of 1 GB", write: line, many: 1_000, cause: REFUSED, warning: "line-too-long" },
    Case { name: "10 million upstreams", write: upstreams, many: 10_000_000, cause: REFUSED, warning: "too-many" },
    Case { name: "a million lines of one record", write: record, many: 1_000_000, cause: REFUSED, warning: "" },
    Case { name: "messages of all kinds, a million", write: kinds, many: 1_000_000, cause: "", warning: "" },
    Case { name: "JSON nested 100,000 deep", write: nested, many: 100_000, cause: REFUSED, warning: "" },
    Case { name: "an archive nested 100,000 deep", write: nested_archive, many: 100_000, cause: "", warning: "" },
    Case { name: "an archive of 500 MB", write: archive, many: 500, cause: "", warning: "" },
    Case { name: "gz of 10 GB, a thousandfold", write: bomb, many: 10_000, cause: REFUSED, warning: "line-too-long" },
    Case { name: "gz in gz", write: bombs, many: 1_000, cause: "", warning: "compressed" },
    Case { name: "NUL bytes, 1 GB", write: nothing, many: 1_000, cause: "", warning: "line-too-long" },
];

const REFUSED: &str = "connection-refused";
const MEGABYTE: usize = 1024 * 1024;

/// `cargo xtask bounds`
pub(crate) fn run(words: &[String]) -> Result<()> {
    if let Some(word) = words.first() {
        bail!("bounds takes no arguments, but got \"{word}\"");
    }
    println!("building the command as it is shipped");
    let mut build = run::cargo();
    build.args(["build", "--quiet", "--release", "--locked", "--package", "why502"]);
    run::run(build.current_dir(project::root()))?;
    measure("release", 1)
}

/// The bounds step of the test run. Returns how many inputs were answered.
pub(crate) fn check() -> Result<u64> {
    let mut build = run::cargo();
    build.args(["build", "--quiet", "--locked", "--package", "why502"]);
    run::run(build.current_dir(project::root()))?;
    measure("debug", 50)?;
    Ok(CASES.len() as u64)
}

fn measure(profile: &str, part: u64) -> Result<()> {
    let program = project::native_target().join(profile).join("why502");
    for case in CASES {
        // Depth costs nothing to write, and a part of it would prove nothing.
        let many = if case.name.contains("deep") { case.many } else { case.many / part };
        let mut command = Command::new(&program);
        command.args(["diagnose", "--format", "json", "-"]);
        let took = answered(&mut command, case, many).with_context(|| case.name.to_owned())?;
        println!(
            "{:<34}{:>8.0} MB read{:>8.1} s{:>7} MB of memory",
            case.name,
            took.megabytes,
            took.time.as_secs_f64(),
            took.memory
        );
        ensure!(took.memory <= MEMORY, "{}: {} MB of memory, and {MEMORY} are allowed", case.name, took.memory);
    }
    Ok(())
}

struct Took {
    megabytes: f64,
    time: Duration,
    /// The most that it ever had, in megabytes; 0 where the system does not say.
    memory: u64,
}

#[derive(Deserialize)]
struct Answer {
    findings: Vec<Finding>,
    warnings: Vec<Warning>,
}

#[derive(Deserialize)]
struct Finding {
    cause: String,
}

#[derive(Deserialize)]
struct Warning {
    kind: String,
}

fn answered(command: &mut Command, case: &Case, many: u64) -> Result<Took> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let input = child.stdin.take().context("no stdin")?;
    let write = case.write;
    let writer = thread::spawn(move || {
        let mut out = Counted(BufWriter::with_capacity(MEGABYTE, input), 0);
        let written = write(&mut out, many).and_then(|()| out.flush());
        // Dropped here, which ends the input.
        written.map(|()| out.1)
    });
    let mut output = child.stdout.take().context("no stdout")?;
    // An answer may be longer than a pipe holds.
    let reader = thread::spawn(move || {
        let mut answer = Vec::new();
        output.read_to_end(&mut answer).map(|_| answer)
    });
    let (status, memory) = peak(&mut child)?;
    let answer = reader.join().map_err(|_| anyhow::anyhow!("the reader broke down"))??;
    let bytes = writer.join().map_err(|_| anyhow::anyhow!("the writer broke down"))?;
    // 0 is "nothing found" and 1 "something found".
    ensure!(status.code().is_some_and(|code| code < 2), "it ended with {status}");
    let bytes = bytes.context("the command did not read to the end")?;
    let answer: Answer = serde_json::from_slice(&answer).context("it printed no JSON")?;
    let found = answer.findings.first().map_or("", |finding| finding.cause.as_str());
    ensure!(case.cause.is_empty() || found == case.cause, "it found \"{found}\" and not \"{}\"", case.cause);
    let warned = answer.warnings.iter().any(|warning| warning.kind == case.warning);
    ensure!(case.warning.is_empty() || warned, "it does not warn of {}", case.warning);
    Ok(Took { megabytes: bytes as f64 / 1e6, time: start.elapsed(), memory })
}

/// Waits for the end and asks meanwhile how much memory there was at most.
fn peak(child: &mut Child) -> Result<(ExitStatus, u64)> {
    let path = format!("/proc/{}/status", child.id());
    let mut most = 0;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status, most));
        }
        let status = fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        most = most.max(kilobytes.unwrap_or(0) / 1024);
        thread::sleep(Duration::from_millis(5));
    }
}

/// Counts what passes.
struct Counted<W>(W, u64);

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.write(bytes)?;
        self.1 += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

const MESSAGE: &str = "2026/03/04 10:47:22 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: a.example, request: \"GET / HTTP/1.1\", upstream: \"http://10.0.0.5:80/\"";

fn line(out: &mut dyn Write, megabytes: u64) -> io::Result<()> {
    out.write_all(MESSAGE.as_bytes())?;
    let block = vec![b'x'; MEGABYTE];
    (0..megabytes).try_for_each(|_| out.write_all(&block))
}

fn upstreams(out: &mut dyn Write, many: u64) -> io::Result<()> {
    (0..many).try_for_each(|n| {
        let [_, a, b, c] = u32::try_from(n).unwrap_or(0).to_be_bytes();
        writeln!(out, "2026/03/04 10:47:22 [error] 7#7: *{n} connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, upstream: \"http://10.{a}.{b}.{c}:{}/\"", 1_024 + n % 60_000)
    })
}

fn record(out: &mut dyn Write, many: u64) -> io::Result<()> {
    writeln!(out, "{MESSAGE}")?;
    (0..many).try_for_each(|n| writeln!(out, "    at com.example.shop.Basket.add(Basket.java:{n})"))
}

/// Every message that the catalogue knows, each time from another address.
fn kinds(out: &mut dyn Write, many: u64) -> io::Result<()> {
    let catalogue = fs::read_to_string(project::root().join("testdata").join("catalogue.tsv"))?;
    let texts = catalogue.lines().skip(1).filter_map(|row| row.split('\t').nth(5));
    let texts: Vec<String> = texts.map(|text| text.replace("\\n", "\n").replace("\\t", "\t")).collect();
    for (n, text) in (0..many).zip(texts.iter().cycle()) {
        let [_, a, b, c] = u32::try_from(n).unwrap_or(0).to_be_bytes();
        writeln!(
            out,
            "{}",
            text.replace("127.0.0.1", &format!("10.{a}.{b}.{c}")).replace("192.0.2.", &format!("10.{a}.{b}."))
        )?;
    }
    Ok(())
}

fn nested(out: &mut dyn Write, deep: u64) -> io::Result<()> {
    let deep = usize::try_from(deep).unwrap_or(0);
    writeln!(out, "{}{}{}", "{\"a\":[".repeat(deep), MESSAGE.replace('"', "\\\""), "]}".repeat(deep))?;
    writeln!(out, "{MESSAGE}")
}

fn nested_archive(out: &mut dyn Write, deep: u64) -> io::Result<()> {
    let deep = usize::try_from(deep).unwrap_or(0);
    let (open, close) = ("{\"a\":[".repeat(deep), "]}".repeat(deep));
    write!(out, "{{\"log\":{{\"version\":\"1.2\",\"entries\":[{open}1{close},{{\"response\":{{\"status\":502}}}}]}}}}")
}

fn archive(out: &mut dyn Write, megabytes: u64) -> io::Result<()> {
    write!(out, "{{\"log\":{{\"version\":\"1.2\",\"entries\":[")?;
    let page = "<p>All is well.</p>\\r\\n".repeat(MEGABYTE / 23 / 4);
    for n in 0..megabytes * 4 {
        let status = if n % 1_000 == 7 { 502 } else { 200 };
        writeln!(
            out,
            "{{\"startedDateTime\":\"2026-03-04T10:47:22.123Z\",\"request\":{{\"url\":\"https://a.example/{n}\"}},\"response\":{{\"status\":{status},\"headers\":[{{\"name\":\"Server\",\"value\":\"nginx\"}}],\"content\":{{\"text\":\"{page}\"}}}}}},"
        )?;
    }
    write!(out, "{{\"response\":{{\"status\":200}}}}]}}}}")
}

fn packed(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::best());
    write(&mut gz)?;
    gz.finish()
}

/// One member a hundred megabytes, since making ten thousand would take longer than reading them.
fn bomb(out: &mut dyn Write, megabytes: u64) -> io::Result<()> {
    let block = vec![b'x'; MEGABYTE];
    let member = packed(|gz| (0..100).try_for_each(|_| gz.write_all(&block)))?;
    out.write_all(&packed(|gz| writeln!(gz, "{MESSAGE}"))?)?;
    (0..megabytes / 100).try_for_each(|_| out.write_all(&member))
}

fn bombs(out: &mut dyn Write, megabytes: u64) -> io::Result<()> {
    let block = vec![b'x'; MEGABYTE];
    let inside = packed(|gz| (0..megabytes).try_for_each(|_| gz.write_all(&block)))?;
    out.write_all(&packed(|gz| gz.write_all(&inside))?)
}

fn nothing(out: &mut dyn Write, megabytes: u64) -> io::Result<()> {
    let block = vec![0; MEGABYTE];
    (0..megabytes).try_for_each(|_| out.write_all(&block))
}
