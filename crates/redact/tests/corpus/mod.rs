//! Every text of `testdata/` that somebody could paste, made to look like somebody's own.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A text and where it is from.
pub(crate) struct Text {
    pub(crate) name: String,
    pub(crate) text: String,
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// The test data name nobody: their addresses and names are reserved ones, which redaction leaves alone. Here they
/// are exchanged for such as people have.
fn owned(text: &str) -> String {
    const EXCHANGE: [(&str, &str); 14] = [
        ("203.0.113.", "185.17.88."),
        ("198.51.100.", "91.203.7."),
        ("192.0.2.", "46.4.120."),
        ("2001:db8:", "2a01:4f8:"),
        ("shop.example.com", "kiosk.blauwal.de"),
        ("www.example.com", "www.blauwal.de"),
        ("api.example.net", "api.lanyu-shop.com.tw"),
        ("shop.example", "lanyu-shop.com.tw"),
        ("example.com", "blauwal.de"),
        ("example.net", "lanyu-shop.com.tw"),
        ("example.org", "seewind.co.uk"),
        ("/home/deploy/", "/home/lin.yuchen/"),
        ("/home/app/", "/home/wangmei/"),
        ("/home/ubuntu/", "/home/chen_hao/"),
    ];
    EXCHANGE.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn cases() -> Vec<Text> {
    let mut files: Vec<PathBuf> = fs::read_dir(testdata().join("cases")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "md"));
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let markdown = fs::read_to_string(&file).unwrap();
        let mut text = String::new();
        let mut fence: Option<(&str, bool)> = None;
        for line in markdown.lines() {
            match fence {
                None if line.starts_with("```") => {
                    let info = line.trim_start_matches('`');
                    fence = Some((&line[..line.len() - info.len()], info.trim().starts_with("log")));
                }
                Some((ticks, _)) if line == ticks => fence = None,
                Some((_, true)) => text.extend([line, "\n"]),
                _ => {}
            }
        }
        texts.push(Text { name: file.file_stem().unwrap().to_string_lossy().into_owned(), text: owned(&text) });
    }
    assert!(texts.len() >= 200, "testdata/cases is incomplete");
    texts
}

fn catalogue() -> Vec<Text> {
    let table = fs::read_to_string(testdata().join("catalogue.tsv")).unwrap();
    let texts: Vec<Text> = table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let text = columns.get(5)?.replace("\\n", "\n").replace("\\t", "\t");
            Some(Text { name: format!("catalogue {}", columns[0]), text: owned(&text) })
        })
        .collect();
    assert!(texts.len() >= 900, "testdata/catalogue.tsv is incomplete");
    texts
}

fn lab() -> Vec<Text> {
    let mut lines = String::new();
    let file = fs::File::open(testdata().join("lab.jsonl.gz")).unwrap();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut lines).unwrap();
    let texts: Vec<Text> = lines
        .lines()
        .map(|line| {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| case[key].as_str().unwrap();
            Text { name: format!("lab {}", text("id")), text: owned(text("input")) }
        })
        .collect();
    assert!(texts.len() >= 500, "testdata/lab.jsonl.gz is incomplete");
    texts
}

fn healthy() -> Vec<Text> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(testdata().join("healthy")).unwrap() {
        let path = entry.unwrap().path();
        if let Ok(text) = fs::read_to_string(&path) {
            texts.push(Text { name: format!("healthy {}", path.display()), text: owned(&text) });
        }
    }
    assert!(!texts.is_empty());
    texts
}

/// All of them.
pub(crate) fn all() -> Vec<Text> {
    [cases(), catalogue(), lab(), healthy()].into_iter().flatten().collect()
}
