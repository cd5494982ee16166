//! What the search begins with: everything in `testdata/`, put as each target takes it.

use crate::project;
use crate::score::corpus::{Corpus, Shape};
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use why502_report::Report;

/// The texts of `testdata/`.
pub(crate) struct Texts {
    /// Each with whether it is one document rather than lines of a log.
    pastes: Vec<(bool, String)>,
    /// Files that are no text.
    hostile: Vec<Vec<u8>>,
}

/// The most of one text, in bytes: longer ones are slow to try, and say nothing new.
const LONGEST: usize = 4_096;

impl Texts {
    pub(crate) fn load() -> Result<Self> {
        let mut pastes = Vec::new();
        for corpus in Corpus::ALL {
            for case in corpus.load()? {
                let document = matches!(case.shape, Shape::Document | Shape::Terminal);
                pastes.extend(case.pastes.into_iter().map(|paste| (document, start(&paste.text).to_owned())));
            }
        }
        pastes.retain(|(_, text)| !text.trim().is_empty());
        pastes.sort_unstable();
        pastes.dedup();
        let folder = project::root().join("testdata").join("hostile");
        let mut files: Vec<_> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
        files.sort();
        let hostile =
            files.iter().map(|file| fs::read(file).with_context(|| format!("cannot read {}", file.display())));
        let mut hostile = hostile.collect::<Result<Vec<_>>>()?;
        hostile.retain(|file| !file.is_empty());
        Ok(Self { pastes, hostile })
    }

    fn all(&self) -> impl Iterator<Item = &[u8]> {
        self.pastes.iter().map(|(_, text)| text.as_bytes())
    }

    /// One of so many, for targets to which most texts look alike.
    fn some(&self, of: usize) -> impl Iterator<Item = &[u8]> {
        self.all().step_by(of)
    }
}

/// The first lines of a text.
fn start(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let cut = text.floor_char_boundary(LONGEST);
    let lines = text.get(..cut).unwrap_or_default();
    lines.rfind('\n').and_then(|end| lines.get(..=end)).unwrap_or(lines)
}

/// The text behind a first byte that says how it is taken.
fn led(byte: u8, text: &[u8]) -> Vec<u8> {
    [&[byte], text].concat()
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::default());
    // Memory takes all that is written.
    let _ = gz.write_all(text);
    gz.finish().unwrap_or_default()
}

pub(crate) fn engine(texts: &Texts) -> Vec<Vec<u8>> {
    texts.all().map(<[u8]>::to_vec).chain(texts.hostile.iter().cloned()).collect()
}

pub(crate) fn unwrap(texts: &Texts) -> Vec<Vec<u8>> {
    let utf16 = |text: &[u8], unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let text = String::from_utf8_lossy(text);
        ['\u{feff}']
            .into_iter()
            .chain(text.chars().take(300))
            .collect::<String>()
            .encode_utf16()
            .flat_map(unit)
            .collect()
    };
    let all = texts.some(50).flat_map(|text| {
        let marked = [b"\xef\xbb\xbf", text].concat();
        [utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes), marked, packed(text), text.to_vec()]
    });
    all.chain(texts.hostile.iter().cloned()).collect()
}

pub(crate) fn gz(texts: &Texts) -> Vec<Vec<u8>> {
    let streams = texts.hostile.iter().filter_map(|file| file.strip_prefix(b"\x1f\x8b")).map(|rest| led(2, rest));
    let packs = texts.some(60).flat_map(|text| [led(1, text), led(2, packed(text).get(2..).unwrap_or_default())]);
    streams.chain(packs).collect()
}

pub(crate) fn dialect(texts: &Texts) -> Vec<Vec<u8>> {
    // Six readers; the low four bits choose what is put before the line, of which 0 is nothing.
    let lines = texts.all().flat_map(|text| text.split(|b| *b == b'\n').take(3)).filter(|line| line.len() > 20);
    lines.enumerate().map(|(at, line)| led(16 * u8::try_from(at % 6).unwrap_or(0), line)).collect()
}

pub(crate) fn json(texts: &Texts) -> Vec<Vec<u8>> {
    let objects = texts.all().filter(|text| text.trim_ascii_start().starts_with(b"{"));
    let archives: Vec<Vec<u8>> = objects.map(|text| led(2, text)).collect();
    let parts = archives.iter().filter_map(|text| {
        let at = text.windows(10).position(|w| w == b"\"entries\":")?;
        Some(led(0, text.get(at + 10..)?.trim_ascii_start().strip_prefix(b"[")?))
    });
    parts.collect::<Vec<_>>().into_iter().chain(archives).collect()
}

pub(crate) fn html(texts: &Texts) -> Vec<Vec<u8>> {
    let documents = texts.pastes.iter().filter(|(document, _)| *document).map(|(_, text)| text.as_bytes());
    // 10 to 39 leave the lines as they are, below they are broken; the last digit chooses the head, 0 is none.
    let whole = documents.clone().map(|text| led(10, text));
    whole.chain(documents.step_by(3).map(|text| led(0, text))).collect()
}

pub(crate) fn report(texts: &Texts) -> Vec<Vec<u8>> {
    texts.some(25).map(|text| Report::from(&why502_engine::scan(text)).to_json().into_bytes()).collect()
}

pub(crate) fn redact(texts: &Texts) -> Vec<Vec<u8>> {
    texts.some(2).map(<[u8]>::to_vec).collect()
}

/// A name, a home, a report's address, a colour, a tool's path, a logo: what stands between these has a meaning to some
/// server or browser.
pub(crate) fn pages(_: &Texts) -> Vec<Vec<u8>> {
    const MARKS: [&str; 26] = [
        "\"",
        "'",
        "\\",
        "<",
        "&",
        "%",
        "%REQ(COOKIE)%",
        "%[uuid()]",
        "${HOME}",
        "$request_id",
        ";",
        "#",
        "\r\n",
        "{{.Env}}",
        "\"}",
        "{\"",
        "</script>",
        "</style>",
        "<!--#exec cmd=\"id\" -->",
        "]]>",
        "::RAY_ID::",
        "\u{2028}",
        "\u{202e}",
        "a",
        "javascript:alert(1)",
        "//evil.example",
    ];
    let seed = |mark: &&str| {
        format!(
            "Blue whale {mark} shop\u{1}/home{mark}\u{1}help{mark}\u{1}1f6f8b\u{1}why502/\u{1}<path d=\"M0 0\"/>{mark}"
        )
    };
    MARKS.iter().map(|mark| seed(mark).into_bytes()).collect()
}
