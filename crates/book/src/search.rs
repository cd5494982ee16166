//! Search over everything, without an index: the whole book is a few hundred kilobytes, and looking through it takes
//! less than a frame.
//!
//! Words are told apart by blanks, and Latin letters have no case. Chinese has none: a run of Chinese characters that is found nowhere as it is
//! counts as its pairs of neighbours, of which most must be found. So 逾時設定 finds a page that says 設定逾時.

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where it is: an address of the app.
    pub address: String,
    /// What it is called.
    pub title: String,
    /// A piece of its text around the first word that was looked for.
    pub excerpt: String,
    /// Higher is better.
    score: u32,
}

/// What can be found.
#[derive(Debug, Default)]
pub struct Searcher {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    address: String,
    title: String,
    text: String,
    folded_title: String,
    folded: String,
}

/// How many characters an excerpt has before and after the word.
const BEFORE: usize = 24;
const AFTER: usize = 70;

impl Searcher {
    /// Adds something to be found. `text` is plain.
    pub fn add(&mut self, address: String, title: &str, text: String) {
        self.entries.push(Entry {
            address,
            title: title.to_owned(),
            folded_title: title.to_ascii_lowercase(),
            folded: text.to_ascii_lowercase(),
            text,
        });
    }

    /// What fits best, best first, at most `most`.
    #[must_use]
    pub fn find(&self, query: &str, most: usize) -> Vec<Hit> {
        let terms: Vec<String> =
            query.split([' ', '\u{3000}']).filter(|t| !t.is_empty()).map(str::to_ascii_lowercase).collect();
        if terms.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<Hit> = Vec::new();
        for hit in self.entries.iter().filter_map(|entry| entry.hit(&terms)) {
            // A few are kept in order; a general sort would weigh more than all of this.
            let at = hits.iter().position(|other| other.score < hit.score).unwrap_or(hits.len());
            if at < most {
                hits.insert(at, hit);
                hits.truncate(most);
            }
        }
        hits
    }
}

impl Entry {
    /// Every word must be there; one in the title counts most.
    fn hit(&self, terms: &[String]) -> Option<Hit> {
        let mut score = 0;
        let mut at = None;
        for term in terms {
            let place = self.folded.find(term.as_str());
            score += if self.folded_title == *term {
                200
            } else if self.folded_title.starts_with(term.as_str()) {
                100
            } else if self.folded_title.contains(term.as_str()) {
                80
            } else if place.is_some() {
                // The same word again and again means that it is the topic.
                10 + self.folded.matches(term.as_str()).count().min(10) as u32
            } else {
                self.pairs(term)?
            };
            at = at.or(place);
        }
        Some(Hit { address: self.address.clone(), title: self.title.clone(), excerpt: self.excerpt(at), score })
    }

    /// A Chinese run by its pairs of neighbours: at least two of three must be there.
    fn pairs(&self, term: &str) -> Option<u32> {
        let letters: Vec<char> = term.chars().collect();
        if letters.len() < 3 || !letters.iter().all(|c| *c >= '\u{2e80}') {
            return None;
        }
        let has = |pair: &[char]| {
            let pair: String = pair.iter().collect();
            self.folded.contains(&pair) || self.folded_title.contains(&pair)
        };
        let all = letters.len() - 1;
        let found = letters.windows(2).filter(|pair| has(pair)).count();
        (found * 3 >= all * 2).then_some(5)
    }

    fn excerpt(&self, at: Option<usize>) -> String {
        let mut at = at.unwrap_or(0).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let (before, after) = self.text.split_at(at);
        let from = before.char_indices().rev().nth(BEFORE).map_or(0, |(i, _)| i);
        let to = after.char_indices().nth(AFTER).map_or(after.len(), |(i, _)| i);
        let mut out = String::new();
        if from > 0 {
            out.push('…');
        }
        out.push_str(before.get(from..).unwrap_or_default());
        out.push_str(after.get(..to).unwrap_or_default());
        if to < after.len() {
            out.push('…');
        }
        out
    }
}

/// The words of HTML that the guide has drawn: tags away, the five escapes back.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        out.push_str(text);
        let (tag, after) = tail.split_once('>').unwrap_or((tail, ""));
        // What stood apart stays apart.
        let inline = ["code", "/code", "strong", "/strong", "a", "/a", "var", "/var", "mark", "/mark", "span", "/span"];
        if !inline.contains(&tag.split(' ').next().unwrap_or_default()) && !out.ends_with(' ') {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    for (escape, letter) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        if out.contains(escape) {
            out = out.replace(escape, letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Searcher, plain};

    fn searcher() -> Searcher {
        let mut all = Searcher::default();
        all.add("#/a".into(), "Timeouts", "Raise proxy_read_timeout in nginx".into());
        all.add("#/b".into(), "nginx", "The log of nginx. nginx again.".into());
        all.add("#/c".into(), "逾時階梯", "外層一定要等得比內層久，設定逾時要小心。".into());
        all.add("#/d".into(), "連線被拒", "沒有程式在聽。".into());
        all
    }

    fn found(query: &str) -> Vec<String> {
        searcher().find(query, 10).into_iter().map(|h| h.address).collect()
    }

    #[test]
    fn every_word_must_be_there_and_titles_come_first() {
        assert_eq!(found("nginx"), ["#/b", "#/a"]);
        assert_eq!(found("NGINX timeout"), ["#/a"]);
        assert_eq!(found("nginx unicorn"), Vec::<String>::new());
        assert_eq!(found("  "), Vec::<String>::new());
    }

    #[test]
    fn chinese_is_found_without_word_boundaries() {
        assert_eq!(found("逾時"), ["#/c"]);
        assert_eq!(found("內層"), ["#/c"]);
        assert_eq!(found("逾時設定"), ["#/c"]);
        assert_eq!(found("連線 程式"), ["#/d"]);
        assert_eq!(found("憑證過期"), Vec::<String>::new());
    }

    #[test]
    fn an_excerpt_shows_the_word() {
        let hits = searcher().find("小心", 1);
        assert!(hits[0].excerpt.contains("小心"), "{}", hits[0].excerpt);
    }

    #[test]
    fn html_becomes_words() {
        assert_eq!(plain("<p>a <code>b</code></p><p>c &amp; &lt;d&gt;</p>").trim(), "a b c & <d>");
    }
}
