//! HTML without surprises: every text goes through [`E`], and markup is drawn from its parsed form.

use std::fmt::{self, Display, Write};

use why502_engine::values::{self, Values};
use why502_knowledge::markup::{self, Block, Span};
use why502_knowledge::{Words, words};
use why502_report::blanks::parts;

use crate::Ctx;

/// A text, escaped for an element's content and for an attribute in double quotes.
pub(crate) struct E<'a>(pub(crate) &'a str);

impl Display for E<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// A markup text as HTML.
pub(crate) fn prose(text: &str, ctx: &Ctx) -> String {
    let mut out = String::new();
    // The build has refused what cannot be read.
    for block in markup::read(text).unwrap_or_default() {
        match block {
            Block::Paragraph(spans) => {
                let _ = write!(out, "<p>{}</p>", inline(&spans, ctx));
            }
            Block::List { ordered, items } => {
                let tag = if ordered { "ol" } else { "ul" };
                let _ = write!(out, "<{tag} class=\"plain\">");
                for item in items {
                    let _ = write!(out, "<li>{}</li>", inline(&item, ctx));
                }
                let _ = write!(out, "</{tag}>");
            }
            // Only a shell's lines are for copying into a shell, filled.
            Block::Fence { info: "sh", text } => out.push_str(&command(&text, ctx)),
            Block::Fence { text, .. } => out.push_str(&listing(&text, ctx)),
        }
    }
    out
}

