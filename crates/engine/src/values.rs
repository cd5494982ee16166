//! The reader's own values, and commands filled with them.
//!
//! Values come out of pasted text, and the commands go into somebody's shell: a value with any character
//! that a shell could read is not used (see [`safe`]).

use crate::dialect::time::Time;
use crate::map::Map;
use crate::tally::{Sighting, Tally};

/// Placeholder → value.
pub type Values = Map<&'static str, String>;

/// What stands in a command for a value that is not known. `30 min ago` is a time that `journalctl` takes.
const UNKNOWN: [(&str, &str); 11] = [
    ("upstream", "HOST:PORT"),
    ("upstream.host", "HOST"),
    ("upstream.port", "PORT"),
    ("socket", "/path/to/socket"),
    ("unit", "UNIT"),
    ("proxy.unit", "PROXY-UNIT"),
    ("time", "30 min ago"),
    ("host", "SITE"),
    ("path", "/"),
    ("status", "502"),
    ("product", "PROXY"),
];

/// The command with every placeholder filled; `None` when it is about a socket and the upstream is an
/// address, or the other way round.
#[must_use]
pub fn fill(command: &str, values: &Values) -> Option<String> {
    let socket = values.contains_key("socket");
    let address = values.contains_key("upstream.port") || values.contains_key("upstream.host");
    let for_address = ["{upstream.host}", "{upstream.port}", "://{upstream}"].iter().any(|p| command.contains(p));
    if (socket && for_address) || (address && command.contains("{socket}")) {
        return None;
    }
    let known = |name: &str| {
        let fallback = UNKNOWN.iter().find(|(n, _)| *n == name).map(|(_, word)| *word)?;
        let value = values.get(name).map(String::as_str).filter(|v| name == "time" || safe(v));
        // HAProxy names `backend/server`, nginx a group: a name in its configuration is nothing to connect to.
        let value = value.filter(|_| name != "upstream" || socket || address);
        Some(value.unwrap_or(fallback).to_owned())
    };
    Some(replace(command, &known))
}

/// Whether everything that the command needs is known.
#[must_use]
pub fn complete(command: &str, values: &Values) -> bool {
    let missing = std::cell::Cell::new(false);
    let _ = replace(command, &|name| {
        let optional = matches!(name, "time" | "path" | "status");
        let ours = UNKNOWN.iter().any(|(n, _)| *n == name);
        missing.set(missing.get() || (ours && !optional && !values.contains_key(name)));
        None
    });
    !missing.get()
}

/// Replaces each `{name}` that `known` has a word for. Braces of other programs (`%{…}`, `${…}`, `{{…}}`) stay.
#[must_use]
pub fn replace(text: &str, known: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, brace) = rest.split_at(at);
        out.push_str(before);
        let foreign = before.ends_with(['%', '$', '{']) || out.ends_with(['%', '$', '{']);
        let name = brace.get(1..).and_then(|b| b.split('}').next()).unwrap_or_default();
        let word = if foreign { None } else { known(name) };
        if let Some(word) = word {
            out.push_str(&word);
            rest = brace.get(name.len() + 2..).unwrap_or_default();
        } else {
            out.push('{');
            rest = brace.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// Whether the value can stand in a shell command, in single quotes or without, and mean only itself.
#[must_use]
pub fn safe(value: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._:/@[]-+,=%".contains(c);
    !value.is_empty() && !value.starts_with('-') && value.chars().all(plain)
}

/// Values that belong to the input as a whole.
pub(crate) fn site(tally: &Tally) -> Values {
    let mut values = Values::new();
    if let Some((_, host)) = &tally.host {
        put(&mut values, "host", host);
    }
    values
}

/// Values of one finding: each from the first of its lines that has it.
pub(crate) fn of<'a>(
    sightings: impl Iterator<Item = &'a Sighting>,
    upstream: Option<&str>,
    product: &str,
    first: Option<Time>,
) -> Values {
    let mut values = Values::new();
    for sighting in sightings {
        // What ended is a container, not a systemd unit.
        let unit = sighting.unit.as_ref().filter(|_| product != "docker");
        for (name, value) in [("host", sighting.host.as_ref()), ("path", sighting.path.as_ref()), ("unit", unit)] {
            if let Some(value) = value.filter(|_| !values.contains_key(name)) {
                put(&mut values, name, value);
            }
        }
    }
    if let Some(upstream) = upstream {
        values.insert("upstream", upstream.to_owned());
        split(upstream, &mut values);
    }
    if let Some(unit) = values.get("socket").and_then(|s| unit_of(s)) {
        values.or_insert_with("unit", || unit);
    }
    let proxy_unit = match product {
        "nginx" | "haproxy" => Some(product),
        // Debian's name; where it is httpd, the reader knows.
        "apache" => Some("apache2"),
        _ => None,
    };
    if let Some(unit) = proxy_unit {
        values.insert("proxy.unit", unit.to_owned());
    }
    if !product.is_empty() {
        values.insert("product", product.to_owned());
    }
    if let Some(time) = first.and_then(Time::minute_before) {
        values.insert("time", time);
    }
    values
}

