//! What the site needs to open without its server: the service worker with the list of all files, what the page loads
//! around it, and what an installed app is made of.
//!
//! One version is one hash over all files. It is in the names of what the first script loads later, so no page gets
//! another version's; and in the service worker, so that a browser sees a new one whenever any byte has changed.
//!
//! Kept on the device: the page, both programs, the texts and books of both languages. Not the guide's static pages:
//! they are four megabytes that say what the books say, and without a server their addresses lead to the same page of
//! the app. Neither the single file nor the element, which are for elsewhere, nor the icons, which the system keeps.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use why502_knowledge::{Lang, Words, words};
use why502_pages::base64;

use crate::{element, licences, project, single};

/// The service worker. Its name never changes: browsers ask for it again by that.
const WORKER: &str = "sw.js";
/// What the first script loads later; their names in `dist/` carry the version.
const PARTS: [&str; 4] = ["notice", "start", "offline", "degraded"];
/// What of it a single file can use, and what the first script calls in it.
const INLINED: [&str; 3] = ["notice", "start", "degraded"];
const CALLED: &str = "{ start: begin, notStarted, stopped }";
/// Where the words stand in `notice.js`.
const WORDS: &str = "__WORDS__";
/// Where the version stands in these files, and in `early.js`.
const VERSION: &str = "__VERSION__";
/// What is not kept, though it lies beside the page.
const ELSEWHERE: [&str; 4] = [single::NAME, element::NAME, licences::FILE, WORKER];
/// What is for installing: manifests and icons.
const INSTALL: &str = "install";

/// Adds all of it to the finished site. Must be the last step, for it lists the files as they are.
pub(crate) fn write(dist: &Path) -> Result<()> {
    for old in fs::read_dir(dist)?.flatten() {
        let name = old.file_name().to_string_lossy().into_owned();
        if name == WORKER || PARTS.iter().any(|part| is_part(&name, part)) {
            fs::remove_file(old.path())?;
        }
    }
    install(dist)?;
    // Trunk copies it as it is.
    fs::write(dist.join("worker.js"), source("worker.js")?).context("cannot write worker.js")?;

    // These name the version, so the version is made from them before they do.
    let mut unstamped: BTreeMap<String, String> = BTreeMap::new();
    for part in PARTS {
        unstamped.insert(format!("{part}-{VERSION}.js"), source(&format!("{part}.js"))?);
    }
    if let Some(notice) = unstamped.get_mut(&format!("notice-{VERSION}.js")) {
        *notice = filled(notice, WORDS, &all_words())?;
    }
    unstamped.insert("early.js".to_owned(), source("early.js")?);
    let mut files = kept(dist)?;
    for (name, text) in &unstamped {
        if !text.contains(VERSION) && name.starts_with("early") {
            bail!("www/early.js does not say where the version goes: {VERSION}");
        }
        files.insert(name.clone(), digest(text.as_bytes()));
    }
    let worker = source(WORKER)?;
    let version = version(&files, &worker);

    for (name, text) in &unstamped {
        files.remove(name);
        let (name, text) = (name.replace(VERSION, &version), text.replace(VERSION, &version));
        fs::write(dist.join(&name), &text).with_context(|| format!("cannot write {name}"))?;
        files.insert(name, digest(text.as_bytes()));
    }
    let list = files.into_iter().map(|(name, hash)| (name, Value::String(hash))).collect::<Map<_, _>>();
    let worker = filled(&worker, "__FILES__", &Value::Object(list))?.replace(VERSION, &version);
    fs::write(dist.join(WORKER), worker).with_context(|| format!("cannot write {WORKER}"))
}

/// The first script for a page that can fetch nothing, with all in it that it would fetch.
pub(crate) fn inlined() -> Result<String> {
    const FETCHED: &str = "import(`./${name}-__VERSION__.js`)";
    let early = source("early.js")?;
    if early.matches(FETCHED).count() != 1 {
        bail!("www/early.js should have {FETCHED} once");
    }
    let mut parts = String::new();
    for part in INLINED {
        // One after the other they are one script: what a part imports is defined before it.
        for line in source(&format!("{part}.js"))?.lines().filter(|line| !line.starts_with("import {")) {
            parts += line.strip_prefix("export ").unwrap_or(line);
            parts.push('\n');
        }
    }
    // Nothing lies beside a single file.
    let parts = filled(&parts, WORDS, &all_words())?.replace("import.meta.url", "\"\"");
    if let Some(line) = parts.lines().find(|line| line.starts_with("import") || line.starts_with("export")) {
        bail!("\"{line}\" of www/ cannot be part of another script");
    }
    // Made when it is first called: it writes into the page.
    let parts = format!("const parts = () => (parts.made ??= (() => {{\n{parts}return {CALLED};\n}})());\n");
    Ok(format!("{{\n{parts}{}}}\n", early.replace(FETCHED, "Promise.resolve().then(parts)")))
}

