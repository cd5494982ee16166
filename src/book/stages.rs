//! The adviser for search engines: of all stages, the one for this length, status and plan.

use web_sys::Element;

use super::{decimal, dom};

/// A stage's conditions.
struct Stage {
    /// Thousandths of an hour.
    from: u64,
    /// `None`: no end.
    to: Option<u64>,
    status: String,
    planned: String,
}

fn fits(stage: &Stage, hours: u64, status: &str, planned: &str) -> bool {
    stage.planned == planned
        && (stage.status == "any" || stage.status == status)
        && stage.from <= hours
        && stage.to.is_none_or(|to| hours < to)
}

fn chosen(form: &Element, name: &str) -> String {
    dom::first(form, &format!("[name=\"{name}\"]:checked")).map_or_else(String::new, |field| dom::value(&field))
}

pub(super) fn apply(root: &Element, form: &Element) {
    let hours = dom::first(form, "[name=\"hours\"]").and_then(|field| decimal::read(&dom::value(&field))).unwrap_or(0);
    let (status, planned) = (chosen(form, "status"), chosen(form, "planned"));
    let mut any = false;
    for card in dom::all(root, "[data-stage]") {
        // The end of what has none is negative, and so no number here.
        let number = |name| decimal::read(&dom::attr(&card, name));
        let stage = Stage {
            from: number("data-from").unwrap_or(0),
            to: number("data-to"),
            status: dom::attr(&card, "data-status"),
            planned: dom::attr(&card, "data-planned"),
        };
        let shown = fits(&stage, hours, &status, &planned);
        any |= shown;
        dom::show(&card, shown);
    }
    if let Some(line) = dom::first(form, "[data-none]") {
        let sentence = if any { String::new() } else { dom::attr(&line, "data-none") };
        dom::write(&line, &sentence);
    }
}

/// Shows all of them, as the static page does.
pub(super) fn all(root: &Element) {
    for card in dom::all(root, "[data-stage]") {
        dom::show(&card, true);
    }
}

#[cfg(test)]
mod tests {
    use super::{Stage, fits};

    #[test]
    fn a_stage_lasts_from_its_beginning_until_before_its_end() {
        let stage = |from: u64, to: Option<u64>, status: &str| Stage {
            from: from * 1000,
            to: to.map(|to| to * 1000),
            status: status.into(),
            planned: "false".into(),
        };
        assert!(fits(&stage(1, Some(48), "any"), 1_000, "502", "false"));
        assert!(!fits(&stage(1, Some(48), "any"), 48_000, "502", "false"));
        assert!(fits(&stage(48, None, "any"), 900_000, "503", "false"));
        assert!(!fits(&stage(0, None, "503"), 1_000, "502", "false"));
        assert!(!fits(&stage(0, None, "any"), 1_000, "502", "true"));
    }
}
