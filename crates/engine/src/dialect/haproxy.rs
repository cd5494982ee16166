//! HAProxy's logs: `%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc …` (configuration.txt, 8.2.3).

use super::{Dialect, Record, method, number, path, time};

pub(crate) fn read<'a>(line: &'a [u8], record: &mut Record<'a>) -> bool {
    let Some(bracket) = memchr::memchr(b'[', line) else {
        return false;
    };
    let Some(date) = line.get(bracket + 1..).filter(|d| d.get(2) == Some(&b'/')) else {
        return false;
    };
    let Some(time) = time::day_first(date) else {
        return false;
    };
    let Some(close) = memchr::memchr(b']', date) else {
        return false;
    };
    let mut words = date.get(close + 1..).unwrap_or_default().split(|b| *b == b' ').filter(|w| !w.is_empty());
    let (Some(_frontend), Some(server), Some(timers)) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let timed = timers.iter().filter(|b| **b == b'/').count();
    if !(server.contains(&b'/') && (2..=4).contains(&timed) && timers.iter().all(|b| b"0123456789/-+".contains(b))) {
        return false;
    }
    record.dialect = Some(Dialect::Haproxy);
    record.time = Some(time);
    record.status = words.next().and_then(number);
    record.upstream = Some(server).filter(|s| !s.ends_with(b"<NOSRV>"));
    let request = line.rsplit(|b| *b == b'"').nth(1);
    record.path = request.and_then(path);
    record.method = request.and_then(method);
    // The last of the timers is the whole time, `+` before it when the log was written before the end.
    let whole = timers.rsplit(|b| *b == b'/').next().and_then(|t| std::str::from_utf8(t).ok());
    record.wait = whole.and_then(|t| t.trim_start_matches('+').parse().ok());
    true
}
