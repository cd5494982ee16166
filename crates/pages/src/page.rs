//! The visitor's page, and the same for programs.
//!
//! The page is complete without script: every language is there, one below the other. The script only takes
//! away (the other languages) and adds (checking by itself).

use crate::csp;
use crate::description::Description;
use crate::escape::{html, json, query};
use crate::template::{Slot, Template};
use crate::text::{Lang, PAGE_CSS, PAGE_JS, SMALL_CSS, Words, fill};

/// What the page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No usable answer: 502, and 503 that nobody planned.
    Trouble,
    /// No answer in time: 504.
    Slow,
    /// Planned work: 503 with `Retry-After`.
    Planned,
}

impl Kind {
    /// What an unplanned failure with this status is about.
    #[must_use]
    pub fn of(status: u16) -> Self {
        if status == 504 { Self::Slow } else { Self::Trouble }
    }
}

/// How much there may be of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    /// One or two sentences and a link: 1,024 bytes.
    Tiny,
    /// Styled, without script: 4,096 bytes.
    Small,
    /// With script, without logo and drawing: 10,240 bytes.
    Compact,
    /// Everything: 15,360 bytes with headers, as long as the logo is small.
    Full,
}

impl Variant {
    /// All of them, the smallest first.
    pub const ALL: [Self; 4] = [Self::Tiny, Self::Small, Self::Compact, Self::Full];

    /// The size that it is made for, in bytes.
    #[must_use]
    pub fn limit(self) -> usize {
        match self {
            Self::Tiny => 1_024,
            Self::Small => 4_096,
            Self::Compact => 10_240,
            Self::Full => 15_360,
        }
    }
}

/// Whether the page carries its policy itself. Headers are better, but not every server can send them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    Inside,
    /// The server puts styles of its own into the page.
    Nowhere,
}

/// Two small things joined by a line that has a gap: here, and there.
const DRAWING: &str = concat!(
    "<svg width=\"88\" height=\"20\" viewBox=\"0 0 88 20\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" aria-hidden=\"true\">",
    "<circle cx=\"10\" cy=\"10\" r=\"6\" fill=\"currentColor\"/><path d=\"M17 10h19M52 10h19\" stroke-dasharray=\"5 3\"/>",
    "<circle cx=\"78\" cy=\"10\" r=\"6\"/></svg>"
);

/// The style of this variant.
pub(crate) fn style(d: &Description, variant: Variant) -> String {
    let css = if variant >= Variant::Compact { PAGE_CSS } else { SMALL_CSS };
    format!(":root{{--accent:{};--on:{}}}{css}", d.colour, text_on(&d.colour))
}

/// The script of this variant.
pub(crate) fn script(variant: Variant) -> Option<&'static str> {
    (variant >= Variant::Compact).then_some(PAGE_JS)
}

/// The policy that allows just this variant.
pub(crate) fn policy(d: &Description, variant: Variant) -> String {
    csp::policy(&style(d, variant), script(variant))
}

/// The page. The description has been checked.
pub(crate) fn page(d: &Description, status: u16, kind: Kind, variant: Variant, policy: Policy) -> Template {
    if variant == Variant::Tiny { tiny(d, kind) } else { whole(d, status, kind, variant, policy) }
}

