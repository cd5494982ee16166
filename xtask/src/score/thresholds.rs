//! What must hold. These numbers are raised and never lowered.

use crate::score::corpus::Corpus;
use crate::score::figures::{BANDS, Count, Scored, by_confidence, percent};
use crate::score::mangle::measure::Suffered;

/// Of a hundred texts of a corpus, how many must be answered right.
const RIGHT: [(Corpus, usize); 4] =
    [(Corpus::Catalogue, 98), (Corpus::Lab, 97), (Corpus::Cases, 100), (Corpus::Healthy, 100)];
/// The same among the lab's texts whose label is a cause.
const LAB_WITH_CAUSE: usize = 95;
/// Of a hundred answers in the highest band of confidence, how many must be right.
const SURE: usize = 98;
/// Of a hundred texts that are answered right when whole, how many must be so under each damage: of all, and of
/// the catalogue and the lab each.
const MANGLED: usize = 90;

/// What does not hold, a sentence each.
pub(crate) fn unmet(scored: &[Scored], suffered: Option<&[Suffered]>) -> Vec<String> {
    let mut unmet = Vec::new();
    let mut demand = |what: String, count: Count, wanted: usize| {
        if !count.reaches(wanted) {
            let got = percent(count.right, count.all);
            unmet.push(format!("{what}: {} of {} are right, {got:.1} %; {wanted} % must be", count.right, count.all));
        }
    };
    for (corpus, wanted) in RIGHT {
        let count = Count::of(scored.iter().filter(|one| one.case.corpus == corpus));
        demand(corpus.name().to_owned(), count, wanted);
    }
    let with_cause = scored.iter().filter(|one| one.case.corpus == Corpus::Lab && one.case.has_cause());
    demand("lab, texts with a cause".to_owned(), Count::of(with_cause), LAB_WITH_CAUSE);
    let ([.., (low, _)], [.., sure]) = (BANDS, by_confidence(scored));
    demand(format!("answers with confidence {low} and more"), sure, SURE);
    for one in suffered.unwrap_or_default() {
        demand(format!("mangled, {}", one.damage.name), one.count(|_| true), MANGLED);
        for corpus in [Corpus::Catalogue, Corpus::Lab] {
            let count = one.count(|scored| scored.case.corpus == corpus);
            demand(format!("mangled, {}, {}", one.damage.name, corpus.name()), count, MANGLED);
        }
    }
    unmet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::figures::tests::scored;

    #[test]
    fn each_demand_can_fail() {
        let mut answers = vec![scored("a", &[], "a", 95); 98];
        assert_eq!(unmet(&answers, None), Vec::<String>::new());
        answers.extend(vec![scored("a", &[], "b", 95); 6]);
        let unmet = unmet(&answers, None);
        // The lab, the lab with a cause, and the sure answers.
        assert_eq!(unmet.len(), 3, "{unmet:?}");
        assert_eq!(unmet[0], "lab: 98 of 104 are right, 94.2 %; 97 % must be");
    }
}
