//! Times as logs write them, in one sortable spelling. No zone is invented and no clock is asked.

/// A time as the log has it: `2026-03-04T10:47:22`, with the zone when the log gives one, without the year
/// when the log has none (`03-04T10:47:22`, syslog). Fractions are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time {
    /// 0 = the log gives no year. Such a time sorts before every other.
    year: u16,
    month: u8,
    day: u8,
    second: u32,
    /// Minutes east of UTC.
    zone: Option<i16>,
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.year > 0 {
            write!(f, "{:04}-", self.year)?;
        }
        let (hour, minute, second) = (self.second / 3600, self.second / 60 % 60, self.second % 60);
        write!(f, "{:02}-{:02}T{hour:02}:{minute:02}:{second:02}", self.month, self.day)?;
        match self.zone {
            None => Ok(()),
            Some(0) => write!(f, "Z"),
            Some(m) => write!(f, "{}{:02}:{:02}", if m < 0 { '-' } else { '+' }, m.abs() / 60, m.abs() % 60),
        }
    }
}

impl Time {
    /// The minute before, as `journalctl --since` takes it: what led to a failure stands just before it.
    /// `None` when the log gives no year.
    pub(crate) fn minute_before(self) -> Option<String> {
        let minute = (self.second / 60).saturating_sub(1);
        self.has_year().then(|| {
            format!("{:04}-{:02}-{:02} {:02}:{:02}", self.year, self.month, self.day, minute / 60, minute % 60)
        })
    }

    /// Whether the log gave the year, so that the time can stand in a command.
    pub(crate) fn has_year(self) -> bool {
        self.year > 0
    }

    /// Seconds from this time to the other. `None` when they cannot be compared: one has a zone and the
    /// other has none. Without a year (syslog) the days of one year are compared, unless that would span
    /// more than half of it: then a new year may lie between.
    pub(crate) fn seconds_until(self, other: Self) -> Option<i64> {
        const HALF_A_YEAR: i64 = 183 * 86_400;
        if self.zone.is_some() != other.zone.is_some() {
            return None;
        }
        if self.has_year() && other.has_year() {
            return Some(other.seconds() - self.seconds());
        }
        let [a, b] = [self, other].map(|t| Self { year: 0, ..t }.seconds());
        Some(b - a).filter(|d| d.abs() < HALF_A_YEAR)
    }

    /// Days are counted as if every month had 31: differences within a month are exact, and only their sign
    /// and rough size are used.
    fn seconds(self) -> i64 {
        let days = (i64::from(self.year) * 12 + i64::from(self.month)) * 31 + i64::from(self.day);
        days * 86_400 + i64::from(self.second) - i64::from(self.zone.unwrap_or(0)) * 60
    }
}

/// Seconds since 1970 in digits: ten of them, or more when there are milliseconds or less, with or without a point.
pub(crate) fn epoch(text: &[u8]) -> Option<Time> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if ![10, 13, 16, 19].contains(&digits) {
        return None;
    }
    let seconds = text.get(..10)?.iter().fold(0_u32, |n, b| n.wrapping_mul(10).wrapping_add(u32::from(b - b'0')));
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days since 1970 to a date. Years begin in March.
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year_of_era + u32::from(month >= 10);
    date(year, if month < 10 { month + 3 } else { month - 9 }, day, seconds % 86_400, Some(0))
}

struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (head, tail) = self.0.split_at_checked(count)?;
        let mut value = 0;
        for byte in head {
            value = value * 10 + u32::from(byte.is_ascii_digit().then(|| byte - b'0')?);
        }
        self.0 = tail;
        Some(value)
    }

    fn one_of(&mut self, set: &[u8]) -> Option<u8> {
        let (&byte, tail) = self.0.split_first()?;
        set.contains(&byte).then(|| self.0 = tail)?;
        Some(byte)
    }

    fn month(&mut self) -> Option<u8> {
        const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
        let (head, tail) = self.0.split_at_checked(3)?;
        let index = MONTHS.chunks(3).position(|m| m.eq_ignore_ascii_case(head))?;
        self.0 = tail;
        u8::try_from(index + 1).ok()
    }

    /// A day of the month, padded with a zero or with a space.
    fn day(&mut self) -> Option<u32> {
        if self.one_of(b" ").is_some() { self.digits(1) } else { self.digits(2) }
    }

    fn clock(&mut self) -> Option<u32> {
        let hour = self.digits(2)?;
        self.one_of(b":")?;
        let minute = self.digits(2)?;
        self.one_of(b":")?;
        let second = self.digits(2)?;
        (hour < 24 && minute < 60 && second < 61).then_some(hour * 3600 + minute * 60 + second)
    }

    /// Skips `.123456` and reads `Z`, `+0800`, `+08:00`, ` +0000`.
    fn zone(&mut self) -> Option<i16> {
        if self.one_of(b".,").is_some() {
            while self.digits(1).is_some() {}
        }
        if self.one_of(b"Zz").is_some() {
            return Some(0);
        }
        let _ = self.one_of(b" ");
        let sign = if self.one_of(b"+-")? == b'-' { -1 } else { 1 };
        let hours = self.digits(2)?;
        let _ = self.one_of(b":");
        let minutes = self.digits(2)?;
        // The farthest zones are twelve hours west and fourteen east; other digits are a number.
        (hours <= 14 && minutes < 60).then_some(())?;
        i16::try_from(hours * 60 + minutes).ok().map(|m| sign * m)
    }
}

