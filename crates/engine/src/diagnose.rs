//! From the tally to the answer: findings by cause, root cause before consequence, what to ask for next.

use why502_knowledge::{self as knowledge, CAUSES, Cause, Signature, signatures};

use crate::dialect::Dialect;
use crate::dialect::time::Time;
use crate::habit::{Habits, Lines, Pattern};
use crate::map::Map;
use crate::tally::{Place, Seen, Sighting, Tally, Trouble, earliest};
use crate::values::{self, Values};
use crate::{own, paste};

/// What the text shows. Always an answer: what could not be read is counted in `warnings`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Ranked; the first is the answer; empty when the text shows no failure.
    pub findings: Vec<Finding>,
    /// How many lines were read.
    pub lines: u64,
    /// How many lines of each dialect there were.
    pub dialects: Map<Dialect, u64>,
    /// What to paste next, best first.
    pub next: Vec<Next>,
    /// What could not be read as it was meant.
    pub warnings: Vec<Warning>,
    /// The inputs' names; empty when there was one without a name.
    pub files: Vec<String>,
    /// Values that belong to no finding, such as the site's name.
    pub values: Values,
}

/// One failure that the text shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The label.
    pub cause: &'static str,
    /// Of 100 such answers, how many are right.
    pub confidence: u8,
    /// How many lines show it.
    pub count: u64,
    /// The earliest time, as the log has it.
    pub first: Option<String>,
    /// The latest.
    pub last: Option<String>,
    /// Who wrote the decisive line; empty when the text does not say.
    pub product: &'static str,
    /// The status the visitor got.
    pub status: Option<u16>,
    /// The address or socket that most of its lines name.
    pub upstream: Option<String>,
    /// Other findings that follow from this one.
    pub explains: Vec<&'static str>,
    /// The lines that show it, in order.
    pub evidence: Vec<Evidence>,
    /// What else the same text can mean.
    pub also: Vec<Also>,
    /// What its lines have in common over time.
    pub patterns: Vec<Pattern>,
    /// What commands are filled with.
    pub values: Values,
}

/// Another reading of the same evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also {
    /// The label.
    pub cause: &'static str,
    /// Of 100 such texts, how many mean this one.
    pub confidence: u8,
}

/// A line that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which input, from 0.
    pub input: usize,
    /// Which line, from 1.
    pub line: u64,
    /// Where the decisive words begin: a byte offset in the line as pasted.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The signature that saw it.
    pub signature: &'static str,
    /// The line's text before the words, unreadable bytes replaced.
    pub before: String,
    /// The decisive words.
    pub hit: String,
    /// The text after them.
    pub after: String,
    /// What told it together with this line, each with the number of its line: the header of a response, the page
    /// in it.
    pub beside: Vec<(u64, String)>,
}

/// A piece of evidence worth pasting next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// What is asked for.
    pub ask: &'static str,
    /// The command that gets it.
    pub command: String,
}

/// Something that could not be read as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Its name in JSON and in the locales.
    pub kind: &'static str,
    /// How often.
    pub count: u64,
    /// Where first: input from 0, line from 1.
    pub place: Option<(usize, u64)>,
}

/// A finding's lines that are shown.
const EVIDENCE: usize = 6;
/// How sure a finding must be before it may explain another away.
const ROOT_CONFIDENCE: u8 = 45;
/// Clocks of two logs may differ by this many seconds, and a consequence may be logged before its reason.
const SLACK: i64 = 90;
/// Platforms, and Windows: there is no `journalctl` and no `ss` to be had.
const NO_SHELL: [&str; 13] = [
    "aspnetcore-module",
    "aws-apigw",
    "aws-ecs",
    "aws-lambda",
    "azure-appservice",
    "cloud-run",
    "fly",
    "heroku",
    "iis",
    "netlify",
    "railway",
    "render",
    "vercel",
];
/// What can be asked from any machine all the same.
const ANYWHERE: [&str; 5] = ["cdn-headers", "curl-verbose", "dns-lookup", "origin-direct", "tls-probe"];
/// Load balancers that somebody else runs: there is a shell on the backends only.
const RENTED: [&str; 4] = ["aws-alb", "azure-appgw", "azure-frontdoor", "gcp-lb"];
/// What would have to be asked on the proxy.
const ON_THE_PROXY: [&str; 5] =
    ["access-log-timed", "haproxy-show-errors", "haproxy-show-stat", "proxy-config", "proxy-error-log"];
