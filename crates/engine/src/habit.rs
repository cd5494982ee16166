//! What the lines of one finding have in common over time: facts about all of them that no single line shows.
//!
//! Only sums, smallest and largest are kept of each line, so merging stays exact.

use crate::dialect::Record;
use crate::dialect::time::Time;
use crate::pause::Pauses;

/// What is kept of the lines that show one signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    /// Requests that send something, and those that only ask.
    sending: u64,
    asking: u64,
    /// How many waits were logged, the shortest and the longest, in milliseconds.
    waits: u64,
    shortest: u32,
    longest: u32,
    /// Lines that are records of requests; before how many of them the pause is known, and the shortest.
    requests: u64,
    pauses: u64,
    pause: u32,
}

/// Something that holds for every line of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// `constant-wait`, `only-sending`, `one-upstream`, `burst`, `after-idle`.
    pub kind: &'static str,
    /// The seconds (of a pause, the shortest), the upstream, the first time; empty when there is nothing to name.
    pub value: String,
}

/// Fewer lines are no pattern.
const FEW: u64 = 4;
/// Waits that differ by less are one time limit; a shorter one is no limit but work.
const SAME_MS: u32 = 1_500;
const LIMIT_MS: u32 = 4_000;
/// A burst lasts at most so many seconds, in a text that covers ten times as many.
const BURST: i64 = 60;
/// Servers keep an idle connection for five seconds at least (Node.js), and clocks of logs tick by the second.
const IDLE: u32 = 4;
/// So many requests that came sooner and did not fail are needed for each that failed.
const BUSY: u64 = 5;

impl Habits {
    pub(crate) fn note(&mut self, record: &Record<'_>) {
        match record.method {
            Some(b"POST" | b"PUT" | b"PATCH" | b"DELETE") => self.sending += 1,
            Some(b"GET" | b"HEAD") => self.asking += 1,
            _ => {}
        }
        if let Some(wait) = record.wait {
            self.add_wait(1, wait, wait);
        }
    }

    fn add_wait(&mut self, count: u64, shortest: u32, longest: u32) {
        self.shortest = if self.waits == 0 { shortest } else { self.shortest.min(shortest) };
        self.longest = self.longest.max(longest);
        self.waits += count;
    }

    /// A line was the record of a request, so many seconds after the one before.
    pub(crate) fn requested(&mut self, pause: Option<u32>) {
        self.requests += 1;
        if let Some(seconds) = pause {
            self.paused(seconds);
        }
    }

    /// So many seconds before one of its requests nobody had asked for anything.
    pub(crate) fn paused(&mut self, seconds: u32) {
        self.add_pauses(1, seconds);
    }

    fn add_pauses(&mut self, count: u64, shortest: u32) {
        self.pause = if self.pauses == 0 { shortest } else { self.pause.min(shortest) };
        self.pauses += count;
    }

    /// After at least how many seconds without a request each of them failed; `None` when that is not what the text
    /// shows: too few, others that came as late and did not fail, or hardly any that came sooner.
    pub(crate) fn after_idle(&self, pauses: &Pauses) -> Option<u32> {
        let (late, soon) = pauses.around(self.pause);
        // Before the first line of the text there may have been anything.
        let known = self.pauses + 1 >= self.requests;
        let enough = self.pauses >= FEW && self.pause >= IDLE && known;
        (enough && 2 * self.pauses >= late && soon >= BUSY * self.pauses).then_some(self.pause)
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.requests += other.requests;
        if other.pauses > 0 {
            self.add_pauses(other.pauses, other.pause);
        }
        self.sending += other.sending;
        self.asking += other.asking;
        if other.waits > 0 {
            self.add_wait(other.waits, other.shortest, other.longest);
        }
    }

    /// Only requests that send something fail, and several of them.
    pub(crate) fn only_sending(&self) -> bool {
        self.sending >= FEW && self.asking == 0
    }

    /// The patterns; `count` lines between these times, with these upstreams.
    pub(crate) fn patterns(&self, lines: &Lines<'_>) -> Vec<Pattern> {
        let mut all = Vec::new();
        let mut add = |kind, value| all.push(Pattern { kind, value });
        if self.waits >= FEW && self.shortest >= LIMIT_MS && self.longest - self.shortest <= SAME_MS {
            // A limit fires a moment late, never early.
            add("constant-wait", (self.shortest / 1_000).to_string());
        }
        if self.only_sending() {
            add("only-sending", String::new());
        }
        if let Some(seconds) = self.after_idle(lines.pauses) {
            add("after-idle", seconds.to_string());
        }
        if let ([only], true) = (lines.upstreams, lines.others && lines.count >= FEW) {
            add("one-upstream", (*only).to_owned());
        }
        if let (Some(first), Some(last), Some((from, to))) = (lines.first, lines.last, lines.span)
            && lines.count >= FEW
            && first.seconds_until(last).is_some_and(|s| (0..=BURST).contains(&s))
            && from.seconds_until(to).is_some_and(|s| s >= 10 * BURST)
        {
            add("burst", first.to_string());
        }
        all
    }
}

/// What else is known of the finding's lines.
pub(crate) struct Lines<'a> {
    pub(crate) count: u64,
    pub(crate) first: Option<Time>,
    pub(crate) last: Option<Time>,
    /// Times that the whole text covers.
    pub(crate) span: Option<(Time, Time)>,
    pub(crate) upstreams: &'a [&'a str],
    /// The text names other upstreams too.
    pub(crate) others: bool,
    /// Before all requests of the text.
    pub(crate) pauses: &'a Pauses,
}

#[cfg(test)]
mod tests {
    use crate::scan;

