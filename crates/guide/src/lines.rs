//! How a cause shows: real lines by product, taken from the samples that prove the signatures.

use std::collections::BTreeMap;
use std::fmt::Write;

use regex::bytes::RegexBuilder;
use why502_knowledge::{SAMPLES, SOURCES, Signature, signatures};
use why502_report::names::product;

use crate::Ctx;
use crate::html::{E, log_line};

/// Whom most readers run, first; the others follow by name.
const COMMON: [&str; 16] = [
    "nginx",
    "apache",
    "haproxy",
    "php-fpm",
    "cloudflare",
    "caddy",
    "traefik",
    "envoy",
    "varnish",
    "iis",
    "aws-alb",
    "node",
    "gunicorn",
    "docker",
    "kubernetes",
    "curl",
];

/// So many products are shown at once, the rest on request.
const SHOWN: usize = 5;

/// A product and the line by which it says so best.
struct Line {
    product: &'static str,
    sample: &'static str,
    signature: &'static Signature,
}

/// The best line of each product that can say this.
fn of(cause: &str) -> Vec<Line> {
    let mut best: BTreeMap<&str, Line> = BTreeMap::new();
    for signature in signatures().iter().filter(|s| s.cause == Some(cause) && !s.product.is_empty()) {
        let sample = SAMPLES.iter().find(|(id, sample, miss)| *id == signature.id && !miss && sample.len() <= 400);
        let Some((_, sample, _)) = sample else {
            continue;
        };
        let stronger = best.get(signature.product).is_none_or(|line| line.signature.strength < signature.strength);
        if stronger {
            best.insert(signature.product, Line { product: signature.product, sample, signature });
        }
    }
    let rank = |line: &Line| COMMON.iter().position(|c| *c == line.product).unwrap_or(COMMON.len());
    let mut all: Vec<Line> = best.into_values().collect();
    all.sort_by_key(|line| (rank(line), line.product));
    all
}

impl Line {
    /// The line before, at and after the decisive words.
    fn parts(&self) -> (&str, &str, &str) {
        let whole = (self.sample, "", "");
        let Some(pattern) = self.signature.pattern else {
            return whole;
        };
        let Ok(regex) = RegexBuilder::new(pattern).unicode(false).case_insensitive(!self.signature.exact).build()
        else {
            return whole;
        };
        let found = regex.captures(self.sample.as_bytes());
        let range = found.and_then(|c| c.name("hit").or_else(|| c.get(0)).map(|m| m.range()));
        range
            .and_then(|r| Some((self.sample.get(..r.start)?, self.sample.get(r.clone())?, self.sample.get(r.end..)?)))
            .unwrap_or(whole)
    }
}

/// The section; nothing where no product says it in words.
pub(crate) fn section(cause: &str, ctx: &Ctx) -> String {
    let lines = of(cause);
    if lines.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "<section class=\"part\"><h2>{}</h2><p class=\"quiet\">{}</p>",
        E(ctx.words.book_lines_title),
        E(ctx.words.book_lines_intro)
    );
    list(&lines[..lines.len().min(SHOWN)], &mut out);
    if let Some(rest) = lines.get(SHOWN..).filter(|rest| !rest.is_empty()) {
        let _ =
            write!(out, "<details class=\"more\"><summary>{} ({})</summary>", E(ctx.words.book_lines_more), rest.len());
        list(rest, &mut out);
        out.push_str("</details>");
    }
    out.push_str("</section>");
    out
}

fn list(lines: &[Line], out: &mut String) {
    out.push_str("<dl class=\"lines\">");
    for line in lines {
        let (before, hit, after) = line.parts();
        let _ = write!(
            out,
            "<div><dt translate=\"no\" lang=\"\">{}</dt><dd>{}</dd></div>",
            E(product(line.product)),
            log_line(before, hit, after)
        );
    }
    out.push_str("</dl>");
}

/// Where the messages shown come from.
pub(crate) fn sources(cause: &str) -> Vec<&'static str> {
    let mut out: Vec<&str> = Vec::new();
    for line in of(cause).iter().take(SHOWN + 3) {
        let source = SOURCES.iter().find(|(id, _)| *id == line.signature.id).map(|(_, source)| *source);
        if let Some(source) = source.filter(|s| !out.contains(s)) {
            out.push(source);
        }
    }
    out
}
