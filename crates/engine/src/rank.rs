//! Which causes the text shows, and in which order: root before consequence, the surer before the weaker.

use why502_knowledge::{CAUSES, Cause, Signature, signatures};

use crate::dialect::time::Time;
use crate::map::Map;
use crate::tally::{Seen, Tally, earliest};

/// How sure a finding must be before it may explain another away.
const ROOT_CONFIDENCE: u8 = 45;
/// Clocks of two logs may differ by this many seconds, and a consequence may be logged before its reason.
const SLACK: i64 = 90;
/// Shows that something failed and not why.
pub(crate) const UNKNOWN: &str = "unknown";
/// The visitor left; servers log it beside the failures that made them leave.
const CLIENT_ABORTED: &str = "client-aborted";
/// From here on a text names its cause rather than hints at it.
pub(crate) const LIKELY: u8 = 60;
/// Below this a text counts only together with another that names the same address.
const HINT: u8 = 20;
/// How sure a weak text becomes when another line names the same address.
const SAME_ADDRESS: u8 = 85;
/// "Killed by signal 9" does not say by whom: such texts are weaker than this, the kernel's own are stronger.
const GUESSED_KILL: u8 = 80;
/// So sure is a server's own watchdog.
const WATCHDOG: u8 = 88;
/// What died this many seconds before the first failure, and was not heard of since, has long been started again.
const LONG_AGO: i64 = 6 * 3_600;
const OUT_OF_MEMORY: &str = "out-of-memory";
const BACKEND_CRASHED: &str = "backend-crashed";

/// How often a signature is right here: less when the line was cut off before its end.
fn strength(signature: &Signature, seen: &Seen) -> u8 {
    let cut = seen.count == seen.cut;
    if cut { u8::try_from(u16::from(signature.strength) * 6 / 10).unwrap_or(0) } else { signature.strength }
}

/// All that was seen of one cause.
pub(crate) struct Candidate<'a> {
    pub(crate) cause: &'static Cause,
    /// Strongest signature first.
    pub(crate) seen: Vec<(&'static Signature, &'a Seen)>,
    pub(crate) confidence: u8,
    pub(crate) count: u64,
    pub(crate) first: Option<Time>,
    pub(crate) last: Option<Time>,
    pub(crate) explains: Vec<&'static str>,
}

pub(crate) fn candidates(tally: &Tally) -> Vec<Candidate<'_>> {
    let mut by_cause: Map<&'static str, Vec<(&'static Signature, &Seen)>> = Map::new();
    for (index, seen) in &tally.seen {
        let Some(signature) = signatures().get(usize::from(*index)) else {
            continue;
        };
        if let Some(cause) = signature.cause {
            by_cause.slot(cause).push((signature, seen));
        }
    }
    let mut all = Vec::new();
    for (id, mut seen) in by_cause {
        let Some(cause) = CAUSES.iter().find(|c| c.id == id) else {
            continue;
        };
        let key = |(s, seen): &(&Signature, &Seen)| (strength(s, seen), seen.count);
        seen.sort_by(|a, b| key(b).cmp(&key(a)).then(a.0.id.cmp(b.0.id)));
        all.push(Candidate {
            cause,
            confidence: seen.first().map_or(0, |(s, seen)| strength(s, seen)),
            count: seen.iter().map(|(_, s)| s.count).sum(),
            first: seen.iter().fold(None, |first, (_, s)| earliest(first, s.first)),
            last: seen.iter().filter_map(|(_, s)| s.last).max(),
            seen,
            explains: Vec::new(),
        });
    }
    settle(all)
}

/// Takes out what the other candidates refute, and believes what they confirm.
fn settle(mut all: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    let confirmed = |c: &Candidate<'_>| {
        all.iter().any(|o| c.cause.explains.contains(&o.cause.id) && in_time(c, o) && same_upstream(c, o))
    };
    // uWSGI's harakiri, Gunicorn's timeout and their kin kill by signal 9 themselves: no guess about memory is needed.
    let watched = |c: &Candidate<'_>| {
        c.cause.id == OUT_OF_MEMORY
            && c.confidence < GUESSED_KILL
            && all.iter().any(|o| o.cause.id == "app-timeout" && o.confidence >= WATCHDOG && in_time(o, c))
    };
    let verdicts: Vec<(bool, bool)> = all.iter().map(|c| (confirmed(c), watched(c))).collect();
    let mut verdicts = verdicts.into_iter();
    all.retain_mut(|c| {
        let (confirmed, watched) = verdicts.next().unwrap_or_default();
        if confirmed && c.confidence < ROOT_CONFIDENCE && c.cause.id != UNKNOWN {
            c.confidence = SAME_ADDRESS;
        }
        c.confidence >= HINT && !watched
    });
    all
}

