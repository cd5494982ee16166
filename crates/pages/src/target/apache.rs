//! Apache: `ErrorDocument` with server-side includes.
//!
//! `ErrorDocument` turns the method into GET and keeps the original one as `REDIRECT_REQUEST_METHOD`.

use super::{Limit, Site, Spec};
use crate::escape::quoted;
use crate::page::Variant;
use crate::template::Slot;

pub(super) const SPEC: Spec = Spec {
    id: "apache",
    name: "Apache",
    variant: Variant::Full,
    serves_files: true,
    runs: &[
        "sudo cp -r {out}/why502 /etc/apache2/",
        "sudo a2enmod headers include rewrite unique_id",
        "Include /etc/apache2/why502/why502.conf",
        "sudo apachectl configtest && sudo systemctl reload apache2",
        "sudo touch /etc/apache2/why502/planned-now\nsudo rm /etc/apache2/why502/planned-now",
    ],
    files,
};

fn fill(slot: Slot) -> &'static str {
    match slot {
        Slot::Id => "<!--#if expr=\"-n v('UNIQUE_ID')\" --><!--#echo var=\"UNIQUE_ID\" --><!--#endif -->",
        Slot::Method => {
            "<!--#if expr=\"v('REDIRECT_REQUEST_METHOD') in {'GET','HEAD'}\" -->GET<!--#elif expr=\"v('REDIRECT_REQUEST_METHOD') == 'POST'\" -->POST<!--#else -->OTHER<!--#endif -->"
        }
    }
}

fn files(site: &mut Site) {
    site.pages("why502/pages/", Variant::Full, Limit::NONE, |page| page.render(str::to_owned, fill));
    site.problems("why502/pages/", |page| {
        page.render(str::to_owned, |slot| if slot == Slot::Id { fill(slot) } else { "" })
    });
    let folder = "/etc/apache2/why502";
    let html = site.each(|s| format!("ErrorDocument {s} /.why502/{s}.html"));
    let json = site.each(|s| format!("    ErrorDocument {s} /.why502/{s}.json"));
    let statuses = site.statuses(" ");
    let policy = quoted(&site.policy(Variant::Full));
    let retry_after = site.d.planned;
    let tool = site.tool_path();
    let open = tool.as_ref().map(|t| format!("|{}", t.trim_end_matches('/').replace('.', "\\."))).unwrap_or_default();
    let tool = tool.map(|t| format!("\n# The admin's tool: put its files into /srv/why502.\nAlias {t} /srv/why502/\n<IfModule mod_proxy.c>\n    ProxyPass {t} !\n</IfModule>\n<Directory /srv/why502>\n    Require all granted\n    AddType application/wasm .wasm\n</Directory>\n")).unwrap_or_default();
    site.add(
        "why502/why502.conf",
        format!(
            "\
# In <VirtualHost>, before every other ProxyPass.
Alias /.why502/ {folder}/pages/
<IfModule mod_proxy.c>
    ProxyPass /.why502/ !
    ProxyErrorOverride On {statuses}
</IfModule>
{html}
<If \"%{{HTTP:Accept}} =~ m#application/(problem\\+)?json# && %{{HTTP:Accept}} !~ m#text/html#\">
{json}
</If>

# Planned work: as long as this file is there, everything but the page itself is a 503.
<If \"-f '{folder}/planned-now'\">
    ErrorDocument 503 /.why502/planned.html
</If>
<IfModule mod_rewrite.c>
    RewriteEngine On
    RewriteCond {folder}/planned-now -f
    RewriteCond %{{REQUEST_URI}} !^(/\\.why502{open})/
    RewriteRule ^ - [R=503,L]
</IfModule>

<Directory {folder}/pages>
    # Only as the body of an error, never by its own address: it would be found with a 200.
    Require expr \"-n reqenv('REDIRECT_STATUS')\"
    AllowOverride None
    Options None
    AddType application/problem+json .json
    AddDefaultCharset utf-8
    <IfModule mod_include.c>
        Options +IncludesNOEXEC
        SetOutputFilter INCLUDES
    </IfModule>
    <IfModule mod_headers.c>
        Header always set Cache-Control no-store
        Header always set X-Robots-Tag noindex
        Header always set Content-Security-Policy {policy}
        <Files planned.*>
            Header always set Retry-After {retry_after}
        </Files>
    </IfModule>
</Directory>
{tool}"
        ),
    );
}
