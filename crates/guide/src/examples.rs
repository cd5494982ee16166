//! Configuration that works, to fill in: the list, and a page for each with its whole files.

use std::fmt::Write;

use why502_knowledge::cause;
use why502_knowledge::content::{Content, Example, Field, Piece, template};
use why502_report::names::product;

use crate::html::{E, command, copy, link, plain, prose, sources};
use crate::{Ctx, Page};

pub(crate) fn page(content: &Content, ctx: &Ctx) -> Page {
    let w = ctx.words;
    let mut html = format!("<p class=\"lead\">{}</p><ul class=\"cards\">", E(w.book_examples_intro));
    for example in &content.examples {
        let Some(text) = ctx.text(&example.text) else {
            continue;
        };
        let _ = write!(
            html,
            "<li class=\"card\"><h2>{}</h2><p class=\"tags\"><span class=\"tag\" lang=\"en\" translate=\"no\">{}</span></p><p>{}</p></li>",
            link(&format!("#/examples/{}", example.id), &text.title, ctx),
            E(product(&example.product)),
            E(&first_sentence(&plain(&text.intro)))
        );
    }
    html.push_str("</ul>");
    Page {
        key: "examples".into(),
        title: w.book_examples_title.into(),
        description: w.book_examples_intro.into(),
        html,
    }
}

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").map(|at| at + 1).into_iter().chain(text.find('。').map(|at| at + '。'.len_utf8())).min();
    text.get(..end.unwrap_or(text.len())).unwrap_or(text).trim().to_owned()
}

pub(crate) fn one(example: &Example, ctx: &Ctx) -> Option<Page> {
    let w = ctx.words;
    let text = ctx.text(&example.text)?;
    let mut html = format!("<div class=\"prose\">{}</div>", prose(&text.intro, ctx));
    if !ctx.is_twin() && !example.field.is_empty() {
        let _ = write!(html, "<form class=\"fields card\" data-example><h2>{}</h2>", E(w.book_example_values));
        for field in &example.field {
            html.push_str(&self::field(field, ctx).unwrap_or_default());
        }
        html.push_str("</form>");
    }
    for file in &example.file {
        let _ = write!(
            html,
            "<section class=\"part\"><h2><code translate=\"no\" lang=\"\">{}</code></h2><div class=\"command config\" data-file=\"{}\"><pre translate=\"no\" lang=\"\" tabindex=\"0\"><code>{}</code></pre>\
             <span class=\"config-tools\">{}<button type=\"button\" data-download hidden>{}</button></span></div></section>",
            E(&file.name),
            E(file.name.rsplit('/').next().unwrap_or(&file.name)),
            body(&file.body, example),
            copy(w),
            E(w.book_example_download)
        );
    }
    let _ = write!(html, "<section class=\"part\"><h2>{}</h2>", E(w.book_example_check));
    for run in &example.check {
        html.push_str(&command(run, ctx));
    }
    let _ = write!(
        html,
        "</section><section class=\"part prose\"><h2>{}</h2>{}</section>",
        E(w.book_example_notes),
        prose(&text.notes, ctx)
    );
    let causes = example.causes.iter().filter_map(|id| Some((id, cause(id)?.text(ctx.lang)?.title)));
    let causes: Vec<String> =
        causes.map(|(id, title)| format!("<li>{}</li>", link(&format!("#/cause/{id}"), title, ctx))).collect();
    if !causes.is_empty() {
        let _ = write!(
            html,
            "<section class=\"part\"><h2>{}</h2><ul class=\"links\">{}</ul></section>",
            E(w.book_example_causes),
            causes.concat()
        );
    }
    html.push_str(&sources(&example.sources, ctx));
    let description = first_sentence(&plain(&text.intro));
    Some(Page { key: format!("examples/{}", example.id), title: text.title.clone(), description, html })
}

fn field(field: &Field, ctx: &Ctx) -> Option<String> {
    let text = ctx.text(&field.text)?;
    let id = format!("field-{}", field.id);
    let mut out = format!("<div class=\"field\"><label for=\"{0}\">{1}</label>", E(&id), E(&text.label));
    if field.kind == "choice" {
        let _ = write!(
            out,
            "<select id=\"{}\" data-name=\"{}\" data-kind=\"choice\" aria-describedby=\"{0}-help\">",
            E(&id),
            E(&field.id)
        );
        for choice in &field.choices {
            let selected = if *choice == field.default { " selected" } else { "" };
            let _ = write!(out, "<option{selected}>{}</option>", E(choice));
        }
        out.push_str("</select>");
    } else {
        let _ = write!(
            out,
            "<input id=\"{0}\" data-name=\"{1}\" data-kind=\"{2}\" value=\"{3}\" spellcheck=\"false\" autocapitalize=\"off\" autocomplete=\"off\" aria-describedby=\"{0}-help\">",
            E(&id),
            E(&field.id),
            E(&field.kind),
            E(&field.default)
        );
    }
    let _ = write!(
        out,
        "<p class=\"quiet\" id=\"{}-help\">{}</p><p class=\"wrong\" data-wrong=\"{}\" role=\"status\" hidden></p></div>",
        E(&id),
        E(&text.help),
        E(wrong(&field.kind, ctx))
    );
    Some(out)
}

/// What to say when a value is not of its kind.
fn wrong(kind: &str, ctx: &Ctx) -> &'static str {
    let w = ctx.words;
    match kind {
        "host" => w.book_wrong_host,
        "port" => w.book_wrong_port,
        "path" => w.book_wrong_path,
        "seconds" | "number" => w.book_wrong_number,
        "size" => w.book_wrong_size,
        "url" => w.book_wrong_url,
        "address" => w.book_wrong_address,
        _ => w.book_wrong_name,
    }
}

/// The file with the defaults in place, each where the app finds it again.
fn body(body: &str, example: &Example) -> String {
    let default = |id: &str| example.field.iter().find(|f| f.id == id).map_or("", |f| f.default.as_str());
    let mut out = String::new();
    for line in template(body) {
        let there = line.only.is_none_or(|(id, value)| default(id) == value);
        let mut text = String::new();
        for piece in &line.pieces {
            let _ = match piece {
                Piece::Text(words) => write!(text, "{}", E(words)),
                Piece::Field(id) => write!(text, "<var data-field=\"{}\">{}</var>", E(id), E(default(id))),
            };
        }
        match line.only {
            Some((id, value)) => {
                let hidden = if there { "" } else { " hidden" };
                let _ = write!(out, "<span data-only=\"{}={}\"{hidden}>{text}\n</span>", E(id), E(value));
            }
            None => {
                out.push_str(&text);
                out.push('\n');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn a_card_shows_the_first_sentence() {
        assert_eq!(first_sentence("One thing. Another."), "One thing.");
        assert_eq!(first_sentence("一件事。第二件。"), "一件事。");
        assert_eq!(first_sentence("no end"), "no end");
    }
}
