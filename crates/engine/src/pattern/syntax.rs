//! Reads a pattern: the part of `regex`'s syntax that signatures use, over bytes, ASCII only.
//!
//! Literals, `.`, classes, `\d \w \s \b` and their kin, groups (named ones capture, others do not), `|`, `? * + {n,m}`
//! greedy and lazy, `^`, `$`. Anything else is no pattern here, so a signature that needs more is refused by the
//! tests instead of meaning something else than it says.

use super::GROUPS;

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Set([u64; 4]);

impl Set {
    pub(super) fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|word| word >> (byte & 63) & 1 == 1)
    }

    fn add(&mut self, from: u8, to: u8) {
        for byte in from..=to {
            if let Some(word) = self.0.get_mut(usize::from(byte >> 6)) {
                *word |= 1 << (byte & 63);
            }
        }
    }

    fn of(ranges: &[(u8, u8)]) -> Self {
        let mut set = Self::default();
        for &(from, to) in ranges {
            set.add(from, to);
        }
        set
    }

    pub(super) fn with(self, other: Self) -> Self {
        let mut words = self.0;
        for (mine, theirs) in words.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
        Self(words)
    }

    fn inverse(self) -> Self {
        Self(self.0.map(|word| !word))
    }

    /// Whether it has this byte and nothing else, the letter's other case perhaps.
    fn only(&self, byte: u8, fold: bool) -> bool {
        let one = Self::of(&[(byte, byte)]);
        *self == one || fold && *self == one.folded()
    }

    /// With the other case of every letter in it.
    fn folded(mut self) -> Self {
        for lower in b'a'..=b'z' {
            if self.has(lower) || self.has(lower ^ 0x20) {
                self.add(lower, lower);
                self.add(lower ^ 0x20, lower ^ 0x20);
            }
        }
        self
    }
}

/// A piece of a pattern.
#[derive(Debug)]
pub(super) enum Node {
    Set(Set),
    Start,
    End,
    WordBoundary,
    Cat(Vec<Node>),
    Alt(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        lazy: bool,
    },
    /// The index of its name in [`GROUPS`].
    Group(usize, Box<Node>),
}

impl Node {
    /// Whether it can match the empty text.
    pub(super) fn nullable(&self) -> bool {
        self.first().1
    }

    /// Bytes that a match can begin with, and whether it can be empty.
    fn first(&self) -> (Set, bool) {
        match self {
            Self::Set(set) => (*set, false),
            Self::Start | Self::End | Self::WordBoundary => (Set::default(), true),
            Self::Cat(nodes) => first_of(nodes),
            Self::Alt(nodes) => nodes
                .iter()
                .map(Self::first)
                .fold((Set::default(), false), |(all, any), (set, empty)| (all.with(set), any | empty)),
            Self::Repeat { node, min, .. } => {
                let (set, empty) = node.first();
                (set, empty || *min == 0)
            }
            Self::Group(_, node) => node.first(),
        }
    }

    /// What every match begins with: a set for each of its first bytes, up to `limit`. True when that is all of it.
    pub(super) fn lead(&self, limit: usize) -> (Vec<Set>, bool) {
        match self {
            Self::Set(set) => (vec![*set], true),
            Self::Start | Self::End | Self::WordBoundary => (Vec::new(), true),
            Self::Cat(nodes) => {
                let mut sets = Vec::new();
                for (n, node) in nodes.iter().enumerate() {
                    let (more, all) = node.lead(limit);
                    if !all && more.is_empty() {
                        // What may be left out, or what follows it.
                        let (set, empty) = first_of(nodes.get(n..).unwrap_or_default());
                        sets.extend((!empty).then_some(set));
                        return (sets, false);
                    }
                    sets.extend(more);
                    if !all || sets.len() >= limit {
                        sets.truncate(limit);
                        return (sets, false);
                    }
                }
                (sets, true)
            }
            Self::Alt(nodes) => {
                let mut each = nodes.iter().map(|node| node.lead(limit));
                let (mut sets, mut all) = each.next().unwrap_or_default();
                for (other, whole) in each {
                    all &= whole && other.len() == sets.len();
                    sets = sets.into_iter().zip(other).map(|(a, b)| a.with(b)).collect();
                }
                (sets, all)
            }
            Self::Repeat { node, min, max, .. } => {
                let (sets, all) = node.lead(limit);
                let times = if all { *min as usize } else { (*min).min(1) as usize };
                let repeated = std::iter::repeat_n(sets, times.min(limit)).flatten().take(limit).collect();
                (repeated, all && *max == Some(*min) && times <= limit)
            }
            Self::Group(_, node) => node.lead(limit),
        }
    }

