//! Deterministic damage: what happens to a log on its way into a paste box.
//!
//! A damage keeps the words that decide, so the answer should stay. Damages that cut text away are the exception: a
//! case is counted apart when the words that decided in the undamaged text are not left whole (see [`Decisive`]).
//! A damage that does not change a text says nothing about it, and the case is not counted either.
//!
//! To add one: a small function in the file of its kind, a line in [`DAMAGES`], a unit test.

mod carriers;
mod cuts;
mod escapes;
mod layout;
mod markup;
pub(crate) mod measure;
mod prose;
mod retyped;
mod when;

use crate::score::corpus::{Case, Paste, Shape};
use crate::score::judge::Span;
use anyhow::{Result, ensure};
use regex::Regex;
use std::ops::Range;

/// A way in which texts get damaged.
pub(crate) struct Damage {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    scope: Scope,
    how: How,
}

/// Which texts can suffer a damage.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Only logs: each line on its own.
    Logs,
    /// Any text.
    All,
}

enum How {
    Rewrite(fn(&Kit, &Text<'_>) -> String),
    /// What is left of a line, given with its number from 0.
    Cut(fn(&Kit, usize, &str) -> Kept),
}

/// One text on its way into the damage.
struct Text<'a> {
    body: &'a str,
    shape: Shape,
    /// The program that a carrier would name.
    program: &'a str,
}

/// What is left of a line: a range of bytes at character boundaries, and the mark that a viewer puts at the cut.
struct Kept {
    range: Range<usize>,
    mark: &'static str,
}

/// A damaged case.
pub(crate) struct Damaged {
    pub(crate) pastes: Vec<Paste>,
    /// What is left of the words that decided in the undamaged text.
    pub(crate) decisive: Decisive,
}

/// What a cut leaves of the decisive words; where several places decided, of the one that is left best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decisive {
    /// All: the answer must stay.
    Whole,
    /// Half of them or more. A reader would still know what it said; the answer may stay.
    Partly,
    /// Less.
    Gone,
}

const fn rewrite(name: &'static str, scope: Scope, how: fn(&Kit, &Text<'_>) -> String, about: &'static str) -> Damage {
    Damage { name, about, scope, how: How::Rewrite(how) }
}

const fn cut(name: &'static str, scope: Scope, how: fn(&Kit, usize, &str) -> Kept, about: &'static str) -> Damage {
    Damage { name, about, scope, how: How::Cut(how) }
}

/// All of them, in the order of the snapshot.
pub(crate) const DAMAGES: &[Damage] = &[
    rewrite("compose", Scope::Logs, carriers::compose, "docker compose logs: `web-1  | `"),
    rewrite("cri", Scope::Logs, carriers::cri, "container runtimes: time, stream, `F`"),
    rewrite("kubectl", Scope::Logs, carriers::kubectl, "kubectl logs --prefix: `[pod/…/…] `"),
    rewrite("journal", Scope::Logs, carriers::journal, "journalctl, format short"),
    rewrite("journal-iso", Scope::Logs, carriers::journal_iso, "journalctl -o short-iso"),
    rewrite("journal-json", Scope::Logs, carriers::journal_json, "journalctl -o json"),
    rewrite("syslog-3164", Scope::Logs, carriers::syslog_3164, "syslog as RFC 3164 has it"),
    rewrite("syslog-5424", Scope::Logs, carriers::syslog_5424, "syslog as RFC 5424 has it"),
    rewrite("heroku", Scope::Logs, carriers::heroku, "heroku logs: `… app[web.1]: `"),
    rewrite("fly", Scope::Logs, carriers::fly, "fly logs: `… app[…] fra [info] `"),
    rewrite("ansi", Scope::All, escapes::ansi, "red lines, the telling words marked as grep marks them"),
    rewrite("caret", Scope::All, escapes::caret, "the same, the escape character shown as `^[`"),
    rewrite("html", Scope::All, escapes::html, "quotes, brackets and ampersands as HTML entities"),
    rewrite("json", Scope::All, escapes::json, "Docker's json-file, a line a record; a document as one string"),
    rewrite("json-in-json", Scope::All, escapes::json_in_json, "a JSON record as the message of another"),
    rewrite("fence", Scope::All, markup::fence, "a Markdown code block"),
    rewrite("quotes", Scope::All, markup::quotes, "`> ` before each line, as mail and forums quote"),
    rewrite("bold", Scope::All, markup::bold, "the telling words in `**`"),
    rewrite("table", Scope::All, markup::table, "the cells of a Markdown table"),
    rewrite("smart-quotes", Scope::All, markup::smart_quotes, "typographic quotes, as word processors make them"),
    rewrite("wrap-80", Scope::All, layout::wrap_80, "lines broken at 80 columns, in mid-word"),
    rewrite("wrap-100", Scope::All, layout::wrap_100, "lines broken at 100 columns, in mid-word"),
    rewrite("wrap-120", Scope::All, layout::wrap_120, "lines broken at 120 columns, in mid-word"),
    rewrite("crlf", Scope::All, layout::crlf, "line ends of Windows"),
    rewrite("newest-first", Scope::Logs, layout::newest_first, "the newest record on top"),
    cut("cut-120", Scope::All, cuts::at_120, "lines cut at 120 columns"),
    cut("cut-12", Scope::All, cuts::last_12, "the last 12 characters of each long line gone"),
    cut("cut-dollar", Scope::All, cuts::dollar, "lines cut at 120 columns, the last one a `$`"),
    cut("cut-angle", Scope::All, cuts::angle, "lines cut at 120 columns, the last one a `>`"),
    cut("mid-word", Scope::All, cuts::first_20, "the first 20 characters gone"),
    cut("no-date", Scope::Logs, cuts::date, "date, level and process number gone"),
    rewrite("redacted", Scope::All, retyped::redacted, "`client: XX`, `<ipaddress>:xxx`, `xxx` for names"),
    rewrite("lower-case", Scope::All, retyped::lower_case, "all in lower case"),
    rewrite("no-commas", Scope::All, retyped::no_commas, "without commas"),
    rewrite("prose-en", Scope::All, prose::english, "a story in English around it"),
    rewrite("prose-zh", Scope::All, prose::chinese, "a story in Chinese around it"),
];

