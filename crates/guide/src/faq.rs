//! Questions and answers: the list by topic, and a page for each.

use std::fmt::Write;

use why502_knowledge::cause;
use why502_knowledge::content::{Content, Faq, TOPICS};

use crate::html::{E, link, prose, sources};
use crate::{Ctx, Page, filter};

fn topic(id: &str, ctx: &Ctx) -> &'static str {
    let w = ctx.words;
    match id {
        "basics" => w.book_topic_basics,
        "visitor" => w.book_topic_visitor,
        "php" => w.book_topic_php,
        "app-server" => w.book_topic_app_server,
        "container" => w.book_topic_container,
        "kubernetes" => "Kubernetes",
        "cloud" => w.book_topic_cloud,
        "cdn" => w.book_topic_cdn,
        "nginx" => "nginx",
        "apache" => "Apache",
        "haproxy" => "HAProxy",
        "tls-dns" => w.book_topic_tls_dns,
        "operations" => w.book_topic_operations,
        _ => w.book_topic_seo,
    }
}

fn audience(id: &str, ctx: &Ctx) -> &'static str {
    match id {
        "visitor" => ctx.words.book_for_visitor,
        "admin" => ctx.words.book_for_admin,
        _ => ctx.words.book_for_both,
    }
}

/// All questions, each with its answer in one sentence.
pub(crate) fn page(content: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let topics: Vec<(&str, &str)> = TOPICS.iter().map(|id| (*id, topic(id, ctx))).collect();
    let audiences = [("visitor", w.book_for_visitor), ("admin", w.book_for_admin)];
    let mut html = format!(
        "<p class=\"lead\">{}</p>{}",
        E(w.book_faq_intro),
        filter::form(&[("topic", w.book_filter_topic, &topics), ("audience", w.book_filter_audience, &audiences)], ctx)
    );
    for (id, title) in &topics {
        let here: Vec<&Faq> = content.faq.iter().filter(|f| f.topic == *id).collect();
        if here.is_empty() {
            continue;
        }
        let _ = write!(html, "<section class=\"part\" data-group><h2>{}</h2><ul class=\"briefs\">", E(title));
        for faq in here {
            let Some(text) = ctx.text(&faq.text) else {
                continue;
            };
            let audiences = if faq.audience == "both" { "visitor admin" } else { &faq.audience };
            let _ = write!(
                html,
                "<li data-item data-topic=\"{}\" data-audience=\"{}\">{}<p>{}</p></li>",
                E(&faq.topic),
                E(audiences),
                link(&format!("#/faq/{}", faq.id), &text.question, ctx),
                E(&text.short)
            );
        }
        html.push_str("</ul></section>");
    }
    Page { key: "faq".into(), title: w.book_faq_title.into(), description: w.book_faq_intro.into(), html }
}

/// One question, answered in full.
pub(crate) fn one(faq: &Faq, content: &Content, ctx: &Ctx) -> Option<Page> {
    let w = ctx.words;
    let text = ctx.text(&faq.text)?;
    let mut html = format!(
        "<p class=\"lead\">{}</p><p class=\"tags\"><span class=\"tag\">{}</span> <span class=\"tag\">{}</span></p><div class=\"prose\">{}</div>",
        E(&text.short),
        E(topic(&faq.topic, ctx)),
        E(audience(&faq.audience, ctx)),
        prose(&text.answer, ctx)
    );
    let mut list = |title: &str, links: Vec<String>| {
        if !links.is_empty() {
            let _ = write!(html, "<section class=\"part\"><h2>{}</h2><ul class=\"links\">", E(title));
            for link in links {
                let _ = write!(html, "<li>{link}</li>");
            }
            html.push_str("</ul></section>");
        }
    };
    let causes = faq.causes.iter().filter_map(|id| Some((id, cause(id)?.text(ctx.lang)?.title)));
    list(w.book_faq_causes, causes.map(|(id, title)| link(&format!("#/cause/{id}"), title, ctx)).collect());
    // A question is related both ways, whoever says so.
    let related =
        content.faq.iter().filter(|f| f.id != faq.id && (faq.related.contains(&f.id) || f.related.contains(&faq.id)));
    let related = related.filter_map(|f| Some(link(&format!("#/faq/{}", f.id), &ctx.text(&f.text)?.question, ctx)));
    list(w.book_related_questions, related.collect());
    html.push_str(&sources(&faq.sources, ctx));
    Some(Page { key: format!("faq/{}", faq.id), title: text.question.clone(), description: text.short.clone(), html })
}
