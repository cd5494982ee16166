//! The report on its way to others: what leaves is shown first, and what was replaced in it.
//!
//! **Invariant:** what is copied, saved or linked is what the preview shows. Nothing leaves by itself.

use std::rc::Rc;

use js_sys::JsString;
use why502_knowledge::{self as knowledge, Lang, Words};
use why502_redact::{Kind, Replacement};
use why502_report::private::redacted;
use why502_report::{Document, Report, markdown};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::copy_button::copy_button;
use crate::i18n::{count, fill};
use crate::link::{self, Refused};
use crate::session::Answer;
use crate::web;

/// A report as it is and as it may leave, and what was replaced.
#[derive(PartialEq)]
pub(super) struct Passing {
    open: Leaving,
    hidden: Leaving,
    replaced: Vec<Replacement>,
}

/// One report in all its forms.
#[derive(PartialEq)]
struct Leaving {
    report: Report,
    document: Document,
    markdown: AttrValue,
    json: AttrValue,
}

impl Leaving {
    fn new(report: Report, document: Document, json: String) -> Self {
        let markdown = markdown::render(&document).into();
        Self { report, document, markdown, json: json.into() }
    }
}

impl Passing {
    pub(super) fn new(answer: &Answer, document: &Document, lang: Lang) -> Self {
        let (report, replaced) = redacted(&answer.report);
        let (redacted, json) = (Document::new(&report, lang), report.to_json());
        Self {
            open: Leaving::new(answer.report.clone(), document.clone(), answer.json.clone()),
            hidden: Leaving::new(report, redacted, json),
            replaced,
        }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ShareProps {
    pub(super) passing: Rc<Passing>,
    /// The text in the box; empty for a file.
    pub(super) paste: String,
    pub(super) lang: Lang,
}

#[component]
pub(super) fn Share(props: &ShareProps) -> Html {
    let words = knowledge::words(props.lang);
    // Not remembered: the next paste begins redacted.
    let redact = use_state_eq(|| true);
    let said = use_state_eq(|| "");
    let leaving = if *redact { &props.passing.hidden } else { &props.passing.open };
    let switch = {
        let (redact, said) = (redact.clone(), said.setter());
        move |_: MouseEvent| {
            redact.set(!*redact);
            said.set("");
        }
    };
    let save = |ending: &'static str| {
        let (passing, redact) = (Rc::clone(&props.passing), *redact);
        let save = move |_: MouseEvent| {
            let leaving = if redact { &passing.hidden } else { &passing.open };
            let text = match ending {
                "md" => leaving.markdown.to_string(),
                "json" => leaving.json.to_string(),
                _ => markdown::plain(&leaving.document),
            };
            web::download(&format!("why502.{ending}"), web::text_blob(&JsString::from(text)));
        };
        html! {
            <button type="button" class="copy" data-testid={format!("save-{ending}")} onclick={save}>
                { fill(words.private_download, &[("ending", &format!(".{ending}"))]) }
            </button>
        }
    };
    let link = {
        let (passing, redact, paste, said) = (Rc::clone(&props.passing), *redact, props.paste.clone(), said.setter());
        move |_: MouseEvent| {
            let (passing, paste, said) = (Rc::clone(&passing), paste.clone(), said.clone());
            spawn_local(async move {
                let report = if redact { &passing.hidden.report } else { &passing.open.report };
                said.set(match link::make(&paste, report, redact).await {
                    Err(Refused::TooLong) => words.private_link_too_long,
                    Err(Refused::Unable) => words.private_link_unable,
                    Ok(link) if !web::copy(&link.address).await => words.copy_failed,
                    Ok(link) if link.whole => words.copy_done,
                    Ok(_) => words.private_link_report,
                });
            });
        }
    };
    html! {
        <section class="part share" data-testid="share">
            <h3>{ words.private_title }</h3>
            <p class="quiet">{ words.private_note }</p>
            <p>
                <label>
                    <input type="checkbox" checked={*redact} onclick={switch} data-testid="redact" />
                    { " " }{ words.private_switch }
                </label>
            </p>
            if *redact { { list(&props.passing.replaced, words) } } else { <p class="notice">{ words.private_off }</p> }
            <details class="why">
                <summary>{ words.private_preview }</summary>
                <pre tabindex="0" role="region" aria-label={words.private_preview} data-testid="preview" lang="" translate="no">
                    { marked(&leaving.markdown, if *redact { &props.passing.replaced } else { &[] }) }
                </pre>
            </details>
            <p class="row">
                { copy_button(&leaving.markdown, words.copy_markdown, None, "copy-markdown", words) }
                { copy_button(&leaving.json, words.copy_json, None, "copy-json", words) }
                { save("md") }{ save("json") }{ save("txt") }
                if !web::is_guest() {
                    <button type="button" class="copy" onclick={link} data-testid="copy-link">{ words.private_link }</button>
                }
            </p>
            <p role="status" data-testid="link-said">{ *said }</p>
            if !web::is_guest() { <p class="quiet">{ words.private_link_note }</p> }
        </section>
    }
}

/// What was replaced by what.
fn list(replaced: &[Replacement], words: &Words) -> Html {
    if replaced.is_empty() {
        return html! { <p class="quiet">{ words.private_nothing }</p> };
    }
    html! {
        <>
            <details class="why" data-testid="replaced">
                <summary>{ fill(words.private_list, &[("count", &count(replaced.len() as u64))]) }</summary>
                <ul class="replaced">
                    for one in replaced {
                        <li>
                            <span class="quiet">{ kind(one.kind, words) }{ words.report_colon }</span>
                            <code lang="" translate="no">{ &one.value }</code>{ " → " }
                            <code lang="" translate="no"><mark>{ &one.pseudonym }</mark></code>
                            <span class="quiet">{ format!(" × {}", count(one.count)) }</span>
                        </li>
                    }
                </ul>
            </details>
            <p class="quiet">{ words.private_look }</p>
        </>
    }
}

fn kind(kind: Kind, words: &Words) -> &'static str {
    match kind.id() {
        "address" => words.private_kind_address,
        "host" => words.private_kind_host,
        "user" => words.private_kind_user,
        "email" => words.private_kind_email,
        "cookie" => words.private_kind_cookie,
        "value" => words.private_kind_value,
        "id" => words.private_kind_id,
        "card" => words.private_kind_card,
        "mac" => words.private_kind_mac,
        "sid" => words.private_kind_sid,
        _ => words.private_kind_secret,
    }
}

/// The text with every pseudonym marked.
fn marked(text: &str, replaced: &[Replacement]) -> Html {
    let mut parts: Vec<Html> = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let here = replaced.iter().filter(|one| rest.starts_with(&one.pseudonym)).max_by_key(|one| one.pseudonym.len());
        let length = here.map_or(0, |one| one.pseudonym.len());
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let cut = inside(text.get(..at).and_then(|t| t.chars().last()))
            || inside(text.get(at + length..).and_then(|t| t.chars().next()));
        if length > 0 && !cut {
            parts.push(text.get(plain..at).unwrap_or_default().into());
            parts.push(html! { <mark>{ text.get(at..at + length).unwrap_or_default() }</mark> });
            at += length;
            plain = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    parts.push(text.get(plain..).unwrap_or_default().into());
    parts.into_iter().collect()
}
