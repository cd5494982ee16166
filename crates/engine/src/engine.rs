//! The engine: a decoder, a line splitter, the matcher, and the tally they fill.

use crate::above::Context;
use crate::archive::Archive;
use crate::diagnose::diagnose;
use crate::diagnosis::Diagnosis;
use crate::har;
use crate::lines::Lines;
use crate::matcher::Matcher;
use crate::memo::Memo;
use crate::tally::{Tally, Trouble};
use crate::unwrap::{Decoder, Sink};

/// What bounds the engine's memory.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The most bytes of one line that are looked at.
    pub line_limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { line_limit: 256 * 1024 }
    }
}

/// Takes bytes as they come and gives the diagnosis at the end.
///
/// ```
/// let mut engine = why502_engine::Engine::new(Default::default());
/// engine.push(b"connect() failed (111: Connection refu");
/// engine.push(b"sed) while connecting to upstream\n");
/// assert_eq!(engine.finish().findings[0].cause, "connection-refused");
/// ```
pub struct Engine {
    decoder: Decoder,
    reader: Reader,
    options: Options,
    earlier: Option<Tally>,
}

/// The part behind the decoder.
struct Reader {
    lines: Lines,
    matcher: &'static Matcher,
    memo: Memo,
    tally: Tally,
    archive: Exchanges,
}

/// Whether the text is a browser's archive, in which only failed exchanges count.
enum Exchanges {
    /// Too few bytes to tell.
    Undecided(Vec<u8>),
    None,
    Some(Box<Archive>),
}

impl Exchanges {
    fn push(&mut self, text: &[u8]) {
        match self {
            Self::None => {}
            Self::Some(archive) => archive.push(text),
            Self::Undecided(held) => {
                held.extend_from_slice(text);
                let begun = held.trim_ascii_start().first();
                if held.len() < har::HEAD && begun.is_none_or(|byte| *byte == b'{') {
                    return;
                }
                let held = std::mem::take(held);
                *self = Self::None;
                if har::is_archive(held.get(..har::HEAD).unwrap_or(&held)) {
                    let mut archive = Box::<Archive>::default();
                    archive.push(&held);
                    *self = Self::Some(archive);
                }
            }
        }
    }
}

impl Sink for Reader {
    fn text(&mut self, piece: &[u8]) {
        let Self { lines, matcher, memo, tally, archive } = self;
        tally.keep(piece);
        archive.push(piece);
        lines.push(piece, &mut |line| tally.line(line, matcher, memo));
    }

    fn trouble(&mut self, trouble: Trouble) {
        self.tally.trouble(trouble);
    }
}

impl Engine {
    /// An engine for one input without a name.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let (lines, memo) = (Lines::new(options.line_limit), Memo::default());
        let reader = Reader {
            lines,
            matcher: Matcher::shared(),
            memo,
            tally: Tally::new(None),
            archive: Exchanges::Undecided(Vec::new()),
        };
        Self { decoder: Decoder::new(), reader, options, earlier: None }
    }

    /// What the input so far says of the text that follows. To be asked where a line has ended.
    #[must_use]
    pub fn context(&self) -> Context {
        Context::new(self.reader.tally.above.clone(), self.options.line_limit)
    }

    /// An engine for a later piece of an input, cut at a line end: takes text as it is, whatever its first bytes
    /// look like. `context` has read all of the input before the piece. Its tally is for [`Engine::append`] of the
    /// engine that began the input.
    ///
    /// ```
    /// use why502_engine::{Engine, Options};
    /// let mut engine = Engine::new(Options::default());
    /// engine.push(b"all is well\n");
    /// assert!(engine.is_plain());
    /// let mut piece = Engine::resumed(Options::default(), &engine.context());
    /// piece.push(b"connect() failed (111: Connection refused) while connecting to upstream\n");
    /// engine.append(piece.into_tally());
    /// assert_eq!(engine.finish().findings[0].evidence[0].line, 2);
    /// ```
    #[must_use]
    pub fn resumed(options: Options, context: &Context) -> Self {
        let mut engine = Self { decoder: Decoder::Plain, ..Self::new(options) };
        engine.reader.tally.above = context.above.clone();
        engine.reader.archive = Exchanges::None;
        engine
    }

    /// Whether the bytes that follow are text as they stand, so that others may read pieces of them. `false` in a
    /// packaging (gzip, UTF-16) and in a browser's archive, and as long as too few bytes have come to tell.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        matches!((&self.decoder, &self.reader.archive), (Decoder::Plain, Exchanges::None))
    }

    /// Adds the tally of the piece that comes next in the input, read by a [`Engine::resumed`]. What was pushed
    /// before must end with a line end: a line that has only begun would be taken for a whole one.
    pub fn append(&mut self, piece: Tally) {
        let mut done = self.end_input(Tally::default());
        done.append(piece);
        self.reader.tally = done;
        self.reader.archive = Exchanges::None;
        self.decoder = Decoder::Plain;
    }

    /// Ends the input before, if any bytes came, and begins one with this name. Line numbers begin anew.
    pub fn begin(&mut self, name: &str) {
        if self.reader.tally.is_fresh() && self.untouched() {
            self.reader.tally = Tally::new(Some(name.to_owned()));
            return;
        }
        let done = self.end_input(Tally::new(Some(name.to_owned())));
        self.keep(done);
    }

    /// Takes the next bytes of the input. They may be cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) {
        self.decoder.push(bytes, &mut self.reader);
    }

    /// Ends the input and says what it shows.
    #[must_use]
    pub fn finish(self) -> Diagnosis {
        diagnose(&self.into_tally())
    }

    /// Ends the input and gives what was seen, to be merged with the tallies of other pieces.
    #[must_use]
    pub fn into_tally(mut self) -> Tally {
        let done = self.end_input(Tally::default());
        self.keep(done);
        self.earlier.unwrap_or_default()
    }

    fn untouched(&self) -> bool {
        matches!(&self.decoder, Decoder::Undecided(held) if held.is_empty())
    }

    fn keep(&mut self, done: Tally) {
        match &mut self.earlier {
            Some(earlier) => earlier.join(done),
            None => self.earlier = Some(done),
        }
    }

    fn end_input(&mut self, next: Tally) -> Tally {
        self.decoder.finish(&mut self.reader);
        self.decoder = Decoder::new();
        let Reader { lines, matcher, memo, tally, archive } = &mut self.reader;
        lines.finish(&mut |line| tally.line(line, matcher, memo));
        *lines = Lines::new(self.options.line_limit);
        if let Exchanges::Some(archive) = std::mem::replace(archive, Exchanges::Undecided(Vec::new())) {
            tally.archived(*archive);
        }
        std::mem::replace(tally, next)
    }
}

impl Tally {
    /// What this tally shows.
    #[must_use]
    pub fn diagnose(&self) -> Diagnosis {
        diagnose(self)
    }
}

/// The diagnosis of one whole text.
#[must_use]
pub fn scan(text: &[u8]) -> Diagnosis {
    let mut engine = Engine::new(Options::default());
    engine.push(text);
    engine.finish()
}
