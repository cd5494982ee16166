//! Signatures: read, proved against their own samples, packed without them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::causes::Cause;
use crate::check::{self, Complaints};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignatureFile {
    #[serde(default)]
    product: String,
    signature: Vec<Signature>,
}

/// `carried.toml`: whose messages never stand in a dialect's log.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Carried {
    log: Vec<Log>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    dialect: String,
    never: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Signature {
    id: String,
    product: Option<String>,
    cause: Option<String>,
    #[serde(default)]
    benign: bool,
    #[serde(default)]
    derived: bool,
    #[serde(default)]
    also: Vec<String>,
    phase: Option<String>,
    status: Option<u16>,
    #[serde(default)]
    strength: u8,
    #[serde(default)]
    keywords: Vec<String>,
    pattern: Option<String>,
    #[serde(default)]
    exact: bool,
    #[serde(default)]
    dialects: Vec<String>,
    #[serde(default)]
    r#match: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    source: String,
    #[serde(skip)]
    place: String,
}

const PHASES: [&str; 7] = ["start", "resolve", "connect", "tls", "send", "header", "body"];

pub(crate) fn read(root: &Path, complaints: &mut Complaints) -> Vec<Signature> {
    let mut all = Vec::new();
    for path in check::toml_files(&root.join("knowledge/signatures"), complaints) {
        let Some(file) = check::read::<SignatureFile>(&path, complaints) else {
            continue;
        };
        for mut signature in file.signature {
            signature.place = format!("{}: {}", check::place(&path), signature.id);
            signature.product.get_or_insert_with(|| file.product.clone());
            all.push(signature);
        }
    }
    let path = root.join("knowledge/carried.toml");
    for log in check::read::<Carried>(&path, complaints).into_iter().flat_map(|carried| carried.log) {
        for product in &log.never {
            let own = |s: &&mut Signature| s.product.as_ref() == Some(product);
            if all.iter_mut().filter(own).map(|s| s.dialects.push(format!("!{}", log.dialect))).count() == 0 {
                complaints.add(check::place(&path), format!("no signature is {product}'s"));
            }
        }
    }
    all
}

pub(crate) fn check(signatures: &[Signature], causes: &[Cause], complaints: &mut Complaints) {
    let causes: BTreeSet<&str> = causes.iter().map(|c| c.id.as_str()).collect();
    let mut ids = BTreeSet::new();
    for s in signatures {
        let mut complain = |what: String| complaints.add(&s.place, what);
        if !ids.insert(&s.id) {
            complain("another signature has this id".into());
        }
        match (&s.cause, s.benign) {
            (None, false) => complain("needs a `cause`, or `benign = true`".into()),
            (Some(_), true) => complain("is benign and has a cause".into()),
            (Some(c), false) if !causes.contains(c.as_str()) => complain(format!("{c:?} is no cause")),
            _ => {}
        }
        for other in s.also.iter().filter(|a| !causes.contains(a.as_str())) {
            complain(format!("also {other:?}, which is no cause"));
        }
        if !s.benign && !(1..=99).contains(&s.strength) {
            complain(format!("strength is {}, not 1 to 99", s.strength));
        }
        if s.phase.as_ref().is_some_and(|p| !PHASES.contains(&p.as_str())) {
            complain(format!("phase is {:?}, not one of {PHASES:?}", s.phase));
        }
        if s.source.trim().is_empty() {
            complain("no source: whose message is it?".into());
        }
        if s.r#match.is_empty() {
            complain("no sample in `match`: a signature without proof does not build".into());
        }
        match (&s.pattern, s.derived) {
            (Some(_), true) => complain("is derived and has a pattern".into()),
            (None, false) => complain("needs `keywords` and a `pattern`, or `derived = true`".into()),
            (None, true) => {}
            (Some(pattern), false) => prove(s, pattern, complaints),
        }
    }
}

/// Samples match and near misses do not, and the prefilter would have let each sample through.
fn prove(s: &Signature, pattern: &str, complaints: &mut Complaints) {
    let mut complain = |what: String| complaints.add(&s.place, what);
    // Four bytes are what the scan compares at once.
    if s.keywords.is_empty() || s.keywords.iter().any(|k| k.len() < 4 || k.trim().len() < 2) {
        complain("keywords must be literals of at least four bytes".into());
    }
    let regex: Regex = match RegexBuilder::new(pattern).unicode(false).case_insensitive(!s.exact).build() {
        Ok(regex) => regex,
        Err(e) => return complain(format!("the pattern is no pattern: {e}")),
    };
    let fold = |text: &str| {
        if s.exact { text.to_owned() } else { text.to_ascii_lowercase() }
    };
    for (n, sample) in s.r#match.iter().enumerate() {
        if !s.keywords.iter().any(|k| fold(sample).contains(&fold(k))) {
            complain(format!("sample {} holds no keyword, so it would never be looked at", n + 1));
        }
        match regex.find(sample.as_bytes()) {
            None => complain(format!("the pattern does not match its own sample {}: {sample}", n + 1)),
            Some(m) if m.as_bytes().contains(&b'\n') => complain(format!("sample {} matches across lines", n + 1)),
            Some(_) => {}
        }
        if sample.contains('\n') {
            complain(format!("sample {} has more than one line; the engine works line by line", n + 1));
        }
    }
    for (n, sample) in s.not.iter().enumerate() {
        if regex.is_match(sample.as_bytes()) {
            complain(format!("the pattern matches near miss {}: {sample}", n + 1));
        }
    }
}

/// All signatures as one text, in the format that `src/signature.rs` reads.
fn text(signatures: &[Signature]) -> String {
    let mut text = String::new();
    for s in signatures {
        let optional = |field: &Option<String>| field.clone().unwrap_or_default();
        let fields = [
            s.id.clone(),
            optional(&s.product),
            optional(&s.cause),
            s.also.join("\u{1d}"),
            s.status.map_or_else(String::new, |n| n.to_string()),
            if s.benign { 100 } else { s.strength }.to_string(),
            s.keywords.join("\u{1d}"),
            if s.exact { "x".into() } else { String::new() },
            s.dialects.join("\u{1d}"),
            optional(&s.pattern),
        ];
        text.push_str(&fields.join("\u{1f}"));
        text.push('\u{1e}');
    }
    text
}

pub(crate) fn pack(signatures: &[Signature], out: &mut String) {
    let _ = writeln!(out, "pub(crate) const SIGNATURE_TEXT: &str = {:?};", text(signatures));
    out.push_str(
        "/// The samples of each signature: (signature, sample, whether it is a near miss). For tests only.\n",
    );
    out.push_str("#[cfg(feature = \"samples\")]\npub const SAMPLES: &[(&str, &str, bool)] = &[");
    for s in signatures {
        let both = s.r#match.iter().map(|m| (m, false)).chain(s.not.iter().map(|n| (n, true)));
        for (sample, miss) in both {
            let _ = writeln!(out, "({:?}, {sample:?}, {miss}),", s.id);
        }
    }
    out.push_str("];\n");
    out.push_str("/// Whose message each signature sees: (signature, source). For those who show samples.\n");
    out.push_str("#[cfg(feature = \"samples\")]\npub const SOURCES: &[(&str, &str)] = &[");
    for s in signatures {
        let _ = writeln!(out, "({:?}, {:?}),", s.id, s.source);
    }
    out.push_str("];\n");
}
