//! The log's own clock: it begins at a fixed moment and runs with the requests, in UTC.

use std::fmt::Write;

/// 2026-03-04 00:00:00.
const START: u64 = 1_772_582_400;
const DAY: u64 = 86_400;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment, in both spellings. They are made anew once a second only.
pub(crate) struct Clock {
    microseconds: u64,
    second: u64,
    error: String,
    access: String,
}

impl Clock {
    pub(crate) fn new() -> Self {
        let mut clock =
            Self { microseconds: START * 1_000_000, second: START, error: String::new(), access: String::new() };
        clock.spell();
        clock
    }

    pub(crate) fn forward(&mut self, microseconds: u64) {
        self.microseconds += microseconds;
        if self.microseconds / 1_000_000 != self.second {
            self.second = self.microseconds / 1_000_000;
            self.spell();
        }
    }

    /// As in an error log: `2026/03/04 10:47:22`.
    pub(crate) fn error(&self) -> &str {
        &self.error
    }

    /// As in an access log: `04/Mar/2026:10:47:22 +0000`.
    pub(crate) fn access(&self) -> &str {
        &self.access
    }

    fn spell(&mut self) {
        let (year, month, day) = date(self.second / DAY);
        let (hour, minute, second) = (self.second % DAY / 3_600, self.second % 3_600 / 60, self.second % 60);
        let name = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
        self.error.clear();
        self.access.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.error, "{year}/{month:02}/{day:02} {hour:02}:{minute:02}:{second:02}");
        let _ = write!(self.access, "{day:02}/{name}/{year}:{hour:02}:{minute:02}:{second:02} +0000");
    }
}

/// Year, month and day of this day after 1970-01-01. Counted from a 1st of March, leap days stand at the end of
/// their years, and months have a regular pattern of lengths (153 days in five).
fn date(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, of_month)
}

#[cfg(test)]
mod tests {
    use super::{Clock, DAY, START, date};

    #[test]
    fn days_have_the_dates_of_the_calendar() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(START / DAY), (2026, 3, 4));
        assert_eq!(date(11_016), (2000, 2, 29));
        assert_eq!(date(11_017), (2000, 3, 1));
        assert_eq!(date(20_818), (2026, 12, 31));
    }

    #[test]
    fn the_clock_runs() {
        let mut clock = Clock::new();
        clock.forward(38_842_000_000);
        assert_eq!(clock.error(), "2026/03/04 10:47:22");
        assert_eq!(clock.access(), "04/Mar/2026:10:47:22 +0000");
    }
}
