//! Text without what is nobody's business, and a list of what was replaced.
//!
//! ```text
//! text ─▶ view (escapes undone) ─▶ scan: claims (where, kind) ─▶ pseudonyms ─▶ text
//! ```
//!
//! Logs say who visited and how one gets in. To find out why a gateway failed nobody needs that: what counts are the
//! words of the programs, and these stay. So do private and loopback addresses, ports, times, names of services,
//! containers and files, and the identifiers that a provider's support asks for (request, trace, Ray ID).
//!
//! Phone numbers are not looked for: in a log, timers, sizes and process numbers look the same, and to replace those
//! would take away what the text is read for. Neither are names of people.
//!
//! Properties, each with a test:
//! - **Redacting twice is redacting once.**
//! - **The same value has the same pseudonym** in all texts that one [`Redactor`] sees.
//! - **The answer stays**: the engine finds the same cause in the redacted text.
//! - **Linear in time**, whatever the bytes; memory a few times the text.

mod address;
mod host;
mod kind;
mod number;
mod scan;
mod secret;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use kind::Kind;
use scan::Claim;
use view::View;

/// Beyond this many different values of a kind one pseudonym stands for all the rest.
const MOST: u32 = 65_535;

/// Replaces, and remembers what by what.
#[derive(Clone, Debug, Default)]
pub struct Redactor {
    given: BTreeMap<(Kind, Vec<u8>), Given>,
    last: BTreeMap<Kind, u32>,
    /// Pseudonyms that stood in a text before anything was replaced: they stay, and are given to nothing else.
    taken: BTreeSet<(Kind, u32)>,
    /// Names that a place gave away (`/home/alice`): elsewhere they are only known by being the same.
    names: BTreeMap<Vec<u8>, Kind>,
}

#[derive(Clone, Debug)]
struct Given {
    pseudonym: String,
    count: u64,
}

/// A redacted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redacted {
    /// The text.
    pub text: String,
    /// What was replaced in it, in order.
    pub spans: Vec<Span>,
}

/// One place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub kind: Kind,
    /// Where the value stood, in bytes of the original.
    pub from: Range<usize>,
    /// Where its pseudonym stands, in bytes of the redacted text.
    pub to: Range<usize>,
}

/// One value and its pseudonym.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// What it is.
    pub kind: Kind,
    /// The value, for the eyes of whoever pasted it.
    pub value: String,
    /// What stands in its place.
    pub pseudonym: String,
    /// How often.
    pub count: u64,
}

impl Redacted {
    /// Where an offset of the original is now; inside of something replaced, its beginning.
    #[must_use]
    pub fn place(&self, offset: usize) -> usize {
        let before = self.spans.iter().take_while(|span| span.from.start < offset).last();
        match before {
            None => offset,
            Some(span) if offset < span.from.end => span.to.start,
            Some(span) => span.to.end + (offset - span.from.end),
        }
    }
}

impl Redactor {
    /// Looks at a text before anything is replaced. A name that one text gives away is then found in all of them,
    /// and no pseudonym collides with what is there.
    pub fn learn(&mut self, text: &str) {
        let view = View::new(text.as_bytes());
        scan::scan(&view, &BTreeMap::new(), &mut |claim| self.note(&view, claim));
    }

    fn note(&mut self, view: &View, claim: &Claim) {
        let value = view.get(claim.range.clone());
        if let Some(number) = claim.kind.number(value) {
            self.taken.insert((row(claim.kind), number));
        } else if claim.names && value.len() >= 4 && self.names.len() < MOST as usize {
            self.names.insert(value.to_ascii_lowercase(), claim.kind);
        }
    }

    /// The text without what is nobody's business.
    #[must_use]
    pub fn redact(&mut self, text: &str) -> Redacted {
        let view = View::new(text.as_bytes());
        let mut claims = Vec::new();
        scan::scan(&view, &self.names, &mut |claim| claims.push(claim.clone()));
        let mut out = Redacted { text: String::with_capacity(text.len()), spans: Vec::new() };
        let mut done = 0;
        for claim in claims {
            let value = view.get(claim.range.clone());
            if claim.kind.number(value).is_some() {
                continue;
            }
            let from = view.raw(&claim.range);
            // Claims come in order and end between characters; one that did not would be left for the next.
            let (Some(before), Some(_)) = (text.get(done..from.start), text.get(from.clone())) else { continue };
            out.text.push_str(before);
            let start = out.text.len();
            if claim.bare_number {
                // Between JSON's commas only a number is a number.
                out.text.push('0');
            } else {
                out.text.push_str(self.pseudonym(claim.kind, claim.value(value)));
            }
            out.spans.push(Span { kind: claim.kind, to: start..out.text.len(), from: from.clone() });
            done = from.end;
        }
        out.text.push_str(text.get(done..).unwrap_or_default());
        out
    }

    fn pseudonym(&mut self, kind: Kind, value: Vec<u8>) -> &str {
        let row = row(kind);
        let (last, taken) = (&mut self.last, &self.taken);
        let given = self.given.entry((kind, value)).or_insert_with(|| {
            let last = last.entry(row).or_default();
            *last = (*last + 1).min(MOST);
            while taken.contains(&(row, *last)) && *last < MOST {
                *last += 1;
            }
            Given { pseudonym: kind.pseudonym(*last), count: 0 }
        });
        given.count += 1;
        &given.pseudonym
    }

    /// What was replaced so far, by kind and then by number.
    #[must_use]
    pub fn replacements(&self) -> Vec<Replacement> {
        let mut all: Vec<_> = self
            .given
            .iter()
            .map(|((kind, value), given)| Replacement {
                kind: *kind,
                value: String::from_utf8_lossy(value).into_owned(),
                pseudonym: given.pseudonym.clone(),
                count: given.count,
            })
            .collect();
        // The first replaced has the shortest number, and the smallest among the shortest.
        all.sort_by(|a, b| (a.kind, a.pseudonym.len(), &a.pseudonym).cmp(&(b.kind, b.pseudonym.len(), &b.pseudonym)));
        all
    }
}

/// Both sorts of host names count in one row: `host1` is one host.
fn row(kind: Kind) -> Kind {
    if kind == Kind::InnerHost { Kind::Host } else { kind }
}

/// One text on its own.
#[must_use]
pub fn redact(text: &str) -> Redacted {
    let mut redactor = Redactor::default();
    redactor.learn(text);
    redactor.redact(text)
}