/// How many pieces of evidence are asked for.
const ASKS: usize = 3;
/// Shows that something failed and not why.
const UNKNOWN: &str = "unknown";
/// The visitor left; servers log it beside the failures that made them leave.
const CLIENT_ABORTED: &str = "client-aborted";
/// From here on a text names its cause rather than hints at it.
const LIKELY: u8 = 60;
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

pub(crate) fn diagnose(tally: &Tally) -> Diagnosis {
    own::quoted(tally).unwrap_or_else(|| read(tally))
}

pub(crate) fn read(tally: &Tally) -> Diagnosis {
    let again = paste::joined(tally);
    let broken = again.is_some();
    let sure = |t: &Tally| analyse(t).findings.first().map(|f| (f.confidence, f.upstream.is_some(), f.first.is_some()));
    // Where joining is a guess, it has to show more.
    let joined = again.filter(|again| again.certain || sure(&again.tally) > sure(tally));
    let tally = joined.as_ref().map_or(tally, |again| &again.tally);
    let whole = paste::with_responses(tally);
    let tally = whole.as_ref().unwrap_or(tally);
    let diagnosis = analyse(tally);
    // Lines that go on in the next one are not cut.
    if broken || diagnosis.findings.first().is_some_and(|f| f.confidence >= LIKELY) {
        return diagnosis;
    }
    paste::with_cut_lines(tally).map_or(diagnosis, |tally| analyse(&tally))
}

/// How often a signature is right here: less when the line was cut off before its end.
fn strength(signature: &Signature, seen: &Seen) -> u8 {
    let cut = seen.count == seen.cut;
    if cut { u8::try_from(u16::from(signature.strength) * 6 / 10).unwrap_or(0) } else { signature.strength }
}

fn analyse(tally: &Tally) -> Diagnosis {
    let mut candidates = candidates(tally);
    let order = rank(&candidates);
    let mut findings = Vec::new();
    for (at, explained) in order {
        let ids = explained.iter().filter_map(|i| candidates.get(*i)).map(|c| c.cause.id).collect();
        if let Some(candidate) = candidates.get_mut(at) {
            candidate.explains = ids;
            findings.push(finding(candidate, tally));
        }
    }
    lend_values(&mut findings);
    let shown: Vec<&str> = findings.iter().map(|f| f.cause).collect();
    for finding in &mut findings {
        finding.also.retain(|a| !shown.contains(&a.cause));
    }
    let values = values::site(tally);
    Diagnosis {
        next: next(&findings, tally, &values),
        findings,
        lines: tally.inputs.iter().map(|i| i.lines).sum(),
        dialects: tally.dialects.clone(),
        warnings: warnings(tally),
        files: files(tally),
        values,
    }
}

/// A reason often speaks of no address: the kernel kills a process, and the proxy names its socket. What follows
/// from a finding lends it the values it lacks.
fn lend_values(findings: &mut [Finding]) {
    let known: Vec<(&'static str, Values)> = findings.iter().map(|f| (f.cause, f.values.clone())).collect();
    for finding in findings {
        for (_, values) in known.iter().filter(|(cause, _)| finding.explains.contains(cause)) {
            // Half of one target and half of another would be a third.
            let targeted = finding.values.contains_key("upstream");
            for (name, value) in values {
                let target = name.starts_with("upstream") || *name == "socket";
                if (target && !targeted) || matches!(*name, "unit" | "host" | "path") {
                    finding.values.or_insert_with(*name, || value.clone());
                }
            }
        }
    }
}

/// All that was seen of one cause.
struct Candidate<'a> {
    cause: &'static Cause,
    /// Strongest signature first.
    seen: Vec<(&'static Signature, &'a Seen)>,
    confidence: u8,
    count: u64,
    first: Option<Time>,
    last: Option<Time>,
    explains: Vec<&'static str>,
}