impl Damage {
    /// The case after this damage; nothing when it cannot suffer it or stays as it was. `decisive` are the places
    /// that decided in the undamaged text.
    pub(crate) fn apply(&self, kit: &Kit, case: &Case, decisive: &[Span]) -> Option<Damaged> {
        if self.scope == Scope::Logs && case.shape != Shape::Log {
            return None;
        }
        let damaged = |(at, paste): (usize, &Paste)| {
            let (text, left) = match self.how {
                How::Rewrite(how) => {
                    let program = program(case);
                    (how(kit, &Text { body: &paste.text, shape: case.shape, program }), Some(Decisive::Whole))
                }
                How::Cut(how) => {
                    let here: Vec<Span> = decisive.iter().copied().filter(|span| span.paste == at).collect();
                    keep(&paste.text, &here, |number, line| how(kit, number, line))
                }
            };
            (Paste { name: paste.name.clone(), text }, left)
        };
        let (pastes, left): (Vec<Paste>, Vec<Option<Decisive>>) = case.pastes.iter().enumerate().map(damaged).unzip();
        // A text in which nothing decided has nothing to lose.
        let decisive = left.into_iter().flatten().min().unwrap_or(Decisive::Whole);
        (pastes != case.pastes).then_some(Damaged { pastes, decisive })
    }
}

/// The text with what is kept of each line, and what is left of the best of the places, if there are any.
fn keep(text: &str, places: &[Span], kept: impl Fn(usize, &str) -> Kept) -> (String, Option<Decisive>) {
    let mut best = None;
    let body = on_lines(text, |number, line| {
        let Kept { range, mark } = kept(number, line);
        let here = places.iter().filter(|span| span.line == number).map(|span| left_of(span, &range));
        best = best.into_iter().chain(here).min();
        format!("{}{mark}", line.get(range).unwrap_or(line))
    });
    (body, best)
}

fn left_of(span: &Span, range: &Range<usize>) -> Decisive {
    let whole = span.end.saturating_sub(span.start);
    match span.end.min(range.end).saturating_sub(span.start.max(range.start)) {
        left if left == whole => Decisive::Whole,
        left if left * 2 >= whole => Decisive::Partly,
        _ => Decisive::Gone,
    }
}

/// The text with each line changed; line ends stay as they are.
fn on_lines(text: &str, mut change: impl FnMut(usize, &str) -> String) -> String {
    let lines = text.split_inclusive('\n').enumerate().map(|(number, whole)| {
        let line = whole.trim_end_matches(['\n', '\r']);
        change(number, line) + whole.get(line.len()..).unwrap_or_default()
    });
    lines.collect()
}

