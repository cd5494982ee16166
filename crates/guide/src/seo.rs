//! What search engines do with an outage, by its length and status: all stages in order. The app shows the one that
//! fits the answers.

use std::fmt::Write;

use why502_knowledge::content::{Content, Stage};

use crate::html::{E, prose, sources};
use crate::{Ctx, Page};

pub(crate) fn page(content: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let mut html = format!("<p class=\"lead\">{}</p>", E(w.book_seo_intro));
    if !ctx.is_twin() {
        html.push_str(&form(ctx));
    }
    html.push_str("<ol class=\"stages\">");
    for stage in &content.seo {
        html.push_str(&self::stage(stage, ctx).unwrap_or_default());
    }
    html.push_str("</ol>");
    Page { key: "seo".into(), title: w.book_seo_title.into(), description: w.book_seo_intro.into(), html }
}

fn form(ctx: &Ctx) -> String {
    let w = ctx.words;
    format!(
        "<form class=\"filter\" data-seo><fieldset><legend>{}</legend>\
         <label><input type=\"radio\" name=\"planned\" value=\"false\" checked> {}</label>\
         <label><input type=\"radio\" name=\"planned\" value=\"true\"> {}</label></fieldset>\
         <label><span>{}</span><input type=\"number\" name=\"hours\" min=\"0\" max=\"10000\" step=\"any\" value=\"0.5\" inputmode=\"decimal\"></label>\
         <fieldset><legend>{}</legend><label><input type=\"radio\" name=\"status\" value=\"502\" checked> 502</label>\
         <label><input type=\"radio\" name=\"status\" value=\"503\"> 503</label></fieldset>\
         <p role=\"status\" class=\"quiet\" data-none=\"{}\"></p>\
         <p class=\"row\"><button type=\"button\" data-all>{}</button></p></form>",
        E(w.book_seo_planned_label),
        E(w.book_seo_unplanned),
        E(w.book_seo_planned),
        E(w.book_seo_hours),
        E(w.book_seo_status),
        E(w.book_seo_none),
        E(w.book_seo_all)
    )
}

fn hours(stage: &Stage, ctx: &Ctx) -> String {
    let w = ctx.words;
    let pattern = match (stage.from_hours, stage.to_hours) {
        (_, to) if to < 0.0 && stage.from_hours <= 0.0 => w.book_seo_any_length,
        (_, to) if to < 0.0 => w.book_seo_from,
        (from, _) if from <= 0.0 => w.book_seo_until,
        _ => w.book_seo_between,
    };
    pattern.replace("{from}", &stage.from_hours.to_string()).replace("{to}", &stage.to_hours.to_string())
}

fn stage(stage: &Stage, ctx: &Ctx) -> Option<String> {
    let w = ctx.words;
    let text = ctx.text(&stage.text)?;
    let planned = if stage.planned { w.book_seo_planned } else { w.book_seo_unplanned };
    let mut out = format!(
        "<li class=\"card\" data-stage data-from=\"{}\" data-to=\"{}\" data-status=\"{}\" data-planned=\"{}\"><h2>{}</h2>\
         <p class=\"tags\"><span class=\"tag\">{}</span> <span class=\"tag\">{}</span>",
        stage.from_hours,
        stage.to_hours,
        E(&stage.status),
        stage.planned,
        E(&text.title),
        E(planned),
        E(&hours(stage, ctx))
    );
    if stage.status != "any" {
        let _ = write!(out, " <span class=\"tag\">{}</span>", E(&stage.status));
    }
    let _ = write!(
        out,
        "</p><div class=\"three\"><div><h3>{}</h3>{}</div><div><h3>{}</h3>{}</div><div><h3>{}</h3>{}</div></div>{}</li>",
        E(w.book_seo_engines),
        prose(&text.engines, ctx),
        E(w.book_seo_act),
        prose(&text.act, ctx),
        E(w.book_seo_page),
        prose(&text.page, ctx),
        sources(&stage.sources, ctx)
    );
    Some(out)
}
