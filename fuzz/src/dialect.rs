//! Each dialect's reader, on texts that begin as its lines do and on any other.
//!
//! The first byte chooses the reader and the head that is put before the rest.

use why502_engine::fuzzing::{Facts, read, read_by, readers};

use crate::laws;

/// How lines of the dialects begin, so that little is needed to get past it.
const HEADS: [&str; 16] = [
    "",
    "",
    "203.0.113.7 - - [04/Mar/2026:10:15:22 +0000] \"GET /a HTTP/1.1\" 502 ",
    "203.0.113.7 - - [04/Mar/2026:10:15:22 +0000] \"GET /a HTTP/1.1\" 502 157 \"-\" \"curl/8.5\" rt=",
    "2026/03/04 10:15:22 [error] 31#31: *7 ",
    "2026/03/04 10:15:22 [error] 31#31: *7 connect() failed (111: Connection refused) while ",
    "Mar  4 10:15:22 web1 haproxy[99]: ",
    "Mar  4 10:15:22 web1 haproxy[99]: 203.0.113.7:5 [04/Mar/2026:10:15:22.1] fe be/s1 0/0/-1/-1/5 503 ",
    "[Wed Mar 04 10:15:22.123456 2026] [proxy:error] [pid 7:tid 8] ",
    "[04-Mar-2026 10:15:22] WARNING: ",
    "< HTTP/1.1 ",
    "curl: (",
    "{\"time\":\"2026-03-04T10:15:22Z\",\"",
    "{\"log\":\"",
    "web_1  | 2026-03-04T10:15:22.123456789Z ",
    "Mar 04 10:15:22 web1 app[7]: ",
];

/// Panics when a reader names a part that is not in the line, or the engine breaks a law on it.
pub fn check(data: &[u8]) {
    let Some((&first, rest)) = data.split_first() else { return };
    let head = HEADS.get(usize::from(first) % HEADS.len()).copied().unwrap_or_default();
    let text = [head.as_bytes(), rest].concat();
    for line in text.split(|b| *b == b'\n') {
        if let Some(facts) = read_by(usize::from(first) / HEADS.len() % readers(), line) {
            sound(&facts, line);
        }
        sound(&read(line), line);
    }
    laws::hold(&text);
}

fn sound(facts: &Facts, line: &[u8]) {
    assert!(facts.payload_at <= line.len() && facts.carried_at <= facts.payload_at, "{facts:?}");
    for (name, range) in &facts.parts {
        assert!(line.get(range.clone()).is_some(), "{name} at {range:?} of {} bytes", line.len());
    }
    if let Some(time) = &facts.time {
        assert!(is_time(time), "{time}");
    }
}

/// `2026-03-04T10:47:22`, without the year or with a zone, each number within its bounds.
fn is_time(time: &str) -> bool {
    let Some((date, clock)) = time.split_once('T') else { return false };
    let within = |text: Option<&str>, from: u32, to: u32| {
        text.is_some_and(|t| t.len() == 2 && t.parse().is_ok_and(|n: u32| (from..=to).contains(&n)))
    };
    let mut date = date.rsplit('-');
    let (day, month, year) = (date.next(), date.next(), date.next());
    let zone = clock.get(8..).unwrap_or("?");
    let zoned = match zone.split_at_checked(1) {
        None => true,
        Some(("Z", "")) => true,
        Some(("+" | "-", zone)) => {
            let (hours, minutes) = zone.split_once(':').unwrap_or_default();
            within(Some(hours), 0, 14) && within(Some(minutes), 0, 59)
        }
        Some(_) => false,
    };
    within(day, 1, 31)
        && within(month, 1, 12)
        && year.is_none_or(|y| y.len() == 4)
        && within(clock.get(..2), 0, 24)
        && within(clock.get(3..5), 0, 59)
        && within(clock.get(6..8), 0, 60)
        && zoned
}
