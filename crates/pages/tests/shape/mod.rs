//! What a reader of a file takes for structure, with what it takes for text left out.
//!
//! Two pages of one kind have the same shape, whatever names and addresses they show. The fuzz target for pages holds
//! files against each other by it as well.

/// The structure of one file, as its reader sees it.
///
/// Panics when a file cannot be read to its end, holds a control, or has an address of a kind that is not ours.
pub(crate) fn of(path: &str, text: &str) -> Vec<String> {
    // What a reader of lines might take for an end of line or of text stands nowhere.
    let odd =
        |c: char| c.is_control() && c != '\n' && c != '\t' || "\u{2028}\u{2029}\u{85}\u{feff}\u{202e}".contains(c);
    assert!(!text.contains(odd), "{path} holds a control");
    match path.rsplit('.').next().unwrap() {
        "html" => {
            if path.starts_with("5xx") {
                assert_eq!(text.matches("::RAY_ID::").count(), 2, "one a language, and none of a name's");
            }
            html(text)
        }
        // Problem documents hold no word of the description; some have a server's directives in them.
        "json" if path.contains("pages/") => vec![text.to_owned()],
        "json" => {
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            let mut out = Vec::new();
            walk(&json, &mut out);
            out
        }
        "vcl" => {
            let (code, pages) = vcl(text);
            [code, pages.concat()].concat()
        }
        "yaml" | "yml" => {
            // Deep lines are the content of blocks; a hostile one would have to come out of there.
            let (deep, flat): (Vec<&str>, Vec<&str>) =
                text.lines().partition(|l| l.starts_with("    ") && !l.trim_start().starts_with('-'));
            let pages = deep.join("\n");
            let from = pages.find("<!doctype").unwrap_or(pages.len());
            [flat.into_iter().map(str::to_owned).collect(), html(&pages[from..])].concat()
        }
        _ => vec![text.to_owned()],
    }
}

/// Tags with the names of their attributes, and whole the texts of style and script.
fn html(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        // Server-side includes and comments: each whole.
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").expect("a comment ends");
            out.push(format!("<!--{}-->", &comment[..end]));
            rest = &comment[end + 3..];
            continue;
        }
        let mut tag = String::new();
        let mut quoted = false;
        let mut end = 0;
        for (i, c) in rest.char_indices() {
            match c {
                '"' => quoted = !quoted,
                '>' if !quoted => {
                    end = i + 1;
                    break;
                }
                c if !quoted => tag.push(c),
                _ => {}
            }
        }
        assert!(end > 0, "a tag ends: {rest:.60}");
        for value in rest[..end].split(" href=\"").skip(1).chain(rest[..end].split(" src=\"").skip(1)) {
            let address = value.split('"').next().unwrap();
            let known = ["/", "https://", "http://", "mailto:", "data:"];
            assert!(address.is_empty() || known.iter().any(|k| address.starts_with(k)), "{address}");
            assert!(!address.starts_with("//"), "{address}");
        }
        rest = &rest[end..];
        for raw in ["style", "script"] {
            if tag.starts_with(&format!("<{raw}")) {
                let end = rest.find(&format!("</{raw}")).expect("it ends");
                tag.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        out.push(tag);
    }
    out
}

/// VCL without what is in its strings, and the pages in its long strings.
fn vcl(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let (mut code, mut pages) = (Vec::new(), Vec::new());
    let mut page = String::new();
    let mut rest = text;
    loop {
        let long = rest.find("{\"").unwrap_or(usize::MAX);
        let short = rest.find('"').unwrap_or(usize::MAX);
        if long == usize::MAX && short == usize::MAX {
            code.push(rest.to_owned());
            return (code, pages);
        }
        if long < short {
            let before = &rest[..long];
            // Parts of one string are joined by plus signs.
            if !before.trim().starts_with('+') && !page.is_empty() {
                pages.push(html(&std::mem::take(&mut page)));
            }
            if before.trim() != "+" {
                code.push(before.to_owned());
            }
            let inner = &rest[long + 2..];
            let end = inner.find("\"}").expect("a long string ends");
            page.push_str(&inner[..end]);
            rest = &inner[end + 2..];
        } else {
            code.push(rest[..short].to_owned());
            let inner = &rest[short + 1..];
            rest = &inner[inner.find('"').expect("a string ends") + 1..];
        }
    }
}

fn walk(json: &serde_json::Value, out: &mut Vec<String>) {
    match json {
        serde_json::Value::Object(map) => map.iter().for_each(|(k, v)| {
            out.push(k.clone());
            walk(v, out);
        }),
        serde_json::Value::Array(all) => all.iter().for_each(|v| walk(v, out)),
        serde_json::Value::String(text) if text.starts_with("<!doctype") => out.extend(html(text)),
        other => out.push(other.to_string()),
    }
}
