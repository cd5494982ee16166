//! Varnish: the page is a long string of the VCL itself.

use super::{Site, Spec};
use crate::escape::{quoted, vcl};
use crate::page::{self, Kind, Policy, Variant};
use crate::template::{Slot, Template};

pub(super) const SPEC: Spec = Spec {
    id: "varnish",
    name: "Varnish",
    variant: Variant::Full,
    serves_files: false,
    runs: &[
        "sudo cp -r {out}/why502 /etc/varnish/",
        "include \"/etc/varnish/why502/why502.vcl\";",
        "sudo varnishreload",
        "include \"/etc/varnish/why502/planned.vcl\";",
    ],
    files,
};

fn backend(slot: Slot) -> &'static str {
    match slot {
        Slot::Id => "\"} + bereq.xid + {\"",
        Slot::Method => "\"} + bereq.method + {\"",
    }
}

fn client(slot: Slot) -> &'static str {
    match slot {
        Slot::Id => "\"} + req.xid + {\"",
        Slot::Method => "\"} + req.method + {\"",
    }
}

fn string(template: &Template, fill: fn(Slot) -> &'static str) -> String {
    format!("{{\"{}\"}}", template.render(vcl, fill))
}

fn files(site: &mut Site) {
    let policy = quoted(&site.policy(Variant::Full));
    let d = site.d;
    // Varnish makes no status but 503 by itself, so there is a page for it in any case.
    let mut statuses = d.statuses.clone();
    if !statuses.contains(&503) {
        statuses.push(503);
    }
    let mut branches = String::new();
    for status in statuses {
        let kind = Kind::of(status);
        let page = page::page(d, status, kind, Variant::Full, Policy::Inside);
        site.measure(&format!("{status}.html"), page.plain().len(), None);
        let html = string(&page, backend);
        let json = string(&page::problem(d, status, kind), backend);
        branches.push_str(&format!(
            "    if (beresp.status == {status}) {{\n        if (bereq.http.X-Why502 == \"json\") {{\n            synthetic({json});\n        }} else {{\n            synthetic({html});\n        }}\n        return (deliver);\n    }}\n"
        ));
    }
    let theirs = d.statuses.iter().map(|s| format!("beresp.status == {s}")).collect::<Vec<_>>().join(" || ");
    site.add(
        "why502/why502.vcl",
        format!(
            "\
sub vcl_recv {{
    # Programs that ask for JSON get a problem document.
    unset req.http.X-Why502;
    if (req.http.Accept ~ \"(?i)application/(problem\\+)?json\" && req.http.Accept !~ \"(?i)text/html\") {{
        set req.http.X-Why502 = \"json\";
    }}
}}

sub vcl_backend_response {{
    if ({theirs}) {{
        return (error(beresp.status, beresp.reason));
    }}
}}

sub vcl_backend_error {{
    # Never kept: the next visitor asks anew.
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    set beresp.http.Cache-Control = \"no-store\";
    set beresp.http.X-Robots-Tag = \"noindex\";
    if (bereq.http.X-Why502 == \"json\") {{
        set beresp.http.Content-Type = \"application/problem+json\";
    }} else {{
        set beresp.http.Content-Type = \"text/html; charset=utf-8\";
        set beresp.http.Content-Security-Policy = {policy};
    }}
{branches}}}
"
        ),
    );
    let planned = page::page(d, 503, Kind::Planned, Variant::Full, Policy::Inside);
    site.measure("planned.html", planned.plain().len(), None);
    let html = string(&planned, client);
    let retry_after = d.planned;
    let open = site.tool_path().map(|t| format!(" && req.url !~ \"^{}\"", t.replace('.', "\\."))).unwrap_or_default();
    site.add(
        "why502/planned.vcl",
        format!(
            "\
sub vcl_recv {{
    if (req.url !~ \"^/\\.well-known/\"{open}) {{
        return (synth(503, \"Planned maintenance\"));
    }}
}}

sub vcl_synth {{
    if (resp.status == 503) {{
        set resp.http.Content-Type = \"text/html; charset=utf-8\";
        set resp.http.Cache-Control = \"no-store\";
        set resp.http.X-Robots-Tag = \"noindex\";
        set resp.http.Retry-After = \"{retry_after}\";
        set resp.http.Content-Security-Policy = {policy};
        synthetic({html});
        return (deliver);
    }}
}}
"
        ),
    );
}
