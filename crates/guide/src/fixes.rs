//! The fix table: the seven cures that everybody names, and all the finer ones, each as check → do → prove.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use why502_knowledge::content::{Content, Remedy};
use why502_knowledge::{CAUSES, Family, cause, signatures};
use why502_report::document::{self, FixStep, Step};
use why502_report::names::{family, product};

use crate::html::{E, commands, link, prose};
use crate::{Ctx, Page, filter};

pub(crate) fn page(content: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let mut html = format!("<p class=\"lead\">{}</p>", E(w.book_fixes_intro));
    let remedies: String = content.remedies.iter().filter_map(|r| remedy(r, ctx)).collect();
    // The app draws the table itself: with the reader's values, in the order of the verdict.
    if ctx.is_twin() {
        let _ = write!(
            html,
            "<section class=\"part\"><h2>{}</h2><p>{}</p><ol class=\"cards remedies\">{remedies}</ol></section>{}",
            E(w.book_remedies_title),
            E(w.book_remedies_intro),
            table(ctx)
        );
    } else {
        let _ = write!(
            html,
            "<details class=\"more\" data-remedies><summary>{}</summary><p>{}</p><ol class=\"cards remedies\">{remedies}</ol></details>{}",
            E(w.book_remedies_title),
            E(w.book_remedies_intro),
            form(ctx)
        );
    }
    Page { key: "fixes".into(), title: w.book_fixes_title.into(), description: w.book_fixes_intro.into(), html }
}

/// What the app's table can be narrowed by.
fn form(ctx: &Ctx) -> String {
    let w = ctx.words;
    let causes: Vec<(&str, &str)> = CAUSES.iter().filter_map(|c| Some((c.id, c.text(ctx.lang)?.title))).collect();
    let products: Vec<(&str, &str)> = products().into_iter().map(|(id, name, _)| (id, name)).collect();
    let kinds = [("mitigation", w.kind_mitigation), ("remedy", w.kind_remedy), ("defence", w.kind_defence)];
    let risks = [("low", w.risk_low), ("medium", w.risk_medium), ("high", w.risk_high)];
    let choices: [filter::Choice<'_>; 4] = [
        ("cause", w.book_filter_cause, &causes),
        ("product", w.book_filter_product, &products),
        ("kind", w.book_filter_kind, &kinds),
        ("risk", w.report_risk, &risks),
    ];
    filter::form(&choices, ctx).replacen("data-filter", "data-filter data-fixes", 1)
}

fn remedy(remedy: &Remedy, ctx: &Ctx) -> Option<String> {
    let w = ctx.words;
    let text = ctx.text(&remedy.text)?;
    let titles = |ids: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        let known = ids.filter_map(|id| Some((id, cause(id)?.text(ctx.lang)?)));
        known.map(|(id, text)| link(&format!("#/cause/{id}"), text.title, ctx)).collect()
    };
    let mut seen = BTreeSet::new();
    let mut fixed = remedy.fixes.iter().filter_map(|f| f.split_once('/')).map(|(c, _)| c).filter(|c| seen.insert(*c));
    let helps = titles(&mut fixed);
    let useless = titles(&mut remedy.useless.iter().map(String::as_str));
    Some(format!(
        "<li class=\"card\" id=\"{}\" data-useless=\"{}\"><h3>{}</h3><p class=\"risk-note\" data-warn hidden>{}</p><h4>{}</h4>{}<h4>{}</h4>{}<h4>{}</h4>{}\
         <p class=\"quiet\"><strong>{}</strong> {}</p><p class=\"quiet\"><strong>{}</strong> {}</p></li>",
        E(&remedy.id),
        E(&remedy.useless.join(" ")),
        E(&text.title),
        E(w.book_remedy_warn),
        E(w.book_remedy_when),
        prose(&text.when, ctx),
        E(w.book_remedy_how),
        prose(&text.how, ctx),
        E(w.book_remedy_trap),
        prose(&text.trap, ctx),
        E(w.book_remedy_helps),
        helps.join(w.verdict_comma),
        E(w.book_remedy_useless),
        useless.join(w.verdict_comma),
    ))
}

fn table(ctx: &Ctx) -> String {
    let mut out = String::new();
    for kind in Family::ALL {
        let _ = write!(out, "<section class=\"part\"><h2>{}</h2>", E(family(kind, ctx.words)));
        for cause in CAUSES.iter().filter(|c| c.family == kind) {
            let Some(text) = cause.text(ctx.lang) else {
                continue;
            };
            let _ = write!(
                out,
                "<h3 class=\"of-cause\" id=\"{}\">{}</h3>",
                E(cause.id),
                link(&format!("#/cause/{}", cause.id), text.title, ctx)
            );
            out.push_str(&list(&document::fixes(cause, &why502_engine::Map::new(), ctx.lang), 4, ctx));
        }
        out.push_str("</section>");
    }
    out
}

/// Each fix folded up, its name and what it costs in sight. `level` is that of its heading.
pub(crate) fn list(fixes: &[FixStep], level: u8, ctx: &Ctx) -> String {
    let w = ctx.words;
    let mut out = String::from("<ol class=\"fixes\">");
    for fix in fixes {
        let risk = w.verdict_risk.replace("{risk}", fix.risk_word);
        let _ = write!(
            out,
            "<li class=\"fix\"><details><summary><span class=\"fix-name\"><h{level}>{}</h{level}><span class=\"tags\">\
             <span class=\"tag\" data-kind=\"{}\">{}</span> <span class=\"tag\" data-risk=\"{}\">{}</span></span></span>\
             </summary><ol class=\"steps\">",
            E(fix.title),
            fix.kind.id(),
            E(fix.kind_word),
            fix.risk.id(),
            E(&risk)
        );
        let below = level + 1;
        for (name, step, note) in [
            (w.report_check, &fix.check, ""),
            (w.report_do, &fix.act, fix.risk_note.as_str()),
            (w.report_prove, &fix.prove, ""),
        ] {
            out.push_str(&self::step(name, step, note, below, ctx));
        }
        out.push_str("</ol></details></li>");
    }
    out.push_str("</ol>");
    out
}

fn step(name: &str, step: &Step, note: &str, level: u8, ctx: &Ctx) -> String {
    let note = if note.is_empty() { String::new() } else { format!("<p class=\"risk-note\">{}</p>", E(note)) };
    format!(
        "<li class=\"step\"><h{level}>{}</h{level}><p>{}</p>{note}{}</li>",
        E(name),
        E(&step.words),
        commands(&step.commands, ctx)
    )
}

/// Products in whose words a cause is seen: what the app's filter offers.
pub(crate) fn products() -> Vec<(&'static str, &'static str, BTreeSet<&'static str>)> {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for signature in signatures() {
        if let Some(cause) = signature.cause.filter(|_| !signature.product.is_empty()) {
            all.entry(signature.product).or_default().insert(cause);
        }
    }
    all.into_iter().map(|(id, causes)| (id, product(id), causes)).collect()
}
