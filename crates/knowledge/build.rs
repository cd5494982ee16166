//! Reads `knowledge/` and `locales/`, refuses what is missing or wrong, packs the rest into constants.
//!
//! Every complaint names the file and what to do; all are collected, so one build shows all of them.

#[path = "build/causes.rs"]
mod causes;
#[path = "build/check.rs"]
mod check;
#[path = "src/content.rs"]
mod content;
#[path = "build/guide.rs"]
mod guide;
#[path = "src/markup.rs"]
mod markup;
#[path = "build/signatures.rs"]
mod signatures;
#[path = "build/words.rs"]
mod words;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use check::Complaints;

/// The languages in the order of every packed array. English first: it is what the command falls back to.
const LANGS: [&str; 2] = ["en", "zh-Hant"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../..");
    for dir in ["knowledge", "locales"] {
        println!("cargo:rerun-if-changed={}", root.join(dir).display());
    }
    let mut complaints = Complaints::default();
    let asks = causes::asks(&root, &mut complaints);
    let all = causes::read(&root, &mut complaints);
    causes::check(&all, &asks, &root, &mut complaints);
    let signatures = signatures::read(&root, &mut complaints);
    signatures::check(&signatures, &all, &mut complaints);
    let content = guide::read(&root, &mut complaints);
    guide::check(&content, &all, &mut complaints);

    let mut out = format!(
        "/// The languages' tags, in the order of every array of texts.\npub const LANGS: &[&str] = &{LANGS:?};\n"
    );
    out.push_str(&format!(
        "/// The values that commands and sentences can be filled with.\npub const PLACEHOLDERS: &[&str] = &{:?};\n",
        check::PLACEHOLDERS
    ));
    causes::pack_asks(&asks, &mut out);
    causes::pack(&all, &mut out);
    signatures::pack(&signatures, &mut out);
    let locales = words::read(&root, &mut complaints);
    words::pack(&locales, &mut out);
    complaints.end()?;
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    guides(&all, &folder, &mut out)?;
    short_texts(&locales, &all, &asks, &folder, &mut out)?;
    write(&folder.join("content.json"), &serde_json::to_string(&content)?)?;
    write(&folder.join("packed.rs"), &out)
}

/// A file a language with its long texts; its name carries a hash of its content, so that a page never mixes
/// its own version with another's.
fn guides(causes: &[causes::Cause], folder: &Path, out: &mut String) -> Result<(), Box<dyn Error>> {
    let (mut names, mut texts) = (Vec::new(), String::new());
    let (mut reason_names, mut reasons) = (Vec::new(), String::new());
    for lang in LANGS {
        let text = causes::guide(causes, lang);
        texts.push_str(&included(&format!("guide.{lang}.txt"), &text, folder)?);
        names.push(hashed("guide", lang, &text));
        let text = causes::reasons(causes, lang);
        reasons.push_str(&included(&format!("reasons.{lang}.txt"), &text, folder)?);
        reason_names.push(hashed("reasons", lang, &text));
    }
    out.push_str(&format!(
        "/// The names of the files with the long texts, in the order of [`LANGS`].\npub const GUIDE_FILES: &[&str] = &{names:?};\n\
         /// What these files hold.\n#[cfg(feature = \"bundled\")]\npub const GUIDE_TEXTS: &[&str] = &[{texts}];\n\
         /// The names of the files that say why, in the order of [`LANGS`].\npub const REASON_FILES: &[&str] = &{reason_names:?};\n\
         /// What these files hold.\n#[cfg(feature = \"bundled\")]\npub const REASON_TEXTS: &[&str] = &[{reasons}];\n"
    ));
    Ok(())
}

/// A file a language with its short texts, and what only the command says behind it.
fn short_texts(
    locales: &[words::Locale],
    causes: &[causes::Cause],
    asks: &[causes::Ask],
    folder: &Path,
    out: &mut String,
) -> Result<(), Box<dyn Error>> {
    let (mut names, mut pages, mut commands) = (Vec::new(), String::new(), String::new());
    for (locale, lang) in locales.iter().zip(LANGS) {
        let (page, command) = words::texts(locale, lang, causes, asks);
        pages.push_str(&included(&format!("words.{lang}.txt"), &page, folder)?);
        commands.push_str(&included(&format!("command.{lang}.txt"), &command, folder)?);
        names.push(hashed("words", lang, &page));
    }
    out.push_str(&format!(
        "/// The names of the files with the short texts, in the order of [`LANGS`].\npub const WORD_FILES: &[&str] = &{names:?};\n\
         /// What these files hold.\npub const WORD_TEXTS: &[&str] = &[{pages}];\n\
         /// What the command says besides.\n#[cfg(feature = \"bundled\")]\nconst COMMAND_TEXTS: &[&str] = &[{commands}];\n"
    ));
    Ok(())
}

/// The name of a language's file; the hash of its content is in it, so that a page never mixes versions.
fn hashed(stem: &str, lang: &str, text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{stem}-{lang}-{hash:016x}.txt")
}

/// Writes a text and says how to include it.
fn included(file: &str, text: &str, folder: &Path) -> Result<String, Box<dyn Error>> {
    write(&folder.join(file), text)?;
    Ok(format!("include_str!(concat!(env!(\"OUT_DIR\"), \"/{file}\")),"))
}

fn write(to: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    fs::write(to, text).map_err(|e| format!("cannot write {}: {e}", to.display()).into())
}
