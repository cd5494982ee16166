//! What to run on which hop, with what to look for in the output.

use std::fmt::Write;

use why502_knowledge::Layer;
use why502_knowledge::content::{Command, Content, HOPS, SYSTEMS};
use why502_report::names::layer;

use crate::html::{E, command, prose};
use crate::{Ctx, Page, filter};

pub(crate) fn page(content: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let name = |hop: &str| Layer::ALL.into_iter().find(|l| l.id() == hop).map_or("", |l| layer(l, w));
    let hops: Vec<(&str, &str)> = HOPS.iter().map(|hop| (*hop, name(hop))).collect();
    let systems: Vec<(&str, &str)> = SYSTEMS.iter().map(|system| (*system, self::system(system, ctx))).collect();
    let mut html = format!(
        "<p class=\"lead\">{}</p>{}",
        E(w.book_commands_intro),
        filter::form(&[("hop", w.book_filter_hop, &hops), ("system", w.book_filter_system, &systems)], ctx)
    );
    for (hop, title) in &hops {
        let here: Vec<&Command> = content.commands.iter().filter(|c| c.hop == *hop).collect();
        if here.is_empty() {
            continue;
        }
        let _ = write!(html, "<section class=\"part\" data-group><h2>{}</h2><ul class=\"next\">", E(title));
        for system in SYSTEMS {
            for one in here.iter().filter(|c| c.system == system) {
                html.push_str(&item(one, ctx).unwrap_or_default());
            }
        }
        html.push_str("</ul></section>");
    }
    Page {
        key: "commands".into(),
        title: w.book_commands_title.into(),
        description: w.book_commands_intro.into(),
        html,
    }
}

fn system(id: &str, ctx: &Ctx) -> &'static str {
    match id {
        "systemd" => "systemd",
        "docker" => "Docker",
        "kubernetes" => "Kubernetes",
        "windows" => "Windows",
        _ => ctx.words.book_system_any,
    }
}

fn item(one: &Command, ctx: &Ctx) -> Option<String> {
    let text = ctx.text(&one.text)?;
    // For any system: found whatever system is asked for.
    let systems = if one.system == "any" { SYSTEMS.join(" ") } else { one.system.clone() };
    Some(format!(
        "<li id=\"{}\" data-item data-hop=\"{}\" data-system=\"{}\"><h3>{} <span class=\"tag\">{}</span></h3>{}<div class=\"look\">{}</div></li>",
        E(&one.id),
        E(&one.hop),
        E(&systems),
        E(&text.title),
        E(system(&one.system, ctx)),
        command(&one.run, ctx),
        prose(&text.look, ctx)
    ))
}
