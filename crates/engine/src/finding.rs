//! A finding out of all that was seen of one cause: its values, its evidence, what else it can mean.

use why502_knowledge::{Signature, signatures};

use crate::diagnosis::{Also, Evidence, Finding};
use crate::habit::{Habits, Lines, Pattern};
use crate::map::Map;
use crate::rank::{Candidate, UNKNOWN, address, status};
use crate::tally::{Seen, Sighting, Tally};
use crate::values::{self, Values};

/// A finding's lines that are shown.
const EVIDENCE: usize = 6;

pub(crate) fn finding(candidate: &Candidate<'_>, tally: &Tally) -> Finding {
    let main = candidate.seen.first();
    let product = candidate.seen.iter().map(|(s, _)| s.product).find(|p| !p.is_empty());
    // A bare page or status is everybody's; the response's own header says whose it was.
    let product = product.or(tally.producer).unwrap_or_default();
    let upstream = upstream(candidate);
    let status = status(candidate);
    let sightings = candidate.seen.iter().flat_map(|(_, seen)| &seen.sightings);
    let mut values = values::of(sightings, upstream.as_deref(), product, candidate.first);
    if let Some(status) = status {
        values.insert("status", status.to_string());
    }
    if product == "systemd" && !values.contains_key("unit") {
        values.extend(unit_above(candidate, tally));
    }
    let mut habits = Habits::default();
    candidate.seen.iter().for_each(|(_, seen)| habits.merge(&seen.habits));
    let mut also = main.map_or_else(Vec::new, |(s, _)| also(s, product, status));
    if habits.only_sending() || habits.after_idle(&tally.pauses).is_some() {
        prefer_race(&mut also);
    }
    let patterns = patterns(candidate, &habits, tally);
    Finding {
        cause: candidate.cause.id,
        confidence: candidate.confidence,
        count: candidate.count,
        first: candidate.first.map(|t| t.to_string()),
        last: candidate.last.map(|t| t.to_string()),
        product,
        status,
        upstream,
        explains: candidate.explains.clone(),
        evidence: evidence(candidate, tally),
        also,
        patterns,
        values,
    }
}

/// What its lines have in common over time.
fn patterns(candidate: &Candidate<'_>, habits: &Habits, tally: &Tally) -> Vec<Pattern> {
    let named = |seen: &[(&Signature, &Seen)]| -> Vec<String> {
        let all = seen.iter().flat_map(|(_, seen)| seen.upstreams());
        all.map(|(upstream, _)| String::from_utf8_lossy(address(upstream)).into_owned()).collect()
    };
    let mut own = named(&candidate.seen);
    own.sort_unstable();
    own.dedup();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let others = || tally.seen.iter().flat_map(|(_, seen)| seen.upstreams());
    let lines = Lines {
        count: candidate.count,
        first: candidate.first,
        last: candidate.last,
        span: tally.span,
        others: others().any(|(upstream, _)| !own.contains(&&*String::from_utf8_lossy(address(upstream)))),
        upstreams: &own,
        pauses: &tally.pauses,
    };
    habits.patterns(&lines)
}

/// A proxy asks another server again, or the same one, when a connection that was kept open turns out closed; but not
/// for a request that may have been carried out. Where only such requests fail, that race is the likeliest reading.
fn prefer_race(also: &mut [Also]) {
    if let Some(at) = also.iter().position(|a| a.cause == "keepalive-race") {
        for n in (0..at).rev() {
            if let Some([a, b]) = also.get_mut(n..n + 2) {
                std::mem::swap(&mut a.cause, &mut b.cause);
            }
        }
    }
}

/// `systemctl status` names the unit in the head of its lines: the nearest head above.
fn unit_above(candidate: &Candidate<'_>, tally: &Tally) -> Values {
    let at = candidate.seen.first().and_then(|(_, seen)| seen.sightings.first()).map(|s| s.place);
    let heads = tally.seen.iter().filter(|(index, _)| {
        signatures().get(usize::from(**index)).is_some_and(|s| s.cause.is_none() && s.product == "systemd")
    });
    let above = heads
        .flat_map(|(_, seen)| &seen.sightings)
        .filter(|s| at.is_some_and(|at| s.place.input == at.input && s.place.line < at.line) && s.unit.is_some());
    values::of(above.max_by_key(|s| s.place).into_iter(), None, "", None)
}

/// The most frequent upstream over all signatures of the cause.
fn upstream(candidate: &Candidate<'_>) -> Option<String> {
    let mut counts: Map<&[u8], (u64, &[u8])> = Map::new();
    for (upstream, count) in candidate.seen.iter().flat_map(|(_, seen)| seen.upstreams()) {
        let entry = counts.slot(address(upstream));
        *entry = (entry.0 + count, entry.1.max(upstream));
    }
    let (_, (_, upstream)) = counts.into_iter().max_by(|a, b| a.1.0.cmp(&b.1.0).then_with(|| b.0.cmp(a.0)))?;
    Some(String::from_utf8_lossy(upstream).into_owned())
}

/// What is left of 100 goes to the other readings, the likelier the more. A bare status line has none of its own;
/// when a header names the server, what that server's own page can mean is what the status can mean.
fn also(signature: &'static Signature, product: &str, status: Option<u16>) -> Vec<Also> {
    let own_page = || {
        let unclear = |s: &&Signature| s.product == product && s.cause == Some(UNKNOWN) && !s.also.is_empty();
        let page = signatures().iter().filter(unclear).filter(|s| s.status.is_none_or(|s| Some(s) == status));
        page.max_by_key(|s| (s.status.is_some(), s.strength))
    };
    let bare = signature.also.is_empty() && signature.cause == Some(UNKNOWN) && !product.is_empty();
    let signature = if bare { own_page().unwrap_or(signature) } else { signature };
    let left = 100_u8.saturating_sub(signature.strength);
    let halves = signature.also.iter().scan(left, |left, cause| {
        *left = left.div_ceil(2);
        Some(Also { cause, confidence: (*left).max(1) })
    });
    halves.collect()
}

fn evidence(candidate: &Candidate<'_>, tally: &Tally) -> Vec<Evidence> {
    let mut all: Vec<(&'static str, &Sighting)> = Vec::new();
    for (signature, seen) in &candidate.seen {
        all.extend(seen.sightings.iter().map(|s| (signature.id, s)));
    }
    all.truncate(EVIDENCE);
    all.sort_by_key(|(_, s)| s.place);
    let named = tally.inputs.len() > 1;
    all.into_iter()
        .map(|(signature, s)| {
            let (from, to) = (s.hit.start, s.hit.end);
            let part = |range: &dyn Fn(&[u8]) -> Option<Vec<u8>>| {
                String::from_utf8_lossy(&range(&s.text).unwrap_or_default()).into_owned()
            };
            let end = to.min(s.text.len());
            Evidence {
                input: if named { s.place.input } else { 0 },
                line: s.place.line,
                start: s.start,
                end: s.end,
                signature,
                before: part(&|t| t.get(..from).map(<[u8]>::to_vec)),
                hit: part(&|t| t.get(from..end).map(<[u8]>::to_vec)),
                after: part(&|t| t.get(end..).map(<[u8]>::to_vec)),
                beside: s
                    .columns
                    .iter()
                    .map(|(above, text)| (s.place.line.saturating_sub(*above), text))
                    .chain(s.beside.iter().map(|(line, text)| (*line, text)))
                    .map(|(line, text)| (line, String::from_utf8_lossy(text).into_owned()))
                    .collect(),
            }
        })
        .collect()
}