    /// At most how many bytes of a match stand before one of these words in it. `None` when a match may lack all of
    /// them, or nothing bounds it.
    pub(super) fn before(&self, words: &[&str], fold: bool) -> Option<usize> {
        match self {
            Self::Cat(nodes) => {
                let mut passed = 0;
                for (n, node) in nodes.iter().enumerate() {
                    let rest = nodes.get(n..).unwrap_or_default();
                    if words.iter().any(|word| spelled(rest, word, fold)) {
                        return Some(passed);
                    }
                    if let Some(before) = node.before(words, fold) {
                        return Some(passed + before);
                    }
                    passed += node.longest()?;
                }
                None
            }
            Self::Alt(nodes) => nodes.iter().try_fold(0, |most, node| Some(node.before(words, fold)?.max(most))),
            Self::Repeat { node, min: 1.., .. } | Self::Group(_, node) => node.before(words, fold),
            _ => None,
        }
    }

    /// At most how many bytes it matches.
    fn longest(&self) -> Option<usize> {
        match self {
            Self::Set(_) => Some(1),
            Self::Start | Self::End | Self::WordBoundary => Some(0),
            Self::Cat(nodes) => nodes.iter().try_fold(0, |sum, node| Some(sum + node.longest()?)),
            Self::Alt(nodes) => nodes.iter().try_fold(0, |most, node| Some(node.longest()?.max(most))),
            Self::Repeat { node, max, .. } => Some((*max)? as usize * node.longest()?),
            Self::Group(_, node) => node.longest(),
        }
    }

    /// Whether it can match at the start of a line only.
    pub(super) fn anchored(&self) -> bool {
        match self {
            Self::Start => true,
            Self::Cat(nodes) => nodes.first().is_some_and(Self::anchored),
            Self::Alt(nodes) => nodes.iter().all(Self::anchored),
            Self::Group(_, node) => node.anchored(),
            _ => false,
        }
    }
}

/// Whether the nodes begin with the letters of this word.
fn spelled(nodes: &[Node], word: &str, fold: bool) -> bool {
    let is = |(node, byte): (&Node, u8)| matches!(node, Node::Set(set) if set.only(byte, fold));
    nodes.len() >= word.len() && nodes.iter().zip(word.bytes()).all(is)
}

fn first_of(nodes: &[Node]) -> (Set, bool) {
    let mut all = Set::default();
    for node in nodes {
        let (set, empty) = node.first();
        all = all.with(set);
        if !empty {
            return (all, false);
        }
    }
    (all, true)
}

const DIGIT: &[(u8, u8)] = &[(b'0', b'9')];
const WORD: &[(u8, u8)] = &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z'), (b'_', b'_')];
const SPACE: &[(u8, u8)] = &[(b'\t', b'\r'), (b' ', b' ')];

/// `fold`: upper and lower case are the same. `None` when it is no pattern of this syntax.
pub(super) fn parse(pattern: &str, fold: bool) -> Option<Node> {
    let mut parser = Parser { rest: pattern.as_bytes(), fold };
    let node = parser.alternatives()?;
    parser.rest.is_empty().then_some(node)
}

