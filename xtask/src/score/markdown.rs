//! Reads a case of `testdata/cases` as far as the score needs it: the pastes, and the answer at rank 1.
//! `testdata/README.md` has the format; `crates/engine/tests/cases.rs` holds the engine to all expectations.

use crate::score::corpus::{NOTHING, Paste};
use anyhow::{Context, Result, ensure};

/// A case: what was pasted, and the one answer that is right.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Story {
    pub(crate) answer: String,
    pub(crate) pastes: Vec<Paste>,
}

pub(crate) fn parse(text: &str) -> Result<Story> {
    let mut pastes = Vec::new();
    let mut expected = Vec::new();
    // The fence that ends the block, what follows the fence that began it, and the lines since.
    let mut block: Option<(String, &str, Vec<&str>)> = None;
    for line in text.lines() {
        match &mut block {
            None if line.starts_with("```") => {
                let fence: String = line.chars().take_while(|c| *c == '`').collect();
                let about = line.trim_start_matches('`').trim();
                block = Some((fence, about, Vec::new()));
            }
            Some((fence, about, lines)) if line == fence => {
                match about.split_once(' ').unwrap_or((about, "")) {
                    ("log", name) => {
                        let text = lines.iter().flat_map(|line| [*line, "\n"]).collect();
                        pastes.push(Paste { name: name.to_owned(), text });
                    }
                    _ => expected.append(lines),
                }
                block = None;
            }
            Some((_, _, lines)) => lines.push(line),
            None => {}
        }
    }
    ensure!(block.is_none(), "a block is not closed");
    ensure!(!pastes.is_empty(), "there is no log block");
    let answer = expected.iter().find_map(|line| {
        let first = line.strip_prefix("1. ").and_then(|rest| rest.split_whitespace().next());
        first.or((line.trim() == NOTHING).then_some(NOTHING))
    });
    let answer = answer.context("no line of the expectations begins with \"1. \" or is \"none\"")?.to_owned();
    Ok(Story { answer, pastes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pastes_and_the_first_rank_are_read() {
        let text = "# T\n\n```log a.log\none\n\ntwo\n```\nprose\n````log b.log\n```\n````\n\
                    ```expect\nnot: x\n1. socket-missing line 1\n2. y\n```\n";
        let story = parse(text).unwrap();
        assert_eq!(story.answer, "socket-missing");
        let pastes: Vec<(&str, &str)> = story.pastes.iter().map(|p| (p.name.as_str(), p.text.as_str())).collect();
        assert_eq!(pastes, [("a.log", "one\n\ntwo\n"), ("b.log", "```\n")]);
        assert_eq!(parse("```log\nx\n```\n```expect\nnone\n```\n").unwrap().answer, NOTHING);
        assert!(parse("```log\nx\n```\n```expect\nnot: y\n```\n").is_err());
    }
}
