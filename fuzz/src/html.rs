//! Error pages, headers and what else is looked at as a whole: responses, broken lines, lines cut at an edge.
//!
//! The first byte chooses what the rest is put into.

use why502_engine::fuzzing::responses;

use crate::cuts::Dice;
use crate::laws;

const HEADS: [&str; 10] = [
    "",
    "",
    "HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n\r\n<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n",
    "HTTP/1.1 503 Service Unavailable\r\nServer: cloudflare\r\n",
    "< HTTP/2 504 \n< ",
    "Request URL:\nhttps://a.example/x\nStatus Code:\n502\n",
    "Request URL: https://a.example/x\r\nStatus Code: 521 \r\n",
    "<html><head><title>",
    "<!DOCTYPE html>\n<h1>50",
    "> > > ",
];

/// Panics when a response is not where it is said to be, or the engine breaks a law, on the lines as they are or broken
/// at one width.
pub fn check(data: &[u8]) {
    let Some((&first, rest)) = data.split_first() else { return };
    let first = usize::from(first);
    let text = [HEADS[first % HEADS.len()].as_bytes(), rest].concat();
    for (status, at) in responses(&text) {
        assert!((500..600).contains(&status));
        assert!(text.get(at.clone()).is_some(), "{at:?} of {} bytes", text.len());
    }
    let text = match first / HEADS.len() % 4 {
        0 => broken(&text, 20 + Dice::of(data).below(140)),
        _ => text,
    };
    laws::hold(&text);
}

/// The text as a window of this width shows it.
fn broken(text: &[u8], width: usize) -> Vec<u8> {
    let lines = text.split(|b| *b == b'\n').flat_map(|line| line.chunks(width).chain(line.is_empty().then_some(line)));
    lines.collect::<Vec<_>>().join(&b'\n')
}
