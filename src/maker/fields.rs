//! The questions of the form. Names are those that `set` knows.

use why502_knowledge::MoreWords;
use why502_pages::{Field, Lang, Refusal, STATUSES, Target};
use yew::prelude::*;

use super::form::{Form, LONGEST};
use crate::i18n::fill;

/// `refused`: what cannot be used, said beside its field too. `image_note`: what there is to say about the logo.
pub(super) fn fields(
    form: &Form,
    refused: Option<&Vec<Refusal>>,
    image_note: &str,
    without_logo: &Callback<MouseEvent>,
    w: &MoreWords,
    lang: Lang,
) -> Html {
    let page = &form.page;
    let wrong = |field: Field| {
        refused.into_iter().flatten().find_map(|refusal| match refusal {
            Refusal::Mistake(mistake) if mistake.field == field => Some(mistake.text(lang)),
            _ => None,
        })
    };
    let number = |name: &'static str, label: &'static str, value: u32, least: u32, most: u32| {
        html! {
            <label class="ask">
                <span>{ label }</span>
                <input type="number" {name} value={value.to_string()} min={least.to_string()} max={most.to_string()} inputmode="numeric" />
            </label>
        }
    };
    html! {
        <fieldset class="maker-form">
            <legend>{ w.maker_form }</legend>
            { choice("target", w.maker_server, w.maker_server_hint, form.target.id(), Target::all().map(|t| (t.id().to_owned(), t.name().to_owned()))) }
            { text("name", w.maker_name, "", &page.name, None) }
            { text("home", w.maker_home, w.maker_home_hint, &page.home, wrong(Field::Home)) }
            { text("report", w.maker_report, w.maker_report_hint, &page.report, wrong(Field::Report)) }
            { choice("langs", w.maker_langs, "", &tags(&page.langs), orders(w)) }
            <label class="ask short">
                <span>{ w.maker_colour }</span>
                <input type="color" name="colour" value={page.colour.clone()} data-testid="maker-colour" />
            </label>
            { text("logo", w.maker_logo, w.maker_logo_hint, &page.logo, wrong(Field::Logo)) }
            <p class="row">
                <label class="file">
                    <input
                        class="visually-hidden"
                        type="file"
                        name="image"
                        accept=".svg,image/svg+xml,image/png,image/jpeg,image/gif,image/webp"
                        data-testid="maker-image"
                    />
                    <span class="button">{ w.maker_logo_choose }</span>
                </label>
                if !page.logo.is_empty() {
                    <button type="button" class="button" onclick={without_logo.clone()}>{ w.maker_logo_away }</button>
                }
            </p>
            <p role="status" class="quiet">{ image_note.to_owned() }</p>
            <details>
                <summary>{ w.maker_details }</summary>
                <fieldset class="ticks">
                    <legend>{ w.maker_statuses }</legend>
                    for status in STATUSES {
                        <label>
                            <input type="checkbox" name={format!("status-{status}")} checked={page.statuses.contains(&status)} />
                            { status.to_string() }
                        </label>
                    }
                    { problem("maker-statuses-wrong", wrong(Field::Statuses)) }
                </fieldset>
                { number("first", w.maker_retry_first, page.retry.first, 5, 3_600) }
                { number("most", w.maker_retry_most, page.retry.most, 5, 3_600) }
                { number("tries", w.maker_retry_tries, page.retry.tries, 1, 100) }
                { problem("maker-retry-wrong", wrong(Field::Retry)) }
                { number("planned", w.maker_planned, page.planned, 0, 604_800) }
                { text("tool", w.maker_tool, w.maker_tool_hint, &page.tool, wrong(Field::Tool)) }
            </details>
        </fieldset>
    }
}

fn problem(id: &str, wrong: Option<String>) -> Html {
    wrong.map_or_else(Html::default, |wrong| html! { <small class="wrong" id={id.to_owned()}>{ wrong }</small> })
}

fn text(name: &'static str, label: &'static str, hint: &'static str, value: &str, wrong: Option<String>) -> Html {
    let hinted = (!hint.is_empty()).then(|| format!("maker-{name}-hint"));
    let problem_id = format!("maker-{name}-wrong");
    let described = match (&hinted, &wrong) {
        (Some(hint), Some(_)) => Some(format!("{problem_id} {hint}")),
        (None, Some(_)) => Some(problem_id.clone()),
        (hint, None) => hint.clone(),
    };
    // A logo may be longer: its size is held against the server's limit.
    let most = (name != "logo").then(|| LONGEST.to_string());
    html! {
        <div class="ask">
            <label for={format!("maker-{name}")}>{ label }</label>
            <input
                type="text"
                id={format!("maker-{name}")}
                {name}
                value={value.to_owned()}
                maxlength={most}
                aria-describedby={described}
                aria-invalid={wrong.is_some().then_some("true")}
                spellcheck="false"
                autocapitalize="off"
            />
            { problem(&problem_id, wrong) }
            if hinted.is_some() { <small id={hinted}>{ hint }</small> }
        </div>
    }
}

/// A list of choices: values and what they are called.
pub(super) fn choice(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    chosen: &str,
    all: impl IntoIterator<Item = (String, String)>,
) -> Html {
    let hinted = (!hint.is_empty()).then(|| format!("maker-{name}-hint"));
    html! {
        <div class="ask">
            <label for={format!("maker-{name}")}>{ label }</label>
            <select id={format!("maker-{name}")} {name} aria-describedby={hinted.clone()}>
                for (value, label) in all {
                    <option selected={value == chosen} value={value.clone()}>{ label }</option>
                }
            </select>
            if hinted.is_some() { <small id={hinted}>{ hint }</small> }
        </div>
    }
}

fn tags(langs: &[Lang]) -> String {
    langs.iter().map(|l| l.tag()).collect::<Vec<_>>().join(" ")
}

/// Which languages, and which of them first: all with each of them in front, then each alone.
fn orders(w: &MoreWords) -> Vec<(String, String)> {
    let all: Vec<Lang> = Lang::all().collect();
    let ahead = |first: &Lang| {
        let rest: Vec<Lang> = all.iter().copied().filter(|l| l != first).collect();
        let names = rest.iter().map(|l| l.own_name()).collect::<Vec<_>>().join(" · ");
        let order: Vec<Lang> = [*first].into_iter().chain(rest).collect();
        (tags(&order), fill(w.maker_langs_first, &[("lang", first.own_name()), ("rest", &names)]))
    };
    let alone = |l: &Lang| (l.tag().to_owned(), fill(w.maker_langs_only, &[("lang", l.own_name())]));
    all.iter().map(ahead).chain(all.iter().map(alone)).collect()
}
