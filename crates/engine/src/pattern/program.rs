//! Runs a pattern over a line: backtracking that remembers what it has tried.
//!
//! At every place where the way forks it marks (instruction, position); whoever comes there again has failed
//! before. So time and memory are at most instructions × bytes of the line. Most of a signature is literals and
//! runs of one class (`[^"]*`, `.{0,80}?`), so a run is one instruction, not a loop of forks.

use std::ops::RangeInclusive;

use super::syntax::{Node, Set};
use super::{Found, GROUPS};
use crate::keywords;

enum Instruction {
    One(Set),
    /// These of the program's letters, one after another.
    Text(std::ops::Range<usize>),
    /// As many of the set as there are, or as few as do, within the bounds.
    Run {
        set: Set,
        min: u32,
        max: u32,
        lazy: bool,
        mark: usize,
    },
    Start,
    End,
    WordBoundary,
    Slot(usize),
    Fork {
        first: usize,
        second: usize,
        mark: usize,
    },
    Jump(usize),
    Match,
}

/// A compiled pattern.
pub(super) struct Program {
    instructions: Vec<Instruction>,
    letters: Vec<Letter>,
    /// How many marks a position has.
    marks: usize,
    /// How many first bytes are looked at before a search is tried somewhere, at most [`LEAD`].
    lead: usize,
    /// For each byte a bit for each of these places where a match can have it.
    first: Box<[u8; 256]>,
    rare: Rare,
    anchored: bool,
}

/// A byte that is this one once these bits are set: how a letter is compared in any case, and a sign as it is.
#[derive(Clone, Copy)]
struct Letter {
    bits: u8,
    byte: u8,
}

impl Letter {
    /// `None` for a set of more than a letter in its cases.
    fn of(set: &Set) -> Option<Self> {
        let mut bytes = (0..=u8::MAX).filter(|byte| set.has(*byte));
        let upper = bytes.next()?;
        let lower = bytes.next().unwrap_or(upper);
        let one = bytes.next().is_none() && (lower == upper || lower == upper | 0x20);
        one.then_some(Self { bits: lower ^ upper, byte: lower })
    }

    fn is(self, byte: u8) -> bool {
        byte | self.bits == self.byte
    }
}

/// The first byte of a match that is easiest to look for: a letter in both cases, or one sign.
#[derive(Default)]
struct Rare {
    place: usize,
    bytes: Option<(u8, u8)>,
}

impl Rare {
    fn of(lead: &[Set]) -> Self {
        let places = lead.iter().enumerate().filter_map(|(place, set)| Some((place, Letter::of(set)?)));
        let rarest = places.max_by_key(|(_, letter)| keywords::rarity(&[letter.byte]));
        rarest.map_or_else(Self::default, |(place, Letter { bits, byte })| Self {
            place,
            bytes: Some((byte, byte ^ bits)),
        })
    }
}

const UNBOUNDED: u32 = u32::MAX;
/// A few first bytes rule nearly every place out.
const LEAD: usize = 8;
const NOWHERE: usize = usize::MAX;
type Slots = [usize; 2 * GROUPS.len()];

/// What a search writes on; kept, because to make it anew for each line would take longer than to search.
#[derive(Default)]
pub(super) struct Scratch {
    tried: Vec<u64>,
    todo: Vec<Todo>,
    /// No byte behind this place was looked at by the last search.
    pub(super) far: usize,
}

/// What to do when the way that is tried fails. `solid`: how many bytes had matched one by one.
enum Todo {
    Go {
        at: usize,
        position: usize,
        solid: usize,
    },
    /// Leave the run behind at these positions, last first.
    Shorter {
        next: usize,
        exit: usize,
        from: usize,
        to: usize,
        solid: usize,
    },
    /// Take one more of the run's set.
    Longer {
        at: usize,
        position: usize,
        left: u32,
        solid: usize,
    },
    Restore {
        slot: usize,
        value: usize,
    },
}

