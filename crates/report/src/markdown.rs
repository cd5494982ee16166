//! Markdown for a ticket or a chat.

use std::fmt::Write;

use why502_knowledge::{Lang, words};

use crate::cause_page::CausePage;
use crate::document::{Brief, Document, FixStep, HopState, Step, Verdict};

/// The whole diagnosis.
#[must_use]
pub fn render(document: &Document) -> String {
    let w = words(document.lang);
    let mut out = format!("## {}\n\n", w.report_title);
    match &document.verdict {
        Some(v) => verdict(v, document.lang, &mut out),
        None if !document.unread => {
            let _ = writeln!(out, "**{}.** {}\n", w.report_no_failure, w.report_no_failure_meaning);
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
        let _ = writeln!(out, "### {}\n", w.report_next);
        for next in &document.next {
            let _ = writeln!(out, "- **{}** — {}\n", escape(next.title), escape(next.why));
            fence(&next.command, "  ", &mut out);
        }
    }
    if !document.warnings.is_empty() {
        let _ = writeln!(out, "### {}\n", w.report_warnings);
        for warning in &document.warnings {
            let _ = writeln!(out, "- {}", escape(warning));
        }
        out.push('\n');
    }
    let dialects: Vec<_> = document.dialects.iter().map(|(name, n)| format!("{name} ({n})")).collect();
    let lines = w.report_lines_read.replace("{count}", &document.lines.to_string());
    let _ = writeln!(out, "{lines} · {}", dialects.join(", "));
    out
}

fn verdict(v: &Verdict, lang: Lang, out: &mut String) {
    let w = words(lang);
    let _ = writeln!(out, "**{}** (`{}`) — {}, {}/100\n", escape(v.title), v.cause, v.confidence_word, v.confidence);
    let _ = writeln!(out, "{}\n", escape(&v.sentence));
    let hops: Vec<_> = v
        .chain
        .iter()
        .map(|h| match h.state {
            HopState::Failed => format!("**{} ({})**", h.name, h.state_word),
            _ => h.name.to_owned(),
        })
        .collect();
    let _ = writeln!(out, "{}\n", hops.join(" → "));
    let _ = writeln!(out, "### {}\n", w.report_evidence);
    let mut text = String::new();
    for line in &v.evidence {
        let file = line.file.as_ref().map(|f| format!("{f}:")).unwrap_or_default();
        let _ = writeln!(text, "{file}{}: {}{}{}", line.number, line.before, line.hit, line.after);
    }
    fence(&text, "", out);
    let _ = writeln!(out, "{}\n", w.report_count.replace("{count}", &v.count.to_string()));
    if let Some((first, last)) = &v.span {
        let _ = writeln!(out, "{first} – {last}\n");
    }
    for pattern in &v.patterns {
        let _ = writeln!(out, "{}\n", escape(pattern));
    }
    fixes(&v.fixes, lang, out);
}

fn fixes(list: &[FixStep], lang: Lang, out: &mut String) {
    let w = words(lang);
    let _ = writeln!(out, "### {}\n", w.report_what_to_do);
    for (n, fix) in list.iter().enumerate() {
        let _ = writeln!(
            out,
            "{}. **{}** ({} · {}{}{})\n",
            n + 1,
            escape(fix.title),
            fix.kind_word,
            w.report_risk,
            w.report_colon,
            fix.risk_word
        );
        for (name, step) in [(w.report_check, &fix.check), (w.report_do, &fix.act), (w.report_prove, &fix.prove)] {
            let Step { words, commands } = step;
            let _ = writeln!(out, "   {name}{}{}\n", w.report_colon, escape(words));
            if !commands.is_empty() {
                fence(&commands.join("\n"), "   ", out);
            }
        }
    }
}

fn briefs(heading: &str, list: &[Brief], out: &mut String) {
    if list.is_empty() {
        return;
    }
    let _ = writeln!(out, "### {heading}\n");
    for b in list {
        let _ = writeln!(out, "- {} (`{}`, {}/100): {}", escape(b.title), b.cause, b.confidence, escape(b.meaning));
    }
    out.push('\n');
}

/// All about one cause.
#[must_use]
pub fn cause(page: &CausePage) -> String {
    let mut out = format!("## {}\n\n{}\n\n", escape(page.title), escape(page.meaning));
    for paragraph in &page.explanation {
        let _ = writeln!(out, "{}\n", escape(paragraph));
    }
    fixes(&page.fixes, page.lang, &mut out);
    out
}

/// A code block that its content cannot end: the fence is longer than any run of backticks in it.
fn fence(code: &str, indent: &str, out: &mut String) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest.max(2) + 1);
    let _ = writeln!(out, "{indent}{ticks}");
    for line in code.lines() {
        let _ = writeln!(out, "{indent}{line}");
    }
    let _ = writeln!(out, "{indent}{ticks}\n");
}

/// Words with pasted values in them: nothing of it may turn into markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_fence_outlasts_the_backticks_inside() {
        let mut out = String::new();
        super::fence("```\nrm", "", &mut out);
        assert_eq!(out, "````\n```\nrm\n````\n\n");
    }
}
