//! Search over everything: causes, fixes, questions, commands, examples, the checklist.

use why502_book::{Hit, Searcher, book};
use why502_knowledge::{self as knowledge, CAUSES, Lang, MoreWords};
use yew::prelude::*;

use crate::percent::{decoded, encode};

/// Pages that only collect what is found by itself; of these the first words count.
const LISTS: [&str; 6] = ["walk", "fixes", "commands", "faq", "prevention", "examples"];
const LEAD: usize = 160;

/// What a searcher is made of: the language, and whether its long texts were there.
type Made = (Lang, bool);

/// So many hits are shown.
const MOST: usize = 20;

fn searcher(lang: Lang) -> Searcher {
    let mut all = Searcher::default();
    let Some(book) = book(lang) else {
        return all;
    };
    let guide = knowledge::guide(lang);
    let colon = knowledge::words(lang).report_colon;
    for cause in CAUSES {
        let Some(text) = cause.text(lang) else { continue };
        let long = guide.and_then(|g| g.cause(cause.id));
        let explanation = knowledge::reason(lang, cause.id);
        let shown = book.page(&format!("cause/{}", cause.id)).map_or("", |page| page.html);
        let address = format!("#/cause/{}", cause.id);
        all.add(address, text.title, format!("{} {explanation} {}", text.meaning, why502_book::plain(shown)));
        for fix in long.into_iter().flat_map(|l| &l.fixes) {
            let steps =
                [&fix.check, &fix.act, &fix.prove].map(|step| format!("{} {}", step.words, step.commands.join(" ")));
            all.add(format!("#/fixes/{}", cause.id), fix.title, format!("{}{colon}{}", text.title, steps.join(" ")));
        }
    }
    for page in book.pages().iter().filter(|page| !page.key.starts_with("cause/") && page.key != "guide") {
        let mut text = why502_book::plain(page.html);
        if LISTS.contains(&page.key) {
            // What stands further down is found by itself.
            let end = text.char_indices().nth(LEAD).map_or(text.len(), |(at, _)| at);
            text.truncate(end);
        }
        all.add(format!("#/{}", page.key), page.title, text);
    }
    for item in book.items() {
        all.add(item.address.to_owned(), item.title, item.words.to_owned());
    }
    all
}

/// The hits of a query. The searcher is made at the first key: reading the whole book takes some milliseconds.
pub(super) fn hits(searcher: &mut Option<(Made, Searcher)>, query: &str, lang: Lang) -> Vec<Hit> {
    if query.is_empty() {
        return Vec::new();
    }
    let now = (lang, knowledge::has_reasons(lang));
    let (_, all) = match searcher.take() {
        Some(made) if made.0 == now => searcher.insert(made),
        _ => searcher.insert((now, self::searcher(lang))),
    };
    all.find(query, MOST)
}

/// The query is in the address, so that whoever comes back from a hit finds the others again.
pub(super) fn address(query: &str) -> String {
    let mut address = "#/guide".to_owned();
    if !query.trim().is_empty() {
        address.push_str("?q=");
        encode(query.trim(), &mut address);
    }
    address
}

/// The query in what an address has chosen.
pub(super) fn query(choice: &str) -> String {
    let mut pairs = choice.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == "q").and_then(|(_, query)| decoded(query)).unwrap_or_default()
}

pub(super) fn search(query: &str, hits: Vec<Hit>, words: &MoreWords) -> Html {
    let said = match hits.len() {
        _ if query.trim().is_empty() => String::new(),
        0 => words.search_none.to_owned(),
        count => crate::i18n::fill(words.search_found, &[("count", &count.to_string())]),
    };
    html! {
        <div role="search">
            <label class="search-box">
                <span class="visually-hidden">{ words.search_label }</span>
                <input
                    type="search"
                    data-search=""
                    value={query.to_owned()}
                    placeholder={words.search_label}
                    autocomplete="off"
                    data-testid="search"
                />
            </label>
            <p role="status" class="quiet">{ said }</p>
            <ol class="briefs" data-testid="hits">
                for hit in hits {
                    <li key={format!("{} {}", hit.address, hit.title)}>
                        <a href={hit.address}>{ hit.title }</a>
                        <p>{ hit.excerpt }</p>
                    </li>
                }
            </ol>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::{address, query};

    #[test]
    fn a_query_comes_back_from_its_address() {
        assert_eq!(address(" "), "#/guide");
        let there = address(" 逾時 & 504 ");
        assert_eq!(query(there.strip_prefix("#/guide?").unwrap()), "逾時 & 504");
        assert_eq!(query("utm_source=mail"), "");
    }
}
