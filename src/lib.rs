//! The page of why502: two programs from one library.
//!
//! **`why502-web`** is what a first visit loads: the frame, the paste box and the verdict. It has two roles. The page
//! loads it and it draws. The page's worker loads the same compiled module again and it reads: `www/worker.js` starts
//! it there. So there is one file to fetch, and the engine is in it once.
//!
//! **`why502-more`** draws all pages that are about more than the paste: causes, the guide, the form that makes
//! a visitor's page. It is loaded
//! when the first of them is opened, into an element that the other program keeps for it (`more/`).
//!
//! ```text
//! intake ─▶ session ─▶ worker::Client ─▶ (worker | page) engine ─▶ JSON ─▶ reply ─▶ session ─▶ paste page, components
//!                                                                    │
//!                           route, language, JSON ─▶ (why502-more) reply ─▶ pages, book, maker
//! ```
//!
//! **Invariant:** no diagnosis happens here; pages and components see reports, never the engine.
//! **Invariant:** only `web.rs` touches the browser's globals.

mod app;
mod book;
mod components;
mod hooks;
mod i18n;
mod intake;
mod link;
mod maker;
mod more;
mod pages;
mod percent;
mod reply;
mod route;
mod session;
mod settings;
mod web;
mod worker;

/// The program of a first visit: draws the page, or reads in its worker.
pub fn start() {
    match web::worker_scope() {
        Some(scope) => worker::serve(scope),
        None => yew::platform::spawn_local(app::draw()),
    }
}

/// The program of all other pages: draws them into the element that the first one has made for it.
pub fn start_more() {
    more::draw();
}
