//! HAProxy: `http-error` with log-format files. Page and headers must fit into one buffer.

use super::{Limit, Site, Spec};
use crate::escape::{doubled_percent, quoted};
use crate::page::Variant;
use crate::template::Slot;

pub(super) const SPEC: Spec = Spec {
    id: "haproxy",
    name: "HAProxy",
    variant: Variant::Full,
    serves_files: false,
    runs: &[
        "sudo cp -r {out}/why502 /etc/haproxy/",
        "",
        "sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy",
        "echo 'set map /etc/haproxy/why502/planned.map planned on' | sudo socat stdio /run/haproxy/admin.sock",
    ],
    files,
};

/// `tune.bufsize` (16,384) less `tune.maxrewrite` (1,024).
const BUFFER: usize = 15_360;

/// Each hole becomes a UUID of 36 characters or a method; written are about as many.
fn fill(slot: Slot) -> &'static str {
    match slot {
        Slot::Id => "%[unique-id]",
        Slot::Method => "%[method]",
    }
}

fn files(site: &mut Site) {
    let policy = site.policy(Variant::Full);
    let folder = "/etc/haproxy/why502/pages";
    // Status line, date, length, type and our own; for each language a UUID is longer than what stands for it.
    let headers = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 15360\r\ncontent-type: text/html; charset=utf-8\r\n\
                   cache-control: no-store\r\nx-robots-tag: noindex\r\nretry-after: 4294967295\r\ncontent-security-policy: \r\n\r\n"
        .len()
        + policy.len()
        + 24 * (site.d.langs.len() + 1);
    site.pages("why502/pages/", Variant::Full, Limit { bytes: Some(BUFFER), headers }, |page| {
        page.render(doubled_percent, fill)
    });
    site.problems("why502/pages/", |page| page.render(doubled_percent, fill));
    let policy = quoted(&doubled_percent(&policy));
    let common = format!("hdr Cache-Control no-store hdr X-Robots-Tag noindex hdr Content-Security-Policy {policy}");
    let html = "content-type \"text/html; charset=utf-8\"";
    let own = site.each(|s| format!("    http-error status {s} {html} lf-file {folder}/{s}.html {common}"));
    let theirs = site.each(|s| {
        format!(
            "    http-response return status {s} content-type application/problem+json lf-file {folder}/{s}.json hdr Cache-Control no-store if {{ status {s} }} {{ var(txn.why502_json) -m bool }}\n    \
             http-response return status {s} {html} lf-file {folder}/{s}.html {common} if {{ status {s} }}"
        )
    });
    let retry_after = site.d.planned;
    site.add(
        "why502/why502.cfg",
        format!(
            "\
    # In the frontend.
    unique-id-format %[uuid()]
    unique-id-header X-Request-ID
    http-request set-var(txn.why502_json) bool(true) if {{ req.hdr(accept) -m sub -i application/json application/problem+json }} !{{ req.hdr(accept) -m sub -i text/html }}

    # Planned work: `planned on` in this file.
    http-request return status 503 {html} lf-file {folder}/planned.html hdr Retry-After {retry_after} {common} if {{ str(planned),map(/etc/haproxy/why502/planned.map,off) -m str on }}

    # What HAProxy makes itself.
{own}

    # What the backend answers: these stand in the frontend too, after its other http-response rules.
{theirs}
"
        ),
    );
    site.add("why502/planned.map", "planned off\n".to_owned());
}
