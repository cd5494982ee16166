//! ingress-nginx: a backend of its own that answers with the status it is told in `X-Code`.
//!
//! The failed request comes with its method, so the page's server makes an error of its own, as a plain nginx does.

use super::{Site, Spec, nginx};
use crate::escape::indented;
use crate::page::{self, Policy, Variant};
use crate::template::Slot;

pub(super) const SPEC: Spec = Spec {
    id: "ingress-nginx",
    name: "ingress-nginx",
    variant: Variant::Full,
    serves_files: false,
    runs: &[
        "kubectl apply -f {out}/why502.yaml",
        "nginx.ingress.kubernetes.io/custom-http-errors: \"502,503,504\"\nnginx.ingress.kubernetes.io/default-backend: why502",
        "kubectl rollout status deployment/why502",
    ],
    files,
};

/// The number is the one that the controller's logs have; nginx's includes escape what they echo.
fn fill(slot: Slot) -> &'static str {
    match slot {
        Slot::Id => "<!--#echo var=\"http_x_request_id\" default=\"\" -->",
        Slot::Method => nginx::fill(slot),
    }
}

/// A ConfigMap holds 1 MiB.
const CONFIG_MAP: usize = 1_048_576;

fn files(site: &mut Site) {
    let mut data = String::new();
    for (name, status, kind) in site.wanted() {
        let html = page::page(site.d, status, kind, Variant::Full, Policy::Inside).render(str::to_owned, fill);
        let json = page::problem(site.d, status, kind).render(str::to_owned, fill);
        site.measure(&format!("{name}.html"), html.len(), None);
        data.push_str(&format!(
            "  {name}.html: |-\n{}\n  {name}.json: |-\n{}\n",
            indented(&html, 4),
            indented(&json, 4)
        ));
    }
    let returns = site.each(|s| format!("        if ($http_x_code = {s}) {{ return {s}; }}"));
    let first = site.d.statuses.first().copied().unwrap_or(503);
    let server = nginx::server(site, "/etc/nginx/why502");
    let conf = format!(
        "{}server {{\n    listen 8080;\n{}\n    location = /healthz {{ return 200; }}\n    location / {{\n{returns}\n        return {first};\n    }}\n}}\n",
        nginx::HTTP,
        indented(&server, 4)
    );
    let text = format!(
        "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: why502
data:
  default.conf: |-
{}
{data}---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: why502
spec:
  replicas: 2
  selector: {{ matchLabels: {{ app: why502 }} }}
  template:
    metadata: {{ labels: {{ app: why502 }} }}
    spec:
      containers:
      - name: nginx
        image: nginxinc/nginx-unprivileged:stable
        ports: [{{ containerPort: 8080 }}]
        readinessProbe: {{ httpGet: {{ path: /healthz, port: 8080 }} }}
        volumeMounts:
        - {{ name: why502, mountPath: /etc/nginx/conf.d/default.conf, subPath: default.conf }}
        - {{ name: why502, mountPath: /etc/nginx/why502/pages }}
      volumes:
      - name: why502
        configMap: {{ name: why502 }}
---
apiVersion: v1
kind: Service
metadata:
  name: why502
spec:
  selector: {{ app: why502 }}
  ports: [{{ port: 80, targetPort: 8080 }}]
",
        indented(&conf, 4)
    );
    site.measure("why502.yaml", text.len(), Some(CONFIG_MAP));
    site.add("why502.yaml", text);
}
