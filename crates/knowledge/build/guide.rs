//! The guide's content: read, checked, packed as one JSON text for the renderer.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::LANGS;
use crate::causes::Cause;
use crate::check::{self, Complaints};
use crate::content::{self, Content, Piece, Source, Texts};
use crate::markup;

pub(crate) fn read(root: &Path, complaints: &mut Complaints) -> Content {
    let dir = root.join("knowledge");
    let file = |name: &str| dir.join(name);
    let mut faq: Vec<content::Faq> = folder(&file("faq"), |f: &content::Faq| &f.id, complaints);
    let topic = |f: &content::Faq| content::TOPICS.iter().position(|t| *t == f.topic);
    faq.sort_by(|a, b| (topic(a), a.order, &a.id).cmp(&(topic(b), b.order, &b.id)));
    let mut examples: Vec<content::Example> = folder(&file("examples"), |e: &content::Example| &e.id, complaints);
    examples.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    let mut timeouts: content::Timeouts = check::read(&file("timeouts.toml"), complaints).unwrap_or_default();
    timeouts.layer.sort_by_key(|l| l.order);
    Content {
        faq,
        statuses: check::read(&file("statuses.toml"), complaints).unwrap_or_default(),
        hops: check::read(&file("hops.toml"), complaints).map_or_else(Vec::new, |f: content::HopFile| f.hop),
        walk: check::read(&file("walk.toml"), complaints).unwrap_or_default(),
        commands: check::read(&file("commands.toml"), complaints)
            .map_or_else(Vec::new, |f: content::CommandFile| f.command),
        prevention: check::read(&file("prevention.toml"), complaints)
            .map_or_else(Vec::new, |f: content::ItemFile| f.item),
        seo: check::read(&file("seo.toml"), complaints).map_or_else(Vec::new, |f: content::StageFile| f.stage),
        examples,
        timeouts,
        remedies: check::read(&file("remedies.toml"), complaints)
            .map_or_else(Vec::new, |f: content::RemedyFile| f.remedy),
    }
}

/// A folder of files, each named as its id says.
fn folder<T: DeserializeOwned>(dir: &Path, id: impl Fn(&T) -> &String, complaints: &mut Complaints) -> Vec<T> {
    let mut all = Vec::new();
    for path in check::toml_files(dir, complaints) {
        if let Some(one) = check::read::<T>(&path, complaints) {
            if path.file_stem().is_none_or(|s| s.to_string_lossy() != **id(&one)) {
                complaints
                    .add(check::place(&path), format!("the id is {:?}, the file's name says otherwise", id(&one)));
            }
            all.push(one);
        }
    }
    all
}

/// One ASCII word.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.is_ascii() && !text.contains(char::is_whitespace)
}

/// What may be named, and where complaints go.
struct Check<'a> {
    causes: BTreeSet<&'a str>,
    fixes: BTreeSet<String>,
    faq: BTreeSet<&'a str>,
    examples: BTreeSet<&'a str>,
    complaints: &'a mut Complaints,
}

pub(crate) fn check(content: &Content, causes: &[Cause], complaints: &mut Complaints) {
    let fixes = causes.iter().flat_map(|c| c.fix_ids().map(move |fix| format!("{}/{fix}", c.id))).collect();
    let mut check = Check {
        causes: causes.iter().map(|c| c.id.as_str()).collect(),
        fixes,
        faq: content.faq.iter().map(|f| f.id.as_str()).collect(),
        examples: content.examples.iter().map(|e| e.id.as_str()).collect(),
        complaints,
    };
    check.questions(&content.faq);
    check.statuses(&content.statuses);
    check.hops(&content.hops);
    check.walk(&content.walk);
    check.commands(&content.commands);
    check.prevention(&content.prevention);
    check.seo(&content.seo);
    check.examples(&content.examples);
    check.timeouts(&content.timeouts);
    check.remedies(&content.remedies);
}

