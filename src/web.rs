//! The browser: the only file that touches its globals. Everything else calls these small functions.
//!
//! Nothing here fails loudly. What a browser refuses (storage, clipboard, workers) is an ordinary answer.

use gloo_events::EventListener;
use js_sys::{Array, ArrayBuffer, Function, JsString, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, DataTransfer, DedicatedWorkerGlobalScope, Document, Element, Event, EventTarget, HtmlElement,
    HtmlTextAreaElement, Response, Storage, Url, Window, Worker, WorkerOptions, WorkerType,
};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

// ── What we are in ────────────────────────────────────────────────────────────────────────────────────

/// What the program was started with, where it is not the site's own page that did it: an object whose properties
/// `www/single.js` and `www/element.js` explain. `undefined` on the site's own page, and then the browser's globals
/// are meant.
fn frame() -> JsValue {
    get(&js_sys::global(), "why502")
}

/// One of its functions.
fn hook(name: &str) -> Option<Function> {
    get(&frame(), name).dyn_into().ok()
}

fn guest_root() -> Option<Element> {
    get(&frame(), "root").dyn_into().ok()
}

/// Whether the page around is somebody else's: its address, its title and what is pasted into it are not ours.
pub(crate) fn is_guest() -> bool {
    guest_root().is_some()
}

/// The element that everything of ours is in, and that says language and colours: `<html>`, or in somebody else's
/// page an element in a shadow root.
fn root() -> Option<Element> {
    guest_root().or_else(|| document()?.document_element())
}

/// What hears of everything that happens on the page, as far as the page is ours.
fn outermost() -> Option<EventTarget> {
    guest_root().map(Into::into).or_else(|| document().map(Into::into))
}

/// What has the address after the `#`, as its `hash`, and tells when it changes.
fn address() -> Option<(JsValue, EventTarget)> {
    if is_guest() {
        return Some((frame(), frame().dyn_into().ok()?));
    }
    let window = window()?;
    Some((window.location().into(), window.into()))
}

// ── Who and where we are ──────────────────────────────────────────────────────────────────────────────

/// The worker's own global, when this is the worker.
pub(crate) fn worker_scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// The element that the page is drawn into.
pub(crate) fn host() -> Option<Element> {
    get(&frame(), "host").dyn_into().ok().or_else(|| document()?.get_element_by_id("app"))
}

/// The element with this id, of those that are ours.
pub(crate) fn by_id(id: &str) -> Option<Element> {
    root()?.query_selector(&format!("#{id}")).ok().flatten()
}

/// An element that is not in the page.
pub(crate) fn new_element(name: &str) -> Option<Element> {
    document()?.create_element(name).ok()
}

/// The languages the reader's browser asks for, best first.
pub(crate) fn languages() -> Vec<String> {
    let Some(window) = window() else {
        return Vec::new();
    };
    window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// What stands after the page's address, with its `#`.
pub(crate) fn hash() -> String {
    address().and_then(|(place, _)| get(&place, "hash").as_string()).unwrap_or_default()
}

/// Opens a page of the site, unless it is open.
pub(crate) fn go(to: &str) {
    let open = hash();
    if let Some((place, _)) = address()
        && open != to
        && !(open.is_empty() && to == "#/")
    {
        set(&place, "hash", &JsValue::from_str(to));
    }
}

/// Listens for another page being opened, until the listener is dropped.
pub(crate) fn on_address(handle: impl FnMut(&Event) + 'static) -> Option<EventListener> {
    Some(EventListener::new(&address()?.1, "hashchange", handle))
}

/// What the page around asks for: `lang` or `theme`.
pub(crate) fn asked(name: &str) -> Option<String> {
    get(&frame(), name).as_string()
}

/// Listens for the page around asking for something else, until the listener is dropped.
pub(crate) fn on_asked(handle: impl FnMut(&Event) + 'static) -> Option<EventListener> {
    is_guest().then(|| Some(EventListener::new(&address()?.1, "asked", handle)))?
}

/// Tells whoever started the program whether the page is drawn.
pub(crate) fn say_drawn(drawn: bool) {
    if let Some(told) = hook("drawn") {
        let _ = told.call1(&frame(), &drawn.into());
    } else if !drawn {
        // The page that stands there until then knows what to do without the program.
        set_root("data-boot", "failed");
    }
}

/// What was pasted before the program was there (`www/early.js`).
pub(crate) fn pasted_before() -> Option<JsString> {
    let pasted: Function = get(&js_sys::global(), "why502Pasted").dyn_into().ok().filter(|_| !is_guest())?;
    pasted.call0(&JsValue::NULL).ok()?.dyn_into().ok().filter(|text: &JsString| text.length() > 0)
}

// ── What is remembered ────────────────────────────────────────────────────────────────────────────────

/// Reading this may throw: some browsers refuse storage as a whole.
fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// What was remembered under this key.
pub(crate) fn recall(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a choice, where the browser allows it.
pub(crate) fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage costs the memory of one choice, nothing else.
        let _ = storage.set_item(key, value);
    }
}

