//! The command line: what it says, and what is wrong with it.

use std::io::IsTerminal;

use lexopt::prelude::*;
use why502_engine::values::replace;
use why502_knowledge::{Lang, words};
use why502_pages::Retry;

use crate::page::Wish;

/// What is to be done.
pub(crate) enum Command {
    Help,
    Version,
    Diagnose(Vec<std::ffi::OsString>),
    Explain(Option<String>),
    HelpPage,
    Page(Box<Wish>),
}

/// How the answer is to look.
pub(crate) struct Settings {
    pub(crate) lang: Lang,
    pub(crate) format: Format,
    pub(crate) color: bool,
    /// Whether to redact; without a word on it the format decides.
    pub(crate) redact: Option<bool>,
}

impl Settings {
    /// What is written to be passed on is redacted. What is read on this very screen is not, and the contract's JSON
    /// is what programs on this machine read.
    pub(crate) fn redacts(&self) -> bool {
        self.redact.unwrap_or(matches!(self.format, Format::Markdown | Format::Problem))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Markdown,
    Problem,
}

const FORMATS: [(&str, Format); 4] =
    [("text", Format::Text), ("json", Format::Json), ("md", Format::Markdown), ("problem", Format::Problem)];

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
    let mut settings = Settings { lang: lang_from_environment(), format: Format::Text, color, redact: None };
    let command = parse(lexopt::Parser::from_env(), &mut settings);
    (settings, command)
}

fn parse(mut parser: lexopt::Parser, settings: &mut Settings) -> Result<Command, UsageError> {
    let mut name: Option<String> = None;
    let mut rest = Vec::new();
    let mut wish = Wish::default();
    let mut help = false;
    while let Some(arg) = parser.next().map_err(|e| UsageError::Option(e.to_string()))? {
        match arg {
            Short('h') | Long("help") => help = true,
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("format") => settings.format = choice(&mut parser, "--format", &FORMATS)?,
            Long("redact") => settings.redact = Some(true),
            Long("no-redact") => settings.redact = Some(false),
            Long("lang") => {
                wish.langs = langs(&mut parser)?;
                settings.lang = wish.langs.first().copied().unwrap_or(settings.lang);
            }
            Long("color" | "colour") => {
                let all = [("auto", None), ("always", Some(true)), ("never", Some(false))];
                settings.color = choice(&mut parser, "--color", &all)?.unwrap_or(settings.color);
            }
            Long(option) if name.as_deref() == Some("page") => {
                let option = option.to_owned();
                of_page(&mut parser, &option, &mut wish)?;
            }
            Value(word) if name.is_none() => name = Some(word.to_string_lossy().into_owned()),
            Value(word) => rest.push(word),
            Short(c) => return Err(UsageError::Option(format!("-{c}"))),
            Long(word) => return Err(UsageError::Option(format!("--{word}"))),
        }
    }
    if help {
        return Ok(if name.as_deref() == Some("page") { Command::HelpPage } else { Command::Help });
    }
    if wish.langs.len() > 1 && name.as_deref() != Some("page") {
        let word = wish.langs.iter().map(|l| l.tag()).collect::<Vec<_>>().join(",");
        return Err(UsageError::Value { option: "--lang", word, possible: tags() });
    }
    match name.as_deref() {
        Some("help") if rest.first().is_some_and(|w| w == "page") => Ok(Command::HelpPage),
        None | Some("help") => Ok(Command::Help),
        Some("page") => Ok(Command::Page(Box::new(wish))),
        Some("version") => Ok(Command::Version),
        Some("diagnose") => Ok(Command::Diagnose(rest)),
        Some("explain") => Ok(Command::Explain(rest.first().map(|w| w.to_string_lossy().into_owned()))),
        Some(other) => Err(UsageError::Command(other.to_owned())),
    }
}

/// The options that only `page` has.
fn of_page(parser: &mut lexopt::Parser, option: &str, wish: &mut Wish) -> Result<(), UsageError> {
    match option {
        "server" => wish.server = Some(word(parser, "--server", "nginx, list")?),
        "name" => wish.name = Some(word(parser, "--name", "My shop")?),
        "home" => wish.home = Some(word(parser, "--home", "/, https://example.com/")?),
        "report" => wish.report = Some(word(parser, "--report", "help@example.com, https://example.com/contact")?),
        "accent" => wish.accent = Some(word(parser, "--accent", "#1f6f8b")?),
        "logo" => wish.logo = Some(word(parser, "--logo", "logo.svg")?.into()),
        "tool" => wish.tool = Some(word(parser, "--tool", "/why502/")?),
        "out" => wish.out = Some(word(parser, "--out", "DIR")?.into()),
        "status" => wish.statuses = Some(numbers(parser, "--status", "502,503,504")?),
        "retry" => {
            let numbers = numbers(parser, "--retry", RETRY)?;
            let [first, most, tries] = numbers.as_slice() else {
                let word = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
                return Err(UsageError::Value { option: "--retry", word, possible: RETRY.to_owned() });
            };
            wish.retry = Some(Retry { first: *first, most: *most, tries: *tries });
        }
        "retry-after" => wish.retry_after = numbers(parser, "--retry-after", "3600")?.first().copied(),
        "force" => wish.force = true,
        other => return Err(UsageError::Option(format!("--{other}"))),
    }
    Ok(())
}

/// First wait, longest wait, tries.
const RETRY: &str = "30,120,10";

fn word(parser: &mut lexopt::Parser, option: &'static str, possible: &str) -> Result<String, UsageError> {
    let word = parser.value().map_err(|_| UsageError::Missing { option, possible: possible.to_owned() })?;
    Ok(word.to_string_lossy().into_owned())
}

fn numbers<T: std::str::FromStr>(
    parser: &mut lexopt::Parser,
    option: &'static str,
    possible: &str,
) -> Result<Vec<T>, UsageError> {
    let word = word(parser, option, possible)?;
    let read: Option<Vec<T>> = word.split(',').map(|n| n.trim().parse().ok()).collect();
    read.ok_or_else(|| UsageError::Value { option, word, possible: possible.to_owned() })
}

/// One language, or for a page several with commas.
fn langs(parser: &mut lexopt::Parser) -> Result<Vec<Lang>, UsageError> {
    let word = word(parser, "--lang", &tags())?;
    let read: Option<Vec<Lang>> = word.split(',').map(|tag| Lang::parse(tag.trim())).collect();
    read.ok_or_else(|| UsageError::Value { option: "--lang", word, possible: tags() })
}

fn tags() -> String {
    Lang::all().map(Lang::tag).collect::<Vec<_>>().join(", ")
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
