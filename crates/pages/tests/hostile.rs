//! Nobody gets out: whatever a description says, the files have the shape of those of a harmless one.
//!
//! Hostile and harmless must agree on what `shape` makes of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops"
)]

mod shape;

use std::cell::RefCell;
use std::collections::HashMap;
use std::process::Command;
use std::rc::Rc;

use proptest::prelude::*;
use why502_pages::{Description, Kit, Refusal, Target, build};

/// What has a meaning somewhere.
const FRAGMENTS: &[&str] = &[
    "\"",
    "'",
    "`",
    "\\",
    "<",
    ">",
    "&",
    "%",
    "%%",
    "%REQ(COOKIE)%",
    "%[uuid()]",
    "$",
    "${HOME}",
    "$request_id",
    "$(id)",
    ";",
    "#",
    "\n",
    "\r\n",
    "\r\n\r\n",
    "\0",
    "\t",
    "{",
    "}",
    "{{",
    "}}",
    "{{.Env}}",
    "\"}",
    "{\"",
    "\"} + req.http.cookie + {\"",
    "</script>",
    "<script>",
    "</style>",
    "</title>",
    "<!--",
    "-->",
    "<!--#exec cmd=\"id\" -->",
    "<!--#echo var=\"x\" -->",
    "]]>",
    "|",
    "||",
    "::RAY_ID::",
    "::",
    "&lt;",
    "&#34;",
    "\u{2028}",
    "\u{85}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffe}",
    "😀",
    "山茶花",
    "é",
    " ",
    "  ",
    "---\n",
    "- a: b\n",
    "data:",
    "javascript:alert(1)",
    "//evil.example",
    "onload=alert(1)",
    "a",
    "B7",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => proptest::sample::select(FRAGMENTS).prop_map(str::to_owned), 1 => ".{0,6}"];
    proptest::collection::vec(piece, 1..12).prop_map(|pieces| format!("x{}", pieces.concat()))
}

fn kit(d: &Description, target: Target) -> Option<Kit> {
    match build(d, target) {
        Ok(kit) => Some(kit),
        Err(refusals) => {
            // Too large is the only thing that may happen to a name.
            for refusal in &refusals {
                assert!(!refusal.text(d.langs[0]).is_empty());
            }
            None
        }
    }
}

fn shapes(kit: &Kit) -> Vec<(String, Vec<String>)> {
    kit.files.iter().map(|f| (f.path.clone(), shape::of(&f.path, &f.text))).collect()
}

type Harmless = Rc<Vec<(Kit, Vec<(String, Vec<String>)>)>>;

/// The kits of a harmless description and their shapes, made once for all the hostile ones.
fn harmless_kits(d: &Description) -> Harmless {
    thread_local!(static MADE: RefCell<HashMap<String, Harmless>> = RefCell::default());
    MADE.with_borrow_mut(|made| {
        let make = || {
            let kits = Target::all().map(|t| build(d, t).unwrap());
            Rc::new(kits.map(|kit| (kit.clone(), shapes(&kit))).collect())
        };
        Rc::clone(made.entry(format!("{d:?}")).or_insert_with(make))
    })
}

