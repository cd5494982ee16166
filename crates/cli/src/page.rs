//! `why502 page`: the visitor's page and its installation, as files in a folder.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use why502_engine::values::replace;
use why502_knowledge::{Words, words};
use why502_pages::{Description, Kit, Lang, Refusal, Retry, Target, build, logo};

use crate::args::Settings;
use crate::{NOTHING, TROUBLE, print};

/// What was asked for on the command line; what was not is `None`.
#[derive(Default)]
pub(crate) struct Wish {
    pub(crate) server: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) home: Option<String>,
    pub(crate) report: Option<String>,
    pub(crate) langs: Vec<why502_knowledge::Lang>,
    pub(crate) accent: Option<String>,
    pub(crate) logo: Option<PathBuf>,
    pub(crate) statuses: Option<Vec<u16>>,
    pub(crate) retry: Option<Retry>,
    pub(crate) retry_after: Option<u32>,
    pub(crate) tool: Option<String>,
    pub(crate) out: Option<PathBuf>,
    pub(crate) force: bool,
}

pub(crate) fn run(settings: &Settings, wish: &Wish) -> io::Result<u8> {
    let w = words(settings.lang);
    let Some(server) = &wish.server else { return complain(w.cli_page_no_server) };
    if server == "list" {
        print(&list())?;
        return Ok(NOTHING);
    }
    let Some(target) = Target::parse(server) else {
        let text = replace(w.cli_page_unknown_server, &|n| (n == "word").then(|| server.clone()));
        return complain(&format!("{text}\n{}", list()));
    };
    let Some(out) = &wish.out else { return complain(w.cli_page_no_out) };
    let description = match describe(settings, wish) {
        Ok(description) => description,
        Err((file, error)) => return complain(&unusable(w.cli_page_unreadable, &file, &error)),
    };
    let kit = match build(&description, target) {
        Ok(kit) => kit,
        Err(refusals) => return refuse(settings, &refusals),
    };
    let there: Vec<String> = kit.files.iter().filter(|f| differs(out, f)).map(|f| format!("  {}", f.path)).collect();
    if !there.is_empty() && !wish.force {
        let folder = out.display().to_string();
        let text = replace(w.cli_page_exists, &|n| (n == "folder").then(|| folder.clone()));
        return complain(&format!("{text}\n{}", there.join("\n")));
    }
    for file in &kit.files {
        let path = out.join(&file.path);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(out))?;
            fs::write(&path, &file.text)
        };
        if let Err(error) = write() {
            return complain(&unusable(w.cli_page_unwritable, &path, &error));
        }
    }
    print(&told(settings, &kit, out))?;
    Ok(NOTHING)
}

/// The description that the options make; or the logo that could not be read, and why.
fn describe(settings: &Settings, wish: &Wish) -> Result<Description, (PathBuf, io::Error)> {
    let mut d = Description::new(wish.name.as_deref().unwrap_or_default());
    if let Some(home) = &wish.home {
        d.home.clone_from(home);
    }
    d.report = wish.report.clone().unwrap_or_default();
    d.tool = wish.tool.clone().unwrap_or_default();
    if let Some(accent) = &wish.accent {
        d.colour.clone_from(accent);
    }
    if let Some(path) = &wish.logo {
        d.logo = fs::read(path).map(|bytes| logo(&bytes)).map_err(|error| (path.clone(), error))?;
    }
    if let Some(statuses) = &wish.statuses {
        d.statuses.clone_from(statuses);
    }
    d.retry = wish.retry.unwrap_or(d.retry);
    d.planned = wish.retry_after.unwrap_or(d.planned);
    // All languages, the one of the answer first, unless others were named.
    let answer = lang(settings);
    d.langs.sort_by_key(|l| *l != answer);
    if !wish.langs.is_empty() {
        d.langs = wish.langs.iter().filter_map(|l| Lang::parse(l.tag())).collect();
    }
    Ok(d)
}

fn list() -> String {
    let lines: Vec<String> = Target::all().map(|t| format!("  {:<15}{}", t.id(), t.name())).collect();
    lines.join("\n")
}

fn differs(out: &Path, file: &why502_pages::File) -> bool {
    let path = out.join(&file.path);
    path.exists() && fs::read(&path).ok().as_deref() != Some(file.text.as_bytes())
}

fn complain(text: &str) -> io::Result<u8> {
    writeln!(io::stderr(), "why502: {text}")?;
    Ok(TROUBLE)
}

fn unusable(text: &str, file: &Path, error: &io::Error) -> String {
    replace(text, &|name| match name {
        "file" => Some(file.display().to_string()),
        "reason" => Some(error.to_string()),
        _ => None,
    })
}

fn refuse(settings: &Settings, refusals: &[Refusal]) -> io::Result<u8> {
    let lang = lang(settings);
    let texts: Vec<String> = refusals.iter().map(|r| r.text(lang)).collect();
    complain(&texts.join("\nwhy502: "))
}

/// The pages have the same languages as the rest; a test of this crate holds that.
fn lang(settings: &Settings) -> Lang {
    Lang::parse(settings.lang.tag()).unwrap_or_default()
}

/// What lies where, what to do with it, and what to beware of.
fn told(settings: &Settings, kit: &Kit, out: &Path) -> String {
    let w: &Words = words(settings.lang);
    let lang = lang(settings);
    let folder = out.display().to_string();
    let mut text = format!("{}: {folder}\n", kit.target.name());
    for file in &kit.files {
        let _ = writeln!(text, "  {:<34}{:>7} {}", file.path, file.text.len(), w.cli_page_bytes);
    }
    for meter in kit.meters.iter().filter(|m| m.limit.is_some()) {
        let line = replace(w.cli_page_meter, &|name| match name {
            "file" => Some(meter.path.clone()),
            "bytes" => Some(meter.bytes.to_string()),
            "limit" => meter.limit.map(|l| l.to_string()),
            "target" => Some(kit.target.name().to_owned()),
            _ => None,
        });
        let _ = writeln!(text, "  {line}");
    }
    if let Some(policy) = &kit.policy {
        let _ = writeln!(text, "\n{}\n  {policy}", w.cli_page_policy);
    }
    let _ = writeln!(text, "\n{}", w.cli_page_do);
    for (n, step) in kit.steps(lang, &folder).iter().enumerate() {
        let _ = writeln!(text, "{}. {}", n + 1, step.say);
        for line in step.run.lines() {
            let _ = writeln!(text, "     {line}");
        }
    }
    let _ = writeln!(text, "\n{}", w.cli_page_beware);
    for trap in kit.traps(lang) {
        let _ = writeln!(text, "- {trap}");
    }
    text
}