struct Parser<'p> {
    rest: &'p [u8],
    fold: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn take(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text.as_bytes());
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn alternatives(&mut self) -> Option<Node> {
        let mut all = vec![self.sequence()?];
        while self.eat("|") {
            all.push(self.sequence()?);
        }
        if all.len() == 1 { all.pop() } else { Some(Node::Alt(all)) }
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut all = Vec::new();
        while let Some(byte) = self.peek() {
            if matches!(byte, b'|' | b')') {
                break;
            }
            let atom = self.atom()?;
            all.push(self.repeated(atom)?);
        }
        Some(Node::Cat(all))
    }

    fn atom(&mut self) -> Option<Node> {
        Some(match self.take()? {
            b'^' => Node::Start,
            b'$' => Node::End,
            b'.' => Node::Set(Set::of(&[(b'\n', b'\n')]).inverse()),
            b'(' => self.group()?,
            b'[' => Node::Set(self.class()?),
            b'\\' if self.eat("b") => Node::WordBoundary,
            b'\\' => Node::Set(self.escape()?),
            b'*' | b'+' | b'?' | b'{' => return None,
            byte => Node::Set(self.one(byte)),
        })
    }

    fn one(&self, byte: u8) -> Set {
        let set = Set::of(&[(byte, byte)]);
        if self.fold { set.folded() } else { set }
    }

    fn group(&mut self) -> Option<Node> {
        let mut name = None;
        if self.eat("?P<") || self.eat("?<") {
            let end = self.rest.iter().position(|b| *b == b'>')?;
            let (text, rest) = self.rest.split_at_checked(end)?;
            name = Some(GROUPS.iter().position(|g| g.as_bytes() == text)?);
            self.rest = rest.get(1..)?;
        } else if !self.eat("?:") && self.peek() == Some(b'?') {
            return None;
        }
        let node = self.alternatives()?;
        if !self.eat(")") {
            return None;
        }
        Some(match name {
            Some(index) => Node::Group(index, Box::new(node)),
            None => node,
        })
    }

    /// What a backslash and the next bytes stand for, outside and inside a class.
    fn escape(&mut self) -> Option<Set> {
        Some(match self.take()? {
            b'd' => Set::of(DIGIT),
            b'D' => Set::of(DIGIT).inverse(),
            b'w' => Set::of(WORD),
            b'W' => Set::of(WORD).inverse(),
            b's' => Set::of(SPACE),
            b'S' => Set::of(SPACE).inverse(),
            byte => {
                let byte = self.escaped_byte(byte)?;
                self.one(byte)
            }
        })
    }

    fn escaped_byte(&mut self, byte: u8) -> Option<u8> {
        match byte {
            b't' => Some(b'\t'),
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b'x' => {
                let digits = std::str::from_utf8(self.rest.get(..2)?).ok()?;
                let byte = u8::from_str_radix(digits, 16).ok()?;
                self.rest = self.rest.get(2..)?;
                Some(byte)
            }
            byte => byte.is_ascii_punctuation().then_some(byte),
        }
    }

    fn class(&mut self) -> Option<Set> {
        let inverse = self.eat("^");
        let mut set = Set::default();
        let mut first = true;
        loop {
            let byte = self.take()?;
            match byte {
                b']' if !first => break,
                // Classes within classes and their arithmetic, which no signature needs.
                b'[' => return None,
                b'&' | b'~' if self.peek() == Some(byte) => return None,
                b'\\' if matches!(self.peek(), Some(b'd' | b'D' | b'w' | b'W' | b's' | b'S')) => {
                    set = set.with(self.escape()?);
                }
                _ if !byte.is_ascii() => return None,
                _ => {
                    let from = self.class_byte(byte)?;
                    let mut to = from;
                    if self.peek() == Some(b'-') && self.rest.get(1).is_some_and(|b| *b != b']') {
                        self.take()?;
                        let byte = self.take()?;
                        to = self.class_byte(byte)?;
                    }
                    set.add(from, to);
                }
            }
            first = false;
        }
        if self.fold {
            set = set.folded();
        }
        Some(if inverse { set.inverse() } else { set })
    }

    fn class_byte(&mut self, byte: u8) -> Option<u8> {
        if byte != b'\\' {
            return Some(byte);
        }
        let byte = self.take()?;
        self.escaped_byte(byte)
    }

    fn repeated(&mut self, node: Node) -> Option<Node> {
        let (min, max) = match self.peek() {
            Some(b'?') => (0, Some(1)),
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'{') => return self.counted(node),
            _ => return Some(node),
        };
        self.take()?;
        self.repeat(node, min, max)
    }

    fn counted(&mut self, node: Node) -> Option<Node> {
        self.take()?;
        let min = self.count()?;
        let max =
            if self.eat(",") { if self.peek() == Some(b'}') { None } else { Some(self.count()?) } } else { Some(min) };
        if !self.eat("}") || max.is_some_and(|max| max < min) {
            return None;
        }
        self.repeat(node, min, max)
    }

    fn count(&mut self) -> Option<u32> {
        let digits = self.rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let (text, rest) = self.rest.split_at_checked(digits)?;
        self.rest = rest;
        std::str::from_utf8(text).ok()?.parse().ok()
    }

    fn repeat(&mut self, node: Node, min: u32, max: Option<u32>) -> Option<Node> {
        let lazy = self.eat("?");
        // To repeat what can be empty has no clear meaning, and `a**` none at all.
        if node.nullable() || matches!(self.peek(), Some(b'*' | b'+' | b'?' | b'{')) {
            return None;
        }
        Some(Node::Repeat { node: Box::new(node), min, max, lazy })
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn what_this_syntax_lacks_is_no_pattern() {
        for pattern in [
            "a(",
            "a)",
            "*a",
            "a**",
            "(?i)a",
            "(?=a)",
            "[[:alpha:]]",
            "[a&&b]",
            "[a",
            "a{2,1}",
            "(?P<other>a)",
            "(a?)*",
            r"\pL",
            r"\1",
        ] {
            assert!(parse(pattern, true).is_none(), "{pattern}");
        }
        for pattern in
            ["", "a|", "[]a]", "[a-]", "[^]]", r"[\w.-]+", "a{2}", "a{2,}?", r"\x16\.", "(?P<status>50[0-4])", "(a|b)"]
        {
            assert!(parse(pattern, true).is_some(), "{pattern}");
        }
    }
}
