//! The report on its way to others: what leaves is shown first, and what was replaced in it. Drawn by the second
//! program, below the verdict.
//!
//! **Invariant:** what is copied, saved or linked is what the preview shows. Nothing leaves by itself.

use std::rc::Rc;
use std::sync::Once;

use js_sys::JsString;
use why502_knowledge::{self as knowledge, Lang, MoreWords};
use why502_redact::{Kind, Replacement};
use why502_report::private::redacted;
use why502_report::{Document, Report, markdown, problem};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::copy_button::copy_button;
use crate::hooks::GuideState;
use crate::i18n::{count, fill};
use crate::link::{self, Refused};
use crate::session::Answer;
use crate::web;

/// The rules of style that this needs beyond the verdict's.
const STYLE: &str = include_str!("share.css");

/// A report in all its forms.
struct Leaving {
    report: Report,
    document: Document,
    markdown: AttrValue,
    json: AttrValue,
}

impl Leaving {
    fn new(report: Report, json: String, lang: Lang) -> Self {
        let document = Document::new(&report, lang);
        Self { markdown: markdown::render(&report, &document).into(), json: json.into(), document, report }
    }

    /// The text of a file with this ending. Without a failure there is no problem to document.
    fn file(&self, ending: &str) -> Option<String> {
        match ending {
            "md" => Some(self.markdown.to_string()),
            "json" => Some(self.json.to_string()),
            "txt" => Some(markdown::plain(&self.report, &self.document)),
            _ => problem::render(&self.report, &self.document),
        }
    }
}

/// What can be downloaded.
const ENDINGS: [&str; 4] = ["md", "txt", "json", "problem.json"];

#[derive(Properties, PartialEq)]
pub(crate) struct ShareProps {
    pub(crate) answer: Rc<Answer>,
    /// How far the long texts are, which are part of the report.
    pub(crate) guide: GuideState,
    pub(crate) lang: Lang,
}

#[component]
pub(crate) fn Share(props: &ShareProps) -> Html {
    let ShareProps { answer, guide, lang } = props;
    let (words, short) = (knowledge::more_words(*lang), knowledge::words(*lang));
    use_effect_with((), |()| {
        static STYLED: Once = Once::new();
        STYLED.call_once(|| web::add_style(STYLE));
    });
    // Another paste begins redacted again.
    let open_for = use_state_eq(|| None::<Rc<Answer>>);
    let redact = open_for.as_ref() != Some(answer);
    let said = use_state_eq(String::new);
    let made = use_memo((Rc::clone(answer), *lang, *guide, redact), |(answer, lang, _, redact)| {
        let (report, replaced) = if *redact { redacted(&answer.report) } else { (answer.report.clone(), Vec::new()) };
        let json = if *redact { report.to_json() } else { answer.json.clone() };
        (Leaving::new(report, json, *lang), replaced)
    });
    let (leaving, replaced) = &*made;
    use_effect_with((Rc::clone(answer), redact), {
        let said = said.setter();
        move |_| said.set(String::new())
    });
    let switch = {
        let answer = Rc::clone(answer);
        move |_: MouseEvent| open_for.set(redact.then(|| Rc::clone(&answer)))
    };
    let save = |ending: &'static str| {
        let made = Rc::clone(&made);
        let save = move |_: MouseEvent| {
            if let Some(text) = made.0.file(ending) {
                web::download(&format!("why502.{ending}"), web::text_blob(&JsString::from(text)));
            }
        };
        html! {
            <button type="button" class="copy" data-testid={format!("save-{ending}")} onclick={save}>
                { fill(words.private_download, &[("ending", &format!(".{ending}"))]) }
            </button>
        }
    };
    let link = {
        let (made, said) = (Rc::clone(&made), said.setter());
        move |_: MouseEvent| {
            let (made, said) = (Rc::clone(&made), said.clone());
            spawn_local(async move {
                said.set(match link::make(&made.0.report).await {
                    Err(Refused::TooLong) => words.private_link_too_long.to_owned(),
                    Err(Refused::Unable) => words.private_link_unable.to_owned(),
                    Ok(link) if !web::copy(&link.address).await => short.copy_failed.to_owned(),
                    Ok(link) => fill(words.private_link_done, &[("count", &count(link.lines as u64))]),
                });
            });
        }
    };
    let failure = leaving.document.verdict.is_some();
    html! {
        <section class="page part share" data-testid="share" data-answer={mark(&answer.json)}>
            <h2>{ words.private_title }</h2>
            <p>
                <label>
                    <input type="checkbox" checked={redact} onclick={switch} data-testid="redact" />
                    { " " }{ words.private_switch }
                </label>
            </p>
            if redact { { list(replaced, words) } } else { <p class="notice">{ words.private_off }</p> }
            <details class="why">
                <summary>{ words.private_preview }</summary>
                <pre tabindex="0" role="region" aria-label={words.private_preview} data-testid="preview" translate="no">
                    { marked(&leaving.markdown, replaced) }
                </pre>
            </details>
            <p class="row">
                { copy_button(&leaving.markdown, short.copy_markdown, None, "copy-markdown", short) }
                { copy_button(&leaving.json, short.copy_json, None, "copy-json", short) }
                { for ENDINGS.iter().filter(|ending| failure || ending.len() < 5).map(|ending| save(ending)) }
                if failure && !web::is_guest() {
                    <button type="button" class="copy" onclick={link} data-testid="copy-link">{ words.private_link }</button>
                }
            </p>
            <p role="status" data-testid="link-said">{ &*said }</p>
            if failure && !web::is_guest() { <p class="quiet">{ words.private_link_note }</p> }
        </section>
    }
}

/// Which answer is shown, for whoever waits for it: FNV-1a.
fn mark(json: &str) -> String {
    json.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193)).to_string()
}

/// What was replaced by what.
fn list(replaced: &[Replacement], words: &MoreWords) -> Html {
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
                            <span class="quiet">{ kind(one.kind, words) }{ words.private_colon }</span>
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

fn kind(kind: Kind, words: &MoreWords) -> &'static str {
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
