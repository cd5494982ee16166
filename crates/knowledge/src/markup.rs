//! The markup of long texts: paragraphs, lists, fenced code, and four kinds of inline words. Nothing else: no
//! HTML, no headings.
//!
//! One reader for the build, which refuses what is wrong with it, and for the guide, which draws it.

#![allow(dead_code, unreachable_pub)]

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// Lines that belong together.
    Paragraph(Vec<Span<'a>>),
    /// `- ` or `1. `, one line each.
    List {
        /// `1. `
        ordered: bool,
        /// In order.
        items: Vec<Vec<Span<'a>>>,
    },
    /// Between ``` and ```.
    Fence {
        /// The word after the first ```: `sh` for what a shell runs, others for what it does not.
        info: &'a str,
        /// As written.
        text: String,
    },
}

/// A piece of a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Span<'a> {
    /// Plain words.
    Text(&'a str),
    /// Between backquotes.
    Code(&'a str),
    /// Between double asterisks.
    Bold(&'a str),
    /// `[text](target)`
    Link {
        /// What is shown.
        text: &'a str,
        /// `https://…` or a route of the app.
        target: &'a str,
    },
}

/// Reads a text.
///
/// # Errors
/// Says what is wrong with it, for its author.
pub fn read(text: &str) -> Result<Vec<Block<'_>>, String> {
    let mut blocks = Vec::new();
    let mut lines = text.trim().lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        if line.is_empty() {
            continue;
        }
        if let Some(info) = line.strip_prefix("```") {
            let mut body = Vec::new();
            loop {
                match lines.next() {
                    Some(end) if end.trim_end() == "```" => break,
                    Some(line) => body.push(line.trim_end()),
                    None => return Err(format!("the fence ```{info} has no end")),
                }
            }
            if !info.bytes().all(|b| b.is_ascii_lowercase()) {
                return Err(format!("after ``` stands one word or nothing, such as `sh` or `nginx`, not {info:?}"));
            }
            blocks.push(Block::Fence { info, text: body.join("\n") });
            continue;
        }
        if line.starts_with('#') {
            return Err(format!("headings are not known here: {line:?}"));
        }
        if let Some((ordered, item)) = item(line) {
            let mut items = vec![spans(item)?];
            while let Some((also, next)) = lines.peek().and_then(|l| self::item(l.trim_end())) {
                if also != ordered {
                    break;
                }
                items.push(spans(next)?);
                lines.next();
            }
            blocks.push(Block::List { ordered, items });
            continue;
        }
        // A line end within a paragraph would show as a blank, which Chinese does not want.
        let mut content = spans(line)?;
        while let Some(next) = lines.peek().map(|l| l.trim()) {
            if next.is_empty() || next.starts_with("```") || item(next).is_some() {
                break;
            }
            if joins_with_blank(line, next) {
                content.push(Span::Text(" "));
            }
            content.extend(spans(next)?);
            lines.next();
        }
        blocks.push(Block::Paragraph(content));
    }
    Ok(blocks)
}

fn joins_with_blank(before: &str, after: &str) -> bool {
    let wide = |c: char| ('\u{2e80}'..='\u{ffef}').contains(&c);
    !(before.ends_with(wide) || after.starts_with(wide))
}

fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(rest) = line.strip_prefix("- ") {
        return Some((false, rest));
    }
    let (number, rest) = line.split_once(". ")?;
    (!number.is_empty() && number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit())).then_some((true, rest))
}

fn spans(line: &str) -> Result<Vec<Span<'_>>, String> {
    let mut out = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let at = rest.find(['`', '[']).into_iter().chain(rest.find("**")).min();
        let Some(at) = at else {
            out.push(Span::Text(rest));
            break;
        };
        let (before, special) = rest.split_at(at);
        if !before.is_empty() {
            out.push(Span::Text(before));
        }
        if let Some(tail) = special.strip_prefix('`') {
            let (code, tail) = tail.split_once('`').ok_or_else(|| format!("a ` without its end in {line:?}"))?;
            out.push(Span::Code(code));
            rest = tail;
        } else if let Some(tail) = special.strip_prefix("**") {
            let (bold, tail) = tail.split_once("**").ok_or_else(|| format!("a ** without its end in {line:?}"))?;
            out.push(Span::Bold(bold));
            rest = tail;
        } else if let Some((text, target, tail)) = link(special) {
            out.push(Span::Link { text, target });
            rest = tail;
        } else {
            // A bracket that begins no link is a bracket.
            let (bracket, tail) = special.split_at(1);
            out.push(Span::Text(bracket));
            rest = tail;
        }
    }
    Ok(out)
}

fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (label, tail) = text.strip_prefix('[')?.split_once("](")?;
    let (target, tail) = tail.split_once(')')?;
    (!label.contains('[')).then_some((label, target, tail))
}

/// Every link's target.
pub fn targets<'a>(blocks: &'a [Block<'a>]) -> impl Iterator<Item = &'a str> {
    all_spans(blocks).filter_map(|span| match span {
        Span::Link { target, .. } => Some(*target),
        _ => None,
    })
}

/// Every piece of every line outside fences.
pub fn all_spans<'a>(blocks: &'a [Block<'a>]) -> impl Iterator<Item = &'a Span<'a>> {
    blocks.iter().flat_map(|block| -> Vec<&Span<'a>> {
        match block {
            Block::Paragraph(spans) => spans.iter().collect(),
            Block::List { items, .. } => items.iter().flatten().collect(),
            Block::Fence { .. } => Vec::new(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Block, Span, read};

    #[test]
    fn paragraphs_lists_and_fences() {
        let blocks =
            read("One `x` **y** [z](#/502).\nstill one\n\n- a\n- b\n1. c\n\n```sh\na <b>\n\nc\n```\n").unwrap();
        assert_eq!(
            blocks[0],
            Block::Paragraph(vec![
                Span::Text("One "),
                Span::Code("x"),
                Span::Text(" "),
                Span::Bold("y"),
                Span::Text(" "),
                Span::Link { text: "z", target: "#/502" },
                Span::Text("."),
                Span::Text(" "),
                Span::Text("still one"),
            ])
        );
        assert_eq!(
            blocks[1],
            Block::List { ordered: false, items: vec![vec![Span::Text("a")], vec![Span::Text("b")]] }
        );
        assert_eq!(blocks[2], Block::List { ordered: true, items: vec![vec![Span::Text("c")]] });
        assert_eq!(blocks[3], Block::Fence { info: "sh", text: "a <b>\n\nc".into() });
    }

    #[test]
    fn chinese_lines_join_without_a_blank() {
        assert_eq!(read("一行\n二行").unwrap(), [Block::Paragraph(vec![Span::Text("一行"), Span::Text("二行")])]);
    }

    #[test]
    fn what_has_no_end_is_a_mistake() {
        for bad in ["a `b", "a **b", "```\nx", "# heading", "```sh -x\nx\n```"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(read("upstream: [::1]:80 [not a link] (x)").is_ok());
    }
}