impl Check<'_> {
    fn add(&mut self, place: &str, what: impl AsRef<str>) {
        self.complaints.add(place, what);
    }

    fn one_of(&mut self, place: &str, key: &str, value: &str, known: &[&str]) {
        if !known.contains(&value) {
            self.add(place, format!("{key} is {value:?}, not one of {known:?}"));
        }
    }

    fn known_causes<'c>(&mut self, place: &str, ids: impl IntoIterator<Item = &'c String>) {
        for id in ids {
            if !self.causes.contains(id.as_str()) {
                self.add(place, format!("{id:?} is no cause"));
            }
        }
    }

    fn unique<'c>(&mut self, place: &str, ids: impl Iterator<Item = &'c String>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.add(place, format!("{id:?} is there twice"));
            }
            if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
            {
                self.add(place, format!("{id:?} is no id: small letters, digits and dashes"));
            }
        }
    }

    fn sources(&mut self, place: &str, sources: &[Source]) {
        if sources.is_empty() {
            self.add(place, "no source");
        }
        for source in sources {
            if !source.url.starts_with("https://") || source.url.contains(char::is_whitespace) {
                self.add(place, format!("a source's address begins with https://, unlike {:?}", source.url));
            }
            if source.name.trim().is_empty() {
                self.add(place, "a source without a name");
            }
        }
    }

    fn run(&mut self, place: &str, commands: &[String]) {
        for command in commands {
            if command.trim().is_empty() {
                self.add(place, "an empty command");
            }
            check::placeholders(place, command, self.complaints);
        }
    }

    /// Every language, each field by `fields`: (key, text, is it markup).
    fn texts<T>(&mut self, place: &str, texts: &Texts<T>, fields: impl Fn(&T) -> Vec<(&'static str, &str, bool)>) {
        for tag in texts.keys().filter(|tag| !LANGS.contains(&tag.as_str())) {
            self.add(place, format!("[text.{tag}]: there is no such language"));
        }
        for lang in LANGS {
            let Some(text) = texts.get(lang) else {
                self.add(place, format!("[text.{lang}] is missing"));
                continue;
            };
            for (key, value, long) in fields(text) {
                // A proper name is the same everywhere: HTTPS, CDN.
                if !is_name(value) {
                    check::text(place, lang, key, value, self.complaints);
                }
                let place = format!("{place}: [{lang}] {key}");
                if long {
                    self.markup(&place, value);
                } else if value.contains('\n') {
                    self.add(&place, "is one line");
                } else if value.contains("](") || value.contains("**") || value.contains('`') {
                    self.add(&place, format!("carries markup, and is shown as it is: {value:?}"));
                }
            }
        }
        // The same words in two languages are a text that nobody has written.
        if let [Some(a), Some(b)] = LANGS.map(|lang| texts.get(lang)) {
            for ((key, one, _), (_, other, _)) in fields(a).into_iter().zip(fields(b)) {
                if one == other && one.chars().any(char::is_alphabetic) && !is_name(one) {
                    self.add(place, format!("{key} is the same in {} and {}: {one:?}", LANGS[0], LANGS[1]));
                }
            }
        }
    }

    fn markup(&mut self, place: &str, text: &str) {
        let blocks = match markup::read(text) {
            Ok(blocks) => blocks,
            Err(why) => return self.add(place, why),
        };
        let targets: Vec<String> = markup::targets(&blocks).map(str::to_owned).collect();
        for target in targets {
            self.target(place, &target);
        }
        for block in &blocks {
            if let markup::Block::Fence { info: "sh", text } = block {
                check::placeholders(place, text, self.complaints);
            }
        }
        for span in markup::all_spans(&blocks) {
            if let markup::Span::Text(text) = span
                && (text.contains("<br") || text.contains("</") || text.contains("&nbsp;"))
            {
                self.add(place, format!("there is no HTML here: {text:?}"));
            }
        }
    }

    fn target(&mut self, place: &str, target: &str) {
        const PAGES: [&str; 12] = [
            "",
            "502",
            "causes",
            "walk",
            "fixes",
            "commands",
            "faq",
            "prevention",
            "seo",
            "examples",
            "timeouts",
            "page",
        ];
        if target.strip_prefix("https://").is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace)) {
            return;
        }
        let known = target.strip_prefix("#/").is_some_and(|route| match route.split_once('/') {
            None => PAGES.contains(&route),
            Some(("cause", id)) => self.causes.contains(id),
            Some(("faq", id)) => self.faq.contains(id),
            Some(("examples", id)) => self.examples.contains(id),
            Some(_) => false,
        });
        if !known {
            self.add(place, format!("the link leads nowhere: {target:?}"));
        }
    }

    fn questions(&mut self, all: &[content::Faq]) {
        self.unique("knowledge/faq", all.iter().map(|f| &f.id));
        for faq in all {
            let place = format!("knowledge/faq/{}.toml", faq.id);
            self.one_of(&place, "topic", &faq.topic, &content::TOPICS);
            self.one_of(&place, "audience", &faq.audience, &content::AUDIENCES);
            self.known_causes(&place, &faq.causes);
            self.sources(&place, &faq.sources);
            for other in &faq.related {
                if !self.faq.contains(other.as_str()) || *other == faq.id {
                    self.add(&place, format!("related {other:?} is no other question"));
                }
            }
            self.texts(&place, &faq.text, |t| {
                vec![("question", &t.question, false), ("short", &t.short, false), ("answer", &t.answer, true)]
            });
        }
        let mut four: Vec<u8> = all.iter().filter_map(|f| f.article).collect();
        four.sort_unstable();
        if four != [1, 2, 3, 4] {
            self.add("knowledge/faq", format!("article = 1, 2, 3 and 4 stand once each, not {four:?}"));
        }
    }

    fn statuses(&mut self, all: &content::Statuses) {
        let place = "knowledge/statuses.toml";
        for status in &all.status {
            self.texts(&format!("{place}: {}", status.code), &status.text, |t| {
                vec![
                    ("name", &t.name, false),
                    ("why", &t.why, false),
                    ("scene", &t.scene, false),
                    ("who", &t.who, false),
                    ("first", &t.first, false),
                ]
            });
        }
        if !all.status.iter().map(|s| s.code).take(4).eq([500, 502, 503, 504]) {
            self.add(place, "the first four statuses are 500, 502, 503 and 504");
        }
        self.unique(place, all.fault.iter().map(|f| &f.id));
        self.unique(place, all.product.iter().map(|p| &p.id));
        for fault in &all.fault {
            let place = format!("{place}: fault {}", fault.id);
            self.known_causes(&place, [&fault.cause]);
            self.texts(&place, &fault.text, |t| vec![("title", &t.title, false), ("what", &t.what, false)]);
        }
        let mut seen = BTreeSet::new();
        for answer in &all.answer {
            let place = format!("{place}: answer {} × {}", answer.fault, answer.product);
            if !all.fault.iter().any(|f| f.id == answer.fault) {
                self.add(&place, "there is no such fault");
            }
            if !all.product.iter().any(|p| p.id == answer.product) {
                self.add(&place, "there is no such product");
            }
            if !seen.insert((&answer.fault, &answer.product)) {
                self.add(&place, "is answered twice");
            }
            if answer.status.trim().is_empty() || answer.source.trim().is_empty() {
                self.add(&place, "needs a status and a source");
            }
        }
    }

    fn hops(&mut self, hops: &[content::Hop]) {
        let place = "knowledge/hops.toml";
        if !hops.iter().map(|h| h.id.as_str()).eq(content::HOPS) {
            self.add(place, format!("the hops are {:?}, in this order", content::HOPS));
        }
        for hop in hops {
            let place = format!("{place}: {}", hop.id);
            self.known_causes(&place, &hop.causes);
            self.texts(&place, &hop.text, |t| {
                vec![
                    ("title", &t.title, false),
                    ("role", &t.role, false),
                    ("breaks", &t.breaks, true),
                    ("look", &t.look, true),
                ]
            });
        }
    }

    fn walk(&mut self, walk: &content::Walk) {
        let place = "knowledge/walk.toml";
        let layers = ["visitor", "cdn", "proxy", "backend", "dependency"];
        if !walk.layer.iter().map(|l| l.id.as_str()).eq(layers) {
            self.add(place, format!("the layers are {layers:?}, in this order"));
        }
        for layer in &walk.layer {
            let place = format!("{place}: layer {}", layer.id);
            self.run(&place, &layer.commands);
            self.texts(&place, &layer.text, |t| {
                vec![
                    ("title", &t.title, false),
                    ("question", &t.question, false),
                    ("how", &t.how, true),
                    ("fine", &t.fine, false),
                    ("broken", &t.broken, false),
                ]
            });
        }
        self.unique(place, walk.node.iter().map(|n| &n.id));
        for node in &walk.node {
            let place = format!("{place}: node {}", node.id);
            self.one_of(&place, "layer", &node.layer, &content::HOPS);
            self.run(&place, &node.commands);
            self.unique(&place, node.branch.iter().map(|b| &b.id));
            self.texts(&place, &node.text, |t| {
                vec![("title", &t.title, false), ("question", &t.question, false), ("how", &t.how, true)]
            });
            if node.branch.is_empty() || node.branch.len() > 5 {
                self.add(&place, format!("has {} branches, not 1 to 5", node.branch.len()));
            }
            for branch in &node.branch {
                let place = format!("{place}: branch {}", branch.id);
                self.known_causes(&place, &branch.causes);
                self.texts(&place, &branch.text, |t| vec![("label", &t.label, false)]);
                match branch.cause() {
                    Some(cause) if !self.causes.contains(cause) => self.add(&place, format!("{cause:?} is no cause")),
                    None if !walk.node.iter().any(|n| n.id == branch.to) => {
                        self.add(&place, format!("leads to {:?}, which is no node", branch.to));
                    }
                    _ => {}
                }
            }
        }
        self.ways(walk);
    }

    /// A finding walks the whole way by data; there are no circles; nothing is out of reach.
    fn ways(&mut self, walk: &content::Walk) {
        let place = "knowledge/walk.toml";
        let nodes: BTreeMap<&str, &content::Node> = walk.node.iter().map(|n| (n.id.as_str(), n)).collect();
        let mut reached = BTreeSet::new();
        let mut todo = vec![("start", Vec::new())];
        while let Some((id, way)) = todo.pop() {
            if way.contains(&id) {
                self.add(place, format!("{id:?} leads to itself, by {way:?}"));
                continue;
            }
            reached.insert(id);
            let Some(node) = nodes.get(id) else {
                continue;
            };
            let way: Vec<&str> = way.iter().copied().chain([id]).collect();
            if way.len() > 7 {
                self.add(place, format!("{way:?} is deeper than 7"));
            }
            todo.extend(node.branch.iter().filter(|b| b.cause().is_none()).map(|b| (b.to.as_str(), way.clone())));
        }
        for node in walk.node.iter().filter(|n| !reached.contains(n.id.as_str())) {
            self.add(place, format!("no way leads to node {:?}", node.id));
        }
        let causes: Vec<String> = self.causes.iter().map(|c| (*c).to_owned()).collect();
        for cause in causes {
            let mut at = "start";
            for _ in 0..8 {
                let Some(node) = nodes.get(at) else {
                    self.add(place, format!("{cause}: the way ends at {at:?}, which is no node"));
                    break;
                };
                let Some(branch) = node.branch.iter().find(|b| b.causes.contains(&cause)) else {
                    self.add(place, format!("{cause}: no branch of node {at:?} lists it, so a finding stops there"));
                    break;
                };
                match branch.cause() {
                    Some(leaf) if leaf == cause => break,
                    Some(leaf) => {
                        self.add(place, format!("{cause}: the way by its own branches ends at {leaf}"));
                        break;
                    }
                    None => at = &branch.to,
                }
            }
        }
    }

    fn commands(&mut self, all: &[content::Command]) {
        let place = "knowledge/commands.toml";
        self.unique(place, all.iter().map(|c| &c.id));
        for command in all {
            let place = format!("{place}: {}", command.id);
            self.one_of(&place, "hop", &command.hop, &content::HOPS);
            self.one_of(&place, "system", &command.system, &content::SYSTEMS);
            self.known_causes(&place, &command.causes);
            self.run(&place, std::slice::from_ref(&command.run));
            self.texts(&place, &command.text, |t| vec![("title", &t.title, false), ("look", &t.look, true)]);
        }
    }

    fn prevention(&mut self, all: &[content::Item]) {
        let place = "knowledge/prevention.toml";
        self.unique(place, all.iter().map(|i| &i.id));
        for item in all {
            let place = format!("{place}: {}", item.id);
            self.one_of(&place, "area", &item.area, &content::AREAS);
            self.known_causes(&place, &item.causes);
            self.run(&place, &item.commands);
            self.sources(&place, &item.sources);
            self.texts(&place, &item.text, |t| {
                vec![("title", &t.title, false), ("why", &t.why, false), ("how", &t.how, true)]
            });
        }
    }

    fn seo(&mut self, all: &[content::Stage]) {
        let place = "knowledge/seo.toml";
        self.unique(place, all.iter().map(|s| &s.id));
        for stage in all {
            let place = format!("{place}: {}", stage.id);
            self.one_of(&place, "status", &stage.status, &["502", "503", "any"]);
            self.sources(&place, &stage.sources);
            if stage.from_hours < 0.0 || (stage.to_hours <= stage.from_hours && stage.to_hours != -1.0) {
                self.add(&place, format!("lasts from {} to {} hours", stage.from_hours, stage.to_hours));
            }
            self.texts(&place, &stage.text, |t| {
                vec![
                    ("title", &t.title, false),
                    ("engines", &t.engines, true),
                    ("act", &t.act, true),
                    ("page", &t.page, true),
                ]
            });
        }
        // Whatever is asked, there is an answer.
        for status in ["502", "503"] {
            for planned in [true, false] {
                let mut hour = 0.0;
                let fits = |s: &&content::Stage| s.planned == planned && (s.status == status || s.status == "any");
                while hour < 2000.0 {
                    let now = |s: &content::Stage| s.from_hours <= hour && (s.to_hours == -1.0 || hour < s.to_hours);
                    let Some(stage) = all.iter().filter(fits).find(|s| now(s)) else {
                        // A planned 502 is a contradiction, and need not be there.
                        if !(planned && status == "502") {
                            self.add(place, format!("no stage for {status}, planned {planned}, after {hour} hours"));
                        }
                        break;
                    };
                    hour = if stage.to_hours < 0.0 { 2000.0 } else { stage.to_hours };
                }
            }
        }
    }

    fn examples(&mut self, all: &[content::Example]) {
        self.unique("knowledge/examples", all.iter().map(|e| &e.id));
        for example in all {
            let place = format!("knowledge/examples/{}.toml", example.id);
            self.known_causes(&place, &example.causes);
            self.sources(&place, &example.sources);
            self.run(&place, &example.check);
            self.texts(&place, &example.text, |t| {
                vec![("title", &t.title, false), ("intro", &t.intro, true), ("notes", &t.notes, true)]
            });
            self.unique(&place, example.field.iter().map(|f| &f.id));
            for field in &example.field {
                let place = format!("{place}: field {}", field.id);
                let choice = field.kind == "choice";
                if !choice {
                    self.one_of(&place, "kind", &field.kind, &content::FIELD_KINDS);
                }
                if choice == field.choices.is_empty() || (choice && !field.choices.contains(&field.default)) {
                    self.add(&place, "choices go with kind = \"choice\", and the default is one of them");
                }
                self.texts(&place, &field.text, |t| vec![("label", &t.label, false), ("help", &t.help, false)]);
            }
            let mut used = BTreeSet::new();
            for file in &example.file {
                let place = format!("{place}: {}", file.name);
                for line in content::template(&file.body) {
                    if let Some((id, value)) = line.only {
                        used.insert(id);
                        if !example.field.iter().any(|f| f.id == id && f.choices.iter().any(|c| c == value)) {
                            self.add(&place, format!("{{{{?{id}={value}}}}}: there is no such choice"));
                        }
                    }
                    for piece in &line.pieces {
                        if let Piece::Field(id) = piece {
                            used.insert(id);
                            if !example.field.iter().any(|f| f.id == *id) {
                                self.add(&place, format!("{{{{{id}}}}} is no field"));
                            }
                        }
                    }
                }
            }
            for field in example.field.iter().filter(|f| !used.contains(f.id.as_str())) {
                self.add(&place, format!("field {:?} is in no file", field.id));
            }
            if example.file.is_empty() || example.check.is_empty() {
                self.add(&place, "needs a file, and a command that proves it");
            }
        }
        let mut three: Vec<u8> = all.iter().filter_map(|e| e.article).collect();
        three.sort_unstable();
        if three != [1, 2, 3] {
            self.add("knowledge/examples", format!("article = 1, 2 and 3 stand once each, not {three:?}"));
        }
    }

    fn timeouts(&mut self, all: &content::Timeouts) {
        let place = "knowledge/timeouts.toml";
        self.unique(place, all.layer.iter().map(|l| &l.id));
        self.unique(place, all.product.iter().map(|p| &p.id));
        for layer in &all.layer {
            self.texts(&format!("{place}: layer {}", layer.id), &layer.text, |t| vec![("title", &t.title, false)]);
            if !all.product.iter().any(|p| p.layer == layer.id) {
                self.add(place, format!("layer {:?} has no product", layer.id));
            }
        }
        for product in &all.product {
            let place = format!("{place}: {}", product.id);
            if !all.layer.iter().any(|l| l.id == product.layer) {
                self.add(&place, format!("{:?} is no layer", product.layer));
            }
            self.unique(&place, product.timer.iter().map(|t| &t.id));
            for timer in &product.timer {
                let place = format!("{place}: {}", timer.id);
                self.one_of(&place, "kind", &timer.kind, &content::TIMER_KINDS);
                self.known_causes(&place, [&timer.cause]);
                if timer.source.trim().is_empty() {
                    self.add(&place, "no source");
                }
                if timer.default_s < 0.0 && timer.default_s != -1.0 {
                    self.add(&place, format!("default_s is {}; -1 is none", timer.default_s));
                }
                self.texts(&place, &timer.text, |t| vec![("what", &t.what, false)]);
            }
        }
    }

    fn remedies(&mut self, all: &[content::Remedy]) {
        let place = "knowledge/remedies.toml";
        if all.len() != 7 {
            self.add(place, format!("the article names seven, not {}", all.len()));
        }
        self.unique(place, all.iter().map(|r| &r.id));
        for remedy in all {
            let place = format!("{place}: {}", remedy.id);
            for fix in remedy.fixes.iter().filter(|f| !self.fixes.contains(*f)).cloned().collect::<Vec<_>>() {
                self.add(&place, format!("{fix:?} is not `cause/fix`"));
            }
            self.known_causes(&place, &remedy.useless);
            self.texts(&place, &remedy.text, |t| {
                vec![
                    ("title", &t.title, false),
                    ("when", &t.when, true),
                    ("how", &t.how, true),
                    ("trap", &t.trap, true),
                ]
            });
        }
    }
}