fn inline(spans: &[Span<'_>], ctx: &Ctx) -> String {
    let mut out = String::new();
    for span in spans {
        let _ = match span {
            Span::Text(text) => write!(out, "{}", E(text)),
            Span::Code(code) => out.write_str(&self::code(code)),
            Span::Bold(text) => write!(out, "<strong>{}</strong>", E(text)),
            Span::Link { text, target } => out.write_str(&link(target, text, ctx)),
        };
    }
    out
}

/// A piece of code within a sentence; a reader's value in it is filled like a command's.
fn code(raw: &str) -> String {
    match values::fill(raw, &Values::new()).filter(|filled| filled != raw) {
        Some(filled) => format!("<code translate=\"no\" data-run=\"{}\">{}</code>", E(raw), marked(&filled)),
        None => format!("<code translate=\"no\">{}</code>", E(raw)),
    }
}

/// A link; to other sites it says so to the browser.
pub(crate) fn link(target: &str, text: &str, ctx: &Ctx) -> String {
    if target.starts_with("https://") {
        format!("<a href=\"{}\" rel=\"external noreferrer\">{}</a>", E(target), E(text))
    } else {
        format!("<a href=\"{}\">{}</a>", E(&ctx.href(target)), E(text))
    }
}

/// A markup text as plain words, for descriptions.
pub(crate) fn plain(text: &str) -> String {
    let blocks = markup::read(text).unwrap_or_default();
    let words = markup::all_spans(&blocks).map(|span| match span {
        Span::Text(text) | Span::Code(text) | Span::Bold(text) | Span::Link { text, .. } => *text,
    });
    words.collect()
}

/// One or more shell lines with a copy button, which only the app shows. What the reader fills in is marked.
pub(crate) fn command(raw: &str, ctx: &Ctx) -> String {
    let raw = raw.trim();
    let filled: Vec<String> = raw.lines().filter_map(|line| values::fill(line, &Values::new())).collect();
    let mut run = String::new();
    if filled.join("\n") != raw {
        let _ = write!(run, " data-run=\"{}\"", E(raw));
    }
    block(&marked(&filled.join("\n")), &run, ctx.words)
}

/// Lines to copy that no shell reads: a piece of configuration, an output.
fn listing(text: &str, ctx: &Ctx) -> String {
    block(&E(text).to_string(), "", ctx.words)
}

/// A step's commands together, as the reader runs them one after another.
pub(crate) fn commands(filled: &[String], ctx: &Ctx) -> String {
    if filled.is_empty() { String::new() } else { block(&marked(&filled.join("\n")), "", ctx.words) }
}

fn marked(text: &str) -> String {
    let mut out = String::new();
    for (blank, part) in parts(text) {
        let _ = if blank { write!(out, "<var>{}</var>", E(part)) } else { write!(out, "{}", E(part)) };
    }
    out
}

fn block(code: &str, attributes: &str, words: &Words) -> String {
    format!(
        "<div class=\"command\"{attributes}><pre translate=\"no\" lang=\"\"><code>{code}</code></pre>{}</div>",
        copy(words)
    )
}

/// A copy button for what stands in the same block; it needs the program, which shows it.
pub(crate) fn copy(words: &Words) -> String {
    format!(
        "<button type=\"button\" class=\"copy\" data-copy=\"{}\" aria-label=\"{}\" hidden>{}</button>",
        E(words.copy_done),
        E(words.copy_command),
        E(words.copy_do)
    )
}

/// A line of a log, with the decisive words marked.
pub(crate) fn log_line(before: &str, hit: &str, after: &str) -> String {
    let mark = if hit.is_empty() { String::new() } else { format!("<mark>{}</mark>", E(hit)) };
    format!("<code class=\"log\" lang=\"\" translate=\"no\">{}{mark}{}</code>", E(before), E(after))
}

/// Names of sources, linked.
pub(crate) fn sources(all: &[why502_knowledge::content::Source], ctx: &Ctx) -> String {
    if all.is_empty() {
        return String::new();
    }
    let links: Vec<String> = all.iter().map(|s| link(&s.url, &s.name, ctx)).collect();
    format!(
        "<p class=\"quiet sources\">{}{}{}</p>",
        E(ctx.words.book_sources),
        E(ctx.words.report_colon),
        links.join(" · ")
    )
}

/// The words of this language.
pub(crate) fn of(lang: why502_knowledge::Lang) -> &'static Words {
    words(lang)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use why502_knowledge::Lang;

    use super::{E, command, prose};
    use crate::Ctx;

    /// The tags and attributes that drawing may use; everything else must have become text.
    fn only_own_tags(html: &str) -> Result<(), String> {
        const OWN: [&str; 22] = [
            "<p>",
            "</p>",
            "<ul class=\"plain\">",
            "</ul>",
            "<ol class=\"plain\">",
            "</ol>",
            "<li>",
            "</li>",
            "<code translate=\"no\">",
            "</code>",
            "<code>",
            "<strong>",
            "</strong>",
            "</a>",
            "</pre>",
            "</div>",
            "<var>",
            "</var>",
            "</button>",
            "<pre translate=\"no\" lang=\"\">",
            "<div class=\"command\">",
            "</span>",
        ];
        const BEGINNINGS: [&str; 4] = [
            "<code translate=\"no\" data-run=\"",
            "<a href=\"",
            "<div class=\"command\" data-run=\"",
            "<button type=\"button\" class=\"copy\" data-copy=\"",
        ];
        for (at, _) in html.match_indices('<') {
            let tag = &html[at..=at + html[at..].find('>').ok_or("a tag without end")?];
            let known = OWN.contains(&tag) || BEGINNINGS.iter().any(|b| tag.starts_with(b));
            if !known {
                return Err(format!("{tag} in {html}"));
            }
            if tag.matches('"').count() % 2 == 1 || tag.contains('\'') {
                return Err(format!("an attribute is broken open: {tag}"));
            }
        }
        Ok(())
    }

    #[test]
    fn hostile_text_is_text() {
        let ctx = Ctx::app(Lang::EN);
        for text in [
            "<script>alert(1)</script>",
            "[x](https://a\"onmouseover=alert(1))",
            "`<img src=x>`",
            "**<b>**",
            "```sh\n</code></pre><script>\n```",
            "- <svg onload=x>",
        ] {
            let html = prose(text, &ctx);
            only_own_tags(&html).unwrap();
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<svg"), "{html}");
        }
        assert_eq!(E("<a href=\"x\" title='y'>&").to_string(), "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
    }

    proptest! {
        #[test]
        fn no_text_becomes_markup(text in "[ -~\n字<>\"'&`*\\[\\]()]{0,80}") {
            let ctx = Ctx::app(Lang::EN);
            only_own_tags(&prose(&text, &ctx)).map_err(TestCaseError::fail)?;
            only_own_tags(&command(&text, &ctx)).map_err(TestCaseError::fail)?;
        }

        #[test]
        fn no_link_runs_a_script(target in "(javascript:|data:|https://|#/|//)[ -~]{0,30}") {
            let ctx = Ctx::app(Lang::EN);
            let html = super::link(&target, "x", &ctx);
            prop_assert!(html.starts_with("<a href=\"https://") || html.starts_with("<a href=\"#"), "{}", html);
        }
    }
}