// ── The page as a whole ───────────────────────────────────────────────────────────────────────────────

/// Sets an attribute of the root.
pub(crate) fn set_root(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}

/// Adds rules to the page's style. A browser without such sheets shows what they are for in plain.
pub(crate) fn add_style(rules: &str) {
    if let Some(style) = hook("style") {
        let _ = style.call1(&frame(), &JsValue::from_str(rules));
        return;
    }
    let added = || -> Option<()> {
        let document = document()?;
        let made = get(&js_sys::global(), "CSSStyleSheet").dyn_into::<Function>().ok()?;
        let sheet = Reflect::construct(&made, &Array::new()).ok()?;
        let replace = get(&sheet, "replaceSync").dyn_into::<Function>().ok()?;
        replace.call1(&sheet, &JsValue::from_str(rules)).ok()?;
        let sheets: Array = get(&document, "adoptedStyleSheets").dyn_into().ok()?;
        set(&document, "adoptedStyleSheets", &sheets.concat(&Array::of1(&sheet)));
        Some(())
    };
    let _ = added();
}

/// Sets what the tab is called.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = document().filter(|_| !is_guest()) {
        document.set_title(title);
    }
}

/// The program keeps every page's place: the browser would restore it before the page is drawn.
pub(crate) fn restore_scroll_by_hand() {
    if let Some(window) = window().filter(|_| !is_guest()) {
        let history = get(&window, "history");
        let _ = Reflect::set(&history, &JsValue::from_str("scrollRestoration"), &JsValue::from_str("manual"));
    }
}

/// How far down the page is.
pub(crate) fn scroll_top() -> f64 {
    root().map_or(0.0, |root| -root.get_bounding_client_rect().top())
}

/// Goes to that place on the page.
pub(crate) fn scroll_to(top: f64) {
    if let (Some(window), Some(root)) = (window(), root()) {
        let by = root.get_bounding_client_rect().top() + top;
        // In somebody else's page a place that can be seen anyway is left where it is.
        let height = window.inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
        if !(is_guest() && (0.0..height / 2.0).contains(&by)) {
            window.scroll_by_with_x_and_y(0.0, by);
        }
    }
}

/// Brings an element to the top of the window when it begins too far down to be noticed.
pub(crate) fn reveal(element: &Element) {
    let Some(window) = window() else { return };
    let height = window.inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
    if element.get_bounding_client_rect().top() < height * 0.6 {
        return;
    }
    let still = window.match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|m| m.matches());
    let options = Object::new();
    set(&options, "behavior", &JsValue::from_str(if still { "auto" } else { "smooth" }));
    if let Ok(scroll) = get(element, "scrollIntoView").dyn_into::<Function>() {
        let _ = scroll.call1(element, &options);
    }
}

