//! The walk-through: five layers in order, then the flowchart, drawn and as questions that follow one another.

use std::fmt::Write;

use why502_knowledge::content::{Branch, Content, Node, Walk};
use why502_knowledge::{CAUSES, cause};

use crate::html::{E, command, link, prose};
use crate::{Ctx, Page, chart};

pub(crate) fn page(content: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let walk = &content.walk;
    let html = format!(
        "<p class=\"lead\">{}</p>{}<section class=\"part\" data-walk data-yours=\"{}\"><h2>{}</h2><p>{}</p>{}\
         <details class=\"more\"><summary>{}</summary>{}</details>\
         <p class=\"row\" data-walk-tools hidden><button type=\"button\" data-walk-reset>{}</button></p>{}{}</section>",
        E(w.book_walk_intro),
        layers(walk, ctx),
        E(w.book_walk_yours),
        E(w.book_walk_chart_title),
        E(w.book_walk_chart_intro),
        chart::draw(walk, ctx),
        E(w.book_walk_list),
        nested(walk, "start", ctx),
        E(w.book_walk_reset),
        questions(walk, ctx),
        end(ctx)
    );
    Page { key: "walk".into(), title: w.book_walk_title.into(), description: w.book_walk_intro.into(), html }
}

fn layers(walk: &Walk, ctx: &Ctx) -> String {
    let w = ctx.words;
    let mut out = format!(
        "<section class=\"part\"><h2>{}</h2><p>{}</p><ol class=\"layers\">",
        E(w.book_layers_title),
        E(w.book_layers_intro)
    );
    for (n, layer) in walk.layer.iter().enumerate() {
        let first = n == 0;
        let Some(text) = ctx.text(&layer.text) else {
            continue;
        };
        let _ = write!(
            out,
            "<li><details class=\"card layer\" data-layer=\"{}\"{}><summary><h3>{}</h3> <span>{}</span></summary>{}",
            E(&layer.id),
            if first { " open" } else { "" },
            E(&text.title),
            E(&text.question),
            prose(&text.how, ctx)
        );
        for run in &layer.commands {
            out.push_str(&command(run, ctx));
        }
        let _ = write!(
            out,
            "<dl class=\"pairs\"><dt class=\"good\">{}</dt><dd>{}</dd><dt class=\"bad\">{}</dt><dd>{}</dd></dl></details></li>",
            E(w.book_layer_fine),
            E(&text.fine),
            E(w.book_layer_broken),
            E(&text.broken)
        );
    }
    out.push_str("</ol></section>");
    out
}

/// Every question in the order of the chart, each answer a link. The app shows only those on the way.
fn questions(walk: &Walk, ctx: &Ctx) -> String {
    let mut out = String::from("<ol class=\"questions\">");
    for node in order(walk) {
        out.push_str(&question(node, ctx).unwrap_or_default());
    }
    out.push_str("</ol>");
    out
}

/// Where a walk may end, for the app: a cause, its page, its fixes.
fn end(ctx: &Ctx) -> String {
    let w = ctx.words;
    if ctx.is_twin() {
        return String::new();
    }
    let mut out = format!(
        "<div class=\"question card end\" data-end tabindex=\"-1\" hidden><p class=\"crumb quiet\">{}</p>",
        E(w.book_walk_end)
    );
    for cause in CAUSES {
        if let Some(text) = cause.text(ctx.lang) {
            let _ = write!(
                out,
                "<div data-of-cause=\"{0}\" hidden><h3>{1}</h3><p>{2}</p><p class=\"row\"><a class=\"button\" href=\"#/fixes/{0}\">{3}</a> \
                 <a class=\"button\" href=\"#/cause/{0}\">{4}</a></p></div>",
                E(cause.id),
                E(text.title),
                E(text.meaning),
                E(w.book_walk_fixes),
                E(w.book_walk_cause)
            );
        }
    }
    out.push_str("</div>");
    out
}

/// The nodes so that each stands after all that lead to it.
pub(crate) fn order(walk: &Walk) -> Vec<&Node> {
    let depth = |id: &str| chart::depth(walk, id);
    let mut nodes: Vec<&Node> = walk.node.iter().collect();
    nodes.sort_by_key(|n| depth(&n.id));
    nodes
}

fn question(node: &Node, ctx: &Ctx) -> Option<String> {
    let text = ctx.text(&node.text)?;
    let mut out = format!(
        "<li class=\"question card\" id=\"{0}\" data-node=\"{0}\" tabindex=\"-1\"><p class=\"crumb quiet\">{1}</p><h3>{2}</h3>\
         <p class=\"told\" data-told hidden></p>{3}",
        E(&node.id),
        E(&text.title),
        E(&text.question),
        prose(&text.how, ctx)
    );
    for run in &node.commands {
        out.push_str(&command(run, ctx));
    }
    out.push_str("<ul class=\"answers\">");
    for branch in &node.branch {
        out.push_str(&answer(branch, ctx).unwrap_or_default());
    }
    out.push_str("</ul></li>");
    Some(out)
}

fn answer(branch: &Branch, ctx: &Ctx) -> Option<String> {
    let label = &ctx.text(&branch.text)?.label;
    let (route, to) = match branch.cause() {
        Some(id) => (format!("#/cause/{id}"), Some(cause(id)?.text(ctx.lang)?.title)),
        None => (format!("#/walk/{}", branch.to), None),
    };
    let target = to.map_or_else(String::new, |title| format!(" <span class=\"leaf\">{}</span>", E(title)));
    Some(format!(
        "<li><a class=\"answer\" href=\"{}\" data-branch=\"{}\" data-to=\"{}\" data-causes=\"{}\">{}{target}</a></li>",
        E(&ctx.href(&route)),
        E(&branch.id),
        E(&branch.to),
        E(&branch.causes.join(" ")),
        E(label)
    ))
}

/// The whole chart as lists within lists.
fn nested(walk: &Walk, id: &str, ctx: &Ctx) -> String {
    let Some((node, text)) = walk.node.iter().find(|n| n.id == id).and_then(|node| Some((node, ctx.text(&node.text)?)))
    else {
        return String::new();
    };
    let mut out = format!("<p>{}</p><ul class=\"nested\">", E(&text.question));
    for branch in &node.branch {
        let label = ctx.text(&branch.text).map_or("", |t| &t.label);
        let _ = write!(out, "<li><strong>{}</strong> ", E(label));
        match branch.cause() {
            Some(id) => {
                let title = cause(id).and_then(|c| c.text(ctx.lang)).map_or(id, |t| t.title);
                let _ = write!(out, "→ {}", link(&format!("#/cause/{id}"), title, ctx));
            }
            None => out.push_str(&nested(walk, &branch.to, ctx)),
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
    out
}
