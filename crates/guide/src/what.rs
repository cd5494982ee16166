//! What a 502 is: the chain as a picture, the statuses side by side, and what each product makes of the same fault.

use std::fmt::Write;

use why502_knowledge::cause;
use why502_knowledge::content::{Content, Hop, Status};

use crate::html::{E, link, log_line, prose};
use crate::{Ctx, Page};

/// The four of the comparison; what comes after them is told in a table.
const FOUR: usize = 4;

pub(crate) fn page(content: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let html = format!(
        "<p class=\"lead\">{}</p>{}{}{}",
        E(w.book_what_lead),
        chain(content, ctx),
        statuses(content, ctx),
        faults(content, ctx)
    );
    Page { key: "502".into(), title: w.book_what_title.into(), description: w.book_what_lead.into(), html }
}

/// Six hops to choose from by mouse, finger or arrow keys; the chosen one says what can break there. A list of
/// radio buttons, so that it works without script and reads in order.
fn chain(content: &Content, ctx: &Ctx) -> String {
    let w = ctx.words;
    let mut out = format!(
        "<section class=\"part\"><h2>{}</h2><p>{}</p><div class=\"hops\"><fieldset class=\"hop-row\">\
         <legend class=\"visually-hidden\">{}</legend>",
        E(w.book_chain_title),
        E(w.book_chain_intro),
        E(w.book_chain_title)
    );
    for hop in &content.hops {
        let Some(text) = ctx.text(&hop.text) else {
            continue;
        };
        // The proxy is where a 502 is made: it is open to begin with.
        let checked = if hop.id == "proxy" { " checked" } else { "" };
        let _ = write!(
            out,
            "<label class=\"hop-pick\"><input type=\"radio\" name=\"hop\" value=\"{0}\"{checked}>\
             <span class=\"hop-name\">{1}</span></label>",
            E(&hop.id),
            E(&text.title)
        );
    }
    out.push_str("</fieldset>");
    for hop in &content.hops {
        out.push_str(&panel(hop, ctx).unwrap_or_default());
    }
    out.push_str("</div></section>");
    out
}

