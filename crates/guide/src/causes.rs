//! The causes: the list by family, and a page for each.

use std::fmt::Write;
use why502_engine::Map;

use why502_engine::values::{self, Values};
use why502_knowledge::content::Content;
use why502_knowledge::{CAUSES, Cause, Family, ask};
use why502_report::cause_page::CausePage;
use why502_report::document;
use why502_report::names::{family, layer};

use crate::html::{E, command, link};
use crate::{Ctx, Page, fixes, lines};

/// All causes, by family.
pub(crate) fn page(ctx: &Ctx) -> Page {
    let mut html = format!("<p class=\"lead\">{}</p>", E(ctx.words.causes_intro));
    for kind in Family::ALL {
        let _ = write!(
            html,
            "<section class=\"part\"><h2>{}</h2><ul class=\"briefs columns\">",
            E(family(kind, ctx.words))
        );
        for cause in CAUSES.iter().filter(|c| c.family == kind) {
            if let Some(text) = cause.text(ctx.lang) {
                let _ = write!(
                    html,
                    "<li>{}<p>{}</p></li>",
                    link(&format!("#/cause/{}", cause.id), text.title, ctx),
                    E(text.meaning)
                );
            }
        }
        html.push_str("</ul></section>");
    }
    Page {
        key: "causes".into(),
        title: ctx.words.causes_title.into(),
        description: ctx.words.causes_intro.into(),
        html,
    }
}

/// One cause, whole.
pub(crate) fn one(cause: &'static Cause, content: &Content, ctx: &Ctx) -> Option<Page> {
    let page = CausePage::new(cause, ctx.lang);
    let w = ctx.words;
    let mut html = String::new();
    let _ = write!(
        html,
        "<p class=\"lead\">{}</p><dl class=\"facts\"><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl>",
        E(page.meaning),
        E(w.cause_family),
        E(family(cause.family, w)),
        E(w.cause_layer),
        E(layer(cause.layer, w))
    );
    let _ = write!(html, "<section class=\"part\"><h2>{}</h2>", E(w.cause_explanation));
    for paragraph in &page.explanation {
        let _ = write!(html, "<p>{}</p>", E(paragraph));
    }
    html.push_str("</section>");
    html.push_str(&lines::section(cause.id, ctx));
    html.push_str(&sure(cause, ctx));
    let _ = write!(html, "<section class=\"part\"><h2>{}</h2>", E(w.cause_fixes));
    html.push_str(&fixes::list(&document::fixes(cause, &Map::new(), ctx.lang), 3, ctx));
    html.push_str("</section>");
    for (title, list) in [(w.cause_explained_by, &page.explained_by), (w.cause_explains, &page.explains)] {
        if list.is_empty() {
            continue;
        }
        let _ = write!(html, "<section class=\"part\"><h2>{}</h2><ul class=\"links\">", E(title));
        for (id, title) in list {
            let _ = write!(html, "<li>{}</li>", link(&format!("#/cause/{id}"), title, ctx));
        }
        html.push_str("</ul></section>");
    }
    html.push_str(&related(cause, content, ctx));
    let title = if page.title.is_empty() { cause.id } else { page.title };
    Some(Page { key: format!("cause/{}", cause.id), title: title.into(), description: page.meaning.into(), html })
}

/// What the app's own page of a cause lacks.
pub(crate) fn more(cause: &'static Cause, content: &Content, ctx: &Ctx) -> Option<Page> {
    let text = cause.text(ctx.lang)?;
    let html = format!("{}{}", lines::section(cause.id, ctx), related(cause, content, ctx));
    Some(Page { key: format!("cause/{}", cause.id), title: text.title.into(), description: text.meaning.into(), html })
}

/// What would confirm it, and how to get that.
fn sure(cause: &Cause, ctx: &Ctx) -> String {
    let mut out = format!("<section class=\"part\"><h2>{}</h2><ul class=\"next\">", E(ctx.words.cause_next));
    for ask in cause.next.iter().filter_map(|id| ask(id)) {
        let (Some(text), Some(run)) = (ask.text(ctx.lang), ask.commands.last()) else {
            continue;
        };
        let known = values::fill(run.command, &Values::new()).is_some();
        let _ = write!(out, "<li><h3>{}</h3><p>{}</p>", E(text.title), E(text.why));
        if known {
            out.push_str(&command(run.command, ctx));
        }
        out.push_str("</li>");
    }
    out.push_str("</ul></section>");
    out
}

/// So many links of a kind are shown at once.
const NEAR: usize = 6;

/// Questions, commands, examples and sources that go with it.
fn related(cause: &Cause, content: &Content, ctx: &Ctx) -> String {
    let w = ctx.words;
    let mut out = String::new();
    let mut list = |title: &str, links: Vec<String>| {
        if links.is_empty() {
            return;
        }
        let _ = write!(out, "<section class=\"part\"><h2>{}</h2>", E(title));
        // The nearest at once, the others on request.
        let (near, far) = links.split_at(links.len().min(NEAR));
        let all = |links: &[String]| {
            let items: String = links.iter().map(|link| format!("<li>{link}</li>")).collect();
            format!("<ul class=\"briefs near\">{items}</ul>")
        };
        out.push_str(&all(near));
        if !far.is_empty() {
            let _ = write!(
                out,
                "<details class=\"more\"><summary>{} ({})</summary>{}</details>",
                E(w.book_related_more),
                far.len(),
                all(far)
            );
        }
        out.push_str("</section>");
    };
    let here = |causes: &[String]| causes.iter().any(|c| c == cause.id);
    // Those that name it first are about it.
    let mut faq: Vec<_> = content.faq.iter().filter(|f| here(&f.causes)).collect();
    faq.sort_by_key(|f| f.causes.iter().position(|c| c == cause.id));
    let questions =
        faq.into_iter().filter_map(|f| Some(link(&format!("#/faq/{}", f.id), &ctx.text(&f.text)?.question, ctx)));
    list(w.book_related_questions, questions.collect());
    let commands = content
        .commands
        .iter()
        .filter(|c| here(&c.causes))
        .filter_map(|c| Some(link(&format!("#/commands/{}", c.id), &ctx.text(&c.text)?.title, ctx)));
    list(w.book_related_commands, commands.collect());
    let examples = content
        .examples
        .iter()
        .filter(|e| here(&e.causes))
        .filter_map(|e| Some(link(&format!("#/examples/{}", e.id), &ctx.text(&e.text)?.title, ctx)));
    list(w.book_related_examples, examples.collect());
    let sources = lines::sources(cause.id);
    if !sources.is_empty() {
        let _ = write!(
            out,
            "<section class=\"part\"><h2>{}</h2><ul class=\"plain quiet\" lang=\"en\" translate=\"no\">",
            E(w.book_sources)
        );
        for source in sources {
            let _ = write!(out, "<li>{}</li>", E(source));
        }
        out.push_str("</ul></section>");
    }
    out
}
