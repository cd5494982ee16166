//! The way of a request, hop by hop, with what the evidence says of each.

use why502_knowledge::{Cause, Lang, Layer, words};

use crate::document::{Hop, HopState};
use crate::names;
use crate::wire::Finding;

/// The hops from the visitor inwards.
pub(crate) fn chain(cause: &'static Cause, finding: &Finding, lang: Lang) -> Vec<Hop> {
    let product = finding.product.as_deref().unwrap_or_default();
    Layer::ALL
        .into_iter()
        .map(|layer| {
            let state = state(layer, cause, finding, product);
            Hop {
                layer,
                name: names::layer(layer, words(lang)),
                label: label(layer, finding, product),
                state,
                state_word: state_word(state, lang),
            }
        })
        .collect()
}

fn state(layer: Layer, cause: &Cause, finding: &Finding, product: &str) -> HopState {
    let failed = cause.layer;
    if cause.id == "unknown" {
        // Something failed between the speaker and what is behind it; which hop, the text does not say.
        let saw = layer == Layer::Visitor || (layer == Layer::Proxy && names::is_proxy(product));
        return if saw { HopState::Affected } else { HopState::Unknown };
    }
    if layer == failed {
        return HopState::Failed;
    }
    if layer > failed {
        return HopState::Unknown;
    }
    match layer {
        Layer::Visitor => HopState::Affected,
        Layer::Cdn if names::is_cdn(product) => HopState::Affected,
        Layer::Proxy if names::is_proxy(product) => HopState::Affected,
        // A refusal, a closed connection, a late answer: each came over a network that works. Only an
        // address shows that there was a network at all.
        Layer::Network if failed >= Layer::Backend && finding.values.contains_key("upstream.host") => HopState::Worked,
        Layer::Backend => HopState::Affected,
        Layer::Cdn | Layer::Proxy | Layer::Network | Layer::Dependency => HopState::Unknown,
    }
}

fn label(layer: Layer, finding: &Finding, product: &str) -> String {
    match layer {
        Layer::Cdn if names::is_cdn(product) => names::product(product).to_owned(),
        Layer::Proxy if names::is_proxy(product) => names::product(product).to_owned(),
        Layer::Backend => finding.upstream.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn state_word(state: HopState, lang: Lang) -> &'static str {
    let w = words(lang);
    match state {
        HopState::Failed => w.hop_failed,
        HopState::Affected => w.hop_affected,
        HopState::Worked => w.hop_worked,
        HopState::Unknown => w.hop_unknown,
    }
}
