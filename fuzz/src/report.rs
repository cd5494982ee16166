//! Reports that come from elsewhere: JSON of our schema that nobody of ours has written.

use why502_report::Report;

use crate::laws;

/// Panics when a report that is taken cannot be written, or is not the same when it is read again.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(report) = Report::from_json(text) else { return };
    assert_eq!(Report::from_json(&report.to_json()).as_ref(), Ok(&report));
    for finding in &report.findings {
        for evidence in &finding.evidence {
            let (before, hit, after) = evidence.parts();
            assert_eq!(format!("{before}{hit}{after}"), evidence.text);
        }
    }
    // That no text drives a terminal holds for reports of the engine's, and no others are shown on one.
    laws::written(&report);
}
