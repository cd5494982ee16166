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
//! - **Redacting twice is redacting once**, for what programs write. Who tries can build a text whose pseudonyms make
//!   new neighbours; then the second time replaces more, never less.
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

use std::ops::Range;

pub use kind::Kind;
use scan::Claim;
use view::View;

/// Beyond this many different values one pseudonym of a kind stands for all the rest: what is passed on has a few
/// dozen. Up to there a sorted list is quick enough, and brings no code along.
const MOST: usize = 4_095;

/// Replaces, and remembers what by what.
#[derive(Clone, Debug, Default)]
pub struct Redactor {
    /// Sorted by kind and value.
    given: Vec<Given>,
    /// Pseudonyms that stood in a text before anything was replaced: they stay, and are given to nothing else.
    taken: Vec<(Kind, u32)>,
    names: Names,
}

/// Names that a place gave away (`/home/alice`): elsewhere they are only known by being the same. Sorted.
type Names = Vec<(Vec<u8>, Kind)>;

#[derive(Clone, Debug)]
struct Given {
    kind: Kind,
    value: Vec<u8>,
    number: u32,
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
        scan::scan(&view, &[], &mut |claim| self.note(&view, claim));
    }

    fn note(&mut self, view: &View, claim: &Claim) {
        let value = view.get(claim.range.clone());
        if let Some(number) = claim.kind.number(value) {
            put(&mut self.taken, (row(claim.kind), number));
        } else if claim.names && value.len() >= 4 {
            put(&mut self.names, (value.to_ascii_lowercase(), claim.kind));
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
            let mut range = claim.range.clone();
            // Behind these a pseudonym's first letters would be read as an escape: `%19` and `\r` are one character.
            let opens = range.start.checked_sub(1).filter(|_| view.raw(&range).start > done).map(|at| view.at(at));
            let instead = match opens {
                Some(b'%') => "|",
                Some(b'\\') if claim.kind == Kind::Secret => "/",
                _ => "",
            };
            range.start -= instead.len();
            let from = view.raw(&range);
            // Claims come in order and end between characters; one that did not would be left for the next.
            let (Some(before), Some(_)) = (text.get(done..from.start), text.get(from.clone())) else { continue };
            out.text.push_str(before);
            out.text.push_str(instead);
            let start = out.text.len();
            if claim.bare_number {
                // Between JSON's commas only a number is a number.
                out.text.push('0');
            } else {
                out.text.push_str(&self.pseudonym(claim.kind, claim.value(value)));
            }
            out.spans.push(Span { kind: claim.kind, to: start - instead.len()..out.text.len(), from: from.clone() });
            done = from.end;
        }
        out.text.push_str(text.get(done..).unwrap_or_default());
        out
    }

    fn pseudonym(&mut self, kind: Kind, value: Vec<u8>) -> String {
        let place = self.given.binary_search_by(|given| (given.kind, &given.value).cmp(&(kind, &value)));
        let at = match place {
            Ok(at) => at,
            Err(at) => {
                let number = self.next(row(kind));
                if self.given.len() >= MOST {
                    return kind.pseudonym(number);
                }
                self.given.insert(at, Given { kind, value, number, count: 0 });
                at
            }
        };
        self.given.get_mut(at).map_or_else(String::new, |given| {
            given.count += 1;
            kind.pseudonym(given.number)
        })
    }

    /// The first number that no pseudonym has.
    fn next(&self, of: Kind) -> u32 {
        let mut number =
            self.given.iter().filter(|given| row(given.kind) == of).map(|given| given.number).max().unwrap_or(0);
        loop {
            number += 1;
            if self.taken.binary_search(&(of, number)).is_err() {
                return number;
            }
        }
    }

    /// What was replaced so far, by kind and then by number.
    #[must_use]
    pub fn replacements(&self) -> Vec<Replacement> {
        let mut given: Vec<&Given> = self.given.iter().collect();
        given.sort_by_key(|given| (row(given.kind), given.number));
        let replacement = |given: &&Given| Replacement {
            kind: given.kind,
            value: String::from_utf8_lossy(&given.value).into_owned(),
            pseudonym: given.kind.pseudonym(given.number),
            count: given.count,
        };
        given.iter().map(replacement).collect()
    }
}

/// Puts a thing where it belongs, once; lists end at a length that no text of a person reaches.
fn put<T: Ord>(list: &mut Vec<T>, thing: T) {
    if let Err(at) = list.binary_search(&thing)
        && list.len() < MOST
    {
        list.insert(at, thing);
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
