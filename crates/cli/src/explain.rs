//! `why502 explain`: all about one cause, or the list of them.

use std::io::{self, Write};

use why502_engine::values::replace;
use why502_knowledge::{self as knowledge, words};
use why502_report::{cause_page::CausePage, markdown, terminal};

use crate::args::{Format, Settings};
use crate::{NOTHING, TROUBLE, diagnose, print};

pub(crate) fn run(settings: &Settings, cause: Option<&str>) -> io::Result<u8> {
    let lang = settings.lang;
    let Some(id) = cause else {
        print(&terminal::causes(lang, diagnose::look(settings)))?;
        return Ok(NOTHING);
    };
    let Some(cause) = knowledge::cause(id) else {
        let text = replace(words(lang).cli_unknown_cause, &|n| (n == "word").then(|| id.to_owned()));
        let mut err = io::stderr().lock();
        writeln!(err, "why502: {text}")?;
        writeln!(err, "{}", terminal::causes(lang, diagnose::look(settings)))?;
        return Ok(TROUBLE);
    };
    let page = CausePage::new(cause, lang);
    let text = match settings.format {
        Format::Text => terminal::cause(&page, diagnose::look(settings)),
        Format::Markdown => markdown::cause(&page),
        Format::Json | Format::Problem => page.to_json(),
    };
    print(&text)?;
    Ok(NOTHING)
}
