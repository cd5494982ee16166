//! Nobody gets out: whatever a description says, the files have the shape of those of a harmless one.
//!
//! Each kind of file is cut into what its reader takes for structure and what it takes for text; hostile and
//! harmless must agree on the structure.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops"
)]

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

/// Tags with the names of their attributes, and whole the texts of style and script.
fn html(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        // Server-side includes and comments: each whole.
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").expect("a comment ends");
            out.push(format!("<!--{}-->", &comment[..end]));
            rest = &comment[end + 3..];
            continue;
        }
        let mut tag = String::new();
        let mut quoted = false;
        let mut end = 0;
        for (i, c) in rest.char_indices() {
            match c {
                '"' => quoted = !quoted,
                '>' if !quoted => {
                    end = i + 1;
                    break;
                }
                c if !quoted => tag.push(c),
                _ => {}
            }
        }
        assert!(end > 0, "a tag ends: {rest:.60}");
        for value in rest[..end].split(" href=\"").skip(1).chain(rest[..end].split(" src=\"").skip(1)) {
            let address = value.split('"').next().unwrap();
            let known = ["/", "https://", "http://", "mailto:", "data:"];
            assert!(address.is_empty() || known.iter().any(|k| address.starts_with(k)), "{address}");
            assert!(!address.starts_with("//"), "{address}");
        }
        rest = &rest[end..];
        for raw in ["style", "script"] {
            if tag.starts_with(&format!("<{raw}")) {
                let end = rest.find(&format!("</{raw}")).expect("it ends");
                tag.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        out.push(tag);
    }
    out
}

/// VCL without what is in its strings, and the pages in its long strings.
fn vcl(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let (mut code, mut pages) = (Vec::new(), Vec::new());
    let mut page = String::new();
    let mut rest = text;
    loop {
        let long = rest.find("{\"").unwrap_or(usize::MAX);
        let short = rest.find('"').unwrap_or(usize::MAX);
        if long == usize::MAX && short == usize::MAX {
            code.push(rest.to_owned());
            return (code, pages);
        }
        if long < short {
            let before = &rest[..long];
            // Parts of one string are joined by plus signs.
            if !before.trim().starts_with('+') && !page.is_empty() {
                pages.push(html(&std::mem::take(&mut page)));
            }
            if before.trim() != "+" {
                code.push(before.to_owned());
            }
            let inner = &rest[long + 2..];
            let end = inner.find("\"}").expect("a long string ends");
            page.push_str(&inner[..end]);
            rest = &inner[end + 2..];
        } else {
            code.push(rest[..short].to_owned());
            let inner = &rest[short + 1..];
            rest = &inner[inner.find('"').expect("a string ends") + 1..];
        }
    }
}

/// The structure of one file, as its reader sees it.
fn shape(path: &str, text: &str) -> Vec<String> {
    // What a reader of lines might take for an end of line or of text stands nowhere.
    let odd =
        |c: char| c.is_control() && c != '\n' && c != '\t' || "\u{2028}\u{2029}\u{85}\u{feff}\u{202e}".contains(c);
    assert!(!text.contains(odd), "{path} holds a control");
    match path.rsplit('.').next().unwrap() {
        "html" => {
            if path.starts_with("5xx") {
                assert_eq!(text.matches("::RAY_ID::").count(), 2, "one a language, and none of a name's");
            }
            html(text)
        }
        // Problem documents hold no word of the description; some have a server's directives in them.
        "json" if path.contains("pages/") => vec![text.to_owned()],
        "json" => {
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            let mut out = Vec::new();
            walk(&json, &mut out);
            out
        }
        "vcl" => {
            let (code, pages) = vcl(text);
            [code, pages.concat()].concat()
        }
        "yaml" | "yml" => {
            // Deep lines are the content of blocks; a hostile one would have to come out of there.
            let (deep, flat): (Vec<&str>, Vec<&str>) =
                text.lines().partition(|l| l.starts_with("    ") && !l.trim_start().starts_with('-'));
            let pages = deep.join("\n");
            let from = pages.find("<!doctype").unwrap_or(pages.len());
            [flat.into_iter().map(str::to_owned).collect(), html(&pages[from..])].concat()
        }
        _ => vec![text.to_owned()],
    }
}

fn walk(json: &serde_json::Value, out: &mut Vec<String>) {
    match json {
        serde_json::Value::Object(map) => map.iter().for_each(|(k, v)| {
            out.push(k.clone());
            walk(v, out);
        }),
        serde_json::Value::Array(all) => all.iter().for_each(|v| walk(v, out)),
        serde_json::Value::String(text) if text.starts_with("<!doctype") => out.extend(html(text)),
        other => out.push(other.to_string()),
    }
}

fn shapes(kit: &Kit) -> Vec<(String, Vec<String>)> {
    kit.files.iter().map(|f| (f.path.clone(), shape(&f.path, &f.text))).collect()
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
