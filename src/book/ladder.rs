//! The timeout ladder: of all timers the one that ends a slow request, layers that give up too early, and pairs that
//! race for an idle connection.

use web_sys::Element;

use super::{decimal, dom};
use crate::i18n::fill;

/// A timer as the reader has it.
#[derive(Clone, Debug, Default)]
struct Timer {
    directive: String,
    kind: String,
    /// Which side of an idle connection: see `knowledge/timeouts.toml`.
    outward: bool,
    /// In thousandths; `None`: it never fires.
    seconds: Option<u64>,
    status: String,
}

/// A layer that is there, outermost first.
#[derive(Clone, Debug, Default)]
struct Rung {
    product: String,
    timers: Vec<Timer>,
}

impl Rung {
    /// What ends a request that is being worked on.
    fn limit(&self) -> Option<&Timer> {
        let busy = ["read", "total", "watchdog", "query"];
        let timers = self.timers.iter().filter(|t| busy.contains(&t.kind.as_str()) && t.seconds.is_some());
        timers.min_by_key(|timer| timer.seconds)
    }

    /// How long it keeps an idle connection: towards the inside, or from the outside.
    fn idle(&self, outward: bool) -> Option<&Timer> {
        self.timers.iter().find(|t| t.kind == "keepalive-idle" && t.outward == outward)
    }
}

/// What there is to say, before it is said in a language. Times are in thousandths of a second.
#[derive(Debug, PartialEq)]
enum Said {
    First { product: String, directive: String, seconds: u64, status: String },
    Never,
    Order { outer: String, seconds: u64, inner: String, inner_seconds: u64 },
    Fine,
    Race { outer: String, outer_idle: u64, inner: String, idle: u64 },
    Safe { outer: String, outer_idle: u64, inner: String, idle: u64 },
}

fn judge(rungs: &[Rung], slow: u64) -> Vec<Said> {
    let mut out = Vec::new();
    // Of two that fire together the inner one is heard: its end reaches the outer one as an answer.
    let limits = rungs.iter().rev().filter_map(|rung| Some((rung, rung.limit()?)));
    let fired = limits.filter_map(|(rung, timer)| Some((rung, timer, timer.seconds.filter(|s| *s < slow)?)));
    out.push(match fired.min_by_key(|(.., seconds)| *seconds) {
        Some((rung, timer, seconds)) => Said::First {
            product: rung.product.clone(),
            directive: timer.directive.clone(),
            seconds,
            status: timer.status.clone(),
        },
        None => Said::Never,
    });
    let limited: Vec<(&Rung, u64)> = rungs.iter().filter_map(|r| Some((r, r.limit()?.seconds?))).collect();
    let mut ordered = true;
    for pair in limited.windows(2) {
        if let [(outer, seconds), (inner, inner_seconds)] = pair
            && seconds <= inner_seconds
        {
            ordered = false;
            out.push(Said::Order {
                outer: outer.product.clone(),
                seconds: *seconds,
                inner: inner.product.clone(),
                inner_seconds: *inner_seconds,
            });
        }
    }
    if ordered && limited.len() > 1 {
        out.push(Said::Fine);
    }
    for pair in rungs.windows(2) {
        let [outer, inner] = pair else { continue };
        let (Some(out_timer), Some(in_timer)) = (outer.idle(true), inner.idle(false)) else {
            continue;
        };
        // 0: the backend says that it closes, so nobody sends anything after it.
        let (Some(idle), Some(outer_idle)) = (in_timer.seconds.filter(|s| *s > 0), out_timer.seconds) else {
            continue;
        };
        let (outer, inner) = (outer.product.clone(), inner.product.clone());
        out.push(if idle > outer_idle {
            Said::Safe { outer, outer_idle, inner, idle }
        } else {
            Said::Race { outer, outer_idle, inner, idle }
        });
    }
    out
}

/// Reads the form, and says what follows from it.
pub(super) fn apply(form: &Element) {
    let mut rungs = Vec::new();
    for item in dom::all(form, "[data-rung]") {
        let product = dom::first(&item, "[data-product]").map_or_else(String::new, |s| dom::value(&s));
        for timers in dom::all(&item, "[data-of]") {
            let here = dom::attr(&timers, "data-of") == product;
            dom::show(&timers, here);
            if here {
                let fields = dom::all(&timers, "[data-timer]");
                rungs.push(Rung {
                    product: dom::attr(&timers, "data-name"),
                    timers: fields.iter().map(timer).collect(),
                });
            }
        }
    }
    let slow = dom::first(form, "[data-slow]").and_then(|field| decimal::read(&dom::value(&field))).unwrap_or(0);
    let said = judge(&rungs, slow);
    let Some(result) = dom::first(form, "[data-result]") else {
        return;
    };
    let lines: Vec<String> = said.iter().map(|one| sentence(form, one, slow)).collect();
    dom::write(&result, &lines.join("\n"));
}

