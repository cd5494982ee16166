//! Small steps through the elements of a drawn page.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

use crate::web;

/// Every element below `root` that the selector means, in order.
pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length()).filter_map(|n| list.get(n)?.dyn_into().ok()).collect()
}

/// The first of them.
pub(super) fn first(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

/// An attribute; empty when it is not there.
pub(super) fn attr(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Whether the words of an attribute hold this one.
pub(super) fn says(element: &Element, name: &str, word: &str) -> bool {
    attr(element, name).split(' ').any(|w| w == word)
}

/// Sets an attribute, or takes it away.
pub(super) fn mark(element: &Element, name: &str, on: bool, value: &str) {
    let _ = if on { element.set_attribute(name, value) } else { element.remove_attribute(name) };
}

/// Shows or hides.
pub(super) fn show(element: &Element, shown: bool) {
    mark(element, "hidden", !shown, "");
}

/// The text within.
pub(super) fn text(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

/// Replaces what is within by a text.
pub(super) fn write(element: &Element, text: &str) {
    element.set_text_content(Some(text));
}

/// What a field holds.
pub(super) fn value(field: &Element) -> String {
    web::get(field, "value").as_string().unwrap_or_default()
}

/// Fills a field.
pub(super) fn fill(field: &Element, value: &str) {
    web::set(field, "value", &JsValue::from_str(value));
}

/// Whether a box is ticked.
pub(super) fn checked(field: &Element) -> bool {
    web::get(field, "checked").is_truthy()
}

/// The element of an event, or the nearest around it that the selector means.
pub(super) fn hit(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}
