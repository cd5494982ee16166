//! What the rest of the page calls: bytes in, report out, wherever the engine runs.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::SLICE;
use super::link::{Body, Link};
use super::on_page::OnPage;
use crate::intake::{Held, Source};
use crate::session::Failure;
use crate::web;

/// Slices under way at a time: the worker is never idle, and a cancelled run leaves next to nothing behind.
const UNDER_WAY: usize = 3;

/// Why there is no report.
pub(crate) enum Ended {
    /// A newer run has begun, or the reader stopped this one.
    Cancelled,
    /// See there.
    Failed(Failure),
    /// The worker broke down in the middle of it.
    Worker,
}

/// The way to the engine. One for the whole page.
pub(crate) struct Client {
    link: RefCell<Option<Rc<Link>>>,
    newest: Cell<u32>,
}

impl Client {
    /// Starts the worker right away, so that it is there when the first paste comes, even offline.
    pub(crate) fn new() -> Self {
        Self { link: RefCell::new(Link::open().map(Rc::new)), newest: Cell::new(0) }
    }

    /// Reads `source` and gives the contract's JSON. Cancels every run before it.
    pub(crate) async fn diagnose(
        &self,
        run: u32,
        source: &Source<Blob>,
        progress: impl Fn(u64),
    ) -> Result<String, Ended> {
        self.newest.set(run);
        let link = self.link.borrow().clone();
        if let Some(link) = link {
            if link.ready().await {
                let result = self.by_worker(&link, run, source, &progress).await;
                if matches!(result, Err(Ended::Worker)) {
                    // It broke down over this text. So would the page, and take the paste with it. The next text gets
                    // a new worker.
                    self.link.replace(Link::open().map(Rc::new));
                }
                return result;
            }
            // Workers are refused. Dropping it ends what there is of it; from now on the page reads by itself.
            self.link.borrow_mut().take();
        }
        // What is around the program says so (www/offline.js).
        web::set_root("data-reader", "page");
        self.on_page(run, source, &progress).await
    }

    /// Ends whatever is being read.
    pub(crate) fn cancel(&self, run: u32) {
        self.newest.set(run);
        if let Some(link) = self.link.borrow().as_ref() {
            drop(link.send(run, "cancel", Body::Nothing));
        }
    }

    fn current(&self, run: u32) -> Result<(), Ended> {
        if self.newest.get() == run { Ok(()) } else { Err(Ended::Cancelled) }
    }

    async fn by_worker(
        &self,
        link: &Link,
        run: u32,
        source: &Source<Blob>,
        progress: &impl Fn(u64),
    ) -> Result<String, Ended> {
        self.current(run)?;
        let mut under_way: VecDeque<Promise> = VecDeque::from([link.send(run, "start", Body::Nothing)]);
        let mut slices = Slices::new(source);
        while let Some(piece) = slices.next().await? {
            self.current(run)?;
            under_way.push_back(match &piece {
                Piece::Input(name) => link.send(run, "begin", Body::Name(name)),
                Piece::Bytes(bytes) => link.send(run, "chunk", Body::Bytes(bytes)),
            });
            while under_way.len() > UNDER_WAY
                && let Some(oldest) = under_way.pop_front()
            {
                answered(oldest).await?;
                progress(slices.done);
            }
            self.current(run)?;
        }
        let finish = link.send(run, "finish", Body::Nothing);
        // Messages are answered in order, so the last answer is worth all the others.
        let reply = answered(finish).await?;
        self.current(run)?;
        web::get(&reply, "json").as_string().ok_or(Ended::Failed(Failure::Engine))
    }

    async fn on_page(&self, run: u32, source: &Source<Blob>, progress: &impl Fn(u64)) -> Result<String, Ended> {
        self.current(run)?;
        let mut engine = OnPage::new();
        let mut slices = Slices::new(source);
        while let Some(piece) = slices.next().await? {
            match piece {
                Piece::Input(name) => engine.begin(&name),
                Piece::Bytes(bytes) => engine.push(&bytes, || self.newest.get() == run).await,
            }
            self.current(run)?;
            progress(slices.done);
        }
        self.current(run)?;
        Ok(engine.finish())
    }
}

/// Waits for an answer; `undefined` instead of one means that the worker is gone.
async fn answered(answer: Promise) -> Result<JsValue, Ended> {
    answer.await.ok().filter(|reply| !reply.is_undefined()).ok_or(Ended::Worker)
}

/// What is sent of a source.
enum Piece {
    /// What follows is another file.
    Input(String),
    Bytes(ArrayBuffer),
}

/// A source, slice by slice.
struct Slices<'a> {
    source: &'a Source<Blob>,
    part: usize,
    /// Where in the part we are; `None` when it has not begun.
    offset: Option<u64>,
    /// Bytes given out so far.
    done: u64,
}

impl<'a> Slices<'a> {
    fn new(source: &'a Source<Blob>) -> Self {
        Self { source, part: 0, offset: None, done: 0 }
    }

    async fn next(&mut self) -> Result<Option<Piece>, Ended> {
        match self.source {
            Source::Text(text) => Ok(self.text(text).map(Piece::Bytes)),
            Source::Held(held) => self.held(held).await,
        }
    }

    /// Texts of the box are short: one slice, and no detour through a `Blob`.
    fn text(&mut self, text: &str) -> Option<ArrayBuffer> {
        if self.done > 0 {
            return None;
        }
        self.done = text.len() as u64;
        Some(Uint8Array::from(text.as_bytes()).buffer())
    }

    async fn held(&mut self, held: &Held<Blob>) -> Result<Option<Piece>, Ended> {
        while let Some(part) = held.parts.get(self.part) {
            let name = part.name.clone().unwrap_or_default();
            match self.offset {
                None => {
                    self.offset = Some(0);
                    // A single file is the whole input: its lines need no file name beside them.
                    if held.parts.len() > 1 {
                        return Ok(Some(Piece::Input(name)));
                    }
                }
                Some(from) if from < part.size => {
                    let to = part.size.min(from + SLICE);
                    let slice = web::blob_slice(&part.bytes, from, to).await;
                    let slice = slice.map_err(|_| Ended::Failed(Failure::Unreadable(name)))?;
                    self.offset = Some(to);
                    self.done += to - from;
                    return Ok(Some(Piece::Bytes(slice)));
                }
                Some(_) => {
                    self.part += 1;
                    self.offset = None;
                }
            }
        }
        Ok(None)
    }
}