    fn kinds(text: &str) -> Vec<(&'static str, String)> {
        let d = scan(text.as_bytes());
        d.findings.first().map(|f| f.patterns.iter().map(|p| (p.kind, p.value.clone())).collect()).unwrap_or_default()
    }

    fn access(second: u32, status: u16, method: &str, wait: &str) -> String {
        let (minute, second) = (second / 60, second % 60);
        format!(
            "203.0.113.7 - - [04/Mar/2026:10:{minute:02}:{second:02} +0000] \"{method} /x HTTP/1.1\" {status} 157 \"-\" \"c\" rt={wait} uct=0.001 uht=- urt={wait} us={status} ua=10.0.0.5:80\n"
        )
    }

    #[test]
    fn waits_of_one_length_are_a_time_limit() {
        let text: String = (0..5).map(|n| access(n * 100, 504, "GET", "60.002")).collect();
        assert_eq!(kinds(&text), [("constant-wait", "60".to_owned())]);
        let text: String = (0..5).map(|n| access(n * 100, 504, "GET", &format!("{}.1", 10 + n * 7))).collect();
        assert_eq!(kinds(&text), []);
    }

    /// Busy minutes, then after a pause of so many seconds one request of this kind, again and again.
    fn idle(pauses: &[u32], first: &dyn Fn(u32) -> String) -> String {
        let mut second = 0;
        let mut text = String::new();
        for pause in pauses {
            for _ in 0..12 {
                second += 1;
                text += &access(second, 200, "GET", "0.010");
            }
            second += pause;
            text += &first(second);
        }
        text
    }

    #[test]
    fn what_fails_after_a_pause_and_only_then() {
        let failed =
            |second| access(second, 502, "POST", "0.001").replace("POST", if second % 2 == 0 { "GET" } else { "PUT" });
        assert_eq!(kinds(&idle(&[70, 300, 90, 61, 180], &failed)), [("after-idle", "60".to_owned())]);
        // Too few of them.
        assert_eq!(kinds(&idle(&[70, 300, 90], &failed)), []);
        // Others came as late and were answered.
        let half = |second| if second % 3 == 0 { failed(second) } else { access(second, 200, "GET", "0.010") };
        assert_eq!(kinds(&idle(&[70; 15], &half)), []);
        // One failed at once.
        let text = idle(&[70, 300, 90, 61, 180], &failed)
            + &access(800, 502, "GET", "0.001")
            + &access(800, 502, "PUT", "0.001");
        assert_eq!(kinds(&text), []);
        // They took as long as the pause: nobody else asked meanwhile, that is all.
        let slow = |second| access(second, 502, "GET", &format!("{}.0", 60 + second % 7));
        assert_eq!(kinds(&idle(&[61, 63, 66, 61, 62], &slow)), []);
        // How long they took is not known.
        let blind = |second| failed(second).replace(" rt=0.001", "").replace(" urt=0.001", "");
        assert_eq!(kinds(&idle(&[70, 300, 90, 61, 180], &blind)), []);
        // All requests are that far apart.
        let lonely: String =
            (0..9).map(|n| access(n * 90, 502, "GET", "0.001") + &access(n * 90 + 45, 200, "GET", "0.001")).collect();
        assert_eq!(kinds(&lonely), []);
    }

    #[test]
    fn the_race_is_likelier_after_a_pause() {
        let line = |second: u32, flags: &str| {
            let (minute, second) = (second / 60, second % 60);
            format!(
                "192.0.2.7:51420 [04/Mar/2026:10:{minute:02}:{second:02}.100] web app/app1 0/0/0/-1/3 502 210 - - {flags} 1/1/0/0/0 0/0 \"GET / HTTP/1.1\"\n"
            )
        };
        let quiet = |second| line(second, "----").replace("/-1/3 502", "/9/20 200");
        let text: String = (0..6)
            .map(|n| (0..10).map(|s| quiet(n * 120 + s)).collect::<String>() + &line(n * 120 + 100, "SH--"))
            .collect();
        assert_eq!(kinds(&text), [("after-idle", "90".to_owned())]);
        let d = scan(text.as_bytes());
        let also: Vec<&str> = d.findings.first().unwrap().also.iter().map(|a| a.cause).collect();
        assert_eq!(also.first(), Some(&"keepalive-race"), "{also:?}");
    }

    #[test]
    fn only_what_sends_fails_and_all_at_once() {
        let quiet: String = (0..50).map(|n| access(n * 60, 200, "GET", "0.010")).collect();
        let bad: String = (0..5).map(|n| access(1_200 + n, 504, "POST", &format!("{}.0", n * 9))).collect();
        let text = quiet + &bad;
        assert_eq!(kinds(&text), [("only-sending", String::new()), ("burst", "2026-03-04T10:20:00Z".to_owned())]);
    }

    #[test]
    fn one_upstream_of_several() {
        let line = |n: u32, host: &str, why: &str| {
            format!(
                "2026/03/04 10:{n:02}:22 [error] 7#7: *1 {why}, client: 203.0.113.7, server: s, request: \"GET / HTTP/1.1\", upstream: \"http://{host}:80/\"\n"
            )
        };
        let refused = "connect() failed (111: Connection refused) while connecting to upstream";
        let mut text: String = (0..6).map(|n| line(n * 9, "10.0.0.5", refused)).collect();
        text += &line(
            58,
            "10.0.0.6",
            "upstream timed out (110: Connection timed out) while reading response header from upstream",
        );
        assert_eq!(kinds(&text), [("one-upstream", "10.0.0.5:80".to_owned())]);
    }
}
