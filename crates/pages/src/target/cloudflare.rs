//! Cloudflare: an error page that it fetches once, and a rule for what the origin answers.

use super::{Site, Spec};
use crate::escape::json_short;
use crate::page::{self, Kind, Policy, Variant};
use crate::template::{Slot, Template};

pub(super) const SPEC: Spec = Spec {
    id: "cloudflare",
    name: "Cloudflare",
    variant: Variant::Full,
    serves_files: false,
    runs: &[
        "",
        "curl -sS -X PUT \"https://api.cloudflare.com/client/v4/zones/$ZONE_ID/rulesets/phases/http_custom_errors/entrypoint\" -H \"Authorization: Bearer $CLOUDFLARE_API_TOKEN\" --json @{out}/error-rule.json",
    ],
    files,
};

/// Of a page after inlining, and of the body of a rule.
const PAGE: usize = 1_500_000;
const RULE: usize = 10_240;

fn fill(slot: Slot) -> &'static str {
    if slot == Slot::Id { "::RAY_ID::" } else { "" }
}

/// Two colons begin a token; a name must not be one.
fn no_token(text: &str) -> String {
    text.replace("::", ":&#58;")
}

fn files(site: &mut Site) {
    // One page for the whole class of 5xx.
    let page = page::page(site.d, 502, Kind::Trouble, Variant::Full, Policy::Nowhere);
    // CSS has pseudo-elements with two colons, which no token begins with; only the body holds names.
    let text = render(&page).replacen("<footer>", "<div>::CLOUDFLARE_ERROR_500S_BOX::</div>\n<footer>", 1);
    site.measure("5xx.html", text.len(), Some(PAGE));
    site.add("5xx.html", text);
    let body = render(&page::page(site.d, 502, Kind::Trouble, Variant::Compact, Policy::Inside));
    site.measure("error-rule.json", body.len(), Some(RULE));
    let codes = site.statuses(" ");
    site.add(
        "error-rule.json",
        format!(
            "{{\"rules\":[{{\"action\":\"serve_error\",\"description\":\"why502\",\"expression\":\"http.response.code in {{{codes}}}\",\
             \"action_parameters\":{{\"content_type\":\"text/html\",\"content\":{}}}}}]}}\n",
            json_short(&body)
        ),
    );
}

fn render(page: &Template) -> String {
    let escaped = page.render(
        |text| match text.split_once("</style>") {
            Some((style, rest)) => format!("{style}</style>{}", no_token(rest)),
            None => no_token(text),
        },
        fill,
    );
    match escaped.split_once("<style>") {
        Some((head, rest)) => format!("{}<style>{rest}", no_token(head)),
        None => escaped,
    }
}
