//! The second program (`src/more`): loaded when the first of its pages is opened, and told which one is.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use why502_knowledge::Lang;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::more::Told;
use crate::route::Route;
use crate::session::Answer;
use crate::web;

/// How far the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MoreState {
    /// Nobody has asked for it.
    Idle,
    Loading,
    Ready,
    Failed,
}

/// The element it draws into, its state, and a way to try once more.
#[derive(Clone, PartialEq)]
pub(crate) struct MoreHandle {
    pub(crate) place: NodeRef,
    pub(crate) state: MoreState,
    pub(crate) again: Callback<MouseEvent>,
}

/// Keeps the program informed, and loads it when it is needed. `arrival` holds how far down a page is to be shown that
/// was just opened; `share`: the report is to be passed on, below the verdict.
#[hook]
pub(crate) fn use_more(
    route: &Route,
    arrival: &Rc<Cell<Option<f64>>>,
    lang: Lang,
    answer: Option<&Rc<Answer>>,
    share: bool,
) -> MoreHandle {
    let place = use_node_ref();
    let state = use_state_eq(|| MoreState::Idle);
    let tries = use_state(|| 0_u32);
    let open = route.is_more().then(|| route.clone());

    use_effect_with((open.clone(), lang, answer.cloned(), share), {
        let (place, arrival) = (place.clone(), Rc::clone(arrival));
        move |(route, lang, answer, share)| {
            if let Some(place) = place.cast::<web_sys::Element>() {
                let told = Told {
                    route: route.clone(),
                    lang: *lang,
                    answer: answer.clone(),
                    share: *share,
                    top: arrival.take(),
                    number: 0,
                };
                told.tell(&place);
            }
        }
    });

    use_effect_with((open.is_some() || share, *tries), {
        let state = state.clone();
        move |&(open, tries)| {
            if !open || matches!(*state, MoreState::Loading | MoreState::Ready) {
                return;
            }
            state.set(MoreState::Loading);
            spawn_local(async move {
                let loaded = web::load_more(tries).await;
                // Only now is it started; what it draws comes a moment later.
                Timeout::new(0, move || state.set(if loaded { MoreState::Ready } else { MoreState::Failed })).forget();
            });
        }
    });

    let again = {
        let (now, setter) = (*tries, tries.setter());
        use_callback(now, move |_, now| setter.set(now + 1))
    };
    MoreHandle { place, state: *state, again }
}
