//! A row of samples, for those who have nothing at hand and want to see what this is.

use why502_knowledge::Words;
use yew::prelude::*;

use crate::hooks::SessionHandle;
use crate::intake::samples::SAMPLES;
use crate::session::Action;

pub(crate) fn samples(session: &SessionHandle, words: &Words) -> Html {
    html! {
        <div class="samples" role="group" aria-label={words.paste_samples}>
            <span class="quiet">{ words.paste_samples }</span>
            for sample in SAMPLES {
                <button
                    type="button"
                    key={sample.name}
                    class="chip"
                    data-testid="sample"
                    data-sample={sample.name}
                    aria-pressed={(session.text() == sample.text).to_string()}
                    onclick={
                        let session = session.dispatcher();
                        move |_| session.dispatch(Action::Filled(sample.text.to_owned()))
                    }
                >
                    { (sample.label)(words) }
                </button>
            }
        </div>
    }
}
