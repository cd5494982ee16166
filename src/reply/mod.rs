//! The worker's answer, read back into a report.
//!
//! `why502_report::Report::from_json` does the same for any reader; it brings serde's machinery along, which with
//! its tables for decimal fractions is thirty kilobytes of a first visit. The page reads only what its own worker
//! wrote: a small reader is enough, and the tests hold it to the same result.

mod json;

use why502_engine::Map;

use json::{Object, Value};
use why502_report::Report;
use why502_report::wire::{Also, Beside, Evidence, Finding, Next, Pattern, SCHEMA, Warning};

/// The report in this JSON; `None` when it is none of ours.
pub(crate) fn report(json: &str) -> Option<Report> {
    let mut o = json::read(json)?.object()?;
    let report = Report {
        schema: o.text("schema")?,
        findings: o.list("findings", finding)?,
        lines: o.number("lines")?,
        dialects: counts(o.object("dialects")?)?,
        next: o.list("next", next)?,
        warnings: o.list("warnings", warning)?,
        files: o.list("files", Value::text).unwrap_or_default(),
        values: o.object("values").map_or_else(Map::new, texts),
    };
    (report.schema == SCHEMA).then_some(report)
}

fn finding(value: Value) -> Option<Finding> {
    let mut o = value.object()?;
    Some(Finding {
        cause: o.text("cause")?,
        family: o.text("family")?,
        layer: o.text("layer")?,
        confidence: o.number("confidence")?,
        count: o.number("count")?,
        first: o.text("first"),
        last: o.text("last"),
        product: o.text("product"),
        status: o.number("status"),
        upstream: o.text("upstream"),
        explains: o.list("explains", Value::text)?,
        evidence: o.list("evidence", evidence)?,
        also: o.list("also", also).unwrap_or_default(),
        patterns: o.list("patterns", pattern).unwrap_or_default(),
        values: o.object("values").map_or_else(Map::new, texts),
    })
}

fn evidence(value: Value) -> Option<Evidence> {
    let mut o = value.object()?;
    let mark = o.list("mark", Value::number);
    Some(Evidence {
        line: o.number("line")?,
        start: o.number("start")?,
        end: o.number("end")?,
        signature: o.text("signature")?,
        text: o.text("text")?,
        mark: mark.and_then(|mark| Some((*mark.first()?, *mark.get(1)?))),
        file: o.number("file"),
        beside: o.list("beside", beside).unwrap_or_default(),
    })
}

fn beside(value: Value) -> Option<Beside> {
    let mut o = value.object()?;
    Some(Beside { line: o.number("line")?, text: o.text("text")? })
}

fn pattern(value: Value) -> Option<Pattern> {
    let mut o = value.object()?;
    Some(Pattern { kind: o.text("kind")?, value: o.text("value").unwrap_or_default() })
}

fn also(value: Value) -> Option<Also> {
    let mut o = value.object()?;
    Some(Also { cause: o.text("cause")?, confidence: o.number("confidence")? })
}

fn next(value: Value) -> Option<Next> {
    let mut o = value.object()?;
    Some(Next { ask: o.text("ask")?, command: o.text("command")? })
}

fn warning(value: Value) -> Option<Warning> {
    let mut o = value.object()?;
    Some(Warning { kind: o.text("kind")?, count: o.number("count")?, line: o.number("line"), file: o.number("file") })
}

fn counts(object: Object) -> Option<Map<String, u64>> {
    object.0.into_iter().map(|(name, value)| Some((name, value.number()?))).collect()
}

fn texts(object: Object) -> Map<String, String> {
    object.0.into_iter().filter_map(|(name, value)| Some((name, value.text()?))).collect()
}

#[cfg(test)]
mod tests {
    use why502_engine::Map;

    use why502_engine::scan;
    use why502_report::Report;
    use why502_report::wire::{Also, Beside, Evidence, Finding, Next, Pattern, SCHEMA, Warning};

    use super::report;
    use crate::intake::samples::SAMPLES;

    #[test]
    fn every_sample_comes_back_as_it_was() {
        for sample in SAMPLES {
            let original = Report::from(&scan(sample.text.as_bytes()));
            assert_eq!(report(&original.to_json()), Some(original), "{}", sample.name);
        }
    }

    /// Every field filled, and characters that JSON writes in its own way.
    #[test]
    fn nothing_of_a_report_is_lost() {
        let odd = "\"\\/\u{8}\u{c}\n\r\t\u{1} 伺服器 🙂".to_owned();
        let values = Map::from([("host".to_owned(), odd.clone())]);
        let original = Report {
            schema: SCHEMA.to_owned(),
            findings: vec![Finding {
                cause: "connection-refused".to_owned(),
                family: "backend-down".to_owned(),
                layer: "backend".to_owned(),
                confidence: 96,
                count: u64::MAX,
                first: Some("2026-03-04T10:47:22".to_owned()),
                last: Some(odd.clone()),
                product: Some("nginx".to_owned()),
                status: Some(502),
                upstream: Some("127.0.0.1:3000".to_owned()),
                explains: vec!["no-healthy-backend".to_owned()],
                evidence: vec![Evidence {
                    line: 3,
                    start: 35,
                    end: 73,
                    signature: "nginx-connect-refused".to_owned(),
                    text: odd.clone(),
                    mark: Some((1, 2)),
                    file: Some(0),
                    beside: vec![Beside { line: 9, text: odd.clone() }],
                }],
                patterns: vec![
                    Pattern { kind: "constant-wait".to_owned(), value: "60".to_owned() },
                    Pattern { kind: "only-sending".to_owned(), value: String::new() },
                ],
                also: vec![Also { cause: "wrong-upstream".to_owned(), confidence: 3 }],
                values: values.clone(),
            }],
            lines: 240,
            dialects: Map::from([("nginx-error".to_owned(), 12)]),
            next: vec![Next { ask: "backend-log".to_owned(), command: odd.clone() }],
            warnings: vec![Warning { kind: "nul-bytes".to_owned(), count: 1, line: Some(7), file: Some(1) }],
            files: vec![odd, String::new()],
            values,
        };
        assert_eq!(report(&original.to_json()), Some(original));
    }

    #[test]
    fn another_schema_is_not_ours() {
        let original = Report::from(&scan(b""));
        assert!(report(&original.to_json()).is_some());
        assert_eq!(report(&original.to_json().replace(SCHEMA, "why502/2")), None);
        assert_eq!(report(""), None);
    }
}
