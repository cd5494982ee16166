//! The visitor's page: whatever a description says, it stays inside the place it is put into.
//!
//! Lines of the input are the description's texts; the page is held against one that is made from harmless texts.

use why502_pages::{Description, Target, build, logo};

use crate::cuts::Dice;

#[path = "../../crates/pages/tests/shape/mod.rs"]
mod shape;

/// Panics when a page has another structure than a harmless one, or breaks the server's limits.
pub fn check(data: &[u8]) {
    let mut dice = Dice::of(data);
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split('\u{1}');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let mut given = Description::new(&format!("x{}", part()));
    let mut harmless = Description::new("xyz");
    let (home, report, colour, tool, svg) = (part(), part(), part(), part(), part());
    match dice.below(4) {
        0 => given.home = home,
        1 => given.home = format!("/{home}"),
        _ => {}
    }
    match dice.below(4) {
        0 => given.report = report,
        1 => given.report = format!("{report}@example.com"),
        _ => {}
    }
    // Blanks alone are no address.
    if !given.report.trim().is_empty() {
        harmless.report = "help@example.com".to_owned();
    }
    if dice.below(4) == 0 {
        given.colour = format!("#{colour}");
        // One that is taken stands in the style, whole.
        harmless.colour.clone_from(&given.colour);
    }
    if dice.below(3) == 0 {
        given.logo = logo(format!("<svg>{svg}</svg>").as_bytes());
        harmless.logo = "<svg></svg>".to_owned();
    }
    let tooled = dice.below(4) == 0 && !tool.is_empty();
    if tooled {
        given.tool = format!("/{tool}");
        harmless.tool = "/why502/".to_owned();
    }
    let targets: Vec<Target> = Target::all().collect();
    let target = targets[dice.below(targets.len())];
    // A refusal says what is wrong, in words.
    let kit = match build(&given, target) {
        Ok(kit) => kit,
        Err(refusals) => {
            assert!(!refusals.is_empty());
            given.langs.iter().for_each(|lang| refusals.iter().for_each(|r| assert!(!r.text(*lang).is_empty())));
            return;
        }
    };
    assert!(kit.meters.iter().all(|meter| meter.limit.is_none_or(|limit| meter.bytes <= limit)));
    let Ok(expected) = build(&harmless, target) else { panic!("the harmless one is refused") };
    assert_eq!(kit.files.len(), expected.files.len());
    for (file, expected) in kit.files.iter().zip(&expected.files) {
        assert_eq!(file.path, expected.path);
        // The tool's address stands in a script.
        if !tooled {
            assert_eq!(shape::of(&file.path, &file.text), shape::of(&expected.path, &expected.text), "{}", file.path);
        }
    }
}
