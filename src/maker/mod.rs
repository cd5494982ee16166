//! The form that makes a visitor's page, with a preview and all that installs it. `crates/pages` makes everything; this
//! asks and shows.
//!
//! What is chosen stands in the address (`form.rs`), so that the back button undoes and a link passes it on. While a
//! text is being typed the address waits for its end, or every letter would be a step back.

mod fields;
mod form;
mod kit;
mod preview;
mod zip;

use std::rc::Rc;
use std::sync::Once;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};
use why502_knowledge::{Lang, more_words, words};
use why502_pages::{Retry, STATUSES, Target, build, logo};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::i18n::{count, fill};
use crate::route::{MAKER, Place, Route};
use crate::web;
use form::{Form, LARGE, LARGEST_LOGO, LONGEST, cut, page_lang};

/// The rules of style that these pages need beyond the frame's.
const STYLE: &str = include_str!("maker.css");

/// What can happen to the form.
enum Change {
    /// A field has another value; `done`: nobody is in the middle of typing.
    Field { name: String, value: String, ticked: bool, done: bool },
    /// Another image, or none.
    Logo(String),
    /// An image that is no logo, by its size in bytes.
    TooLarge(u64),
    /// Another address.
    Opened(Form),
}

/// The form, and what belongs to it but not into an address.
#[derive(Clone, PartialEq)]
struct State {
    form: Form,
    /// The logo that was too large for an address; kept for the way back.
    large: String,
    /// An image that was refused, by its size.
    refused: Option<u64>,
    /// Counts the changes that belong into the address.
    done: u32,
}

impl State {
    fn new(form: Form) -> Self {
        Self { form: Form::new(Lang::EN), large: String::new(), refused: None, done: 0 }.opened(form)
    }

    fn keep_large(&mut self) {
        if self.form.page.logo.len() > LONGEST {
            self.large.clone_from(&self.form.page.logo);
        }
    }

    fn opened(mut self, mut form: Form) -> Self {
        if form.page.logo == LARGE {
            form.page.logo.clone_from(&self.large);
        }
        self.form = form;
        self
    }
}

impl Reducible for State {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut next = (*self).clone();
        match change {
            Change::Field { name, value, ticked, done } => {
                set(&mut next.form, &name, value, ticked);
                next.keep_large();
                next.done += u32::from(done);
            }
            Change::Logo(logo) => {
                next.form.page.logo = logo;
                next.keep_large();
                next.refused = None;
                next.done += 1;
            }
            Change::TooLarge(bytes) => next.refused = Some(bytes),
            Change::Opened(form) => return Rc::new(next.opened(form)),
        }
        Rc::new(next)
    }
}

