//! The walk-through: which questions are answered, by the paste or by the reader, and what comes next.
//!
//! The reader's answers stand in the address, so that a walk can be passed on and the back button undoes a step. They
//! go before the paste's; the paste answers again as soon as its cause is on one of the branches.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};
use why502_report::wire::Finding;

use super::dom;
use crate::route::Place;
use crate::session::Answer;
use crate::web;

/// A question as the page has it.
struct Node {
    id: String,
    branches: Vec<Branch>,
}

struct Branch {
    id: String,
    /// A node's id, or `cause:` and a cause's.
    to: String,
    causes: String,
}

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Paste,
    Reader,
}

/// A question that is answered.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    node: String,
    branch: String,
    by: By,
}

/// Where a walk stands.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// At this question.
    Open(String),
    /// At this cause.
    Cause(String),
}

/// `start=cdn&code=522` → pairs.
fn choices(choice: &str) -> Vec<(&str, &str)> {
    choice.split('&').filter_map(|pair| pair.split_once('=')).collect()
}

/// From the first question as far as it is answered.
fn way(nodes: &[Node], chosen: &[(&str, &str)], cause: &str) -> (Vec<Step>, End) {
    let mut steps: Vec<Step> = Vec::new();
    let mut at = "start";
    loop {
        // The build proves that there are no circles; an address is anybody's.
        let node = nodes.iter().find(|n| n.id == at).filter(|_| steps.len() < nodes.len());
        let Some(node) = node else {
            return (steps, End::Open(at.to_owned()));
        };
        let by_reader = chosen.iter().find(|(n, _)| *n == node.id).map(|(_, branch)| *branch);
        let by_reader = by_reader.and_then(|id| node.branches.iter().find(|b| b.id == id)).map(|b| (b, By::Reader));
        let by_paste = || {
            let branch = node.branches.iter().find(|b| !cause.is_empty() && b.causes.split(' ').any(|c| c == cause));
            branch.map(|b| (b, By::Paste))
        };
        let Some((branch, by)) = by_reader.or_else(by_paste) else {
            return (steps, End::Open(node.id.clone()));
        };
        steps.push(Step { node: node.id.clone(), branch: branch.id.clone(), by });
        match branch.to.strip_prefix("cause:") {
            Some(cause) => return (steps, End::Cause(cause.to_owned())),
            None => at = &branch.to,
        }
    }
}

/// The address after the reader answers `node` with `branch`: what was answered further on is open again.
fn answered(steps: &[Step], node: &str, branch: &str) -> String {
    let before = steps.iter().take_while(|s| s.node != node).filter(|s| s.by == By::Reader);
    let mut pairs: Vec<String> = before.map(|s| format!("{}={}", s.node, s.branch)).collect();
    pairs.push(format!("{node}={branch}"));
    format!("#/walk?{}", pairs.join("&"))
}

fn nodes(root: &Element) -> Vec<Node> {
    let branch = |a: &Element| Branch {
        id: dom::attr(a, "data-branch"),
        to: dom::attr(a, "data-to"),
        causes: dom::attr(a, "data-causes"),
    };
    let node = |q: &Element| Node {
        id: dom::attr(q, "data-node"),
        branches: dom::all(q, "[data-branch]").iter().map(branch).collect(),
    };
    dom::all(root, "[data-node]").iter().map(node).collect()
}

fn finding(answer: Option<&Answer>) -> Option<&Finding> {
    answer.and_then(|answer| answer.report.findings.first())
}

/// Draws where the walk stands.
pub(super) fn apply(root: &Element, answer: Option<&Answer>, place: &Place) {
    let finding = finding(answer);
    // A status without a cause leaves the questions to the reader.
    let cause = finding.map_or("", |f| f.cause.as_str());
    let cause = if cause == "unknown" { "" } else { cause };
    let (steps, end) = way(&nodes(root), &choices(&place.choice), cause);
    let Some(walk) = dom::first(root, "[data-walk]") else {
        return;
    };
    let line = finding.and_then(|f| f.evidence.first());
    for question in dom::all(root, "[data-node]") {
        let id = dom::attr(&question, "data-node");
        let step = steps.iter().find(|s| s.node == id);
        dom::show(&question, step.is_some() || end == End::Open(id));
        for a in dom::all(&question, "[data-branch]") {
            let taken = step.is_some_and(|s| s.branch == dom::attr(&a, "data-branch"));
            dom::mark(&a, "aria-current", taken, "step");
        }
        if let Some(told) = dom::first(&question, "[data-told]") {
            let by_paste = step.is_some_and(|s| s.by == By::Paste);
            dom::show(&told, by_paste);
            if by_paste {
                let (number, hit) = line.map_or_else(Default::default, |l| (l.line.to_string(), l.parts().1));
                let values = [("line", number.as_str()), ("text", hit)];
                dom::write(&told, &crate::i18n::fill(&dom::attr(&walk, "data-yours"), &values));
            }
        }
    }
    for drawn in dom::all(root, "[data-edge]") {
        let edge = dom::attr(&drawn, "data-edge");
        let on = edge.is_empty() || steps.iter().any(|s| edge == format!("{}/{}", s.node, s.branch));
        dom::mark(&drawn, "data-on", on, "");
    }
    if let Some(card) = dom::first(root, "[data-end]") {
        let cause = match &end {
            End::Cause(cause) => Some(cause.as_str()),
            End::Open(_) => None,
        };
        dom::show(&card, cause.is_some());
        for link in dom::all(&card, "[data-of-cause]") {
            dom::show(&link, cause.is_some_and(|cause| dom::attr(&link, "data-of-cause") == cause));
        }
    }
}

