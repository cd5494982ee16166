//! The report as a problem document (RFC 9457), for programs that know that shape and not ours.

use serde::Serialize;

use crate::document::Document;
use crate::wire::Report;

#[derive(Serialize)]
struct Problem<'a> {
    /// A name, not an address: nobody is to be asked what a cause means, and no server has to exist.
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    detail: &'a str,
    /// Which occurrence: the first line that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// Our own members, so that nothing of the contract is lost.
    why502: &'a Report,
}

/// `application/problem+json`, on several lines. `None` when the text shows no failure: then there is no problem.
#[must_use]
pub fn render(report: &Report, document: &Document) -> Option<String> {
    let verdict = document.verdict.as_ref()?;
    let finding = report.findings.first()?;
    let evidence = finding.evidence.first();
    let problem = Problem {
        kind: format!("urn:why502:cause:{}", verdict.cause),
        title: verdict.title,
        status: finding.status,
        detail: &verdict.sentence,
        instance: evidence.map(|e| format!("urn:why502:line:{}", e.line)),
        why502: report,
    };
    serde_json::to_string_pretty(&problem).ok().map(|json| json + "\n")
}
