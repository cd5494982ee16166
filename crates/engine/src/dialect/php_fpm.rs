//! PHP-FPM's log: `[04-Mar-2026 10:15:22] WARNING: [pool www] …`.

use super::{Dialect, Record, time};

pub(crate) fn read<'a>(line: &'a [u8], record: &mut Record<'a>) -> bool {
    let Some(time) = line.strip_prefix(b"[").and_then(time::day_first) else {
        return false;
    };
    let Some(rest) = line.split(|b| *b == b']').nth(1) else {
        return false;
    };
    let rest = rest.trim_ascii_start();
    let leveled = [&b"WARNING:"[..], b"NOTICE:", b"ERROR:", b"ALERT:", b"DEBUG:"].iter().any(|l| rest.starts_with(l));
    if leveled {
        record.dialect = Some(Dialect::PhpFpm);
        record.time = Some(time);
    }
    leveled
}
