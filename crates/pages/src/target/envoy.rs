//! Envoy: local replies for what it makes itself, the custom_response filter for what the backend answers.

use super::{Limit, Site, Spec};
use crate::escape::{doubled_percent, json};
use crate::page::Variant;
use crate::template::Slot;

pub(super) const SPEC: Spec = Spec {
    id: "envoy",
    name: "Envoy",
    variant: Variant::Full,
    serves_files: false,
    runs: &[
        "sudo cp -r {out}/why502 /etc/envoy/",
        "# /etc/envoy/why502/local-reply.yaml\n# /etc/envoy/why502/custom-response.yaml",
        "envoy --mode validate -c /etc/envoy/envoy.yaml",
        "# /etc/envoy/why502/planned-mapper.yaml\n# /etc/envoy/why502/planned-route.yaml",
    ],
    files,
};

/// At most as long as a UUID: the number is the client's own if Envoy was told to trust it.
fn fill(slot: Slot) -> &'static str {
    match slot {
        Slot::Id => "%REQ(X-REQUEST-ID):36%",
        Slot::Method => "%REQ(:METHOD):10%",
    }
}

fn files(site: &mut Site) {
    let d = site.d;
    let folder = "/etc/envoy/why502/pages";
    let policy = json(&doubled_percent(&site.policy(Variant::Full)));
    site.pages("why502/pages/", Variant::Full, Limit::NONE, |page| page.render(doubled_percent, fill));
    site.problems("why502/pages/", |page| page.render(doubled_percent, fill));
    let mut mappers = String::new();
    for status in &d.statuses {
        mappers.push_str(&mappers_of(*status, &status.to_string(), folder, &policy, ""));
    }
    site.add(
        "why502/local-reply.yaml",
        format!("# In http_connection_manager.\nlocal_reply_config:\n  mappers:\n{mappers}"),
    );
    let matchers: String = d.statuses.iter().map(|s| matcher(*s)).collect();
    site.add("why502/custom-response.yaml", format!("{FILTER}{matchers}"));
    let retry_after =
        format!("\n      - header: {{ key: retry-after, value: \"{}\" }}\n        {OVERWRITE}", d.planned);
    let planned = mappers_of(503, "planned", folder, &policy, &retry_after);
    site.add(
        "why502/planned-mapper.yaml",
        format!("# The first of local_reply_config.mappers, as long as the work takes.\n{planned}"),
    );
    site.add(
        "why502/planned-route.yaml",
        "# The first of the virtual host's routes, as long as the work takes.\n- match: { prefix: / }\n  direct_response: { status: 503 }\n"
            .to_owned(),
    );
}

/// The page for everybody, and before it the problem document for those who ask for JSON.
fn mappers_of(status: u16, name: &str, folder: &str, policy: &str, more: &str) -> String {
    let of_status = format!(
        "{{ status_code_filter: {{ comparison: {{ op: EQ, value: {{ default_value: {status}, runtime_key: why502_{name} }} }} }} }}"
    );
    let policy = format!("\n      - header: {{ key: content-security-policy, value: {policy} }}\n        {OVERWRITE}");
    [
        ("json", "application/problem+json", format!("{{ and_filter: {{ filters: [ {of_status}, {JSON} ] }} }}"), ""),
        ("html", "text/html; charset=utf-8", of_status, policy.as_str()),
    ]
    .map(|(kind, content_type, filter, policy)| {
        format!(
            "    - filter: {filter}
      headers_to_add:
      - header: {{ key: cache-control, value: no-store }}
        {OVERWRITE}
      - header: {{ key: x-robots-tag, value: noindex }}
        {OVERWRITE}{policy}{more}
      body_format_override:
        content_type: {content_type}
        text_format_source: {{ filename: {folder}/{name}.{kind} }}
"
        )
    })
    .concat()
}

const OVERWRITE: &str = "append_action: OVERWRITE_IF_EXISTS_OR_ADD";

/// Asks for JSON, and not for HTML as well.
const JSON: &str = "{ header_filter: { header: { name: accept, string_match: { safe_regex: { regex: \".*application/(problem[+])?json.*\" } } } } }, \
                    { header_filter: { header: { name: accept, string_match: { contains: text/html }, invert_match: true } } }";

const FILTER: &str = "\
# Before envoy.filters.http.router.
- name: envoy.filters.http.custom_response
  typed_config:
    \"@type\": type.googleapis.com/envoy.extensions.filters.http.custom_response.v3.CustomResponse
    custom_response_matcher:
      matcher_list:
        matchers:
";

/// Makes a local reply of the backend's answer; the mappers above then give it page and headers.
fn matcher(status: u16) -> String {
    format!(
        "        - predicate:
            single_predicate:
              input:
                name: why502_{status}
                typed_config:
                  \"@type\": type.googleapis.com/envoy.type.matcher.v3.HttpResponseStatusCodeMatchInput
              value_match: {{ exact: \"{status}\" }}
          on_match:
            action:
              name: why502_{status}
              typed_config:
                \"@type\": type.googleapis.com/envoy.extensions.http.custom_response.local_response_policy.v3.LocalResponsePolicy
"
    )
}