/// A press on an answer or on a box of the chart.
pub(super) fn clicked(root: &Element, event: &Event, place: &Place) {
    if dom::hit(event, "[data-walk-reset]").is_some() {
        web::go("#/walk");
        return;
    }
    if let Some(answer) = dom::hit(event, "[data-branch]") {
        let Some(question) = answer.closest("[data-node]").ok().flatten() else {
            return;
        };
        event.prevent_default();
        let shown = steps_shown(root, place);
        web::go(&answered(&shown, &dom::attr(&question, "data-node"), &dom::attr(&answer, "data-branch")));
        come_to_the_end(root);
    } else if let Some(drawn) = dom::hit(event, "a[data-box]") {
        event.prevent_default();
        web::go(&format!("#/walk?{}", up_from(root, &dom::attr(&drawn, "data-edge")).join("&")));
        come_to_the_end(root);
    }
}

/// The steps as the page shows them now.
fn steps_shown(root: &Element, place: &Place) -> Vec<Step> {
    let chosen = choices(&place.choice);
    let taken = dom::all(root, "[data-node]:not([hidden]) [aria-current]");
    let step = |a: &Element| {
        let node = dom::attr(&a.closest("[data-node]").ok().flatten()?, "data-node");
        let branch = dom::attr(a, "data-branch");
        let by = if chosen.contains(&(&node, &branch)) { By::Reader } else { By::Paste };
        Some(Step { node, branch, by })
    };
    taken.iter().filter_map(step).collect()
}

/// All answers that lead to a box of the chart, from the edge that ends at it.
fn up_from(root: &Element, edge: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut edge = edge.to_owned();
    while let Some((node, branch)) = edge.split_once('/') {
        out.insert(0, format!("{node}={branch}"));
        if out.len() > 20 {
            break;
        }
        let above = dom::all(root, "a[data-box]").into_iter().find(|a| dom::attr(a, "data-box") == node);
        edge = above.map_or_else(String::new, |a| dom::attr(&a, "data-edge"));
    }
    out
}

/// When the page is drawn anew: the last question, or the cause, into view and under the focus.
fn come_to_the_end(root: &Element) {
    let root = root.clone();
    gloo_timers::callback::Timeout::new(0, move || {
        let end = dom::first(&root, "[data-end]:not([hidden])");
        let last = dom::all(&root, "[data-node]:not([hidden])").pop();
        if let Some(card) = end.or(last).and_then(|card| card.dyn_into::<HtmlElement>().ok()) {
            web::reveal(&card);
            web::focus(&card);
        }
    })
    .forget();
}

#[cfg(test)]
mod tests {
    use super::{Branch, By, End, Node, Step, answered, choices, way};

    fn nodes() -> Vec<Node> {
        let node = |id: &str, branches: &[(&str, &str, &str)]| Node {
            id: id.into(),
            branches: branches
                .iter()
                .map(|(id, to, causes)| Branch { id: (*id).into(), to: (*to).into(), causes: (*causes).into() })
                .collect(),
        };
        vec![
            node("start", &[("cdn", "code", "cdn-tls"), ("proxy", "phase", "connection-refused app-timeout")]),
            node("code", &[("525", "cause:cdn-tls", "cdn-tls")]),
            node(
                "phase",
                &[
                    ("connect", "cause:connection-refused", "connection-refused"),
                    ("read", "cause:app-timeout", "app-timeout"),
                ],
            ),
        ]
    }

    fn step(node: &str, branch: &str, by: By) -> Step {
        Step { node: node.into(), branch: branch.into(), by }
    }

    #[test]
    fn a_finding_walks_the_whole_way() {
        let (steps, end) = way(&nodes(), &[], "connection-refused");
        assert_eq!(steps, [step("start", "proxy", By::Paste), step("phase", "connect", By::Paste)]);
        assert_eq!(end, End::Cause("connection-refused".into()));
    }

    #[test]
    fn an_answer_of_the_reader_goes_before_and_the_rest_follows() {
        let (steps, end) = way(&nodes(), &choices("phase=read"), "connection-refused");
        assert_eq!(steps, [step("start", "proxy", By::Paste), step("phase", "read", By::Reader)]);
        assert_eq!(end, End::Cause("app-timeout".into()));
        let (steps, end) = way(&nodes(), &choices("start=cdn"), "connection-refused");
        assert_eq!(steps, [step("start", "cdn", By::Reader)]);
        assert_eq!(end, End::Open("code".into()));
    }

    #[test]
    fn without_a_paste_it_begins_at_the_first_question() {
        assert_eq!(way(&nodes(), &[], ""), (vec![], End::Open("start".into())));
        assert_eq!(way(&nodes(), &choices("nonsense&start=none&=&x=y"), "").1, End::Open("start".into()));
    }

    #[test]
    fn a_new_answer_opens_what_came_after_it() {
        let steps = [step("start", "proxy", By::Reader), step("phase", "read", By::Reader)];
        assert_eq!(answered(&steps, "start", "cdn"), "#/walk?start=cdn");
        assert_eq!(answered(&steps, "phase", "connect"), "#/walk?start=proxy&phase=connect");
        let steps = [step("start", "proxy", By::Paste), step("phase", "connect", By::Paste)];
        assert_eq!(answered(&steps, "phase", "read"), "#/walk?phase=read");
    }
}
