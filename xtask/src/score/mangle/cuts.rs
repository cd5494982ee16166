//! What is gone: the right edge, the beginning.

use super::{Kept, Kit, when};

/// The byte at which the character of that number begins, or the end.
fn at(line: &str, characters: usize) -> usize {
    line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at)
}

fn whole(line: &str) -> Kept {
    Kept { range: 0..line.len(), mark: "" }
}

/// Cut so that `columns` are left, the mark among them.
fn cut(line: &str, columns: usize, mark: &'static str) -> Kept {
    if at(line, columns) == line.len() {
        return whole(line);
    }
    Kept { range: 0..at(line, columns - mark.len()), mark }
}

pub(super) fn at_120(_: &Kit, _: usize, line: &str) -> Kept {
    cut(line, 120, "")
}

/// As nano shows that a line goes on.
pub(super) fn dollar(_: &Kit, _: usize, line: &str) -> Kept {
    cut(line, 120, "$")
}

/// As `less -S` shows it.
pub(super) fn angle(_: &Kit, _: usize, line: &str) -> Kept {
    cut(line, 120, ">")
}

/// A selection that ended too early in a long line.
pub(super) fn last_12(_: &Kit, _: usize, line: &str) -> Kept {
    let length = line.chars().count();
    Kept { range: 0..if length >= 80 { at(line, length - 12) } else { line.len() }, mark: "" }
}

/// A selection that began too late in the first line.
pub(super) fn first_20(_: &Kit, number: usize, line: &str) -> Kept {
    if number > 0 || line.chars().count() < 40 {
        return whole(line);
    }
    Kept { range: at(line, 20)..line.len(), mark: "" }
}

/// The date, the level and the process number that a line begins with; a selection without them looks tidier.
pub(super) fn date(kit: &Kit, _: usize, line: &str) -> Kept {
    let lead = kit.lead.find(line).map_or(0, |found| found.end());
    Kept { range: lead..line.len(), mark: "" }
}

/// The pattern of what [`date`] takes away.
pub(super) fn lead() -> String {
    let time = [when::ISO, when::CLF, when::MONTH_FIRST].join("|");
    let zone = r"(?:[.,][0-9]+)?(?: ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?(?: [0-9]{4})?";
    let level = r"(?:\[[^\]]{1,40}\]|(?i-u:emerg|alert|crit|critical|error|err|warning|warn|notice|info|debug|fatal|severe)(?-u:\b):?|[0-9]+\#[0-9]+:)";
    format!(r"^\[?(?:[A-Z][a-z]{{2}} )?(?:{time}){zone}\]?:?[ \t]*(?:{level}[ \t]*)*")
}

#[cfg(test)]
mod tests {
    use super::super::tests::damaged;

    #[test]
    fn the_right_edge() {
        let line = "é".repeat(130);
        assert_eq!(damaged("cut-120", &line).chars().count(), 120);
        assert_eq!(damaged("cut-dollar", &line), "é".repeat(119) + "$");
        assert_eq!(damaged("cut-angle", &line), "é".repeat(119) + ">");
        assert_eq!(damaged("cut-12", &line).chars().count(), 118);
        for name in ["cut-120", "cut-dollar", "cut-12"] {
            assert_eq!(damaged(name, &"x".repeat(79)), "x".repeat(79));
        }
        assert_eq!(damaged("cut-dollar", &"x".repeat(120)), "x".repeat(120));
    }

    #[test]
    fn the_beginning() {
        let line = format!("{}{}\n", "a".repeat(20), "b".repeat(20));
        assert_eq!(damaged("mid-word", &(line.clone() + &line)), "b".repeat(20) + "\n" + &line);
        for (line, left) in [
            ("2026/03/04 10:47:22 [error] 7#7: *1 connect()", "*1 connect()"),
            ("[Wed Mar 04 10:47:22.123456 2026] [proxy:error] [pid 7:tid 8] (111)x", "(111)x"),
            ("Mar  4 10:47:22 web1 kernel: x", "web1 kernel: x"),
            ("[04-Mar-2026 10:47:22] WARNING: [pool www] x", "x"),
            ("2026-03-04T10:47:22.123Z ERROR boom", "boom"),
            ("2026-03-04 10:47:22,123 errors are not a level", "errors are not a level"),
            ("no date", "no date"),
        ] {
            assert_eq!(damaged("no-date", line), left);
        }
    }
}