fn whole(d: &Description, status: u16, kind: Kind, variant: Variant, allowed: Policy) -> Template {
    let first = d.langs.first().copied().map_or("en", Lang::tag);
    let rich = variant >= Variant::Compact;
    let mut head = format!(
        "<!doctype html>\n<html lang=\"{first}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n"
    );
    if allowed == Policy::Inside && rich {
        head.push_str(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", policy(d, variant)));
    }
    let title = d.langs.first().map(|l| title(d, *l, kind)).unwrap_or_default();
    // An empty icon keeps the browser from asking the failing server for one.
    head.push_str(&format!(
        "<title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>{}</style>\n</head>\n<body",
        style(d, variant)
    ));
    let mut out = Template::default().text(&head);
    if rich {
        let retry = format!("{} {} {}", d.retry.first, d.retry.most, d.retry.tries);
        out = out.text(&format!(" data-status=\"{status}\" data-retry=\"{retry}\" data-method=\""));
        out = out.slot(Slot::Method).text("\"");
    }
    out = out.text(">\n<main>\n");
    if rich {
        out = out.text(&header(d, variant));
    }
    for lang in &d.langs {
        out = section(out, d, *lang, status, kind, rich);
    }
    if rich {
        out = out.text(&format!("<footer><p><span>{status}</span>{}</p><p class=\"langs\"></p></footer>\n", doors(d)));
    } else if !d.tool.is_empty() {
        out = out.text(&format!("<p>{}</p>\n", doors(d)));
    }
    out = out.text("</main>\n");
    if let Some(script) = script(variant) {
        out = out.text(&format!("<script>{script}</script>\n"));
    }
    out.text("</body>\n</html>\n")
}

fn header(d: &Description, variant: Variant) -> String {
    let name = if d.name.is_empty() { String::new() } else { format!("<bdi>{}</bdi>", html(&d.name)) };
    if variant < Variant::Full {
        return if name.is_empty() { name } else { format!("<header>{name}</header>\n") };
    }
    let logo = if d.logo.is_empty() { String::new() } else { format!("<img src=\"{}\" alt=\"\">", html(&d.logo)) };
    format!("<header>{logo}{name}{DRAWING}</header>\n")
}

/// The admin's way to the tool, a link in each language.
fn doors(d: &Description) -> String {
    if d.tool.is_empty() {
        return String::new();
    }
    let door = |l: &Lang| {
        format!("\n<a lang=\"{}\" href=\"{}\" rel=\"nofollow\">{}</a>", l.tag(), html(&d.tool), html(l.words().admin))
    };
    d.langs.iter().map(door).collect()
}

fn section(out: Template, d: &Description, lang: Lang, status: u16, kind: Kind, rich: bool) -> Template {
    let w = lang.words();
    let tag = lang.tag();
    let mut text = if rich {
        let say = [w.auto, w.next, w.checking, w.still, w.back, w.stopped, w.ended, w.returned, w.watching].join("|");
        format!(
            "<section lang=\"{tag}\" data-match=\"{}\" data-own=\"{}\" data-title=\"{}\" data-say=\"{}\">\n",
            html(&w.matches.join(" ")),
            html(w.own_name),
            title(d, lang, kind),
            html(&say)
        )
    } else {
        format!("<section lang=\"{tag}\">\n")
    };
    text.push_str(&format!("<h1>{}</h1>\n<p>{}</p>\n", html(heading(w, kind)), lead(d, lang, kind)));
    let wait = if kind == Kind::Planned { w.planned_wait } else { w.wait };
    text.push_str(&format!("<p class=\"wait\">{}</p>\n<p class=\"sent\">{}</p>\n", html(wait), html(w.sent)));
    if rich {
        text.push_str(
            "<div class=\"retry\" hidden><p class=\"say\" role=\"status\"></p><p class=\"clock\" role=\"timer\"></p>\
             <div class=\"bar\"><i></i></div></div>\n",
        );
    }
    text.push_str(&format!("<p class=\"acts\"><a class=\"go\" href=\"\">{}</a>\n", html(w.again)));
    if rich {
        text.push_str(&format!("<button class=\"stop\" hidden>{}</button>\n", html(w.stop)));
    }
    text.push_str(&format!("<a href=\"{}\">{}</a>", html(&d.home), html(w.home)));
    if let Some(report) = report(d, w, status) {
        text.push_str(&format!("\n<a href=\"{}\">{}</a>", html(&report), html(w.report)));
    }
    text.push_str(&format!("</p>\n<p class=\"id\"><code data-label=\"{}\">", html(w.id)));
    out.text(&text).slot(Slot::Id).text("</code></p>\n</section>\n")
}

fn heading(w: &Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Trouble => w.trouble_title,
        Kind::Slow => w.slow_title,
        Kind::Planned => w.planned_title,
    }
}

/// For the browser's tab; escaped.
fn title(d: &Description, lang: Lang, kind: Kind) -> String {
    let heading = html(heading(lang.words(), kind));
    if d.name.is_empty() { heading } else { format!("{heading} · {}", html(&d.name)) }
}

fn lead(d: &Description, lang: Lang, kind: Kind) -> String {
    let w = lang.words();
    let text = match kind {
        Kind::Trouble => w.trouble_lead,
        Kind::Slow => w.slow_lead,
        Kind::Planned => w.planned_lead,
    };
    named(&html(text), d, w).replace("{name}", &name(d, w))
}

fn name(d: &Description, w: &Words) -> String {
    if d.name.is_empty() { html(w.nameless) } else { format!("<bdi>{}</bdi>", html(&d.name)) }
}

/// The text with its hole, and without a space beside the hole where Chinese meets Chinese.
fn named(escaped: &str, d: &Description, w: &Words) -> String {
    let name = if d.name.is_empty() { w.nameless } else { &d.name };
    let mut text = escaped.replace("&#123;name&#125;", "{name}");
    let wide =
        |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{ffef}').contains(&c) || c > '\u{1ffff}';
    if name.chars().next().is_some_and(wide)
        && text.split_once(" {name}").and_then(|(before, _)| before.chars().last()).is_some_and(wide)
    {
        text = text.replacen(" {name}", "{name}", 1);
    }
    if name.chars().last().is_some_and(wide)
        && text.split_once("{name} ").and_then(|(_, after)| after.chars().next()).is_some_and(wide)
    {
        text = text.replacen("{name} ", "{name}", 1);
    }
    text
}

