//! Apache's error log: `[Wed Mar 04 10:15:22.123456 2026] [module:level] [pid N:tid N] (errno)text:
//! [client IP:PORT] AHnnnnn: MSG` (server/log.c, do_errorlog_default).

use super::{Dialect, Record, between, time};

pub(crate) fn read<'a>(line: &'a [u8], record: &mut Record<'a>) -> bool {
    let dated = line.strip_prefix(b"[").and_then(time::apache);
    let numbered = || {
        memchr::memmem::find(line, b"] AH")
            .or_else(|| memchr::memmem::find(line, b": AH"))
            .is_some_and(|at| line.get(at + 4..at + 9).is_some_and(|n| n.iter().all(u8::is_ascii_digit)))
    };
    if dated.is_none() && !numbered() {
        return false;
    }
    record.dialect = Some(Dialect::ApacheError);
    record.time = dated.or(record.time);
    record.upstream = between(line, b"attempt to connect to ", b' ')
        .filter(|a| a.contains(&b':'))
        .or_else(|| between(line, b"Unix domain socket ", b' '))
        .or_else(|| tail(line, b"from remote server "));
    record.path = tail(line, b"returned by ").filter(|p| p.starts_with(b"/"));
    true
}

fn tail<'a>(line: &'a [u8], before: &[u8]) -> Option<&'a [u8]> {
    let from = memchr::memmem::find(line, before)? + before.len();
    let word = line.get(from..)?.split(|b| b" ,".contains(b)).next()?;
    (word.contains(&b':') || word.starts_with(b"/")).then_some(word)
}
