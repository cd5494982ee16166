//! Reads `knowledge/` and `locales/`, refuses what is missing or wrong, packs the rest into constants.
//!
//! Every complaint names the file and what to do; all are collected, so one build shows all of them.

#[path = "build/causes.rs"]
mod causes;
#[path = "build/check.rs"]
mod check;
#[path = "build/signatures.rs"]
mod signatures;
#[path = "build/words.rs"]
mod words;

use std::{env, fs, path::Path, path::PathBuf};

use check::Complaints;

/// The languages in the order of every packed array. English first: it is what the command falls back to.
const LANGS: [&str; 2] = ["en", "zh-Hant"];

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..");
    for dir in ["knowledge", "locales"] {
        println!("cargo:rerun-if-changed={}", root.join(dir).display());
    }
    let mut complaints = Complaints::default();
    let asks = causes::asks(&root, &mut complaints);
    let all = causes::read(&root, &mut complaints);
    causes::check(&all, &asks, &root, &mut complaints);
    let signatures = signatures::read(&root, &mut complaints);
    signatures::check(&signatures, &all, &mut complaints);

    let mut out = format!(
        "/// The languages' tags, in the order of every array of texts.\npub const LANGS: &[&str] = &{LANGS:?};\n"
    );
    causes::pack_asks(&asks, &mut out);
    causes::pack(&all, &mut out);
    signatures::pack(&signatures, &mut out);
    words::pack(&root, &mut out, &mut complaints);
    complaints.end();
    let to = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("packed.rs");
    fs::write(&to, out).unwrap_or_else(|e| panic!("cannot write {}: {e}", to.display()));
}
