//! The worker's role: takes bytes, gives the report.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use js_sys::{Object, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use why502_engine::{Engine, Options, scan};
use why502_report::Report;

use crate::intake::samples::SAMPLES;
use crate::web;

/// One reading under way.
struct Run {
    id: f64,
    engine: Engine,
}

/// Answers messages for as long as the worker lives.
pub(crate) fn serve(scope: DedicatedWorkerGlobalScope) {
    let run: RefCell<Option<Run>> = RefCell::new(None);
    let outlet = scope.clone();
    let handle = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message = event.data();
        let reply = Object::new();
        for name in ["seq", "id"] {
            web::set(&reply, name, &web::get(&message, name));
        }
        if let Some(json) = answer(&mut run.borrow_mut(), &message) {
            web::set(&reply, "json", &JsValue::from_str(&json));
        }
        let _ = outlet.post_message(&reply);
    });
    scope.set_onmessage(Some(handle.as_ref().unchecked_ref()));
    // The handler lives as long as the worker, which is longer than this function.
    handle.forget();

    let ready = Object::new();
    web::set(&ready, "kind", &JsValue::from_str("ready"));
    let _ = scope.post_message(&ready);
    warm_up(0);
}

/// Reads the samples for nothing, while nobody waits. Patterns are compiled when they are first needed: so those
/// for the most common messages are there when the first paste comes. One sample at a time, since a paste that
/// comes meanwhile goes first.
fn warm_up(sample: usize) {
    let Some(text) = SAMPLES.get(sample).map(|sample| sample.text) else {
        return;
    };
    Timeout::new(0, move || {
        drop(scan(text.as_bytes()));
        warm_up(sample + 1);
    })
    .forget();
}

/// Does what one message asks for. A message of a run that was replaced is answered and ignored.
fn answer(run: &mut Option<Run>, message: &JsValue) -> Option<String> {
    let id = web::get(message, "id").as_f64()?;
    match web::get(message, "kind").as_string()?.as_str() {
        "start" => {
            *run = Some(Run { id, engine: Engine::new(Options::default()) });
        }
        "begin" => {
            if let Some(run) = run.as_mut().filter(|run| run.id == id) {
                run.engine.begin(&web::get(message, "name").as_string().unwrap_or_default());
            }
        }
        "chunk" => {
            if let Some(run) = run.as_mut().filter(|run| run.id == id) {
                run.engine.push(&Uint8Array::new(&web::get(message, "bytes")).to_vec());
            }
        }
        "finish" => {
            let run = run.take_if(|run| run.id == id)?;
            return Some(Report::from(&run.engine.finish()).to_json());
        }
        _ => *run = None,
    }
    None
}
