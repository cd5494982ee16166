//! The lists of wrong answers and their reasons: `testdata/catalogue-misses.tsv` and `testdata/lab-misses.tsv`.
//!
//! A row: id, what is answered, reason. A reason that many share has a name, which a row `= name` defines. A row
//! that is no longer a miss, or is answered otherwise, is stale; stale and unlisted ones fail the check.

use crate::project;
use crate::score::corpus::Corpus;
use crate::score::figures::Scored;
use crate::score::mangle::Decisive;
use crate::score::mangle::measure::Suffered;
use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const LISTED: [Corpus; 2] = [Corpus::Catalogue, Corpus::Lab];

pub(crate) fn unlisted_and_stale(scored: &[Scored]) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for corpus in LISTED {
        let name = format!("testdata/{}-misses.tsv", corpus.name());
        let text = fs::read_to_string(project::root().join(&name)).with_context(|| format!("cannot read {name}"))?;
        let listed = parse(&text).with_context(|| format!("cannot read {name}"))?;
        let wrong = scored.iter().filter(|one| one.case.corpus == corpus && !one.verdict.is_right());
        let wrong: Vec<(&str, &str)> = wrong.map(|one| (one.case.id.as_str(), one.answer.cause)).collect();
        problems.extend(compare(&listed, &wrong).into_iter().map(|problem| format!("{name}: {problem}")));
    }
    Ok(problems)
}

/// The answer by id.
fn parse(text: &str) -> Result<BTreeMap<&str, &str>> {
    let mut names = BTreeMap::new();
    let mut rows = BTreeMap::new();
    let mut used = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some((name, reason)) = line.strip_prefix("= ").and_then(|rest| rest.split_once('\t')) {
            names.insert(name, reason);
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, answer, reason] = cells.as_slice() else { bail!("not id, answer and reason: {line}") };
        // A name has no spaces, a sentence has.
        if !reason.contains(' ') {
            ensure!(names.contains_key(reason), "{id}: no row \"= {reason}\" says what the reason is");
            used.insert(*reason);
        }
        ensure!(rows.insert(*id, *answer).is_none(), "{id} is listed twice");
    }
    if let Some(name) = names.keys().find(|name| !used.contains(**name)) {
        bail!("nothing has the reason \"{name}\"");
    }
    Ok(rows)
}

fn compare(listed: &BTreeMap<&str, &str>, wrong: &[(&str, &str)]) -> Vec<String> {
    let mut left = listed.clone();
    let mut problems = Vec::new();
    for (id, answer) in wrong {
        match left.remove(id) {
            None => problems.push(format!("not listed, with its reason: {id}\t{answer}\t…")),
            Some(listed) if listed != *answer => {
                problems.push(format!("{id} is answered {answer} now, not {listed}: does the reason still hold?"));
            }
            Some(_) => {}
        }
    }
    problems.extend(left.keys().map(|id| format!("{id} is no miss; take it out")));
    problems
}

/// Every miss, to work from (those whose decisive words a cut left in part only are marked so): damage, corpus, id, label, other allowed answers, answer, its signature, and the
/// signature that answered the undamaged text. Tabs between.
pub(crate) fn table(scored: &[Scored], suffered: Option<&[Suffered]>) -> String {
    let mut table = "damage\tcorpus\tid\tlabel\tallowed\tanswer\tsignature\twhole\n".to_owned();
    let mut row = |damage: &str, one: &Scored, answer: &str, signature: &str| {
        let case = &one.case;
        let cells = [
            damage,
            case.corpus.name(),
            &case.id,
            &case.cause,
            &case.accept.join(","),
            answer,
            signature,
            one.answer.signature,
        ];
        table.push_str(&cells.join("\t"));
        table.push('\n');
    };
    for one in scored.iter().filter(|one| !one.verdict.is_right()) {
        row("-", one, one.answer.cause, one.answer.signature);
    }
    for suffered in suffered.unwrap_or_default() {
        for (one, answer) in suffered.misses(Decisive::Whole) {
            row(suffered.damage.name, one, answer.cause, answer.signature);
        }
        let partly = format!("{}, partly cut", suffered.damage.name);
        for (one, answer) in suffered.misses(Decisive::Partly) {
            row(&partly, one, answer.cause, answer.signature);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_held_against_the_misses() {
        let listed = parse("# id, answer, reason\n= why\tbecause\na\tx\twhy\nb\ty\ta reason of its own\n").unwrap();
        assert!(compare(&listed, &[("a", "x"), ("b", "y")]).is_empty());
        let problems = compare(&listed, &[("a", "z"), ("c", "y")]);
        assert_eq!(problems.len(), 3);
        assert!(problems[0].contains("a is answered z now"));
        assert!(problems[1].contains("c\ty"));
        assert!(problems[2].contains("b is no miss"));
    }

    #[test]
    fn a_broken_list_is_refused() {
        assert!(parse("a\tx\n").is_err());
        assert!(parse("a\tx\tunnamed\n").is_err());
        assert!(parse("= why\tbecause\n").is_err());
        assert!(parse("a\tx\tfor once\na\ty\tfor twice\n").is_err());
    }
}
