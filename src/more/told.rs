//! What the first program tells the second: which page is open, in which language, and what was found.
//!
//! It is a plain object on the element that both know, and an event there says that it is new. So neither program has
//! to wait for the other, and nothing is told twice.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::{Element, Event};
use why502_knowledge::Lang;

use crate::reply;
use crate::route::Route;
use crate::session::Answer;
use crate::web;

/// The id of the element.
pub(crate) const PLACE: &str = "pages";
/// The event, and the property that holds what is told.
pub(super) const EVENT: &str = "why502";

/// What is told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    /// The page; `None` when the first program shows one of its own.
    pub(crate) route: Option<Route>,
    pub(crate) lang: Lang,
    /// What was found in the paste.
    pub(crate) answer: Option<Rc<Answer>>,
    /// On the first page: the report is to be passed on.
    pub(crate) share: bool,
    /// How far down the page is to be shown, when it has just been opened.
    pub(crate) top: Option<f64>,
    /// Counts what was told.
    pub(crate) number: u32,
}

impl Default for Told {
    fn default() -> Self {
        Self { route: None, lang: Lang::EN, answer: None, share: false, top: None, number: 0 }
    }
}

impl Told {
    /// Tells it.
    pub(crate) fn tell(&self, place: &Element) {
        let told = js_sys::Object::new();
        let text = |text: Option<&str>| text.map_or(JsValue::UNDEFINED, JsValue::from_str);
        web::set(&told, "address", &text(self.route.as_ref().map(Route::to_string).as_deref()));
        web::set(&told, "lang", &text(Some(self.lang.tag())));
        web::set(&told, "json", &text(self.answer.as_ref().map(|answer| answer.json.as_str())));
        web::set(&told, "share", &JsValue::from_bool(self.share));
        web::set(&told, "top", &self.top.map_or(JsValue::UNDEFINED, JsValue::from_f64));
        web::set(place, EVENT, &told);
        if let Ok(event) = Event::new(EVENT) {
            let _ = place.dispatch_event(&event);
        }
    }

    /// Reads what is told now; `last` is what was told before.
    pub(super) fn read(place: &Element, last: Option<&Self>) -> Self {
        let told = web::get(place, EVENT);
        let text = |name: &str| web::get(&told, name).as_string();
        let json = text("json");
        let before = last.and_then(|last| last.answer.clone());
        let answer = match json {
            // The same answer is not read again.
            Some(json) => before.filter(|answer| answer.json == json).or_else(|| {
                let report = reply::report(&json)?;
                Some(Rc::new(Answer { json, report }))
            }),
            None => None,
        };
        Self {
            route: text("address").and_then(|address| Route::parse(&address)),
            lang: text("lang").and_then(|tag| Lang::parse(&tag)).unwrap_or(Lang::EN),
            answer,
            share: web::get(&told, "share").is_truthy(),
            top: web::get(&told, "top").as_f64(),
            number: last.map_or(1, |last| last.number.wrapping_add(1)),
        }
    }
}
