//! The words in a command that the reader has to fill in.

/// The words in capitals that stand for the reader's own values: `UNIT`, `ORIGIN_IP`, `HOST`.
///
/// Commands have capitals of their own (`-X GET`, `TLS`, `SELECT`), so a word counts only when it says what to
/// put there. A wrong guess costs nothing but a slanted word.
fn is_blank(word: &str) -> bool {
    const BLANKS: &str = "ADDRESS APP BACKEND CONTAINER DATABASE DB DEPLOYMENT DOMAIN FILE HOST IFACE JAIL MODULE \
        NAME NAMESPACE NODE PACKAGE PATH PID PLUGIN POD POOL PORT PROXY PROXY-UNIT SERVER SERVICE SITE SOCKET UNIT URL";
    // Names that programs themselves spell with an underscore.
    const FOREIGN: [&str; 5] = ["CURLOPT_", "NODE_OPTIONS", "REQUEST_", "SCRIPT_", "USER_AVC"];
    let spelled = word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b == b'-');
    let joined = word.trim_matches('_').contains('_') && !FOREIGN.iter().any(|name| word.starts_with(name));
    spelled && (joined || BLANKS.split(' ').any(|blank| blank == word))
}

/// The text in pieces: (is it a word to fill in, the piece).
#[must_use]
pub fn parts(text: &str) -> Vec<(bool, &str)> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut out = Vec::new();
    let mut rest = text;
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(start) = rest.find(is_word) {
        let tail = rest.get(start..).unwrap_or_default();
        let length = tail.find(|c| !is_word(c)).unwrap_or(tail.len());
        let word = tail.get(..length).unwrap_or_default();
        let begins = at + start;
        // A shell variable has its value already.
        let variable = text.get(..begins).is_some_and(|before| before.ends_with(['$', '{', '%']));
        if is_blank(word) && !variable {
            if plain_from < begins {
                out.push((false, text.get(plain_from..begins).unwrap_or_default()));
            }
            out.push((true, word));
            plain_from = begins + length;
        }
        at = begins + length;
        rest = tail.get(length..).unwrap_or_default();
    }
    if plain_from < text.len() {
        out.push((false, text.get(plain_from..).unwrap_or_default()));
    }
    out
}

/// The distinct words to fill in, in the order in which they occur.
#[must_use]
pub fn blanks<'a>(commands: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut out = Vec::new();
    for word in commands.flat_map(|c| parts(c)).filter(|(blank, _)| *blank).map(|(_, word)| word) {
        if !out.contains(&word) {
            out.push(word);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{blanks, parts};

    fn of(command: &str) -> Vec<&str> {
        parts(command).into_iter().filter(|(blank, _)| *blank).map(|(_, word)| word).collect()
    }

    #[test]
    fn words_to_fill_in_are_told_from_other_capitals() {
        assert_eq!(of("journalctl -u UNIT --since '30 min ago'"), ["UNIT"]);
        assert_eq!(of("curl -sv -H 'Host: SITE' http://HOST:PORT/"), ["SITE", "HOST", "PORT"]);
        assert_eq!(of("systemctl restart PROXY-UNIT"), ["PROXY-UNIT"]);
        assert_eq!(of("curl --resolve SITE:443:ORIGIN_IP https://SITE/"), ["SITE", "ORIGIN_IP", "SITE"]);
        assert!(of("curl -X GET -w '%{http_code}'").is_empty());
        assert!(of("SCRIPT_NAME=/ping REQUEST_METHOD=GET cgi-fcgi").is_empty());
        assert!(of("server_name _;").is_empty());
        assert!(of("echo $HOST ${PORT} %{HOST}").is_empty());
        assert!(of("ss -ltn 'state SYN-SENT'").is_empty());
    }

    #[test]
    fn nothing_is_lost() {
        let command = "字 curl http://HOST:PORT/ # UNIT";
        assert_eq!(parts(command).into_iter().map(|(_, part)| part).collect::<String>(), command);
    }

    #[test]
    fn each_blank_is_named_once() {
        let commands = ["a UNIT PORT".to_owned(), "b UNIT".to_owned()];
        assert_eq!(blanks(commands.iter()), ["UNIT", "PORT"]);
    }
}
