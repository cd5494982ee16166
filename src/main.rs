//! The page of why502: one program with two roles.
//!
//! The page loads it and it draws. The page's worker loads the same compiled module again and it reads:
//! `www/worker.js` starts it there. So there is one file to fetch, and the engine is in it once.
//!
//! ```text
//! intake ─▶ session ─▶ worker::Client ─▶ (worker | page) engine ─▶ JSON ─▶ reply ─▶ session ─▶ pages, components
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
mod pages;
mod reply;
mod route;
mod session;
mod settings;
mod web;
mod worker;

fn main() {
    match web::worker_scope() {
        Some(scope) => worker::serve(scope),
        None => app::draw(),
    }
}
