//! lighttpd: files named after the status. It fills nothing in, and cannot add a header to errors alone.

use super::{Limit, Site, Spec};
use crate::page::Variant;

pub(super) const SPEC: Spec = Spec {
    id: "lighttpd",
    name: "lighttpd",
    variant: Variant::Full,
    serves_files: true,
    runs: &[
        "sudo cp -r {out}/why502 /etc/lighttpd/",
        "include \"/etc/lighttpd/why502/why502.conf\"",
        "sudo lighttpd -tt -f /etc/lighttpd/lighttpd.conf && sudo systemctl restart lighttpd",
    ],
    files,
};

fn files(site: &mut Site) {
    site.pages("why502/pages/", Variant::Full, Limit::NONE, |page| page.plain());
    // There is no page that could begin with another name, and nothing that would switch to it.
    site.files.retain(|f| !f.path.contains("planned"));
    site.meters.retain(|m| !m.path.contains("planned"));
    let tool = site.tool_path().map(|t| format!("\n# The admin's tool: put its files into /srv/why502.\nserver.modules += ( \"mod_alias\" )\nalias.url += ( \"{t}\" => \"/srv/why502/\" )\n$HTTP[\"url\"] =^ \"{t}\" {{ proxy.server = () }}\n")).unwrap_or_default();
    site.add(
        "why502/why502.conf",
        format!(
            "\
server.errorfile-prefix = \"/etc/lighttpd/why502/pages/\"
# What the backend itself answers stays as it is. The next line would replace that too, but with it every 404
# of the backend becomes lighttpd's own.
# server.error-intercept = \"enable\"
{tool}"
        ),
    );
}
