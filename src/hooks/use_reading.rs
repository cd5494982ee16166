//! The session, and the reading that goes with it.

use std::cell::Cell;
use std::rc::Rc;

use web_sys::Blob;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::reply;
use crate::session::{Action, Answer, Failure, Phase, Session};
use crate::worker::{Client, Ended};

/// The session and the way to change it.
pub(crate) type SessionHandle = UseReducerHandle<Session<Blob>>;

/// Keeps the session, and reads what is pasted: each new run begins here and ends the one before.
#[hook]
pub(crate) fn use_reading() -> SessionHandle {
    let session = use_reducer(Session::<Blob>::default);
    let client = use_memo((), |()| Client::new());

    let source = session.source.clone().filter(|_| matches!(session.phase, Phase::Running { .. }));
    let dispatcher = session.dispatcher();
    use_effect_with(session.run, move |&run| match source {
        Some(source) => spawn_local(async move {
            let shown = Cell::new(0);
            // A hundred steps are enough for any progress bar.
            let step = source.size() / 100;
            let progress = |done: u64| {
                if done >= shown.get() + step {
                    shown.set(done);
                    dispatcher.dispatch(Action::Progress { run, done });
                }
            };
            let result = match client.diagnose(run, &source, progress).await {
                Ok(json) => answer(json),
                Err(Ended::Failed(failure)) => Err(failure),
                Err(Ended::Worker) => Err(Failure::Engine),
                Err(Ended::Cancelled) => return,
            };
            dispatcher.dispatch(Action::Finished { run, result });
        }),
        None => client.cancel(run),
    });
    session
}

fn answer(json: String) -> Result<Rc<Answer>, Failure> {
    let report = reply::report(&json).ok_or(Failure::Engine)?;
    Ok(Rc::new(Answer { json, report }))
}
