//! One input through the engine, on as many threads as pay.
//!
//! ```text
//!          ┌─▶ worker: piece 1 ─▶ scan ─┐
//! input ───┼─▶ worker: piece 2 ─▶ scan ─┼─▶ appended in the order of the pieces
//! (lock)   └─▶ worker: piece 3 ─▶ scan ─┘
//! ```
//! The start is read on one thread: most inputs end there, and it tells whether the rest is plain text. That rest is
//! cut at line ends. Whoever has a piece scans it while the next one reads on, then waits for its turn to append.
//! So there are never more pieces in memory than threads, and the answer is the one of a single thread, byte for
//! byte: merging tallies of pieces cut at line ends is exact (law 3 of the engine).

use std::io::{self, Read};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use why502_engine::{Context, Engine, Options, Tally};

/// When to use several threads, and how.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// How many threads scan; `None` for one on each core.
    pub(crate) threads: Option<usize>,
    /// So many bytes are read on one thread before others are started.
    pub(crate) alone: usize,
    /// The most bytes of one piece.
    pub(crate) piece: usize,
}

impl Default for Plan {
    fn default() -> Self {
        // Two megabytes take a few milliseconds: below that, starting threads gains nothing.
        Self { threads: None, alone: 2 * 1024 * 1024, piece: 1024 * 1024 }
    }
}

/// How much is read at a time on one thread.
const BLOCK: usize = 256 * 1024;
/// More threads than this would wait for each other's reading; and the machine may have other work to do.
const MOST: usize = 8;

/// Reads `from` to its end. After an error the engine has what came before it.
pub(crate) fn feed(mut from: impl Read + Send, engine: &mut Engine, plan: Plan) -> io::Result<()> {
    let mut block = vec![0; BLOCK.min(plan.piece)];
    let mut done = 0;
    let mut undecided = true;
    loop {
        let length = read(&mut from, &mut block)?;
        let text = block.get(..length).unwrap_or_default();
        if text.is_empty() {
            return Ok(());
        }
        done += length;
        // The line that the block's end cuts goes to the first piece.
        let whole = if undecided && done >= plan.alone { whole_lines(text) } else { None };
        let (now, rest) = text.split_at(whole.unwrap_or(length));
        engine.push(now);
        if whole.is_some() && engine.is_plain() {
            undecided = false;
            // Asking for the cores takes as long as reading a small file.
            let cores = || thread::available_parallelism().map_or(1, usize::from).min(MOST);
            let threads = plan.threads.unwrap_or_else(cores);
            if threads > 1 {
                return in_pieces(from, rest.to_vec(), engine, threads, plan.piece);
            }
        }
        engine.push(rest);
    }
}

/// What the workers share.
struct Shared<'a, R> {
    source: Mutex<Source<R>>,
    merged: Mutex<Merged<'a>>,
    changed: Condvar,
}

/// The input, from where the workers took over.
struct Source<R> {
    from: R,
    /// A line that has begun; shorter than a piece.
    begun: Vec<u8>,
    /// What the pieces given out say of the next one.
    context: Context,
    /// Pieces given out so far.
    pieces: usize,
    end: Option<io::Result<()>>,
}

struct Merged<'a> {
    engine: &'a mut Engine,
    /// How many pieces are in it.
    pieces: usize,
    /// A worker broke down: nobody's turn comes any more.
    broken: bool,
}

/// Reads the rest of an input. `begun`: the line that has begun.
fn in_pieces<R: Read + Send>(
    from: R,
    begun: Vec<u8>,
    engine: &mut Engine,
    threads: usize,
    piece: usize,
) -> io::Result<()> {
    let context = engine.context();
    let shared = Shared {
        source: Mutex::new(Source { from, begun, context, pieces: 0, end: None }),
        merged: Mutex::new(Merged { engine, pieces: 0, broken: false }),
        changed: Condvar::new(),
    };
    thread::scope(|scope| {
        // This thread is one of them, and enough when the system gives no others.
        for _ in 1..threads {
            let _ = thread::Builder::new().spawn_scoped(scope, || shared.work(piece));
        }
        shared.work(piece);
    });
    let source = shared.source.into_inner().unwrap_or_else(PoisonError::into_inner);
    source.end.unwrap_or(Ok(()))
}

impl<R: Read> Shared<'_, R> {
    /// Takes pieces as long as there are any.
    fn work(&self, most: usize) {
        let _alarm = Alarm(self);
        let mut buffer = vec![0; most];
        loop {
            let Some((number, length, mut engine)) = lock(&self.source).piece(&mut buffer) else {
                return;
            };
            engine.push(buffer.get(..length).unwrap_or_default());
            self.append(number, engine.into_tally());
        }
    }

    /// Waits until all pieces before this one are appended.
    fn append(&self, number: usize, tally: Tally) {
        let early = |merged: &mut Merged<'_>| merged.pieces < number && !merged.broken;
        let merged = self.changed.wait_while(lock(&self.merged), early);
        let mut merged = merged.unwrap_or_else(PoisonError::into_inner);
        if !merged.broken {
            merged.engine.append(tally);
            merged.pieces += 1;
        }
        drop(merged);
        self.changed.notify_all();
    }
}

