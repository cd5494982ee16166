//! How inputs are changed: as libFuzzer does, and by putting in lines that mean something here.

use libfuzzer_sys::fuzzer_mutate;
use why502_knowledge::SAMPLES;

use crate::cuts::Dice;

/// Words and marks on which readers turn.
const WORDS: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\t",
    "\u{feff}",
    "\u{3000}",
    "“",
    "\\\"",
    "\\n",
    "\\\\\\\"",
    "\"\"",
    "**",
    "&quot;",
    "&#39;",
    "\u{1b}[31m",
    "^[[0m",
    "\u{1b}]0;x\u{7}",
    "HTTP/1.1 502 Bad Gateway\r\n",
    "HTTP/2 504 \n",
    "Server: nginx\r\n",
    "Status Code:\n502\n",
    "Request URL: https://a.example/x?y\n",
    "cf-ray: 92bb-FRA\n",
    "< ",
    "> ",
    "* ",
    "2026/03/04 10:15:22 [error] 31#31: *7 ",
    "[Wed Mar 04 10:15:22.123456 2026] [proxy:error] [pid 7:tid 8] ",
    "Mar  4 10:15:22 web1 haproxy[99]: ",
    "[04-Mar-2026 10:15:22] WARNING: ",
    "2026-03-04T10:15:22.123Z ",
    "203.0.113.7 - - [04/Mar/2026:10:15:22 +0000] \"GET /a HTTP/1.1\" 502 157 \"-\" \"curl/8\" ",
    "rt=60.001 urt=\"60.000, 0.001\" uct=\"-\" us=\"502\" ua=\"127.0.0.1:3000\"",
    "{\"log\":\"",
    "{\"log\":{\"version\":\"1.2\",\"entries\":[",
    "{\"response\":{\"status\":502,\"headers\":[{\"name\":\"Server\",\"value\":\"nginx\"}],\"content\":{\"text\":\"",
    "\"}}}",
    "]}}",
    "upstream: \"http://127.0.0.1:3000/\"",
    ", client: 203.0.113.7",
    ", host: \"a.example\"",
    "unix:/run/php/php8.2-fpm.sock",
    "web_1  | ",
    "<html>",
    "<hr><center>nginx</center>",
    "<h1>502 Bad Gateway</h1>",
    "</",
    "-0001",
    "99999999999999999999",
    "0.000",
    "-1/-1/-1/-1/5001",
    "502",
    "504",
    "60 s",
    "12:60:61",
    "31/Feb/0000",
];

/// One change; returns the new length.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice::of(&seed.to_le_bytes());
    let kind = dice.below(8);
    if kind > 2 {
        return fuzzer_mutate(data, size, max_size);
    }
    let sample =
        |dice: &mut Dice| SAMPLES.get(dice.below(SAMPLES.len())).map_or("", |(_, sample, _)| *sample).as_bytes();
    let word = |dice: &mut Dice| WORDS.get(dice.below(WORDS.len())).copied().unwrap_or_default().as_bytes();
    let (piece, at) = match kind {
        // A whole line between lines.
        0 => {
            let starts: Vec<usize> =
                [0].into_iter().chain((0..size).filter(|i| data[*i] == b'\n').map(|i| i + 1)).collect();
            let at = starts.get(dice.below(starts.len())).copied().unwrap_or(0);
            ([sample(&mut dice), b"\n"].concat(), at)
        }
        // A part of a line anywhere.
        1 => {
            let sample = sample(&mut dice);
            let from = dice.below(sample.len());
            let to = from + dice.below(sample.len() - from + 1);
            (sample[from..to].to_vec(), dice.below(size + 1))
        }
        _ => (word(&mut dice).to_vec(), dice.below(size + 1)),
    };
    if piece.is_empty() || size + piece.len() > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data.copy_within(at..size, at + piece.len());
    data[at..at + piece.len()].copy_from_slice(&piece);
    size + piece.len()
}
