//! What the form has made: how large it is, the files, how they are installed, what to beware of. Or why nothing was made.

use why502_knowledge::{MoreWords, Words};
use why502_pages::{File, Kit, Lang, Meter, Refusal, Target};
use yew::prelude::*;

use super::zip::zip;
use crate::components::{command, copy_button};
use crate::i18n::{count, fill};
use crate::web;

pub(super) fn kit(target: Target, made: &Result<Kit, Vec<Refusal>>, lang: Lang, w: &MoreWords, common: &Words) -> Html {
    match made {
        Ok(kit) => html! {
            <>
                <section class="part" data-testid="maker-size">
                    <h2>{ w.maker_size }</h2>
                    for one in telling(&kit.meters) { { meter(one, target, w) } }
                </section>
                { files(kit, w, common) }
                { install(kit, lang, w, common) }
            </>
        },
        Err(refusals) => refused(target, refusals, lang, w),
    }
}

/// What is worth saying: each page where there is a limit, else the largest.
fn telling(meters: &[Meter]) -> Vec<&Meter> {
    let limited: Vec<&Meter> = meters.iter().filter(|meter| meter.limit.is_some()).collect();
    if limited.is_empty() { meters.iter().max_by_key(|meter| meter.bytes).into_iter().collect() } else { limited }
}

fn refused(target: Target, refusals: &[Refusal], lang: Lang, w: &MoreWords) -> Html {
    let large = refusals.iter().any(|refusal| matches!(refusal, Refusal::TooLarge { .. }));
    let title = if large { fill(w.maker_refused, &[("target", target.name())]) } else { w.maker_mistakes.to_owned() };
    html! {
        <section class="part notice" role="status" data-testid="maker-refused">
            <h2>{ title }</h2>
            <ul>
                for refusal in refusals {
                    <li>
                        { refusal.text(lang) }
                        if let Refusal::TooLarge { meter: one, .. } = refusal { { meter(one, target, w) } }
                    </li>
                }
            </ul>
        </section>
    }
}

/// How much of what the target takes is used, in words and as a bar.
fn meter(meter: &Meter, target: Target, w: &MoreWords) -> Html {
    let bytes = count(meter.bytes as u64);
    let values = |limit: &str| {
        let sentence = if limit.is_empty() { w.maker_size_free } else { w.maker_size_limit };
        let values = [("file", meter.path.as_str()), ("bytes", &bytes), ("limit", limit), ("target", target.name())];
        fill(sentence, &values)
    };
    let limit = meter.limit.map(|limit| limit as u64);
    let said = values(&limit.map(count).unwrap_or_default());
    html! {
        <div class="maker-meter" data-over={limit.is_some_and(|limit| meter.bytes as u64 > limit).to_string()}>
            <span>{ &said }</span>
            if let Some(limit) = limit {
                // Green up to the limit, red beyond it.
                <meter
                    aria-label={said.clone()}
                    low={limit.to_string()}
                    high={limit.to_string()}
                    optimum="0"
                    max={limit.max(meter.bytes as u64).to_string()}
                    value={meter.bytes.to_string()}
                />
            }
        </div>
    }
}

/// The folder that the zip makes.
fn folder(kit: &Kit) -> String {
    format!("why502-{}", kit.target.id())
}

fn files(kit: &Kit, w: &MoreWords, common: &Words) -> Html {
    let all = {
        let (folder, files) = (folder(kit), kit.files.clone());
        Callback::from(move |_: MouseEvent| {
            let entries = files.iter().map(|file| (format!("{folder}/{}", file.path), file.text.as_bytes()));
            web::download(&format!("{folder}.zip"), web::bytes_blob(&zip(entries)));
        })
    };
    html! {
        <section class="part">
            <h2>{ w.maker_files }</h2>
            <p><button type="button" class="button maker-zip" onclick={all} data-testid="maker-zip">{ w.maker_zip }</button></p>
            for one in &kit.files { { file(one, w, common) } }
        </section>
    }
}

fn file(file: &File, w: &MoreWords, common: &Words) -> Html {
    let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
    let save = {
        let text = file.text.clone();
        Callback::from(move |_: MouseEvent| web::download(&name, web::bytes_blob(text.as_bytes())))
    };
    html! {
        <details class="maker-file" key={file.path.clone()} data-testid="maker-file" data-path={file.path.clone()}>
            <summary>
                <code translate="no">{ &file.path }</code>{ " " }
                <span class="quiet">{ fill(w.maker_bytes, &[("bytes", &count(file.text.len() as u64))]) }</span>
            </summary>
            <p class="row">
                { copy_button(&AttrValue::from(file.text.clone()), common.copy_do, None, "maker-copy", common) }
                <button type="button" class="copy" onclick={save}>{ w.maker_download }</button>
            </p>
            <pre class="log" translate="no" lang="" tabindex="0"><code>{ &file.text }</code></pre>
        </details>
    }
}

fn install(kit: &Kit, lang: Lang, w: &MoreWords, common: &Words) -> Html {
    let folder = folder(kit);
    let unpack = [format!("unzip {folder}.zip")];
    html! {
        <>
            <section class="part" data-testid="maker-steps">
                <h2>{ w.maker_steps }</h2>
                <ol class="next">
                    <li><p>{ fill(w.maker_unpack, &[("folder", &folder)]) }</p>{ command(&unpack, common) }</li>
                    for step in kit.steps(lang, &folder) {
                        <li>
                            <p>{ step.say }</p>
                            { command(&step.run.lines().map(str::to_owned).collect::<Vec<_>>(), common) }
                        </li>
                    }
                </ol>
                if let Some(policy) = &kit.policy {
                    <p>{ w.maker_policy }</p>
                    { command(std::slice::from_ref(policy), common) }
                }
            </section>
            <section class="part" data-testid="maker-traps">
                <h2>{ w.maker_traps }</h2>
                <ul class="plain">
                    for trap in kit.traps(lang) { <li>{ trap }</li> }
                </ul>
            </section>
        </>
    }
}

pub(super) fn share(address: &str, whole: bool, w: &MoreWords, common: &Words) -> Html {
    html! {
        <section class="part share">
            <h2>{ w.maker_share }</h2>
            <p class="quiet">{ w.maker_share_hint }{ if whole { "" } else { " " } }{ if whole { "" } else { w.maker_share_without } }</p>
            <p class="row">{ copy_button(&AttrValue::from(address.to_owned()), w.maker_share_link, None, "maker-link", common) }</p>
        </section>
    }
}
