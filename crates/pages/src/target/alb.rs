//! AWS Application Load Balancer: its own errors cannot be replaced, but planned work and the firewall have bodies.

use super::{Site, Spec};
use crate::escape::json_short;
use crate::page::{self, Kind, Policy, Variant};

pub(super) const SPEC: Spec = Spec {
    id: "alb",
    name: "AWS Application Load Balancer",
    variant: Variant::Tiny,
    serves_files: false,
    runs: &[
        "",
        "aws elbv2 create-rule --listener-arn LISTENER_ARN --priority 1 --conditions Field=path-pattern,Values='/*' --actions file://{out}/planned-rule.json",
        "# CustomResponseBodies of the web ACL: waf-bodies.json",
    ],
    files,
};

const FIXED_RESPONSE: usize = 1_024;
const WAF_BODY: usize = 10_240;

fn files(site: &mut Site) {
    let tiny = page::page(site.d, 503, Kind::Planned, Variant::Tiny, Policy::Inside).plain();
    site.measure("planned-rule.json", tiny.len(), Some(FIXED_RESPONSE));
    site.add(
        "planned-rule.json",
        format!(
            "[{{\"Type\":\"fixed-response\",\"FixedResponseConfig\":{{\"StatusCode\":\"503\",\"ContentType\":\"text/html\",\"MessageBody\":{}}}}}]\n",
            json_short(&tiny)
        ),
    );
    let body = page::page(site.d, 503, Kind::Trouble, Variant::Compact, Policy::Inside).plain();
    site.measure("waf-bodies.json", body.len(), Some(WAF_BODY));
    site.add(
        "waf-bodies.json",
        format!("{{\"why502\":{{\"ContentType\":\"TEXT_HTML\",\"Content\":{}}}}}\n", json_short(&body)),
    );
}
