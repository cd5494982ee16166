//! What each damage costs.

use super::{DAMAGES, Damage, Decisive, Kit};
use crate::score::corpus::Corpus;
use crate::score::figures::{Count, Scored};
use crate::score::judge::{Answer, Verdict, answer, on_all_cores};
use anyhow::Result;

/// A damage, and what became of the texts that it changed.
pub(crate) struct Suffered<'a> {
    pub(crate) damage: &'static Damage,
    texts: Vec<After<'a>>,
}

/// A text that is answered right when whole.
struct After<'a> {
    before: &'a Scored,
    answer: Answer,
    verdict: Verdict,
    /// What is left of the words that decided. Only those that have them whole count.
    decisive: Decisive,
}

/// Each damage over all texts.
///
/// # Errors
/// When a damage's pattern is not one.
pub(crate) fn all(scored: &[Scored]) -> Result<Vec<Suffered<'_>>> {
    let kit = Kit::new()?;
    let right: Vec<&Scored> = scored.iter().filter(|one| one.verdict.is_right()).collect();
    let one = |at: usize| {
        let damage = DAMAGES.get(at / right.len().max(1))?;
        let before = *right.get(at % right.len().max(1))?;
        let damaged = damage.apply(&kit, &before.case, &before.answer.spans)?;
        let answer = answer(&damaged.pastes);
        let verdict = Verdict::of(&before.case, &answer);
        Some(After { before, answer, verdict, decisive: damaged.decisive })
    };
    let mut texts = on_all_cores(DAMAGES.len() * right.len(), one).into_iter();
    let of_damage = |damage| Suffered { damage, texts: texts.by_ref().take(right.len()).flatten().collect() };
    Ok(DAMAGES.iter().map(of_damage).collect())
}

impl<'a> Suffered<'a> {
    /// Of the texts that show a failure and that `which` chooses, how many are still answered right.
    pub(crate) fn count(&self, which: impl Fn(&Scored) -> bool) -> Count {
        self.counted(Decisive::Whole, which)
    }

    /// The same of those that are left out, because the damage took the decisive words away.
    pub(crate) fn left_out(&self, decisive: Decisive) -> Count {
        self.counted(decisive, |_| true)
    }

    fn counted(&self, decisive: Decisive, which: impl Fn(&Scored) -> bool) -> Count {
        let texts =
            self.texts.iter().filter(|text| text.decisive == decisive && !text.is_healthy() && which(text.before));
        texts.fold(Count::default(), |mut count, text| {
            count.add(text.verdict);
            count
        })
    }

    /// Healthy logs: how many, and how many stay silent.
    pub(crate) fn silent(&self) -> Count {
        self.texts.iter().filter(|text| text.is_healthy()).fold(Count::default(), |mut count, text| {
            count.add(text.verdict);
            count
        })
    }

    /// Texts that are answered wrongly with this much of the decisive words left, and healthy logs that speak.
    pub(crate) fn misses(&self, decisive: Decisive) -> impl Iterator<Item = (&'a Scored, &Answer)> {
        let wrong = self.texts.iter().filter(move |text| text.decisive == decisive && !text.verdict.is_right());
        wrong.map(|text| (text.before, &text.answer))
    }
}

impl After<'_> {
    fn is_healthy(&self) -> bool {
        self.before.case.corpus == Corpus::Healthy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::corpus::{Case, NOTHING, Paste, Shape};
    use crate::score::figures::score;

    fn case(corpus: Corpus, cause: &str, text: String) -> Case {
        Case {
            corpus,
            id: cause.into(),
            system: "nginx".into(),
            shape: Shape::Log,
            cause: cause.into(),
            accept: Vec::new(),
            pastes: vec![Paste { name: String::new(), text }],
        }
    }

    #[test]
    fn only_what_is_known_when_whole_is_counted() {
        let line = "connect() failed (111: Connection refused) while connecting to upstream";
        let scored = score(vec![
            case(Corpus::Lab, "connection-refused", line.into()),
            case(Corpus::Lab, "connection-refused", format!("{} {line}", "x".repeat(110))),
            case(Corpus::Lab, "backend-crashed", line.into()),
            case(Corpus::Healthy, NOTHING, "calm".into()),
        ]);
        let suffered = all(&scored).unwrap();
        let of = |name: &str| suffered.iter().find(|s| s.damage.name == name).unwrap();
        assert_eq!(of("compose").count(|_| true), Count { all: 2, strict: 2, right: 2 });
        assert_eq!(of("compose").silent(), Count { all: 1, strict: 1, right: 1 });
        assert_eq!(of("cut-120").count(|_| true).all, 0);
        assert_eq!(of("cut-120").left_out(Decisive::Gone).all, 1);
        assert_eq!(of("compose").misses(Decisive::Whole).count(), 0);
    }
}
