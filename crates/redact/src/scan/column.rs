//! Columns: values that only their place in a row of a log gives away.

use std::ops::Range;

use super::Scan;
use crate::address;
use crate::host::Place;

/// A column is no longer than this.
const COLUMN: usize = 4096;

impl Scan<'_> {
    /// A column begins here: behind a blank or a tab.
    pub(super) fn column(&mut self) -> bool {
        let from = self.at;
        match self.byte(from - 1) {
            b'\t' => self.cloudfront(from),
            _ => self.access_user(from) || self.w3c_query(from) || self.w3c_user(from),
        }
    }

    /// `203.0.113.7 - alice [04/Mar/2026`: the second and the third column of an access line. The second is hardly
    /// ever used (RFC 1413); what stands there otherwise is a method or a number.
    fn access_user(&mut self, from: usize) -> bool {
        let column = self.after(from);
        let dated = |end: usize| matches!(self.view.get(end..end + 4), [b' ', b'[', d, e] if d.is_ascii_digit() && e.is_ascii_digit());
        let name = self.view.get(column.clone());
        let spelled = |small: bool| {
            name.iter().any(|b| b.is_ascii_lowercase() || *b >= 0x80 || !small && b.is_ascii_alphanumeric())
        };
        let user = if dated(column.end) {
            let ident = self.before_column(from);
            let unused = self.view.get(ident.clone()) == b"-";
            spelled(!unused) && (unused || self.begins_row(&self.before_column(ident.start)))
        } else {
            spelled(true) && dated(self.after(column.end + 1).end) && self.begins_row(&self.before_column(from))
        };
        // lighttpd has the host in the second.
        if !user || self.known_host(name, Place::Free).is_some() {
            return false;
        }
        self.user(column.clone(), true);
        self.done >= column.end
    }

    /// `GET /shop.aspx q=shoes 443 - 203.0.113.7`: the query of IIS has no `?`.
    fn w3c_query(&mut self, from: usize) -> bool {
        if !self.is_asked(&self.before_column(from)) {
            return false;
        }
        let port = self.after(self.after(from).end + 1);
        let user = self.after(port.end + 1);
        self.is_port(&port) && self.is_address(user.end + 1) && self.bare_query(from)
    }

    /// The column before the client's address in a row of IIS.
    fn w3c_user(&mut self, from: usize) -> bool {
        let port = self.before_column(from);
        if !self.is_port(&port) {
            return false;
        }
        let column = self.after(from);
        let query = self.before_column(port.start);
        let is_query = self.view.get(query.clone()) == b"-" || self.view.get(query.clone()).contains(&b'=');
        if !is_query || !self.is_address(column.end + 1) || !self.is_asked(&self.before_column(query.start)) {
            return false;
        }
        // `SHOP\alice`
        self.user(column.clone(), true);
        self.done >= column.end
    }

    /// CloudFront's standard log: address, status, referrer, browser, query, cookies, divided by tabs.
    fn cloudfront(&mut self, from: usize) -> bool {
        let column = self.after(from);
        if !self.view.get(column.clone()).contains(&b'=') {
            return false;
        }
        let mut before = self.before_column(from);
        let cookies = self.is_browser(&self.before_column(before.start));
        if cookies {
            self.cookies(column);
            return true;
        }
        // Behind a browser stands the query.
        let browser = before.clone();
        before = self.before_column(browser.start);
        self.is_browser(&browser) && !before.is_empty() && self.bare_query(from)
    }

    /// Whether this column is the browser's of CloudFront: before it stand the referrer, a status and a path.
    fn is_browser(&self, column: &Range<usize>) -> bool {
        let status = self.before_column(self.before_column(column.start).start);
        let path = self.before_column(status.start);
        status.len() == 3
            && self.view.get(status).iter().all(u8::is_ascii_digit)
            && path.start.checked_sub(1).is_some_and(|tab| self.byte(tab) == b'\t')
            && self.byte(path.start) == b'/'
    }

    /// A query without its `?`.
    fn bare_query(&mut self, from: usize) -> bool {
        if !self.view.get(self.after(from)).contains(&b'=') {
            return false;
        }
        (self.path, self.opened) = (true, from - 1);
        self.item(from, b'?')
    }

    /// `GET /path`
    fn is_asked(&self, path: &Range<usize>) -> bool {
        self.byte(path.start) == b'/' && {
            let method = self.view.get(self.before_column(path.start));
            method.len() > 2 && method.iter().all(u8::is_ascii_uppercase)
        }
    }

    fn is_port(&self, column: &Range<usize>) -> bool {
        (1..=5).contains(&column.len()) && self.view.get(column.clone()).iter().all(u8::is_ascii_digit)
    }

    pub(super) fn is_address(&self, at: usize) -> bool {
        address::v4(self.view, at).is_some() || address::colons(self.view, at).is_some()
    }

    /// Whether this column is an address and the first of its line.
    fn begins_row(&self, column: &Range<usize>) -> bool {
        (column.start == 0 || matches!(self.byte(column.start - 1), b'\n' | b'"')) && self.is_address(column.start)
    }

    /// The column that begins here.
    fn after(&self, from: usize) -> Range<usize> {
        from..self.until(from.saturating_sub(1), COLUMN, |b| b <= b' ')
    }

    /// The column that ends before the blank or the tab before this one; empty where a line ends there.
    fn before_column(&self, from: usize) -> Range<usize> {
        let Some(end) = from.checked_sub(1).filter(|end| matches!(self.byte(*end), b' ' | b'\t')) else {
            return 0..0;
        };
        let least = end.saturating_sub(COLUMN);
        let starts = |at: &usize| {
            let byte = self.byte(*at);
            (byte <= b' ' || byte == b'"') && self.view.ends(*at, end)
        };
        (least..end).rev().find(starts).map_or(least, |at| at + 1)..end
    }
}
