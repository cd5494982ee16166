//! IIS with Application Request Routing: `httpErrors` of web.config.

use super::{Limit, Site, Spec};
use crate::page::Variant;

pub(super) const SPEC: Spec = Spec {
    id: "iis",
    name: "IIS",
    variant: Variant::Full,
    serves_files: true,
    runs: &["", "curl.exe -i http://localhost/"],
    files,
};

fn files(site: &mut Site) {
    site.pages("why502/", Variant::Full, Limit::NONE, |page| page.plain());
    site.files.retain(|f| !f.path.contains("planned"));
    site.meters.retain(|m| !m.path.contains("planned"));
    let errors = site.each(|s| {
        format!(
            "      <remove statusCode=\"{s}\" subStatusCode=\"-1\" />\n      \
             <error statusCode=\"{s}\" subStatusCode=\"-1\" path=\"why502\\{s}.html\" responseMode=\"File\" />"
        )
    });
    site.add(
        "web.config",
        format!(
            "\
<?xml version=\"1.0\" encoding=\"utf-8\"?>
<configuration>
  <system.webServer>
    <httpErrors errorMode=\"Custom\" existingResponse=\"Replace\">
{errors}
    </httpErrors>
  </system.webServer>
</configuration>
"
        ),
    );
}