fn source(name: &str) -> Result<String> {
    let path = project::root().join("www").join(name);
    let script = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(plain(&script))
}

/// A script without the lines that are for readers of the source, and without indentation: visitors wait for it.
fn plain(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let lines = lines.filter(|line| !(line.starts_with("/**") && line.ends_with("*/")));
    lines.fold(String::new(), |text, line| text + line + "\n")
}

/// `offline-0123456789abcdef.js` is a part.
fn is_part(name: &str, part: &str) -> bool {
    let hash = name.strip_prefix(part).and_then(|rest| rest.strip_prefix('-')?.strip_suffix(".js"));
    hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// All files that are kept on the device, with their hashes. The page itself has no name: servers like to send one
/// from `index.html` to the folder.
fn kept(dist: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dist).with_context(|| format!("cannot read {}", dist.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() || ELSEWHERE.contains(&name.as_str()) {
            continue;
        }
        let hash = digest(&fs::read(entry.path())?);
        files.insert(if name == "index.html" { String::new() } else { name }, hash);
    }
    if !files.contains_key("") {
        bail!("{} has no index.html", dist.display());
    }
    Ok(files)
}

/// As a browser checks it.
fn digest(bytes: &[u8]) -> String {
    format!("sha256-{}", base64(&Sha256::digest(bytes)))
}

/// Sixteen hexadecimal digits, as Trunk has them.
fn version(files: &BTreeMap<String, String>, worker: &str) -> String {
    let mut all = Sha256::new();
    for (name, hash) in files {
        all.update(format!("{name}\n{hash}\n"));
    }
    all.update(worker);
    all.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The script with a value where its name stands.
fn filled(script: &str, name: &str, value: &Value) -> Result<String> {
    match script.matches(name).count() {
        1 => Ok(script.replacen(name, &value.to_string(), 1)),
        count => bail!("{name} is in a script of www/ {count} times, and should be once"),
    }
}

/// The words of what stands around the program, by language.
fn all_words() -> Value {
    let of = |lang| {
        let w = words(lang);
        json!({
            "notices": w.element_notices, "state": w.element_state, "copy": w.element_copy,
            "copied": w.element_copied, "guide": w.element_guide, "offline_ready": w.element_offline_ready,
            "offline_refused": w.element_offline_refused, "offline_file": w.element_offline_file,
            "storage_refused": w.element_storage_refused, "worker_refused": w.element_worker_refused, "update_here": w.element_update_here,
            "update_reload": w.element_update_reload, "update_later": w.element_update_later,
            "start_none": w.element_start_none, "start_old": w.element_start_old,
            "start_forbidden": w.element_start_forbidden, "start_missing": w.element_start_missing,
            "start_slow": w.element_start_slow, "start_first": w.element_start_first,
            "start_kept": w.element_start_kept, "stopped": w.element_stopped,
            "stopped_text": w.element_stopped_text, "stopped_file": w.element_stopped_file,
        })
    };
    Value::Object(Lang::all().map(|lang| (lang.tag().to_owned(), of(lang))).collect::<Map<_, _>>())
}

/// Manifests, one a language, and the icons. The page names the one of its language when it can be used.
fn install(dist: &Path) -> Result<()> {
    let folder = dist.join(INSTALL);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    let from = project::root().join("www").join(INSTALL);
    for icon in fs::read_dir(&from).with_context(|| format!("cannot read {}", from.display()))?.flatten() {
        fs::copy(icon.path(), folder.join(icon.file_name()))?;
    }
    for lang in Lang::all() {
        let manifest = serde_json::to_string_pretty(&manifest(lang.tag(), words(lang)))?;
        fs::write(folder.join(format!("{}.webmanifest", lang.tag())), manifest)?;
    }
    Ok(())
}

/// Its addresses are relative to itself, so the site may lie in any folder.
fn manifest(lang: &str, w: &Words) -> Value {
    let shortcut = |name: &str, hash: &str| json!({"name": name, "url": format!("../{hash}")});
    let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| json!({"src": file, "sizes": sizes, "type": kind, "purpose": purpose});
    json!({
        "name": w.app_title,
        "short_name": "why502",
        "description": w.element_app_description,
        "lang": lang,
        "dir": "ltr",
        "start_url": "../",
        "scope": "../",
        "display": "standalone",
        "theme_color": "#fbfaf8",
        "background_color": "#fbfaf8",
        "categories": ["developer", "utilities"],
        "icons": [
            icon("icon.svg", "any", "image/svg+xml", "any"),
            icon("icon-192.png", "192x192", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "any"),
            icon("maskable-512.png", "512x512", "image/png", "maskable"),
        ],
        "shortcuts": [
            shortcut(w.app_guide, "#/guide"),
            shortcut(w.book_walk_short, "#/walk"),
        ],
        "file_handlers": [{
            "action": "../",
            "accept": {
                "text/plain": [".log", ".txt", ".err", ".out"],
                "application/json": [".json", ".har"],
                "application/gzip": [".gz"],
                "text/html": [".html", ".htm"],
            },
        }],
        "share_target": {
            "action": "../share",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "file", "accept": ["text/*", "application/json", "application/gzip", ".log", ".har", ".gz"]}],
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_there_in_every_language() {
        let all = all_words();
        assert_eq!(all.as_object().unwrap().len(), Lang::all().count());
        for words in all.as_object().unwrap().values() {
            assert!(words.as_object().unwrap().values().all(|word| !word.as_str().unwrap().is_empty()), "{words}");
        }
    }

    #[test]
    fn every_icon_and_address_of_a_manifest_is_within_the_site() {
        let icons = project::root().join("www").join(INSTALL);
        for lang in Lang::all() {
            let manifest = manifest(lang.tag(), words(lang));
            for icon in manifest["icons"].as_array().unwrap() {
                assert!(icons.join(icon["src"].as_str().unwrap()).exists(), "{icon}");
            }
            for url in [&manifest["start_url"], &manifest["scope"], &manifest["share_target"]["action"]] {
                assert!(url.as_str().unwrap().starts_with("../"), "{url}");
            }
        }
    }

    #[test]
    fn any_change_is_another_version() {
        let files = |hash: &str| BTreeMap::from([("a.js".to_owned(), hash.to_owned())]);
        let first = version(&files("1"), "worker");
        assert_eq!(first, version(&files("1"), "worker"));
        assert_ne!(first, version(&files("2"), "worker"));
        assert_ne!(first, version(&files("1"), "another"));
        assert!(is_part(&format!("offline-{first}.js"), "offline") && !is_part("offline-x.js", "offline"));
    }

    #[test]
    fn words_for_readers_of_the_source_are_left_out() {
        assert_eq!(plain("// a\n/** b */\nlet c = 1; // d\n\n  f();\n"), "let c = 1; // d\nf();\n");
        let scripts = ["early.js", "worker.js", "notice.js", "start.js", "offline.js", "degraded.js", WORKER];
        for script in scripts {
            // Where a line within a text begins like that, or a comment has several lines, this would be another script.
            let path = project::root().join("www").join(script);
            let text = fs::read_to_string(path).unwrap();
            let mut inside = false;
            for line in text.lines() {
                let line_comment = line.trim().starts_with("//");
                assert!(!(inside && (line_comment || line.trim().starts_with("/**"))), "{script}: {line}");
                assert!(!line.trim().starts_with("/*") || line.trim().ends_with("*/"), "{script}: {line}");
                if !line_comment && line.matches('`').count() % 2 == 1 {
                    inside = !inside;
                }
            }
            assert!(!inside, "{script} has an odd number of backquotes");
        }
    }

    #[test]
    fn a_single_file_has_all_that_the_first_script_would_fetch() {
        let script = inlined().unwrap();
        assert!(!script.contains("import(`") && !script.contains("__VERSION__"), "{script}");
        for name in ["start", "notStarted", "stopped"] {
            assert!(script.contains(&format!("({{ {name} }}) =>")), "the first script calls {name}");
            assert!(CALLED.contains(name));
        }
        assert!(script.contains("貼上"));
    }

    #[test]
    fn the_hash_is_the_one_that_browsers_ask_for() {
        // The example of the specification of subresource integrity.
        assert_eq!(digest(b"alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }
}