fn report(d: &Description, w: &Words, status: u16) -> Option<String> {
    if d.report.is_empty() {
        return None;
    }
    if !d.report.to_ascii_lowercase().starts_with("mailto:") || d.report.contains('?') {
        return Some(d.report.clone());
    }
    let subject = fill(w.subject, &[("status", &status.to_string())]);
    let subject = if d.name.is_empty() { subject } else { format!("{subject} · {}", d.name) };
    Some(format!("{}?subject={}", d.report, query(&subject)))
}

fn tiny(d: &Description, kind: Kind) -> Template {
    let first = d.langs.first().copied().map_or("en", Lang::tag);
    let title = d.langs.first().map(|l| html(heading(l.words(), kind))).unwrap_or_default();
    let mut text = format!(
        "<!doctype html><html lang=\"{first}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><link rel=\"icon\" href=\"data:,\"><title>{title}</title><body style=\"color-scheme:light dark;max-width:32rem;margin:10vh auto;padding:1rem;font:1rem/1.6 sans-serif\"><main>"
    );
    for lang in &d.langs {
        let w = lang.words();
        let says = if kind == Kind::Planned { w.tiny_planned } else { w.tiny };
        let says = named(&html(says), d, w).replace("{name}", &name(d, w));
        text.push_str(&format!(
            "<div lang=\"{}\"><h1>{}</h1><p>{says} <a href=\"\">{}</a></p></div>",
            lang.tag(),
            html(heading(w, kind)),
            html(w.again)
        ));
    }
    Template::default().text(&text)
}

/// The same for programs: a problem document as in RFC 9457.
pub(crate) fn problem(d: &Description, status: u16, kind: Kind) -> Template {
    let w = Lang::parse("en").or_else(|| d.langs.first().copied()).map(Lang::words);
    let (title, after) = match kind {
        Kind::Trouble => (w.map(|w| w.problem_trouble), d.retry.first),
        Kind::Slow => (w.map(|w| w.problem_slow), d.retry.first),
        Kind::Planned => (w.map(|w| w.problem_planned), d.planned),
    };
    let text = format!(
        "{{\"type\":\"about:blank\",\"title\":{},\"status\":{status},\"detail\":{},\"retryable\":true,\"retry_after\":{after},\"request_id\":\"",
        json(reason(status)),
        json(title.unwrap_or_default()),
    );
    Template::default().text(&text).slot(Slot::Id).text("\"}\n")
}

/// The reason phrase of a status, which is also the title that RFC 9457 wants for `about:blank`.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Error",
    }
}

/// Black or white, whichever is easier to read on this colour: their contrasts as WCAG reckons them.
fn text_on(colour: &str) -> &'static str {
    let part = |at: usize| {
        let byte = colour.get(at..at + 2).and_then(|h| u8::from_str_radix(h, 16).ok()).unwrap_or(0);
        let c = f64::from(byte) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { to_2_4((c + 0.055) / 1.055) }
    };
    let light = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
    // Where both contrasts are equal: (L + 0.05)² = 1.05 × 0.05.
    if light > 0.179 { "#000" } else { "#fff" }
}

/// `x` to the power of 2.4, for 0 < x ≤ 1. The standard library's `powf` alone is kilobytes of wasm.
fn to_2_4(x: f64) -> f64 {
    // x^2.4 = x² × ⁵√x², the root by Newton's method.
    let square = x * x;
    let mut root = 1.0_f64;
    for _ in 0..32 {
        let fourth = root * root * root * root;
        root -= (root * fourth - square) / (5.0 * fourth);
    }
    square * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_power_is_that_of_the_standard_library() {
        for n in 1..=255 {
            let x = f64::from(n) / 255.0;
            assert!((to_2_4(x) - x.powf(2.4)).abs() < 1e-9, "{x}");
        }
    }

    #[test]
    fn the_button_is_readable_in_every_colour() {
        let light = |colour: &str| {
            let part = |at: usize| {
                let c = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
                if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        for n in (0..0x100_0000_u32).step_by(4_099) {
            let colour = format!("#{n:06x}");
            let ink = if text_on(&colour) == "#000" { 0.0 } else { 1.0 };
            let ground = light(&colour);
            let contrast = (f64::max(ink, ground) + 0.05) / (f64::min(ink, ground) + 0.05);
            assert!(contrast >= 4.5, "{colour}: {contrast}");
        }
    }
}
