//! Markdown for a ticket or a chat, and the same as plain text.

use std::fmt::Write;

use why502_engine::own::MARK;
use why502_knowledge::{Lang, words};

use crate::cause_page::CausePage;
use crate::document::{self, Brief, Document, EvidenceLine, FixStep, HopState, Step, Verdict};
use crate::ids::ids;
use crate::wire::Report;

/// What stands around the words: Markdown's marks, or none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Markdown,
    Plain,
}

/// The whole diagnosis: the document, with the lines that its report quotes.
#[must_use]
pub fn render(report: &Report, document: &Document) -> String {
    diagnosis(report, document, Form::Markdown)
}

/// The whole diagnosis without marks, for where Markdown is not read.
#[must_use]
pub fn plain(report: &Report, document: &Document) -> String {
    diagnosis(report, document, Form::Plain)
}

/// Only the lines that the answer rests on, in the form in which they are read again: for where there is little room.
#[must_use]
pub fn quoted(report: &Report) -> String {
    let mut text = lines(&document::quoted(report));
    let _ = writeln!(text, "\n{MARK}");
    text
}

/// The quoted lines with their numbers.
fn lines(quoted: &[EvidenceLine]) -> String {
    let mut text = String::new();
    for line in quoted {
        let file = line.file.as_ref().map(|f| format!("{f}:")).unwrap_or_default();
        let _ = writeln!(text, "{file}{}: {}{}{}", line.number, line.before, line.hit, line.after);
    }
    text
}

fn diagnosis(report: &Report, document: &Document, form: Form) -> String {
    let w = words(document.lang);
    let mut out = Out { text: String::new(), form };
    out.heading("##", w.report_title);
    match &document.verdict {
        Some(v) => verdict(v, &document::quoted(report), document.lang, &mut out),
        None if !document.unread => {
            let title = out.bold(&format!("{}.", w.report_no_failure));
            out.paragraph(&format!("{title} {}", w.report_no_failure_meaning));
        }
        None => {}
    }
    for (heading, list) in [
        (w.report_consequences, &document.consequences),
        (w.report_others, &document.others),
        (w.report_also, &document.alternatives),
    ] {
        briefs(heading, list, &mut out);
    }
    if !document.next.is_empty() {
        out.heading("###", w.report_next);
        for next in &document.next {
            let title = out.bold(&out.escape(next.title));
            out.paragraph(&format!("- {title} — {}", out.escape(next.why)));
            out.code(&next.command, "  ");
        }
    }
    if !document.warnings.is_empty() {
        out.heading("###", w.report_warnings);
        for warning in &document.warnings {
            let line = format!("- {}\n", out.escape(warning));
            out.text.push_str(&line);
        }
        out.text.push('\n');
    }
    let dialects: Vec<_> = document.dialects.iter().map(|(name, n)| format!("{name} ({n})")).collect();
    let lines = w.report_lines_read.replace("{count}", &document.lines.to_string());
    let _ = writeln!(out.text, "{lines} · {}", dialects.join(", "));
    // By this line a report is known when it is pasted again. It names no cause: that has to be found anew.
    let _ = writeln!(out.text, "\n{MARK}");
    out.text
}

fn verdict(v: &Verdict, quoted: &[EvidenceLine], lang: Lang, out: &mut Out) {
    let w = words(lang);
    let title = out.bold(&out.escape(v.title));
    let label = [out.tick(), v.cause, out.tick()].concat();
    out.paragraph(&format!("{title} ({label}) — {}, {}/100", v.confidence_word, v.confidence));
    out.paragraph(&out.escape(&v.sentence));
    let hops: Vec<_> = v
        .chain
        .iter()
        .map(|h| match h.state {
            HopState::Failed => out.bold(&format!("{} ({})", h.name, h.state_word)),
            _ => h.name.to_owned(),
        })
        .collect();
    out.paragraph(&hops.join(" → "));
    out.heading("###", w.report_evidence);
    out.code(&lines(quoted), "");
    out.paragraph(&w.report_count.replace("{count}", &v.count.to_string()));
    if let Some((first, last)) = &v.span {
        out.paragraph(&format!("{first} – {last} ({})", w.report_times));
    }
    for pattern in &v.patterns {
        out.paragraph(&out.escape(pattern));
    }
    let quoted: Vec<String> =
        quoted.iter().map(|line| [line.before.as_str(), &line.hit, &line.after].concat()).collect();
    let ids = ids(quoted.iter().map(String::as_str));
    if !ids.is_empty() {
        out.heading("###", w.report_ids);
        let lines: Vec<String> = ids.iter().map(|(name, value)| format!("{name} {value}")).collect();
        out.code(&lines.join("\n"), "  ");
    }
    fixes(&v.fixes, lang, true, out);
}

