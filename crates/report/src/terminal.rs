//! Text for a terminal: what an admin is glad to see at three in the morning.
//!
//! Pasted text is shown without its control characters, so that no log line can drive the terminal.

use std::fmt::Write;

use textwrap::core::display_width;
use why502_knowledge::{CAUSES, Family, Lang, words};

use crate::cause_page::CausePage;
use crate::document::{Brief, Document, EvidenceLine, FixStep, HopState, Verdict};
use crate::names;

/// How it is to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether to colour.
    pub color: bool,
    /// Columns.
    pub width: usize,
}

/// Colours by meaning. Each stands beside a word that says the same.
#[derive(Clone, Copy)]
enum Tone {
    Plain,
    Bold,
    Faint,
    Bad,
    Good,
    Command,
}

impl Look {
    fn paint(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Plain => "",
            Tone::Bold => "1",
            Tone::Faint => "2",
            Tone::Bad => "1;31",
            Tone::Good => "32",
            Tone::Command => "36",
        };
        if self.color && !code.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Words in lines, each after `indent` columns.
    fn wrap(self, text: &str, indent: usize, tone: Tone, out: &mut String) {
        let room = self.width.saturating_sub(indent).max(20);
        for line in textwrap::wrap(&printable(text), room) {
            let _ = writeln!(out, "{:indent$}{}", "", self.paint(tone, &line));
        }
    }

    fn heading(self, text: &str, aside: &str, out: &mut String) {
        if aside.is_empty() {
            let _ = writeln!(out, "\n{}", self.paint(Tone::Bold, text));
            return;
        }
        let gap = self.width.saturating_sub(display_width(text) + display_width(aside)).max(2);
        let _ = writeln!(out, "\n{}{:gap$}{}", self.paint(Tone::Bold, text), "", self.paint(Tone::Faint, aside));
    }
}

/// The whole diagnosis.
#[must_use]
pub fn diagnosis(document: &Document, look: Look) -> String {
    let w = words(document.lang);
    let mut out = String::new();
    let dialects: Vec<_> = document.dialects.iter().map(|(name, n)| format!("{name} {n}")).collect();
    let lines = w.report_lines_read.replace("{count}", &document.lines.to_string());
    let read = if dialects.is_empty() { lines } else { format!("{lines} · {}", dialects.join(" · ")) };
    look.wrap(&read, 0, Tone::Faint, &mut out);
    for warning in &document.warnings {
        look.wrap(&format!("! {warning}"), 0, Tone::Plain, &mut out);
    }
    match &document.verdict {
        Some(v) => verdict(v, document.lang, look, &mut out),
        None if !document.unread => {
            look.heading(w.report_no_failure, "", &mut out);
            look.wrap(w.report_no_failure_meaning, 0, Tone::Plain, &mut out);
            look.wrap(w.report_no_failure_next, 0, Tone::Plain, &mut out);
        }
        None => {}
    }
    briefs(w.report_consequences, &document.consequences, look, &mut out);
    briefs(w.report_others, &document.others, look, &mut out);
    briefs(w.report_also, &document.alternatives, look, &mut out);
    if !document.next.is_empty() {
        look.heading(w.report_next, "", &mut out);
        for next in &document.next {
            let _ = writeln!(out, "  {}", look.paint(Tone::Bold, next.title));
            look.wrap(next.why, 4, Tone::Plain, &mut out);
            command(&next.command, 4, look, &mut out);
        }
    }
    if document.verdict.is_some() {
        let hint = document.verdict.as_ref().map_or("", |v| v.cause);
        let _ = writeln!(out, "\n{}", look.paint(Tone::Faint, &format!("why502 explain {hint}")));
    }
    out
}

