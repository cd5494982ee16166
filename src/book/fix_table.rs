//! The table of all fixes: those of the verdict first, with the reader's values in their commands.

use why502_engine::Map;

use web_sys::Element;
use why502_book::book;
use why502_knowledge::{CAUSES, Cause, Lang, Words, more_words};
use why502_report::document::{self, FixStep, own_values};
use yew::prelude::*;

use super::{dom, filter};
use crate::components::fixes;
use crate::route::Route;
use crate::session::Answer;

/// What the form asks for, as one text that can be compared: `words \u{1f} cause \u{1f} product \u{1f} kind \u{1f} risk`.
pub(super) fn asked(root: &Element) -> String {
    let Some(form) = dom::first(root, "[data-fixes]") else {
        return String::new();
    };
    let (words, choices) = filter::read(&form);
    let choice = |name: &str| choices.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value);
    [&words, choice("cause"), choice("product"), choice("kind"), choice("risk")].join("\u{1f}")
}

/// Asks for the fixes of one cause, which the address names.
pub(super) fn preset(root: &Element, cause: &str) {
    if let Some(field) = dom::first(root, "[data-fixes] [data-by=\"cause\"]") {
        dom::fill(&field, cause);
    }
}

/// Whether a fix is asked for.
fn fits(fix: &FixStep, title: &str, [words, kind, risk]: [&str; 3]) -> bool {
    let is = |wanted: &str, has: &str| wanted.is_empty() || wanted == has;
    if !is(kind, fix.kind.id()) || !is(risk, fix.risk.id()) {
        return false;
    }
    if words.is_empty() {
        return true;
    }
    let steps = [&fix.check, &fix.act, &fix.prove].map(|step| format!("{} {}", step.words, step.commands.join(" ")));
    filter::has_words(&format!("{title} {} {}", fix.title, steps.join(" ")), words)
}

pub(super) fn draw(asked: &str, answer: Option<&Answer>, lang: Lang, words: &Words) -> Html {
    let mut fields = asked.split('\u{1f}');
    let mut next = || fields.next().unwrap_or_default();
    let [wanted, cause, product, kind, risk] = std::array::from_fn(|_| next());
    let finding = answer.and_then(|answer| Some((answer.report.findings.first()?, &answer.report)));
    let values = finding.map_or_else(Map::new, |(finding, report)| own_values(finding, report));
    let first = finding.map_or("", |(finding, _)| finding.cause.as_str());
    // What was found, then what the same text may mean, then the rest.
    let also: Vec<&str> = finding.map_or_else(Vec::new, |(f, _)| f.also.iter().map(|a| a.cause.as_str()).collect());
    let near = |c: &Cause| {
        if c.id == first {
            0
        } else if also.contains(&c.id) {
            1
        } else {
            2
        }
    };
    let causes = (0..3).flat_map(|rank| CAUSES.iter().filter(move |c| near(c) == rank));
    let products = book(lang).map_or(&[][..], |book| book.products());
    let product = products.iter().find(|p| p.id == product);
    let groups = causes.filter(|c| (cause.is_empty() || c.id == cause) && product.is_none_or(|p| p.shows(c.id)));
    let groups: Vec<_> = groups
        .filter_map(|c| {
            let title = c.text(lang)?.title;
            let mut all = document::fixes(c, &values, lang);
            all.retain(|fix| fits(fix, title, [wanted, kind, risk]));
            (!all.is_empty()).then_some((c, title, all))
        })
        .collect();
    let more = more_words(lang);
    let count: usize = groups.iter().map(|(_, _, all)| all.len()).sum();
    html! {
        <section class="part" data-testid="fix-table">
            <p role="status" class="quiet">
                if count == 0 { { more.search_none } } else { { crate::i18n::fill(more.search_found, &[("count", &count.to_string())]) } }
            </p>
            for (cause, title, all) in groups {
                <section key={cause.id} data-cause={cause.id}>
                    <h2 class="of-cause"><a href={Route::Cause(cause.id).to_string()}>{ title }</a></h2>
                    { fixes(&all, 2, cause.id == first, words) }
                </section>
            }
        </section>
    }
}
