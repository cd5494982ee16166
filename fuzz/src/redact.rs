//! Redaction: nothing planted survives, not when it is done twice either, and all around it stays as it was.
//!
//! That the answer stays the same is no law for any bytes (`bearer: Allowed memory size …` may be a password); for real
//! texts the crate's own tests hold it.

use why502_redact::{Redactor, redact};

use crate::cuts::Dice;

/// What must not be left, and a line that it stands in.
const PLANTED: [(&str, &str); 12] = [
    ("185.17.88.7", "185.17.88.7 - - [04/Mar/2026:10:15:22 +0000] \"GET /a HTTP/1.1\" 502 157"),
    ("2a01:4f8:17:88::7", "client: 2a01:4f8:17:88::7, server: _, request: \"GET / HTTP/1.1\""),
    ("kontor@blauwal.de", "mail to kontor@blauwal.de was refused"),
    ("kiosk.blauwal.com.tw", "upstream: \"http://kiosk.blauwal.com.tw:3000/\""),
    ("lin.yuchen", "open() \"/home/lin.yuchen/app/current\" failed (13: Permission denied)"),
    ("Zx81kQw7LmN04Rt", "Authorization: Bearer Zx81kQw7LmN04Rt"),
    ("Zx81kQw7LmN04Rt", "Cookie: sid=Zx81kQw7LmN04Rt; theme=dark"),
    ("Zx81kQw7LmN04Rt", "GET /reset?token=Zx81kQw7LmN04Rt HTTP/1.1"),
    ("Zx81kQw7LmN04Rt", "postgres://app:Zx81kQw7LmN04Rt@10.0.0.5:5432/shop"),
    ("Zx81kQw7LmN04Rt", "{\"password\":\"Zx81kQw7LmN04Rt\",\"a\":1}"),
    ("4556737586899855", "card 4556737586899855 was declined"),
    ("AKIAQ7ZP4XW2LMN8RTVB", "aws_access_key_id = AKIAQ7ZP4XW2LMN8RTVB"),
];

/// Panics when something planted is left, or something else was changed.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut dice = Dice::of(data);
    whole(text);
    let (secret, line) = PLANTED[dice.below(PLANTED.len())];
    // Between whole lines: what stands right before a secret may make another word of it.
    let ends: Vec<usize> = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let at = ends[dice.below(ends.len())];
    let planted = format!("{}{line}\n{}", &text[..at], &text[at..]);
    // What is in the text already is no proof.
    if !text.to_lowercase().contains(&secret.to_lowercase()) && !inside_a_key(&text[..at]) {
        let redacted = redact(&planted).text;
        assert!(!redacted.contains(secret), "{secret} is left in {redacted:?}");
        // What is replaced may look like something else with its neighbours, and be replaced once more; no more than that.
        assert!(!redact(&redacted).text.contains(secret), "{secret} is back from {redacted:?}");
    }
}

/// In the block of a private key other lines are part of the key.
fn inside_a_key(text: &str) -> bool {
    text.contains("-----BEGIN")
}

fn whole(text: &str) {
    let mut redactor = Redactor::default();
    redactor.learn(text);
    let once = redactor.redact(text);
    let (mut from, mut to) = (0, 0);
    for span in &once.spans {
        assert_eq!(&text[from..span.from.start], &once.text[to..span.to.start]);
        (from, to) = (span.from.end, span.to.end);
    }
    assert_eq!(&text[from..], &once.text[to..]);
    let counted: u64 = redactor.replacements().iter().map(|replacement| replacement.count).sum();
    assert!(counted <= once.spans.len() as u64);
}