/// Moves the focus, for those who read with a keyboard or an ear. The page does not jump.
pub(crate) fn focus(element: &HtmlElement) {
    let options = Object::new();
    set(&options, "preventScroll", &JsValue::TRUE);
    if let Ok(focus) = get(element, "focus").dyn_into::<Function>() {
        let _ = focus.call1(element, &options);
    }
}

/// At a page that was just opened: goes to that place, and moves the focus to its heading.
pub(crate) fn arrive(top: f64) {
    scroll_to(top);
    if let Some(heading) = heading() {
        focus(&heading);
    }
}

/// The page's heading, to which the focus goes when another page was opened.
pub(crate) fn heading() -> Option<HtmlElement> {
    root()?.query_selector("#main > :not([hidden]) h1").ok().flatten()?.dyn_into().ok()
}

/// Listens to the whole page, as far as it is ours, until the listener is dropped. The handler may prevent what the
/// browser would do.
pub(crate) fn on_page(event: &'static str, handle: impl FnMut(&Event) + 'static) -> Option<EventListener> {
    let options = gloo_events::EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&outermost()?, event, options, handle))
}

// ── Text and files ────────────────────────────────────────────────────────────────────────────────────

/// The text in a clipboard or a drag, still the browser's own: five megabytes are not copied to be measured.
pub(crate) fn transfer_text(data: &DataTransfer) -> Option<JsString> {
    let get_data = get(data, "getData").dyn_into::<Function>().ok()?;
    get_data.call1(data, &JsValue::from_str("text/plain")).ok()?.dyn_into().ok()
}

/// What a field would hold with this text in place of what is selected in it.
pub(crate) fn text_with(field: &HtmlTextAreaElement, text: &str) -> Option<JsString> {
    let held: JsString = get(field, "value").dyn_into().ok()?;
    let start = field.selection_start().ok()??;
    let end = field.selection_end().ok()??;
    let before = held.substring(0, start);
    Some(before.concat(&JsValue::from_str(text)).concat(&held.substring(end, held.length())))
}

/// A text as bytes (UTF-8) that the browser keeps.
pub(crate) fn text_blob(text: &JsString) -> Option<Blob> {
    Blob::new_with_str_sequence(&Array::of1(text)).ok()
}

/// A size in bytes.
pub(crate) fn blob_size(blob: &Blob) -> u64 {
    // Sizes are whole numbers below 2^53; a negative one does not occur and becomes 0.
    blob.size() as u64
}

/// A slice of the bytes. An error when the file is gone, locked or a folder.
pub(crate) async fn blob_slice(blob: &Blob, from: u64, to: u64) -> Result<ArrayBuffer, JsValue> {
    let slice = blob.slice_with_f64_and_f64(from as f64, to as f64)?;
    slice.array_buffer().await?.dyn_into()
}

/// Copies a text. `false` when the browser refuses.
pub(crate) async fn copy(text: &str) -> bool {
    if let Some(window) = window() {
        // Without HTTPS there is no such object, and asking for it the ordinary way would throw.
        let clipboard = get(&window.navigator(), "clipboard");
        if clipboard.is_object() && window.navigator().clipboard().write_text(text).await.is_ok() {
            return true;
        }
    }
    copy_the_old_way(text).unwrap_or(false)
}

/// Through a text field that is there for a moment: works where the clipboard object is missing.
fn copy_the_old_way(text: &str) -> Option<bool> {
    let document = document()?;
    let around = guest_root().or_else(|| document.body().map(Into::into))?;
    // The document itself only knows which shadow root has the focus.
    let before = get(&around.get_root_node(), "activeElement");
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_class_name("visually-hidden");
    around.append_child(&field).ok()?;
    field.select();
    let exec = get(&document, "execCommand").dyn_into::<Function>().ok();
    let done = exec.and_then(|f| f.call1(&document, &JsValue::from_str("copy")).ok());
    field.remove();
    if let Some(before) = before.dyn_ref::<HtmlElement>() {
        focus(before);
    }
    Some(done.is_some_and(|done| done.is_truthy()))
}

