//! The report as it may leave: without what is nobody's business.
//!
//! What is redacted is the report and not the document made from it: our own words, with addresses and commands of
//! their own, stay as they are. One redactor sees all of it, so a value is the same word everywhere.

use why502_redact::{Redactor, Replacement};

use crate::wire::{Evidence, Report};

/// What tells a redactor how a bare value is to be read, by the name it has in the report.
fn context(name: &str) -> &'static str {
    match name {
        "host" => "\nhost: ",
        "upstream" | "upstream.host" => "://",
        _ => "",
    }
}

/// The report without what is nobody's business, and what was replaced.
#[must_use]
pub fn redacted(report: &Report) -> (Report, Vec<Replacement>) {
    let mut redactor = Redactor::default();
    let mut report = report.clone();
    cut(&mut report);
    walk(&mut report, &mut |context, text, _| redactor.learn(&[context, text].concat()));
    let mut known: Vec<(String, String)> = Vec::new();
    walk(&mut report, &mut |context, text, evidence| {
        // A command is written around values that are replaced already, some of which are known only by their place.
        let read = if evidence.is_none() && context.is_empty() { replaced(text, &known) } else { text.clone() };
        let redacted = redactor.redact(&[context, &read].concat());
        if let Some(evidence) = evidence {
            let (start, end) = evidence.mark.unwrap_or((evidence.start, evidence.end));
            let mark = (redacted.place(start), redacted.place(end));
            evidence.mark = Some(mark).filter(|mark| *mark != (evidence.start, evidence.end));
        }
        let out = redacted.text.get(context.len()..).unwrap_or_default().to_owned();
        if !context.is_empty() && out != *text && text.len() > 3 {
            known.push((text.clone(), out.clone()));
        }
        *text = out;
    });
    (report, redactor.replacements())
}

fn replaced(text: &str, known: &[(String, String)]) -> String {
    known.iter().fold(text.to_owned(), |text, (value, pseudonym)| text.replace(value.as_str(), pseudonym))
}

/// Every text in the report that comes from the paste: (its context, the text, the mark it has).
fn walk(report: &mut Report, visit: &mut dyn FnMut(&str, &mut String, Option<&mut Marks>)) {
    for finding in &mut report.findings {
        if let Some(upstream) = &mut finding.upstream {
            visit("://", upstream, None);
        }
        for pattern in finding.patterns.iter_mut().filter(|pattern| pattern.kind == "one-upstream") {
            visit("://", &mut pattern.value, None);
        }
        for (name, value) in &mut finding.values {
            visit(context(name), value, None);
        }
    }
    for (name, value) in &mut report.values {
        visit(context(name), value, None);
    }
    for evidence in report.findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
        let mut marks = Marks { start: evidence.start, end: evidence.end, mark: evidence.mark };
        visit("", &mut evidence.text, Some(&mut marks));
        evidence.mark = marks.mark;
        for beside in &mut evidence.beside {
            visit("", &mut beside.text, Some(&mut Marks { start: 0, end: 0, mark: None }));
        }
    }
    for next in &mut report.next {
        visit("", &mut next.command, None);
    }
    for file in &mut report.files {
        visit("", file, None);
    }
}

/// Where the decisive words of an evidence line are.
struct Marks {
    start: usize,
    end: usize,
    mark: Option<(usize, usize)>,
}

/// Of a very long line the report has a part, which may begin in the middle of a secret: nobody could see what it is.
/// So the broken word before the decisive ones goes.
fn cut(report: &mut Report) {
    for evidence in report.findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
        let Evidence { text, mark, start, .. } = evidence;
        let Some((from, to)) = mark else { continue };
        if *from >= *start {
            continue;
        }
        let broken = text.find([' ', '\t']).unwrap_or(0).min(*from);
        text.replace_range(..broken, "…");
        let shift = |place: usize| place - broken + '…'.len_utf8();
        *mark = Some((shift(*from), shift(*to)));
    }
}

#[cfg(test)]
mod tests {
    use why502_engine::scan;

    use super::redacted;
    use crate::wire::Report;

    const LINE: &str = r#"2026/03/04 10:47:22 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 185.17.88.7, server: blauwal.de, request: "GET /orders/20571?token=abc HTTP/1.1", upstream: "http://46.4.120.9:3000/orders/20571?token=abc", host: "blauwal.de""#;

    #[test]
    fn nothing_of_the_paste_is_left_and_the_decisive_words_are_still_marked() {
        let report = Report::from(&scan(LINE.as_bytes()));
        let (report, replacements) = redacted(&report);
        let json = report.to_json();
        for word in ["185.17.88.7", "46.4.120.9", "blauwal", "20571", "abc"] {
            assert!(!json.contains(word), "{word} in {json}");
        }
        let finding = report.findings.first().unwrap();
        let (_, hit, _) = finding.evidence.first().unwrap().parts();
        assert!(hit.starts_with("connect() failed (111: Connection refused)"), "{hit}");
        // The same words in the line, in the values and in what is asked for next.
        let upstream = finding.upstream.as_deref().unwrap();
        assert!(upstream.ends_with(":3000") && finding.evidence.first().unwrap().text.contains(upstream), "{upstream}");
        assert!(replacements.iter().any(|r| r.value == "blauwal.de" && r.count > 1), "{replacements:?}");
    }

    #[test]
    fn a_part_of_a_line_does_not_begin_in_the_middle_of_a_word() {
        let long = format!("{} key=SECRETSECRETSECRET1 {LINE}", "x".repeat(3_000));
        let report = Report::from(&scan(long.as_bytes()));
        let mut cut = report;
        let evidence = cut.findings.first_mut().unwrap().evidence.first_mut().unwrap();
        evidence.text = format!("SECRET1 {}", evidence.text);
        let (from, to) = evidence.mark.unwrap_or((evidence.start, evidence.end));
        evidence.mark = Some((from + 8, to + 8));
        evidence.start = 90_000;
        let (redacted, _) = redacted(&cut);
        let evidence = redacted.findings.first().unwrap().evidence.first().unwrap();
        assert!(!evidence.text.contains("SECRET"), "{}", evidence.text);
        assert!(evidence.parts().1.starts_with("connect() failed"), "{:?}", evidence.parts());
    }
}
