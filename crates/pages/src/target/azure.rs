//! Azure Application Gateway: pages that it fetches once from a public address.

use super::{Limit, Site, Spec};
use crate::page::Variant;

pub(super) const SPEC: Spec = Spec {
    id: "azure",
    name: "Azure Application Gateway",
    variant: Variant::Full,
    serves_files: false,
    runs: &[
        "az storage blob upload-batch --account-name ACCOUNT --destination errorpages --source {out}/errorpages",
        "./set-error-pages.ps1 -ResourceGroup GROUP -Gateway GATEWAY -Base https://ACCOUNT.blob.core.windows.net/errorpages",
        "",
    ],
    files,
};

/// Less than one megabyte, whichever megabyte is meant.
const LIMIT: usize = 999_999;

fn files(site: &mut Site) {
    site.pages("errorpages/", Variant::Full, Limit::bytes(LIMIT), |page| page.plain());
    let lines = site.each(|s| {
        format!("$gw = Add-AzApplicationGatewayCustomError -ApplicationGateway $gw -StatusCode HttpStatus{s} -CustomErrorPageUrl \"$Base/{s}.html\"")
    });
    site.add(
        "set-error-pages.ps1",
        format!(
            "param([Parameter(Mandatory)] $ResourceGroup, [Parameter(Mandatory)] $Gateway, [Parameter(Mandatory)] $Base)\n\
             $gw = Get-AzApplicationGateway -Name $Gateway -ResourceGroupName $ResourceGroup\n{lines}\nSet-AzApplicationGateway -ApplicationGateway $gw\n"
        ),
    );
}