fn verdict(v: &Verdict, lang: Lang, look: Look, out: &mut String) {
    let w = words(lang);
    let sure = format!("{}, {}/100", v.confidence_word, v.confidence);
    let gap = look.width.saturating_sub(display_width(v.title) + display_width(&sure)).max(2);
    let _ = writeln!(out, "\n{}{:gap$}{sure}", look.paint(Tone::Bad, v.title), "");
    look.wrap(&v.sentence, 0, Tone::Plain, out);
    chain(v, look, out);
    let times = match &v.span {
        Some((first, last)) if first == last => first.clone(),
        Some((first, last)) => format!("{first} – {last}"),
        None => String::new(),
    };
    let count = w.report_count.replace("{count}", &v.count.to_string());
    look.heading(w.report_evidence, format!("{count}  {times}").trim_end(), out);
    let digits = v.evidence.iter().map(|e| e.number.to_string().len()).max().unwrap_or(1);
    let mut file = None;
    for line in &v.evidence {
        if line.file != file {
            file.clone_from(&line.file);
            let _ = writeln!(out, "  {}", look.paint(Tone::Faint, &printable(file.as_deref().unwrap_or_default())));
        }
        evidence(line, digits, look, out);
    }
    for pattern in &v.patterns {
        look.wrap(pattern, 2, Tone::Plain, out);
    }
    fixes(&v.fixes, lang, look, out);
}

/// The hops in a row, or one under the other where the row does not fit.
fn chain(v: &Verdict, look: Look, out: &mut String) {
    let cell = |h: &crate::document::Hop| match h.state {
        HopState::Failed => format!("[{} × {}]", h.name, h.state_word),
        _ => h.name.to_owned(),
    };
    let tone = |state| match state {
        HopState::Failed => Tone::Bad,
        HopState::Worked => Tone::Good,
        HopState::Affected => Tone::Plain,
        HopState::Unknown => Tone::Faint,
    };
    let width: usize = v.chain.iter().map(|h| display_width(&cell(h)) + 3).sum();
    let row: Vec<_> = v.chain.iter().map(|h| look.paint(tone(h.state), &cell(h))).collect();
    out.push('\n');
    if width <= look.width {
        let _ = writeln!(out, "{}", row.join(" → "));
    } else {
        for cell in row {
            let _ = writeln!(out, "  {cell}");
        }
    }
}

/// The line with its number, cut around the decisive words, which are underlined where there is no colour.
fn evidence(line: &EvidenceLine, digits: usize, look: Look, out: &mut String) {
    let (before, hit, after) = (printable(&line.before), printable(&line.hit), printable(&line.after));
    let number = format!("  {:>digits$} │ ", line.number);
    let room = look.width.saturating_sub(display_width(&number)).max(20);
    let hit = head(&hit, room);
    let left = tail(&before, room.saturating_sub(display_width(&hit)) / 2);
    let right = head(&after, room.saturating_sub(display_width(&hit) + display_width(&left)));
    let _ = writeln!(out, "{}{left}{}{right}", look.paint(Tone::Faint, &number), look.paint(Tone::Bad, &hit));
    if !look.color {
        let from = display_width(&number) + display_width(&left);
        let _ = writeln!(out, "{:from$}{}", "", "^".repeat(display_width(&hit)));
    }
}

/// The first columns of a text; an ellipsis says that there is more.
fn head(text: &str, room: usize) -> String {
    if display_width(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if display_width(&out) + display_width(c.encode_utf8(&mut [0; 4])) + 1 > room {
            break;
        }
        out.push(c);
    }
    out + "…"
}

/// The last columns of a text.
fn tail(text: &str, room: usize) -> String {
    if display_width(text) <= room {
        return text.to_owned();
    }
    let reversed: String = text.chars().rev().collect();
    head(&reversed, room).chars().rev().collect()
}

