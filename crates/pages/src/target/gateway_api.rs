//! Gateway API, as Envoy Gateway extends it: a BackendTrafficPolicy that overrides responses.

use super::{Site, Spec};
use crate::escape::indented;
use crate::page::{self, Kind, Policy, Variant};

pub(super) const SPEC: Spec = Spec {
    id: "gateway-api",
    name: "Gateway API (Envoy Gateway)",
    variant: Variant::Small,
    serves_files: false,
    runs: &["kubectl apply -f {out}/why502.yaml", "kubectl describe backendtrafficpolicy why502"],
    files,
};

const LIMIT: usize = 4_096;

fn files(site: &mut Site) {
    let mut maps = String::new();
    let mut overrides = String::new();
    for status in site.d.statuses.clone() {
        let html = page::page(site.d, status, Kind::of(status), Variant::Small, Policy::Inside).plain();
        site.measure(&format!("{status}.html"), html.len(), Some(LIMIT));
        maps.push_str(&format!(
            "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: why502-{status}\ndata:\n  response.body: |-\n{}\n",
            indented(&html, 4)
        ));
        overrides.push_str(&format!(
            "  - match:\n      statusCodes: [{{ type: Value, value: {status} }}]\n    response:\n      \
             contentType: text/html; charset=utf-8\n      body:\n        type: ValueRef\n        \
             valueRef: {{ group: \"\", kind: ConfigMap, name: why502-{status} }}\n"
        ));
    }
    site.add(
        "why502.yaml",
        format!(
            "\
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata:
  name: why502
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: my-route
  responseOverride:
{overrides}{maps}"
        ),
    );
}