/// The text packed by the browser, as letters that any address may have. `None` where the browser cannot.
pub(crate) async fn packed(text: &str) -> Option<String> {
    let stream = through(&text_blob(&JsString::from(text))?, "CompressionStream")?;
    let bytes = Uint8Array::new(&stream.array_buffer().ok()?.await.ok()?).to_vec();
    let letters = window()?.btoa(&bytes.iter().map(|byte| char::from(*byte)).collect::<String>()).ok()?;
    Some(letters.trim_end_matches('=').replace('+', "-").replace('/', "_"))
}

/// The text in such letters; `None` for anything else.
pub(crate) async fn unpacked(letters: &str) -> Option<String> {
    let bytes = window()?.atob(&letters.replace('-', "+").replace('_', "/")).ok()?;
    let bytes: Vec<u8> = bytes.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
    let stream = through(&bytes_blob(&bytes)?, "DecompressionStream")?;
    stream.text().ok()?.await.ok()?.as_string()
}

/// The bytes as they come out of one of the browser's packers.
fn through(blob: &Blob, packer: &str) -> Option<Response> {
    let packer = get(&js_sys::global(), packer).dyn_into::<Function>().ok()?;
    let packer = Reflect::construct(&packer, &Array::of1(&JsValue::from_str("deflate-raw"))).ok()?;
    let stream = get(blob, "stream").dyn_into::<Function>().ok()?.call0(blob).ok()?;
    let stream = get(&stream, "pipeThrough").dyn_into::<Function>().ok()?.call1(&stream, &packer).ok()?;
    let response = get(&js_sys::global(), "Response").dyn_into::<Function>().ok()?;
    Reflect::construct(&response, &Array::of1(&stream)).ok()?.dyn_into().ok()
}

/// Puts another address into the place of this one, without a step that "back" would lead to.
pub(crate) fn replace_address(to: &str) {
    if let Some(window) = window() {
        let history = get(&window, "history");
        if let Ok(replace) = get(&history, "replaceState").dyn_into::<Function>() {
            let _ = replace.call3(&history, &JsValue::NULL, &JsValue::from_str(""), &JsValue::from_str(to));
        }
    }
}

/// Bytes that the browser keeps.
pub(crate) fn bytes_blob(bytes: &[u8]) -> Option<Blob> {
    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()
}

/// Saves something as a file, as if it had been fetched from a server.
pub(crate) fn download(name: &str, content: Option<Blob>) {
    let made = || -> Option<()> {
        let blob = content?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        let document = document()?;
        let link: HtmlElement = document.create_element("a").ok()?.dyn_into().ok()?;
        link.set_attribute("href", &address).ok()?;
        link.set_attribute("download", name).ok()?;
        link.click();
        Url::revoke_object_url(&address).ok()
    };
    // A browser that refuses downloads leaves the button beside it: to copy.
    let _ = made();
}

// ── The worker ────────────────────────────────────────────────────────────────────────────────────────

thread_local! {
    /// The worker's script in the page itself: what is started from there has the page's policy. A file of the site has
    /// the one that its server sends along, or none; a guest's page need not allow anything but files.
    static WORKER: Option<String> = {
        let script = JsString::from(include_str!("../www/worker.js"));
        let options = Object::new();
        set(&options, "type", &JsValue::from_str("text/javascript"));
        let made = get(&js_sys::global(), "Blob").dyn_into::<Function>().ok();
        let blob = made.and_then(|made| Reflect::construct(&made, &Array::of2(&Array::of1(&script), &options)).ok());
        blob.and_then(|blob| Url::create_object_url_with_blob(blob.dyn_ref()?).ok())
    };
}

