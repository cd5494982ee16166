//! Stack traces of PHP: they have the arguments of every call, and so the password of the database.
//!
//! `#0 /var/www/shop/db.php(12): PDO->__construct('mysql:host=10.0...', 'shop', 'secret')` (PHP's
//! `zend.exception_ignore_args`, off unless a php.ini sets it).

use super::Scan;
use crate::kind::Kind;
use crate::secret;

/// A call with its arguments is no longer than this.
const CALL: usize = 2048;
/// PHP cuts an argument off after 15 characters, unless it is told otherwise.
const ARGUMENT: usize = 256;

impl Scan<'_> {
    /// Whether a function of such a trace ends here; then each of its arguments in quotes goes.
    pub(super) fn call(&mut self, from: usize, end: usize) -> bool {
        // `{closure}(`
        let open = end + usize::from(self.byte(end) == b'}');
        if self.byte(open) != b'(' || !self.is_frame(from) {
            return false;
        }
        let name = self.view.get(from..end);
        // Their argument is a file.
        if name.starts_with(b"include") || name.starts_with(b"require") {
            return false;
        }
        self.let_go(open);
        let (mut at, mut depth) = (open, 0_usize);
        while at < open + CALL {
            match self.byte(at) {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'\'' => {
                    let to = self.argument_end(at + 1);
                    self.argument(at + 1, to);
                    at = to;
                }
                0 | b'\n' | b'"' => break,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            at += 1;
        }
        true
    }

    /// PHP escapes no quote in an argument, and a line's end as `\n`, which is one in the view. What a log cut off has
    /// no end.
    fn argument_end(&self, from: usize) -> usize {
        let line = self.end(from, ARGUMENT, |b| b != b'\n');
        let short = self.end(from, 64, |b| b != b'"');
        let ends = |at: &usize| self.byte(*at) == b'\'' && matches!(self.byte(at + 1), b',' | b')');
        (from..line.max(short)).find(ends).unwrap_or_else(|| self.end(from, ARGUMENT, |b| b != b'"' && b != b'\n'))
    }

    /// Files and addresses have rules of their own; that a database is looked for here may be what is wrong.
    fn argument(&mut self, from: usize, to: usize) {
        let text = self.view.get(from..to);
        let address = text.starts_with(b"/") || text.windows(3).any(|w| w == b"://") || self.is_address(from);
        let source = [&b"mysql:"[..], b"pgsql:", b"sqlite:", b"sqlsrv:", b"dblib:", b"oci:"];
        let source = source.iter().any(|head| text.starts_with(head));
        if to > from && !address && !source && text != b"localhost" && !secret::is_pseudonym(text) {
            self.let_go(from);
            self.take(from..to, Kind::Value);
        }
    }

    /// `db.php(12): PDO->`, `[internal function]: `
    fn is_frame(&self, from: usize) -> bool {
        let before = self.view.get(from.saturating_sub(160)..from);
        let class = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'\\' | b'-' | b'>' | b':' | b'{' | b'}');
        let head = before.iter().rposition(|b| !class(b)).map_or(0, |at| at + 1);
        let Some(head) = before.get(..head).and_then(|head| head.strip_suffix(b": ")) else {
            return false;
        };
        let line = head.strip_suffix(b")").unwrap_or_default();
        let digits = line.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let numbered = digits > 0 && line.len() > digits && line.get(line.len() - digits - 1) == Some(&b'(');
        numbered || head.ends_with(b"[internal function]")
    }
}