fn date(year: u32, month: u32, day: u32, second: u32, zone: Option<i16>) -> Option<Time> {
    let sane = (1..=12).contains(&month) && (1..=31).contains(&day) && (year == 0 || (1990..2200).contains(&year));
    sane.then_some(Time {
        year: u16::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
        second,
        zone,
    })
}

/// `2026-03-04T10:47:22+08:00`, `2026-03-04 10:47:22`, `2026/03/04 10:47:22`; and what is left after it.
pub(crate) fn iso(text: &[u8]) -> Option<(Time, &[u8])> {
    let mut c = Cursor(text);
    let year = c.digits(4)?;
    let mark = c.one_of(b"-/")?;
    let month = c.digits(2)?;
    c.one_of(&[mark])?;
    let day = c.digits(2)?;
    c.one_of(b"T ")?;
    let second = c.clock()?;
    let rest = c.0;
    let zone = c.zone();
    let rest = if zone.is_some() { c.0 } else { fraction(rest) };
    Some((date(year, month, day, second, zone)?, rest))
}

fn fraction(text: &[u8]) -> &[u8] {
    let Some(digits) = text.strip_prefix(b".").or_else(|| text.strip_prefix(b",")) else {
        return text;
    };
    let end = digits.iter().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(end..).unwrap_or_default()
}

/// `04/Mar/2026:10:47:22 +0000`, as access logs and HAProxy have it, or `04-Mar-2026 10:47:22` (PHP-FPM).
pub(crate) fn day_first(text: &[u8]) -> Option<Time> {
    let mut c = Cursor(text);
    let day = c.digits(2)?;
    let mark = c.one_of(b"/-")?;
    let month = c.month()?;
    c.one_of(&[mark])?;
    let year = c.digits(4)?;
    c.one_of(b": ")?;
    let second = c.clock()?;
    date(year, u32::from(month), day, second, c.zone())
}

/// `Wed Mar 04 10:47:22.123456 2026`, as Apache's error log has it; `dmesg -T` writes the same without a fraction.
pub(crate) fn apache(text: &[u8]) -> Option<Time> {
    let mut c = Cursor(text.get(4..)?);
    let month = c.month()?;
    c.one_of(b" ")?;
    let day = c.day()?;
    c.one_of(b" ")?;
    let second = c.clock()?;
    let mut c = Cursor(fraction(c.0));
    c.one_of(b" ")?;
    date(c.digits(4)?, u32::from(month), day, second, None)
}

/// `Mar  4 10:47:22`, as syslog has it; and what is left after it.
pub(crate) fn syslog(text: &[u8]) -> Option<(Time, &[u8])> {
    let mut c = Cursor(text);
    let month = c.month()?;
    c.one_of(b" ")?;
    let day = c.day()?;
    c.one_of(b" ")?;
    let second = c.clock()?;
    Some((date(0, u32::from(month), day, second, None)?, c.0))
}

/// How far from its beginning a line's own time is looked for: a pod's and a container's name may stand before it.
const HEAD: usize = 128;

/// The first time behind a word or two: `https 2026-03-04T10:47:22Z app/web/…`, `level=error ts=2026-03-04T10:47:22Z`.
pub(crate) fn behind_words(line: &[u8]) -> Option<Time> {
    let head = line.get(..HEAD).unwrap_or(line);
    memchr::memmem::find_iter(head, b"20").find_map(|at| {
        let alone = at.checked_sub(1).and_then(|i| line.get(i)).is_none_or(|b| !b.is_ascii_alphanumeric());
        iso(line.get(at..).filter(|_| alone)?).map(|(time, _)| time)
    })
}

