//! Out of the browser's clipboard and drag-and-drop objects.

use std::rc::Rc;

use js_sys::JsString;
use web_sys::{Blob, DataTransfer, File, FileList};

use super::source::{Held, Part, Source, head};
use crate::web;

/// Longer texts (in UTF-16 units, as the browser counts) do not go into the box.
const BOX_LIMIT: u32 = 200_000;
/// How much of a long text is looked at for its first lines.
const HEAD_LENGTH: u32 = 4_000;

/// What came in.
pub(crate) enum Pasted {
    /// Small: the box takes it.
    Text(String),
    /// Not for the box.
    Held(Source<Blob>),
}

/// What a paste carries. `None` when there is neither text nor a file in it.
pub(crate) fn from_paste(data: &DataTransfer) -> Option<Pasted> {
    // What is copied from an office program comes with a picture of itself as a file: the text is meant.
    text(data).or_else(|| files(data))
}

/// What a drop carries. `None` when there is neither text nor a file in it.
pub(crate) fn from_drop(data: &DataTransfer) -> Option<Pasted> {
    // Some file managers add the file's path as a text: the file is meant.
    files(data).or_else(|| text(data))
}

fn text(data: &DataTransfer) -> Option<Pasted> {
    web::transfer_text(data).filter(|text| text.length() > 0).as_ref().and_then(from_text)
}

fn files(data: &DataTransfer) -> Option<Pasted> {
    data.files().and_then(|files| from_files(&files)).map(Pasted::Held)
}

/// A text, which is not copied into the program when it is long.
pub(crate) fn from_text(text: &JsString) -> Option<Pasted> {
    if text.length() <= BOX_LIMIT {
        return Some(Pasted::Text(text.into()));
    }
    let bytes = web::text_blob(text)?;
    let beginning: String = text.substring(0, HEAD_LENGTH).into();
    let part = Part { name: None, size: web::blob_size(&bytes), bytes };
    Some(Pasted::Held(Source::Held(Held { head: head(&beginning), parts: Rc::from([part]) })))
}

/// One or several files. Their bytes stay where they are until they are read.
pub(crate) fn from_files(files: &FileList) -> Option<Source<Blob>> {
    let parts: Vec<Part<Blob>> = (0..files.length()).filter_map(|i| files.get(i)).map(|file| part(&file)).collect();
    (!parts.is_empty()).then(|| Source::Held(Held { head: String::new(), parts: parts.into() }))
}

fn part(file: &File) -> Part<Blob> {
    Part { name: Some(file.name()), size: web::blob_size(file), bytes: Blob::clone(file) }
}
