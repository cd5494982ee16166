//! `why502 page` as somebody at a shell meets it: files, refusals, words in two languages.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// An empty folder of the test's own, with a letter that a shell would stumble on.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("page {name}"));
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn page(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_why502")).arg("page").args(args).env_clear().output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn it_writes_the_files_and_says_what_to_do_with_them() {
    let out = folder("writes");
    let output = page(&["--server", "nginx", "--name", "My shop", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    let html = fs::read_to_string(out.join("why502/pages/502.html")).unwrap();
    assert!(html.contains("<bdi>My shop</bdi>"));
    assert!(said.contains(&format!("{}", html.len())), "the bytes of the page\n{said}");
    assert!(said.contains("script-src 'sha256-"), "{said}");
    assert!(said.contains("What to do") && said.contains("Beware"), "{said}");
    // The folder's name holds a space: the command must still be one to paste.
    assert!(said.contains(&format!("sudo cp -r '{}'/why502 /etc/nginx/", out.display())), "{said}");
    assert!(said.contains("proxy_intercept_errors on"), "{said}");
}

#[test]
fn it_speaks_the_first_language_of_the_page() {
    let out = folder("chinese");
    let output = page(&["--server", "haproxy", "--name", "茶", "--lang", "zh-Hant,en", "--out", out.to_str().unwrap()]);
    let said = stdout(&output);
    assert!(said.contains("要注意") && said.contains("最多 15360 位元組"), "{said}");
    let html = fs::read_to_string(out.join("why502/pages/503.html")).unwrap();
    assert!(html.contains("<html lang=\"zh-Hant\">"));
}

#[test]
fn what_is_there_is_not_overwritten_without_a_word() {
    let out = folder("there");
    let out = out.to_str().unwrap();
    let args = ["--server", "lighttpd", "--name", "A", "--out", out];
    assert_eq!(page(&args).status.code(), Some(0));
    assert_eq!(page(&args).status.code(), Some(0), "the same once more changes nothing");
    let other = ["--server", "lighttpd", "--name", "B", "--out", out];
    let refused = page(&other);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("why502/pages/502.html") && stderr(&refused).contains("--force"));
    assert!(!stderr(&refused).contains("why502.conf"), "that file would stay the same");
    let kept = fs::read_to_string(format!("{out}/why502/pages/502.html")).unwrap();
    assert!(kept.contains("<bdi>A</bdi>"));
    assert_eq!(page(&[&other[..], &["--force"]].concat()).status.code(), Some(0));
    assert!(fs::read_to_string(format!("{out}/why502/pages/502.html")).unwrap().contains("<bdi>B</bdi>"));
}

#[test]
fn refusals_name_the_option_or_the_bytes() {
    let out = folder("refused");
    let out = out.to_str().unwrap();
    let long = "n".repeat(20_000);
    let cases: [(&[&str], &str); 11] = [
        (&[], "--server"),
        (&["--server", "nginx"], "--out"),
        (&["--server", "nonesuch", "--out", out], "nonesuch is not one of the servers:\n  nginx"),
        (&["--server", "haproxy", "--name", &long, "--out", out], "HAProxy takes 15,360 at most"),
        (&["--server", "nginx", "--home", "javascript:alert(1)", "--out", out], "home page"),
        (&["--server", "nginx", "--status", "502,404", "--out", out], "404"),
        (&["--server", "nginx", "--status", "many", "--out", out], "--status"),
        (&["--server", "nginx", "--retry", "30,120", "--out", out], "--retry"),
        (&["--server", "nginx", "--lang", "en,tlh", "--out", out], "--lang"),
        (&["--server", "nginx", "--logo", "/no/such.svg", "--out", out], "/no/such.svg"),
        (&["--server", "nginx", "--colour-scheme", "dark"], "--colour-scheme is not an option"),
    ];
    for (args, says) in cases {
        let output = page(args);
        assert_eq!(output.status.code(), Some(2), "{args:.40?}");
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
    }
    assert!(!PathBuf::from(out).exists(), "nothing was written");
}

#[test]
fn the_list_and_the_help_are_on_standard_output() {
    let list = stdout(&page(&["--server", "list"]));
    assert!(list.lines().count() >= 14);
    for id in ["nginx", "ingress-nginx", "cloudflare", "alb"] {
        assert!(list.lines().any(|l| l.split_whitespace().next() == Some(id)), "{id}");
    }
    let help = stdout(&page(&["--help"]));
    assert!(help.contains("--retry-after"));
    let also = Command::new(env!("CARGO_BIN_EXE_why502")).args(["help", "page"]).env_clear().output().unwrap();
    assert_eq!(stdout(&also), help);
}

#[test]
fn a_logo_is_read_by_what_it_is() {
    let out = folder("logo");
    fs::create_dir_all(&out).unwrap();
    let png = out.join("logo.bin");
    fs::write(&png, b"\x89PNG\r\n\x1a\nrest").unwrap();
    let kit = out.join("kit");
    let args = ["--server", "iis", "--logo", png.to_str().unwrap(), "--out", kit.to_str().unwrap()];
    assert_eq!(page(&args).status.code(), Some(0));
    let html = fs::read_to_string(kit.join("why502/502.html")).unwrap();
    assert!(html.contains("<img src=\"data:image/png;base64,iVBORw0KGgpyZXN0\""));
}

#[test]
fn the_page_has_all_languages_of_the_rest() {
    let ours: Vec<&str> = why502_pages::Lang::all().map(why502_pages::Lang::tag).collect();
    let theirs: Vec<&str> = why502_knowledge::Lang::all().map(why502_knowledge::Lang::tag).collect();
    assert_eq!(ours, theirs);
}
