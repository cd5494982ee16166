//! Counting: how many answers are right, in which group.

use crate::score::corpus::{Case, Corpus, NOTHING, UNKNOWN};
use crate::score::judge::{Answer, Verdict, answer, on_all_cores};
use std::collections::BTreeMap;

/// A case, what the engine answers, and whether that is right.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub(crate) case: Case,
    pub(crate) answer: Answer,
    pub(crate) verdict: Verdict,
}

/// Asks the engine about each case.
pub(crate) fn score(cases: Vec<Case>) -> Vec<Scored> {
    let answers = on_all_cores(cases.len(), |at| cases.get(at).map(|case| answer(&case.pastes)));
    let pairs = cases.into_iter().zip(answers).filter_map(|(case, answer)| answer.map(|answer| (case, answer)));
    pairs.map(|(case, answer)| Scored { verdict: Verdict::of(&case, &answer), case, answer }).collect()
}

/// How many there are, and how many of them are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) all: usize,
    pub(crate) strict: usize,
    /// The strict ones among them.
    pub(crate) right: usize,
}

impl Count {
    pub(crate) fn of<'a>(scored: impl IntoIterator<Item = &'a Scored>) -> Self {
        let mut count = Self::default();
        for one in scored {
            count.add(one.verdict);
        }
        count
    }

    pub(crate) fn add(&mut self, verdict: Verdict) {
        self.all += 1;
        self.strict += usize::from(verdict == Verdict::Strict);
        self.right += usize::from(verdict.is_right());
    }

    /// Whether at least so many in a hundred are right. None of none is enough.
    pub(crate) fn reaches(self, percent: usize) -> bool {
        self.right * 100 >= self.all * percent
    }
}

/// `part` of `all` in percent; a hundred of nothing.
pub(crate) fn percent(part: usize, all: usize) -> f64 {
    // Counts are far below 2^52.
    #[allow(clippy::cast_precision_loss, reason = "counts of test data")]
    if all == 0 { 100.0 } else { 100.0 * part as f64 / all as f64 }
}

/// Texts that show a failure: all but the healthy ones.
pub(crate) fn failing(scored: &[Scored]) -> impl Iterator<Item = &Scored> + Clone {
    scored.iter().filter(|one| one.case.corpus != Corpus::Healthy)
}

/// By system, in the order of their names.
pub(crate) fn by_system(scored: &[Scored], corpus: Corpus) -> BTreeMap<&str, Vec<&Scored>> {
    let mut systems: BTreeMap<&str, Vec<&Scored>> = BTreeMap::new();
    for one in scored.iter().filter(|one| one.case.corpus == corpus && !one.case.system.is_empty()) {
        systems.entry(&one.case.system).or_default().push(one);
    }
    systems
}

/// What is known of one cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OfCause {
    /// The texts that have this label.
    pub(crate) labelled: Count,
    /// The answers that name this cause.
    pub(crate) answered: Count,
}

pub(crate) fn by_cause(scored: &[Scored]) -> BTreeMap<&str, OfCause> {
    let mut causes: BTreeMap<&str, OfCause> = BTreeMap::new();
    for one in failing(scored) {
        causes.entry(&one.case.cause).or_default().labelled.add(one.verdict);
        causes.entry(one.answer.cause).or_default().answered.add(one.verdict);
    }
    causes
}

/// The bands of confidence, each with its lowest and highest.
pub(crate) const BANDS: [(u8, u8); 4] = [(0, 49), (50, 69), (70, 89), (90, 100)];

/// Answers by band, for texts that got one.
pub(crate) fn by_confidence(scored: &[Scored]) -> [Count; BANDS.len()] {
    BANDS.map(|(low, high)| {
        Count::of(
            failing(scored).filter(|one| one.answer.cause != NOTHING && (low..=high).contains(&one.answer.confidence)),
        )
    })
}