/// Sounded when a worker panics, or the others would wait for its piece for ever.
struct Alarm<'a, 'b, R>(&'a Shared<'b, R>);

impl<R> Drop for Alarm<'_, '_, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(&self.0.merged).broken = true;
            self.0.changed.notify_all();
        }
    }
}

impl<R: Read> Source<R> {
    /// Reads the next piece into the buffer and gives its number, its length and an engine for it; `None` at the end
    /// of the input. A line longer than the buffer goes to that engine while it is read, since it holds only what it
    /// needs of it.
    fn piece(&mut self, buffer: &mut [u8]) -> Option<(usize, usize, Engine)> {
        let mut engine = Engine::resumed(Options::default(), &self.context);
        let mut begun = self.begun.len();
        if let Some(start) = buffer.get_mut(..begun) {
            start.copy_from_slice(&self.begun);
        }
        self.begun.clear();
        let mut something = begun > 0;
        let length = loop {
            if self.end.is_some() {
                break begun;
            }
            let length = begun + self.fill(buffer.get_mut(begun..).unwrap_or_default());
            something |= length > 0;
            let text = buffer.get(..length).unwrap_or_default();
            if self.end.is_some() {
                break length;
            }
            if let Some(whole) = whole_lines(text) {
                self.begun.extend_from_slice(text.get(whole..).unwrap_or_default());
                break whole;
            }
            engine.push(text);
            self.context.read(text);
            begun = 0;
        };
        self.context.read(buffer.get(..length).unwrap_or_default());
        something.then(|| {
            self.pieces += 1;
            (self.pieces - 1, length, engine)
        })
    }

    /// Reads until the buffer is full or the input has ended; says how much came.
    fn fill(&mut self, buffer: &mut [u8]) -> usize {
        let mut length = 0;
        while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
            match read(&mut self.from, rest) {
                Ok(0) => self.end = Some(Ok(())),
                Ok(more) => length += more,
                Err(error) => self.end = Some(Err(error)),
            }
            if self.end.is_some() {
                break;
            }
        }
        length
    }
}

/// Where the last whole line ends.
fn whole_lines(text: &[u8]) -> Option<usize> {
    text.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1)
}

