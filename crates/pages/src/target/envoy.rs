//! Envoy: local replies for what it makes itself, the custom_response filter for what the backend answers.

use super::{Site, Spec};
use crate::escape::{doubled_percent, json};
use crate::page::{self, Kind, Policy, Variant};
use crate::template::Slot;

pub(super) const SPEC: Spec = Spec {
    id: "envoy",
    name: "Envoy",
    variant: Variant::Full,
    runs: &[
        "sudo cp -r {out}/why502 /etc/envoy/",
        "# /etc/envoy/why502/local-reply.yaml\n# /etc/envoy/why502/custom-response.yaml",
        "envoy --mode validate -c /etc/envoy/envoy.yaml",
        "# /etc/envoy/why502/planned-route.yaml",
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

const DIRECT: usize = 4_096;

fn files(site: &mut Site) {
    let d = site.d;
    let folder = "/etc/envoy/why502/pages";
    let policy = json(&doubled_percent(&site.policy(Variant::Full)));
    let mut mappers = String::new();
    let mut matchers = String::new();
    for status in d.statuses.clone() {
        let kind = Kind::of(status);
        let page = page::page(d, status, kind, Variant::Full, Policy::Inside).render(doubled_percent, fill);
        site.measure(&format!("why502/pages/{status}.html"), page.len(), None);
        site.add(&format!("why502/pages/{status}.html"), page);
        let problem = page::problem(d, status, kind).render(doubled_percent, fill);
        site.add(&format!("why502/pages/{status}.json"), problem);
        let status_filter = format!(
            "{{ status_code_filter: {{ comparison: {{ op: EQ, value: {{ default_value: {status}, runtime_key: why502_{status} }} }} }} }}"
        );
        for (kind, filter, headers) in [
            ("json", format!("{{ and_filter: {{ filters: [ {status_filter}, {JSON} ] }} }}"), no_store("        ")),
            ("html", status_filter, headers("        ", &policy)),
        ] {
            let content_type = content_type(kind);
            mappers.push_str(&format!(
                "    - filter: {filter}\n      headers_to_add:\n{headers}\n      body_format_override:\n        \
                 content_type: {content_type}\n        text_format_source: {{ filename: {folder}/{status}.{kind} }}\n"
            ));
        }
        matchers.push_str(&matcher(status, &policy, folder));
    }
    site.add("why502/local-reply.yaml", format!("# In http_connection_manager.\nlocal_reply_config:\n  mappers:\n{mappers}"));
    site.add("why502/custom-response.yaml", format!("{FILTER}{matchers}"));
    // Percent signs stand for themselves in a direct response.
    let small = page::page(d, 503, Kind::Planned, Variant::Small, Policy::Inside).plain();
    site.measure("why502/pages/planned.html", small.len(), Some(DIRECT));
    site.add("why502/pages/planned.html", small);
    let retry_after = d.planned;
    site.add(
        "why502/planned-route.yaml",
        format!(
            "\
# The first of the virtual host's routes, as long as the work takes.
- match: {{ prefix: / }}
  direct_response:
    status: 503
    body: {{ filename: {folder}/planned.html }}
  response_headers_to_add:
  - header: {{ key: content-type, value: text/html; charset=utf-8 }}
    append_action: OVERWRITE_IF_EXISTS_OR_ADD
  - header: {{ key: retry-after, value: \"{retry_after}\" }}
  - header: {{ key: cache-control, value: no-store }}
"
        ),
    );
}

const JSON: &str = "{ header_filter: { header: { name: accept, string_match: { safe_regex: { regex: \"[^t]*application/(problem[+])?json.*\" } } } } }";

fn content_type(kind: &str) -> &'static str {
    if kind == "json" { "application/problem+json" } else { "text/html; charset=utf-8" }
}

fn no_store(pad: &str) -> String {
    format!("{pad}- header: {{ key: cache-control, value: no-store }}")
}

fn headers(pad: &str, policy: &str) -> String {
    format!(
        "{}\n{pad}- header: {{ key: x-robots-tag, value: noindex }}\n{pad}- header: {{ key: content-security-policy, value: {policy} }}",
        no_store(pad)
    )
}

const FILTER: &str = "\
# Before envoy.filters.http.router.
- name: envoy.filters.http.custom_response
  typed_config:
    \"@type\": type.googleapis.com/envoy.extensions.filters.http.custom_response.v3.CustomResponse
    custom_response_matcher:
      matcher_list:
        matchers:
";

fn matcher(status: u16, policy: &str, folder: &str) -> String {
    let headers = headers("                ", policy);
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
                body_format:
                  content_type: text/html; charset=utf-8
                  text_format_source: {{ filename: {folder}/{status}.html }}
                response_headers_to_add:
{headers}
"
    )
}