fn same_shape(hostile: &Description, harmless: &Description) {
    for (target, (expected, wanted)) in Target::all().zip(harmless_kits(harmless).iter()) {
        let Some(kit) = kit(hostile, target) else { continue };
        for ((path, got), (_, wanted)) in shapes(&kit).iter().zip(wanted) {
            if let Some((got, wanted)) = got.iter().zip(wanted).find(|(a, b)| a != b) {
                panic!("{} {path}: {got:.300}\ninstead of {wanted:.300}", target.id());
            }
            assert_eq!(got.len(), wanted.len(), "{} {path}", target.id());
        }
        for file in kit.files.iter().filter(|f| f.path.ends_with(".html")) {
            // Envoy's and HAProxy's commands are as many as the harmless page has, the rest is doubled.
            if matches!(target.id(), "envoy" | "haproxy") {
                let commands = file.text.replace("%%", "").matches('%').count();
                let other = expected.files.iter().find(|f| f.path == file.path).unwrap();
                assert_eq!(commands, other.text.replace("%%", "").matches('%').count(), "{}", file.path);
            }
            if target.id() == "caddy" {
                assert_eq!(file.text.matches("{{").count(), 3, "{}", file.path);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_name_stays_a_name(name in hostile()) {
        same_shape(&Description::new(&name), &Description::new("xyz"));
    }

    #[test]
    fn an_address_is_one_or_is_refused(home in hostile(), report in hostile(), prefix in 0..4_usize) {
        let prefix = ["/", "https://example.com/", "mailto:", ""][prefix];
        let mut d = Description::new("xyz");
        d.home = format!("{}{home}", if prefix == "mailto:" { "" } else { prefix });
        d.report = format!("{prefix}{report}");
        let mut harmless = Description::new("xyz");
        harmless.report = "help@example.com".to_owned();
        if build(&d, Target::parse("nginx").unwrap()).is_ok() {
            same_shape(&d, &harmless);
        }
    }

    #[test]
    fn a_tool_a_colour_and_a_logo_are_that_or_are_refused(text in hostile(), field in 0..3_usize) {
        let mut d = Description::new("xyz");
        let mut harmless = Description::new("xyz");
        match field {
            0 => {
                d.tool = format!("/{text}");
                harmless.tool.clone_from(&d.tool);
                if build(&d, Target::parse("nginx").unwrap()).is_ok() {
                    prop_assert!(d.tool.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-~".contains(&b)), "{}", d.tool);
                }
                return Ok(());
            }
            1 => {
                d.colour = format!("#{text}");
                prop_assert!(build(&d, Target::parse("nginx").unwrap()).is_err());
                return Ok(());
            }
            _ => {
                d.logo = format!("<svg>{text}</svg>");
                harmless.logo = "<svg></svg>".to_owned();
            }
        }
        same_shape(&d, &harmless);
    }

    #[test]
    fn a_shell_reads_one_word(out in hostile()) {
        let kit = build(&Description::new("x"), Target::parse("nginx").unwrap()).unwrap();
        let out = out.replace('\0', "").trim_end_matches('/').to_owned();
        let step = &kit.steps(why502_pages::Lang::default(), &out)[0];
        let word = step.run.strip_prefix("sudo cp -r ").unwrap().strip_suffix("/why502 /etc/nginx/").unwrap();
        let said = Command::new("sh").args(["-c", &format!("printf %s {word}")]).output().unwrap();
        prop_assert_eq!(String::from_utf8(said.stdout).unwrap(), out);
    }
}

#[test]
fn a_name_of_a_hundred_thousand_bytes_is_taken_or_refused_by_size() {
    for name in ["n".repeat(100_000), "\"}</script>%".repeat(9_000), "😀".repeat(25_000)] {
        let d = Description::new(&name);
        for target in Target::all() {
            match build(&d, target) {
                Ok(kit) => assert!(kit.meters.iter().all(|m| m.limit.is_none_or(|limit| m.bytes <= limit))),
                Err(refusals) => {
                    for refusal in refusals {
                        let Refusal::TooLarge { meter, .. } = refusal else { panic!("{refusal:?}") };
                        assert!(meter.bytes > 100_000 && meter.limit.is_some());
                    }
                }
            }
        }
    }
    let refused = |id| build(&Description::new(&"n".repeat(100_000)), Target::parse(id).unwrap()).is_err();
    assert!(["haproxy", "gateway-api", "alb"].into_iter().all(refused));
    assert!(!["nginx", "apache", "caddy", "varnish"].into_iter().any(refused));
}

#[test]
fn what_is_not_an_address_is_refused_in_words() {
    let lang = why502_pages::Lang::default();
    for (set, says) in [
        ((|d: &mut Description| d.home = "javascript:alert(1)".into()) as fn(&mut Description), "home"),
        (|d| d.home = "//evil.example".into(), "home"),
        (|d| d.home = "/\\evil.example".into(), "home"),
        (|d| d.report = "javascript:alert(1)".into(), "report"),
        (|d| d.report = "data:text/html,x".into(), "report"),
        (|d| d.tool = "http://example.com/".into(), "tool"),
        (|d| d.tool = "/a/../b".into(), "tool"),
        (|d| d.tool = "/;} location / {".into(), "tool"),
        (|d| d.colour = "red".into(), "colour"),
        (|d| d.logo = "data:text/html;base64,AAAA".into(), "logo"),
        (|d| d.logo = "data:image/png;base64,A\"A".into(), "logo"),
        (|d| d.statuses = vec![502, 404], "404"),
        (|d| d.langs.clear(), "language"),
        (|d| d.retry.first = 1, "5 seconds"),
    ] {
        let mut d = Description::new("x");
        set(&mut d);
        let refusals = build(&d, Target::parse("nginx").unwrap()).unwrap_err();
        let text = refusals[0].text(lang);
        assert!(text.contains(says), "{text}");
    }
}
