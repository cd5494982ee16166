//! `score.snap`: the numbers as text, under version control, so that a change of the answers is a visible diff.

use crate::score::corpus::{Corpus, NOTHING};
use crate::score::figures::{BANDS, Count, Scored, by_cause, by_confidence, by_system, confusion, honesty, percent};
use crate::score::mangle::Decisive;
use crate::score::mangle::measure::Suffered;
use std::collections::BTreeSet;
use std::fmt::Write;

const HEAD: &str = "\
# How often the answers are right. `cargo xtask score --mangle` writes this file, `cargo xtask test` fails when it
# is stale; how to read it is told in xtask/src/score/mod.rs.
";
/// Begins the part that only `--mangle` measures.
const MANGLED: &str = "\n# mangled: of the texts that are right when whole";

/// The whole snapshot, without the mangled part when that was not measured.
pub(crate) fn shown(scored: &[Scored], suffered: Option<&[Suffered]>) -> String {
    let mut text = HEAD.to_owned();
    // Writing to a String does not fail.
    let _ = clean(&mut text, scored);
    if let Some(suffered) = suffered {
        let _ = mangled(&mut text, suffered);
    }
    text
}

/// The clean part of `new` with the mangled part of `old`.
pub(crate) fn with_mangled_of(new: &str, old: &str) -> String {
    let mangled = old.find(MANGLED).and_then(|at| old.get(at..)).unwrap_or_default();
    format!("{new}{mangled}")
}

/// The first and the last part, for the terminal.
pub(crate) fn summary(snapshot: &str) -> String {
    let first = snapshot.split("\n\n").take(3).collect::<Vec<_>>().join("\n\n");
    let mangled = snapshot.find(MANGLED).and_then(|at| snapshot.get(at..)).unwrap_or_default();
    format!("{first}\n{mangled}")
}

/// Lines that only one of the two has.
pub(crate) fn difference(old: &str, new: &str) -> String {
    let (olds, news): (BTreeSet<&str>, BTreeSet<&str>) = (old.lines().collect(), new.lines().collect());
    let gone = old.lines().filter(|line| !news.contains(line)).map(|line| format!("  -{line}\n"));
    let come = new.lines().filter(|line| !olds.contains(line)).map(|line| format!("  +{line}\n"));
    gone.chain(come).collect()
}

fn line(text: &mut String, name: &str, count: Count) -> std::fmt::Result {
    let Count { all, strict, right } = count;
    writeln!(text, "{name:<36}{all:>6}{strict:>8}{right:>7}{:>8.1}", percent(right, all))
}

