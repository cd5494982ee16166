//! The page as a visitor would see it, in a frame of its own.
//!
//! A frame that is filled by `srcdoc` inherits this page's policy, which forbids the inline style and script that a
//! visitor's page is made of. So the frame loads `preview.html`, a document of this site with a policy of its own, which writes
//! down what it is given and gets the visitor's page's own. It is given by the frame's name, so that it is there again
//! when the page in it reloads. The sandbox makes it a stranger to this page, to its storage and to the site.
//!
//! A stranger gets nothing from the service worker, so without a network there would be no preview. Where there is a
//! service worker, the frame is sandboxed by the header that it sends along instead; and `preview.html` writes down
//! nothing where neither has happened.

use gloo_timers::callback::Timeout;
use why502_knowledge::{Lang, more_words};
use why502_pages::{Description, Lang as PageLang, STATUSES, Variant, preview};
use yew::prelude::*;

use super::fields::choice;
use super::form::View;
use crate::web;

/// After the last key: a frame for each would flicker.
const PATIENCE_MS: u32 = 300;

#[derive(Properties, PartialEq)]
pub(super) struct PreviewProps {
    pub(super) page: Description,
    pub(super) variant: Variant,
    pub(super) view: View,
    pub(super) lang: Lang,
}

#[component]
pub(super) fn Preview(props: &PreviewProps) -> Html {
    let PreviewProps { page, variant, view, lang } = props;
    let w = more_words(*lang);
    let html = preview(page, view.status, view.kind(), *variant).ok().map(|html| {
        let html = if view.script { html } else { without_script(&html) };
        format!("{}\n{html}", view.lang.tag())
    });
    let shown = use_state_eq(|| html.clone());
    use_effect_with(html, {
        let shown = shown.setter();
        move |html| {
            let html = html.clone();
            let timer = Timeout::new(PATIENCE_MS, move || shown.set(html));
            move || drop(timer)
        }
    });
    let pages = STATUSES.into_iter().map(|s| (s.to_string(), s.to_string()));
    let pages = pages.chain([("planned".to_owned(), w.maker_preview_planned.to_owned())]);
    let chosen = if view.planned { "planned".to_owned() } else { view.status.to_string() };
    let langs = PageLang::all().filter(|l| page.langs.contains(l));
    let langs: Vec<_> = langs.map(|l| (l.tag().to_owned(), l.own_name().to_owned())).collect();
    let widths = [("narrow", w.maker_preview_phone), ("wide", w.maker_preview_desktop)];
    let widths = widths.map(|(id, label)| (id.to_owned(), label.to_owned()));
    let frame = web::link("preview.html");
    let has_script = *variant >= Variant::Compact;
    html! {
        <fieldset class="maker-preview">
            <legend>{ w.maker_preview }</legend>
            <div class="maker-view">
                { choice("view", w.maker_preview_page, "", &chosen, pages) }
                { choice("width", w.maker_preview_width, "", if view.wide { "wide" } else { "narrow" }, widths) }
                if has_script && view.script && langs.len() > 1 { { choice("in", w.maker_preview_lang, "", view.lang.tag(), langs) } }
                if has_script {
                    <label class="tick">
                        <input type="checkbox" name="script" checked={view.script} />
                        { w.maker_preview_script }
                    </label>
                }
            </div>
            if has_script && !view.script { <p class="quiet">{ w.maker_preview_plain }</p> }
            if frame.is_none() {
                <p class="quiet">{ w.maker_preview_away }</p>
            } else if let Some(given) = &*shown {
                <div class={classes!("maker-screen", view.wide.then_some("wide"))}>
                    // Another page is another frame: what a document has once been told it keeps.
                    <iframe
                        key={given.as_str()}
                        name={given.clone()}
                        src={frame}
                        sandbox={(!web::is_kept()).then_some("allow-scripts")}
                        title={w.maker_preview_frame}
                        data-testid="maker-preview"
                    />
                </div>
            } else {
                <p class="quiet">{ w.maker_preview_none }</p>
            }
        </fieldset>
    }
}

/// The page as it is where scripts do not run. It has one, at its end.
fn without_script(html: &str) -> String {
    match (html.rfind("<script>"), html.rfind("</script>")) {
        (Some(from), Some(to)) if from < to => {
            let after = html.get(to + "</script>".len()..).unwrap_or_default();
            format!("{}{after}", html.get(..from).unwrap_or_default())
        }
        _ => html.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use why502_pages::{Description, Kind, Variant, preview};

    use super::without_script;

    #[test]
    fn without_its_script_a_page_is_whole() {
        for variant in Variant::ALL {
            let page = preview(&Description::new("</script> Shop"), 502, Kind::Trouble, variant).unwrap();
            let plain = without_script(&page);
            assert!(!plain.contains("<script"), "{variant:?}");
            assert_eq!(plain.contains("</body>"), page.contains("</body>"));
            assert!(plain.contains("<h1>"));
        }
    }
}
