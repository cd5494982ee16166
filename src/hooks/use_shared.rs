//! A link that carries a paste: opened into the box.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::SessionHandle;
use crate::session::Action;
use crate::{link, web};

/// Opens such a link, and again when another one is followed.
#[hook]
pub(crate) fn use_shared(session: &SessionHandle) {
    use_effect_with((), {
        let dispatcher = session.dispatcher();
        move |()| {
            let open = move || {
                let hash = web::hash();
                if !link::is_one(&hash) {
                    return;
                }
                let dispatcher = dispatcher.clone();
                spawn_local(async move {
                    let text = link::open(&hash).await;
                    // The address has done its work: nobody should find somebody's log in it.
                    web::replace_address("#/");
                    dispatcher.dispatch(text.map_or(Action::Damaged, Action::Filled));
                });
            };
            open();
            let listener = web::on_address(move |_| open());
            move || drop(listener)
        }
    });
}