impl Program {
    pub(super) fn new(node: &Node) -> Self {
        let (lead, _) = node.lead(LEAD);
        let mut first = Box::new([0; 256]);
        for (byte, places) in (0..=u8::MAX).zip(first.iter_mut()) {
            *places = (0..).zip(&lead).map(|(n, set)| u8::from(set.has(byte)) << n).sum();
        }
        let (instructions, anchored) = (Vec::new(), node.anchored());
        let rare = Rare::of(&lead);
        let mut program = Self { instructions, letters: Vec::new(), marks: 0, lead: lead.len(), first, rare, anchored };
        program.emit(node);
        program.instructions.push(Instruction::Match);
        program
    }

    fn here(&self) -> usize {
        self.instructions.len()
    }

    fn mark(&mut self, count: usize) -> usize {
        self.marks += count;
        self.marks - count
    }

    fn emit(&mut self, node: &Node) {
        match node {
            Node::Set(set) => self.instructions.push(Instruction::One(*set)),
            Node::Start => self.instructions.push(Instruction::Start),
            Node::End => self.instructions.push(Instruction::End),
            Node::WordBoundary => self.instructions.push(Instruction::WordBoundary),
            Node::Cat(nodes) => self.sequence(nodes),
            Node::Group(index, node) => {
                self.instructions.push(Instruction::Slot(index * 2));
                self.emit(node);
                self.instructions.push(Instruction::Slot(index * 2 + 1));
            }
            Node::Alt(nodes) => self.alternatives(nodes),
            Node::Repeat { node, min, max, lazy } => self.repeat(node, *min, *max, *lazy),
        }
    }

    /// Neighbouring letters become one instruction.
    fn sequence(&mut self, nodes: &[Node]) {
        let mut begun = false;
        for node in nodes {
            let letter = if let Node::Set(set) = node { Letter::of(set) } else { None };
            let Some(letter) = letter else {
                self.emit(node);
                begun = false;
                continue;
            };
            let from = self.letters.len();
            self.letters.push(letter);
            match self.instructions.last_mut() {
                Some(Instruction::Text(range)) if begun => range.end += 1,
                _ => self.instructions.push(Instruction::Text(from..from + 1)),
            }
            begun = true;
        }
    }

