//! The page's end of the line to the worker.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{Array, ArrayBuffer, Function, Object, Promise};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker};

use crate::web;

/// Who waits for an answer, by sequence number; number 0 waits for the worker to be ready.
///
/// When the worker breaks down everybody gets `undefined`. Rejecting would be the usual way, but a rejected
/// promise that nobody looks at any more (a cancelled run's) is reported as an error of the page.
type Waiting = Rc<RefCell<Vec<(u32, Function)>>>;

const READY: u32 = 0;

/// What a message carries.
pub(super) enum Body<'a> {
    Nothing,
    Name(&'a str),
    Bytes(&'a ArrayBuffer),
}

/// A worker and what is under way to it.
pub(super) struct Link {
    worker: Worker,
    waiting: Waiting,
    next: Cell<u32>,
    ready: Promise,
    _listeners: [EventListener; 3],
}

impl Link {
    /// Starts a worker. `None` when that is refused at once; a later refusal is what [`Link::ready`] tells.
    pub(super) fn open() -> Option<Self> {
        let worker = web::spawn_worker()?;
        let waiting = Waiting::default();
        let ready = promise(&waiting, READY);
        let listeners = [
            EventListener::new(&worker, "message", {
                let waiting = Rc::clone(&waiting);
                move |event| {
                    if let Some(event) = event.dyn_ref::<MessageEvent>() {
                        heard(&waiting, &event.data());
                    }
                }
            }),
            EventListener::new(&worker, "error", {
                let waiting = Rc::clone(&waiting);
                move |_| give_up(&waiting)
            }),
            EventListener::new(&worker, "messageerror", {
                let waiting = Rc::clone(&waiting);
                move |_| give_up(&waiting)
            }),
        ];
        let hello = Object::new();
        web::set(&hello, "glue", &JsValue::from_str(&web::glue()?));
        web::set(&hello, "module", &wasm_bindgen::module());
        worker.post_message(&hello).ok()?;
        Some(Self { worker, waiting, next: Cell::new(READY), ready, _listeners: listeners })
    }

    /// Waits until the worker can take messages.
    pub(super) async fn ready(&self) -> bool {
        // A worker that neither starts nor fails must not keep anybody waiting.
        let patience = Promise::new(&mut |resolve, _| {
            gloo_timers::callback::Timeout::new(4_000, move || {
                let _ = resolve.call0(&JsValue::NULL);
            })
            .forget();
        });
        Promise::race(&Array::of2(&self.ready, &patience)).await.is_ok_and(|message| !message.is_undefined())
    }

    /// Sends a message and gives the promise of its answer.
    pub(super) fn send(&self, id: u32, kind: &str, body: Body<'_>) -> Promise {
        let seq = self.next.get().wrapping_add(1).max(1);
        self.next.set(seq);
        let answer = promise(&self.waiting, seq);
        let message = Object::new();
        web::set(&message, "seq", &seq.into());
        web::set(&message, "id", &id.into());
        web::set(&message, "kind", &JsValue::from_str(kind));
        let sent = match body {
            Body::Bytes(bytes) => {
                web::set(&message, "bytes", bytes);
                // The buffer moves over: nothing is copied.
                self.worker.post_message_with_transfer(&message, &Array::of1(bytes))
            }
            Body::Name(name) => {
                web::set(&message, "name", &JsValue::from_str(name));
                self.worker.post_message(&message)
            }
            Body::Nothing => self.worker.post_message(&message),
        };
        if sent.is_err() {
            give_up(&self.waiting);
        }
        answer
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// A promise that is kept when the message with this number is answered.
fn promise(waiting: &Waiting, seq: u32) -> Promise {
    Promise::new(&mut |resolve, _| {
        waiting.borrow_mut().push((seq, resolve));
    })
}

fn heard(waiting: &Waiting, message: &JsValue) {
    if web::get(message, "kind").as_string().is_some_and(|kind| kind == "refused") {
        return give_up(waiting);
    }
    let seq = web::get(message, "seq").as_f64().map_or(READY, |seq| seq as u32);
    // Only a few wait at a time.
    let waiter = waiting.borrow_mut().extract_if(.., |(waits_for, _)| *waits_for == seq).next();
    if let Some((_, resolve)) = waiter {
        let _ = resolve.call1(&JsValue::NULL, message);
    }
}

/// The worker is gone: nobody shall wait for it any longer.
fn give_up(waiting: &Waiting) {
    let all = std::mem::take(&mut *waiting.borrow_mut());
    for (_, resolve) in all {
        let _ = resolve.call0(&JsValue::NULL);
    }
}
