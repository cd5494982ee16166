//! The timeout ladder: each layer's timers with their defaults, from the visitor inwards. The app computes with the
//! reader's own numbers which fires first, and which connection the two ends would race for.

use std::fmt::Write;

use why502_knowledge::cause;
use why502_knowledge::content::{Content, TimeoutProduct, Timer};

use crate::html::{E, link};
use crate::{Ctx, Page};

pub(crate) fn page(content: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let mut html = format!(
        "<p class=\"lead\">{}</p><section class=\"part\"><h2>{}</h2><ul class=\"plain\">",
        E(w.book_timeouts_intro),
        E(w.book_timeouts_rules)
    );
    for rule in [w.book_timeouts_rule_order, w.book_timeouts_rule_status, w.book_timeouts_rule_idle] {
        let _ = write!(html, "<li>{}</li>", E(rule));
    }
    html.push_str("</ul></section>");
    if !ctx.is_twin() {
        html.push_str(&ladder(content, ctx));
    }
    let _ = write!(
        html,
        "<section class=\"part\"><h2>{}</h2><p>{}</p></section>",
        E(w.book_timeouts_table),
        E(w.book_timeouts_table_intro)
    );
    for layer in &content.timeouts.layer {
        let Some(text) = ctx.text(&layer.text) else {
            continue;
        };
        let _ = write!(
            html,
            "<section class=\"part\"><h3>{0}</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table class=\"timers\">\
             <thead><tr><th scope=\"col\">{1}</th><th scope=\"col\">{2}</th><th scope=\"col\">{3}</th><th scope=\"col\">{4}</th><th scope=\"col\">{5}</th></tr></thead><tbody>",
            E(&text.title),
            E(w.book_timer_product),
            E(w.book_timer_directive),
            E(w.book_timer_default),
            E(w.book_timer_what),
            E(w.book_timer_status)
        );
        for product in content.timeouts.product.iter().filter(|p| p.layer == layer.id) {
            for timer in &product.timer {
                html.push_str(&row(product, timer, ctx).unwrap_or_default());
            }
        }
        html.push_str("</tbody></table></div></section>");
    }
    Page {
        key: "timeouts".into(),
        title: w.book_timeouts_title.into(),
        description: w.book_timeouts_intro.into(),
        html,
    }
}

fn seconds(timer: &Timer, ctx: &Ctx) -> String {
    if timer.default_s < 0.0 { ctx.words.book_timer_none.to_owned() } else { format!("{} s", timer.default_s) }
}

fn row(product: &TimeoutProduct, timer: &Timer, ctx: &Ctx) -> Option<String> {
    let text = ctx.text(&timer.text)?;
    let cause = cause(&timer.cause)?.text(ctx.lang)?;
    let status = if timer.status.is_empty() { "–" } else { &timer.status };
    Some(format!(
        "<tr><th scope=\"row\" lang=\"en\" translate=\"no\">{}</th><td><code translate=\"no\" lang=\"\">{}</code></td><td class=\"number\">{}</td><td>{}</td><td>{} {}</td></tr>",
        E(&product.name),
        E(&timer.directive),
        E(&seconds(timer, ctx)),
        E(&text.what),
        E(status),
        link(&format!("#/cause/{}", timer.cause), cause.title, ctx)
    ))
}

/// The form: a product for each layer, its timers with numbers to change. What the app says is in the attributes.
fn ladder(content: &Content, ctx: &Ctx) -> String {
    let w = ctx.words;
    let mut out = format!(
        "<section class=\"part\"><h2>{}</h2><p>{}</p><form class=\"ladder\" data-ladder data-first=\"{}\" data-never=\"{}\" \
         data-safe=\"{}\" data-race=\"{}\" data-order=\"{}\" data-fine=\"{}\"><ol class=\"rungs\">",
        E(w.book_ladder_title),
        E(w.book_ladder_intro),
        E(w.book_ladder_first),
        E(w.book_ladder_never),
        E(w.book_ladder_safe),
        E(w.book_ladder_race),
        E(w.book_ladder_order),
        E(w.book_ladder_fine)
    );
    for layer in &content.timeouts.layer {
        let Some(text) = ctx.text(&layer.text) else {
            continue;
        };
        let here: Vec<&TimeoutProduct> = content.timeouts.product.iter().filter(|p| p.layer == layer.id).collect();
        let _ = write!(
            out,
            "<li class=\"card rung\" data-rung=\"{0}\"><label class=\"rung-name\"><span>{1}</span> <select data-product><option value=\"\">{2}</option>",
            E(&layer.id),
            E(&text.title),
            E(w.book_ladder_no_layer)
        );
        for (n, product) in here.iter().enumerate() {
            let selected = if n == 0 { " selected" } else { "" };
            let _ = write!(out, "<option value=\"{}\"{selected}>{}</option>", E(&product.id), E(&product.name));
        }
        out.push_str("</select></label>");
        for (n, product) in here.iter().enumerate() {
            let hidden = if n == 0 { "" } else { " hidden" };
            let _ = write!(
                out,
                "<div class=\"timers-of\" data-of=\"{}\" data-name=\"{}\"{hidden}>",
                E(&product.id),
                E(&product.name)
            );
            for timer in &product.timer {
                out.push_str(&input(timer, ctx).unwrap_or_default());
            }
            out.push_str("</div>");
        }
        out.push_str("</li>");
    }
    let _ = write!(
        out,
        "</ol><label class=\"slow\"><span>{}</span> <input type=\"number\" min=\"0\" max=\"100000\" step=\"any\" value=\"90\" data-slow inputmode=\"decimal\"></label>\
         <div class=\"notice\" role=\"status\" data-result></div></form></section>",
        E(w.book_ladder_slow)
    );
    out
}

fn input(timer: &Timer, ctx: &Ctx) -> Option<String> {
    let text = ctx.text(&timer.text)?;
    let value = if timer.default_s < 0.0 { String::new() } else { timer.default_s.to_string() };
    Some(format!(
        "<label class=\"timer\" title=\"{}\"><code translate=\"no\" lang=\"\">{}</code> <input type=\"number\" min=\"0\" max=\"100000\" step=\"any\" value=\"{}\" \
         placeholder=\"{}\" data-timer=\"{}\" data-id=\"{}\" data-status=\"{}\" data-cause=\"{}\" data-directive=\"{1}\" inputmode=\"decimal\"> <span class=\"quiet\">{}</span></label>",
        E(&text.what),
        E(&timer.directive),
        E(&value),
        E(ctx.words.book_timer_none),
        E(&timer.kind),
        E(&timer.id),
        E(&timer.status),
        E(&timer.cause),
        E(&text.what)
    ))
}
