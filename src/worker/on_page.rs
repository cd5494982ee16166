//! The fall-back: the engine on the page itself, in slices, with a pause after each so that the page stays alive.

use js_sys::{ArrayBuffer, Uint8Array};
use why502_engine::{Engine, Options};
use why502_report::Report;

/// What one slice may hold here. Smaller than for the worker: nobody may feel it, on any device.
const STEP: u32 = 64 * 1024;

/// One reading on the page.
pub(super) struct OnPage(Engine);

impl OnPage {
    pub(super) fn new() -> Self {
        Self(Engine::new(Options::default()))
    }

    /// What follows is another file.
    pub(super) fn begin(&mut self, name: &str) {
        self.0.begin(name);
    }

    /// Reads a slice and lets the page breathe, until the run is not `current` any more.
    pub(super) async fn push(&mut self, bytes: &ArrayBuffer, current: impl Fn() -> bool) {
        let bytes = Uint8Array::new(bytes);
        let mut from = 0;
        while from < bytes.length() {
            let to = bytes.length().min(from.saturating_add(STEP));
            self.0.push(&bytes.subarray(from, to).to_vec());
            from = to;
            gloo_timers::future::sleep(std::time::Duration::ZERO).await;
            if !current() {
                return;
            }
        }
    }

    pub(super) fn finish(self) -> String {
        Report::from(&self.0.finish()).to_json()
    }
}
