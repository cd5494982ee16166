//! A configuration file to fill in: the fields' values go where they belong, if they are what they should be.

use web_sys::Element;
use why502_engine::values::Values;

use super::dom;
use crate::web;

/// Whether a value is of its kind, and can do no harm in a configuration file: no blanks, no quotes, no braces.
fn fits(kind: &str, value: &str) -> bool {
    let of = |extra: &str| value.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c));
    let port = |text: &str| text.parse::<u16>().is_ok_and(|port| port > 0) && !text.starts_with('+');
    if value.is_empty() || value.len() > 200 {
        return false;
    }
    match kind {
        "host" => of(".-_*") && !value.starts_with('-'),
        "port" => port(value),
        "path" => value.starts_with('/') && of("/._-+@~"),
        "seconds" | "number" => value.bytes().all(|b| b.is_ascii_digit()) && value.len() <= 9,
        "size" => value.starts_with(|c: char| c.is_ascii_digit()) && of(""),
        "url" => (value.starts_with("https://") || value.starts_with("http://")) && of(":/._-~?&=%#+"),
        "address" => of(".:/_-[]") && !value.starts_with('-'),
        _ => of("._-@:/+") && !value.starts_with('-'),
    }
}

/// A field has changed: its value goes into the files, or the field says what is wrong with it.
pub(super) fn changed(root: &Element, field: &Element) {
    let (id, kind, value) = (dom::attr(field, "data-name"), dom::attr(field, "data-kind"), dom::value(field));
    if kind == "choice" {
        for line in dom::all(root, "[data-only]") {
            let only = dom::attr(&line, "data-only");
            if let Some((name, choice)) = only.split_once('=')
                && name == id
            {
                dom::show(&line, choice == value);
            }
        }
    }
    let good = kind == "choice" || fits(&kind, &value);
    dom::mark(field, "aria-invalid", !good, "true");
    if let Some(note) = field.parent_element().and_then(|around| dom::first(&around, "[data-wrong]")) {
        dom::show(&note, !good);
        let words = if good { String::new() } else { dom::attr(&note, "data-wrong") };
        dom::write(&note, &words);
    }
    if good {
        for place in dom::all(root, "[data-field]") {
            if dom::attr(&place, "data-field") == id {
                dom::write(&place, &value);
            }
        }
    }
}

/// Puts what the paste shows into the fields that are meant for it.
pub(super) fn prefill(root: &Element, values: &Values) {
    let Some(form) = dom::first(root, "[data-example]") else {
        return;
    };
    let address = values.get("upstream.port").and_then(|_| values.get("upstream"));
    let known = [
        ("site", values.get("host")),
        ("backend", address),
        ("port", values.get("upstream.port")),
        ("socket", values.get("socket")),
    ];
    for (id, value) in known {
        let field = dom::first(&form, &format!("[data-name=\"{id}\"]"));
        if let (Some(field), Some(value)) = (field, value)
            && fits(&dom::attr(&field, "data-kind"), value)
        {
            dom::fill(&field, value);
            changed(root, &field);
        }
    }
}

/// A file's text without the lines that were not chosen.
pub(super) fn shown(code: &Element) -> String {
    if dom::first(code, "[hidden]").is_none() {
        return dom::text(code);
    }
    let mut out = String::new();
    let nodes = code.child_nodes();
    for node in (0..nodes.length()).filter_map(|n| nodes.get(n)) {
        let hidden = wasm_bindgen::JsCast::dyn_ref::<Element>(&node).is_some_and(|e| e.has_attribute("hidden"));
        if !hidden {
            out.push_str(&node.text_content().unwrap_or_default());
        }
    }
    out
}

/// Saves the file beside the button.
pub(super) fn download(button: &Element) {
    let Some(block) = button.closest("[data-file]").ok().flatten() else {
        return;
    };
    if let Some(code) = dom::first(&block, "code") {
        web::download(&dom::attr(&block, "data-file"), web::bytes_blob(shown(&code).as_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn values_are_of_their_kind() {
        for (kind, good) in [
            ("host", "shop.example.com"),
            ("port", "3000"),
            ("path", "/run/php/php8.2-fpm.sock"),
            ("seconds", "60"),
            ("size", "16k"),
            ("size", "256Mi"),
            ("url", "https://example.com/help?x=1"),
            ("address", "[::1]:3000"),
            ("address", "unix:/run/app.sock"),
            ("name", "registry.example.com/app:1.0"),
            ("name", "support@example.com"),
        ] {
            assert!(fits(kind, good), "{kind} {good}");
        }
    }

    #[test]
    fn nothing_that_ends_a_directive_gets_through() {
        for kind in ["host", "port", "path", "seconds", "number", "size", "url", "name", "address"] {
            for bad in
                ["", "a b", "a;b", "/a}", "/a\"", "/a'", "https://a b", "1\n2", "$(x)", "`x`", "-x y", "/a;", "字"]
            {
                assert!(!fits(kind, bad), "{kind} {bad:?}");
            }
        }
        assert!(!fits("port", "0") && !fits("port", "65536") && !fits("port", "+80"));
        assert!(!fits("path", "etc/x") && !fits("url", "javascript:alert(1)"));
    }
}