/// What a worker that panicked leaves is not used: the panic goes on when the workers are joined.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use why502_engine::{Engine, Options, scan};
    use why502_report::Report;

    use super::{Plan, feed};

    /// An input that comes in portions of many sizes, as pipes have them, and may break off.
    struct Drip<'a> {
        text: &'a [u8],
        portion: usize,
        breaks: bool,
    }

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.portion = self.portion * 7 % 1_009;
            let length = self.text.len().min(buffer.len()).min(self.portion + 1);
            if length == 0 && self.breaks {
                return Err(io::Error::other("the disk is gone"));
            }
            if self.portion.is_multiple_of(5) && length > 0 {
                self.portion += 1;
                return Err(io::ErrorKind::Interrupted.into());
            }
            let (now, later) = self.text.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.text = later;
            Ok(length)
        }
    }

    fn by(plan: Plan, text: &[u8], breaks: bool) -> (String, io::Result<()>) {
        let mut engine = Engine::new(Options::default());
        engine.begin("a.log");
        let result = feed(Drip { text, portion: 1 + text.len() % 1_000, breaks }, &mut engine, plan);
        (Report::from(&engine.finish()).to_json(), result)
    }

    /// The answer of one thread that gets everything in one go.
    fn alone(text: &[u8]) -> String {
        let mut engine = Engine::new(Options::default());
        engine.begin("a.log");
        engine.push(text);
        Report::from(&engine.finish()).to_json()
    }

    /// Few bytes alone and small pieces, so that short texts are cut often.
    fn plans() -> impl Iterator<Item = Plan> {
        let of = |threads| {
            [(1, 64), (1, 500), (700, 4_096), (5_000, 999)].map(|(alone, piece)| Plan {
                threads: Some(threads),
                alone,
                piece,
            })
        };
        [1, 2, 3, 8].into_iter().flat_map(of)
    }

    fn testdata(name: &str) -> Vec<u8> {
        std::fs::read(format!("{}/../../testdata/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    fn refused(n: usize) -> String {
        format!(
            "2026/03/04 10:{:02}:{:02} [error] 7#7: *{n} connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.7, server: example.com, request: \"GET /{n} HTTP/1.1\", upstream: \"http://10.0.0.{}:3000/{n}\", host: \"example.com\"",
            n / 60 % 60,
            n % 60,
            n % 200
        )
    }

    /// A log whose columns change in its middle.
    fn columns(rows: usize) -> Vec<u8> {
        let of = |n: usize| format!("2026-03-04 10:15:22 /{n} 502 3 12029\r\n");
        let other = |n: usize| format!("12002 3 502 /{n} 2026-03-04 10:15:22\r\n");
        let [a, b]: [String; 2] = [(0..rows).map(of).collect(), (0..rows).map(other).collect()];
        let names = "date time cs-uri-stem sc-status sc-substatus sc-win32-status";
        let others = "sc-win32-status sc-substatus sc-status cs-uri-stem date time";
        format!("#Fields: {names}\r\n{a}#Fields: {others}\r\n{b}").into_bytes()
    }

    /// What `journalctl -o verbose` prints.
    fn records(count: usize) -> Vec<u8> {
        let of = |n: usize| {
            let fields = "    PRIORITY=3\n".repeat(n % 7);
            let (minute, second) = (n / 60, n % 60);
            format!(
                "Tue 2026-05-05 11:{minute:02}:{second:02}.114213 CEST [s=0f1e;i={n:x}]\n{fields}    _CMDLINE=connect() failed (111: Connection refused) while connecting to upstream\n    MESSAGE=Out of memory: Killed process {n} (java) total-vm:6291456kB, anon-rss:3801088kB, file-rss:0kB\n"
            )
        };
        (0..count).map(of).collect::<String>().into_bytes()
    }

    #[test]
    fn what_stands_far_above_is_known_in_every_piece() {
        let plan = Plan { threads: Some(3), alone: 300, piece: 400 };
        let found = by(plan, &columns(100), false).0;
        assert!(found.contains("\"connection-refused\"") && found.contains("\"response-timeout\""), "{found}");
        let found = by(plan, &records(60), false).0;
        assert!(found.contains("2026-05-05T11:00:59") && !found.contains("connection-refused"), "{found}");
    }

    #[test]
    fn many_threads_give_the_answer_of_one() {
        let lines: Vec<String> =
            (0..400).map(|n| if n % 3 == 0 { refused(n) } else { format!("all is well {n}") }).collect();
        let crlf = lines.join("\r\n").into_bytes();
        let long = [refused(1), "x".repeat(20_000), refused(2), String::new(), refused(3)].join("\n").into_bytes();
        let texts = [
            ("long lines", long),
            ("windows", [&b"\n\n"[..], &crlf, b"\r\n"].concat()),
            ("no last end", crlf),
            ("no line end at all", vec![b'x'; 30_000]),
            ("line ends alone", vec![b'\n'; 3_000]),
            ("byte order mark", [&b"\xef\xbb\xbf"[..], lines.join("\n").as_bytes()].concat()),
            (
                "utf-16",
                lines.concat().encode_utf16().flat_map(u16::to_le_bytes).fold(vec![0xff, 0xfe], |mut all, b| {
                    all.push(b);
                    all
                }),
            ),
            ("columns named far above", columns(300)),
            ("records of many lines", records(150)),
            ("nothing", Vec::new()),
            ("gzip", testdata("hostile/two-members.log.gz")),
            ("recorded", testdata("recorded/texts.jsonl")),
            ("catalogue", testdata("catalogue.tsv")),
            ("nginx", testdata("healthy/nginx-error.log")),
        ];
        for (name, text) in &texts {
            let expected = alone(text);
            for plan in plans() {
                let (json, result) = by(plan, text, false);
                assert!(result.is_ok(), "{name}");
                assert_eq!(json, expected, "{name} by {:?} threads in pieces of {}", plan.threads, plan.piece);
            }
        }
    }

    #[test]
    fn every_length_around_a_piece_gives_the_same() {
        let lines: Vec<String> = (0..6).map(refused).collect();
        let text = lines.join("\n").into_bytes();
        let plan = Plan { threads: Some(2), alone: 1, piece: 256 };
        for end in 0..text.len() {
            assert_eq!(by(plan, &text[..end], false).0, alone(&text[..end]), "{end} bytes");
        }
    }

    /// A piece in the middle may begin with bytes that would mean a packaging at the start of a file.
    #[test]
    fn what_looks_like_packaging_in_the_middle_is_text() {
        let text = [&b"a\n"[..], b"\x1f\x8b\n", b"\xff\xfe\n", b"PK\x03\x04\n", refused(1).as_bytes()].concat();
        let plan = Plan { threads: Some(2), alone: 1, piece: 4 };
        let (json, _) = by(plan, &text, false);
        assert_eq!(json, alone(&text));
        assert!(json.contains("connection-refused"), "{json}");
    }

    #[test]
    fn after_an_error_there_is_what_came_before_it() {
        let text = [refused(1), refused(2), refused(3)].join("\n");
        for plan in plans() {
            let (json, result) = by(plan, text.as_bytes(), true);
            assert_eq!(result.unwrap_err().to_string(), "the disk is gone");
            assert_eq!(json, alone(text.as_bytes()));
        }
        assert_eq!(scan(text.as_bytes()).findings[0].count, 3);
    }

    #[test]
    fn a_line_over_the_limit_is_cut_as_ever() {
        let text = vec![b'x'; 1_000_000];
        let (json, _) = by(Plan { threads: Some(3), alone: 1, piece: 1_000 }, &text, false);
        assert_eq!(json, alone(&text));
        assert!(json.contains("line-too-long"), "{json}");
    }
}
