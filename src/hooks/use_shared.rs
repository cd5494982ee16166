//! A link that carries the lines of a report: opened into the box.

use gloo_events::EventListener;
use web_sys::Blob;
use yew::platform::spawn_local;

use crate::session::Action;
use crate::{link, web};

/// Opens such a link, and again when another one is followed, until the listener is dropped.
pub(super) fn opened(take: impl Fn(Action<Blob>) + Clone + 'static) -> Option<EventListener> {
    let open = move || {
        let hash = web::hash();
        if !link::is_one(&hash) {
            return;
        }
        let take = take.clone();
        spawn_local(async move {
            let text = link::open(&hash).await;
            // The address has done its work: nobody should find somebody's log in it.
            web::replace_address("#/");
            take(text.map_or(Action::Damaged, Action::Filled));
        });
    };
    open();
    web::on_address(move |_| open())
}
