//! nginx: static files with server-side includes, so that number and method of the request get into them.
//!
//! `error_page` turns the method into GET; `$request` still has the original line.

use super::{Limit, Site, Spec};
use crate::escape::quoted;
use crate::page::Variant;
use crate::template::Slot;

pub(super) const SPEC: Spec = Spec {
    id: "nginx",
    name: "nginx",
    variant: Variant::Full,
    serves_files: true,
    runs: &[
        "sudo cp -r {out}/why502 /etc/nginx/",
        "include /etc/nginx/why502/http.conf;\ninclude /etc/nginx/why502/server.conf;",
        "sudo nginx -t && sudo systemctl reload nginx",
        "sudo touch /etc/nginx/why502/planned-now\nsudo rm /etc/nginx/why502/planned-now",
    ],
    files,
};

pub(super) fn fill(slot: Slot) -> &'static str {
    match slot {
        Slot::Id => "<!--#echo var=\"why502_id\" -->",
        Slot::Method => {
            "<!--#if expr=\"$request = /^(GET|HEAD) /\" -->GET<!--#elif expr=\"$request = /^POST /\" -->POST<!--#else -->OTHER<!--#endif -->"
        }
    }
}

fn files(site: &mut Site) {
    site.pages("why502/pages/", Variant::Full, Limit::NONE, |page| page.render(str::to_owned, fill));
    site.problems("why502/pages/", |page| page.render(str::to_owned, fill));
    site.add("why502/http.conf", HTTP.to_owned());
    let text = server(site, "/etc/nginx/why502");
    site.add("why502/server.conf", text);
}

/// Which of the two documents a client gets: programs ask for JSON, and only they.
pub(super) const HTTP: &str = "\
# In http { }. Browsers get the page, programs that ask for JSON a problem document.
map $http_accept $why502_type {
    default html;
    \"~*text/html\" html;
    \"~*application/(problem\\+)?json\" json;
}
";

pub(super) fn server(site: &Site, folder: &str) -> String {
    let pages = site.each(|s| format!("error_page {s} /.why502/{s}.$why502_type;"));
    let policy = quoted(&site.policy(Variant::Full));
    let retry_after = site.d.planned;
    let tool = site.tool_path();
    let open = tool.as_ref().map(|t| format!("|{}", t.trim_end_matches('/').replace('.', "\\."))).unwrap_or_default();
    let tool = tool.map(|t| tool_location(&t)).unwrap_or_default();
    format!(
        "\
# In server {{ }}, before the locations.
{pages}
proxy_intercept_errors on;
fastcgi_intercept_errors on;
uwsgi_intercept_errors on;
scgi_intercept_errors on;

# Named in the configuration, the number is one for the whole request: page, log and backend agree.
set $why502_id $request_id;

# Planned work: as long as this file is there, everything but the page itself is a 503. 599 tells it from
# a 503 that nobody planned; visitors never see it.
error_page 599 =503 /.why502/planned.$why502_type;
set $why502_stop \"\";
if (-f {folder}/planned-now) {{ set $why502_stop yes; }}
if ($uri ~ \"^(/\\.why502{open})/\") {{ set $why502_stop \"\"; }}
if ($why502_stop) {{ return 599; }}

location ^~ /.why502/ {{
    internal;
    alias {folder}/pages/;
    ssi on;
    ssi_types application/problem+json;
    types {{ text/html html; application/problem+json json; }}
    charset utf-8;
    add_header Cache-Control no-store always;
    add_header X-Robots-Tag noindex always;
    add_header Content-Security-Policy {policy} always;
}}
location ^~ /.why502/planned. {{
    internal;
    alias {folder}/pages/planned.;
    ssi on;
    ssi_types application/problem+json;
    types {{ text/html html; application/problem+json json; }}
    charset utf-8;
    add_header Retry-After {retry_after} always;
    add_header Cache-Control no-store always;
    add_header X-Robots-Tag noindex always;
    add_header Content-Security-Policy {policy} always;
}}
{tool}"
    )
}

/// The tool beside the page, from a folder of its own.
fn tool_location(path: &str) -> String {
    format!(
        "\n# The admin's tool: put its files into /srv/why502.\nlocation ^~ {path} {{\n    alias /srv/why502/;\n    index index.html;\n    \
         types {{ text/html html; text/css css; text/javascript js mjs; application/wasm wasm; image/svg+xml svg; text/plain txt; }}\n}}\n"
    )
}