    fn alternatives(&mut self, nodes: &[Node]) {
        let mut ends = Vec::new();
        for (n, node) in nodes.iter().enumerate() {
            let last = n + 1 == nodes.len();
            let fork = (!last).then(|| self.fork());
            self.emit(node);
            if !last {
                ends.push(self.here());
                self.instructions.push(Instruction::Jump(0));
            }
            if let Some(fork) = fork {
                self.aim(fork, fork + 1, self.here());
            }
        }
        for end in ends {
            let here = self.here();
            if let Some(Instruction::Jump(to)) = self.instructions.get_mut(end) {
                *to = here;
            }
        }
    }

    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>, lazy: bool) {
        if let Node::Set(set) = node {
            let mark = self.mark(2);
            let max = max.unwrap_or(UNBOUNDED);
            self.instructions.push(Instruction::Run { set: *set, min, max, lazy, mark });
            return;
        }
        for _ in 0..min {
            self.emit(node);
        }
        let mut forks = Vec::new();
        for _ in min..max.unwrap_or(min) {
            forks.push(self.fork());
            self.emit(node);
        }
        if max.is_none() {
            let fork = self.fork();
            self.emit(node);
            self.instructions.push(Instruction::Jump(fork));
            forks.push(fork);
        }
        let after = self.here();
        for fork in forks {
            if lazy { self.aim(fork, after, fork + 1) } else { self.aim(fork, fork + 1, after) }
        }
    }

    fn fork(&mut self) -> usize {
        let mark = self.mark(1);
        self.instructions.push(Instruction::Fork { first: 0, second: 0, mark });
        self.here() - 1
    }

    fn aim(&mut self, fork: usize, to_first: usize, to_second: usize) {
        if let Some(Instruction::Fork { first, second, .. }) = self.instructions.get_mut(fork) {
            (*first, *second) = (to_first, to_second);
        }
    }

    /// The leftmost match; of several there the one that the pattern names first.
    ///
    /// `begins`: one more place where a line begins, behind what a carrier put before it. `starts`: where a match may
    /// begin.
    pub(super) fn find(
        &self,
        line: &[u8],
        begins: usize,
        starts: RangeInclusive<usize>,
        scratch: &mut Scratch,
    ) -> Option<Found> {
        self.search(line, begins, starts, scratch, &mut None)
    }

    /// How much of the pattern stands at the end of the line, which ends before the pattern does: how many bytes
    /// matched one by one, and where.
    pub(super) fn find_cut(&self, line: &[u8], begins: usize, scratch: &mut Scratch) -> Option<(usize, Found)> {
        let mut longest = None;
        self.search(line, begins, 0..=line.len(), scratch, &mut longest);
        longest
    }

    fn search(
        &self,
        line: &[u8],
        begins: usize,
        starts: RangeInclusive<usize>,
        scratch: &mut Scratch,
        longest: &mut Option<(usize, Found)>,
    ) -> Option<Found> {
        scratch.tried.clear();
        scratch.tried.resize((self.marks * (line.len() + 1)).div_ceil(64), 0);
        let mut from = *starts.start();
        scratch.far = 0;
        while let Some(start) = self.next_start(line, begins, from).filter(|start| start <= starts.end()) {
            from = start + 1;
            let mut slots = [NOWHERE; 2 * GROUPS.len()];
            let mut cut = None;
            if let Some(end) = self.run(line, begins, start, &mut slots, scratch, &mut cut) {
                return Some(found(start..end, &slots));
            }
            if let Some(Cut { solid, slots }) = cut
                && longest.as_ref().is_none_or(|(most, _)| solid > *most)
            {
                *longest = Some((solid, found(start..line.len(), &slots)));
            }
        }
        scratch.far = scratch.far.max(starts.end() + self.lead);
        None
    }

    /// The next place from here on where a match can begin.
    fn next_start(&self, line: &[u8], begins: usize, from: usize) -> Option<usize> {
        if self.anchored {
            return (from..=line.len()).find(|start| starts(line, begins, *start));
        }
        let mut from = from;
        loop {
            let rest = line.get(from + self.rare.place..)?;
            let start = from
                + match self.rare.bytes {
                    Some((a, b)) => memchr::memchr2(a, b, rest)?,
                    None if self.lead == 0 => 0,
                    None => rest.iter().position(|byte| self.has(*byte, 0))?,
                };
            let there = line.get(start..start + self.lead)?;
            if there.iter().enumerate().all(|(place, byte)| self.has(*byte, place)) {
                return Some(start);
            }
            from = start + 1;
        }
    }

    fn has(&self, byte: u8, place: usize) -> bool {
        self.first.get(usize::from(byte)).is_some_and(|places| places >> place & 1 == 1)
    }

    fn run(
        &self,
        line: &[u8],
        begins: usize,
        start: usize,
        slots: &mut Slots,
        scratch: &mut Scratch,
        cut: &mut Option<Cut>,
    ) -> Option<usize> {
        let Scratch { tried, todo, far } = scratch;
        // True the first time.
        let mut mark = |mark: usize, position: usize| {
            let bit = mark * (line.len() + 1) + position;
            let Some(word) = tried.get_mut(bit / 64) else { return false };
            let new = *word >> (bit % 64) & 1 == 0;
            *word |= 1 << (bit % 64);
            new
        };
        todo.clear();
        let (mut at, mut position, mut solid) = (0, start, 0);
        loop {
            *far = (*far).max(position);
            let works = match self.instructions.get(at)? {
                Instruction::Match => return Some(position),
                Instruction::One(set) => {
                    let has = line.get(position).is_some_and(|b| set.has(*b));
                    position += usize::from(has);
                    solid += usize::from(has);
                    has
                }
                Instruction::Text(range) => {
                    let letters = self.letters.get(range.clone()).unwrap_or_default();
                    let rest = line.get(position..).unwrap_or_default();
                    let same = letters.iter().zip(rest).take_while(|(letter, byte)| letter.is(**byte)).count();
                    position += same;
                    solid += same;
                    same == letters.len()
                }
                Instruction::Start => starts(line, begins, position),
                Instruction::End => line.get(position).is_none_or(|b| *b == b'\n'),
                Instruction::WordBoundary => {
                    let word = |at: Option<usize>| {
                        at.and_then(|at| line.get(at)).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
                    };
                    word(position.checked_sub(1)) != word(Some(position))
                }
                Instruction::Slot(slot) => {
                    if let Some(value) = slots.get_mut(*slot) {
                        todo.push(Todo::Restore { slot: *slot, value: *value });
                        *value = position;
                    }
                    true
                }
                Instruction::Jump(to) => {
                    at = *to;
                    continue;
                }
                Instruction::Fork { first, second, mark: m } => {
                    if mark(*m, position) {
                        todo.push(Todo::Go { at: *second, position, solid });
                        at = *first;
                        continue;
                    }
                    false
                }
                Instruction::Run { set, min, max, lazy, mark: m } => {
                    let least = line.get(position..).and_then(|rest| rest.get(..*min as usize));
                    if least.is_some_and(|bytes| bytes.iter().all(|b| set.has(*b)))
                        && (*max == UNBOUNDED || mark(*m, position))
                    {
                        let from = position + *min as usize;
                        let left = if *max == UNBOUNDED { UNBOUNDED } else { max - min };
                        if *lazy {
                            todo.push(Todo::Longer { at, position: from, left, solid });
                            false
                        } else {
                            // An unbounded run that meets an earlier one would only repeat it from there on; bounded
                            // ones overlap, so their exits are marked when they are taken.
                            let endless = left == UNBOUNDED;
                            let mut free = |position| !endless || mark(m + 1, position);
                            let limit = from.saturating_add(left as usize);
                            if free(from) {
                                let mut to = from;
                                while to < limit && line.get(to).is_some_and(|b| set.has(*b)) && free(to + 1) {
                                    to += 1;
                                }
                                *far = (*far).max(to);
                                let exit = if endless { NOWHERE } else { m + 1 };
                                todo.push(Todo::Shorter { next: at + 1, exit, from, to, solid });
                            }
                            false
                        }
                    } else {
                        false
                    }
                }
            };
            if works {
                at += 1;
                continue;
            }
            *far = (*far).max(position);
            if position == line.len() && solid > cut.as_ref().map_or(0, |cut| cut.solid) {
                *cut = Some(Cut { solid, slots: *slots });
            }
            loop {
                match todo.pop()? {
                    Todo::Go { at: to, position: from, solid: so_far } => (at, position, solid) = (to, from, so_far),
                    Todo::Restore { slot, value } => {
                        if let Some(slot) = slots.get_mut(slot) {
                            *slot = value;
                        }
                        continue;
                    }
                    Todo::Shorter { next, exit, from, to, solid: so_far } => {
                        if to > from {
                            todo.push(Todo::Shorter { next, exit, from, to: to - 1, solid: so_far });
                        }
                        if exit != NOWHERE && !mark(exit, to) {
                            continue;
                        }
                        (at, position, solid) = (next, to, so_far);
                    }
                    Todo::Longer { at: run, position: here, left, solid: so_far } => {
                        let Some(Instruction::Run { set, mark: m, .. }) = self.instructions.get(run) else {
                            continue;
                        };
                        let new = mark(m + 1, here);
                        // Unbounded: whoever was here before has gone on from here too.
                        if (new || left != UNBOUNDED) && left > 0 && line.get(here).is_some_and(|b| set.has(*b)) {
                            let left = if left == UNBOUNDED { left } else { left - 1 };
                            todo.push(Todo::Longer { at: run, position: here + 1, left, solid: so_far });
                        }
                        if !new {
                            continue;
                        }
                        (at, position, solid) = (run + 1, here, so_far);
                    }
                }
                break;
            }
        }
    }
}

/// A way that failed only because the line ended.
struct Cut {
    solid: usize,
    slots: Slots,
}

fn found(whole: std::ops::Range<usize>, slots: &Slots) -> Found {
    let slot = |at: usize| slots.get(at).copied().filter(|position| *position != NOWHERE);
    Found::new(whole, std::array::from_fn(|index| Some(slot(index * 2)?..slot(index * 2 + 1)?)))
}

/// Whether a line begins there. Strings inside a JSON line may have several.
fn starts(line: &[u8], begins: usize, position: usize) -> bool {
    position == 0 || position == begins || line.get(position - 1) == Some(&b'\n')
}
