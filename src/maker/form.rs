//! What the form says, and the same as an address: so that it can be kept, passed on, and gone back to.
//!
//! The address holds only what differs from the beginning. It stands behind the `#`, which browsers send to nobody.

use why502_knowledge::Lang;
use why502_pages::{Description, Kind, Lang as PageLang, Retry, STATUSES, Target};

use crate::percent::{decoded, encode};

/// Longer addresses are cut by chat programs and refused by some browsers.
const MOST: usize = 6_000;
/// Stands for a logo that is too large for an address.
pub(super) const LARGE: &str = "large";
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
        Self {
            target: Target::default(),
            page,
            view: View { status: 502, planned: false, wide: false, script: true, lang },
        }
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
                let mut langs: Vec<PageLang> = Vec::new();
                for lang in value.split(',').filter_map(PageLang::parse) {
                    if !langs.contains(&lang) {
                        langs.push(lang);
                    }
                }
                if !langs.is_empty() {
                    page.langs = langs;
                }
            }
            // None at all is said to be a mistake by the form; the address may hold that too.
            "status" => {
                let named = |status: &u16| value.split(',').any(|s| s == status.to_string());
                page.statuses = STATUSES.into_iter().filter(named).collect();
            }
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
        let langs = page.langs.iter().map(|l| l.tag()).collect::<Vec<_>>().join(",");
        let statuses = page.statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(",");
        let Retry { first: wait, most, tries } = page.retry;
        add("for", self.target.id(), self.target != first.target);
        add("name", &page.name, page.name != before.name);
        add("home", &page.home, page.home != before.home);
        add("report", &page.report, page.report != before.report);
        // The reader's language decides what is at first, and the next reader has another.
        add("langs", &langs, page != before || self.target != first.target);
        add("colour", page.colour.trim_start_matches('#'), page.colour != before.colour);
        add("status", &statuses, page.statuses != before.statuses);
        add("retry", &format!("{wait},{most},{tries}"), page.retry != before.retry);
        add("planned", &page.planned.to_string(), page.planned != before.planned);
        add("tool", &page.tool, page.tool != before.tool);
        add("logo", if with_logo { &page.logo } else { LARGE }, !page.logo.is_empty());
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

#[cfg(test)]
mod tests {
    use why502_knowledge::Lang;
    use why502_pages::{Lang as PageLang, Retry, Target};

    use super::{Form, MOST};

    fn back(form: &Form) -> Form {
        let address = form.address(Lang::EN);
        Form::read(address.split_once('?').map_or("", |(_, choice)| choice), Lang::EN)
    }

    #[test]
    fn a_form_that_says_nothing_has_a_plain_address() {
        assert_eq!(Form::new(Lang::EN).address(Lang::EN), "#/page");
    }

    #[test]
    fn every_choice_comes_back_from_the_address() {
        let mut form = Form::new(Lang::EN);
        form.target = Target::parse("haproxy").unwrap();
        form.page.name = "山茶花 & Co. = 100% \"#?\n🙂".into();
        form.page.home = "https://example.com/?a=1&b=2".into();
        form.page.report = "help@example.com".into();
        form.page.langs = vec![PageLang::parse("zh-Hant").unwrap()];
        form.page.colour = "#aa00ff".into();
        form.page.logo = "<svg xmlns='http://www.w3.org/2000/svg'></svg>".into();
        form.page.statuses = vec![502, 504];
        form.page.retry = Retry { first: 10, most: 60, tries: 5 };
        form.page.planned = 600;
        form.page.tool = "/why502/".into();
        form.view.planned = true;
        form.view.status = 503;
        form.view.wide = true;
        form.view.script = false;
        form.view.lang = PageLang::parse("zh-Hant").unwrap();
        assert!(form.fits(Lang::EN));
        assert_eq!(back(&form), form);
        form.page.statuses.clear();
        assert_eq!(back(&form), form);
    }

    #[test]
    fn another_reader_gets_the_same_page() {
        let mut form = Form::new(Lang::EN);
        form.page.name = "Shop".into();
        let address = form.address(Lang::EN);
        let chinese = Lang::parse("zh-Hant").unwrap();
        assert_eq!(Form::read(address.split_once('?').unwrap().1, chinese).page, form.page);
    }

    #[test]
    fn a_large_logo_is_not_in_the_address() {
        let mut form = Form::new(Lang::EN);
        form.page.logo = format!("<svg>{}</svg>", "x".repeat(MOST));
        assert!(!form.fits(Lang::EN));
        assert!(form.address(Lang::EN).len() < 100);
        assert_eq!(back(&form).page.logo, super::LARGE);
    }

    #[test]
    fn what_is_no_choice_is_as_at_first() {
        let first = Form::new(Lang::EN);
        for choice in ["", "&&=", "for=none", "name=%zz", "name=%ff", "retry=1,2", "langs=fr", "view=200", "x=y"] {
            assert_eq!(Form::read(choice, Lang::EN), first, "{choice}");
        }
    }
}
