//! Caddy: `handle_errors` with templates. Two braces begin one, so `escape::html` writes braces as entities.

use super::{Limit, Site, Spec};
use crate::escape::quoted;
use crate::page::Variant;
use crate::template::Slot;

pub(super) const SPEC: Spec = Spec {
    id: "caddy",
    name: "Caddy",
    variant: Variant::Full,
    serves_files: true,
    runs: &[
        "sudo cp -r {out}/why502 /etc/caddy/",
        "import /etc/caddy/why502/why502.caddy\nimport why502\nimport why502_upstream",
        "caddy validate --config /etc/caddy/Caddyfile && sudo systemctl reload caddy",
        "sudo touch /etc/caddy/why502/planned-now\nsudo rm /etc/caddy/why502/planned-now",
    ],
    files,
};

fn fill(slot: Slot) -> &'static str {
    match slot {
        Slot::Id => "{{placeholder \"http.error.id\"}}",
        Slot::Method => "{{.Req.Method}}",
    }
}

fn files(site: &mut Site) {
    // Two braces in a row are ours in no other place: `tests/hostile.rs` holds that.
    site.pages("why502/pages/", Variant::Full, Limit::NONE, |page| page.render(str::to_owned, fill));
    site.problems("why502/pages/", |page| page.render(str::to_owned, fill));
    let statuses = site.statuses(", ");
    let theirs = site.statuses(" ");
    let policy = quoted(&site.policy(Variant::Full));
    let retry_after = site.d.planned;
    let folder = "/etc/caddy/why502";
    let tool = site.tool_path();
    let open = tool.as_ref().map(|t| format!("\n\t\tnot path {t}*")).unwrap_or_default();
    let tool = tool
        .map(|t| format!("\thandle_path {t}* {{\n\t\troot * /srv/why502\n\t\tfile_server\n\t}}\n"))
        .unwrap_or_default();
    site.add(
        "why502/why502.caddy",
        format!(
            "\
(why502) {{
	# Planned work: as long as this file is there, everything is a 503.
	@why502_planned {{
		file {{
			root {folder}
			try_files /planned-now
		}}{open}
	}}
	error @why502_planned \"planned\" 503
{tool}	handle_errors {{
		@why502_ours expression `{{err.status_code}} in [{statuses}] || {{err.message}} == \"planned\"`
		handle @why502_ours {{
			root * {folder}/pages
			vars why502_page {{err.status_code}}
			@planned expression `{{err.message}} == \"planned\"`
			vars @planned why502_page planned
			header @planned Retry-After {retry_after}
			@json {{
				header Accept *json*
				not header Accept *text/html*
			}}
			rewrite @json /{{vars.why502_page}}.json
			@html not path *.json
			rewrite @html /{{vars.why502_page}}.html
			header Cache-Control no-store
			header X-Robots-Tag noindex
			header Content-Security-Policy {policy}
			header @json Content-Type application/problem+json
			templates {{
				mime text/html application/problem+json application/json
			}}
			file_server
		}}
	}}
}}

# In the block of reverse_proxy: what the backend answers becomes an error of Caddy's.
(why502_upstream) {{
	@why502_theirs status {theirs}
	handle_response @why502_theirs {{
		error \"backend\" {{http.reverse_proxy.status_code}}
	}}
}}
"
        ),
    );
}
