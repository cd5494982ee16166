//! W3C extended logs: IIS, HTTP.sys's own (HTTPERR), CloudFront. Which column is what, `#Fields:` above the lines says
//! (W3C working draft WD-logfile-960323), and people change it.
//!
//! A line is put into the order that its program writes without being told otherwise, for that is what signatures
//! know. What the visitor wrote (address, user agent) is left out.

use std::ops::Range;

use super::{Dialect, Record, number, path_of_url, time};
use crate::clean::Clean;

/// What `#Fields:` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fields {
    /// Where each of [`COLUMNS`] stands.
    columns: [Option<u8>; COLUMNS.len()],
    count: usize,
}

/// The columns that are read; those of one meaning have names of their own in some programs, best first.
const COLUMNS: [&[&str]; 12] = [
    &["date"],
    &["time"],
    &["cs-method"],
    &["cs-uri-stem", "cs-uri"],
    &["cs-host", "x-host-header", "cs(Host)"],
    &["time-taken"],
    &["sc-status"],
    &["sc-substatus"],
    &["sc-win32-status"],
    &["cs-version"],
    &["s-reason"],
    &["x-edge-detailed-result-type", "x-edge-response-result-type", "x-edge-result-type"],
];
const DATE: usize = 0;
const TIME: usize = 1;
const METHOD: usize = 2;
const ADDRESS: usize = 3;
const HOST: usize = 4;
const TAKEN: usize = 5;
const STATUS: usize = 6;
const SUBSTATUS: usize = 7;
const WIN32: usize = 8;
const VERSION: usize = 9;
const REASON: usize = 10;
const RESULT: usize = 11;

/// What stands before each column, and the end, where a program writes what it writes by itself.
type Layout = &'static [(&'static str, usize)];
const IIS: Layout = &[("GET / - ", STATUS), (" ", SUBSTATUS), (" ", WIN32), ("", NONE)];
/// Without the two numbers behind it a status says nothing more.
const BARE: Layout = &[("GET / - ", STATUS), (" 0 0", NONE)];
const HTTPERR: Layout = &[("", VERSION), (" GET / ", STATUS), (" 1 ", REASON), (" -", NONE)];
const CLOUDFRONT: Layout = &[("\tGET\tx.cloudfront.net\t/\t", STATUS), ("\t", RESULT), ("\t", NONE)];
const NONE: usize = usize::MAX;
/// Words that stand further apart are not shown as one.
const TOGETHER: usize = 48;

/// A line in its program's own order.
pub(crate) struct Row {
    pub(crate) text: Vec<u8>,
    /// Where in the text the columns stand, and where they stood.
    cells: Vec<(Range<usize>, Range<usize>)>,
}

impl Fields {
    /// `#Fields: date time s-ip cs-method …`; `None` when it says nothing of failures.
    pub(crate) fn read(line: &[u8]) -> Option<Self> {
        let names: Vec<&[u8]> =
            line.strip_prefix(b"#Fields:")?.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty()).collect();
        let place = |name: &&str| names.iter().position(|n| n.eq_ignore_ascii_case(name.as_bytes()));
        let columns = COLUMNS.map(|all| all.iter().find_map(place).and_then(|at| u8::try_from(at).ok()));
        let fields = Self { columns, count: names.len() };
        (fields.has(STATUS) || fields.has(REASON) || fields.has(RESULT)).then_some(fields)
    }

    fn has(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(Option::is_some)
    }

    /// The line with what it says; `None` when it does not have these columns.
    pub(crate) fn row<'a>(&self, line: &'a [u8]) -> Option<(Row, Record<'a>)> {
        let mark = if line.contains(&b'\t') { b'\t' } else { b' ' };
        let mut places = Vec::with_capacity(self.count);
        let mut from = 0;
        for cell in line.split(|b| *b == mark) {
            places.push(from..from + cell.len());
            from += cell.len() + 1;
        }
        if places.len() != self.count {
            return None;
        }
        let place = |column: usize| places.get(usize::from((*self.columns.get(column)?)?)).cloned();
        let cell = |column| line.get(place(column)?).filter(|cell| *cell != b"-");
        let layout = match () {
            () if self.has(RESULT) => CLOUDFRONT,
            () if self.has(REASON) => HTTPERR,
            () if self.has(SUBSTATUS) && self.has(WIN32) => IIS,
            () => BARE,
        };
        let mut row = Row { text: Vec::new(), cells: Vec::new() };
        for (before, column) in layout {
            row.text.extend_from_slice(before.as_bytes());
            let start = row.text.len();
            match place(*column) {
                Some(place) => {
                    row.text.extend_from_slice(line.get(place.clone()).unwrap_or_default());
                    row.cells.push((start..row.text.len(), place));
                }
                None if *column == VERSION => row.text.extend_from_slice(b"HTTP/1.1"),
                None if *column != NONE => row.text.push(b'-'),
                None => {}
            }
        }
        let record = Record {
            dialect: Some(Dialect::W3c),
            time: cell(DATE).zip(cell(TIME)).and_then(|(d, t)| time::iso(&[d, b"T", t].concat()).map(|(time, _)| time)),
            status: cell(STATUS).and_then(number),
            host: cell(HOST),
            path: cell(ADDRESS).and_then(path_of_url),
            method: cell(METHOD),
            wait: cell(TAKEN).and_then(|taken| milliseconds(taken, layout == CLOUDFRONT)),
            ..Record::default()
        };
        Some((row, record))
    }
}