/// The order of the findings, each with those that follow from it.
///
/// Roots come first, by how sure and how frequent they are; then what they explain, in the same order.
pub(crate) fn rank(candidates: &[Candidate<'_>]) -> Vec<(usize, Vec<usize>)> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    let at = |i: usize| candidates.get(i);
    let explained: Vec<Vec<usize>> = candidates
        .iter()
        .map(|root| order.iter().copied().filter(|i| at(*i).is_some_and(|other| explains(root, other))).collect())
        .collect();
    let explained = closed(&explained);
    let told_by_server = candidates
        .iter()
        .any(|c| c.cause.id != CLIENT_ABORTED && (c.confidence >= LIKELY || status(c).is_some_and(|s| s >= 500)));
    let long_ago: Vec<bool> = candidates
        .iter()
        .map(|root| candidates.iter().any(|c| root.cause.explains.contains(&c.cause.id) && !lasting(root, c)))
        .collect();
    let key = |i: usize| {
        // In a chain the nearer to the root, the fewer explain it.
        let depth = explained.iter().filter(|list| list.contains(&i)).count();
        let candidate = at(i);
        // The visitor's leaving is never why something else failed: it stands behind what is.
        let noise = told_by_server && candidate.is_some_and(|c| c.cause.id == CLIENT_ABORTED);
        let noise = noise || long_ago.get(i).is_some_and(|old| *old);
        let score = candidate.map_or(0, score);
        (depth > 0, noise, depth, std::cmp::Reverse(score), candidate.map_or("", |c| c.cause.id))
    };
    order.sort_by_key(|i| key(*i));
    order
        .into_iter()
        .map(|i| {
            let mut list = explained.get(i).cloned().unwrap_or_default();
            list.sort_by_key(|i| key(*i));
            (i, list)
        })
        .collect()
}

/// What a reason's consequences explain, the reason explains too. The data have no circles, so this ends.
fn closed(direct: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let reach = |from: usize| {
        let mut seen = Vec::new();
        let mut todo = direct.get(from).cloned().unwrap_or_default();
        while let Some(at) = todo.pop() {
            if !seen.contains(&at) {
                seen.push(at);
                todo.extend(direct.get(at).into_iter().flatten());
            }
        }
        seen.sort_unstable();
        seen
    };
    (0..direct.len()).map(reach).collect()
}

/// A text seen a thousand times weighs a little more than one seen once, never more than a clearer one.
fn score(candidate: &Candidate<'_>) -> u32 {
    u32::from(candidate.confidence) + (2 * candidate.count.max(1).ilog2()).min(8)
}

fn explains(root: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    if root.cause.id == other.cause.id || root.cause.id == UNKNOWN || root.cause.id == CLIENT_ABORTED {
        return false;
    }
    if other.cause.id == UNKNOWN {
        return true;
    }
    root.cause.explains.contains(&other.cause.id)
        && in_time(root, other)
        && lasting(root, other)
        && names_it(root, other)
        && (root.confidence >= ROOT_CONFIDENCE || same_upstream(root, other))
}

/// Whether both name one address. That makes even a weak text a reason: a firewall drops strangers all day,
/// and a drop on the very port that timed out is no stranger's.
fn same_upstream(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let addresses = |c: &Candidate<'_>| -> Vec<Vec<u8>> {
        c.seen.iter().flat_map(|(_, seen)| seen.upstreams()).map(|(u, _)| address(u).to_vec()).collect()
    };
    let theirs = addresses(b);
    addresses(a).iter().any(|mine| theirs.contains(mine))
}

/// A reason does not come after its consequence has ended. Times that cannot be compared do not speak.
fn in_time(root: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    match (root.first, other.last) {
        (Some(first), Some(last)) => first.seconds_until(last).is_none_or(|s| s >= -SLACK),
        _ => true,
    }
}

/// A process that was killed or crashed is started again: hours later it is no reason any more.
fn lasting(root: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    match (root.last, other.first) {
        (Some(last), Some(first)) if [OUT_OF_MEMORY, BACKEND_CRASHED].contains(&root.cause.id) => {
            last.seconds_until(first).is_none_or(|s| s <= LONG_AGO)
        }
        _ => true,
    }
}

/// Docker's resolver knows running containers only, so a name goes with its container. But a proxy that cannot
/// resolve a name ends as well: only the container of that very name is the reason.
fn names_it(root: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    if root.cause.id != BACKEND_CRASHED || other.cause.id != "dns-not-found" {
        return true;
    }
    let mut units = root.seen.iter().flat_map(|(_, seen)| &seen.sightings).filter_map(|s| s.unit.as_deref());
    units.any(|unit| {
        other.seen.iter().flat_map(|(_, seen)| seen.upstreams()).any(|(upstream, _)| {
            let host = upstream.split(|b| *b == b':').next().unwrap_or_default();
            // Compose: `shop-api-1` or `api-1` runs the service `api`; its older releases wrote `shop_api_1`.
            let number = unit.iter().rev().take_while(|b| b.is_ascii_digit()).count();
            let service = unit.get(..unit.len() - number).and_then(|s| s.strip_suffix(b"-").or(s.strip_suffix(b"_")));
            let is = |name: &[u8]| {
                name.strip_suffix(host)
                    .is_some_and(|before| before.is_empty() || before.ends_with(b"-") || before.ends_with(b"_"))
            };
            !host.is_empty() && (is(unit) || service.is_some_and(is))
        })
    })
}

/// nginx writes `unix:/run/app.sock` where others write the path alone.
pub(crate) fn address(upstream: &[u8]) -> &[u8] {
    upstream.strip_prefix(b"unix:").unwrap_or(upstream)
}

/// The most frequent status that the lines give, else the one that the message implies.
pub(crate) fn status(candidate: &Candidate<'_>) -> Option<u16> {
    let mut counts: Map<u16, u64> = Map::new();
    for (status, count) in candidate.seen.iter().flat_map(|(_, seen)| &seen.statuses) {
        *counts.slot(*status) += count;
    }
    let logged = counts.into_iter().filter(|(s, _)| *s >= 400).max_by_key(|(s, n)| (*n, *s)).map(|(s, _)| s);
    logged.or_else(|| candidate.seen.iter().find_map(|(s, _)| s.status))
}
