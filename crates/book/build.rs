//! Renders the book of each language. Its file's name carries a hash of its content, so that a page never mixes its
//! own version with another's.

use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

use why502_knowledge::Lang;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    let (mut names, mut texts) = (String::new(), String::new());
    for lang in Lang::all() {
        let text = why502_guide::book(lang);
        let hash =
            text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        let file = format!("book.{}.txt", lang.tag());
        fs::write(folder.join(&file), text)?;
        write!(names, "\"book-{}-{hash:016x}.txt\",", lang.tag())?;
        write!(texts, "include_str!(concat!(env!(\"OUT_DIR\"), \"/{file}\")),")?;
    }
    let code = format!(
        "/// The names of the books' files, in the order of the languages.\npub const BOOK_FILES: &[&str] = &[{names}];\n\
         /// What these files hold.\n#[cfg(feature = \"texts\")]\npub const BOOK_TEXTS: &[&str] = &[{texts}];\n"
    );
    fs::write(folder.join("book.rs"), code)?;
    Ok(())
}