/// The name under which the program that wrote a text logs to the journal and to syslog.
fn program(case: &Case) -> &str {
    let (proxy, app) = case.system.split_once('+').unwrap_or((&case.system, &case.system));
    match if case.id.ends_with("app.log") { app } else { proxy } {
        "" => "app",
        "apache" => "apache2",
        "nginx-mainline" | "ingress-nginx" => "nginx",
        name => name,
    }
}

/// The patterns that damages share, compiled once.
pub(crate) struct Kit {
    stamps: [Regex; 3],
    lead: Regex,
    telling: Regex,
    client: Regex,
    address: Regex,
    host: Regex,
}

impl Kit {
    /// # Errors
    /// When a pattern is not one; the unit tests would have said so.
    pub(crate) fn new() -> Result<Self> {
        let kit = Self {
            stamps: [Regex::new(when::ISO)?, Regex::new(when::CLF)?, Regex::new(when::MONTH_FIRST)?],
            lead: Regex::new(&cuts::lead())?,
            telling: Regex::new(escapes::TELLING)?,
            client: Regex::new(retyped::CLIENT)?,
            address: Regex::new(retyped::ADDRESS)?,
            host: Regex::new(retyped::HOST)?,
        };
        ensure!(kit.lead.is_match("2026/03/04 10:15:22 [error] x"), "the pattern for dates matches no date");
        Ok(kit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::corpus::Corpus;

    /// The text after the damage of that name.
    #[track_caller]
    pub(super) fn damaged(name: &str, body: &str) -> String {
        let damage = DAMAGES.iter().find(|damage| damage.name == name).unwrap();
        let case = case("nginx", body);
        damage.apply(&Kit::new().unwrap(), &case, &[]).map_or(body.to_owned(), |d| d.pastes[0].text.clone())
    }

    fn case(system: &str, body: &str) -> Case {
        Case {
            corpus: Corpus::Lab,
            id: "x/error.log".into(),
            system: system.into(),
            shape: Shape::Log,
            cause: String::new(),
            accept: Vec::new(),
            pastes: vec![Paste { name: String::new(), text: body.into() }],
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = DAMAGES.iter().map(|damage| damage.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), DAMAGES.len());
    }

    #[test]
    fn a_cut_knows_whether_the_decisive_words_are_left() {
        let kit = Kit::new().unwrap();
        let cut = DAMAGES.iter().find(|damage| damage.name == "cut-120").unwrap();
        let case = case("nginx", &format!("short\n{}\n", "x".repeat(200)));
        let span = |start, end| Span { paste: 0, line: 1, start, end };
        let left = |spans: &[Span]| cut.apply(&kit, &case, spans).unwrap().decisive;
        assert_eq!(left(&[span(100, 120)]), Decisive::Whole);
        assert_eq!(left(&[span(100, 121)]), Decisive::Partly);
        assert_eq!(left(&[span(115, 130)]), Decisive::Gone);
        assert_eq!(left(&[span(130, 140)]), Decisive::Gone);
        let short = Span { line: 0, ..span(0, 5) };
        assert_eq!(left(&[span(115, 130), short]), Decisive::Whole, "one of two is enough");
        assert_eq!(left(&[]), Decisive::Whole);
    }

    #[test]
    fn documents_have_no_carriers_and_what_stays_is_not_counted() {
        let kit = Kit::new().unwrap();
        let compose = &DAMAGES[0];
        let mut page = case("nginx", "<html>\n");
        page.shape = Shape::Document;
        assert!(compose.apply(&kit, &page, &[]).is_none());
        let cut = DAMAGES.iter().find(|damage| damage.name == "cut-120").unwrap();
        assert!(cut.apply(&kit, &page, &[]).is_none());
    }

    #[test]
    fn carriers_name_the_program_that_wrote() {
        assert_eq!(program(&case("apache+php-fpm", "")), "apache2");
        let mut app = case("apache+php-fpm", "");
        app.id = "x/app.log".into();
        assert_eq!(program(&app), "php-fpm");
        assert_eq!(program(&case("", "")), "app");
    }

    #[test]
    fn every_damage_is_deterministic() {
        let body = "2026/03/04 10:15:22 [error] 7#7: *1 connect() failed (111: Connection refused), \
                    client: 203.0.113.7, server: example.com, request: \"GET / HTTP/1.1\"\nnext, line\n";
        for damage in DAMAGES {
            assert_eq!(damaged(damage.name, body), damaged(damage.name, body), "{}", damage.name);
        }
    }
}
