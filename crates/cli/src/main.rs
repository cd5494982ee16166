//! `why502`: the same engine as the page, for whoever is on the server by ssh.

mod args;
mod diagnose;
mod explain;
mod feed;
mod page;

use std::io::{self, Write};
use std::process::ExitCode;

use args::{Command, Settings, UsageError};
use why502_knowledge::words;

/// It ran, and no failure was found.
const NOTHING: u8 = 0;
/// It ran, and a failure was found.
const FOUND: u8 = 1;
/// It could not run.
const TROUBLE: u8 = 2;

fn main() -> ExitCode {
    let (settings, command) = args::read();
    let code = match command {
        Ok(Command::Help) => print(words(settings.lang).cli_usage).map(|()| NOTHING),
        Ok(Command::Version) => print(concat!("why502 ", env!("CARGO_PKG_VERSION"))).map(|()| NOTHING),
        Ok(Command::Diagnose(inputs)) => diagnose::run(&settings, &inputs),
        Ok(Command::HelpPage) => print(words(settings.lang).cli_page_usage).map(|()| NOTHING),
        Ok(Command::Page(wish)) => page::run(&settings, &wish),
        Ok(Command::Explain(cause)) => explain::run(&settings, cause.as_deref()),
        Err(error) => Ok(complain(&settings, &error)),
    };
    // A reader that has seen enough, such as `head`, is no trouble.
    ExitCode::from(code.unwrap_or_else(|e| if e.kind() == io::ErrorKind::BrokenPipe { NOTHING } else { TROUBLE }))
}

fn complain(settings: &Settings, error: &UsageError) -> u8 {
    let words = words(settings.lang);
    let _ = writeln!(io::stderr(), "why502: {}\n{}", error.text(settings.lang), words.cli_help_hint);
    TROUBLE
}

/// Prints to standard output, with an end of line.
fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.trim_end().as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}
