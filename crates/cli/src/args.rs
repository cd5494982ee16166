//! The command line: what it says, and what is wrong with it.

use std::io::IsTerminal;

use lexopt::prelude::*;
use why502_engine::values::replace;
use why502_knowledge::{Lang, words};

/// What is to be done.
pub(crate) enum Command {
    Help,
    Version,
    Diagnose(Vec<std::ffi::OsString>),
    Explain(Option<String>),
}

/// How the answer is to look.
pub(crate) struct Settings {
    pub(crate) lang: Lang,
    pub(crate) format: Format,
    pub(crate) color: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Markdown,
}

const FORMATS: [(&str, Format); 3] = [("text", Format::Text), ("json", Format::Json), ("md", Format::Markdown)];

/// A mistake on the command line.
pub(crate) enum UsageError {
    Command(String),
    Option(String),
    Value { option: &'static str, word: String, possible: String },
    Missing { option: &'static str, possible: String },
}

impl UsageError {
    /// What is wrong and what would be right, in the reader's language.
    pub(crate) fn text(&self, lang: Lang) -> String {
        let w = words(lang);
        let (text, option, word, possible) = match self {
            Self::Command(word) => (w.cli_unknown_command, "", word.as_str(), ""),
            Self::Option(word) => (w.cli_unknown_option, "", word.as_str(), ""),
            Self::Value { option, word, possible } => (w.cli_bad_value, *option, word.as_str(), possible.as_str()),
            Self::Missing { option, possible } => (w.cli_missing_value, *option, "", possible.as_str()),
        };
        replace(text, &|name| match name {
            "word" => Some(word.to_owned()),
            "option" => Some(option.to_owned()),
            "possible" => Some(possible.to_owned()),
            _ => None,
        })
    }
}

/// Reads the command line. The settings hold even when the command is wrong: the complaint needs a language.
pub(crate) fn read() -> (Settings, Result<Command, UsageError>) {
    let color = std::env::var_os("NO_COLOR").is_none() && std::io::stdout().is_terminal();
    let mut settings = Settings { lang: lang_from_environment(), format: Format::Text, color };
    let command = parse(lexopt::Parser::from_env(), &mut settings);
    (settings, command)
}

fn parse(mut parser: lexopt::Parser, settings: &mut Settings) -> Result<Command, UsageError> {
    let mut name: Option<String> = None;
    let mut rest = Vec::new();
    while let Some(arg) = parser.next().map_err(|e| UsageError::Option(e.to_string()))? {
        match arg {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("format") => settings.format = choice(&mut parser, "--format", &FORMATS)?,
            Long("lang") => {
                let tags: Vec<_> = Lang::all().map(|l| (l.tag(), l)).collect();
                settings.lang = choice_by(&mut parser, "--lang", &tags, Lang::parse)?;
            }
            Long("color" | "colour") => {
                let all = [("auto", None), ("always", Some(true)), ("never", Some(false))];
                settings.color = choice(&mut parser, "--color", &all)?.unwrap_or(settings.color);
            }
            Value(word) if name.is_none() => name = Some(word.to_string_lossy().into_owned()),
            Value(word) => rest.push(word),
            Short(c) => return Err(UsageError::Option(format!("-{c}"))),
            Long(word) => return Err(UsageError::Option(format!("--{word}"))),
        }
    }
    match name.as_deref() {
        None | Some("help") => Ok(Command::Help),
        Some("version") => Ok(Command::Version),
        Some("diagnose") => Ok(Command::Diagnose(rest)),
        Some("explain") => Ok(Command::Explain(rest.first().map(|w| w.to_string_lossy().into_owned()))),
        Some(other) => Err(UsageError::Command(other.to_owned())),
    }
}

fn choice<T: Copy>(
    parser: &mut lexopt::Parser,
    option: &'static str,
    all: &[(&'static str, T)],
) -> Result<T, UsageError> {
    choice_by(parser, option, all, |word| all.iter().find(|(name, _)| *name == word).map(|(_, value)| *value))
}

fn choice_by<T: Copy>(
    parser: &mut lexopt::Parser,
    option: &'static str,
    all: &[(&'static str, T)],
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, UsageError> {
    let possible = || all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let word = parser.value().map_err(|_| UsageError::Missing { option, possible: possible() })?;
    let word = word.to_string_lossy();
    read(&word).ok_or_else(|| UsageError::Value { option, word: word.into_owned(), possible: possible() })
}

/// The first of these that is set decides, as POSIX has it; `C` and `POSIX` mean English here.
fn lang_from_environment() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|v| std::env::var(v).ok().filter(|s| !s.is_empty()));
    set.and_then(|tag| Lang::parse(&tag)).unwrap_or(Lang::EN)
}