/// `tried`: each with a box to tick, since the next one who reads the ticket wants to know what was tried.
fn fixes(list: &[FixStep], lang: Lang, tried: bool, out: &mut Out) {
    let w = words(lang);
    out.heading("###", w.report_what_to_do);
    let tick = if tried { "[ ] " } else { "" };
    for (n, fix) in list.iter().enumerate() {
        let title = out.bold(&out.escape(fix.title));
        let risk = [w.report_risk, w.report_colon, fix.risk_word].concat();
        out.paragraph(&format!("{}. {tick}{title} ({} · {risk})", n + 1, fix.kind_word));
        for (name, step) in [(w.report_check, &fix.check), (w.report_do, &fix.act), (w.report_prove, &fix.prove)] {
            let Step { words, commands } = step;
            out.paragraph(&format!("   {name}{}{}", w.report_colon, out.escape(words)));
            if !commands.is_empty() {
                out.code(&commands.join("\n"), "   ");
            }
        }
    }
}

fn briefs(heading: &str, list: &[Brief], out: &mut Out) {
    if list.is_empty() {
        return;
    }
    out.heading("###", heading);
    for b in list {
        let (tick, title, meaning) = (out.tick(), out.escape(b.title), out.escape(b.meaning));
        let _ = writeln!(out.text, "- {title} ({tick}{}{tick}, {}/100): {meaning}", b.cause, b.confidence);
    }
    out.text.push('\n');
}

/// All about one cause.
#[must_use]
pub fn cause(page: &CausePage) -> String {
    let mut out = Out { text: String::new(), form: Form::Markdown };
    out.heading("##", &out.escape(page.title));
    out.paragraph(&out.escape(page.meaning));
    for paragraph in &page.explanation {
        out.paragraph(&out.escape(paragraph));
    }
    fixes(&page.fixes, page.lang, false, &mut out);
    out.text
}

/// The text so far.
struct Out {
    text: String,
    form: Form,
}

impl Out {
    fn paragraph(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str("\n\n");
    }

    fn heading(&mut self, marks: &str, text: &str) {
        match self.form {
            Form::Markdown => self.paragraph(&format!("{marks} {text}")),
            Form::Plain => self.paragraph(&format!("== {text}")),
        }
    }

    fn bold(&self, text: &str) -> String {
        let marks = if self.form == Form::Markdown { "**" } else { "" };
        [marks, text, marks].concat()
    }

    fn tick(&self) -> &'static str {
        if self.form == Form::Markdown { "`" } else { "" }
    }

    /// A block of code that its content cannot end: the fence is longer than any run of backticks in it.
    fn code(&mut self, code: &str, indent: &str) {
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let ticks = if self.form == Form::Markdown { "`".repeat(longest.max(2) + 1) } else { String::new() };
        let inner = if self.form == Form::Markdown { "" } else { "  " };
        let fence = |out: &mut Self| {
            if !ticks.is_empty() {
                let _ = writeln!(out.text, "{indent}{ticks}");
            }
        };
        fence(self);
        for line in code.lines() {
            let _ = writeln!(self.text, "{indent}{inner}{line}");
        }
        fence(self);
        self.text.push('\n');
    }

    /// Words with pasted values in them: nothing of it may turn into markup.
    fn escape(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if self.form == Form::Markdown && matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Out};

    #[test]
    fn a_fence_outlasts_the_backticks_inside() {
        let mut out = Out { text: String::new(), form: Form::Markdown };
        out.code("```\nrm", "");
        assert_eq!(out.text, "````\n```\nrm\n````\n\n");
    }
}
