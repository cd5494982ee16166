//! Traefik: the `errors` middleware asks a service for the page, so there is one for that service too.

use super::{Limit, Site, Spec};
use crate::escape::quoted;
use crate::page::Variant;

pub(super) const SPEC: Spec = Spec {
    id: "traefik",
    name: "Traefik",
    variant: Variant::Full,
    serves_files: false,
    runs: &[
        "sudo cp -r {out}/why502 /srv/\ncaddy run --config /srv/why502/pages.Caddyfile",
        "sudo cp {out}/traefik-why502.yml /etc/traefik/dynamic/",
        "",
    ],
    files,
};

fn files(site: &mut Site) {
    site.pages("why502/pages/", Variant::Full, Limit::NONE, |page| page.plain());
    site.problems("why502/pages/", |page| page.plain());
    let policy = quoted(&site.policy(Variant::Full));
    let list = site.each(|s| format!("          - \"{s}\""));
    site.add(
        "traefik-why502.yml",
        format!(
            "\
http:
  middlewares:
    why502:
      errors:
        status:
{list}
        service: why502-pages
        query: /{{status}}.html
  services:
    why502-pages:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:5020
"
        ),
    );
    site.add(
        "why502/pages.Caddyfile",
        format!(
            "\
{{
	admin off
	auto_https off
}}
# Only for Traefik: nobody else is to reach it.
http://127.0.0.1:5020 {{
	root * /srv/why502/pages
	header Cache-Control no-store
	header X-Robots-Tag noindex
	header Content-Security-Policy {policy}
	file_server
}}
"
        ),
    );
}
