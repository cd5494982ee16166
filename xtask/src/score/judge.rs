//! Asks the engine, and compares its answer with the label.

use crate::score::corpus::{Case, NOTHING, Paste};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use why502_engine::{Engine, Options};

/// What the engine answers to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The first finding's cause, or [`NOTHING`].
    pub(crate) cause: &'static str,
    /// Of 100 such answers, how many should be right.
    pub(crate) confidence: u8,
    /// The signature that saw the first line of evidence; empty when nothing was found.
    pub(crate) signature: &'static str,
    /// Where the decisive words are.
    pub(crate) spans: Vec<Span>,
}

/// Decisive words: bytes of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// Which paste, from 0.
    pub(crate) paste: usize,
    /// Which line, from 0.
    pub(crate) line: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

pub(crate) fn answer(pastes: &[Paste]) -> Answer {
    let mut engine = Engine::new(Options::default());
    for Paste { name, text } in pastes {
        if pastes.len() > 1 {
            engine.begin(name);
        }
        engine.push(text.as_bytes());
    }
    let diagnosis = engine.finish();
    let Some(first) = diagnosis.findings.first() else {
        return Answer { cause: NOTHING, confidence: 0, signature: "", spans: Vec::new() };
    };
    let spans = first.evidence.iter().map(|e| Span {
        paste: e.input,
        line: usize::try_from(e.line).unwrap_or(usize::MAX).saturating_sub(1),
        start: e.start,
        end: e.end,
    });
    Answer {
        cause: first.cause,
        confidence: first.confidence,
        signature: first.evidence.first().map_or("", |e| e.signature),
        spans: spans.collect(),
    }
}

/// How an answer compares with the label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the label.
    Strict,
    /// It is another answer that the text allows.
    Allowed,
    Wrong,
}

impl Verdict {
    pub(crate) fn of(case: &Case, answer: &Answer) -> Self {
        if answer.cause == case.cause {
            Self::Strict
        } else if case.accept.iter().any(|cause| cause == answer.cause) {
            Self::Allowed
        } else {
            Self::Wrong
        }
    }

    pub(crate) fn is_right(self) -> bool {
        self != Self::Wrong
    }
}

/// `each` of all numbers below `count`, in order, worked out on all cores.
pub(crate) fn on_all_cores<T: Send>(count: usize, each: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, each(at)));
        }
    };
    let mut all: Vec<(usize, T)> = thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        let done = workers.into_iter().map(|worker| match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.flatten().collect()
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::corpus::{Corpus, Shape};

    fn case(cause: &str, accept: &[&str], text: &str) -> Case {
        Case {
            corpus: Corpus::Cases,
            id: "x".into(),
            system: String::new(),
            shape: Shape::Log,
            cause: cause.into(),
            accept: accept.iter().map(|c| (*c).to_owned()).collect(),
            pastes: vec![Paste { name: String::new(), text: text.into() }],
        }
    }

    #[test]
    fn the_engine_is_asked_and_judged() {
        let text = "calm\nconnect() failed (111: Connection refused) while connecting to upstream\n";
        let case_ = case("connection-refused", &[], text);
        let got = answer(&case_.pastes);
        assert_eq!(Verdict::of(&case_, &got), Verdict::Strict);
        assert_eq!(got.spans[0].line, 1);
        assert_eq!(Verdict::of(&case("backend-crashed", &["connection-refused"], text), &got), Verdict::Allowed);
        assert_eq!(Verdict::of(&case("backend-crashed", &[], text), &got), Verdict::Wrong);
        assert_eq!(answer(&case(NOTHING, &[], "calm").pastes).cause, NOTHING);
    }

    #[test]
    fn all_cores_keep_the_order() {
        assert_eq!(on_all_cores(100, |n| n * 2), (0..200).step_by(2).collect::<Vec<_>>());
        assert!(on_all_cores(0, |n| n).is_empty());
    }
}