/// Puts a field's value where it belongs.
fn set(form: &mut Form, name: &str, value: String, ticked: bool) {
    let page = &mut form.page;
    let number = || value.trim().parse::<u32>().unwrap_or(0);
    let lang = why502_pages::Lang::parse(&value);
    match name {
        "target" => form.target = Target::parse(&value).unwrap_or(form.target),
        "name" => page.name = cut(value, LONGEST),
        "home" => page.home = cut(value, LONGEST),
        "report" => page.report = cut(value, LONGEST),
        "tool" => page.tool = cut(value, LONGEST),
        "colour" => page.colour = value,
        "logo" => page.logo = value,
        "langs" => page.langs = value.split(' ').filter_map(why502_pages::Lang::parse).collect(),
        "first" => page.retry = Retry { first: number(), ..page.retry },
        "most" => page.retry = Retry { most: number(), ..page.retry },
        "tries" => page.retry = Retry { tries: number(), ..page.retry },
        "planned" => page.planned = number(),
        "view" => {
            form.view.planned = value == "planned";
            form.view.status = value.parse().unwrap_or(503);
        }
        "width" => form.view.wide = value == "wide",
        "script" => form.view.script = ticked,
        "in" => form.view.lang = lang.unwrap_or(form.view.lang),
        _ => {
            let status = name.strip_prefix("status-").and_then(|status| status.parse::<u16>().ok());
            if let Some(status) = status.filter(|status| STATUSES.contains(status)) {
                page.statuses.retain(|s| *s != status);
                if ticked {
                    page.statuses.push(status);
                    page.statuses.sort_unstable();
                }
            }
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct MakerProps {
    pub(crate) place: Rc<Place>,
    pub(crate) lang: Lang,
}

#[component]
pub(crate) fn Maker(props: &MakerProps) -> Html {
    let lang = props.lang;
    let (w, common) = (more_words(lang), words(lang));
    let state = {
        let choice = props.place.choice.clone();
        use_reducer_eq(move || State::new(Form::read(&choice, lang)))
    };
    let form = &state.form;
    let address = form.address(lang);

    use_effect_with((), |()| {
        // Once is enough, however often the page is opened.
        static STYLED: Once = Once::new();
        STYLED.call_once(|| web::add_style(STYLE));
    });
    // The address that was last set from here. It comes back as news, when the next field may have been begun.
    let sent = use_mut_ref(String::new);
    use_effect_with(state.done, {
        let (address, sent) = (address.clone(), Rc::clone(&sent));
        move |done| {
            if *done > 0 && web::hash() != address {
                web::go(&address);
                *sent.borrow_mut() = address;
            }
        }
    });
    // The address itself, not the place that was drawn last: who goes back at once leaves and arrives in one drawing.
    use_effect_with(lang, {
        let dispatcher = state.dispatcher();
        move |lang| {
            let lang = *lang;
            let listener = web::on_address(move |_| {
                let open = web::hash();
                if sent.take() != open
                    && let Some(Route::Book(place)) = Route::parse(&open)
                    && place.key == MAKER
                {
                    dispatcher.dispatch(Change::Opened(Form::read(&place.choice, lang)));
                }
            });
            move || drop(listener)
        }
    });

    let changed = {
        let dispatcher = state.dispatcher();
        move |event: &Event, done: bool| {
            let Some(field) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
                return;
            };
            let text = |name: &str| web::get(&field, name).as_string().unwrap_or_default();
            let name = text("name");
            if name == "image" {
                if done {
                    image(event, dispatcher.clone());
                }
                return;
            }
            let ticked = web::get(&field, "checked").is_truthy();
            dispatcher.dispatch(Change::Field { name, value: text("value"), ticked, done });
        }
    };
    let oninput = {
        let changed = changed.clone();
        Callback::from(move |event: InputEvent| changed(&event, false))
    };
    let onchange = Callback::from(move |event: Event| changed(&event, true));
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let without = {
        let dispatcher = state.dispatcher();
        Callback::from(move |_: MouseEvent| dispatcher.dispatch(Change::Logo(String::new())))
    };
    let made = build(&form.page, form.target);
    let image_note = match state.refused {
        Some(bytes) => {
            let (bytes, limit) = (count(bytes), count(LARGEST_LOGO as u64));
            fill(w.maker_logo_large, &[("bytes", &bytes), ("limit", &limit)])
        }
        None if form.page.logo.is_empty() && props.place.choice.contains(&format!("logo={LARGE}")) => {
            w.maker_logo_lost.to_owned()
        }
        None => String::new(),
    };
    html! {
        <div class="page maker" data-testid="maker">
            <h1 tabindex="-1">{ w.maker_title }</h1>
            <p class="lead">{ w.maker_intro }</p>
            <form class="maker-top" {oninput} {onchange} {onsubmit} autocomplete="off">
                { fields::fields(form, made.as_ref().err(), &image_note, &without, w, page_lang(lang)) }
                <preview::Preview page={form.page.clone()} variant={form.target.variant()} view={form.view} {lang} />
            </form>
            { kit::kit(form.target, &made, page_lang(lang), w, common) }
            { kit::share(&web::whole(&address), form.fits(lang), w, common) }
        </div>
    }
}

/// Reads the image that was chosen.
fn image(event: &Event, state: UseReducerDispatcher<State>) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    let Some(file) = input.files().and_then(|files| files.get(0)) else {
        return;
    };
    let size = web::blob_size(&file);
    if size > LARGEST_LOGO as u64 {
        state.dispatch(Change::TooLarge(size));
        return;
    }
    spawn_local(async move {
        // A file that cannot be read any more changes nothing.
        if let Ok(bytes) = web::blob_slice(&file, 0, size).await {
            state.dispatch(Change::Logo(logo(&js_sys::Uint8Array::new(&bytes).to_vec())));
        }
        // So that the same file can be chosen again.
        input.set_value("");
    });
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use why502_knowledge::Lang;
    use yew::Reducible;

    use super::{Change, Form, State};

    fn field(name: &str, value: &str, ticked: bool) -> Change {
        Change::Field { name: name.into(), value: value.into(), ticked, done: true }
    }

    fn after(changes: impl IntoIterator<Item = Change>) -> Rc<State> {
        let first = Rc::new(State::new(Form::new(Lang::EN)));
        changes.into_iter().fold(first, |state, change| state.reduce(change))
    }

    #[test]
    fn statuses_are_ticked_in_any_order() {
        let state =
            after([field("status-503", "", false), field("status-502", "", false), field("status-502", "", true)]);
        assert_eq!(state.form.page.statuses, [502, 504]);
        assert_eq!(state.done, 3);
    }

    #[test]
    fn planned_work_is_a_503() {
        let state = after([field("view", "planned", false)]);
        assert_eq!((state.form.view.status, state.form.view.planned), (503, true));
        let state = state.reduce(field("view", "504", false));
        assert_eq!((state.form.view.status, state.form.view.planned), (504, false));
    }

    #[test]
    fn a_large_logo_is_there_again_on_the_way_back() {
        let logo = format!("<svg>{}</svg>", "x".repeat(9_000));
        let state = after([Change::Logo(logo.clone())]);
        let address = state.form.address(Lang::EN);
        let choice = address.split_once('?').map_or("", |(_, choice)| choice);
        let state = state.reduce(Change::Opened(Form::new(Lang::EN)));
        assert_eq!(state.form.page.logo, "");
        let state = state.reduce(Change::Opened(Form::read(choice, Lang::EN)));
        assert_eq!(state.form.page.logo, logo);
        // Elsewhere it is not known.
        assert_eq!(State::new(Form::read(choice, Lang::EN)).form.page.logo, "");
    }
}
