//! From the tally to the answer: the text read once more as a whole where that helps, findings in their order, what to
//! ask for next.

use why502_knowledge as knowledge;

use crate::diagnosis::{Diagnosis, Finding, Next, Warning};
use crate::dialect::Dialect;
use crate::finding::finding;
use crate::rank::{LIKELY, UNKNOWN, candidates, rank};
use crate::tally::{Place, Tally, Trouble};
use crate::values::{self, Values};
use crate::{own, paste};

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
    let crowded = tally.seen.iter().filter(|(_, seen)| seen.crowded).count() as u64;
    if crowded > 0 {
        add("too-many", (crowded, None));
    }
    all
}

fn files(tally: &Tally) -> Vec<String> {
    if tally.inputs.len() < 2 && tally.inputs.iter().all(|i| i.name.is_none()) {
        return Vec::new();
    }
    tally.inputs.iter().map(|i| i.name.clone().unwrap_or_default()).collect()
}