/// A worker, not started yet in earnest: it waits for the address of the program. `None` when the browser
/// refuses, as it does for pages opened from a disk.
pub(crate) fn spawn_worker() -> Option<Worker> {
    if get(&js_sys::global(), "Worker").is_undefined() {
        return None;
    }
    if let Some(worker) = hook("worker") {
        return worker.call0(&frame()).ok()?.dyn_into().ok();
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let address = if is_guest() { resolve("worker.js")? } else { WORKER.with(Clone::clone)? };
    Worker::new_with_options(&address, &options).ok()
}

/// The address of the glue between browser and program. Its name carries a hash, and this link knows it.
pub(crate) fn glue() -> Option<String> {
    if let Some(glue) = asked("glue") {
        return Some(glue);
    }
    let link = document()?.query_selector("link[rel=modulepreload]").ok().flatten()?;
    resolve(&link.get_attribute("href")?)
}

/// Loads and starts the program of all pages but the first. Its name carries a hash; the document knows it. `tries`: how
/// often that has failed. `false` when it does not come.
pub(crate) async fn load_more(tries: u32) -> bool {
    let load = || -> Option<Promise> {
        if let Some(more) = hook("more") {
            return more.call1(&frame(), &tries.into()).ok()?.dyn_into().ok();
        }
        let name = document()?.query_selector("meta[name=why502-more]").ok().flatten()?.get_attribute("content")?;
        let mut address = resolve(&name)?;
        if tries > 0 {
            // Some browsers remember that a module could not be had, and do not ask again.
            address.push_str(&format!("?{tries}"));
        }
        // `import()` is syntax, which a compiled program cannot have: www/early.js does it.
        let load = get(&js_sys::global(), "why502Load").dyn_into::<Function>().ok()?;
        load.call1(&JsValue::NULL, &JsValue::from_str(&address)).ok()?.dyn_into().ok()
    };
    match load() {
        Some(promise) => promise.await.is_ok(),
        None => false,
    }
}

/// The address of another document of the site, for a link or a frame. `None` where it is not to be had.
pub(crate) fn link(path: &str) -> Option<String> {
    match hook("document") {
        Some(document) => document.call1(&frame(), &JsValue::from_str(path)).ok()?.as_string(),
        None if is_guest() => resolve(path),
        None => Some(path.to_owned()),
    }
}

/// Whether the service worker (`www/sw.js`) gives this page its documents, with their headers.
pub(crate) fn is_kept() -> bool {
    let Some(window) = window() else { return false };
    let service = get(&get(&window, "navigator"), "serviceWorker");
    // A guest's is that of the page around it.
    !is_guest() && hook("document").is_none() && get(&service, "controller").is_object()
}

/// The whole address of a page of the site.
pub(crate) fn whole(route: &str) -> String {
    // A guest's own address leads to the page around it, which knows none of ours.
    let here = if is_guest() { resolve("./") } else { window().and_then(|w| w.location().href().ok()) };
    format!("{}{route}", here.unwrap_or_default().split('#').next().unwrap_or_default())
}

/// An address within the site, wherever the site lies.
fn resolve(path: &str) -> Option<String> {
    let base = asked("base").or_else(|| document()?.base_uri().ok().flatten())?;
    Some(Url::new_with_base(path, &base).ok()?.href())
}

// ── The site's own files ──────────────────────────────────────────────────────────────────────────────

/// The answer to a request for one of the site's files, wherever it is: a server, or the page itself.
async fn open(path: &str) -> Option<Response> {
    let answer = match hook("open") {
        Some(open) => open.call1(&frame(), &JsValue::from_str(path)).ok()?.dyn_into::<Promise>().ok()?,
        None => window()?.fetch_with_str(&resolve(path)?),
    };
    answer.await.ok()?.dyn_into().ok()
}

/// A text file of this site. `None` when it cannot be had.
pub(crate) async fn fetch_text(path: &str) -> Option<String> {
    let response = open(path).await?;
    if !response.ok() {
        return None;
    }
    response.text().ok()?.await.ok()?.as_string()
}

// ── Plain objects ─────────────────────────────────────────────────────────────────────────────────────

/// A property; `undefined` when it cannot be had.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property of an object of our own, which cannot fail.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}
