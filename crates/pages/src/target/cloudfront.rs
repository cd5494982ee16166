//! CloudFront: custom error responses, with the pages in a bucket of their own.

use super::{Limit, Site, Spec};
use crate::page::Variant;

pub(super) const SPEC: Spec = Spec {
    id: "cloudfront",
    name: "CloudFront",
    variant: Variant::Full,
    serves_files: false,
    runs: &[
        "aws s3 cp {out}/_why502/ s3://BUCKET/_why502/ --recursive --content-type 'text/html; charset=utf-8' --cache-control no-store",
        "aws cloudfront get-distribution-config --id DISTRIBUTION > distribution.json\n# merge custom-error-responses.json, then:\naws cloudfront update-distribution --id DISTRIBUTION --if-match ETAG --distribution-config file://config.json",
        "curl -si https://HOST/ | head -n 1",
    ],
    files,
};

fn files(site: &mut Site) {
    site.pages("_why502/", Variant::Full, Limit::NONE, |page| page.plain());
    let items = site
        .d
        .statuses
        .iter()
        .map(|s| {
            format!(
                "      {{ \"ErrorCode\": {s}, \"ResponsePagePath\": \"/_why502/{s}.html\", \"ResponseCode\": \"{s}\", \"ErrorCachingMinTTL\": 10 }}"
            )
        })
        .collect::<Vec<_>>()
        .join(",\n");
    let n = site.d.statuses.len();
    site.add(
        "custom-error-responses.json",
        format!(
            "{{\n  \"CustomErrorResponses\": {{\n    \"Quantity\": {n},\n    \"Items\": [\n{items}\n    ]\n  }}\n}}\n"
        ),
    );
}