fn panel(hop: &Hop, ctx: &Ctx) -> Option<String> {
    let w = ctx.words;
    let text = ctx.text(&hop.text)?;
    let mut out = format!(
        "<section class=\"hop-panel card\" data-hop=\"{}\"><h3>{}</h3><p>{}</p><div class=\"two\"><div><h4>{}</h4>{}</div>\
         <div><h4>{}</h4>{}</div></div>",
        E(&hop.id),
        E(&text.title),
        E(&text.role),
        E(w.book_hop_breaks),
        prose(&text.breaks, ctx),
        E(w.book_hop_look),
        prose(&text.look, ctx)
    );
    if !hop.logs.is_empty() {
        out.push_str("<dl class=\"lines\">");
        for log in &hop.logs {
            let _ = write!(
                out,
                "<div><dt lang=\"\" translate=\"no\">{} <code>{}</code></dt><dd>{}</dd></div>",
                E(why502_report::names::product(&log.product)),
                E(&log.r#where),
                log_line(&log.line, "", "")
            );
        }
        out.push_str("</dl>");
    }
    let causes = hop.causes.iter().filter_map(|id| Some((id, cause(id)?.text(ctx.lang)?)));
    let _ = write!(out, "<h4>{}</h4><ul class=\"links\">", E(w.book_hop_causes));
    for (id, text) in causes {
        let _ = write!(out, "<li>{}</li>", link(&format!("#/cause/{id}"), text.title, ctx));
    }
    out.push_str("</ul></section>");
    Some(out)
}

fn statuses(content: &Content, ctx: &Ctx) -> String {
    let w = ctx.words;
    let mut out = format!(
        "<section class=\"part\"><h2>{}</h2><p>{}</p><ul class=\"cards four\">",
        E(w.book_statuses_title),
        E(w.book_statuses_intro)
    );
    for status in content.statuses.status.iter().take(FOUR) {
        out.push_str(&card(status, ctx).unwrap_or_default());
    }
    out.push_str("</ul>");
    let _ = write!(out, "<details class=\"more\"><summary>{}</summary><ul class=\"cards\">", E(w.book_statuses_more));
    for status in content.statuses.status.iter().skip(FOUR) {
        out.push_str(&card(status, ctx).unwrap_or_default());
    }
    out.push_str("</ul></details></section>");
    out
}

fn card(status: &Status, ctx: &Ctx) -> Option<String> {
    let w = ctx.words;
    let text = ctx.text(&status.text)?;
    Some(format!(
        "<li class=\"card status\"><h3><span class=\"code\">{}</span> {}</h3><p>{}</p><dl class=\"pairs\"><dt>{}</dt><dd>{}</dd>\
         <dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl></li>",
        status.code,
        E(&text.name),
        E(&text.why),
        E(w.book_status_scene),
        E(&text.scene),
        E(w.book_status_who),
        E(&text.who),
        E(w.book_status_first),
        E(&text.first)
    ))
}

/// Fault × product: who answers what. Words of the logs stand below, where there is room for them.
fn faults(content: &Content, ctx: &Ctx) -> String {
    let w = ctx.words;
    let all = &content.statuses;
    let mut out = format!(
        "<section class=\"part\"><h2>{0}</h2><p>{1}</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\
         <table class=\"matrix\"><thead><tr><th scope=\"col\">{2}</th>",
        E(w.book_faults_title),
        E(w.book_faults_intro),
        E(w.book_faults_fault)
    );
    for product in &all.product {
        let _ = write!(out, "<th scope=\"col\" lang=\"en\" translate=\"no\">{}</th>", E(&product.name));
    }
    out.push_str("</tr></thead><tbody>");
    for fault in &all.fault {
        let Some(text) = ctx.text(&fault.text) else {
            continue;
        };
        let _ =
            write!(out, "<tr><th scope=\"row\">{}</th>", link(&format!("#/cause/{}", fault.cause), &text.title, ctx));
        for product in &all.product {
            let answer = all.answer.iter().find(|a| a.fault == fault.id && a.product == product.id);
            let status = answer.map_or("–", |a| a.status.as_str());
            let code = status.get(..3).filter(|c| c.bytes().all(|b| b.is_ascii_digit())).unwrap_or_default();
            // Other words than a number are English in the data: "200, cut short".
            let _ = write!(out, "<td data-status=\"{}\">{}</td>", E(code), E(&self::status(status, ctx)));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
    let _ = write!(out, "<h3 class=\"below\">{}</h3>", E(w.book_faults_words));
    for fault in &all.fault {
        let Some(text) = ctx.text(&fault.text) else {
            continue;
        };
        let _ = write!(
            out,
            "<details class=\"more\"><summary>{}</summary><p>{}</p><dl class=\"lines\">",
            E(&text.title),
            E(&text.what)
        );
        for product in &all.product {
            if let Some(answer) = all.answer.iter().find(|a| a.fault == fault.id && a.product == product.id) {
                let line = if answer.log.is_empty() {
                    format!("<span class=\"quiet\">{}</span>", E(w.book_faults_silent))
                } else {
                    log_line(&answer.log, "", "")
                };
                let _ = write!(
                    out,
                    "<div><dt><span lang=\"en\" translate=\"no\">{}</span> <strong>{}</strong></dt><dd>{line}</dd></div>",
                    E(&product.name),
                    E(&status(&answer.status, ctx))
                );
            }
        }
        out.push_str("</dl></details>");
    }
    out.push_str("</section>");
    out
}

/// A status of the data in the reader's language.
fn status(text: &str, ctx: &Ctx) -> String {
    text.replace(", cut short", ctx.words.book_cut_short)
}
