//! Google Cloud's global external Application Load Balancer: a policy of the URL map.

use super::{Limit, Site, Spec};
use crate::page::Variant;

pub(super) const SPEC: Spec = Spec {
    id: "gcp",
    name: "Google Cloud Load Balancing",
    variant: Variant::Full,
    serves_files: false,
    runs: &[
        "gcloud storage cp {out}/_why502/*.html gs://BUCKET/_why502/ --cache-control=no-store --content-type='text/html; charset=utf-8'\ngcloud compute backend-buckets create why502 --gcs-bucket-name=BUCKET",
        "gcloud compute url-maps export URL_MAP --destination=url-map.yaml --global\n# add the lines of error-policy.yaml, then:\ngcloud compute url-maps import URL_MAP --source=url-map.yaml --global",
        "curl -si https://HOST/ | head -n 1",
    ],
    files,
};

fn files(site: &mut Site) {
    site.pages("_why502/", Variant::Full, Limit::NONE, |page| page.plain());
    let rules = site.each(|s| format!("  - matchResponseCodes: [\"{s}\"]\n    path: /_why502/{s}.html"));
    site.add(
        "error-policy.yaml",
        format!(
            "defaultCustomErrorResponsePolicy:\n  errorService: https://www.googleapis.com/compute/v1/projects/PROJECT/global/backendBuckets/why502\n  errorResponseRules:\n{rules}\n"
        ),
    );
}
