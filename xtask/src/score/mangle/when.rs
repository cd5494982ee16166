//! Times in logs, as far as carriers need them: the date that a carrier puts before a line must be the line's own,
//! or the order of what happened would be damaged too.

use super::Kit;

/// `2026-03-04T10:15:22`, `2026/03/04 10:15:22`
pub(super) const ISO: &str = r"([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})";
/// `04/Mar/2026:10:15:22`, `04-Mar-2026 10:15:22`
pub(super) const CLF: &str = r"([0-9]{2})[-/]([A-Z][a-z]{2})[-/]([0-9]{4})[: ]([0-9]{2}):([0-9]{2}):([0-9]{2})";
/// `Mar  4 10:15:22`, `Wed Mar 04 10:15:22.123 2026`
pub(super) const MONTH_FIRST: &str =
    r"([A-Z][a-z]{2}) +([0-9]{1,2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?( [0-9]{4})?";

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// Where in a line a time is looked for.
const HEAD: usize = 200;

/// A time as a log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    year: String,
    /// From 0.
    month: usize,
    day: u8,
    clock: String,
}

impl Default for When {
    /// For texts without any time.
    fn default() -> Self {
        Self { year: "2026".into(), month: 2, day: 4, clock: "10:15:22".into() }
    }
}

impl When {
    /// `2026-03-04T10:15:22`
    pub(super) fn iso(&self) -> String {
        format!("{}-{:02}-{:02}T{}", self.year, self.month + 1, self.day, self.clock)
    }

    /// `Mar 04 10:15:22`, as the journal has it.
    pub(super) fn journal(&self) -> String {
        format!("{} {:02} {}", self.month(), self.day, self.clock)
    }

    /// `Mar  4 10:15:22`, as RFC 3164 has it.
    pub(super) fn syslog(&self) -> String {
        format!("{} {:>2} {}", self.month(), self.day, self.clock)
    }

    fn month(&self) -> &'static str {
        MONTHS.get(self.month).copied().unwrap_or("Jan")
    }
}

/// The first time near the beginning of a line.
pub(super) fn find(kit: &Kit, line: &str) -> Option<When> {
    let head = line.get(..line.floor_char_boundary(HEAD))?;
    let [iso, clf, month_first] = &kit.stamps;
    let month = |name: &str| MONTHS.iter().position(|m| *m == name);
    let iso = iso.captures(head).and_then(|c| {
        let (whole, [year, month, day, h, m, s]) = (c.get(0)?.start(), c.extract().1);
        let month = month.parse::<usize>().ok().filter(|m| (1..=12).contains(m))? - 1;
        Some((whole, When { year: year.into(), month, day: day.parse().ok()?, clock: format!("{h}:{m}:{s}") }))
    });
    let clf = clf.captures(head).and_then(|c| {
        let (whole, [day, name, year, h, m, s]) = (c.get(0)?.start(), c.extract().1);
        let when =
            When { year: year.into(), month: month(name)?, day: day.parse().ok()?, clock: format!("{h}:{m}:{s}") };
        Some((whole, when))
    });
    let month_first = month_first.captures(head).and_then(|c| {
        let year = c.get(4).map_or("2026", |y| y.as_str().trim());
        let when = When {
            year: year.into(),
            month: month(c.get(1)?.as_str())?,
            day: c.get(2)?.as_str().parse().ok()?,
            clock: c.get(3)?.as_str().into(),
        };
        Some((c.get(0)?.start(), when))
    });
    [iso, clf, month_first].into_iter().flatten().min_by_key(|(at, _)| *at).map(|(_, when)| when)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_in_every_form() {
        let kit = Kit::new().unwrap();
        let iso = |line| find(&kit, line).map(|when| when.iso());
        for line in [
            "2026/03/04 10:47:22 [error] 1#1: *1 x",
            "[2026-03-04 10:47:22 +0000] [7] [INFO] x",
            "203.0.113.7 - - [04/Mar/2026:10:47:22 +0000] \"GET /\"",
            "[04-Mar-2026 10:47:22] NOTICE: x",
            "[Wed Mar 04 10:47:22.123456 2026] [proxy:error] x",
            "Mar  4 10:47:22 web1 x [05/Mar/2026:10:47:22.004]",
        ] {
            assert_eq!(iso(line).as_deref(), Some("2026-03-04T10:47:22"), "{line}");
        }
        assert_eq!(iso("no time 99:99"), None);
        assert_eq!(When::default().journal(), "Mar 04 10:15:22");
        assert_eq!(When::default().syslog(), "Mar  4 10:15:22");
    }
}
