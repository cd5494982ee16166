//! How long nobody had asked for anything before each request.
//!
//! A connection that is kept open breaks while it is idle: the server closes it, or a firewall forgets it. Then the first
//! request after a pause fails, and those that follow at once do not. Only logs of requests can show that.
//!
//! A pause is measured from the line before, so where two pieces of an input meet it is known when they are merged: each
//! keeps its first request and its last.

use crate::dialect::time::Time;
use crate::dialect::{Dialect, Record};
use crate::matcher::SignatureIndex;

/// Pauses by their lengths: less than a second, then each twice as long as the one before.
const LENGTHS: usize = 16;

/// A request in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// As logged.
    time: Time,
    /// It began so many seconds before that, and ended so many after.
    before: u32,
    after: u32,
    /// What its line shows. `blind`: it failed, and how long it took is not known.
    pub(crate) shows: Option<SignatureIndex>,
    blind: bool,
}

impl Request {
    /// A request that ended well at this time.
    pub(crate) fn ended(time: Time) -> Self {
        Self { time, before: 0, after: 0, shows: None, blind: false }
    }

    /// The request of this line; `None` when the line is no record of one.
    pub(crate) fn of(record: &Record<'_>, shows: Option<SignatureIndex>) -> Option<Self> {
        let (time, _) = record.time.zip(record.status)?;
        let took = record.wait.map_or(0, |wait| wait.div_ceil(1_000));
        let (before, after) = match record.dialect? {
            // HAProxy writes when a request came, the others when it was done.
            Dialect::Haproxy => (0, took),
            Dialect::Access | Dialect::W3c => (took, 0),
            _ => return None,
        };
        Some(Self { time, before, after, shows, blind: shows.is_some() && record.wait.is_none() })
    }

    /// Seconds between this request and the next in the log; 0 when they cannot be compared.
    fn until(&self, next: &Self) -> u32 {
        if next.blind || self.time == next.time {
            return 0;
        }
        let apart = self.time.seconds_until(next.time).unwrap_or(0);
        u32::try_from(apart - i64::from(self.after) - i64::from(next.before)).unwrap_or(0)
    }
}

/// The pauses of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pauses {
    /// Of the first input.
    first: Option<Request>,
    /// Of the last one.
    last: Option<Request>,
    /// How many requests came after a pause of each length.
    lengths: [u64; LENGTHS],
}

impl Pauses {
    /// Takes the next request. Gives the seconds since the one before, when there was one.
    pub(crate) fn add(&mut self, request: Request) -> Option<u32> {
        // In a busy log most lines are of the same second.
        if self.last == Some(request) {
            self.lengths.iter_mut().take(1).for_each(|count| *count += 1);
            return Some(0);
        }
        let pause = self.last.map(|last| last.until(&request));
        match pause.and_then(|pause| self.lengths.get_mut(length(pause))) {
            Some(count) => *count += 1,
            None => self.first = Some(request),
        }
        self.last = Some(request);
        pause
    }

    /// Adds what follows in the same input. Gives the pause before its first request, with what that shows.
    /// `only`: whether all so far is one input, and whether all that follows is.
    pub(crate) fn append(&mut self, next: &Self, only: (bool, bool)) -> Option<(SignatureIndex, u32)> {
        let mut shown = None;
        if let Some(first) = next.first {
            if let Some(last) = self.last {
                let pause = last.until(&first);
                self.lengths.iter_mut().skip(length(pause)).take(1).for_each(|count| *count += 1);
                shown = first.shows.map(|shows| (shows, pause));
            } else if only.0 {
                self.first = Some(first);
            }
        }
        self.sum(next);
        self.last = if only.1 { next.last.or(self.last) } else { next.last };
        shown
    }

    /// What comes next is in another input.
    pub(crate) fn turn(&mut self) {
        self.last = None;
    }

    /// Adds those of another input.
    pub(crate) fn join(&mut self, other: &Self) {
        self.sum(other);
        self.last = other.last;
    }

    fn sum(&mut self, other: &Self) {
        self.lengths.iter_mut().zip(other.lengths).for_each(|(mine, theirs)| *mine += theirs);
    }

    /// How many requests came after a pause as long as this one, and how many sooner.
    pub(crate) fn around(&self, pause: u32) -> (u64, u64) {
        let (sooner, later) = self.lengths.split_at(length(pause));
        (later.iter().sum(), sooner.iter().sum())
    }
}

fn length(pause: u32) -> usize {
    pause.checked_ilog2().map_or(0, |log| (log as usize + 1).min(LENGTHS - 1))
}