fn timer(field: &Element) -> Timer {
    Timer {
        directive: dom::attr(field, "data-directive"),
        kind: dom::attr(field, "data-timer"),
        outward: dom::attr(field, "data-id").ends_with("-out"),
        seconds: decimal::read(&dom::value(field)),
        status: dom::attr(field, "data-status"),
    }
}

fn sentence(form: &Element, said: &Said, slow: u64) -> String {
    let put = |name: &str, values: &[(&str, &str)]| fill(&dom::attr(form, name), values);
    match said {
        Said::First { product, directive, seconds, status } => put(
            "data-first",
            &[
                ("product", product),
                ("directive", directive),
                ("seconds", &decimal::shown(*seconds)),
                ("status", if status.is_empty() { "502" } else { status }),
            ],
        ),
        Said::Never => put("data-never", &[("seconds", &decimal::shown(slow))]),
        Said::Order { outer, seconds, inner, inner_seconds } => put(
            "data-order",
            &[
                ("outer", outer),
                ("seconds", &decimal::shown(*seconds)),
                ("inner", inner),
                ("inner_seconds", &decimal::shown(*inner_seconds)),
            ],
        ),
        Said::Fine => put("data-fine", &[]),
        Said::Race { outer, outer_idle, inner, idle } | Said::Safe { outer, outer_idle, inner, idle } => {
            let name = if matches!(said, Said::Race { .. }) { "data-race" } else { "data-safe" };
            put(
                name,
                &[
                    ("outer", outer),
                    ("outer_idle", &decimal::shown(*outer_idle)),
                    ("inner", inner),
                    ("idle", &decimal::shown(*idle)),
                ],
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rung, Said, Timer, judge};

    fn rung(product: &str, timers: &[(&str, Option<u64>, &str, bool)]) -> Rung {
        let timer = |&(kind, seconds, status, outward): &(&str, Option<u64>, &str, bool)| Timer {
            directive: kind.into(),
            kind: kind.into(),
            outward,
            seconds,
            status: status.into(),
        };
        Rung { product: product.into(), timers: timers.iter().map(timer).collect() }
    }

    #[test]
    fn a_watchdog_within_the_proxys_patience_makes_it_a_502() {
        let rungs = [
            rung("nginx", &[("read", Some(60_000), "504", false)]),
            rung("gunicorn", &[("watchdog", Some(30_000), "502", false)]),
        ];
        let said = judge(&rungs, 90_000);
        assert!(
            matches!(&said[0], Said::First { product, status, .. } if product == "gunicorn" && status == "502"),
            "{said:?}"
        );
        assert_eq!(said[1], Said::Fine);
        // Raising the proxy's limit changes nothing.
        let raised = [rung("nginx", &[("read", Some(600_000), "504", false)]), rungs[1].clone()];
        assert_eq!(judge(&raised, 90_000)[0], said[0]);
    }

    #[test]
    fn an_outer_layer_that_gives_up_first_is_named() {
        let rungs = [
            rung("nginx", &[("read", Some(60_000), "504", false)]),
            rung("fpm", &[("watchdog", Some(120_000), "502", false)]),
        ];
        let said = judge(&rungs, 90_000);
        assert!(matches!(&said[0], Said::First { product, status, .. } if product == "nginx" && status == "504"));
        assert!(matches!(&said[1], Said::Order { outer, inner, .. } if outer == "nginx" && inner == "fpm"));
    }

    #[test]
    fn what_is_quick_enough_meets_no_timer() {
        let rungs = [rung("nginx", &[("read", Some(60_000), "504", false), ("connect", Some(1_000), "504", false)])];
        assert_eq!(judge(&rungs, 30_000), [Said::Never]);
        assert_eq!(judge(&[], 30_000), [Said::Never]);
    }

    #[test]
    fn the_end_that_asks_must_close_first() {
        let proxy = rung(
            "nginx",
            &[("keepalive-idle", Some(60_000), "502", true), ("keepalive-idle", Some(75_000), "502", false)],
        );
        let node = |idle: u64| rung("Node", &[("keepalive-idle", Some(idle), "502", false)]);
        assert!(judge(&[proxy.clone(), node(5_000)], 1_000).iter().any(|s| matches!(s, Said::Race { .. })));
        assert!(judge(&[proxy.clone(), node(60_000)], 1_000).iter().any(|s| matches!(s, Said::Race { .. })));
        assert!(judge(&[proxy.clone(), node(65_000)], 1_000).iter().any(|s| matches!(s, Said::Safe { .. })));
        assert!(!judge(&[proxy, node(0)], 1_000).iter().any(|s| matches!(s, Said::Race { .. } | Said::Safe { .. })));
    }
}
