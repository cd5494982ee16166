//! What the form says, and the same as an address: so that it can be kept, passed on, and gone back to.
//!
//! The address holds only what differs from the beginning. It stands behind the `#`, which browsers send to nobody.

use why502_knowledge::Lang;
use why502_pages::{Description, Kind, Lang as PageLang, Retry, STATUSES, Target};

/// Longer addresses are cut by chat programs and refused by some browsers.
const MOST: usize = 6_000;
/// Of one field. A name this long is refused by every server that has a limit, and says so.
pub(super) const LONGEST: usize = 1_500;
/// An image that is larger is no logo.
pub(super) const LARGEST_LOGO: usize = 200_000;

/// Which page is looked at, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct View {
    pub(super) status: u16,
    pub(super) planned: bool,
    pub(super) wide: bool,
    pub(super) script: bool,
    pub(super) lang: PageLang,
}

impl View {
    pub(super) fn kind(self) -> Kind {
        if self.planned { Kind::Planned } else { Kind::of(self.status) }
    }
}

/// All that is chosen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    pub(super) target: Target,
    pub(super) page: Description,
    pub(super) view: View,
}

/// The language of a page that goes with one of the tool.
pub(super) fn page_lang(lang: Lang) -> PageLang {
    PageLang::parse(lang.tag()).unwrap_or_default()
}

impl Form {
    /// As it is at first: all languages, the reader's own in front.
    pub(super) fn new(lang: Lang) -> Self {
        let lang = page_lang(lang);
        let mut page = Description::new("");
        page.langs.sort_by_key(|l| *l != lang);
        // "nginx" is the first of all targets, the list begins with the most common.
        let target = Target::all().next().unwrap_or_else(|| unreachable_target());
        Self { target, page, view: View { status: 502, planned: false, wide: false, script: true, lang } }
    }

    /// The form that an address means; what it does not say, or says wrongly, is as at first.
    pub(super) fn read(choice: &str, lang: Lang) -> Self {
        let mut form = Self::new(lang);
        for (key, value) in choice.split('&').filter_map(|pair| pair.split_once('=')) {
            if let Some(value) = decoded(value) {
                form.take(key, value);
            }
        }
        form
    }

    fn take(&mut self, key: &str, value: String) {
        let number = |text: &str| text.parse::<u32>().ok();
        let page = &mut self.page;
        match key {
            "for" => self.target = Target::parse(&value).unwrap_or(self.target),
            "name" => page.name = cut(value, LONGEST),
            "home" => page.home = cut(value, LONGEST),
            "report" => page.report = cut(value, LONGEST),
            "tool" => page.tool = cut(value, LONGEST),
            "logo" => page.logo = value,
            "colour" => page.colour = format!("#{}", cut(value, 6)),
            "langs" => {
                let mut langs: Vec<PageLang> = value.split(',').filter_map(PageLang::parse).collect();
                langs.dedup();
                if !langs.is_empty() {
                    page.langs = langs;
                }
            }
            // None at all is said to be a mistake by the form; the address may hold that too.
            "status" => page.statuses = STATUSES.into_iter().filter(|s| value.contains(&s.to_string())).collect(),
            "retry" => {
                let numbers: Vec<u32> = value.split(',').filter_map(number).collect();
                if let [first, most, tries] = numbers[..] {
                    page.retry = Retry { first, most, tries };
                }
            }
            "planned" => page.planned = number(&value).unwrap_or(page.planned),
            "view" => match value.as_str() {
                "planned" => (self.view.status, self.view.planned) = (503, true),
                status => {
                    self.view.status = STATUSES.into_iter().find(|s| s.to_string() == status).unwrap_or(502);
                }
            },
            "wide" => self.view.wide = value == "1",
            "script" => self.view.script = value != "0",
            "in" => self.view.lang = PageLang::parse(&value).unwrap_or(self.view.lang),
            _ => {}
        }
    }

    /// The address, ready for a link. Without the logo when that is too large for one.
    pub(super) fn address(&self, lang: Lang) -> String {
        let whole = self.written(lang, true);
        if whole.len() <= MOST { whole } else { self.written(lang, false) }
    }

    /// Whether the address holds all of it.
    pub(super) fn fits(&self, lang: Lang) -> bool {
        self.written(lang, true).len() <= MOST
    }

    fn written(&self, lang: Lang, with_logo: bool) -> String {
        let first = Self::new(lang);
        let (page, before) = (&self.page, &first.page);
        let mut out = String::from("#/page");
        let mut add = |key: &str, value: &str, differs: bool| {
            if differs {
                out.push(if out.contains('?') { '&' } else { '?' });
                out.push_str(key);
                out.push('=');
                encode(value, &mut out);
            }
        };
        let list = |items: Vec<String>| items.join(",");
        let langs = |page: &Description| list(page.langs.iter().map(|l| l.tag().to_owned()).collect());
        let statuses = list(page.statuses.iter().map(u16::to_string).collect());
        let Retry { first: wait, most, tries } = page.retry;
        add("for", self.target.id(), self.target != first.target);
        add("name", &page.name, page.name != before.name);
        add("home", &page.home, page.home != before.home);
        add("report", &page.report, page.report != before.report);
        // The reader's language decides what is at first, and another reader has another.
        add("langs", &langs(page), langs(page) != langs(before));
        add("colour", page.colour.trim_start_matches('#'), page.colour != before.colour);
        add("status", &statuses, page.statuses != before.statuses);
        add("retry", &format!("{wait},{most},{tries}"), page.retry != before.retry);
        add("planned", &page.planned.to_string(), page.planned != before.planned);
        add("tool", &page.tool, page.tool != before.tool);
        add("logo", &page.logo, with_logo && !page.logo.is_empty());
        let view = if self.view.planned { "planned".to_owned() } else { self.view.status.to_string() };
        add("view", &view, (self.view.status, self.view.planned) != (502, false));
        add("wide", "1", self.view.wide);
        add("script", "0", !self.view.script);
        add("in", self.view.lang.tag(), self.view.lang != first.view.lang);
        out
    }
}

/// The text cut to so many bytes, between characters.
pub(super) fn cut(mut text: String, most: usize) -> String {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

/// Percent-encoded: what is left is safe in an address and in what makes links of addresses.
fn encode(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/:@,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.extend(DIGITS.get(usize::from(half)).map(|digit| char::from(*digit)));
            }
        }
    }
}

/// `None` when it is not text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                (digit()? << 4 | digit()?) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}
