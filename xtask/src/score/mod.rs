//! `cargo xtask score`: how often the answers are right, over every corpus whose right answers are known.
//!
//! How to read the numbers of `score.snap`, which a change of the answers must update:
//!
//! - *strict*: the first finding is the label. *right*: it is the label or another answer that the text allows
//!   (the catalogue's `also`, the lab's `accept`). *with a cause*: the same among texts whose label says what went
//!   wrong. Two in five of the lab's texts are labelled `unknown`, because a bare access line or error page tells
//!   no cause; there, claiming one is the error, and so is silence.
//! - *precision* of a cause: of the answers that name it, how many are right. *recall*: of the texts labelled with
//!   it, how many are answered right.
//! - *calibration*: a confidence of 90 claims that 90 of 100 such answers are right. This is held against what
//!   they are.
//! - *mangled*: the texts once more, each damaged in one way (`mangle/`). Only texts that are answered right when
//!   whole, and that the damage changes, are counted: the number says how much of what we know survives. A text
//!   whose decisive words a cut took away is left out of that count and told apart: *partly cut* when at least half
//!   of the words are left, *gone* when less is; how many of those are right all the same is said too. *silent*:
//!   healthy logs that stay so.
//!
//! Every wrong answer to the catalogue and to the lab is listed with its reason in `testdata/*-misses.tsv`.

pub(crate) mod corpus;
mod figures;
mod judge;
mod mangle;
mod markdown;
mod misses;
mod snapshot;
mod thresholds;

use crate::project;
use anyhow::{Context, Result, bail};
use corpus::Corpus;
use figures::Scored;
use mangle::measure::Suffered;
use std::fs;
use std::path::PathBuf;

#[derive(Debug, Default, PartialEq, Eq)]
struct Wishes {
    mangle: bool,
    check: bool,
    misses: bool,
    show: bool,
    /// Empty: all.
    corpora: Vec<Corpus>,
    /// Of `--show`: the damage and the case.
    rest: Vec<String>,
}

impl Wishes {
    fn read(words: &[String]) -> Result<Self> {
        let mut wishes = Self::default();
        for word in words {
            match word.as_str() {
                "--mangle" => wishes.mangle = true,
                "--check" => wishes.check = true,
                "--misses" => wishes.misses = true,
                "--show" => wishes.show = true,
                word if wishes.show => wishes.rest.push(word.to_owned()),
                word => match Corpus::ALL.into_iter().find(|corpus| corpus.name() == word) {
                    Some(corpus) => wishes.corpora.push(corpus),
                    None => bail!(
                        "there is no corpus \"{word}\"; known are {}, and the options --mangle, --check, --misses, \
                         --show DAMAGE ID",
                        Corpus::ALL.map(Corpus::name).join(", ")
                    ),
                },
            }
        }
        if wishes.check && !wishes.corpora.is_empty() {
            bail!("--check compares all corpora with score.snap; leave their names out");
        }
        Ok(wishes)
    }
}

/// `cargo xtask score [--mangle] [--check] [--misses] [--show DAMAGE ID] [CORPUS ...]`
///
/// # Errors
/// With `--check`: when a threshold is not reached, a miss is not listed or no longer one, or the snapshot is stale.
pub(crate) fn run(words: &[String]) -> Result<()> {
    let wishes = Wishes::read(words)?;
    if wishes.show {
        return show(&wishes.rest);
    }
    let chosen = if wishes.corpora.is_empty() { Corpus::ALL.to_vec() } else { wishes.corpora.clone() };
    let mut cases = Vec::new();
    for corpus in &chosen {
        cases.extend(corpus.load()?);
    }
    let scored = figures::score(cases);
    let suffered = if wishes.mangle { Some(mangle::measure::all(&scored)?) } else { None };
    if wishes.misses {
        print!("{}", misses::table(&scored, suffered.as_deref()));
        return Ok(());
    }
    let new = snapshot::shown(&scored, suffered.as_deref());
    if !wishes.corpora.is_empty() {
        print!("{new}");
        return Ok(());
    }
    let old = fs::read_to_string(path()).unwrap_or_default();
    let new = if wishes.mangle { new } else { snapshot::with_mangled_of(&new, &old) };
    if wishes.check {
        return check(&scored, suffered.as_deref(), &old, &new);
    }
    print!("{new}");
    fs::write(path(), &new).with_context(|| format!("cannot write {}", path().display()))?;
    for problem in problems(&scored, suffered.as_deref())? {
        println!("! {problem}");
    }
    println!("\nscore.snap is {}", if old == new { "up to date" } else { "written; commit it" });
    Ok(())
}

fn path() -> PathBuf {
    project::root().join("score.snap")
}

fn problems(scored: &[Scored], suffered: Option<&[Suffered]>) -> Result<Vec<String>> {
    let mut problems = misses::unlisted_and_stale(scored)?;
    problems.extend(thresholds::unmet(scored, suffered));
    Ok(problems)
}

fn check(scored: &[Scored], suffered: Option<&[Suffered]>, old: &str, new: &str) -> Result<()> {
    println!("{}", snapshot::summary(new));
    let mut problems = problems(scored, suffered)?;
    if old != new {
        problems.push(format!(
            "score.snap is stale; `cargo xtask score --mangle` writes it, commit it and say why:\n{}",
            snapshot::difference(old, new)
        ));
    }
    for problem in &problems {
        println!("! {problem}");
    }
    if !problems.is_empty() {
        bail!("{} complaints about the score", problems.len());
    }
    Ok(())
}

/// A case as a damage leaves it, to try things with.
fn show(words: &[String]) -> Result<()> {
    let [damage, id] = words else { bail!("--show takes the name of a damage and the id of a case") };
    let Some(damage) = mangle::DAMAGES.iter().find(|known| known.name == *damage) else {
        let names = mangle::DAMAGES.iter().map(|d| format!("{:<14}{}", d.name, d.about)).collect::<Vec<_>>();
        bail!("there is no damage \"{damage}\"; known are\n{}", names.join("\n"));
    };
    for corpus in Corpus::ALL {
        let Some(case) = corpus.load()?.into_iter().find(|case| case.id == *id) else { continue };
        let kit = mangle::Kit::new()?;
        let damaged = damage.apply(&kit, &case, &[]).map_or_else(|| case.pastes.clone(), |damaged| damaged.pastes);
        for paste in damaged {
            print!("{}", paste.text);
        }
        return Ok(());
    }
    bail!("there is no case \"{id}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read() {
        let read = |words: &[&str]| Wishes::read(&words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
        let wishes = read(&["--mangle", "lab", "--misses"]).unwrap();
        assert_eq!(wishes.corpora, [Corpus::Lab]);
        assert!(wishes.mangle && wishes.misses && !wishes.check);
        assert_eq!(read(&["--show", "wrap-80", "x/y"]).unwrap().rest, ["wrap-80", "x/y"]);
        assert!(read(&["laboratory"]).unwrap_err().to_string().contains("\"laboratory\""));
        assert!(read(&["--check", "lab"]).is_err());
    }
}
