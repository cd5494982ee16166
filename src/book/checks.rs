//! The checklist: ticks that this device remembers, and the list as Markdown.

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::dom;
use crate::web;

/// Where the ticks are kept: ids, with blanks between them.
const KEY: &str = "why502.checks";

fn boxes(root: &Element) -> Vec<Element> {
    dom::all(root, "[data-check]")
}

/// Ticks what was ticked before.
pub(super) fn recall(root: &Element) {
    let kept = web::recall(KEY).unwrap_or_default();
    for field in boxes(root) {
        let id = dom::attr(&field, "data-check");
        tick(&field, kept.split(' ').any(|k| k == id));
    }
    count(root);
}

/// Remembers what is ticked now.
pub(super) fn keep(root: &Element) {
    let ids: Vec<String> = boxes(root).iter().filter(|f| dom::checked(f)).map(|f| dom::attr(f, "data-check")).collect();
    web::remember(KEY, &ids.join(" "));
    count(root);
}

/// Starts anew.
pub(super) fn forget(root: &Element) {
    for field in boxes(root) {
        tick(&field, false);
    }
    keep(root);
}

fn tick(field: &Element, on: bool) {
    web::set(field, "checked", &JsValue::from_bool(on));
}

fn count(root: &Element) {
    let Some(line) = dom::first(root, "[data-done]") else {
        return;
    };
    let all = boxes(root);
    let done = all.iter().filter(|field| dom::checked(field)).count().to_string();
    let sentence =
        crate::i18n::fill(&dom::attr(&line, "data-done"), &[("done", &done), ("all", &all.len().to_string())]);
    dom::write(&line, &sentence);
}

/// The whole list, for a ticket.
pub(super) fn markdown(root: &Element) -> String {
    let mut out = String::new();
    for part in dom::all(root, ".part") {
        let title = dom::first(&part, "h2").map_or_else(String::new, |h| dom::text(&h));
        out.push_str(&format!("## {title}\n\n"));
        for label in dom::all(&part, ".check") {
            let done = dom::first(&label, "input").is_some_and(|field| dom::checked(&field));
            out.push_str(&format!("- [{}] {}\n", if done { 'x' } else { ' ' }, dom::text(&label).trim()));
        }
        out.push('\n');
    }
    out
}