fn clean(text: &mut String, scored: &[Scored]) -> std::fmt::Result {
    let of = |corpus: Corpus| scored.iter().filter(move |one| one.case.corpus == corpus);
    let corpora = || Corpus::ALL.into_iter().filter(|corpus| of(*corpus).next().is_some());

    writeln!(text, "\n# corpora                             texts  strict  right right %")?;
    for corpus in corpora() {
        line(text, corpus.name(), Count::of(of(corpus)))?;
        if matches!(corpus, Corpus::Catalogue | Corpus::Lab) {
            line(text, "  with a cause", Count::of(of(corpus).filter(|one| one.case.has_cause())))?;
        }
    }

    writeln!(text, "\n# calibration: confidence           answers  strict  right right %")?;
    for ((low, high), count) in BANDS.into_iter().zip(by_confidence(scored)) {
        line(text, &format!("{low} to {}", high.min(99)), count)?;
    }

    let h = honesty(scored);
    writeln!(text, "\n# honesty")?;
    writeln!(text, "labelled unknown                    {:>6}", h.open.all)?;
    writeln!(text, "  answered unknown                  {:>6}", h.open.strict)?;
    writeln!(text, "  a cause that the text allows      {:>6}", h.open.right - h.open.strict)?;
    writeln!(text, "  a cause that it does not allow    {:>6}", h.open.all - h.open.right - h.open_silent)?;
    writeln!(text, "  silent                            {:>6}", h.open_silent)?;
    writeln!(text, "labelled with a cause               {:>6}", h.known)?;
    writeln!(text, "  answered unknown                  {:>6}", h.known_unknown)?;
    writeln!(text, "  silent                            {:>6}", h.known_silent)?;

    for corpus in [Corpus::Catalogue, Corpus::Lab].into_iter().filter(|corpus| of(*corpus).next().is_some()) {
        let heading = format!("# {} by system", corpus.name());
        writeln!(text, "\n{heading:<36} texts  strict  right right %")?;
        for (system, group) in by_system(scored, corpus) {
            line(text, system, Count::of(group))?;
        }
    }

    writeln!(
        text,
        "\n# causes                           labelled  strict  right recall %  answered  right precision %"
    )?;
    for (cause, of) in by_cause(scored).into_iter().filter(|(cause, _)| *cause != NOTHING) {
        let (l, a) = (of.labelled, of.answered);
        writeln!(
            text,
            "{cause:<36}{:>7}{:>8}{:>7}{:>9.1}{:>10}{:>7}{:>12.1}",
            l.all,
            l.strict,
            l.right,
            percent(l.right, l.all),
            a.all,
            a.right,
            percent(a.right, a.all)
        )?;
    }

    writeln!(
        text,
        "\n# confusion: label -> answer, how often, by which signature; ! is wrong, the others are allowed"
    )?;
    for c in confusion(scored) {
        let mark = if c.allowed { ' ' } else { '!' };
        let pair = format!("{} -> {}", c.label, c.answer);
        writeln!(text, "{}", format!("{mark} {pair:<50}{:>4}  {}", c.count, c.signature).trim_end())?;
    }
    Ok(())
}

fn mangled(text: &mut String, suffered: &[Suffered]) -> std::fmt::Result {
    writeln!(text, "{MANGLED}, how many stay so")?;
    writeln!(
        text,
        "#                texts  right right %   catalogue %   lab %  cases %   with a cause %   partly cut  right   \
         gone  right   healthy silent"
    )?;
    for one in suffered {
        let all = one.count(|_| true);
        let of = |corpus: Corpus| one.count(|scored| scored.case.corpus == corpus);
        let [catalogue, lab, cases] = [Corpus::Catalogue, Corpus::Lab, Corpus::Cases].map(of);
        let with_cause = one.count(|scored| scored.case.has_cause());
        let [partly, gone] = [Decisive::Partly, Decisive::Gone].map(|left| one.left_out(left));
        let silent = one.silent();
        writeln!(
            text,
            "{:<15}{:>7}{:>7}{:>8.1}{:>14.1}{:>8.1}{:>9.1}{:>17.1}{:>13}{:>7}{:>7}{:>7}{:>10}{:>7}",
            one.damage.name,
            all.all,
            all.right,
            percent(all.right, all.all),
            percent(catalogue.right, catalogue.all),
            percent(lab.right, lab.all),
            percent(cases.right, cases.all),
            percent(with_cause.right, with_cause.all),
            partly.all,
            partly.right,
            gone.all,
            gone.right,
            silent.all,
            silent.right
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::figures::tests::scored;

    #[test]
    fn the_mangled_part_is_kept_when_it_was_not_measured() {
        let new = shown(&[scored("a", &[], "b", 95)], None);
        assert!(new.contains("! a -> b"), "{new}");
        let old = format!("old\n{MANGLED}, x\ncompose 1\n");
        let both = with_mangled_of(&new, &old);
        assert!(both.starts_with(&new) && both.ends_with("x\ncompose 1\n"));
        assert_eq!(with_mangled_of(&new, ""), new);
        assert!(summary(&both).ends_with("compose 1\n"));
    }

    #[test]
    fn a_difference_names_lines_of_either_side() {
        assert_eq!(difference("a\nb\n", "a\nc\n"), "  -b\n  +c\n");
    }
}
