//! A form that narrows the list below it.

use web_sys::Element;

use super::dom;
use crate::i18n::fill;

/// Whether all words stand in the text, whatever their case. Only Latin letters have two cases here.
pub(super) fn has_words(text: &str, words: &str) -> bool {
    let text = text.to_ascii_lowercase();
    words.split(' ').all(|word| text.contains(&word.to_ascii_lowercase()))
}

/// What is asked for: words, and for each choice its name and value.
pub(super) fn read(form: &Element) -> (String, Vec<(String, String)>) {
    let words = dom::first(form, "[data-words]").map_or_else(String::new, |field| dom::value(&field));
    let lists = dom::all(form, "[data-by]");
    let choices = lists.iter().map(|s| (dom::attr(s, "data-by"), dom::value(s)));
    (words, choices.filter(|(_, value)| !value.is_empty()).collect())
}

/// Hides the items that do not fit, and groups without any; says how many are left.
pub(super) fn apply(root: &Element, form: &Element) {
    let items = dom::all(root, "[data-item]");
    if items.is_empty() {
        return;
    }
    let (words, choices) = read(form);
    let mut left = 0;
    for item in &items {
        let fits = choices.iter().all(|(name, value)| dom::says(item, &format!("data-{name}"), value))
            && has_words(&dom::text(item), &words);
        left += u32::from(fits);
        dom::show(item, fits);
    }
    for group in dom::all(root, "[data-group]") {
        let any = dom::first(&group, "[data-item]:not([hidden])").is_some();
        dom::show(&group, any);
    }
    said(form, left);
}

/// The number of what is shown, or that there is nothing.
pub(super) fn said(form: &Element, left: u32) {
    if let Some(line) = dom::first(form, "[data-found]") {
        let sentence = if left == 0 {
            dom::attr(&line, "data-none")
        } else {
            fill(&dom::attr(&line, "data-found"), &[("count", &left.to_string())])
        };
        if dom::text(&line) != sentence {
            dom::write(&line, &sentence);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::has_words;

    #[test]
    fn every_word_must_be_there() {
        assert!(has_words("Start the Backend", "backend start"));
        assert!(has_words("啟動後端", "後端"));
        assert!(has_words("anything", " "));
        assert!(!has_words("Start the backend", "backend stop"));
    }
}
