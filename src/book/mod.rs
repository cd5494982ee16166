//! A page of the guide in the app: the book's HTML, with the reader's own values in it and its forms awake.
//!
//! The pages are drawn at build time (`crates/guide`), so the program carries no code for that. What is alive in them
//! is marked by `data-` attributes, a module each here; what these compute is plain and tested without a browser.

mod checks;
mod decimal;
mod dom;
mod example;
mod filter;
mod fix_table;
mod ladder;
mod search;
mod stages;
mod walk;

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use why502_book::{Page, book};
use why502_engine::values::{self, Values};
use why502_knowledge::{Lang, more_words, words};
use why502_report::document::{known, own_values};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::components::guide_notice;
use crate::hooks::GuideHandle;
use crate::route::{Place, Route};
use crate::session::Answer;
use crate::{pages, web};

/// How long a button says that it has copied.
const SAID_MS: u32 = 4_000;

#[derive(Properties, PartialEq)]
pub(crate) struct BookPageProps {
    pub(crate) place: Rc<Place>,
    /// How far the book is.
    pub(crate) state: GuideHandle,
    /// How far the long texts are, which the table of fixes and the search read.
    pub(crate) guide: GuideHandle,
    /// What was found in the paste.
    pub(crate) answer: Option<Rc<Answer>>,
    pub(crate) lang: Lang,
}

/// The reader's own values, from the first finding.
fn own(answer: Option<&Rc<Answer>>) -> Values {
    let report = answer.map(|answer| &answer.report);
    report.map_or_else(Values::new, |report| match report.findings.first() {
        Some(finding) => known(&own_values(finding, report)),
        None => known(&report.values),
    })
}

#[component]
pub(crate) fn BookPage(props: &BookPageProps) -> Html {
    let root = use_node_ref();
    let said = use_state_eq(String::new);
    // What the form above the table of fixes asks for, or the search.
    let asked = use_state_eq(String::new);
    let searcher = use_mut_ref(|| None);
    let words = words(props.lang);
    let page = book(props.lang).and_then(|book| book.page(&props.place.key));

    // Every page is drawn as it was built, and then made the reader's own.
    use_effect_with((props.place.key.clone(), props.lang, props.answer.clone(), page.is_some()), {
        let root = root.clone();
        move |(_, _, answer, there)| {
            if let Some(root) = root.cast::<Element>().filter(|_| *there) {
                wake(&root, answer.as_ref());
            }
        }
    });
    use_effect_with((Rc::clone(&props.place), props.lang, props.answer.clone(), page.is_some()), {
        let (root, asked) = (root.clone(), asked.setter());
        move |(place, _, answer, there)| {
            let Some(root) = root.cast::<Element>().filter(|_| *there) else {
                return;
            };
            match place.key.as_str() {
                "walk" => walk::apply(&root, answer.as_deref(), place),
                "guide" => asked.set(search::query(&place.choice)),
                "fixes" => {
                    fix_table::preset(&root, &place.item);
                    asked.set(fix_table::asked(&root));
                }
                _ if !place.item.is_empty() => find_item(&root, &place.item),
                _ => {}
            }
        }
    });

    let Some(page) = page else {
        return if props.state.state == crate::hooks::GuideState::Ready {
            pages::not_found(words)
        } else {
            html! { <div class="page book"><h1 tabindex="-1">{ words.app_guide }</h1>{ guide_notice(&props.state, words) }</div> }
        };
    };

    let onclick = {
        let (root, said, done) = (root.clone(), said.setter(), words.copy_done);
        let (place, refused) = (Rc::clone(&props.place), words.copy_failed);
        Callback::from(move |event: MouseEvent| {
            let Some(root) = root.cast::<Element>() else { return };
            if let Some(button) = dom::hit(&event, "[data-copy]") {
                copy(&button, block_text(&button), done, refused, said.clone());
            } else if let Some(button) = dom::hit(&event, "[data-export]") {
                copy(&button, checks::markdown(&root), done, refused, said.clone());
            } else if dom::hit(&event, "[data-forget]").is_some() {
                checks::forget(&root);
            } else if dom::hit(&event, "[data-all]").is_some() {
                stages::all(&root);
            } else if let Some(button) = dom::hit(&event, "[data-download]") {
                example::download(&button);
            } else if place.key == "walk" {
                walk::clicked(&root, &event, &place);
            }
        })
    };
    let changed = {
        let (root, asked) = (root.clone(), asked.setter());
        move |event: &Event| {
            let Some(root) = root.cast::<Element>() else { return };
            if let Some(form) = dom::hit(event, "[data-filter]") {
                filter::apply(&root, &form);
                asked.set(fix_table::asked(&root));
            } else if let Some(field) = dom::hit(event, "[data-search]") {
                let query = dom::value(&field);
                // The field was left, maybe for a hit.
                if event.type_() == "change" {
                    web::go(&search::address(&query));
                }
                asked.set(query);
            } else if let Some(form) = dom::hit(event, "[data-ladder]") {
                ladder::apply(&form);
            } else if let Some(form) = dom::hit(event, "[data-seo]") {
                stages::apply(&root, &form);
            } else if dom::hit(event, "[data-example]").is_some() {
                if let Some(field) = dom::hit(event, "[data-name]") {
                    example::changed(&root, &field);
                }
            } else if dom::hit(event, "[data-check]").is_some() {
                checks::keep(&root);
            }
        }
    };
    let oninput = {
        let changed = changed.clone();
        Callback::from(move |event: InputEvent| changed(&event))
    };
    let onchange = Callback::from(move |event: Event| changed(&event));
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let top = Route::parse("#/guide").unwrap_or(Route::Paste).to_string();
    html! {
        <div
            class="page book"
            data-testid="book"
            data-page={props.place.key.clone()}
            ref={root}
            {onclick}
            {oninput}
            {onchange}
            {onsubmit}
        >
            if props.place.key != "guide" { <p class="crumb">{ crumb(&props.place, &top, props.lang, words.app_guide) }</p> }
            <h1 tabindex="-1">{ page.title }</h1>
            <p role="status" class="visually-hidden">{ &*said }</p>
            if props.place.key == "guide" {
                { search::search(&asked, search::hits(&mut searcher.borrow_mut(), &asked, props.lang), more_words(props.lang)) }
            }
            { drawn(page) }
            if props.place.key == "fixes" {
                { guide_notice(&props.guide, words) }
                { fix_table::draw(&asked, props.answer.as_deref(), props.lang, words) }
            }
        </div>
    }
}