fn candidates(tally: &Tally) -> Vec<Candidate<'_>> {
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
fn rank(candidates: &[Candidate<'_>]) -> Vec<(usize, Vec<usize>)> {
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

fn finding(candidate: &Candidate<'_>, tally: &Tally) -> Finding {
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
    if habits.only_sending() {
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

/// nginx writes `unix:/run/app.sock` where others write the path alone.
fn address(upstream: &[u8]) -> &[u8] {
    upstream.strip_prefix(b"unix:").unwrap_or(upstream)
}

/// The most frequent status that the lines give, else the one that the message implies.
fn status(candidate: &Candidate<'_>) -> Option<u16> {
    let mut counts: Map<u16, u64> = Map::new();
    for (status, count) in candidate.seen.iter().flat_map(|(_, seen)| &seen.statuses) {
        *counts.slot(*status) += count;
    }
    let logged = counts.into_iter().filter(|(s, _)| *s >= 400).max_by_key(|(s, n)| (*n, *s)).map(|(s, _)| s);
    logged.or_else(|| candidate.seen.iter().find_map(|(s, _)| s.status))
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
                    .beside
                    .iter()
                    .map(|(line, text)| (*line, String::from_utf8_lossy(text).into_owned()))
                    .collect(),
            }
        })
        .collect()
}

/// What would confirm the answer or tell it apart, without what is already there.
fn next(findings: &[Finding], tally: &Tally, site: &Values) -> Vec<Next> {
    let id = findings.first().map_or(UNKNOWN, |f| f.cause);
    let Some(cause) = knowledge::cause(id).filter(|_| tally.filled > 0) else {
        return Vec::new();
    };
    let product = findings.first().map_or("", |f| f.product);
    let mut values = site.clone();
    if let Some(finding) = findings.first() {
        values.extend(finding.values.clone());
    }
    let has = |dialects: &[Dialect]| dialects.iter().any(|d| tally.dialects.contains_key(d));
    let there = |ask: &str| match ask {
        "proxy-error-log" => has(&[Dialect::NginxError, Dialect::ApacheError]),
        "curl-verbose" | "cdn-headers" => has(&[Dialect::Curl]),
        _ => false,
    };
    let shell = |ask: &str| {
        (!NO_SHELL.contains(&product) || ANYWHERE.contains(&ask))
            && !(RENTED.contains(&product) && ON_THE_PROXY.contains(&ask))
    };
    let mut all = Vec::new();
    for ask in cause.next.iter().filter(|a| !there(a)).filter_map(|a| knowledge::ask(a)) {
        let own = ask.commands.iter().filter(|c| !product.is_empty() && c.product == product);
        let any = ask.commands.iter().filter(|c| c.product.is_empty() && shell(ask.id));
        let commands: Vec<&str> = own.chain(any).map(|c| c.command).collect();
        // A command that is complete with what is known goes before one with words to fill in.
        let complete = commands.iter().find(|c| values::complete(c, &values)).or(commands.first());
        let filled = complete.into_iter().chain(&commands).find_map(|c| values::fill(c, &values));
        all.extend(filled.map(|command| Next { ask: ask.id, command }));
    }
    all.truncate(ASKS);
    all
}

fn warnings(tally: &Tally) -> Vec<Warning> {
    let mut all = Vec::new();
    let mut add = |kind, (count, place): (u64, Option<Place>)| {
        all.push(Warning { kind, count, place: place.map(|p| (p.input, p.line)) });
    };
    let count = |t: Trouble| tally.troubles.get(&t).map_or(0, |(n, _)| *n);
    let packed = [Trouble::Compressed, Trouble::GzipDamaged, Trouble::GzipTruncated];
    if tally.filled == 0 && packed.into_iter().all(|t| count(t) == 0) {
        add("empty", (1, None));
    }
    // A stray control character is dirt; every third line full of them is no text.
    let garbled = count(Trouble::Control).max(count(Trouble::NulBytes));
    let binary = garbled * 3 > tally.filled && garbled > 0;
    if binary {
        let place = tally.troubles.get(&Trouble::Control).or_else(|| tally.troubles.get(&Trouble::NulBytes));
        add("binary", (garbled, place.and_then(|(_, p)| *p)));
    }
    for (trouble, seen) in &tally.troubles {
        let kind = match trouble {
            Trouble::Compressed => "compressed",
            Trouble::GzipDamaged => "gzip-damaged",
            Trouble::GzipTruncated => "gzip-truncated",
            Trouble::LineTooLong => "line-too-long",
            Trouble::InvalidUtf8 if !binary => "invalid-utf8",
            Trouble::NulBytes if !binary => "nul-bytes",
            Trouble::Control | Trouble::InvalidUtf8 | Trouble::NulBytes => continue,
        };
        add(kind, *seen);
    }
    all
}

fn files(tally: &Tally) -> Vec<String> {
    if tally.inputs.len() < 2 && tally.inputs.iter().all(|i| i.name.is_none()) {
        return Vec::new();
    }
    tally.inputs.iter().map(|i| i.name.clone().unwrap_or_default()).collect()
}
