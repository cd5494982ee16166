//! What a page says and weighs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use why502_pages::{Description, Kind, Lang, Target, Variant, build, preview};

/// A site like many: two scripts in its name, a mail address, the tool beside it.
fn site() -> Description {
    let mut d = Description::new("Camellia Books 山茶花書店");
    d.report = "help@camellia-books.example".to_owned();
    d.tool = "/why502/".to_owned();
    d
}

/// The bytes of every page, for a diff to show what grew.
#[test]
fn the_sizes_are_those_of_the_snapshot() {
    let mut table = String::from(
        "# Bytes of each page for \"Camellia Books 山茶花書店\"; with headers where those count. Limits in the third column.\n\
         # WHY502_UPDATE=1 cargo test -p why502-pages writes this file.\n\n",
    );
    for variant in Variant::ALL {
        for (kind, status) in [(Kind::Trouble, 502), (Kind::Slow, 504), (Kind::Planned, 503)] {
            let bytes = preview(&site(), status, kind, variant).unwrap().len();
            assert!(bytes <= variant.limit(), "{variant:?} {kind:?} has {bytes} bytes");
            let _ = writeln!(
                table,
                "{:<50}{bytes:>7}{:>9}",
                format!("{variant:?} {kind:?}").to_lowercase(),
                variant.limit()
            );
        }
    }
    for target in Target::all() {
        let kit = build(&site(), target).unwrap();
        assert!(!kit.meters.is_empty(), "{} measures nothing", target.id());
        for meter in kit.meters {
            let limit = meter.limit.map_or("-".to_owned(), |l| l.to_string());
            let _ = writeln!(table, "{:<50}{:>7}{limit:>9}", format!("{} {}", target.id(), meter.path), meter.bytes);
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sizes.snap");
    if env::var_os("WHY502_UPDATE").is_some() {
        fs::write(&path, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), table, "if this is meant: WHY502_UPDATE=1");
}

#[test]
fn long_but_honest_names_fit_everywhere() {
    let mut d = site();
    d.name = "國立臺灣大學醫學院附設醫院新竹臺大分院生醫醫院竹北院區".to_owned();
    for target in Target::all() {
        build(&d, target).unwrap_or_else(|r| panic!("{}: {}", target.id(), r[0].text(Lang::default())));
    }
}

#[test]
fn a_chinese_name_stands_without_spaces_and_a_latin_one_with() {
    let page = |name: &str| preview(&Description::new(name), 502, Kind::Trouble, Variant::Full).unwrap();
    assert!(page("山茶花書店").contains("問題出在<bdi>山茶花書店</bdi>的伺服器，"));
    assert!(page("Camellia").contains("問題出在 <bdi>Camellia</bdi> 的伺服器，"));
    assert!(page("茶花 Books").contains("問題出在<bdi>茶花 Books</bdi> 的伺服器，"));
    assert!(page("").contains("問題出在這個網站的伺服器，"));
    assert!(page("").contains("This site has a problem on its own side."));
    assert!(page("山茶花").contains("<bdi>山茶花</bdi> has a problem on its own side."));
}

#[test]
fn nothing_is_loaded_and_nothing_is_said_in_the_wrong_language() {
    for variant in Variant::ALL {
        let page = preview(&site(), 502, Kind::Trouble, variant).unwrap();
        for address in ["http://", "https://", "url(", "@import", "<iframe", "<link rel=\"stylesheet"] {
            assert!(!page.contains(address), "{variant:?} holds {address}");
        }
        let mut d = site();
        d.name = "Camellia".to_owned();
        d.langs = vec![Lang::parse("en").unwrap()];
        let page = preview(&d, 502, Kind::Trouble, variant).unwrap();
        let body = page.split("</style>").last().unwrap();
        assert!(!body.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)), "{variant:?}");
    }
}

#[test]
fn the_preferred_language_comes_first() {
    let mut d = site();
    d.langs.reverse();
    let page = preview(&d, 502, Kind::Trouble, Variant::Full).unwrap();
    assert!(page.contains("<html lang=\"zh-Hant\">"));
    assert!(page.find("這個頁面暫時打不開").unwrap() < page.find("This page can’t").unwrap());
}

#[test]
fn the_policy_names_the_script_and_the_style_of_the_page() {
    let kit = build(&site(), Target::parse("nginx").unwrap()).unwrap();
    let policy = kit.policy.unwrap();
    assert_eq!(kit.hashes.len(), 2);
    assert!(kit.hashes.iter().all(|h| policy.contains(h)));
    assert!(policy.starts_with("default-src 'none';"));
    assert!(!policy.contains("unsafe"));
    // The script is the same whatever the site is called: its hash is one for all.
    let mut other = site();
    other.name = "Another".to_owned();
    other.colour = "#123456".to_owned();
    let theirs = build(&other, Target::parse("caddy").unwrap()).unwrap();
    assert_eq!(theirs.hashes.first(), kit.hashes.first());
    assert_ne!(theirs.hashes.last(), kit.hashes.last());
}

#[test]
fn every_target_has_words_in_every_language() {
    assert!(Target::all().count() >= 14);
    for target in Target::all() {
        assert_eq!(Target::parse(target.id()), Some(target));
        for lang in Lang::all() {
            let kit = build(&site(), target).unwrap();
            let steps = kit.steps(lang, "out dir");
            assert!(!steps.is_empty() && !kit.traps(lang).is_empty(), "{} in {}", target.id(), lang.tag());
            assert!(steps.iter().all(|s| !s.run.contains("{out}")), "{}", target.id());
        }
    }
}

#[test]
fn a_problem_is_json_for_servers_that_fill_nothing() {
    let kit = build(&site(), Target::parse("traefik").unwrap()).unwrap();
    let file = kit.files.iter().find(|f| f.path.ends_with("504.json")).unwrap();
    let problem: serde_json::Value = serde_json::from_str(&file.text).unwrap();
    assert_eq!(problem["status"], 504);
    assert_eq!(problem["title"], "Gateway Timeout");
    assert_eq!(problem["retryable"], true);
    assert_eq!(problem["retry_after"], 30);
}

#[test]
fn old_browsers_do_not_replace_it_by_their_own() {
    // Those put their own page in the place of one of 512 bytes or less.
    for variant in Variant::ALL {
        assert!(preview(&Description::new("x"), 502, Kind::Trouble, variant).unwrap().len() > 512, "{variant:?}");
    }
}
