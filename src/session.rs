//! What is pasted, and how far its reading is: the one state that survives a change of page.
//!
//! A plain reducer. `B` is a handle on bytes that the browser keeps (a `Blob`); the tests use a number.
//!
//! **Invariant:** an answer is taken only for the newest run, so a slow old one never replaces it.
//! **Invariant:** whatever happens to a run, the paste is kept until the reader clears or replaces it.

use std::rc::Rc;

use why502_report::Report;
use yew::Reducible;

use crate::intake::Source;

/// How far the reading of the paste is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// There is nothing to read.
    Idle,
    /// It is being read; so many bytes are done.
    Running { done: u64 },
    /// Read to the end.
    Done,
    /// The reader of the page asked to stop.
    Stopped,
    /// It could not be read.
    Failed(Failure),
}

/// Why a paste could not be read. Rare: what is merely odd about it is a warning of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The browser would not give the file's bytes: it is gone, locked, or a folder.
    Unreadable(String),
    /// The engine stopped without an answer: out of memory, for one.
    Engine,
    /// A link that should have carried a paste is damaged.
    Link,
}

/// One finished answer: the contract's bytes as they came, and what they say.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) json: String,
    pub(crate) report: Report,
}

/// Equal bytes say equal things.
impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

/// The state.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Session<B> {
    /// What is to be read.
    pub(crate) source: Option<Source<B>>,
    /// Counts the readings; the newest is the only one that matters.
    pub(crate) run: u32,
    /// How far it is.
    pub(crate) phase: Phase,
    /// The newest answer. While the next one is on its way this is the one before, so nothing flickers.
    pub(crate) answer: Option<Rc<Answer>>,
    /// Counts how often the text came from elsewhere than the box, which must then show it.
    pub(crate) fill: u32,
    /// The verdict may come into view by itself: nobody is in the middle of typing.
    pub(crate) sudden: bool,
}

/// What can happen.
#[derive(Clone, Debug)]
pub(crate) enum Action<B> {
    /// The text in the box changed, key by key.
    Typed(String),
    /// A paste changed the text in the box.
    Pasted(String),
    /// A text from elsewhere: a sample, a paste beside the box.
    Filled(String),
    /// Something that is not shown in the box: a file, a very long paste.
    Held(Source<B>),
    /// A link was followed that carries nothing readable.
    Damaged,
    /// Away with everything.
    Clear,
    /// Stop reading, keep the paste.
    Stop,
    /// Read the same once more.
    Again,
    /// So many bytes of this run are done.
    Progress { run: u32, done: u64 },
    /// This run is finished.
    Finished { run: u32, result: Result<Rc<Answer>, Failure> },
}

impl<B> Default for Session<B> {
    fn default() -> Self {
        Self { source: None, run: 0, phase: Phase::Idle, answer: None, fill: 0, sudden: false }
    }
}

impl<B: Clone> Session<B> {
    /// The text that belongs in the box.
    pub(crate) fn text(&self) -> &str {
        match &self.source {
            Some(Source::Text(text)) => text,
            _ => "",
        }
    }

    /// A new run over `source`. Without one there is nothing to run, and nothing to show.
    fn start(&self, source: Option<Source<B>>, keep_answer: bool) -> Self {
        let phase = if source.is_some() { Phase::Running { done: 0 } } else { Phase::Idle };
        let answer = self.answer.clone().filter(|_| keep_answer && source.is_some());
        Self { source, run: self.run.wrapping_add(1), phase, answer, fill: self.fill, sudden: true }
    }

    /// Nothing to read anew: the same text again (moving the focus may report it), or an emptied box
    /// under a file, which stays where it is.
    fn says_nothing_new(&self, text: &str) -> bool {
        match &self.source {
            None | Some(Source::Text(_)) => self.text() == text,
            Some(Source::Held(_)) => text.is_empty(),
        }
    }
}

impl<B: Clone> Reducible for Session<B> {
    type Action = Action<B>;

