//! The flowchart as a drawing: boxes in columns from left to right, a leaf a row, lines between.
//!
//! Plain SVG with links, so that it can be clicked, walked by keyboard and printed. Colours come from the style
//! sheet; which way was taken is said by `data-on`, which the app sets.

use std::fmt::Write;

use why502_knowledge::cause;
use why502_knowledge::content::{Node, Walk};

use crate::Ctx;
use crate::html::E;

/// Everything in pixels at the drawing's own size.
const BOX: f64 = 188.0;
const GAP: f64 = 34.0;
const ROW: f64 = 49.0;
const HEIGHT: f64 = 42.0;
/// How wide a line of text in a box may be.
const TEXT: f64 = BOX - 12.0;

/// A box in the drawing.
struct Placed<'a> {
    /// `node/branch`, or empty for the root: whose answer leads here.
    from: String,
    /// That answer in words.
    caption: String,
    title: String,
    href: String,
    /// The node; `None` for a leaf.
    node: Option<&'a Node>,
    cause: Option<&'a str>,
    column: usize,
    y: f64,
    parent: Option<usize>,
}

/// How many questions come before this one, by the longest way.
pub(crate) fn depth(walk: &Walk, id: &str) -> usize {
    let parents = walk.node.iter().filter(|n| n.branch.iter().any(|b| b.to == id));
    parents.map(|parent| depth(walk, &parent.id) + 1).max().unwrap_or(0)
}

/// Lays out the tree below `id`; gives where its box's middle is.
fn place<'a>(
    walk: &'a Walk,
    id: &str,
    at: (usize, Option<usize>, String, String),
    row: &mut f64,
    out: &mut Vec<Placed<'a>>,
    ctx: &Ctx,
) -> Option<f64> {
    let node = walk.node.iter().find(|n| n.id == id)?;
    let (column, parent, from, caption) = at;
    let seen = out.iter().any(|p| p.node.is_some_and(|n| n.id == id));
    let here = out.len();
    out.push(Placed {
        from,
        caption,
        title: ctx.text(&node.text)?.title.clone(),
        href: ctx.href(&format!("#/walk/{id}")),
        node: Some(node),
        cause: None,
        column,
        y: 0.0,
        parent,
    });
    // A question that two ways lead to is drawn out once; the second box only refers to it.
    let mut middles = Vec::new();
    if !seen {
        for branch in &node.branch {
            let from = format!("{id}/{}", branch.id);
            let caption = ctx.text(&branch.text)?.label.clone();
            match branch.cause() {
                Some(cause_id) => {
                    *row += 1.0;
                    let y = *row * ROW - ROW / 2.0;
                    out.push(Placed {
                        from,
                        caption,
                        title: cause(cause_id)?.text(ctx.lang)?.title.to_owned(),
                        href: ctx.href(&format!("#/cause/{cause_id}")),
                        node: None,
                        cause: branch.cause(),
                        column: column + 1,
                        y,
                        parent: Some(here),
                    });
                    middles.push(y);
                }
                None => middles.extend(place(walk, &branch.to, (column + 1, Some(here), from, caption), row, out, ctx)),
            }
        }
    }
    // In line with its first answer, so that the chart begins at its top left corner.
    let y = middles.first().copied().unwrap_or_else(|| {
        *row += 1.0;
        *row * ROW - ROW / 2.0
    });
    if let Some(placed) = out.get_mut(here) {
        placed.y = y;
    }
    Some(y)
}

pub(crate) fn draw(walk: &Walk, ctx: &Ctx) -> String {
    let mut placed = Vec::new();
    let mut rows = 0.0;
    let root = (0, None, String::new(), String::new());
    if place(walk, "start", root, &mut rows, &mut placed, ctx).is_none() {
        return String::new();
    }
    let columns = placed.iter().map(|p| p.column).max().unwrap_or(0) + 1;
    let width = columns as f64 * (BOX + GAP) - GAP + 2.0;
    let height = rows * ROW;
    let title = E(ctx.words.book_walk_chart_title);
    let mut out = format!(
        "<div class=\"scroll chart-box\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\"><svg class=\"chart\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" aria-label=\"{title}\">"
    );
    for (n, p) in placed.iter().enumerate() {
        let Some(parent) = p.parent.and_then(|parent| placed.get(parent)) else {
            continue;
        };
        let (x0, x1) = (left(parent) + BOX, left(&placed[n]));
        let middle = f64::midpoint(x0, x1);
        let _ = write!(
            out,
            "<path class=\"edge\" data-edge=\"{}\" d=\"M{x0} {} C{middle} {} {middle} {} {x1} {}\"/>",
            E(&p.from),
            parent.y,
            parent.y,
            p.y,
            p.y
        );
    }
    for p in &placed {
        boxed(p, &mut out);
    }
    out.push_str("</svg></div>");
    out
}

