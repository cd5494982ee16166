//! A page as a document of its own: readable without script, from any folder, on paper.

use std::fmt::Write;

use why502_knowledge::Lang;

use crate::html::{E, of};
use crate::{Ctx, Page};

/// The style of all documents: the app's own, and what only the guide has.
pub const STYLE: &str = concat!(
    include_str!("../../../www/css/base.css"),
    include_str!("../../../www/css/frame.css"),
    include_str!("../../../www/css/verdict.css"),
    include_str!("../../../www/css/guide.css"),
    include_str!("../../../www/css/twin.css"),
);

/// It may load its style, and nothing else from anywhere; it runs no script. Requests to its own server are left to
/// those who look at it from within, such as what audits a page and wants to see robots.txt.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath d='M3 \
    16h9M20 16h9' stroke='%230f6b78' stroke-width='4' stroke-linecap='round'/%3E%3Cpath d='M13 11l6 10M19 11l-6 10' \
    stroke='%23c4321f' stroke-width='3.4' stroke-linecap='round'/%3E%3C/svg%3E";

/// The file of a page, from `dist/guide/<lang>/`.
fn file(key: &str) -> String {
    if key == "guide" { "index.html".to_owned() } else { format!("{key}.html") }
}

/// The document of a page of [`crate::twin`], and its file's path from `dist/guide/`.
#[must_use]
pub fn document(page: &Page, lang: Lang) -> (String, String) {
    let ctx = Ctx::twin(lang, &page.key);
    let w = ctx.words;
    let up = "../".repeat(page.key.matches('/').count());
    let path = file(&page.key);
    // In the page only: in its head search engines want whole addresses, and nobody knows where the site will lie.
    let mut switch = String::new();
    for other in Lang::all() {
        let href = format!("{up}../{}/{path}", other.tag());
        if other != lang {
            let _ = write!(
                switch,
                "<a href=\"{}\" hreflang=\"{1}\" lang=\"{1}\">{2}</a>",
                E(&href),
                other.tag(),
                E(of(other).settings_own_name)
            );
        }
    }
    let nav = nav(page, &ctx);
    let app = format!("{up}../../index.html#/{}", page.key);
    let html = format!(
        "<!doctype html>\n<html lang=\"{lang}\" data-theme=\"auto\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} · why502</title>\n<meta name=\"description\" content=\"{description}\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"{ICON}\">\n<link rel=\"stylesheet\" href=\"{up}../style.css\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">{skip}</a>\n\
         <header class=\"top\"><a class=\"brand\" href=\"{home}\" translate=\"no\"><span aria-hidden=\"true\" class=\"brand-mark\"></span>why502</a>\n\
         <nav aria-label=\"{nav_name}\">{nav}</nav><div class=\"switches\">{switch}</div></header>\n\
         <main id=\"main\" class=\"book\" tabindex=\"-1\">\n<h1>{heading}</h1>\n{body}\n\
         <p class=\"to-app\"><a class=\"button\" href=\"{app}\">{to_app}</a> <a href=\"{up}../../index.html\">{diagnose}</a></p>\n</main>\n\
         <footer class=\"bottom\"><p>{footer}</p></footer>\n</body>\n</html>\n",
        lang = lang.tag(),
        title = E(&page.title),
        heading = E(&page.title),
        description = E(&page.description),
        skip = E(w.app_skip),
        home = E(&ctx.href("#/guide")),
        nav_name = E(w.app_nav),
        body = page.html,
        app = E(&app),
        to_app = E(w.book_open_app),
        diagnose = E(w.cause_diagnose),
        footer = E(w.app_footer),
    );
    (format!("{}/{path}", lang.tag()), html)
}

/// The way round; the open page's entry says so.
fn nav(page: &Page, ctx: &Ctx) -> String {
    let w = ctx.words;
    let mut out = String::new();
    for (key, title) in [
        ("guide", w.book_home_short),
        ("502", w.book_what_short),
        ("causes", w.app_causes),
        ("walk", w.book_walk_short),
        ("fixes", w.book_fixes_short),
        ("faq", w.book_faq_short),
    ] {
        let here = if page.key == key { " aria-current=\"page\"" } else { "" };
        let _ = write!(out, "<a href=\"{}\"{here}>{}</a>", E(&ctx.href(&format!("#/{key}"))), E(title));
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use why502_knowledge::Lang;

    use super::document;
    use crate::twin;

    fn site() -> BTreeMap<String, String> {
        Lang::all().flat_map(|lang| twin(lang).iter().map(|page| document(page, lang)).collect::<Vec<_>>()).collect()
    }

    fn attribute<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
        html.split(name).skip(1).filter_map(|rest| rest.strip_prefix("=\"")?.split('"').next())
    }

    /// `a/b/../c` without the way back.
    fn resolved(base: &str, link: &str) -> String {
        let mut parts: Vec<&str> = base.split('/').collect();
        parts.pop();
        for part in link.split('/') {
            match part {
                ".." => {
                    // One above dist/guide/ is the app.
                    if parts.pop().is_none() {
                        return "(app)".into();
                    }
                }
                part => parts.push(part),
            }
        }
        parts.join("/")
    }

    #[test]
    fn every_link_leads_to_a_page_and_a_place_on_it() {
        let site = site();
        let ids: BTreeMap<&str, BTreeSet<&str>> =
            site.iter().map(|(path, html)| (path.as_str(), attribute(html, " id").collect())).collect();
        let mut links = 0;
        for (path, html) in &site {
            for link in attribute(html, " href") {
                links += 1;
                if link.starts_with("https://") || link.starts_with("data:") || link.ends_with("style.css") {
                    continue;
                }
                let (file, place) = link.split_once('#').unwrap_or((link, ""));
                let target = if file.is_empty() { path.clone() } else { resolved(path, file) };
                if target == "(app)" || target.ends_with("(app)") {
                    continue;
                }
                let known = ids.get(target.as_str());
                assert!(known.is_some(), "{path}: {link} leads to {target}, which is not there");
                let found = place.is_empty() || known.is_some_and(|ids| ids.contains(place));
                assert!(found, "{path}: {link}: there is no such place");
            }
        }
        assert!(links > 5_000, "{links}");
    }

    #[test]
    fn documents_are_complete_and_fetch_nothing_from_elsewhere() {
        for (path, html) in site() {
            assert!(!html.contains("<script"), "{path}");
            for what in [" src=\"", " style=\"", " onclick=", "url(http", "@import"] {
                assert!(!html.contains(what), "{path}: {what}");
            }
            assert_eq!(html.matches("<h1>").count(), 1, "{path}");
            assert_eq!(html.matches("hreflang=\"").count(), Lang::all().count() - 1, "{path}");
            let description = attribute(&html, "name=\"description\" content").next().unwrap();
            assert!(description.chars().count() > 8, "{path}: {description}");
            let mut ids = BTreeSet::new();
            for id in attribute(&html, " id") {
                assert!(ids.insert(id.to_owned()), "{path}: id {id} is there twice");
            }
        }
    }

    #[test]
    fn titles_are_unique_within_a_language() {
        for lang in Lang::all() {
            let mut seen = BTreeSet::new();
            for page in twin(lang) {
                assert!(seen.insert(page.title.clone()), "{}: {:?} is there twice", page.key, page.title);
            }
        }
    }
}
