//! A form that narrows a list: the app wakes it, and without the program it is not there.

use std::fmt::Write;

use crate::Ctx;
use crate::html::E;

/// A choice: the items' `data-<name>` attribute, its label, its values with their words.
pub(crate) type Choice<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// A field for words, and a list for each choice. What the items show for it stands in their `data-` attributes.
pub(crate) fn form(choices: &[Choice<'_>], ctx: &Ctx) -> String {
    let w = ctx.words;
    if ctx.is_twin() {
        return String::new();
    }
    let mut out = format!(
        "<form class=\"filter\" data-filter role=\"search\"><label><span>{}</span><input type=\"search\" data-words></label>",
        E(w.book_filter_words)
    );
    for (name, label, values) in choices {
        let _ = write!(
            out,
            "<label><span>{}</span><select data-by=\"{name}\"><option value=\"\">{}</option>",
            E(label),
            E(w.book_filter_all)
        );
        for (id, word) in *values {
            let _ = write!(out, "<option value=\"{}\">{}</option>", E(id), E(word));
        }
        out.push_str("</select></label>");
    }
    let _ = write!(
        out,
        "<p role=\"status\" class=\"quiet\" data-found=\"{}\" data-none=\"{}\"></p></form>",
        E(w.book_filter_found),
        E(w.book_filter_none)
    );
    out
}