/// The time a line begins with, perhaps in a bracket.
pub(crate) fn leading(line: &[u8]) -> Option<Time> {
    let line = line.trim_ascii_start();
    let text = line.strip_prefix(b"[").unwrap_or(line);
    iso(text)
        .map(|(t, _)| t)
        .or_else(|| day_first(text))
        .or_else(|| syslog(text).map(|(t, _)| t))
        .or_else(|| apache(text))
        // Squid's own log, and librdkafka's `%3|1772619322.481|…`.
        .or_else(|| epoch(text.strip_prefix(b"%").and_then(|t| t.get(2..)).unwrap_or(text)))
}

#[cfg(test)]
mod tests {
    use super::{apache, behind_words, day_first, epoch, iso, leading, syslog};

    fn show(time: Option<super::Time>) -> String {
        time.map_or_else(|| "-".into(), |t| t.to_string())
    }

    #[test]
    fn each_spelling_reads_the_same() {
        assert_eq!(show(iso(b"2026/03/04 10:47:22 [error]").map(|t| t.0)), "2026-03-04T10:47:22");
        assert_eq!(show(iso(b"2026-03-04T10:47:22.123456Z x").map(|t| t.0)), "2026-03-04T10:47:22Z");
        assert_eq!(show(iso(b"2026-03-04T10:47:22+0800 x").map(|t| t.0)), "2026-03-04T10:47:22+08:00");
        assert_eq!(show(iso(b"2026-03-04 10:47:22 -99999 bytes").map(|t| t.0)), "2026-03-04T10:47:22");
        assert_eq!(show(day_first(b"04/Mar/2026:10:47:22 +0000]")), "2026-03-04T10:47:22Z");
        assert_eq!(show(day_first(b"04-Mar-2026 10:47:22] WARNING")), "2026-03-04T10:47:22");
        assert_eq!(show(apache(b"Wed Mar 04 10:47:22.123456 2026] [x")), "2026-03-04T10:47:22");
        assert_eq!(show(apache(b"Thu Mar  5 16:04:11 2026] Out of memory")), "2026-03-05T16:04:11");
        assert_eq!(show(syslog(b"Mar  4 10:47:22 web1 nginx").map(|t| t.0)), "03-04T10:47:22");
        assert_eq!(show(leading(b"[2026-03-04 10:47:22 +0000] [7] [CRITICAL]")), "2026-03-04T10:47:22Z");
        assert_eq!(show(epoch(b"1782462012.118,")), "2026-06-26T08:20:12Z");
        assert_eq!(show(epoch(b"1709164800000")), "2024-02-29T00:00:00Z");
        assert_eq!(show(epoch(b"951782400")), "-");
        assert_eq!(show(leading(b"%3|1783501200.481|FAIL|rdkafka#producer-1| x")), "2026-07-08T09:00:00Z");
        assert_eq!(show(behind_words(b"https 2026-03-04T10:47:22.1Z app/web/50dc")), "2026-03-04T10:47:22Z");
        assert_eq!(show(behind_words(b"level=error ts=2026-03-04T10:47:22Z msg=x")), "2026-03-04T10:47:22Z");
        assert_eq!(show(leading(b"2026-13-04 10:47:22")), "-");
        assert_eq!(show(leading(b"no time at all")), "-");
    }

    #[test]
    fn differences_need_comparable_times() {
        let t = |text: &[u8]| iso(text).unwrap().0;
        assert_eq!(t(b"2026-03-04 10:00:00").seconds_until(t(b"2026-03-04 10:01:30")), Some(90));
        assert_eq!(t(b"2026-03-04T10:00:00Z").seconds_until(t(b"2026-03-04T18:00:00+08:00")), Some(0));
        assert_eq!(t(b"2026-03-04 10:00:00").seconds_until(t(b"2026-03-04T10:00:00Z")), None);
        let s = |text: &[u8]| syslog(text).unwrap().0;
        assert_eq!(t(b"2026-03-04 10:00:00").seconds_until(s(b"Mar  4 10:00:05 x")), Some(5));
        assert_eq!(s(b"Dec 31 23:59:59 x").seconds_until(t(b"2026-01-01 00:00:01")), None);
    }
}
