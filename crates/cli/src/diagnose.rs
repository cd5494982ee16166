//! `why502 diagnose`: files and pipes through the engine, the answer to standard output.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal, Write};

use why502_engine::values::replace;
use why502_engine::{Engine, Options};
use why502_knowledge::{Lang, words};
use why502_report::private::redacted;
use why502_report::terminal::{self, Look};
use why502_report::{Document, Report, markdown, problem};

use crate::args::{Format, Settings};
use crate::feed::{Plan, feed};
use crate::{FOUND, NOTHING, TROUBLE, print};

/// Reads every input, prints one answer; says what could not be read and goes on with the rest.
pub(crate) fn run(settings: &Settings, inputs: &[OsString]) -> io::Result<u8> {
    let standard = [OsString::from("-")];
    let inputs = if inputs.is_empty() { &standard } else { inputs };
    let mut engine = Engine::new(Options::default());
    let mut failed = 0;
    for input in inputs {
        if inputs.len() > 1 {
            engine.begin(&input.to_string_lossy());
        }
        if let Err(error) = read(settings, input, &mut engine) {
            failed += 1;
            let text = replace(words(settings.lang).cli_unreadable, &|name| match name {
                "file" => Some(input.to_string_lossy().into_owned()),
                "reason" => Some(reason(&error, settings.lang)),
                _ => None,
            });
            writeln!(io::stderr(), "why502: {text}")?;
        }
    }
    if failed == inputs.len() {
        return Ok(TROUBLE);
    }
    let report = Report::from(&engine.finish());
    let report = if settings.redacts() { redacted(&report).0 } else { report };
    let text = match settings.format {
        Format::Json => report.to_json(),
        Format::Markdown => markdown::render(&report, &Document::new(&report, settings.lang)),
        // Without a problem there is no problem document; the contract says that nothing was found.
        Format::Problem => {
            problem::render(&report, &Document::new(&report, settings.lang)).unwrap_or_else(|| report.to_json())
        }
        Format::Text => terminal::diagnosis(&Document::new(&report, settings.lang), look(settings)),
    };
    print(&text)?;
    Ok(match (failed, report.findings.is_empty()) {
        (0, true) => NOTHING,
        (0, false) => FOUND,
        _ => TROUBLE,
    })
}

/// What the system says, in the reader's language where it is one of the usual things.
fn reason(error: &io::Error, lang: Lang) -> String {
    let w = words(lang);
    match error.kind() {
        io::ErrorKind::NotFound => w.cli_not_found.into(),
        io::ErrorKind::PermissionDenied => w.cli_denied.into(),
        io::ErrorKind::IsADirectory => w.cli_directory.into(),
        _ => error.to_string(),
    }
}

/// How text for this terminal, or for a pipe, is to look.
pub(crate) fn look(settings: &Settings) -> Look {
    let width = terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0));
    Look { color: settings.color, width: width.clamp(40, 100) }
}

fn read(settings: &Settings, input: &OsString, engine: &mut Engine) -> io::Result<()> {
    if input != "-" {
        return feed(File::open(input)?, engine, Plan::default());
    }
    let stdin = io::stdin();
    if stdin.is_terminal() {
        writeln!(io::stderr(), "{}", words(settings.lang).cli_reading)?;
    }
    feed(stdin, engine, Plan::default())
}
