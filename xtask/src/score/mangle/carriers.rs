//! What log drivers, shippers and platforms put before each line.

use super::when::{self, When};
use super::{Kit, Text, on_lines};

/// Each line behind a prefix that is made from its time. A line without a time has that of the line before.
fn carried(kit: &Kit, text: &Text<'_>, prefix: impl Fn(&When) -> String) -> String {
    let mut time = When::default();
    on_lines(text.body, |_, line| {
        if let Some(found) = when::find(kit, line) {
            time = found;
        }
        format!("{}{line}", prefix(&time))
    })
}

pub(super) fn compose(_: &Kit, text: &Text<'_>) -> String {
    on_lines(text.body, |_, line| format!("web-1  | {line}"))
}

pub(super) fn cri(kit: &Kit, text: &Text<'_>) -> String {
    carried(kit, text, |time| format!("{}.481920731Z stderr F ", time.iso()))
}

pub(super) fn kubectl(_: &Kit, text: &Text<'_>) -> String {
    on_lines(text.body, |_, line| format!("[pod/shop-5d9c7b8f6-x2x7k/web] {line}"))
}

pub(super) fn journal(kit: &Kit, text: &Text<'_>) -> String {
    carried(kit, text, |time| format!("{} web1 {}[1204]: ", time.journal(), text.program))
}

pub(super) fn journal_iso(kit: &Kit, text: &Text<'_>) -> String {
    carried(kit, text, |time| format!("{}+0000 web1 {}[1204]: ", time.iso(), text.program))
}

/// The fields that `journalctl -o json` is read for, in its order: none.
pub(super) fn journal_json(_: &Kit, text: &Text<'_>) -> String {
    on_lines(text.body, |_, line| {
        format!(
            "{{\"_HOSTNAME\":\"web1\",\"PRIORITY\":\"3\",\"SYSLOG_IDENTIFIER\":\"{}\",\"_PID\":\"1204\",\"MESSAGE\":{},\
             \"_TRANSPORT\":\"stdout\"}}",
            text.program,
            super::escapes::string(line)
        )
    })
}

pub(super) fn syslog_3164(kit: &Kit, text: &Text<'_>) -> String {
    carried(kit, text, |time| format!("<134>{} web1 {}[1204]: ", time.syslog(), text.program))
}

pub(super) fn syslog_5424(kit: &Kit, text: &Text<'_>) -> String {
    carried(kit, text, |time| format!("<134>1 {}.481920Z web1 {} 1204 - - ", time.iso(), text.program))
}

pub(super) fn heroku(kit: &Kit, text: &Text<'_>) -> String {
    carried(kit, text, |time| format!("{}.481920+00:00 app[web.1]: ", time.iso()))
}

pub(super) fn fly(kit: &Kit, text: &Text<'_>) -> String {
    carried(kit, text, |time| format!("{}Z app[e2862692b79d68] fra [info] ", time.iso()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::damaged;

    #[test]
    fn each_carrier_writes_its_own_prefix() {
        let line = "2026/03/05 11:47:22 [error] \"x\"";
        let check = |name, prefix: &str| assert_eq!(damaged(name, line), format!("{prefix}{line}"));
        check("compose", "web-1  | ");
        check("cri", "2026-03-05T11:47:22.481920731Z stderr F ");
        check("kubectl", "[pod/shop-5d9c7b8f6-x2x7k/web] ");
        check("journal", "Mar 05 11:47:22 web1 nginx[1204]: ");
        check("journal-iso", "2026-03-05T11:47:22+0000 web1 nginx[1204]: ");
        check("syslog-3164", "<134>Mar  5 11:47:22 web1 nginx[1204]: ");
        check("syslog-5424", "<134>1 2026-03-05T11:47:22.481920Z web1 nginx 1204 - - ");
        check("heroku", "2026-03-05T11:47:22.481920+00:00 app[web.1]: ");
        check("fly", "2026-03-05T11:47:22Z app[e2862692b79d68] fra [info] ");
        assert!(damaged("journal-json", line).contains(r#""MESSAGE":"2026/03/05 11:47:22 [error] \"x\"","#));
    }

    #[test]
    fn a_line_without_a_time_has_that_of_the_line_before() {
        let text = "2026/03/05 11:47:22 x\n  at y\n";
        assert!(damaged("heroku", text).ends_with("\n2026-03-05T11:47:22.481920+00:00 app[web.1]:   at y\n"));
    }
}