fn fixes(list: &[FixStep], lang: Lang, look: Look, out: &mut String) {
    let w = words(lang);
    look.heading(w.report_what_to_do, "", out);
    for (n, fix) in list.iter().enumerate() {
        let aside = format!("{} · {}{}{}", fix.kind_word, w.report_risk, w.report_colon, fix.risk_word);
        let _ = writeln!(
            out,
            "{}{}. {}  {}",
            if n > 0 { "\n" } else { "" },
            n + 1,
            look.paint(Tone::Bold, fix.title),
            look.paint(Tone::Faint, &aside)
        );
        for (name, step) in [(w.report_check, &fix.check), (w.report_do, &fix.act), (w.report_prove, &fix.prove)] {
            look.wrap(&format!("{name}{}{}", w.report_colon, step.words), 3, Tone::Plain, out);
            for c in &step.commands {
                command(c, 5, look, out);
            }
        }
        look.wrap(&fix.risk_note, 3, Tone::Faint, out);
    }
}

/// A command stands alone on its line, unwrapped, so that a triple click takes it whole.
fn command(command: &str, indent: usize, look: Look, out: &mut String) {
    for line in command.lines() {
        let _ = writeln!(out, "{:indent$}{}", "", look.paint(Tone::Command, &printable(line)));
    }
}

fn briefs(heading: &str, list: &[Brief], look: Look, out: &mut String) {
    if list.is_empty() {
        return;
    }
    look.heading(heading, "", out);
    for b in list {
        let _ = writeln!(
            out,
            "  {}  {}",
            look.paint(Tone::Bold, b.title),
            look.paint(Tone::Faint, &format!("{}, {}/100", b.cause, b.confidence))
        );
        look.wrap(b.meaning, 4, Tone::Plain, out);
    }
}

/// All about one cause.
#[must_use]
pub fn cause(page: &CausePage, look: Look) -> String {
    let mut out = String::new();
    look.heading(page.title, page.cause, &mut out);
    look.wrap(page.meaning, 0, Tone::Plain, &mut out);
    for paragraph in &page.explanation {
        out.push('\n');
        look.wrap(paragraph, 0, Tone::Plain, &mut out);
    }
    fixes(&page.fixes, page.lang, look, &mut out);
    let w = words(page.lang);
    for (heading, list) in [(w.cause_explained_by, &page.explained_by), (w.cause_explains, &page.explains)] {
        if !list.is_empty() {
            look.heading(heading, "", &mut out);
            for (id, title) in list {
                let _ = writeln!(out, "  {title}  {}", look.paint(Tone::Faint, id));
            }
        }
    }
    out
}

/// The causes by family.
#[must_use]
pub fn causes(lang: Lang, look: Look) -> String {
    let mut out = String::new();
    for family in Family::ALL {
        look.heading(names::family(family, words(lang)), "", &mut out);
        for cause in CAUSES.iter().filter(|c| c.family == family) {
            let title = cause.text(lang).map_or("", |t| t.title);
            let aside = format!("{} · {}", title, names::layer(cause.layer, words(lang)));
            let _ = writeln!(out, "  {:<26}{}", cause.id, look.paint(Tone::Faint, &aside));
        }
    }
    let _ = writeln!(out, "\n{}", words(lang).cli_causes_hint);
    out
}

/// Text without control characters; a tab becomes a space, anything else a replacement.
fn printable(text: &str) -> String {
    let sober = |c: char| match c {
        '\t' => ' ',
        '\n' => '\n',
        c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => '\u{fffd}',
        c => c,
    };
    text.chars().map(sober).collect()
}

#[cfg(test)]
mod tests {
    use super::{head, printable, tail};

    #[test]
    fn no_log_line_can_drive_the_terminal() {
        assert_eq!(printable("\x1b[2J\x07a\tb\u{202e}"), "\u{fffd}[2J\u{fffd}a b\u{fffd}");
    }

    #[test]
    fn long_lines_are_cut_by_columns() {
        assert_eq!(head("壞閘道壞閘道", 7), "壞閘道…");
        assert_eq!(tail("0123456789", 5), "…6789");
        assert_eq!(head("short", 9), "short");
    }
}
