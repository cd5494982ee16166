//! gzip, as rotated logs have it: often several members in one file, sometimes cut short.

use std::io::Write;

use flate2::write::MultiGzDecoder;

use super::{Decoder, Sink};
use crate::tally::Trouble;

/// The decompressor writes here; it is emptied after each piece, so memory does not grow with the text.
#[derive(Default)]
struct Sluice(Vec<u8>);

impl Write for Sluice {
    fn write(&mut self, buf: &[u8]) -> std::io::Result<usize> {
        self.0.extend_from_slice(buf);
        Ok(buf.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// How much compressed input is taken at a time. deflate expands at most 1,032-fold, so this bounds the sluice.
const PIECE: usize = 1024;

pub(crate) struct Gunzip {
    /// `None` once the stream is damaged: the rest cannot be read.
    decoder: Option<MultiGzDecoder<Sluice>>,
    inner: Decoder,
    nested: bool,
}

impl Gunzip {
    pub(crate) fn new(inner: Decoder) -> Self {
        Self { decoder: Some(MultiGzDecoder::new(Sluice::default())), inner, nested: false }
    }

    pub(crate) fn push(&mut self, bytes: &[u8], sink: &mut dyn Sink) {
        for piece in bytes.chunks(PIECE) {
            let Some(decoder) = &mut self.decoder else { return };
            let damaged = decoder.write_all(piece).is_err();
            if damaged {
                // Ending it hands out what was unpacked before the damage; that it fails is known.
                let _ = decoder.try_finish();
            }
            let text = std::mem::take(&mut decoder.get_mut().0);
            self.hand_on(&text, sink);
            if damaged {
                self.decoder = None;
                sink.trouble(Trouble::GzipDamaged);
            }
        }
    }

    pub(crate) fn finish(&mut self, sink: &mut dyn Sink) {
        if let Some(mut decoder) = self.decoder.take() {
            let complete = decoder.try_finish().is_ok();
            let text = std::mem::take(&mut decoder.get_mut().0);
            self.hand_on(&text, sink);
            if !complete {
                sink.trouble(Trouble::GzipTruncated);
            }
        }
        if !self.nested {
            self.inner.finish(sink);
        }
    }

    fn hand_on(&mut self, text: &[u8], sink: &mut dyn Sink) {
        if self.nested || text.is_empty() {
            return;
        }
        self.inner.push(text, sink);
        // gzip inside gzip is no log that anybody has, and each layer would multiply the expansion.
        if matches!(self.inner, Decoder::Gzip(_)) {
            self.nested = true;
            sink.trouble(Trouble::Compressed);
        }
    }
}
