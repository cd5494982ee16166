//! What editors, forums and mail programs make of a paste.

use super::{Kit, Text, on_lines};

pub(super) fn fence(_: &Kit, text: &Text<'_>) -> String {
    let end = if text.body.ends_with('\n') { "" } else { "\n" };
    format!("```text\n{}{end}```\n", text.body)
}

pub(super) fn quotes(_: &Kit, text: &Text<'_>) -> String {
    on_lines(text.body, |_, line| format!("> {line}"))
}

pub(super) fn bold(kit: &Kit, text: &Text<'_>) -> String {
    on_lines(text.body, |_, line| kit.telling.replace_all(line, "**$0**").into_owned())
}

/// A table with the lines numbered. A bar inside a cell is escaped, or it would end it.
pub(super) fn table(_: &Kit, text: &Text<'_>) -> String {
    let rows = on_lines(text.body, |number, line| format!("| {} | {} |", number + 1, line.replace('|', "\\|")));
    format!("| # | message |\n|---|---------|\n{rows}")
}

/// Opening and closing quotes by turns; an apostrophe inside a word becomes a closing one.
pub(super) fn smart_quotes(_: &Kit, text: &Text<'_>) -> String {
    on_lines(text.body, |_, line| {
        let mut open = false;
        let mut before = ' ';
        let mut changed = String::with_capacity(line.len());
        for c in line.chars() {
            changed.push(match c {
                '"' => {
                    open = !open;
                    if open { '“' } else { '”' }
                }
                '\'' if before.is_alphanumeric() => '’',
                '\'' => '‘',
                c => c,
            });
            before = c;
        }
        changed
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::damaged;

    #[test]
    fn markup_is_put_around_and_inside() {
        assert_eq!(damaged("fence", "a"), "```text\na\n```\n");
        assert_eq!(damaged("quotes", "a\nb\n"), "> a\n> b\n");
        assert_eq!(damaged("bold", "Connection refused"), "Connection **refused**");
        assert_eq!(damaged("table", "a | b\n"), "| # | message |\n|---|---------|\n| 1 | a \\| b |\n");
        assert_eq!(damaged("smart-quotes", "\"GET /\" can't 'x'"), "“GET /” can’t ‘x’");
    }
}