/// The way back: to the guide, and to the list that the page belongs to.
fn crumb(place: &Place, top: &str, lang: Lang, guide: &'static str) -> Html {
    let above = place.key.split_once('/').and_then(|(list, _)| book(lang)?.page(list));
    html! {
        <>
            <a href={top.to_owned()}>{ guide }</a>
            if let Some(list) = above { { " / " }<a href={format!("#/{}", list.key)}>{ list.title }</a> }
        </>
    }
}

/// The book's own HTML, which the build has drawn and checked.
pub(crate) fn drawn(page: &Page) -> Html {
    Html::from_html_unchecked(AttrValue::Static(page.html))
}

/// Makes a page the reader's own.
pub(crate) fn wake(root: &Element, answer: Option<&Rc<Answer>>) {
    let values = own(answer);
    for button in dom::all(root, "[data-copy], [data-download], [data-walk-tools]") {
        dom::show(&button, true);
    }
    for block in dom::all(root, "[data-run]") {
        run(&block, &values);
    }
    let cause = answer.and_then(|answer| answer.report.findings.first()).map_or("", |finding| &finding.cause);
    for card in dom::all(root, "[data-useless]") {
        if let Some(warning) = dom::first(&card, "[data-warn]") {
            let useless = !cause.is_empty() && dom::says(&card, "data-useless", cause);
            dom::show(&warning, useless);
        }
    }
    checks::recall(root);
    if let Some(form) = dom::first(root, "[data-filter]") {
        filter::apply(root, &form);
    }
    if let Some(form) = dom::first(root, "[data-ladder]") {
        ladder::apply(&form);
    }
    if let Some(form) = dom::first(root, "[data-seo]") {
        stages::apply(root, &form);
    }
    example::prefill(root, &values);
}

/// A command with the reader's values; away when it is for a socket and theirs is an address.
fn run(block: &Element, values: &Values) {
    if values.is_empty() {
        return;
    }
    let raw = dom::attr(block, "data-run");
    let lines: Vec<String> = raw.lines().filter_map(|line| values::fill(line, values)).collect();
    // What stands within a sentence stays, or the sentence would break.
    match dom::first(block, "code") {
        Some(code) => {
            dom::show(block, !lines.is_empty());
            dom::write(&code, &lines.join("\n"));
        }
        None if !lines.is_empty() => dom::write(block, &lines.join("\n")),
        None => {}
    }
}

/// The text beside a copy button, without what is hidden in it.
fn block_text(button: &Element) -> String {
    let code = button.closest(".command").ok().flatten().and_then(|block| dom::first(&block, "code"));
    code.as_ref().map_or_else(String::new, example::shown)
}

fn copy(button: &Element, text: String, done: &'static str, refused: &'static str, said: UseStateSetter<String>) {
    let button = button.clone();
    let label = dom::text(&button);
    let name = button.get_attribute("aria-label");
    // A second press while it still says so must not take that for its label.
    if dom::attr(&button, "data-copied") == "true" {
        return;
    }
    spawn_local(async move {
        let copied = web::copy(&text).await;
        said.set(if copied { done } else { refused }.to_owned());
        if !copied {
            return;
        }
        dom::mark(&button, "data-copied", true, "true");
        dom::mark(&button, "aria-label", false, "");
        dom::write(&button, done);
        Timeout::new(SAID_MS, move || {
            dom::mark(&button, "data-copied", false, "");
            dom::mark(&button, "aria-label", name.is_some(), name.as_deref().unwrap_or_default());
            dom::write(&button, &label);
            said.set(String::new());
        })
        .forget();
    });
}

/// Brings what the address means into view, and the focus to it.
fn find_item(root: &Element, id: &str) {
    for before in dom::all(root, "[data-here]") {
        dom::mark(&before, "data-here", false, "");
    }
    // Ids are of small letters, digits and dashes; nothing else is looked for.
    if !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b)) {
        return;
    }
    if let Some(item) = dom::first(root, &format!("[id=\"{id}\"]")) {
        dom::mark(&item, "data-here", true, "");
        dom::mark(&item, "tabindex", true, "-1");
        item.scroll_into_view();
        if let Some(item) = item.dyn_ref::<HtmlElement>() {
            web::focus(item);
        }
    }
}
