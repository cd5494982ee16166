//! What keeps a 502 from coming back, as a checklist. The boxes can be ticked anywhere; the app remembers them.

use std::fmt::Write;

use why502_knowledge::cause;
use why502_knowledge::content::{AREAS, Content, Item};

use crate::html::{E, command, link, prose, sources};
use crate::{Ctx, Page};

fn area(id: &str, ctx: &Ctx) -> &'static str {
    let w = ctx.words;
    match id {
        "architecture" => w.book_area_architecture,
        "monitoring" => w.book_area_monitoring,
        "config" => w.book_area_config,
        "alerts" => w.book_area_alerts,
        "deploy" => w.book_area_deploy,
        "capacity" => w.book_area_capacity,
        _ => w.book_area_page,
    }
}

pub(crate) fn page(content: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let mut html = format!("<p class=\"lead\">{}</p>", E(w.book_prevention_intro));
    if !ctx.is_twin() {
        let _ = write!(
            html,
            "<div class=\"tools\"><p role=\"status\" class=\"quiet\" data-done=\"{}\"></p><p class=\"row\"><button type=\"button\" \
             data-export data-copied-word=\"{}\">{}</button><button type=\"button\" data-forget>{}</button></p></div>",
            E(w.book_check_done),
            E(w.copy_done),
            E(w.book_check_export),
            E(w.book_check_forget)
        );
    }
    for id in AREAS {
        let here: Vec<&Item> = content.prevention.iter().filter(|i| i.area == id).collect();
        if here.is_empty() {
            continue;
        }
        let _ = write!(html, "<section class=\"part\"><h2>{}</h2><ul class=\"checks\">", E(area(id, ctx)));
        for item in here {
            html.push_str(&self::item(item, ctx).unwrap_or_default());
        }
        html.push_str("</ul></section>");
    }
    Page {
        key: "prevention".into(),
        title: w.book_prevention_title.into(),
        description: w.book_prevention_intro.into(),
        html,
    }
}

fn item(item: &Item, ctx: &Ctx) -> Option<String> {
    let text = ctx.text(&item.text)?;
    let mut out = format!(
        "<li id=\"{0}\" class=\"card\"><label class=\"check\"><input type=\"checkbox\" data-check=\"{0}\"> <strong>{1}</strong></label>\
         <p class=\"quiet\">{2}</p><div class=\"how\">{3}",
        E(&item.id),
        E(&text.title),
        E(&text.why),
        prose(&text.how, ctx)
    );
    for run in &item.commands {
        out.push_str(&command(run, ctx));
    }
    let causes = item.causes.iter().filter_map(|id| Some((id, cause(id)?.text(ctx.lang)?.title)));
    let causes: Vec<String> = causes.map(|(id, title)| link(&format!("#/cause/{id}"), title, ctx)).collect();
    if !causes.is_empty() {
        let w = ctx.words;
        let _ = write!(
            out,
            "<p class=\"quiet\">{}{}{}</p>",
            E(w.book_check_against),
            E(w.report_colon),
            causes.join(w.verdict_comma)
        );
    }
    out.push_str(&sources(&item.sources, ctx));
    out.push_str("</div></li>");
    Some(out)
}
