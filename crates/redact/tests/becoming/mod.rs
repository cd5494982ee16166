//! Lines, and what is left of them.

use why502_redact::redact;

/// Each line becomes the other, and that one stays.
#[track_caller]
pub(crate) fn become_these(lines: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (line, meant) in lines {
        let once = redact(line).text;
        let twice = redact(&once).text;
        if once != *meant || twice != once {
            wrong.push(format!("{line}\n  meant   {meant}\n  is      {once}\n  again   {twice}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

/// Each line stays as it is.
#[track_caller]
pub(crate) fn stay(lines: &[&str]) {
    for line in lines {
        assert_eq!(redact(line).text, *line);
    }
}
