//! What the site's owner says about the site, and what of it cannot be used.

use crate::escape;
use crate::text::{Lang, Words, fill};

/// All that a page is made from. [`Description::new`] gives one that needs only a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The site's name as visitors know it; may be empty.
    pub name: String,
    /// Where the home link leads: a path or an http(s) address.
    pub home: String,
    /// How visitors tell the site: an e-mail address, `mailto:` or http(s) address. Empty: no such link.
    pub report: String,
    /// The languages of the page, the preferred one first.
    pub langs: Vec<Lang>,
    /// Colour of button and edge, `#rrggbb`.
    pub colour: String,
    /// An SVG, or a `data:` address of an image. Empty: none.
    pub logo: String,
    /// Which failures get the page: of 502, 503 and 504.
    pub statuses: Vec<u16>,
    /// How the page asks whether the site is back.
    pub retry: Retry,
    /// `Retry-After` of planned work, in seconds.
    pub planned: u32,
    /// Where the admin's tool is, as a path on the same server or an https address. Empty: no door.
    pub tool: String,
}

/// How patiently a page asks. Waits double from the first to the longest, each a quarter more or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// Seconds before the first try.
    pub first: u32,
    /// Seconds between two tries at most.
    pub most: u32,
    /// After how many tries it gives up.
    pub tries: u32,
}

/// The statuses that a page can be made for.
pub const STATUSES: [u16; 3] = [502, 503, 504];

const COLOUR: &str = "#1f6f8b";

impl Description {
    /// A description with this name and defaults for the rest: all languages, all statuses, retries after 30, 60
    /// and then 120 seconds, ten times.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            home: "/".to_owned(),
            report: String::new(),
            langs: Lang::all().collect(),
            colour: COLOUR.to_owned(),
            logo: String::new(),
            statuses: STATUSES.to_vec(),
            retry: Retry { first: 30, most: 120, tries: 10 },
            planned: 3600,
            tool: String::new(),
        }
    }

    /// The same without what no page can show, and with short forms spelt out; or everything that is wrong.
    pub(crate) fn checked(&self) -> Result<Self, Vec<Mistake>> {
        let mut wrong = Vec::new();
        let mut see = |ok: bool, field, word: &str| {
            if !ok {
                wrong.push(Mistake { field, word: word.chars().take(80).collect() });
            }
        };
        let colour = self.colour.trim();
        let hex = colour.strip_prefix('#').is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
        see(hex, Field::Colour, colour);
        let home = self.home.trim();
        // Two slashes begin the address of another host.
        let path = home.starts_with('/') && !home.starts_with("//") && !home.starts_with("/\\");
        see(path || is_web(home), Field::Home, home);
        let report = self.report.trim();
        let is_mail = !report.contains([':', '/', ' '])
            && report.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
        see(report.is_empty() || is_web(report) || is_mailto(report) || is_mail, Field::Report, report);
        let tool = self.tool.trim();
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-~".contains(&b);
        let path = tool.starts_with('/') && !tool.starts_with("//") && tool.bytes().all(plain) && !tool.contains("..");
        see(tool.is_empty() || path && tool.len() > 1 || has_prefix(tool, "https://"), Field::Tool, tool);
        let logo = logo_url(self.logo.trim());
        see(logo.is_some(), Field::Logo, "");
        see(!self.langs.is_empty(), Field::Langs, "");
        let odd = self.statuses.iter().find(|s| !STATUSES.contains(s)).map(u16::to_string);
        see(odd.is_none() && !self.statuses.is_empty(), Field::Statuses, &odd.unwrap_or_default());
        let Retry { first, most, tries } = self.retry;
        see(first >= 5 && most >= first && (1..=100).contains(&tries), Field::Retry, "");
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut langs = self.langs.clone();
        langs.dedup();
        let mut statuses = self.statuses.clone();
        statuses.sort_unstable();
        statuses.dedup();
        Ok(Self {
            name: visible(&self.name),
            home: escape::url(home),
            report: match report {
                mail if is_mail => format!("mailto:{}", escape::url(mail)),
                other => escape::url(other),
            },
            langs,
            colour: colour.to_ascii_lowercase(),
            logo: logo.unwrap_or_default(),
            statuses,
            tool: escape::url(tool),
            ..*self
        })
    }
}

/// A part of the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the fields of `Description`")]
pub enum Field {
    Colour,
    Home,
    Report,
    Tool,
    Logo,
    Langs,
    Statuses,
    Retry,
}

/// A part of the description that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Which part.
    pub field: Field,
    /// What was given, cut to 80 characters.
    pub word: String,
}

impl Mistake {
    /// What is wrong and what would be right.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let w: &Words = lang.words();
        let text = match self.field {
            Field::Colour => w.refusal_colour,
            Field::Home => w.refusal_home,
            Field::Report => w.refusal_report,
            Field::Tool => w.refusal_tool,
            Field::Logo => w.refusal_logo,
            Field::Langs => w.refusal_langs,
            Field::Statuses => w.refusal_statuses,
            Field::Retry => w.refusal_retry,
        };
        fill(text, &[("word", &format!("“{}”", visible(&self.word)))])
    }
}

fn has_prefix(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn is_web(text: &str) -> bool {
    ["https://", "http://"].iter().any(|p| has_prefix(text, p) && text.len() > p.len())
}

fn is_mailto(text: &str) -> bool {
    has_prefix(text, "mailto:") && text.contains('@')
}

/// A name as one line of letters that can be seen. Controls end lines and strings in configuration files, and
/// direction marks would turn the text around them; neither belongs in a name.
fn visible(name: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
            || (c as u32) & 0xfffe == 0xfffe
    };
    let spaced: String = name.chars().map(|c| if hidden(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An image's file as a description wants its logo. What kind it is, its first bytes say; all else is taken for SVG, and
/// refused when it is none.
#[must_use]
pub fn logo(file: &[u8]) -> String {
    let kinds: [(&[u8], &str); 4] =
        [(b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp")];
    match kinds.iter().find(|(start, _)| file.starts_with(start)) {
        Some((_, kind)) => format!("data:image/{kind};base64,{}", escape::base64(file)),
        None => String::from_utf8_lossy(file).into_owned(),
    }
}

/// The image as a `data:` address. Shown by `<img>`, so whatever an SVG holds, no script of it runs.
fn logo_url(logo: &str) -> Option<String> {
    if logo.is_empty() {
        return Some(String::new());
    }
    if let Some(data) = logo.strip_prefix("data:image/") {
        let (kind, rest) = data.split_once(";base64,")?;
        let kinds = ["svg+xml", "png", "jpeg", "gif", "webp", "avif"];
        let base64 = |b: u8| b.is_ascii_alphanumeric() || b"+/=".contains(&b);
        return (kinds.contains(&kind) && rest.bytes().all(base64)).then(|| logo.to_owned());
    }
    let is_svg = (logo.starts_with("<svg") || logo.starts_with("<?xml") || logo.starts_with("<!--"))
        && logo.contains("<svg")
        && logo.trim_end().ends_with("</svg>");
    is_svg.then(|| format!("data:image/svg+xml,{}", escape::svg(logo)))
}