fn put(values: &mut Values, name: &'static str, value: &[u8]) {
    if let Ok(value) = std::str::from_utf8(value)
        && safe(value)
    {
        values.insert(name, value.to_owned());
    }
}

/// `127.0.0.1:3000`, `[::1]:3000`, `unix:/run/app.sock`, `/run/app.sock`.
fn split(upstream: &str, values: &mut Values) {
    // `uds://tmp/lshttpd/lsphp.sock` is LiteSpeed's spelling of /tmp/lshttpd/lsphp.sock.
    let marked = upstream.strip_prefix("unix:").or_else(|| upstream.strip_prefix("uds:/"));
    if let Some(path) = marked.or_else(|| upstream.starts_with('/').then_some(upstream)) {
        values.insert("socket", path.to_owned());
        return;
    }
    let (host, port) = match upstream.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => (host, Some(port)),
        _ => (upstream, None),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let named = host.parse::<std::net::IpAddr>().is_ok() || (host.contains('.') && !host.contains('/'));
    if named || (port.is_some() && !host.is_empty() && !host.contains('/')) {
        values.insert("upstream.host", host.to_owned());
        if let Some(port) = port {
            values.insert("upstream.port", port.to_owned());
        }
    }
}

/// Debian and Ubuntu name PHP-FPM's socket after its unit: `/run/php/php8.2-fpm.sock`.
fn unit_of(socket: &str) -> Option<String> {
    let name = socket.rsplit('/').next()?.strip_suffix(".sock")?;
    name.ends_with("-fpm").then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Values, fill, split};

    fn values(upstream: &str) -> Values {
        let mut values = Values::from([("upstream", upstream.to_owned())]);
        split(upstream, &mut values);
        values
    }

    #[test]
    fn commands_are_filled_with_what_is_known() {
        let v = values("127.0.0.1:3000");
        assert_eq!(fill("ss -ltnp 'sport = :{upstream.port}'", &v).unwrap(), "ss -ltnp 'sport = :3000'");
        assert_eq!(fill("systemctl status {unit}", &v).unwrap(), "systemctl status UNIT");
        assert_eq!(
            fill("curl -w '%{http_code}' http://{upstream}/", &v).unwrap(),
            "curl -w '%{http_code}' http://127.0.0.1:3000/"
        );
        assert_eq!(fill("docker inspect -f '{{.State}}'", &v).unwrap(), "docker inspect -f '{{.State}}'");
        assert_eq!(fill("ls -l {socket}", &v), None);
    }

    #[test]
    fn a_socket_is_no_address() {
        let v = values("unix:/run/php/php8.2-fpm.sock");
        assert_eq!(fill("ls -l {socket}", &v).unwrap(), "ls -l /run/php/php8.2-fpm.sock");
        assert_eq!(fill("curl http://{upstream}/", &v), None);
        assert_eq!(values("[::1]:3000").get("upstream.host").unwrap(), "::1");
        assert_eq!(values("app_backend").len(), 1);
    }

    #[test]
    fn a_name_from_a_configuration_is_nothing_to_connect_to() {
        let v = values("app/app1");
        assert_eq!(fill("curl http://{upstream}/", &v).unwrap(), "curl http://HOST:PORT/");
    }

    #[test]
    fn a_value_that_a_shell_could_read_is_not_used() {
        for bad in ["$(reboot)", "a;b", "`id`", "a'b", "a\nb", "-rf", "a|b", "a&b", "\"x\""] {
            let v = Values::from([("unit", bad.to_owned())]);
            assert_eq!(fill("systemctl status {unit}", &v).unwrap(), "systemctl status UNIT", "{bad:?}");
        }
    }
}