    fn reduce(self: Rc<Self>, action: Action<B>) -> Rc<Self> {
        let running = matches!(self.phase, Phase::Running { .. });
        let next = match action {
            Action::Typed(text) | Action::Pasted(text) if self.says_nothing_new(&text) => {
                return self;
            }
            Action::Typed(text) => Self { sudden: false, ..self.start(Source::text(text), true) },
            Action::Pasted(text) => self.start(Source::text(text), true),
            Action::Filled(text) => Self { fill: self.fill.wrapping_add(1), ..self.start(Source::text(text), true) },
            // Reading it may take seconds: an old verdict beside a new file would mislead.
            Action::Held(source) => Self { fill: self.fill.wrapping_add(1), ..self.start(Some(source), false) },
            Action::Damaged => Self { phase: Phase::Failed(Failure::Link), ..self.start(None, false) },
            Action::Clear => Self { fill: self.fill.wrapping_add(1), ..self.start(None, false) },
            Action::Again => self.start(self.source.clone(), true),
            Action::Stop if running => {
                Self { run: self.run.wrapping_add(1), phase: Phase::Stopped, answer: None, ..(*self).clone() }
            }
            Action::Progress { run, done } if run == self.run && running => {
                Self { phase: Phase::Running { done }, ..(*self).clone() }
            }
            Action::Finished { run, result } if run == self.run && running => match result {
                Ok(answer) => Self { phase: Phase::Done, answer: Some(answer), ..(*self).clone() },
                Err(failure) => Self { phase: Phase::Failed(failure), answer: None, ..(*self).clone() },
            },
            Action::Stop | Action::Progress { .. } | Action::Finished { .. } => return self,
        };
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;
    use why502_engine::Map;

    use why502_report::{Report, wire};
    use yew::Reducible;

    use super::{Action, Answer, Failure, Phase, Session};
    use crate::intake::{Held, Part, Source};

    type Test = Rc<Session<u8>>;

    fn after(actions: impl IntoIterator<Item = Action<u8>>) -> Test {
        actions.into_iter().fold(Test::default(), |session, action| session.reduce(action))
    }

    fn typed(text: &str) -> Action<u8> {
        Action::Typed(text.to_owned())
    }

    fn file() -> Action<u8> {
        let part = Part { name: Some("error.log".to_owned()), size: 9, bytes: 7 };
        Action::Held(Source::Held(Held { head: String::new(), parts: Rc::from([part]) }))
    }

    fn answer(lines: u64) -> Rc<Answer> {
        let report = Report {
            schema: wire::SCHEMA.to_owned(),
            findings: Vec::new(),
            lines,
            dialects: Map::new(),
            next: Vec::new(),
            warnings: Vec::new(),
            files: Vec::new(),
            values: Map::new(),
        };
        Rc::new(Answer { json: report.to_json(), report })
    }

    fn finished(run: u32, lines: u64) -> Action<u8> {
        Action::Finished { run, result: Ok(answer(lines)) }
    }

    #[test]
    fn a_paste_is_read_at_once() {
        let session = after([typed("502")]);
        assert_eq!(session.phase, Phase::Running { done: 0 });
        let session = session.reduce(finished(1, 1));
        assert_eq!(session.phase, Phase::Done);
        assert_eq!(session.text(), "502");
        assert!(session.answer.is_some());
    }

    #[test]
    fn a_new_paste_cancels_the_old_run() {
        let session = after([typed("old"), typed("new"), finished(1, 1)]);
        assert_eq!(session.phase, Phase::Running { done: 0 });
        assert_eq!(session.answer, None);
        let session = session.reduce(finished(2, 2));
        assert_eq!(session.answer.as_ref().map(|a| a.report.lines), Some(2));
    }

    #[test]
    fn the_verdict_stays_while_one_more_word_is_typed() {
        let session = after([typed("a"), finished(1, 1), typed("ab")]);
        assert!(session.answer.is_some());
        assert_eq!(session.phase, Phase::Running { done: 0 });
    }

    #[test]
    fn a_file_takes_the_old_verdict_away() {
        let session = after([typed("a"), finished(1, 1), file()]);
        assert_eq!(session.answer, None);
        assert_eq!(session.text(), "");
    }

    #[test]
    fn an_emptied_box_has_no_verdict() {
        let session = after([typed("a"), finished(1, 1), typed("")]);
        assert_eq!(session.phase, Phase::Idle);
        assert_eq!(session.answer, None);
        assert_eq!(session.source, None);
    }

    #[test]
    fn the_same_text_is_not_read_twice() {
        let session = after([typed("a"), finished(1, 1), typed("a")]);
        assert_eq!(session.phase, Phase::Done);
        let idle = after([typed("")]);
        assert_eq!(idle.run, 0);
    }

    #[test]
    fn typing_replaces_a_file_and_an_empty_box_does_not() {
        let session = after([file(), typed("")]);
        assert!(session.source.as_ref().is_some_and(|s| !s.is_text()));
        let session = session.reduce(typed("x"));
        assert_eq!(session.text(), "x");
    }

    #[test]
    fn progress_counts_for_the_newest_run_only() {
        let session = after([file(), file(), Action::Progress { run: 1, done: 5 }]);
        assert_eq!(session.phase, Phase::Running { done: 0 });
        let session = session.reduce(Action::Progress { run: 2, done: 5 });
        assert_eq!(session.phase, Phase::Running { done: 5 });
    }

    #[test]
    fn stopping_keeps_the_paste_and_refuses_the_late_answer() {
        let session = after([typed("a"), Action::Stop, finished(1, 1)]);
        assert_eq!(session.phase, Phase::Stopped);
        assert_eq!(session.text(), "a");
        let session = session.reduce(Action::Again);
        assert_eq!(session.phase, Phase::Running { done: 0 });
    }

    #[test]
    fn a_failure_keeps_the_paste() {
        let failure = Failure::Unreadable("error.log".to_owned());
        let session = after([file(), Action::Finished { run: 1, result: Err(failure.clone()) }]);
        assert_eq!(session.phase, Phase::Failed(failure));
        assert!(session.source.is_some());
    }

    #[test]
    fn a_damaged_link_says_so() {
        let session = after([Action::Damaged]);
        assert_eq!((session.phase.clone(), &session.source), (Phase::Failed(Failure::Link), &None));
        assert_eq!(session.reduce(typed("502")).phase, Phase::Running { done: 0 });
    }

    #[test]
    fn the_verdict_does_not_move_the_page_under_somebody_who_types() {
        assert!(after([Action::Pasted("a".to_owned())]).sudden);
        assert!(!after([Action::Pasted("a".to_owned()), typed("ab")]).sudden);
    }

    #[test]
    fn the_box_is_told_when_its_text_came_from_elsewhere() {
        assert_eq!(after([typed("a")]).fill, 0);
        assert_eq!(after([Action::Filled("a".to_owned()), Action::Clear]).fill, 2);
    }
}