/// Answers that are not the label, by label, answer, and whether they are wrong: how many, and the signature that
/// most of them come from.
pub(crate) fn confusion(scored: &[Scored]) -> Vec<Confused<'_>> {
    let mut pairs: BTreeMap<(bool, &str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for one in failing(scored).filter(|one| one.verdict != Verdict::Strict) {
        let allowed = one.verdict == Verdict::Allowed;
        let signatures = pairs.entry((allowed, &one.case.cause, one.answer.cause)).or_default();
        *signatures.entry(one.answer.signature).or_default() += 1;
    }
    let confused = pairs.into_iter().map(|((allowed, label, answer), signatures)| Confused {
        allowed,
        label,
        answer,
        count: signatures.values().sum(),
        // Of equally many the first by name, so that the snapshot stays the same.
        signature: signatures.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(**name))).map_or("", |(s, _)| s),
    });
    let mut confused: Vec<Confused<'_>> = confused.collect();
    confused.sort_by_key(|c| (c.allowed, std::cmp::Reverse(c.count), c.label, c.answer));
    confused
}

/// One cell of the confusion matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Confused<'a> {
    pub(crate) allowed: bool,
    pub(crate) label: &'a str,
    pub(crate) answer: &'a str,
    pub(crate) count: usize,
    pub(crate) signature: &'a str,
}

/// What is answered where no cause can be known, and where one is not found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Honesty {
    /// Texts labelled [`UNKNOWN`].
    pub(crate) open: Count,
    /// Of these, silence.
    pub(crate) open_silent: usize,
    /// Texts labelled with a cause.
    pub(crate) known: usize,
    /// Of these, [`UNKNOWN`] though the text says more.
    pub(crate) known_unknown: usize,
    /// Of these, silence.
    pub(crate) known_silent: usize,
}

pub(crate) fn honesty(scored: &[Scored]) -> Honesty {
    let mut honesty = Honesty::default();
    for one in failing(scored) {
        let silent = usize::from(one.answer.cause == NOTHING);
        if one.case.cause == UNKNOWN {
            honesty.open.add(one.verdict);
            honesty.open_silent += silent;
        } else if one.case.has_cause() {
            honesty.known += 1;
            honesty.known_unknown += usize::from(one.answer.cause == UNKNOWN);
            honesty.known_silent += silent;
        }
    }
    honesty
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::score::corpus::Shape;

    /// A text with this label, these allowed answers, and this answer at this confidence.
    pub(crate) fn scored(label: &str, accept: &[&str], answer: &'static str, confidence: u8) -> Scored {
        let case = Case {
            corpus: Corpus::Lab,
            id: format!("{label}/{answer}"),
            system: "nginx".into(),
            shape: Shape::Log,
            cause: label.into(),
            accept: accept.iter().map(|c| (*c).to_owned()).collect(),
            pastes: Vec::new(),
        };
        let answer = Answer { cause: answer, confidence, signature: "s", spans: Vec::new() };
        Scored { verdict: Verdict::of(&case, &answer), case, answer }
    }

    #[test]
    fn right_answers_are_counted_by_group() {
        let all = [
            scored("a", &[], "a", 95),
            scored("a", &["b"], "b", 95),
            scored("a", &[], "b", 40),
            scored(UNKNOWN, &["a"], NOTHING, 0),
            scored("b", &[], UNKNOWN, 20),
        ];
        assert_eq!(Count::of(&all), Count { all: 5, strict: 1, right: 2 });
        let causes = by_cause(&all);
        assert_eq!(causes["a"].labelled, Count { all: 3, strict: 1, right: 2 });
        assert_eq!(causes["b"].answered, Count { all: 2, strict: 0, right: 1 });
        let bands = by_confidence(&all);
        assert_eq!(bands[0], Count { all: 2, strict: 0, right: 0 });
        assert_eq!(bands[3], Count { all: 2, strict: 1, right: 2 });
        let confused = confusion(&all);
        assert_eq!(confused.len(), 4);
        assert!(!confused[0].allowed && confused[3].allowed);
        let honesty = honesty(&all);
        assert_eq!((honesty.open.all, honesty.open_silent), (1, 1));
        assert_eq!((honesty.known, honesty.known_unknown, honesty.known_silent), (4, 1, 0));
    }

    #[test]
    fn thresholds_count_in_whole_numbers() {
        assert!(Count { all: 50, strict: 0, right: 49 }.reaches(98));
        assert!(!Count { all: 51, strict: 0, right: 49 }.reaches(98));
        assert!(Count::default().reaches(100));
        assert!((percent(1, 8) - 12.5).abs() < 1e-9);
    }
}