impl Row {
    /// Where the words that stand here in the row stood in the line.
    pub(crate) fn span(&self, clean: &Clean<'_>, start: usize, end: usize) -> Range<usize> {
        let at = |offset: usize| self.cells.iter().find(|(here, _)| here.start <= offset && offset < here.end);
        let first = at(start).or(self.cells.first()).map(|(_, there)| there.clone()).unwrap_or_default();
        let last = at(end.saturating_sub(1)).map_or(first.end, |(_, there)| there.end);
        let near = first.start < last && last - first.start <= TOGETHER;
        clean.raw(first.start)..clean.raw_end(if near { last } else { first.end })
    }
}

/// IIS counts milliseconds, CloudFront seconds with a point.
fn milliseconds(taken: &[u8], seconds: bool) -> Option<u32> {
    let text = std::str::from_utf8(taken).ok()?;
    if !seconds {
        return text.parse().ok();
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.bytes().chain(*b"000").take(3).fold(0, |n, b| n * 10 + u32::from(b.wrapping_sub(b'0') % 10));
    whole.parse::<u32>().ok()?.checked_mul(1_000)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::Fields;
    use crate::clean::clean;

    #[track_caller]
    fn check(fields: &str, line: &str, text: &str) {
        let fields = Fields::read(fields.as_bytes()).unwrap();
        let (row, _) = fields.row(line.as_bytes()).unwrap();
        assert_eq!(String::from_utf8_lossy(&row.text), text);
    }

    #[test]
    fn columns_come_into_the_order_that_signatures_know() {
        let iis = "#Fields: time sc-status c-ip sc-win32-status date cs-uri-stem sc-substatus time-taken";
        let line = "10:15:22 502 203.0.113.7 12002 2026-03-04 /502-3 3 120016";
        check(iis, line, "GET / - 502 3 12002");
        let (row, record) = Fields::read(iis.as_bytes()).unwrap().row(line.as_bytes()).unwrap();
        assert_eq!(record.time.unwrap().to_string(), "2026-03-04T10:15:22");
        assert_eq!((record.status, record.wait, record.path), (Some(502), Some(120_016), Some(&b"/502-3"[..])));
        let clean = clean(line.as_bytes());
        assert_eq!(line.get(row.span(&clean, 8, 19)), Some("502 203.0.113.7 12002"));
        check("#Fields: date time cs-uri-stem sc-status", "2026-03-04 10:15:22 /a 503", "GET / - 503 0 0");
        check(
            "#Fields: s-reason sc-status date time",
            "AppOffline 503 2026-03-04 10:15:22",
            "HTTP/1.1 GET / 503 1 AppOffline -",
        );
        check(
            "#Fields: x-edge-result-type sc-status date",
            "Error\t502\t2026-03-04",
            "\tGET\tx.cloudfront.net\t/\t502\tError\t",
        );
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        assert!(Fields::read(b"#Fields: name size owner").is_none());
        assert!(Fields::read(b"Fields: sc-status").is_none());
        let fields = Fields::read(b"#Fields: date time sc-status").unwrap();
        assert!(fields.row(b"2026-03-04 10:15:22 502 extra").is_none());
        assert!(fields.row(b"").is_none());
    }
}