fn left(placed: &Placed<'_>) -> f64 {
    placed.column as f64 * (BOX + GAP) + 1.0
}

fn boxed(p: &Placed<'_>, out: &mut String) {
    let (x, y) = (left(p), p.y - HEIGHT / 2.0);
    let kind = if p.node.is_some() { "ask" } else { "leaf" };
    let node = p.node.map_or_else(String::new, |n| format!(" data-box=\"{}\"", E(&n.id)));
    let leaf = p.cause.map_or_else(String::new, |c| format!(" data-leaf=\"{}\"", E(c)));
    let _ = write!(
        out,
        "<a href=\"{}\" class=\"{kind}\" data-edge=\"{}\"{node}{leaf}><rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{HEIGHT}\" rx=\"7\"/>",
        E(&p.href),
        E(&p.from)
    );
    let middle = x + BOX / 2.0;
    if p.caption.is_empty() {
        let lines = wrap(&p.title, TEXT, 13.0);
        let first = p.y + 4.5 - (lines.len() as f64 - 1.0) * 8.0;
        for (n, line) in lines.iter().enumerate() {
            let _ = write!(out, "<text x=\"{middle}\" y=\"{}\">{}</text>", first + n as f64 * 16.0, E(line));
        }
    } else {
        let _ = write!(
            out,
            "<text class=\"by\" x=\"{middle}\" y=\"{}\">{}</text>",
            y + 15.0,
            E(&clip(&p.caption, TEXT, 11.0))
        );
        let _ = write!(out, "<text x=\"{middle}\" y=\"{}\">{}</text>", y + 32.0, E(&clip(&p.title, TEXT, 13.0)));
    }
    // What had to be cut is in the tooltip, whole.
    let _ = write!(
        out,
        "<title>{}{}{}</title></a>",
        E(&p.caption),
        if p.caption.is_empty() { "" } else { " → " },
        E(&p.title)
    );
}

/// How wide a text is, near enough: Chinese characters are square, others about half of that.
fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if c >= '\u{2e80}' { size } else { size * 0.58 }).sum()
}

fn clip(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if width(&out, size) + size > room {
            break;
        }
    }
    format!("{}…", out.trim_end())
}

fn wrap(text: &str, room: f64, size: f64) -> Vec<String> {
    if width(text, size) <= room {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    // Chinese may break anywhere, other scripts between words.
    let pieces = if text.contains(' ') {
        text.split_inclusive(' ').map(str::to_owned).collect()
    } else {
        text.chars().map(String::from).collect::<Vec<_>>()
    };
    for piece in pieces {
        let full = lines.last().is_some_and(|line| width(line, size) + width(piece.trim_end(), size) > room);
        if full && lines.len() < 2 {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(&piece);
        }
    }
    lines.iter().map(|line| clip(line.trim(), room, size)).collect()
}

#[cfg(test)]
mod tests {
    use why502_knowledge::{CAUSES, Lang, content};

    use super::{clip, draw, width, wrap};
    use crate::Ctx;

    #[test]
    fn every_cause_and_every_question_is_drawn() {
        for lang in Lang::all() {
            let walk = &content().unwrap().walk;
            let svg = draw(walk, &Ctx::app(lang));
            for cause in CAUSES {
                assert!(svg.contains(&format!("data-leaf=\"{}\"", cause.id)), "{}", cause.id);
            }
            for node in &walk.node {
                assert!(svg.contains(&format!("data-box=\"{}\"", node.id)), "{}", node.id);
                for branch in &node.branch {
                    assert!(svg.contains(&format!("data-edge=\"{}/{}\"", node.id, branch.id)));
                }
            }
        }
    }

    #[test]
    fn texts_fit_into_their_boxes() {
        assert_eq!(clip("short", 100.0, 13.0), "short");
        assert!(width(&clip("a very long title that never ends", 100.0, 13.0), 13.0) <= 113.0);
        let lines = wrap("Is it the error page of a CDN?", 154.0, 13.0);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert_eq!(wrap("這是不是內容傳遞網路的錯誤頁面呢", 154.0, 13.0).len(), 2);
    }
}
